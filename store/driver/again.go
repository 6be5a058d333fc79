package driver

import (
	"context"
	"math/rand/v2"
	"time"
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
