//go:build linux

package main

import (
	"fmt"
	"slices"
	"time"

	"bedplate/bench/load"
)

// report is what was measured.
type report struct {
	Rows        int
	Streamed    int
	Rounds      int
	Seconds     float64
	Connections int
	Works       []*figures
	Pages       *pages
	IdleMB      float64 // Bedplate after its start and one answer
	StartMS     float64 // Bedplate from its start to its first answer
}

// figures are those of one work.
type figures struct {
	Work   string
	Each   [programs]measured
	Inside inside
}

// measured are medians over the rounds of one program at one work.
type measured struct {
	There       bool
	PerSecond   float64
	P50, P99    float64 // milliseconds
	ProcessorUS float64 // microseconds of processor time a request
	MemoryMB    float64 // the most
	OwnMB       float64 // of it, what is no page of a file
	// Bedplate against this program, round by round: the rates, and the
	// processor time, which other programs on the machine disturb less. Over 1
	// is to Bedplate's credit.
	Ratio, ProcessorRatio float64
	Wanted                float64 // of Ratio
}

// starts is how often a start is measured.
const starts = 5

// measureStart finds how long Bedplate takes from its start on a filled
// database to its first answer, and what it holds a second later.
func (r *report) measureStart(a *arena, _ options) error {
	var times, sizes []float64
	path := "/rest/v1/posts?limit=1"
	for range starts {
		began := time.Now()
		s, err := a.startBedplate()
		if err != nil {
			return err
		}
		took, err := s.get(path, a.token, began)
		if err == nil {
			time.Sleep(time.Second) // idle is when the start is over
			var size int64
			size, _, err = s.Memory()
			sizes = append(sizes, megabytes(size))
		}
		s.Stop()
		if err != nil {
			return err
		}
		times = append(times, took.Seconds()*1000)
	}
	r.StartMS, r.IdleMB = median(times), median(sizes)
	return nil
}

// round is one turn of one program.
type round struct {
	rate, p50, p99, processor, memory, own float64
}

// measureWorks lets the programs take turns at every work.
func (r *report) measureWorks(a *arena, o options) error {
	servers, err := a.startAll()
	if err != nil {
		return err
	}
	defer stopAll(servers)
	for _, w := range works(a, o) {
		if err := w.compare(servers); err != nil {
			return err
		}
		f, err := turns(o, w.name, servers, w.requests)
		if err != nil {
			return err
		}
		for i := range f.Each {
			f.Each[i].Wanted = w.wanted[i]
		}
		r.Works = append(r.Works, f)
	}
	return nil
}

// turns measures one work. Each program that has requests takes part.
func turns(o options, name string, servers [programs]*server, requests [programs][]load.Request) (*figures, error) {
	var loads [programs]*load.Work
	for i, s := range servers {
		if s == nil || requests[i] == nil {
			continue
		}
		loads[i] = &load.Work{Requests: requests[i]}
		if _, err := load.Run(s.Addr, o.connections, o.duration/4, loads[i]); err != nil { // warm up
			return nil, err
		}
	}
	var rounds [programs][]round
	for n := range o.rounds {
		progress("%s: round %d of %d", name, n+1, o.rounds)
		for i := range servers {
			if loads[i] == nil {
				continue
			}
			one, err := turn(servers[i], o, loads[i])
			if err != nil {
				return nil, err
			}
			rounds[i] = append(rounds[i], one)
		}
	}
	return summary(name, rounds), nil
}

func turn(s *server, o options, w *load.Work) (round, error) {
	before, err := s.Processor()
	if err != nil {
		return round{}, err
	}
	res, err := load.Run(s.Addr, o.connections, o.duration, w)
	if err != nil {
		return round{}, fmt.Errorf("%s: %w", s.Name(), err)
	}
	after, err := s.Processor()
	if err != nil {
		return round{}, err
	}
	size, own, err := s.Memory()
	return round{
		rate: res.PerSecond(), p50: res.Percentile(0.5).Seconds() * 1000, p99: res.Percentile(0.99).Seconds() * 1000,
		processor: (after - before).Seconds() * 1e6 / float64(res.Requests), memory: megabytes(size), own: megabytes(own),
	}, err
}

func summary(name string, rounds [programs][]round) *figures {
	f := &figures{Work: name}
	for i, list := range rounds {
		if len(list) == 0 {
			continue
		}
		m := &f.Each[i]
		m.There = true
		m.PerSecond = medianOf(list, func(r round) float64 { return r.rate })
		m.P50 = medianOf(list, func(r round) float64 { return r.p50 })
		m.P99 = medianOf(list, func(r round) float64 { return r.p99 })
		m.ProcessorUS = medianOf(list, func(r round) float64 { return r.processor })
		for _, one := range list {
			m.MemoryMB, m.OwnMB = max(m.MemoryMB, one.memory), max(m.OwnMB, one.own)
		}
		var ratios, gains []float64
		for n := range list {
			ratios = append(ratios, rounds[ours][n].rate/list[n].rate)
			gains = append(gains, list[n].processor/rounds[ours][n].processor)
		}
		m.Ratio, m.ProcessorRatio = median(ratios), median(gains)
	}
	return f
}

func medianOf(rounds []round, of func(round) float64) float64 {
	all := make([]float64, len(rounds))
	for i, r := range rounds {
		all[i] = of(r)
	}
	return median(all)
}

func median(all []float64) float64 {
	sorted := slices.Sorted(slices.Values(all))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

func megabytes(n int64) float64 { return float64(n) / (1 << 20) }

// most is the most memory that a program held under load, and held of its own.
func (r *report) most(program int) (all, own float64) {
	for _, f := range r.Works {
		all, own = max(all, f.Each[program].MemoryMB), max(own, f.Each[program].OwnMB)
	}
	return all, own
}
