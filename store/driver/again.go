package driver

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"bedplate/fault"
)

// Tries is how often a transaction is run that loses to others, on any store, before
// it is given up as Conflict.
const Tries = 12

// Pause waits for a random time, longer after each try, before one that lost is run
// again. It tells whether the caller still waits.
func Pause(ctx context.Context, try int) bool {
	pause := min(time.Millisecond<<min(try-1, 10), 100*time.Millisecond)
	select {
	case <-ctx.Done():
		return false
	case <-time.After(pause/2 + rand.N(pause)):
		return true
	}
}

// Settled marks an error that f of Transact gives, a Conflict too, as one that running
// it again would not change.
func Settled(err error) error { return &settled{err} }

type settled struct{ error }

func (s *settled) Unwrap() error { return s.error }

// Lost tells that a transaction ended because it lost to another one, and may be run
// again.
func Lost(err error) bool {
	var s *settled
	return fault.CodeOf(err) == fault.Conflict && !errors.As(err, &s)
}

// Unsettled gives an error without the mark of Settled.
func Unsettled(err error) error {
	if s, ok := err.(*settled); ok {
		return s.error
	}
	return err
}
