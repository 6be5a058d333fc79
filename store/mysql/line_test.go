package mysql

import (
	"bytes"

	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
)

// line is a wire between a driver and its server that can be cut.
type line struct {
	listener net.Listener
	to       string
	mu       sync.Mutex
	down     bool
	open     []net.Conn
	// cutAt ends a connection when the server answers what has this in it, before
	// the answer has arrived.
	cutAt []byte
	// mute lets nothing through that the server says, and ends nothing.
	mute atomic.Bool
}

// through gives the address of a database through a line of its own.
func through(t *testing.T, address string) (*line, string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &line{listener: listener, to: u.Host}
	t.Cleanup(func() { _ = listener.Close(); l.cut() })
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

func (l *line) carry(c net.Conn) {
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
			if l.mute.Load() {
				continue
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

// cut ends all connections, and refuses new ones until it is mended.
func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = true
	for _, c := range l.open {
		_ = c.Close()
	}
	l.open = nil
}

func (l *line) mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down, l.cutAt = false, nil
}
