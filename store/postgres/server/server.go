// Package server gives tests empty databases on a PostgreSQL server that is
// running already. No program of ours imports it.
package server

import (
	"context"
	"fmt"
	"net/url"
	"os"
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
	server := address(t)
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), made.Add(1))
	if err := run(server, "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C.UTF-8'"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := run(server, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return with(t, server, func(u *url.URL) { u.Path = "/" + name })
}

// Schema makes an empty schema in the server's own database, which is much
// quicker, and gives an address that leads to it.
func Schema(t testing.TB) string {
	t.Helper()
	server := address(t)
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), made.Add(1))
	if err := run(server, "CREATE SCHEMA "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := run(server, "DROP SCHEMA "+name+" CASCADE"); err != nil {
			t.Error(err)
		}
	})
	return with(t, server, func(u *url.URL) {
		q := u.Query()
		q.Set("search_path", name)
		u.RawQuery = q.Encode()
	})
}

// address gives that of the server.
func address(t testing.TB) string {
	t.Helper()
	address := os.Getenv(Variable)
	if address == "" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not set: there is no PostgreSQL to test with", Variable)
		}
		t.Skipf("%s is not set: there is no PostgreSQL to test with", Variable)
	}
	return address
}

func with(t testing.TB, address string, change func(*url.URL)) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatalf("%s: %v", Variable, err)
	}
	change(u)
	return u.String()
}

// run runs a statement on a connection of its own, for a test that may be over.
func run(address, sql string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return fmt.Errorf("%s: %w", Variable, err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, sql); err != nil {
		return fmt.Errorf("%s: %w", sql, err)
	}
	return nil
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
