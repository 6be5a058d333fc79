// Package line puts a wire that can be cut between a driver, or a whole program,
// and the server that it talks to, so that tests can take the server away.
package line

import (
	"bytes"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
)

// Line is a wire between a driver and its server that can be cut.
type Line struct {
	listener net.Listener
	to       string
	mu       sync.Mutex
	down     bool
	open     []net.Conn
	// cutAt ends a connection when the server answers what has this in it, before
	// the answer has arrived.
	cutAt []byte
}

// Through gives the address of a database through a line of its own.
func Through(t testing.TB, address string) (*Line, string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &Line{listener: listener, to: u.Host}
	t.Cleanup(func() { _ = listener.Close(); l.Cut() })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go l.carry(c)
		}
	}()
	u.Host = listener.Addr().String()
	return l, u.String()
}

func (l *Line) carry(c net.Conn) {
	far, err := net.Dial("tcp", l.to)
	l.mu.Lock()
	if err != nil || l.down {
		l.mu.Unlock()
		_ = c.Close()
		return
	}
	l.open = append(l.open, c, far)
	l.mu.Unlock()
	var last atomic.Bool // what the server says next is not passed on
	go func() {
		defer func() { _ = c.Close() }()
		buf := make([]byte, 1<<16)
		for {
			n, err := far.Read(buf)
			if err != nil || last.Load() {
				return
			}
			if _, err := c.Write(buf[:n]); err != nil {
				return
			}
		}
	}()
	buf := make([]byte, 1<<16)
	for {
		n, err := c.Read(buf)
		if err != nil {
			_ = far.Close()
			return
		}
		l.mu.Lock()
		if l.cutAt != nil && bytes.Contains(buf[:n], l.cutAt) {
			last.Store(true)
		}
		l.mu.Unlock()
		if _, err := far.Write(buf[:n]); err != nil {
			return
		}
	}
}

// Cut ends all connections, and refuses new ones until it is mended.
func (l *Line) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = true
	for _, c := range l.open {
		_ = c.Close()
	}
	l.open = nil
}

// Mend lets connections through again.
func (l *Line) Mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down, l.cutAt = false, nil
}

// CutAt ends the next connection that asks something which has a text in it, after
// the server was told and before its answer has arrived.
func (l *Line) CutAt(text []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cutAt = text
}
