package store

import (
	"context"
	"sync/atomic"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/driver"
	"bedplate/value"
)

// Replica is a copy of a store's database that follows it.
type Replica struct {
	// Name is what messages call it.
	Name string
	// Open opens it, or tells why it cannot be opened now: it is called again then,
	// so it need not wait for a server that is down. What it gives is a
	// driver.Replicated, as the store's own driver must be then, and runs what that
	// one prepared.
	Open func(ctx context.Context) (driver.Driver, error)
}

// Replicated tells whether there are replicas.
func (s *Store) Replicated() bool { return s.copies != nil }

// Position tells how far the database itself has come; driver.Replicated says
// what that is. It is "" where there are no replicas.
func (s *Store) Position(ctx context.Context) (string, error) {
	if s.copies == nil {
		return "", nil
	}
	at, err := s.copies.home.Position(ctx)
	if err == nil {
		s.copies.learn(at)
	}
	return at, err
}

// Knows tells whether the database itself has been seen to hold everything up to
// the positions. It asks nobody, so it may not know of what others have just
// written.
func (s *Store) Knows(positions []string) bool {
	if s.copies == nil {
		return true
	}
	known := s.copies.known.Load()
	return known != nil && s.copies.hold(*known, positions)
}

// Renew tells that the database has been altered: no replica is read any more
// that has not come to where the database is now.
func (s *Store) Renew() {
	if s.copies != nil {
		s.copies.renew()
	}
}

// Away gives a replica to read for a caller who must see everything up to the
// positions, in turn where several will do; nil where the database itself must
// answer. It waits for nobody: what is not known to hold the positions, does not.
func (s *Store) Away(positions []string) *Away {
	c := s.copies
	if c == nil {
		return nil
	}
	floor := c.floor.Load()
	if floor == nil {
		return nil
	}
	n := len(c.all)
	first := int(c.turn.Add(1) % uint64(n))
	for i := range n {
		r := c.all[(first+i)%n]
		w := r.well.Load()
		if w == nil {
			continue
		}
		if c.home.Compare(w.reached, *floor) == driver.Holds && c.hold(w.reached, positions) {
			return &Away{replica: r, well: w, wanted: append([]string{*floor}, positions...)}
		}
		nudge(r.nudge)
	}
	return nil
}

// Away is a replica that answers one request. It is used by one goroutine.
type Away struct {
	replica *replica
	well    *well
	wanted  []string
	failed  bool
}

// Failed tells that a read went wrong for a reason that lies with the replica: the
// database itself may answer, from the beginning.
func (a *Away) Failed() bool { return a.failed }

// Read runs a prepared plan on the replica; see driver.Driver. One that is found
// to be gone before the first row is not waited for.
func (a *Away) Read(ctx context.Context, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	bounded, cancel := context.WithCancel(ctx)
	defer cancel()
	keep := context.AfterFunc(a.well.life, cancel)
	defer keep()
	var visited error
	began := false
	err := a.well.ReadCovering(bounded, a.wanted, p, args, func(row query.Row) error {
		if !began {
			began = true
			keep()
		}
		visited = visit(row)
		return visited
	})
	if err == nil {
		a.replica.answered.Add(1)
		return nil
	}
	if visited == nil && ctx.Err() == nil {
		a.failed = true
		a.replica.fail(err)
	}
	return err
}

// The pauses of a replica that could not answer a read.
const (
	failedPause = time.Second            // it is broken, or so it seems
	behindPause = 100 * time.Millisecond // what answered is another than what was asked how far it has come
)

// replica is one under observation.
type replica struct {
	Replica
	of       *copies
	well     atomic.Pointer[well] // nil where it cannot be read
	answered atomic.Uint64        // reads: signs of life
	pause    atomic.Int64         // until when it is not read, in Unix nanoseconds
	nudge    chan struct{}        // asks it how far it has come now
	trusted  atomic.Bool          // it was seen to hold nothing that home does not
	// Of its own goroutine alone:
	driver driver.Driver // nil until it is open
	before moment        // as far as it had come when it was asked before
	life   context.Context
	die    context.CancelFunc // ends life; nil while there is none
}

// well is a replica that can be read.
type well struct {
	driver.Replicated
	reached string
	life    context.Context // ends when the replica is found to be gone
}

// fail takes note of a read that failed.
func (r *replica) fail(err error) {
	pause := failedPause
	switch code := fault.CodeOf(err); {
	case err == driver.Behind:
		pause = behindPause
	case code != fault.Unavailable && code != fault.Timeout && code != fault.Canceled && code != fault.Internal:
		return // the statement's own failure, which the database itself may share
	}
	r.pause.Store(time.Now().Add(pause).UnixNano())
	r.well.Store(nil)
	nudge(r.nudge)
}

func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // somebody has done so already
	}
}
