package store

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/driver"
	"bedplate/value"
)

// Reader reads one request's rows: Store.Read, or that of a replica.
type Reader func(ctx context.Context, p driver.Prepared, args []value.Value, visit driver.Visit) error

// rest is for how long a replica that failed is not asked.
const rest = time.Second

// replica is a copy of the store's database that follows it.
type replica struct {
	driver driver.Driver
	// reached is as far as it was once seen to have come: it only gets further.
	reached atomic.Pointer[string]
	looking sync.Mutex   // held by who asks how far it has come
	failed  atomic.Int64 // when, in Unix nanoseconds; 0 is not
}

// Replicated tells whether there are replicas.
func (s *Store) Replicated() bool { return len(s.replicas) > 0 }

// Position tells how far the database has come; driver.Replicated says what that
// is. It is "" where there are no replicas.
func (s *Store) Position(ctx context.Context) (string, error) {
	if !s.Replicated() {
		return "", nil
	}
	return s.driver.(driver.Replicated).Position(ctx)
}

// Reader gives what reads for a caller who must see everything up to a position:
// a replica that holds it, in turn where several do, or else the database itself.
// Where any is set, any replica will do. A replica that fails before its first row
// is left alone for a second, and the database answers.
func (s *Store) Reader(ctx context.Context, position string, any bool) Reader {
	n := len(s.replicas)
	if n == 0 {
		return s.Read
	}
	first := int(s.turn.Add(1) % uint64(n))
	for i := range n {
		if r := s.replicas[(first+i)%n]; r.well() && (any || r.holds(ctx, position)) {
			return s.readOf(r)
		}
	}
	return s.Read
}

func (s *Store) readOf(r *replica) Reader {
	return func(ctx context.Context, p driver.Prepared, args []value.Value, visit driver.Visit) error {
		began := false
		err := r.driver.Read(ctx, p, args, func(row query.Row) error {
			began = true
			return visit(row)
		})
		if fault.CodeOf(err) != fault.Unavailable || ctx.Err() != nil {
			return err
		}
		r.failed.Store(time.Now().UnixNano())
		if began {
			return err
		}
		return s.Read(ctx, p, args, visit)
	}
}

func (r *replica) well() bool {
	failed := r.failed.Load()
	return failed == 0 || time.Now().UnixNano()-failed > int64(rest)
}

// holds tells whether the replica has come to a position. It asks the replica only
// where it did not know, and one question at a time is enough for everyone.
func (r *replica) holds(ctx context.Context, position string) bool {
	known := r.driver.(driver.Replicated)
	if at := r.reached.Load(); at != nil && known.Covers(*at, position) {
		return true
	}
	if !r.looking.TryLock() {
		return false // the database itself is faster than the answer to another's question
	}
	defer r.looking.Unlock()
	at, err := known.Position(ctx)
	if err != nil {
		if ctx.Err() == nil {
			r.failed.Store(time.Now().UnixNano())
		}
		return false
	}
	r.failed.Store(0)
	r.reached.Store(&at)
	return known.Covers(at, position)
}
