package hashing

import (
	"encoding/gob"
	"errors"
	"io"
	"log/slog"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// longest is how long a process may take for one hash before it is ended: the
	// costliest ones take a second or two of a processor that is free.
	longest = 10 * time.Second
	// patience is how long one may take that has what is spare: many times what a
	// hash takes of a processor that is free.
	patience = time.Second
	// rest is how long no process is started after one that failed, and none that has
	// what is spare after one that had too little.
	rest = time.Minute
)

// Pool has hashes made.
type Pool struct {
	start func() *exec.Cmd // nil: in this process
	log   *slog.Logger

	mu     sync.Mutex
	spare  priority
	low    priority
	closed bool
	all    sync.WaitGroup
}

// priority is the processes of one priority.
type priority struct {
	order   order
	longest time.Duration // for one hash
	idle    []*worker
	tired   time.Time // until when there are none
}

// New makes a pool over processes that run Serve, each made by start when it is
// needed. Where there are none, or they fail, hashes are made in this process. There
// are as many as Do is called at once.
func New(start func() *exec.Cmd, log *slog.Logger) *Pool {
	return &Pool{start: start, log: log, spare: priority{order: order{Spare: true}, longest: patience}, low: priority{longest: longest}}
}

// Do makes a hash.
func (p *Pool) Do(j *Job) []byte {
	for _, at := range p.priorities() {
		w, err := p.take(at)
		if w == nil && err == nil {
			continue
		}
		var out []byte
		if err == nil {
			out, err = w.do(j, at.longest)
		}
		if err == nil {
			p.give(at, w)
			return out
		}
		p.failed(at, w, err)
	}
	return j.Do()
}

// priorities are those that a hash is given to, one after the other.
func (p *Pool) priorities() []*priority {
	if hasSpare {
		return []*priority{&p.spare, &p.low}
	}
	return []*priority{&p.low}
}

// take gives a process, nil where there is to be none.
func (p *Pool) take(at *priority) (*worker, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.start == nil || p.closed || time.Now().Before(at.tired) {
		return nil, nil
	}
	if n := len(at.idle); n > 0 {
		w := at.idle[n-1]
		at.idle = at.idle[:n-1]
		return w, nil
	}
	w, err := begin(p.start(), at.order)
	if err == nil {
		p.all.Go(w.wait)
	}
	return w, err
}

func (p *Pool) give(at *priority, w *worker) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		w.end()
		return
	}
	at.idle = append(at.idle, w)
}

// failed ends a process that did not do what it was asked to. What fails for another
// reason than that it had too little time would fail at any priority.
func (p *Pool) failed(at *priority, w *worker, err error) {
	late := w != nil && w.late.Load()
	if w != nil {
		w.kill()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	at.tired = time.Now().Add(rest)
	switch {
	case p.closed:
	case late && at == &p.spare:
		p.log.Info("other work takes all processors: for a minute, passwords are hashed beside it")
	default:
		p.spare.tired, p.low.tired = at.tired, at.tired
		p.log.Warn("passwords are hashed in this process, where other requests wait for them: the one for it failed", "error", err)
	}
}

// Close ends the processes, and waits for them. What is under way is finished.
func (p *Pool) Close() {
	p.mu.Lock()
	p.closed = true
	for _, at := range p.priorities() {
		for _, w := range at.idle {
			w.end()
		}
		at.idle = nil
	}
	p.mu.Unlock()
	p.all.Wait()
}

// worker is a process that hashes.
type worker struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	jobs    *gob.Encoder
	results *gob.Decoder
	order   order
	first   io.Reader // until it has greeted
	late    atomic.Bool
}

func begin(cmd *exec.Cmd, o order) (*worker, error) {
	if cmd == nil {
		return nil, errors.New("there is no command to start")
	}
	low(cmd)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &worker{cmd: cmd, in: in, jobs: gob.NewEncoder(in), results: gob.NewDecoder(out), order: o, first: out}, nil
}

// do makes a hash there. One that takes too long ends the process.
func (w *worker) do(j *Job, longest time.Duration) ([]byte, error) {
	bound := time.AfterFunc(longest, func() {
		w.late.Store(true)
		w.kill()
	})
	defer bound.Stop()
	if w.first != nil {
		if err := w.jobs.Encode(w.order); err != nil {
			return nil, err
		}
		if err := greeted(w.first); err != nil {
			return nil, err
		}
		w.first = nil
	}
	if err := w.jobs.Encode(j); err != nil {
		return nil, err
	}
	var r result
	err := w.results.Decode(&r)
	return r.Hash, err
}

func (w *worker) end()  { _ = w.in.Close() } // it sees that there is no more to do
func (w *worker) kill() { _ = w.cmd.Process.Kill(); w.end() }
func (w *worker) wait() { _ = w.cmd.Wait() } // how it ended, do has seen
