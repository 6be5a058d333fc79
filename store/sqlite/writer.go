package sqlite

import (
	"context"
	"errors"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/sqlite/result"
	"bedplate/store/sqlite/statistics"
)

const (
	// A group ends when it has so many requests, or is so old.
	groupRequests = 128
	groupTime     = 4 * time.Millisecond
	// groupPatience is how long its requests may work in all, before they are
	// run alone, where each has the time that a statement may take.
	groupPatience = 200 * time.Millisecond
	// queueLength bounds the requests that wait.
	queueLength = 1024
)

// writer runs transactions on the one connection that writes, in groups: a
// savepoint a request, one commit a group. No request is answered before its
// group is on disk, errors included, since an error may rest on what another
// request of the group wrote.
type writer struct {
	conn  *conn
	fatal func(error)
	limit time.Duration // how old a group may grow
	// patience is how long a statement of a transaction that runs alone may
	// take.
	patience time.Duration
	adopted  bool
	busy     time.Duration
	queue    chan *request
	quit     chan struct{}
	done     chan struct{}
	tx       tx
	epoch    epoch
	last     int // how many requests the last group had
}

// request is one transaction to run.
type request struct {
	ctx   context.Context
	f     func(driver.Tx) error
	alone bool
	epoch int64 // that it was planned in
	state atomic.Int32
	err   error
	done  chan struct{}
}

const (
	waiting int32 = iota
	taken
	left
)

func newWriter(c *conn, o Options) *writer {
	w := &writer{conn: c, fatal: o.Fatal, limit: groupTime, patience: o.StatementTimeout, adopted: o.Adopted, busy: o.BusyTimeout,
		queue: make(chan *request, queueLength), quit: make(chan struct{}), done: make(chan struct{})}
	w.tx = newTx(c)
	return w
}

// do queues a request and waits for its answer. A request whose caller goes
// away before its turn leaves the queue; afterwards it is finished.
func (w *writer) do(ctx context.Context, mode driver.Mode, f func(driver.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return contextFault(err)
	}
	r := &request{ctx: ctx, f: f, alone: mode.Alone, epoch: mode.Epoch, done: make(chan struct{})}
	select {
	case <-w.quit:
		return closedFault()
	default:
	}
	select {
	case w.queue <- r:
	default:
		return fault.New(fault.Unavailable, "too many writes are waiting").WithHint("try again in a moment")
	}
	select {
	case <-r.done:
		return r.err
	case <-ctx.Done():
		if r.state.CompareAndSwap(waiting, left) {
			return contextFault(ctx.Err())
		}
	case <-w.done:
		if r.state.CompareAndSwap(waiting, left) {
			return closedFault()
		}
	}
	<-r.done
	return r.err
}

func closedFault() error { return fault.New(fault.Unavailable, "the database is closed") }

// loop takes requests until quit.
func (w *writer) loop() {
	defer close(w.done)
	tick := time.NewTicker(statistics.Every)
	defer tick.Stop()
	w.refresh()
	changed := false
	var next *request
	for {
		if next == nil {
			select {
			case next = <-w.queue:
				changed = true
			case <-tick.C:
				if changed {
					w.refresh()
					changed = false
				}
				continue
			case <-w.quit:
				return
			}
		}
		if !next.state.CompareAndSwap(waiting, taken) {
			next = nil
			continue
		}
		if next.alone {
			w.runAlone(next)
			next = nil
			continue
		}
		next = w.runGroup(next)
	}
}

// refresh keeps the statistics up to date, but not in a file that is not ours.
func (w *writer) refresh() {
	if !w.adopted {
		statistics.Refresh(w.conn.db, w.busy)
	}
}

// runGroup runs requests from first on until none waits or a bound is met, and
// commits. It gives a request that it took and must not join.
func (w *writer) runGroup(first *request) (next *request) {
	if err := w.begin(); err != nil {
		first.answer(err)
		return nil
	}
	group := []*request{first}
	started := time.Now()
	bound := newAlarm(w.conn.db, groupPatience)
	bound.start()
	sound := w.runJoined(first)
	for sound && len(group) < groupRequests && time.Since(started) < w.limit {
		if next = w.waitingRequest(); next == nil && w.last > 1 {
			// Others write, too: those who are about to ask may do so first, and a commit
			// for more of them costs each less. It is no wait where nobody is about to.
			runtime.Gosched()
			next = w.waitingRequest()
		}
		if next == nil {
			break
		}
		if next.alone {
			break
		}
		if !next.state.CompareAndSwap(waiting, taken) {
			continue
		}
		group = append(group, next)
		sound = w.runJoined(next)
		next = nil
	}
	if next != nil && next.state.Load() == left {
		next = nil
	}
	w.last = len(group)
	if bound.end(w.conn.db) {
		sound = false // whatever a request made of the interrupt, it must not be committed
	}
	if sound {
		err := w.commit()
		if err == nil {
			for _, r := range group {
				close(r.done)
			}
			return next
		}
		if unknownOutcome(err) {
			w.die(err, group)
			return next
		}
	}
	w.abandon()
	for _, r := range group {
		w.runAlone(r)
	}
	return next
}

