package server

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// deadline is a context that ends at a time. Unlike context.WithDeadline's it
// makes a timer only when somebody waits for its end: most requests are
// answered without, and ask Err at most.
type deadline struct {
	context.Context
	at     time.Time
	once   sync.Once
	timed  context.Context
	cancel context.CancelFunc
	over   atomic.Bool
}

// Deadline gives the time.
func (d *deadline) Deadline() (time.Time, bool) { return d.at, true }

// Err tells whether the time has come, or the request was given up or answered:
// wherever Done is closed, contexts derived of this one demand an error here.
func (d *deadline) Err() error {
	if err := d.Context.Err(); err != nil {
		return err
	}
	if time.Until(d.at) <= 0 { // which asks one clock; time.Now asks two
		return context.DeadlineExceeded
	}
	if d.over.Load() {
		return context.Canceled
	}
	return nil
}

// Done is closed when the time has come, or the request was given up.
func (d *deadline) Done() <-chan struct{} {
	d.once.Do(func() { d.timed, d.cancel = context.WithDeadline(d.Context, d.at) })
	return d.timed.Done()
}

// AfterFunc runs f when the request ends: for contexts derived of this one, which would
// have a goroutine each to wait for it.
func (d *deadline) AfterFunc(f func()) (stop func() bool) {
	d.Done()
	return context.AfterFunc(d.timed, f)
}

// end releases the timer, where there is one. Whoever waits later is told at
// once.
func (d *deadline) end() {
	d.over.Store(true)
	d.once.Do(func() { d.timed, d.cancel = ended, func() {} })
	d.cancel()
}

// ended is a context that has ended.
var ended = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()
