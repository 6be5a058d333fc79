//go:build linux

package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// server is where the rows go.
type server interface {
	name() string    // of its bulk load
	address() string // of the database that rows are moved to
	empty(context.Context) error
	// load loads the rows that were moved into a table of the same form, as a dump
	// is restored: indexes are made when all rows are there.
	load(context.Context) (time.Duration, error)
	drop(context.Context) error
}

func newServer(address, dir string) (server, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("-database is no URL of a server") // the error would show its password
	}
	name := fmt.Sprintf("bedplate_move_%d", os.Getpid())
	file := filepath.Join(dir, "rows")
	switch u.Scheme {
	case "postgres", "postgresql":
		return &onPostgres{admin: address, to: within(u, name), database: name, file: file}, nil
	}
	return nil, fmt.Errorf("-database is postgres://, not %s://", u.Scheme)
}

func within(u *url.URL, name string) string {
	at := *u
	at.Path = "/" + name
	return at.String()
}

type onPostgres struct{ admin, to, database, file string }

func (d *onPostgres) name() string    { return "COPY" }
func (d *onPostgres) address() string { return d.to }

func (d *onPostgres) do(ctx context.Context, address string, statements ...string) error {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for _, s := range statements {
		if _, err := conn.Exec(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

func (d *onPostgres) drop(ctx context.Context) error {
	return d.do(ctx, d.admin, "DROP DATABASE IF EXISTS "+d.database+" WITH (FORCE)")
}

func (d *onPostgres) empty(ctx context.Context) error {
	if err := d.drop(ctx); err != nil {
		return err
	}
	return d.do(ctx, d.admin, "CREATE DATABASE "+d.database, "CHECKPOINT")
}

func (d *onPostgres) load(ctx context.Context) (time.Duration, error) {
	at, err := pgx.ParseConfig(d.to)
	if err != nil {
		return 0, err
	}
	psql := func(sql string) error {
		cmd := exec.CommandContext(ctx, "psql", "-qX", "-v", "ON_ERROR_STOP=1", "-c", sql)
		cmd.Env = append(os.Environ(), "PGHOST="+at.Host, fmt.Sprint("PGPORT=", at.Port), "PGUSER="+at.User, "PGPASSWORD="+at.Password, "PGDATABASE="+at.Database)
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("psql: %w\n%s", err, strings.TrimSpace(string(out)))
		}
		return nil
	}
	if err := psql(`\copy orders TO '` + d.file + `'`); err != nil {
		return 0, err
	}
	if err = d.do(ctx, d.to, "CREATE TABLE loaded (LIKE orders INCLUDING CONSTRAINTS)", "CHECKPOINT"); err != nil {
		return 0, err
	}
	begun := time.Now()
	if err := psql(`\copy loaded FROM '` + d.file + `'`); err != nil {
		return 0, err
	}
	err = d.do(ctx, d.to, "ALTER TABLE loaded ADD PRIMARY KEY (id), ADD UNIQUE (number)", "CREATE INDEX ON loaded (customer, placed DESC)",
		"ALTER TABLE loaded ADD FOREIGN KEY (customer) REFERENCES customers")
	return time.Since(begun), err
}
