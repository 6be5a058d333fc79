//go:build linux

// Command doors measures the doors of Bedplate: a nested query by GraphQL beside the same
// by REST, and a record by SOAP beside the same by REST; on PostgreSQL the query beside
// other programs that make GraphQL of tables as well. All serve the same rows, must give
// equal data, and take turns; ratios are medians of the rounds' own.
//
//	go run ./bench/doors                 (make build makes bin/bedplate first)
//	go run ./bench/doors -database postgres://user:password@127.0.0.1/postgres
//	go run ./bench/doors -database ... -graphjin "$(which graphjin)" -write docs/performance.md
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"bedplate/bench/document"
	"bedplate/bench/program"
	"bedplate/bench/remote"
	"bedplate/bench/sample"
)

type options struct {
	bedplate    string
	database    string
	rows        int
	rounds      int
	duration    time.Duration
	connections int
	works       *regexp.Regexp
	peers       bool
	graphjin    string
	write       string
}

func main() {
	var o options
	flag.StringVar(&o.bedplate, "bedplate", "bin/bedplate", "the built command")
	flag.StringVar(&o.database, "database", "", "the URL of a PostgreSQL, MariaDB or MySQL server to measure on as well, by a user who may create databases")
	flag.IntVar(&o.rows, "rows", 20_000, "posts in the database")
	flag.IntVar(&o.rounds, "rounds", 7, "turns that each has at each work")
	flag.DurationVar(&o.duration, "duration", 2*time.Second, "how long a turn is")
	flag.IntVar(&o.connections, "connections", 16, "connections that are kept busy")
	works := flag.String("works", ".", "a regular expression that the titles of the works match")
	flag.BoolVar(&o.peers, "peers", true, "measure PostGraphile too, where the server is PostgreSQL")
	flag.StringVar(&o.graphjin, "graphjin", "", "an installed GraphJin, to measure it too")
	flag.StringVar(&o.write, "write", "", "write the tables into this file, between their marks")
	flag.Parse()
	var err error
	if o.works, err = regexp.Compile(*works); err == nil {
		err = run(o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench/doors:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	dir, err := os.MkdirTemp("", "bedplate-doors-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	r := &report{options: o}
	all := newRows(o.rows)
	if err := r.measure("SQLite", filepath.Join(dir, "sqlite"), all, nil); err != nil {
		return err
	}
	if o.database != "" {
		server, err := remote.Parse(o.database)
		if err != nil {
			return err
		}
		if err := r.measure(map[string]string{remote.Postgres: "PostgreSQL", remote.MySQL: "MySQL"}[server.Kind], filepath.Join(dir, "server"), all, server); err != nil {
			return err
		}
	}
	if o.write != "" {
		if err := document.Insert(o.write, "go run ./bench/doors -write", r.markdown()); err != nil {
			return err
		}
	}
	_, err = os.Stdout.WriteString(r.markdown())
	return err
}

// measure does all works on one store.
func (r *report) measure(store, dir string, all *rows, server *remote.Server) (err error) {
	progress("%s: filling the database with %d posts", store, r.rows)
	a, err := newApp(r.options, dir, all, server)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.drop()) }()
	bearer, err := sample.Token(secret, "authenticated", all.caller)
	if err != nil {
		return err
	}
	own, err := a.start()
	if err != nil {
		return err
	}
	defer own.Stop()
	for _, c := range doors(own, bearer, all) {
		if err := r.contest(store+": "+c.name, c); err != nil {
			return err
		}
	}
	if server == nil || server.Kind != remote.Postgres || !r.peers {
		return nil
	}
	return r.peered(store, a, own, bearer)
}

// peered lets the peers do the nested work beside Bedplate.
func (r *report) peered(store string, a *app, own *program.Program, bearer string) error {
	title := store + ": " + nested + ", by GraphQL"
	if !r.works.MatchString(title) {
		return nil
	}
	first := bedplateGraphQL(own, bearer, 0)
	first.name = "Bedplate"
	c := &contest{name: nested, entrants: []*entrant{first}, behind: true}
	pg, err := postgraphile(a)
	if err != nil {
		return err
	}
	peers := []*peer{pg}
	if r.graphjin != "" {
		peers = append(peers, graphjin(a, r.graphjin))
	}
	for _, p := range peers {
		running, err := p.start()
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		defer running.Stop()
		c.entrants = append(c.entrants, p.entrant(running))
	}
	return r.contest(title, c)
}

func progress(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
