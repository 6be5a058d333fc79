// Package server gives tests empty databases on a PostgreSQL server that is
// running already. No program of ours imports it.
package server

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Variable names the environment variable that has the server's address, as a
// user who may make databases.
const Variable = "BEDPLATE_TEST_POSTGRES"

var made atomic.Int64

// Database makes an empty database and gives its address; it is dropped when the
// test has ended. Texts are in an order there that is not that of their bytes,
// which nothing may depend on. Without a server the test is skipped.
func Database(t testing.TB) string {
	t.Helper()
	address := os.Getenv(Variable)
	if address == "" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not set: there is no PostgreSQL to test with", Variable)
		}
		t.Skipf("%s is not set: there is no PostgreSQL to test with", Variable)
	}
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), made.Add(1))
	admin(t, address, "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C.UTF-8'")
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
	ctx := context.Background() // the test's own is done when it is cleaned up
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatalf("%s: %v", Variable, err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, sql); err != nil {
		t.Fatalf("%s: %v", strings.SplitN(sql, " TEMPLATE", 2)[0], err)
	}
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
