// Package server gives tests empty databases on a PostgreSQL server that is
// running already. No program of ours imports it.
package server

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Variable names the environment variable that has the server's address, as a
// user who may make databases.
const Variable = "BEDPLATE_TEST_POSTGRES"

var (
	made   atomic.Int64
	shared sync.Once
)

// sharedName is the database that schemas of tests are in.
const sharedName = "bedplate_tests"

// locale puts texts in an order that is not that of their bytes.
const locale = " TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C.UTF-8'"

// Missing tells that there is no server, and that tests may do without.
func Missing() bool { return os.Getenv(Variable) == "" && os.Getenv("CI") != "true" }

func given(t testing.TB) string {
	t.Helper()
	address := os.Getenv(Variable)
	switch {
	case address != "":
	case Missing():
		t.Skipf("%s is not set: there is no PostgreSQL to test with", Variable)
	default:
		t.Fatalf("%s is not set: there is no PostgreSQL to test with", Variable)
	}
	return address
}

// Database makes an empty database and gives its address; it is dropped when the
// test has ended. Texts are in an order there that is not that of their bytes,
// which nothing may depend on. Without a server the test is skipped.
func Database(t testing.TB) string {
	t.Helper()
	address := given(t)
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), made.Add(1))
	admin(t, address, "CREATE DATABASE "+name+locale)
	t.Cleanup(func() { admin(t, address, "DROP DATABASE "+name+" WITH (FORCE)") })
	u, err := url.Parse(address)
	if err != nil {
		t.Fatalf("%s: %v", Variable, err)
	}
	u.Path = "/" + name
	return u.String()
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
func Schema(t testing.TB) string {
	t.Helper()
	address := given(t)
	shared.Do(func() {
		// Another process may have made it, or make it just now.
		_ = execute(address, "CREATE DATABASE "+sharedName+locale)
	})
	u, err := url.Parse(address)
	if err != nil {
		t.Fatalf("%s: %v", Variable, err)
	}
	u.Path = "/" + sharedName
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), made.Add(1))
	admin(t, u.String(), "CREATE SCHEMA "+name)
	within := *u
	t.Cleanup(func() { admin(t, within.String(), "DROP SCHEMA "+name+" CASCADE") })
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
