//go:build linux

package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"bedplate/bench/load"
)

// report is what was measured.
type report struct {
	options
	contests []*measured
}

// measured is a contest after its rounds.
type measured struct {
	title string
	*contest
	rounds [][]round // by entrant
}

// round is one turn of one entrant. processor is its program's time for a request, in
// microseconds; a server that it asks has its own.
type round struct{ rate, p50, p99, processor float64 }

// contest lets the entrants take turns.
func (r *report) contest(title string, c *contest) error {
	if !r.works.MatchString(title) {
		return nil
	}
	progress("%s: comparing what they answer", title)
	if err := c.compare(); err != nil {
		return err
	}
	m := &measured{title: title, contest: c, rounds: make([][]round, len(c.entrants))}
	works := make([]*load.Work, len(c.entrants))
	for i, e := range c.entrants {
		works[i] = &load.Work{Requests: e.requests}
	}
	for n := range r.rounds + 1 {
		progress("%s: round %d of %d", title, n, r.rounds)
		for i, e := range c.entrants {
			one, err := r.turn(e, works[i])
			if err != nil {
				return fmt.Errorf("%s, %s: %w", title, e.name, err)
			}
			if n > 0 { // the first warms up
				m.rounds[i] = append(m.rounds[i], one)
			}
		}
	}
	r.contests = append(r.contests, m)
	return nil
}

func (r *report) turn(e *entrant, w *load.Work) (round, error) {
	before, err := e.program.Processor()
	if err != nil {
		return round{}, err
	}
	res, err := load.Run(e.program.Addr, r.connections, r.duration, w)
	if err != nil {
		return round{}, err
	}
	after, err := e.program.Processor()
	milliseconds := func(d time.Duration) float64 { return d.Seconds() * 1000 }
	return round{
		rate: res.PerSecond(), p50: milliseconds(res.Percentile(0.5)), p99: milliseconds(res.Percentile(0.99)),
		processor: (after - before).Seconds() * 1e6 / float64(res.Requests),
	}, err
}

// ratio compares entrant i with the first: the median of the rounds' own ratios.
func (m *measured) ratio(i int) float64 {
	ratios := make([]float64, len(m.rounds[i]))
	for n, own := range m.rounds[i] {
		ratios[n] = own.rate / m.rounds[0][n].rate
		if m.behind {
			ratios[n] = 1 / ratios[n]
		}
	}
	return median(ratios)
}

func medianOf(rounds []round, of func(round) float64) float64 {
	all := make([]float64, len(rounds))
	for i, r := range rounds {
		all[i] = of(r)
	}
	return median(all)
}

func median(all []float64) float64 {
	slices.Sort(all)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}

// markdown is the report as tables of docs/performance.md.
func (r *report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d posts, %d connections, medians of %d interleaved rounds of %gs.\n", r.options.rows, r.connections, r.options.rounds, r.duration.Seconds())
	for _, m := range r.contests {
		against := "of " + m.entrants[0].name + "'s"
		if m.behind {
			against = m.entrants[0].name + " against it"
		}
		fmt.Fprintf(&b, "\n%s:\n\n| | answers/s | %s | wanted | p50 ms | p99 ms | its processor µs |\n|---|--:|--:|--:|--:|--:|--:|\n", m.title, against)
		for i, e := range m.entrants {
			ratio, wanted := "", ""
			if i > 0 {
				ratio = fmt.Sprintf("**%.2f**", m.ratio(i))
			}
			if e.wanted > 0 {
				wanted = fmt.Sprintf("%g", e.wanted)
			}
			fmt.Fprintf(&b, "| %s | %.0f | %s | %s | %.2f | %.2f | %.0f |\n", e.name, medianOf(m.rounds[i], func(r round) float64 { return r.rate }), ratio, wanted,
				medianOf(m.rounds[i], func(r round) float64 { return r.p50 }), medianOf(m.rounds[i], func(r round) float64 { return r.p99 }),
				medianOf(m.rounds[i], func(r round) float64 { return r.processor }))
		}
	}
	return b.String()
}
