package outgoing

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"bedplate/fault"
)

func TestPublic(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]bool{
		"8.8.8.8": true, "1.1.1.1": true, "192.0.1.1": true, "172.32.0.1": true, "100.128.0.1": true, "2606:4700::1111": true, "2a00:1450::1": true,
		"::ffff:8.8.8.8": true,
		"127.0.0.1":      false, "127.255.255.254": false, "0.0.0.0": false, "0.1.2.3": false, "10.1.2.3": false, "172.16.0.1": false, "172.31.255.255": false,
		"192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false, "198.18.0.1": false, "224.0.0.1": false, "255.255.255.255": false,
		"192.0.0.170": false, "203.0.113.7": false,
		"::1": false, "::": false, "fe80::1": false, "fe80::1%eth0": false, "fc00::1": false, "fd00:ec2::254": false, "ff02::1": false,
		"::ffff:127.0.0.1": false, "::ffff:169.254.169.254": false, "::127.0.0.1": false, "64:ff9b::7f00:1": false, "64:ff9b:1::1": false,
		"2002:7f00:1::": false, "2001:0:7f00:1::": false, "2001:db8::1": false, "100::1": false, "5f00::1": false,
	} {
		if got := Public(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s: %v", addr, got)
		}
	}
	if Public(netip.Addr{}) {
		t.Error("no address is public")
	}
}

// local allows what the tests' servers have.
var local = Options{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}}

func serve(t *testing.T, answer http.HandlerFunc) (address, port string) {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return s.URL, port
}

func refused(t *testing.T, resp *http.Response, err error) {
	t.Helper()
	if err == nil {
		resp.Body.Close()
		t.Fatalf("it was reached: %s", resp.Status)
	}
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.Denied {
		t.Errorf("%v", err)
	}
}

func TestOnlyPublicAddressesAreReached(t *testing.T) {
	t.Parallel()
	reached := atomic.Bool{}
	_, port := serve(t, func(http.ResponseWriter, *http.Request) { reached.Store(true) })
	client := New(Options{})
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0.0.0.0", "[::]", "[::1]", "2130706433", "0x7f.1"} {
		resp, err := client.Get("http://" + host + ":" + port + "/")
		if err == nil {
			resp.Body.Close()
			t.Errorf("%s was reached", host)
		}
	}
	resp, err := client.Get("http://127.0.0.1:" + port + "/")
	refused(t, resp, err)
	if reached.Load() {
		t.Error("a server of this machine was asked")
	}
}

func TestAllowedNetworksAreReached(t *testing.T) {
	t.Parallel()
	_, port := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "here") })
	for _, host := range []string{"127.0.0.1", "[::ffff:127.0.0.1]"} {
		resp, err := New(local).Get("http://" + host + ":" + port + "/")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	reached := atomic.Bool{}
	inside, _ := serve(t, func(http.ResponseWriter, *http.Request) { reached.Store(true) })
	outside, _ := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, inside, http.StatusTemporaryRedirect)
	})
	resp, err := New(local).Post(outside, "text/plain", strings.NewReader("a secret"))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusTemporaryRedirect || reached.Load() {
		t.Errorf("%s, followed: %v", resp.Status, reached.Load())
	}
}

func TestLongAnswersAreErrors(t *testing.T) {
	t.Parallel()
	for size, fits := range map[int]bool{0: true, Most: true, Most + 1: false, 10 * Most: false} {
		address, _ := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, strings.Repeat("x", size)) })
		resp, err := New(local).Get(address)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if fits != (err == nil) || len(raw) > Most || fits && len(raw) != size {
			t.Errorf("of %d bytes %d came, and %v", size, len(raw), err)
		}
	}
}

// TestRebinding has a name that is an allowed address first and another one
// after: each connection is judged for itself.
func TestRebinding(t *testing.T) {
	t.Parallel()
	_, port := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Connection", "close") })
	var asked atomic.Int32
	resolver := nameServer(t, func() [4]byte {
		if asked.Add(1) == 1 {
			return [4]byte{127, 0, 0, 1}
		}
		return [4]byte{127, 0, 0, 2}
	})
	client := New(Options{Allowed: local.Allowed, Resolver: resolver})
	resp, err := client.Get("http://rebinds.example:" + port + "/")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	resp, err = client.Get("http://rebinds.example:" + port + "/")
	refused(t, resp, err)
}

// nameServer answers every question for an address of IPv4.
func nameServer(t *testing.T, answer func() [4]byte) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() { conn.Close(); <-done })
	go func() {
		defer close(done)
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			if raw, err := answerTo(buf[:n], answer); err == nil {
				_, _ = conn.WriteTo(raw, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func answerTo(raw []byte, answer func() [4]byte) ([]byte, error) {
	var m dnsmessage.Message
	if err := m.Unpack(raw); err != nil {
		return nil, err
	}
	m.Response, m.Authoritative, m.Additionals = true, true, nil
	for _, q := range m.Questions {
		if q.Type == dnsmessage.TypeA {
			m.Answers = append(m.Answers, dnsmessage.Resource{
				Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}, Body: &dnsmessage.AResource{A: answer()}})
		}
	}
	return m.Pack()
}
