// Package outgoing makes the HTTP clients for addresses that somebody else has a
// say in: what an app's providers publish, where its webhooks lead. Such a client
// reaches public addresses alone, unless the configuration allows a network, and
// it is bounded: in time, in how much it reads, and it follows no redirect.
//
// It is no client for what the operator runs and names: a database, or a server
// for mail.
package outgoing

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"bedplate/fault"
)

const (
	// Time is how long a request takes at most, with its answer.
	Time = 10 * time.Second
	// Most is how many bytes of an answer are read at most.
	Most = 64 << 10
)

// Options say what a client may reach.
type Options struct {
	// Allowed are networks that are reached though they are not public.
	Allowed []netip.Prefix
	// Resolver looks names up; nil is the machine's own.
	Resolver *net.Resolver
}

// New makes a client. It uses no proxy of the environment: the addresses could
// not be judged behind one.
func New(o Options) *http.Client {
	dialer := &net.Dialer{Timeout: Time, Resolver: o.Resolver, ControlContext: o.judge}
	return &http.Client{
		Timeout: Time,
		Transport: &bounded{&http.Transport{
			DialContext:            dialer.DialContext,
			ForceAttemptHTTP2:      true,
			TLSHandshakeTimeout:    Time,
			ResponseHeaderTimeout:  Time,
			MaxResponseHeaderBytes: Most,
			MaxConnsPerHost:        16,
			MaxIdleConnsPerHost:    2,
			IdleConnTimeout:        30 * time.Second,
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// judge looks at the very address that is about to be connected to: after names
// were resolved, so that none is another one a moment later.
func (o Options) judge(_ context.Context, _, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fault.Wrap(fault.Denied, err, "an address cannot be read")
	}
	addr := at.Addr().Unmap().WithZone("")
	for _, network := range o.Allowed {
		if network.Contains(addr) {
			return nil
		}
	}
	if !Public(addr) {
		return fault.New(fault.Denied, "%s is no public address", addr).
			WithHint("allow its network in outgoing.allow")
	}
	return nil
}

// bounded cuts the bodies of answers.
type bounded struct{ *http.Transport }

// RoundTrip does one request.
func (b *bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := b.Transport.RoundTrip(r)
	if err == nil {
		resp.Body = &body{resp.Body, Most}
	}
	return resp, err
}

// body is an answer that ends with an error where it is too long: half of it
// must not be taken for the whole.
type body struct {
	io.ReadCloser
	left int64
}

// Read reads up to the limit.
func (b *body) Read(p []byte) (int, error) {
	if b.left == 0 {
		var one [1]byte
		n, err := b.ReadCloser.Read(one[:])
		if n > 0 {
			return 0, fault.New(fault.TooLarge, "the answer is longer than 64 KiB")
		}
		return 0, err
	}
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