func (w *writer) waitingRequest() *request {
	select {
	case r := <-w.queue:
		return r
	default:
		return nil
	}
}

// runJoined runs a request in the group's transaction. It tells whether the
// transaction still stands.
func (w *writer) runJoined(r *request) (sound bool) {
	if err := r.ctx.Err(); err != nil {
		r.err = contextFault(err)
		return true
	}
	if r.err = w.epoch.check(w.conn.db, r.epoch); r.err != nil {
		return true
	}
	if err := w.exec("SAVEPOINT request"); err != nil {
		return false
	}
	r.err = w.call(r, 0)
	if w.conn.db.AutocommitEnabled() || w.tx.lost {
		return false
	}
	if r.err != nil && w.exec("ROLLBACK TO request") != nil {
		return false
	}
	return w.exec("RELEASE request") == nil && !w.conn.db.AutocommitEnabled()
}

// runAlone runs a request in a transaction of its own and answers it.
func (w *writer) runAlone(r *request) {
	if err := r.ctx.Err(); err != nil {
		r.answer(contextFault(err))
		return
	}
	if err := w.begin(); err != nil {
		r.answer(err)
		return
	}
	err := w.epoch.check(w.conn.db, r.epoch)
	if err == nil {
		err = w.call(r, w.patience)
	}
	if err == nil && (w.tx.lost || w.conn.db.AutocommitEnabled()) {
		if err = w.tx.cause; err == nil {
			err = fault.New(fault.Internal, "the transaction ended by itself")
		}
	}
	if err != nil {
		w.abandon()
		r.answer(err)
		return
	}
	if err := w.commit(); err != nil {
		if unknownOutcome(err) {
			w.die(err, []*request{r})
			return
		}
		w.abandon()
		r.answer(result.Classify(err))
		return
	}
	r.answer(nil)
}

// call runs the closure; a panic there is an error of this request alone.
func (w *writer) call(r *request, patience time.Duration) (err error) {
	w.tx.start(patience)
	defer func() {
		w.tx.over = true
		if p := recover(); p != nil {
			err = &fault.Error{Code: fault.Internal, Message: "internal error", Err: &panicked{p, debug.Stack()}}
		}
	}()
	return r.f(&w.tx.handle)
}

// begin begins a transaction, and makes sure that the database's schema is the
// one that this node knows.
func (w *writer) begin() error {
	if err := w.exec("BEGIN IMMEDIATE"); err != nil {
		return w.beginFault(err)
	}
	return nil
}

// commit makes the transaction durable.
func (w *writer) commit() error { return w.exec("COMMIT") }

// abandon ends a transaction that may have ended by itself.
func (w *writer) abandon() {
	if !w.conn.db.AutocommitEnabled() {
		_ = w.exec("ROLLBACK") // one that cannot be rolled back is gone already
	}
}

// die ends the process: nobody can say whether the commit is on disk, so
// recovery on start must decide.
func (w *writer) die(err error, group []*request) {
	w.fatal(err)
	w.abandon()
	for _, r := range group {
		r.answer(fault.Wrap(fault.Unknown, err, "the disk failed while the write was committed; whether it is kept is unknown"))
	}
}

// unknownOutcome tells an I/O error.
func unknownOutcome(err error) bool {
	return zombiezen.ErrCode(err).ToPrimary() == zombiezen.ResultIOErr
}

func (w *writer) beginFault(err error) error {
	f := result.Classify(err)
	if f.Code == fault.Conflict || f.Code == fault.Unavailable {
		f = fault.Wrap(fault.Unavailable, err, "the database is locked by another process")
	}
	return f
}

func (w *writer) exec(sql string) error {
	stmt, err := w.conn.db.Prepare(sql)
	if err != nil {
		return err
	}
	_, err = stmt.Step()
	return errors.Join(err, stmt.Reset())
}

func (r *request) answer(err error) {
	r.err = err
	close(r.done)
}

// panicked is a panic of a closure, for the log.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string {
	return "panic: " + sprint(p.value) + "\n" + string(p.stack)
}
