package sqlite

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"bedplate/fault"
	"bedplate/store/sqlite/result"
)

// readers are the connections that reads run on, opened as they are needed and
// used again last first, so that few stay warm.
type readers struct {
	open   func() (*conn, error)
	slots  chan struct{} // one for each connection that may be in use
	active atomic.Int64

	mu     sync.Mutex
	idle   []*conn
	opened []*conn
	closed bool
}

func newReaders(n int, open func() (*conn, error)) *readers {
	return &readers{open: open, slots: make(chan struct{}, n)}
}

// take gives a connection, waiting for one until ctx is done.
func (r *readers) take(ctx context.Context) (*conn, error) {
	select {
	case r.slots <- struct{}{}:
	default:
		select {
		case r.slots <- struct{}{}:
		case <-ctx.Done():
			return nil, contextFault(ctx.Err())
		}
	}
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		<-r.slots
		return nil, fault.New(fault.Unavailable, "the database is closed")
	}
	if n := len(r.idle); n > 0 {
		c := r.idle[n-1]
		r.idle = r.idle[:n-1]
		r.mu.Unlock()
		return c, nil
	}
	r.mu.Unlock()
	c, err := r.open()
	if err != nil {
		<-r.slots
		return nil, result.Classify(err)
	}
	r.mu.Lock()
	r.opened = append(r.opened, c)
	r.mu.Unlock()
	return c, nil
}

func (r *readers) give(c *conn) {
	r.mu.Lock()
	r.idle = append(r.idle, c)
	r.mu.Unlock()
	<-r.slots
}

// all gives every open connection.
func (r *readers) all() []*conn {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.opened)
}

// close waits for what runs and closes the connections.
func (r *readers) close() error {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	for range cap(r.slots) {
		r.slots <- struct{}{}
	}
	var first error
	for _, c := range r.opened {
		if err := c.close(); err != nil && first == nil {
			first = err
		}
	}
	for range cap(r.slots) {
		<-r.slots // whoever still waits learns that it is closed
	}
	return first
}
