//go:build linux

package main

import (
	"context"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"runtime"
	"runtime/pprof"
	"time"

	"bedplate"
	"bedplate/bench/load"
)

// inside is what Bedplate did for the requests of a work in this process.
type inside struct {
	Requests           int
	Allocations, Bytes float64 // a request
	PlanHits           float64 // 0 to 1
}

// host serves the arena's app in this process.
type host struct {
	app  *bedplate.App
	addr netip.AddrPort
	stop func() error
}

func (a *arena) newHost() (*host, error) {
	listening := make(chan net.Addr, 1)
	app, err := bedplate.New(bedplate.Options{
		Dir: a.app, Store: a.database.store(), Addr: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler),
		Listening: func(_ *bedplate.App, at net.Addr) { listening <- at },
	})
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- app.Run(ctx) }()
	h := &host{app: app, stop: func() error {
		cancel()
		err := <-ended
		if closed := app.Close(); err == nil {
			err = closed
		}
		return err
	}}
	select {
	case at := <-listening:
		h.addr = netip.MustParseAddrPort(at.String())
		return h, nil
	case err := <-ended:
		cancel()
		return nil, err
	}
}

// measureInside counts what the runtime allocates for requests. The load
// itself allocates nothing a request.
func (r *report) measureInside(a *arena, o options) error {
	h, err := a.newHost()
	if err != nil {
		return err
	}
	for i, w := range works(a, o) {
		progress("%s: allocations", w.name)
		if r.Works[i].Inside, err = h.count(o, w); err != nil {
			break
		}
	}
	if stopped := h.stop(); err == nil {
		err = stopped
	}
	return err
}

func (h *host) count(o options, w *work) (inside, error) {
	loaded := &load.Work{Requests: w.requests[ours], Any: true}
	loaded.Skip(1 << 30) // the programs' own rounds have created the first
	if _, err := load.Run(h.addr, o.connections, o.duration/4, loaded); err != nil {
		return inside{}, err
	}
	var before, after runtime.MemStats
	plans := h.app.Stats()
	runtime.ReadMemStats(&before)
	res, err := load.Run(h.addr, o.connections, o.duration/2, loaded)
	if err != nil {
		return inside{}, err
	}
	runtime.ReadMemStats(&after)
	known := h.app.Stats()
	n := float64(res.Requests)
	in := inside{
		Requests:    res.Requests,
		Allocations: float64(after.Mallocs-before.Mallocs) / n,
		Bytes:       float64(after.TotalAlloc-before.TotalAlloc) / n,
	}
	if asked := known.PlanHits + known.PlanMisses - plans.PlanHits - plans.PlanMisses; asked > 0 {
		in.PlanHits = float64(known.PlanHits-plans.PlanHits) / float64(asked)
	}
	return in, nil
}

// writeProfile does every work in this process, each as long as the others,
// and writes where the processor's time went.
func (a *arena) writeProfile(o options) error {
	h, err := a.newHost()
	if err != nil {
		return err
	}
	out, err := os.Create(o.profile)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(out); err != nil {
		return err
	}
	for _, w := range works(a, o) {
		loaded := &load.Work{Requests: w.requests[ours], Any: true}
		loaded.Skip(1 << 30)
		for began := time.Now(); err == nil && time.Since(began) < time.Duration(o.rounds)*o.duration; {
			_, err = load.Run(h.addr, o.connections, o.duration, loaded)
		}
	}
	pprof.StopCPUProfile()
	for _, ended := range []error{out.Close(), h.stop()} {
		if err == nil {
			err = ended
		}
	}
	return err
}
