//go:build linux

// Command bench measures Bedplate beside a program that was written by hand for
// the same work (bench/handwritten) and beside PocketBase (bench/pocketbase):
// all serve the same rows on loopback, are first shown to give the same
// answers, and then take turns under the same load. It prints rates, latencies,
// processor time, memory and allocations a request; the ratios are what counts,
// since machines differ and are noisy.
//
//	go run ./bench                      (make bench builds bin/bedplate first)
//	go run ./bench -rounds 3 -duration 1s -works 'key|export'
//	go run ./bench -database postgres://user:password@127.0.0.1/postgres
//	go run ./bench -write docs/performance.md
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"time"

	"bedplate/bench/document"
)

// options are the flags.
type options struct {
	bedplate    string
	rows        int
	streamed    int
	rounds      int
	duration    time.Duration
	connections int
	works       *regexp.Regexp
	database    string
	pocketbase  bool
	json        bool
	write       string
	profile     string
	keep        bool
}

func main() {
	var o options
	flag.StringVar(&o.bedplate, "bedplate", "bin/bedplate", "the built command")
	flag.IntVar(&o.rows, "rows", 20_000, "posts in the database, and reviews; there are five times as many comments")
	flag.IntVar(&o.streamed, "streamed", 1_000_000, "rows of an export, and of the pages by cursor")
	flag.IntVar(&o.rounds, "rounds", 7, "turns that each program has at each work")
	flag.DurationVar(&o.duration, "duration", 2*time.Second, "how long a turn is")
	flag.IntVar(&o.connections, "connections", 16, "connections that are kept busy")
	works := flag.String("works", ".", "a regular expression that the names of the works match")
	flag.StringVar(&o.database, "database", "", "the URL of a PostgreSQL, MariaDB or MySQL server to keep the rows on, instead of SQLite's files, by a user who may create databases")
	flag.BoolVar(&o.pocketbase, "pocketbase", true, "measure PocketBase too")
	flag.BoolVar(&o.json, "json", false, "print the figures as JSON")
	flag.StringVar(&o.write, "write", "", "write the table into this file, between its marks")
	flag.StringVar(&o.profile, "profile", "", "do all works in this process for a while, and write a profile of it to this file")
	flag.BoolVar(&o.keep, "keep", false, "keep the directory with the databases, and print its name")
	flag.Parse()
	var err error
	o.pocketbase = o.pocketbase && o.database == "" // it has SQLite alone
	if o.works, err = regexp.Compile(*works); err == nil {
		err = run(o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run makes the databases, starts the programs, measures and reports.
func run(o options) (err error) {
	dir, err := os.MkdirTemp("", "bedplate-bench-")
	if err != nil {
		return err
	}
	if o.keep {
		fmt.Fprintln(os.Stderr, dir)
	} else {
		defer os.RemoveAll(dir)
	}
	progress("filling the databases with %d posts", o.rows)
	a, err := newArena(dir, o)
	if err != nil {
		return err
	}
	defer func() {
		if dropped := a.database.drop(); err == nil {
			err = dropped
		}
	}()
	if o.profile != "" {
		return a.writeProfile(o)
	}
	r := &report{
		Rows: o.rows, Streamed: o.streamed, Rounds: o.rounds, Seconds: o.duration.Seconds(), Connections: o.connections,
	}
	for _, part := range []func(*arena, options) error{
		r.measureStart, r.measureWorks, r.measureInside, r.measureStreams,
	} {
		if err := part(a, o); err != nil {
			return err
		}
	}
	return r.print(o)
}

func (r *report) print(o options) error {
	if o.write != "" {
		if err := document.Insert(o.write, "go run ./bench -write", r.markdown()); err != nil {
			return err
		}
	}
	if !o.json {
		_, err := os.Stdout.WriteString(r.markdown())
		return err
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	return out.Encode(r)
}

func progress(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
