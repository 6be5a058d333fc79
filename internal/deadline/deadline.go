// Package deadline is contexts that end at a time, for what is usually done long before:
// unlike context.WithDeadline's they make a timer only when somebody waits for their
// end, and most requests ask Err at most.
package deadline

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// Context is a context that ends at a time, or with the one that it was begun in. It
// is used after Begin, and until End.
type Context struct {
	context.Context
	at     time.Time
	once   sync.Once
	timed  context.Context
	cancel context.CancelFunc
	over   atomic.Bool
}

// Begin makes the context end at a time.
func (d *Context) Begin(in context.Context, at time.Time) {
	d.Context, d.at = in, at
	if outer, is := in.(*Context); is && outer.at.Before(at) {
		d.at = outer.at
	}
}

// Deadline gives the time.
func (d *Context) Deadline() (time.Time, bool) { return d.at, true }

// Err tells whether the time has come, or the request was given up or answered:
// wherever Done is closed, contexts derived of this one demand an error here.
func (d *Context) Err() error {
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
func (d *Context) Done() <-chan struct{} {
	d.once.Do(func() { d.timed, d.cancel = context.WithDeadline(d.within(), d.at) })
	return d.timed.Done()
}

// within is what ends this one beside its time. One of this kind that it was begun in
// ends no sooner by itself, and after this one: it needs no timer of its own.
func (d *Context) within() context.Context {
	outer, is := d.Context.(*Context)
	if !is {
		return d.Context
	}
	return outer.within()
}

// AfterFunc runs f when the context ends: for contexts derived of it, which would have a
// goroutine each to wait for it.
func (d *Context) AfterFunc(f func()) (stop func() bool) {
	d.Done()
	return context.AfterFunc(d.timed, f)
}

// End releases the timer, where there is one. Whoever waits later is told at once.
func (d *Context) End() {
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
