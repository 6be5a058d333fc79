package server

import (
	"context"
	"net"
	"sync"
)

// gathering listens for connections that can send an answer at once.
type gathering struct{ net.Listener }

// Accept gives the next connection.
func (l gathering) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &gathered{Conn: c}, nil
}

// gathered is a connection that can hold back the beginning of an answer until
// more of it comes: net/http writes its first 4 KiB and then the rest, which is
// twice the work for the kernel and for the caller. The goroutine that answers
// is the only one that writes.
type gathered struct {
	net.Conn
	holds bool
	held  *piece
	parts [2][]byte
	both  net.Buffers
}

// piece is room for the beginning of an answer.
type piece struct {
	bytes [4 << 10]byte // as much as net/http writes first
	n     int
}

var pieces = sync.Pool{New: func() any { return new(piece) }}

type gatheredKey struct{}

// withGathered puts a connection into the context of its requests.
func withGathered(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, gatheredKey{}, c)
}

// gatheredFrom finds the connection of a request, nil where it is another's.
func gatheredFrom(ctx context.Context) *gathered {
	c, _ := ctx.Value(gatheredKey{}).(*gathered)
	return c
}

// hold holds back the first thing that is written from now on.
func (c *gathered) hold() { c.holds = true }

// release sends what is still held back.
func (c *gathered) release() error {
	c.holds = false
	if c.held == nil {
		return nil
	}
	_, err := c.Write(nil)
	return err
}

// Write sends p behind what is held back, or holds it back.
func (c *gathered) Write(p []byte) (int, error) {
	if c.held == nil {
		if !c.holds || len(p) > len(piece{}.bytes) {
			return c.Conn.Write(p)
		}
		c.holds = false
		c.held = pieces.Get().(*piece)
		c.held.n = copy(c.held.bytes[:], p)
		return len(p), nil
	}
	before := c.held.n
	c.parts = [2][]byte{c.held.bytes[:before], p}
	c.both = c.parts[:]
	n, err := c.both.WriteTo(c.Conn)
	pieces.Put(c.held)
	c.held, c.parts, c.both = nil, [2][]byte{}, nil
	return max(int(n)-before, 0), err
}

// CloseWrite ends what is written and lets the caller read it; net/http does so
// before it gives a connection up.
func (c *gathered) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}
