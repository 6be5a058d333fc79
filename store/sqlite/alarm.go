package sqlite

import (
	"sync/atomic"
	"time"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
)

// alarm interrupts the writer's connection when a step of a transaction that
// runs alone takes too long, or a whole group does. An interrupt may end the
// transaction: the requests of a group are run again then, each alone.
type alarm struct {
	after     time.Duration
	timer     *time.Timer
	rang      atomic.Bool
	interrupt chan struct{}
	outer     <-chan struct{} // of the read that this one is made within
}

func newAlarm(db *zombiezen.Conn, after time.Duration) *alarm {
	a := &alarm{after: after, interrupt: make(chan struct{})}
	a.timer = time.AfterFunc(after, func() {
		if a.rang.CompareAndSwap(false, true) {
			close(a.interrupt)
		}
	})
	a.timer.Stop()
	a.outer = db.SetInterrupt(a.interrupt)
	return a
}

// start is called before each step, stop after it.
func (a *alarm) start() { a.timer.Reset(a.after) }
func (a *alarm) stop()  { a.timer.Stop() }

// end makes the connection usable again, and tells whether the alarm rang.
func (a *alarm) end(db *zombiezen.Conn) bool {
	a.timer.Stop()
	db.SetInterrupt(a.outer)
	return a.rang.Load()
}

func statementFault(after time.Duration) *fault.Error {
	return fault.New(fault.Timeout, "the statement took longer than %s", after).
		WithHint("narrow the filter, or add an index that serves it")
}
