// Package server gives tests empty databases on PostgreSQL servers that are
// running already. No program of ours imports it.
package server

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"bedplate/schema"
	"bedplate/store/postgres/ddl"
	"bedplate/store/postgres/dialect"
	"bedplate/store/servers"
)

// Variable names the environment variable that has the server's address, as a
// user who may make databases.
const Variable = "BEDPLATE_TEST_POSTGRES"

// Server is one that tests may use, by the variable that has its address.
type Server string

// Standard is the release that most tests run on, Newer the newest there is.
const (
	Standard Server = Variable
	Newer    Server = "BEDPLATE_TEST_POSTGRES_NEWER"
)

// Each runs a test on both, in parallel.
func Each(t *testing.T, test func(*testing.T, Server)) {
	t.Helper()
	for _, s := range []Server{Standard, Newer} {
		t.Run(map[Server]string{Standard: "standard", Newer: "newer"}[s], func(t *testing.T) {
			t.Parallel()
			test(t, s)
		})
	}
}

var shared = map[Server]*sync.Once{Standard: {}, Newer: {}}

// sharedName is the database that schemas of tests are in.
const sharedName = "bedplate_tests"

// locale puts texts in an order that is not that of their bytes.
const locale = " TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C.UTF-8'"

// Missing tells that there is no server, and that tests may do without.
func Missing() bool { return servers.Missing(Variable) }

// Database makes an empty database and gives its address; it is dropped when the
// test has ended. Texts are in an order there that is not that of their bytes,
// which nothing may depend on. Without a server the test is skipped.
func Database(t testing.TB) string { return Standard.Database(t) }

// Database is the function of this name, on a server.
func (s Server) Database(t testing.TB) string {
	t.Helper()
	address, name := servers.Running(t, string(s)), servers.Name()
	admin(t, address, "CREATE DATABASE "+name+locale)
	t.Cleanup(func() { admin(t, address, "DROP DATABASE "+name+" WITH (FORCE)") })
	return servers.At(t, address, name)
}

// admin runs a statement that stands outside of transactions.
func admin(t testing.TB, address, sql string) {
	t.Helper()
	if err := execute(address, sql); err != nil {
		t.Fatalf("%s: %v", strings.SplitN(sql, " TEMPLATE", 2)[0], err)
	}
}

// admins are the connections by which databases and schemas are made and dropped, one
// for each address: to connect takes longer than most of what they do.
var admins struct {
	sync.Mutex
	open map[string]*pgx.Conn
}

func execute(address, sql string) error {
	ctx := context.Background() // a test's own is done when it is cleaned up
	admins.Lock()
	defer admins.Unlock()
	conn := admins.open[address]
	if conn == nil || conn.IsClosed() {
		var err error
		if conn, err = pgx.Connect(ctx, address); err != nil {
			return err
		}
		if admins.open == nil {
			admins.open = map[string]*pgx.Conn{}
		}
		admins.open[address] = conn
	}
	_, err := conn.Exec(ctx, sql, pgx.QueryExecModeSimpleProtocol)
	return err
}

// Schema makes an empty schema in a database that tests share, and gives the
// address by which things are made there; it is dropped when the test has ended.
// That is far cheaper than a database of its own. Without a server the test is
// skipped.
func Schema(t testing.TB) string { return Standard.Schema(t) }

// Schema is the function of this name, on a server.
func (s Server) Schema(t testing.TB) string {
	t.Helper()
	address := servers.Running(t, string(s))
	shared[s].Do(func() {
		// Another process may have made it, or make it just now.
		_ = execute(address, "CREATE DATABASE "+sharedName+locale)
	})
	address = servers.At(t, address, sharedName)
	name := servers.Name()
	admin(t, address, "CREATE SCHEMA "+name)
	t.Cleanup(func() { admin(t, address, "DROP SCHEMA "+name+" CASCADE") })
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

// Connect opens a connection, which is closed when the test has ended.
func Connect(t testing.TB, address string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// Create makes the tables of a schema, over a connection or a pool.
func Create(t testing.TB, db ddl.Execer, s *schema.Schema) {
	t.Helper()
	if err := ddl.Create(context.Background(), db, s, dialect.Postgres{}); err != nil {
		t.Fatal(err)
	}
}
