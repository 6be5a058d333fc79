package server

import (
	"crypto/rand"
	"encoding/base32"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync/atomic"
)

// requestIDs names requests: a random word for the process and a number.
type requestIDs struct {
	prefix string
	next   *atomic.Uint64
}

func newRequestIDs() requestIDs {
	var raw [5]byte
	_, _ = rand.Read(raw[:]) // never fails
	return requestIDs{prefix: strings.ToLower(base32.StdEncoding.EncodeToString(raw[:])) + "-", next: new(atomic.Uint64)}
}

// of gives the id that a proxy gave the request, where that is a plain word,
// or a new one.
func (ids requestIDs) of(r *http.Request) string {
	if sent := r.Header["X-Request-Id"]; len(sent) == 1 && plain(sent[0]) {
		return sent[0]
	}
	var room [32]byte
	return string(strconv.AppendUint(append(room[:0], ids.prefix...), ids.next.Add(1), 36))
}

func plain(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '-', c == '_', c == '.':
		default:
			return false
		}
	}
	return len(s) > 0 && len(s) <= 64
}

// behindProxy puts the caller's own address in place of a trusted proxy's: the
// last in X-Forwarded-For that no trusted proxy has. What a caller wrote there
// itself stands further left and is not believed.
func (s *Server) behindProxy(r *http.Request) *http.Request {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil || !s.trusted(host) {
		return r
	}
	hops := strings.Split(strings.Join(r.Header["X-Forwarded-For"], ","), ",")
	caller := ""
	for i := len(hops) - 1; i >= 0; i-- {
		hop := strings.TrimSpace(hops[i])
		if _, err := netip.ParseAddr(hop); err != nil {
			break
		}
		if caller = hop; !s.trusted(hop) {
			break
		}
	}
	if caller == "" {
		return r
	}
	seen := r.WithContext(r.Context())
	seen.RemoteAddr = net.JoinHostPort(caller, "0")
	return seen
}

func (s *Server) trusted(host string) bool {
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	for _, p := range s.opts.TrustedProxies {
		if p.Contains(addr.Unmap()) {
			return true
		}
	}
	return false
}
