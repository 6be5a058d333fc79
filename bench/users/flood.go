package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// flooders try to sign in all the time.
	flooders = 64
	// readEvery is how often each client reads, whether its last answer has come or
	// not: 16 of them read 800 times a second.
	readEvery = 20 * time.Millisecond
)

// flood compares the p99 of reads with that beside a flood of sign-ins. Reads are
// due at fixed times, and what one took is counted from then, so that a server that
// is slow is not asked less.
func (b *bench) flood() error {
	var idle, busy []time.Duration
	var ratios []float64
	var tries, refused int64
	for range *rounds {
		before, err := b.reads()
		if err != nil {
			return err
		}
		f, err := begin(b.addr)
		if err != nil {
			return err
		}
		time.Sleep(*turn / 4) // until all of them wait
		during, err := b.reads()
		ended, failed := f.end()
		if err := errors.Join(err, failed); err != nil {
			return err
		}
		tries, refused = tries+ended.Tries, refused+ended.Refused
		ratios = append(ratios, float64(quantile(during, 0.99))/float64(quantile(before, 0.99)))
		idle, busy = append(idle, before...), append(busy, during...)
	}
	fmt.Printf("reads: p50 %s and p99 %s; under %d who sign in (%d tries, %d refused) p50 %s and p99 %s: %.2f of the p99 (at most 2)\n",
		quantile(idle, 0.5), quantile(idle, 0.99), flooders, tries, refused, quantile(busy, 0.5), quantile(busy, 0.99), quantile(ratios, 0.5))
	return nil
}

// flood is a process of those who try to sign in: apart from the readers, who would wait
// for them in their own process otherwise, and not in the server.
type flood struct {
	cmd *exec.Cmd
	in  io.Closer
	out io.Reader
}

// tally is what became of the tries.
type tally struct{ Tries, Refused int64 }

func begin(addr string) (*flood, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	f := &flood{cmd: exec.Command(self, "-guess", addr)}
	f.cmd.Stderr = os.Stderr
	if f.in, err = f.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if f.out, err = f.cmd.StdoutPipe(); err != nil {
		return nil, err
	}
	return f, f.cmd.Start()
}

func (f *flood) end() (ended tally, err error) {
	err = errors.Join(f.in.Close(), json.NewDecoder(f.out).Decode(&ended))
	return ended, errors.Join(err, f.cmd.Wait())
}

// guess is the process: it tries to sign in until its input ends.
func guess(addr string) error {
	var asked, refused atomic.Int64
	stop, failed := make(chan struct{}), make(chan error, flooders)
	for n := range flooders {
		go func() { failed <- guesses(addr, n, stop, &asked, &refused) }()
	}
	_, err := io.Copy(io.Discard, os.Stdin)
	close(stop)
	for range flooders {
		err = errors.Join(err, <-failed)
	}
	return errors.Join(err, json.NewEncoder(os.Stdout).Encode(tally{asked.Load(), refused.Load()}))
}

// reads gives how long reads took in one turn, from when they were due.
func (b *bench) reads() ([]time.Duration, error) {
	var all sync.WaitGroup
	var mu sync.Mutex
	var took []time.Duration
	var err error
	begun := time.Now()
	for i, u := range b.users {
		all.Go(func() {
			var own []time.Duration
			due, failed := begun.Add(time.Duration(i)*readEvery/clients), error(nil)
			for ; failed == nil && due.Sub(begun) < *turn; due = due.Add(readEvery) {
				time.Sleep(time.Until(due))
				failed = u.read()
				own = append(own, time.Since(due))
			}
			mu.Lock()
			defer mu.Unlock()
			took, err = append(took, own...), errors.Join(err, failed)
		})
	}
	all.Wait()
	return took, err
}

func (u *user) read() error {
	status, err := u.ask(http.MethodGet, "/rest/v1/posts?limit=1", u.access, "", "")
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("a read: %d %s", status, u.body)
	}
	return err
}

// guesses tries to sign in until it is to stop, each time from another place. One who
// is told that there are too many comes again a moment later.
func guesses(addr string, n int, stop <-chan struct{}, asked, refused *atomic.Int64) error {
	c, err := dial(addr)
	if err != nil {
		return err
	}
	defer c.net.Close()
	for i := 0; ; i++ {
		select {
		case <-stop:
			return nil
		default:
		}
		status, err := c.ask(http.MethodPost, "/auth/v1/token?grant_type=password", "",
			fmt.Sprintf("X-Forwarded-For: 198.%d.%d.%d\r\n", 18+i/65536%2, i/256%256, i%256),
			fmt.Sprintf(`{"email":"nobody%d-%d","password":%q}`, n, i, password))
		if err != nil {
			return err
		}
		asked.Add(1)
		if status == http.StatusTooManyRequests {
			refused.Add(1)
			time.Sleep(readEvery)
		}
	}
}
