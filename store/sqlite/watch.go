package sqlite

import (
	"context"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"bedplate/fault"
	"bedplate/store/sqlite/result"
)

// A read is watched, so that a caller who went away, or one who stalls while
// holding a snapshot, ends it. Reading pays two uncontended locks for a read
// and a compare-and-swap a row; the watcher looks at all readers in turn, and
// sleeps while there is none.

const (
	outside int32 = iota // the caller has the row, nothing uses SQLite
	inside               // SQLite is running
	ended                // the watcher ended the read
)

// watched is what the watcher knows of a reader.
type watched struct {
	state    atomic.Int32
	progress atomic.Int64 // steps made

	mu          sync.Mutex
	active      bool
	ctx         context.Context
	started     time.Time
	reason      *fault.Error
	interrupted bool
	seen        int64     // progress at the watcher's last look
	within      bool      // SQLite was running then
	since       time.Time // the first look that saw both as they are
}

// enter is called before SQLite is used, leave after it.
func (run *running) enter() error {
	g := run.gate
	if g == nil || g.state.CompareAndSwap(outside, inside) {
		return nil
	}
	g.mu.Lock() // the watcher is done once it is ours
	defer g.mu.Unlock()
	if g.reason == nil {
		return fault.New(fault.Internal, "a row was used while its statement was running")
	}
	return g.reason
}

func (run *running) leave() {
	if g := run.gate; g != nil && g.state.CompareAndSwap(inside, outside) {
		g.progress.Add(1)
	}
}

// fail classifies an error of a statement; why a read was ended comes first.
func (run *running) fail(err error) error {
	if g := run.gate; g != nil {
		g.mu.Lock()
		defer g.mu.Unlock()
		if g.reason != nil {
			return g.reason
		}
	}
	if a := run.alarm; a != nil && a.rang.Load() {
		return statementFault(a.after)
	}
	return result.Classify(err)
}

func (c *conn) begin(ctx context.Context) {
	g := &c.watch
	g.mu.Lock()
	g.active, g.ctx, g.reason, g.since = true, ctx, nil, time.Time{}
	g.state.Store(outside)
	g.mu.Unlock()
}

// end makes the connection ready for the next read.
func (c *conn) end() {
	g := &c.watch
	g.mu.Lock()
	g.active, g.ctx = false, nil
	interrupted := g.interrupted
	g.interrupted = false
	g.mu.Unlock()
	if interrupted {
		c.resume()
	}
}

// stop ends the read that runs on c; the caller holds its lock.
func (c *conn) stop(reason *fault.Error) {
	g := &c.watch
	if g.reason != nil {
		return
	}
	g.reason = reason
	if g.state.CompareAndSwap(outside, ended) {
		for _, st := range c.open {
			st.stmt.Reset()
		}
		return
	}
	g.interrupted = true
	close(c.interrupt)
}

// watcher ends reads.
type watcher struct {
	d      *Driver
	parked atomic.Bool
	wake   chan struct{}
	quit   chan struct{}
	done   chan struct{}
}

const watchEvery = 50 * time.Millisecond

func (w *watcher) loop() {
	defer close(w.done)
	for {
		w.parked.Store(true)
		if w.d.readers.active.Load() == 0 {
			select {
			case <-w.wake:
			case <-w.quit:
				return
			}
		}
		w.parked.Store(false)
		w.untilIdle()
	}
}

func (w *watcher) untilIdle() {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for w.d.readers.active.Load() > 0 {
		select {
		case now := <-tick.C:
			w.look(now)
		case <-w.quit:
			return
		}
	}
}

// look ends what should end.
func (w *watcher) look(now time.Time) {
	o := &w.d.options
	var oldest *conn
	var since time.Time
	for _, c := range w.d.readers.all() {
		g := &c.watch
		g.mu.Lock()
		if !g.active {
			g.mu.Unlock()
			continue
		}
		progress, within := g.progress.Load(), g.state.Load() == inside
		if g.since.IsZero() {
			g.started = now
		}
		if g.since.IsZero() || progress != g.seen || within != g.within {
			g.seen, g.within, g.since = progress, within, now
		}
		if oldest == nil || g.started.Before(since) {
			oldest, since = c, g.started
		}
		switch err := g.ctx.Err(); {
		case err != nil:
			c.stop(contextFault(err))
		case within && now.Sub(g.since) >= o.StatementTimeout:
			c.stop(statementFault(o.StatementTimeout))
		case !within && now.Sub(g.since) >= o.StallTimeout:
			c.stop(fault.New(fault.Timeout, "the read made no progress for %s", o.StallTimeout).
				WithHint("take the rows faster, or ask for fewer of them"))
		}
		g.mu.Unlock()
	}
	if oldest == nil || w.walSize() <= o.MaxWAL {
		return
	}
	g := &oldest.watch
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.active {
		oldest.stop(fault.New(fault.Unavailable, "the read was ended because it kept the database's log from shrinking"))
	}
}

func (w *watcher) walSize() int64 {
	info, err := os.Stat(w.d.path + "-wal")
	if err != nil {
		return 0
	}
	return info.Size()
}

func contextFault(err error) *fault.Error {
	if err == context.DeadlineExceeded {
		return fault.Wrap(fault.Timeout, err, "the request took too long")
	}
	return fault.Wrap(fault.Canceled, err, "the caller went away")
}
