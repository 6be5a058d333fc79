// Package outbox sends what another server has to take: letters, messages. It
// tries again what may go better later, so many times and no more, keeps what
// waits within bounds, and when the server ends gives all of it one last try.
// What is lost is logged, never silently. What is sent, others know.
package outbox

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"bedplate/fault"
)

// pauses are how long the next try waits, and so how many there are: in all
// less than a code lives.
var pauses = []time.Duration{time.Second, 5 * time.Second, 20 * time.Second, time.Minute, 2 * time.Minute}

const (
	most    = 1024 // that wait, or are being sent
	senders = 4    // that send at the same time
)

// Box sends what is put into it.
type Box struct {
	log     *slog.Logger
	queue   chan *item
	places  chan struct{} // one for each item, so that the queue never blocks
	working sync.WaitGroup
	ctx     context.Context // of tries
	give    context.CancelFunc

	mu      sync.Mutex
	closing bool
	resting map[*item]*time.Timer // items that wait to be tried again
}

type item struct {
	name  string
	send  func(context.Context) error
	tries int
}

// New makes a Box that sends until it is closed.
func New(log *slog.Logger) *Box {
	b := &Box{log: log, queue: make(chan *item, most), places: make(chan struct{}, most), resting: map[*item]*time.Timer{}}
	b.ctx, b.give = context.WithCancel(context.Background())
	for range senders {
		b.working.Go(b.work)
	}
	return b
}

// Put hands something over and does not wait. An error of send that is
// Unavailable is tried again. name tells in the log what it is, and no more
// than may stand there.
func (b *Box) Put(name string, send func(context.Context) error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closing {
		return fault.New(fault.Unavailable, "the server is ending")
	}
	select {
	case b.places <- struct{}{}:
	default:
		return fault.New(fault.Unavailable, "too much waits to be sent")
	}
	b.queue <- &item{name: name, send: send}
	return nil
}

func (b *Box) work() {
	for i := range b.queue {
		b.try(i)
	}
}

func (b *Box) try(i *item) {
	err := b.attempt(i)
	if err == nil {
		<-b.places
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if fault.CodeOf(err) != fault.Unavailable || i.tries == len(pauses) || b.closing {
		<-b.places
		b.log.Error("it could not be sent, and is lost", "what", i.name, "tries", i.tries+1, "error", err)
		return
	}
	b.log.Warn("it could not be sent, and is tried again", "what", i.name, "error", err)
	b.resting[i] = time.AfterFunc(pauses[i.tries], func() { b.again(i) })
	i.tries++
}

// attempt sends, and takes a panic for a failure: it is of one item.
func (b *Box) attempt(i *item) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fault.New(fault.Internal, "it panics: %v", p)
		}
	}()
	return i.send(b.ctx)
}

func (b *Box) again(i *item) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, rests := b.resting[i]; rests {
		delete(b.resting, i)
		b.queue <- i
	}
}

// Close sends what waits, each thing once more, until ctx ends.
func (b *Box) Close(ctx context.Context) {
	b.mu.Lock()
	if b.closing {
		b.mu.Unlock()
		return
	}
	b.closing = true
	for i, timer := range b.resting {
		timer.Stop()
		b.queue <- i
	}
	clear(b.resting)
	close(b.queue)
	b.mu.Unlock()
	stop := context.AfterFunc(ctx, b.give)
	b.working.Wait()
	stop()
	b.give()
}
