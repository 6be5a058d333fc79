//go:build linux

package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
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
func newDatabase(server, dir string) (database, error) {
	if server == "" {
		return &files{from: filepath.Join(dir, "app", "data", "main.db"), to: filepath.Join(dir, "copy.db")}, nil
	}
	u, err := url.Parse(server)
	if err != nil {
		return nil, fmt.Errorf("-database is no URL of a server") // the error would show its password
	}
	p := pair{server: u, name: fmt.Sprintf("bedplate_bench_%d", os.Getpid())}
	switch u.Scheme {
	case "postgres":
		d := &onPostgres{p}
		return d, d.do("CREATE DATABASE " + p.name)
	case "mysql":
		d := &onMySQL{p}
		return d, d.do("CREATE DATABASE " + p.name)
	}
	return nil, fmt.Errorf("-database is postgres:// or mysql://, not %s://", u.Scheme)
}

type files struct{ from, to string }

func (f *files) store() string { return "" }
func (f *files) given() string { return f.to }
func (f *files) copy() error   { return copyFile(f.to, f.from) }
func (f *files) drop() error   { return nil }

// pair are two databases of a server.
type pair struct {
	server *url.URL
	name   string
}

func (p *pair) of(name string) string {
	u := *p.server
	u.Path = "/" + name
	return u.String()
}

func (p *pair) store() string  { return p.of(p.name) }
func (p *pair) given() string  { return p.of(p.second()) }
func (p *pair) second() string { return p.name + "_copy" }

type onPostgres struct{ pair }

// Both programs have as many connections.
func (d *onPostgres) store() string { return d.pooled(d.name) }
func (d *onPostgres) given() string { return d.pooled(d.second()) }

func (d *onPostgres) pooled(name string) string {
	u, _ := url.Parse(d.of(name)) // it was one
	q := u.Query()
	q.Set("pool_max_conns", "8")
	u.RawQuery = q.Encode()
	return u.String()
}

func (d *onPostgres) do(statements ...string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, d.server.String())
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

func (d *onPostgres) copy() error {
	err := d.do("DROP DATABASE IF EXISTS "+d.second()+" WITH (FORCE)", "CREATE DATABASE "+d.second()+" TEMPLATE "+d.name)
	if err != nil {
		return err
	}
	for _, name := range []string{d.name, d.second()} { // what autovacuum does sooner or later
		of := onPostgres{pair{server: d.server, name: name}}
		of.server, _ = url.Parse(d.of(name)) // it was one
		if err := of.do("VACUUM ANALYZE"); err != nil {
			return err
		}
	}
	return nil
}

func (d *onPostgres) drop() error {
	return d.do("DROP DATABASE IF EXISTS "+d.name+" WITH (FORCE)", "DROP DATABASE IF EXISTS "+d.second()+" WITH (FORCE)")
}

type onMySQL struct{ pair }

func (d *onMySQL) config() *mysql.Config {
	c := mysql.NewConfig()
	c.Net, c.Addr, c.User = "tcp", d.server.Host, d.server.User.Username()
	c.Passwd, _ = d.server.User.Password()
	return c
}

func (d *onMySQL) do(statements ...string) error {
	connector, err := mysql.NewConnector(d.config())
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

// copy goes by a dump, which alone brings foreign keys along.
func (d *onMySQL) copy() error {
	if err := d.do("DROP DATABASE IF EXISTS "+d.second(), "CREATE DATABASE "+d.second()); err != nil {
		return err
	}
	password, _ := d.server.User.Password()
	at := fmt.Sprintf("--protocol=tcp --host=%s --port=%s --user=%s", d.server.Hostname(), d.server.Port(), d.server.User.Username())
	cmd := exec.Command("sh", "-c", "set -e; mariadb-dump "+at+" --single-transaction "+d.name+" > \"$DUMP\"; mariadb "+at+" "+d.second()+" < \"$DUMP\"; rm \"$DUMP\"")
	cmd.Env = append(os.Environ(), "MYSQL_PWD="+password, "DUMP="+filepath.Join(os.TempDir(), d.name+".sql"))
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("copying the database: %w\n%s", err, strings.TrimSpace(string(out)))
	}
	return nil
}

func (d *onMySQL) drop() error {
	return d.do("DROP DATABASE IF EXISTS "+d.name, "DROP DATABASE IF EXISTS "+d.second())
}
