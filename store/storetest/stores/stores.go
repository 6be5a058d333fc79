// Package stores opens empty databases for tests that have to mean the same on
// every kind of store there is.
package stores

import (
	"context"
	"path/filepath"
	"testing"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mem"
	"bedplate/store/mysql"
	mysqlserver "bedplate/store/mysql/server"
	"bedplate/store/postgres"
	"bedplate/store/postgres/server"
	"bedplate/store/sqlite"
)

// kind is a kind of store: how a test gets an empty database with the tables of
// a schema, which is gone when the test has ended.
type kind struct {
	name string
	open func(testing.TB, *schema.Schema, int) driver.Driver
	// missing tells that it cannot be had here, and that tests may do without.
	missing func() bool
}

func always() bool { return false }

var kinds = []kind{
	{Reference, func(_ testing.TB, s *schema.Schema, _ int) driver.Driver { return mem.New(s) }, always},
	{Embedded, file, always},
	{"postgres", onPostgres, server.Missing},
	{"mysql", onMySQL, mysqlserver.Missing},
}

// Reference is the kind that is plain: the others have to answer as it does.
const Reference = "mem"

// Embedded is the kind whose database is a file of this process.
const Embedded = "sqlite"

// All opens an empty database of every kind that can be had, with the tables of a schema.
func All(t testing.TB, s *schema.Schema) map[string]driver.Driver {
	t.Helper()
	all := map[string]driver.Driver{}
	for _, k := range kinds {
		if k.missing() {
			t.Logf("there is no %s to test with", k.name)
			continue
		}
		all[k.name] = k.open(t, s, connections)
	}
	return all
}

// Each runs a test on every kind of store, in parallel; on those that cannot be
// had it is skipped.
func Each(t *testing.T, test func(t *testing.T, kind string)) {
	t.Helper()
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			test(t, k.name)
		})
	}
}

// Cases is how many of n random cases are tried on a kind: a third where every
// statement goes to a server, which is planned there anew.
func Cases(name string, n int) int {
	if name == Reference || name == Embedded {
		return n
	}
	return (n + 2) / 3
}

// connections are how many a test has to a server.
const connections = 8

// Open gives an empty database of a kind, with the tables of a schema.
func Open(t testing.TB, name string, s *schema.Schema) driver.Driver {
	t.Helper()
	return OpenBy(t, name, s, connections)
}

// OpenBy is Open with so many connections where the database is a server's.
func OpenBy(t testing.TB, name string, s *schema.Schema, conns int) driver.Driver {
	t.Helper()
	for _, k := range kinds {
		if k.name == name {
			return k.open(t, s, conns)
		}
	}
	t.Fatalf("there is no store %q", name)
	return nil
}

func file(t testing.TB, s *schema.Schema, _ int) driver.Driver {
	t.Helper()
	d, err := sqlite.Open(filepath.Join(t.TempDir(), "test.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() }) // closing twice does no harm
	for _, c := range s.Collections {
		statements, err := sqlite.DDL(c)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Exec(context.Background(), statements...); err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
	}
	return d
}

func onPostgres(t testing.TB, s *schema.Schema, conns int) driver.Driver {
	t.Helper()
	ctx := context.Background()
	d, err := postgres.Open(ctx, server.Schema(t), postgres.Options{MaxConns: conns})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	server.Create(t, d.Pool(), s)
	return d
}

func onMySQL(t testing.TB, s *schema.Schema, conns int) driver.Driver {
	t.Helper()
	ctx := context.Background()
	address := mysqlserver.Database(t)
	d, err := mysql.Open(ctx, address, mysql.Options{MaxConns: conns})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	mysqlserver.Create(t, address, s, d.Dialect())
	return d
}
