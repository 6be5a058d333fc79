//go:build linux

// Command bench measures Bedplate beside a program written by hand for the
// same work (bench/handwritten): both serve a copy of one database on
// loopback, are first shown to give the same answers, and then take turns under
// the same load. It prints rates, latencies, processor time a request and
// memory; the ratios are what counts, since machines differ and are noisy.
//
//	go run ./bench                      (make bench builds bin/bedplate first)
//	go run ./bench -rounds 3 -duration 1s -json
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"
)

// options are the flags.
type options struct {
	bedplate    string
	rows        int
	rounds      int
	duration    time.Duration
	connections int
	json        bool
	keep        bool
}

func main() {
	var o options
	flag.StringVar(&o.bedplate, "bedplate", "bin/bedplate", "the built command")
	flag.IntVar(&o.rows, "rows", 20_000, "rows in the database")
	flag.IntVar(&o.rounds, "rounds", 7, "turns that each program has at each work")
	flag.DurationVar(&o.duration, "duration", 2*time.Second, "how long a turn is")
	flag.IntVar(&o.connections, "connections", 16, "connections that are kept busy")
	flag.BoolVar(&o.json, "json", false, "print the figures as JSON")
	flag.BoolVar(&o.keep, "keep", false, "keep the directory with the databases, and print its name")
	flag.Parse()
	report, err := run(o)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	if o.json {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", "  ")
		err = out.Encode(report)
	} else {
		_, err = os.Stdout.WriteString(report.table())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run makes the databases, starts the programs and measures.
func run(o options) (*report, error) {
	dir, err := os.MkdirTemp("", "bedplate-bench-")
	if err != nil {
		return nil, err
	}
	if o.keep {
		fmt.Fprintln(os.Stderr, dir)
	} else {
		defer os.RemoveAll(dir)
	}
	fmt.Fprintf(os.Stderr, "filling a database with %d rows\n", o.rows)
	a, err := newArena(dir, o)
	if err != nil {
		return nil, err
	}
	r := &report{Rows: o.rows, Rounds: o.rounds, Seconds: o.duration.Seconds(), Connections: o.connections}
	if err := r.measureStart(a); err != nil {
		return nil, err
	}
	bedplate, err := a.startBedplate(a.app)
	if err != nil {
		return nil, err
	}
	defer bedplate.stop()
	handwritten, err := a.startHandwritten()
	if err != nil {
		return nil, err
	}
	defer handwritten.stop()
	return r, r.measure(o, works(a), [2]*server{bedplate, handwritten})
}
