package server

import (
	"context"
	"sync/atomic"
	"time"
)

// maxWait is how long a request waits for its turn.
const maxWait = 500 * time.Millisecond

// gate lets a number of requests work and as many wait a moment, so that a
// crowd gets quick refusals rather than slow answers.
type gate struct {
	slots   chan struct{}
	waiting atomic.Int64
}

func newGate(size int) *gate { return &gate{slots: make(chan struct{}, size)} }

// enter tells whether the request may work; then leave must follow.
func (g *gate) enter(ctx context.Context) bool {
	select {
	case g.slots <- struct{}{}:
		return true
	default:
	}
	defer g.waiting.Add(-1)
	if g.waiting.Add(1) > int64(cap(g.slots)) {
		return false
	}
	timer := time.NewTimer(maxWait)
	defer timer.Stop()
	select {
	case g.slots <- struct{}{}:
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	return false
}

func (g *gate) leave() { <-g.slots }
