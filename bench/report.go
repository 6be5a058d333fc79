//go:build linux

package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"bedplate/bench/load"
)

// report is what was measured. Index 0 is Bedplate, 1 the program written by hand.
type report struct {
	Rows        int
	Rounds      int
	Seconds     float64
	Connections int
	Works       []*figures
	IdleMB      float64 // Bedplate after its start and one answer
	StartMS     float64 // Bedplate from its start to its first answer
}

// figures are medians over the rounds.
type figures struct {
	Work          string
	PerSecond     [2]float64
	Ratio         float64    // of the rates, round by round
	P50, P99      [2]float64 // milliseconds
	ProcessorUS   [2]float64 // microseconds of processor time a request
	ProcessorGain float64    // by hand / Bedplate: a ratio that other programs on the machine disturb less
	MemoryMB      [2]float64 // the most
}

// starts is how often a start is measured.
const starts = 5

// measureStart finds how long Bedplate takes from its start on a filled
// database to its first answer, and what it holds a second later.
func (r *report) measureStart(a *arena) error {
	var times, sizes []float64
	path := "/rest/v1/posts?limit=1"
	for range starts {
		began := time.Now()
		s, err := a.startBedplate(a.app)
		if err != nil {
			return err
		}
		took, err := s.get(path, a.token, began)
		if err == nil {
			time.Sleep(time.Second) // idle is when the start is over
			var size int64
			size, err = s.memory()
			sizes = append(sizes, megabytes(size))
		}
		s.stop()
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
	rate, p50, p99, processor, memory float64
}

// measure lets both programs take turns at every work.
func (r *report) measure(o options, works []*work, servers [2]*server) error {
	for _, w := range works {
		if err := w.compare(servers); err != nil {
			return err
		}
		loads := [2]*load.Work{{Requests: w.requests}, {Requests: slices.Clone(w.requests)}}
		for i := range servers { // warm up
			if _, err := load.Run(servers[i].addr, o.connections, o.duration/4, loads[i]); err != nil {
				return err
			}
		}
		var rounds [2][]round
		for n := range o.rounds {
			fmt.Fprintf(os.Stderr, "%s: round %d of %d\n", w.name, n+1, o.rounds)
			for i := range servers {
				one, err := turn(servers[i], o, loads[i])
				if err != nil {
					return err
				}
				rounds[i] = append(rounds[i], one)
			}
		}
		r.Works = append(r.Works, summary(w.name, rounds))
	}
	return nil
}

func turn(s *server, o options, w *load.Work) (round, error) {
	before, err := s.processor()
	if err != nil {
		return round{}, err
	}
	res, err := load.Run(s.addr, o.connections, o.duration, w)
	if err != nil {
		return round{}, err
	}
	after, err := s.processor()
	if err != nil {
		return round{}, err
	}
	size, err := s.memory()
	return round{
		rate: res.PerSecond(), p50: res.Percentile(0.5).Seconds() * 1000, p99: res.Percentile(0.99).Seconds() * 1000,
		processor: (after - before).Seconds() * 1e6 / float64(res.Requests), memory: megabytes(size),
	}, err
}

func summary(name string, rounds [2][]round) *figures {
	f := &figures{Work: name}
	for i := range rounds {
		f.PerSecond[i] = medianOf(rounds[i], func(r round) float64 { return r.rate })
		f.P50[i] = medianOf(rounds[i], func(r round) float64 { return r.p50 })
		f.P99[i] = medianOf(rounds[i], func(r round) float64 { return r.p99 })
		f.ProcessorUS[i] = medianOf(rounds[i], func(r round) float64 { return r.processor })
		for _, one := range rounds[i] {
			f.MemoryMB[i] = max(f.MemoryMB[i], one.memory)
		}
	}
	var ratios, gains []float64
	for n := range rounds[0] {
		ratios = append(ratios, rounds[0][n].rate/rounds[1][n].rate)
		gains = append(gains, rounds[1][n].processor/rounds[0][n].processor)
	}
	f.Ratio, f.ProcessorGain = median(ratios), median(gains)
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

// table prints the report for people.
func (r *report) table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d rows of ten fields, %d connections, medians of %d interleaved rounds of %gs\n\n",
		r.Rows, r.Connections, r.Rounds, r.Seconds)
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "work\tbedplate/s\tby hand/s\tratio\tcpu µs\tby hand\tratio\tp50/p99 ms\tby hand\tMB\tby hand")
	for _, f := range r.Works {
		fmt.Fprintf(w, "%s\t%.0f\t%.0f\t%.2f\t%.0f\t%.0f\t%.2f\t%.2f/%.2f\t%.2f/%.2f\t%.0f\t%.0f\n",
			f.Work, f.PerSecond[0], f.PerSecond[1], f.Ratio, f.ProcessorUS[0], f.ProcessorUS[1], f.ProcessorGain,
			f.P50[0], f.P99[0], f.P50[1], f.P99[1], f.MemoryMB[0], f.MemoryMB[1])
	}
	w.Flush() // into memory: never fails
	fmt.Fprintf(&b, "\nidle memory %.1f MB; start to first answer %.0f ms (medians of %d)\n", r.IdleMB, r.StartMS, starts)
	return b.String()
}
