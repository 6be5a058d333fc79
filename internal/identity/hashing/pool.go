package hashing

import (
	"encoding/gob"
	"errors"
	"io"
	"log/slog"
	"os/exec"
	"sync"
	"time"
)

const (
	// longest is how long a process may take for one hash before it is ended: the
	// costliest ones take a second or two of a processor that is free.
	longest = 10 * time.Second
	// rest is how long no process is started after one that failed.
	rest = time.Minute
)

// Pool has hashes made.
type Pool struct {
	start func() *exec.Cmd // nil: in this process
	log   *slog.Logger

	mu     sync.Mutex
	idle   []*worker
	closed bool
	tired  time.Time // until when no process is started
	all    sync.WaitGroup
}

// New makes a pool over processes that run Serve, each made by start when it is
// needed. Where there are none, or they fail, hashes are made in this process. There
// are as many as Do is called at once.
func New(start func() *exec.Cmd, log *slog.Logger) *Pool { return &Pool{start: start, log: log} }

// Do makes a hash.
func (p *Pool) Do(j *Job) []byte {
	w, err := p.take()
	if w == nil && err == nil {
		return j.Do()
	}
	var out []byte
	if err == nil {
		out, err = w.do(j)
	}
	if err != nil {
		p.failed(w, err)
		return j.Do()
	}
	p.give(w)
	return out
}

// take gives a process, nil where there is to be none.
func (p *Pool) take() (*worker, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.start == nil || p.closed {
		return nil, nil
	}
	if n := len(p.idle); n > 0 {
		w := p.idle[n-1]
		p.idle = p.idle[:n-1]
		return w, nil
	}
	if time.Now().Before(p.tired) {
		return nil, nil
	}
	w, err := begin(p.start())
	if err == nil {
		p.all.Go(w.wait)
	}
	return w, err
}

func (p *Pool) give(w *worker) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		w.end()
		return
	}
	p.idle = append(p.idle, w)
}

// failed ends a process that did not do what it was asked to.
func (p *Pool) failed(w *worker, err error) {
	if w != nil {
		w.kill()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tired = time.Now().Add(rest)
	if !p.closed {
		p.log.Warn("passwords are hashed in this process, where other requests wait for them: the one for it failed", "error", err)
	}
}

// Close ends the processes, and waits for them. What is under way is finished.
func (p *Pool) Close() {
	p.mu.Lock()
	p.closed = true
	for _, w := range p.idle {
		w.end()
	}
	p.idle = nil
	p.mu.Unlock()
	p.all.Wait()
}

// worker is a process that hashes.
type worker struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	jobs    *gob.Encoder
	results *gob.Decoder
	first   io.Reader // until it has greeted
}

func begin(cmd *exec.Cmd) (*worker, error) {
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
	return &worker{cmd: cmd, in: in, jobs: gob.NewEncoder(in), results: gob.NewDecoder(out), first: out}, nil
}

// do makes a hash there. One that takes too long ends the process.
func (w *worker) do(j *Job) ([]byte, error) {
	bound := time.AfterFunc(longest, w.kill)
	defer bound.Stop()
	if w.first != nil {
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
