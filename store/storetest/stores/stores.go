// Package stores opens empty databases for tests that have to mean the same on
// every kind of store there is.
package stores

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mem"
	"bedplate/store/postgres"
	"bedplate/store/postgres/ddl"
	"bedplate/store/postgres/dialect"
	"bedplate/store/postgres/server"
	"bedplate/store/sqlite"
)

// kind is a kind of store: how a test gets an empty database with the tables of
// a schema, which is gone when the test has ended.
type kind struct {
	name string
	open func(testing.TB, *schema.Schema) driver.Driver
	// variable names the environment variable that has to be set for it, if any.
	variable string
}

var kinds = []kind{
	{Reference, func(_ testing.TB, s *schema.Schema) driver.Driver { return mem.New(s) }, ""},
	{Embedded, file, ""},
	{"postgres", onPostgres, server.Variable},
}

// there tells whether a kind can be tested, or has to be.
func (k kind) there() bool {
	return k.variable == "" || os.Getenv(k.variable) != "" || os.Getenv("CI") == "true"
}

// Reference is the kind that is plain: the others have to answer as it does.
const Reference = "mem"

// Embedded is the kind whose database is a file of this process.
const Embedded = "sqlite"

// All opens an empty database of every kind that there is a server for, with the
// tables of a schema.
func All(t testing.TB, s *schema.Schema) map[string]driver.Driver {
	t.Helper()
	all := map[string]driver.Driver{}
	for _, k := range kinds {
		if k.there() {
			all[k.name] = k.open(t, s)
		}
	}
	return all
}

// Each runs a test on every kind of store, in parallel.
func Each(t *testing.T, test func(t *testing.T, kind string)) {
	t.Helper()
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			if !k.there() {
				t.Skipf("%s is not set: there is no server to test with", k.variable)
			}
			test(t, k.name)
		})
	}
}

// Open gives an empty database of a kind, with the tables of a schema.
func Open(t testing.TB, name string, s *schema.Schema) driver.Driver {
	t.Helper()
	for _, k := range kinds {
		if k.name == name {
			return k.open(t, s)
		}
	}
	t.Fatalf("there is no store %q", name)
	return nil
}

func onPostgres(t testing.TB, s *schema.Schema) driver.Driver {
	t.Helper()
	d, err := postgres.Open(context.Background(), server.Database(t), postgres.Options{MaxConns: 4})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() }) // closing twice does no harm
	if err := ddl.Create(t.Context(), d.Pool(), s, dialect.Postgres{}); err != nil {
		t.Fatal(err)
	}
	return d
}

func file(t testing.TB, s *schema.Schema) driver.Driver {
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
