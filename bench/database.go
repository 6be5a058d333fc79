//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"bedplate/bench/remote"
)

// database is where Bedplate keeps its rows, and the copy that the program by
// hand serves.
type database interface {
	// store is Bedplate's, for --store; "" is a file in the app's directory.
	store() string
	// given is the copy, as the program by hand is told of it.
	given() string
	// copy makes the copy anew. Nobody uses either.
	copy() error
	// drop removes what is not in the arena's directory.
	drop() error
}

// newDatabase makes a pair of databases on a server, or of files in dir where
// there is none.
func newDatabase(address, dir string) (database, error) {
	if address == "" {
		return &files{from: filepath.Join(dir, "app", "data", "main.db"), to: filepath.Join(dir, "copy.db")}, nil
	}
	ctx := context.Background()
	on, err := remote.Parse(address)
	if err != nil {
		return nil, err
	}
	p := pair{Server: on, name: fmt.Sprintf("bedplate_bench_%d", os.Getpid())}
	if err := on.Create(ctx, p.name); err != nil {
		return nil, err
	}
	if on.Kind == remote.Postgres {
		return &onPostgres{p}, nil
	}
	return &onMySQL{p}, nil
}

type files struct{ from, to string }

func (f *files) store() string { return "" }
func (f *files) given() string { return f.to }
func (f *files) copy() error   { return copyFile(f.to, f.from) }
func (f *files) drop() error   { return nil }

// pair are two databases of a server.
type pair struct {
	*remote.Server
	name string
}

func (p *pair) store() string  { return p.Address(p.name) }
func (p *pair) given() string  { return p.Address(p.second()) }
func (p *pair) second() string { return p.name + "_copy" }
func (p *pair) drop() error    { return p.Drop(context.Background(), p.name, p.second()) }

type onPostgres struct{ pair }

// Both programs have as many connections.
func (d *onPostgres) store() string { return d.Address(d.name, pooled) }
func (d *onPostgres) given() string { return d.Address(d.second(), pooled) }

const pooled = "pool_max_conns=8"

func (d *onPostgres) copy() error {
	ctx := context.Background()
	if err := d.Drop(ctx, d.second()); err != nil {
		return err
	}
	if err := d.Do(ctx, "postgres", "CREATE DATABASE "+d.second()+" TEMPLATE "+d.name); err != nil {
		return err
	}
	for _, name := range []string{d.name, d.second()} { // what autovacuum does sooner or later
		if err := d.Do(ctx, name, "VACUUM ANALYZE"); err != nil {
			return err
		}
	}
	return nil
}

type onMySQL struct{ pair }

// copy goes by a dump, which alone brings foreign keys along.
func (d *onMySQL) copy() error {
	ctx := context.Background()
	if err := d.Drop(ctx, d.second()); err != nil {
		return err
	}
	if err := d.Create(ctx, d.second()); err != nil {
		return err
	}
	host, port, user, password := d.Login()
	at := fmt.Sprintf("--protocol=tcp --host=%s --port=%s --user=%s", host, port, user)
	cmd := exec.Command("sh", "-c", "set -e; mariadb-dump "+at+" --single-transaction "+d.name+" > \"$DUMP\"; mariadb "+at+" "+d.second()+" < \"$DUMP\"; rm \"$DUMP\"")
	cmd.Env = append(os.Environ(), "MYSQL_PWD="+password, "DUMP="+filepath.Join(os.TempDir(), d.name+".sql"))
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("copying the database: %w\n%s", err, strings.TrimSpace(string(out)))
	}
	return nil
}
