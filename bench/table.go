//go:build linux

package main

import (
	"fmt"
	"strings"
)

// markdown is the report as the table of docs/performance.md.
func (r *report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s rows of ten fields, %d connections, medians of %d interleaved rounds of %gs.\n\n",
		thousands(r.Rows), r.Connections, r.Rounds, r.Seconds)
	b.WriteString("| work | program | answers/s | Bedplate against it | wanted | p50 ms | p99 ms | processor µs | Bedplate against it | MB |\n" +
		"|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, f := range r.Works {
		name := f.Work
		for i, m := range f.Each {
			if !m.There {
				continue
			}
			ratio, gain, wanted := "", "", ""
			if i != ours {
				ratio, gain, wanted = fmt.Sprintf("**%.2f**", m.Ratio), fmt.Sprintf("%.2f", m.ProcessorRatio), fmt.Sprintf("%g", m.Wanted)
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %.2f | %.2f | %s | %s | %.0f |\n", name, programNames[i],
				amount(m.PerSecond), ratio, wanted, m.P50, m.P99, amount(m.ProcessorUS), gain, m.MemoryMB)
			name = ""
		}
	}
	if r.Pages != nil {
		p := r.Pages
		fmt.Fprintf(&b, "| page %s by cursor | Bedplate | %s | | | %.2f | %.2f | %.0f | | %.0f |\n",
			thousands(p.Deep), amount(p.Last.PerSecond), p.Last.P50, p.Last.P99, p.Last.ProcessorUS, p.Last.MemoryMB)
		fmt.Fprintf(&b, "|  | page 1 | %s | **%.2f** of its time | at most 1.1 | %.2f | %.2f | %.0f | %.2f of its | %.0f |\n",
			amount(p.First.PerSecond), p.RateRatio, p.First.P50, p.First.P99, p.First.ProcessorUS, p.Ratio, p.First.MemoryMB)
	}
	b.WriteString("\nWhat Bedplate allocates for a request, `net/http`'s own part included, and how often it knew the plan:\n\n" +
		"| work | allocations | bytes | plans that were known |\n|---|--:|--:|--:|\n")
	for _, f := range r.Works {
		if f.Inside.Requests > 0 {
			fmt.Fprintf(&b, "| %s | %.0f | %s | %.2f %% |\n", f.Work, f.Inside.Allocations, thousands(int(f.Inside.Bytes)), 100*f.Inside.PlanHits)
		}
	}
	b.WriteString("\nThe most memory under these loads, and what of it is no page of a file (of the program, or of a database that it maps):\n\n" +
		"| program | MB | Bedplate against it | at most | of its own, MB |\n|---|--:|--:|--:|--:|\n")
	most, _ := r.most(ours)
	for i, name := range programNames {
		switch all, own := r.most(i); {
		case i == byHand:
			fmt.Fprintf(&b, "| %s | %.0f | **%.2f** | 1.3 | %.0f |\n", name, all, most/all, own)
		case all > 0:
			fmt.Fprintf(&b, "| %s | %.0f | | | %.0f |\n", name, all, own)
		}
	}
	fmt.Fprintf(&b, "\nIdle memory %.1f MB; start to first answer %.0f ms (medians of %d).\n", r.IdleMB, r.StartMS, starts)
	return b.String()
}

// amount writes a number with as many digits as matter.
func amount(f float64) string {
	if f < 20 {
		return fmt.Sprintf("%.2g", f)
	}
	return thousands(int(f + 0.5))
}

func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
