package mysql

import (
	"context"
	sqldriver "database/sql/driver"
	"slices"
	"sync"
	"time"

	library "github.com/go-sql-driver/mysql"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/mysql/result"
)

const (
	// idleTime is how long a connection that nobody uses is kept.
	idleTime = 5 * time.Minute
	// doubtTime is after how long its other end is looked at before it is used.
	doubtTime = 100 * time.Millisecond
)

// pool lends connections. Those that broke are closed when they come back, with all
// that are idle: a server that has gone takes all with it.
type pool struct {
	connector sqldriver.Connector
	options   Options
	server    *server
	places    chan struct{} // one for each connection in use
	quit      chan struct{}
	once      sync.Once

	mu   sync.Mutex
	idle []*conn // the one used last at the end
}

func newPool(config *library.Config, o Options, s *server) (*pool, error) {
	if config.Timeout == 0 {
		config.Timeout = o.AcquireTimeout
	}
	// A server that no longer answers is given up. Within these, it ends its
	// statements by itself.
	config.ReadTimeout, config.WriteTimeout = o.StatementTimeout+2*time.Second, o.StatementTimeout+2*time.Second
	connector, err := library.NewConnector(config)
	if err != nil {
		return nil, fault.Wrap(fault.Value, err, "the address of the database cannot be used")
	}
	return &pool{connector: connector, options: o, server: s,
		places: make(chan struct{}, o.MaxConns), quit: make(chan struct{})}, nil
}

// take gives a connection of an isolation: a new one where fresh is set. One that broke
// before it was used is replaced.
func (p *pool) take(ctx context.Context, as isolation, fresh bool) (*conn, error) {
	if err := p.place(ctx); err != nil {
		return nil, err
	}
	c, err := p.lend(ctx, as, fresh)
	// A server that has none left may have one in a while, or one of ours becomes free.
	for end := time.Now().Add(p.options.AcquireTimeout); result.Crowded(err) && time.Now().Before(end) && driver.Pause(ctx, crowdedTry); {
		c, err = p.lend(ctx, as, false)
	}
	if err == nil {
		return c, nil
	}
	<-p.places
	if ctx.Err() != nil {
		return nil, result.Classify(ctx.Err())
	}
	return nil, result.Classify(err)
}

// crowdedTry is the try whose Pause is right for a server without connections.
const crowdedTry = 5

// lend gives a connection that is kept, or opens one.
func (p *pool) lend(ctx context.Context, as isolation, fresh bool) (*conn, error) {
	if !fresh {
		if c := p.kept(ctx, as); c != nil {
			if c.become(ctx, as) == nil {
				return c, nil
			}
			c.close()
		}
	}
	c, err := p.open(ctx, p.server)
	if err != nil {
		return nil, err
	}
	if err := c.become(ctx, as); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

// place waits until there may be one more connection.
func (p *pool) place(ctx context.Context) error {
	select {
	case <-p.quit:
		return closedFault()
	default:
	}
	select {
	case p.places <- struct{}{}:
		return nil
	default:
	}
	patience := time.NewTimer(p.options.AcquireTimeout)
	defer patience.Stop()
	select {
	case p.places <- struct{}{}:
		return nil
	case <-p.quit:
		return closedFault()
	case <-ctx.Done():
		return result.Classify(ctx.Err())
	case <-patience.C:
		return fault.New(fault.Unavailable, "all connections to the database are in use").
			WithHint("retry later, or allow more connections")
	}
}

func closedFault() error { return fault.New(fault.Unavailable, "the database is closed") }

// kept gives the connection that was used last, of an isolation if there is one, where
// it still stands.
func (p *pool) kept(ctx context.Context, as isolation) *conn {
	for {
		p.mu.Lock()
		at := len(p.idle) - 1
		if at < 0 {
			p.mu.Unlock()
			return nil
		}
		for i := at; i >= 0; i-- {
			if p.idle[i].within == as {
				at = i
				break
			}
		}
		c := p.idle[at]
		p.idle = slices.Delete(p.idle, at, at+1)
		p.mu.Unlock()
		since := time.Since(c.used)
		if since < doubtTime {
			return c
		}
		if since < idleTime && c.alive(ctx) {
			return c
		}
		c.close()
	}
}

// give takes a connection back.
func (p *pool) give(c *conn) {
	defer func() { <-p.places }()
	if c.broken {
		c.close()
		p.forget(time.Now())
		return
	}
	c.used = time.Now()
	select {
	case <-p.quit:
		c.close()
		return
	default:
	}
	p.mu.Lock()
	p.idle = append(p.idle, c)
	var old *conn
	if first := p.idle[0]; len(p.idle) > 1 && time.Since(first.used) > idleTime {
		old, p.idle = first, p.idle[1:]
	}
	p.mu.Unlock()
	if old != nil {
		old.close()
	}
}

// forget closes the idle connections that were opened before a moment.
func (p *pool) forget(before time.Time) {
	p.mu.Lock()
	var kept, gone []*conn
	for _, c := range p.idle {
		if c.opened.After(before) {
			kept = append(kept, c)
		} else {
			gone = append(gone, c)
		}
	}
	p.idle = kept
	p.mu.Unlock()
	for _, c := range gone {
		c.close()
	}
}

// close waits until all connections are back, and closes them.
func (p *pool) close() {
	p.once.Do(func() {
		close(p.quit)
		for range cap(p.places) {
			p.places <- struct{}{}
		}
		p.forget(time.Now())
	})
}
