package postgres_test

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/store/postgres"
	"bedplate/store/postgres/server"
	"bedplate/store/storetest/faults"
)

// TestConnecting opens what cannot be opened. Only what may be mended while one
// waits is Unavailable.
func TestConnecting(t *testing.T) {
	t.Parallel()
	address := server.Database(t)
	admin := server.Connect(t, address)
	name := admin.Config().Database
	run := func(sql string) {
		t.Helper()
		if _, err := admin.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	undo := func(sql string) { t.Cleanup(func() { _, _ = admin.Exec(context.Background(), sql) }) }
	run("CREATE ROLE barred_" + name + " LOGIN PASSWORD 's3cret'")
	undo("DROP ROLE barred_" + name)
	run("CREATE ROLE limited_" + name + " LOGIN PASSWORD 's3cret' CONNECTION LIMIT 0")
	undo("DROP ROLE limited_" + name)
	run("REVOKE CONNECT ON DATABASE " + name + " FROM PUBLIC")
	run("GRANT CONNECT ON DATABASE " + name + " TO limited_" + name)
	undo("REVOKE CONNECT ON DATABASE " + name + " FROM limited_" + name)
	run("CREATE DATABASE latin_" + name + " TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
	undo("DROP DATABASE latin_" + name)

	change := func(f func(*url.URL)) string {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		f(u)
		return u.String()
	}
	mode := func(u *url.URL, ssl string) { u.RawQuery = "sslmode=" + ssl }
	as := func(user string) func(*url.URL) {
		return func(u *url.URL) { u.User = url.UserPassword(user, "s3cret") }
	}
	for _, c := range []struct {
		name, address string
		code          fault.Code
	}{
		{"an address that is none", "postgres://u:s3cret@:x/d", fault.Value},
		{"nobody listens", "postgres://u:s3cret@127.0.0.1:1/d", fault.Unavailable},
		{"no such host", "postgres://u:s3cret@host.invalid/d", fault.Unavailable},
		{"a server that says nothing", "postgres://u:s3cret@" + deaf(t) + "/d?sslmode=disable", fault.Unavailable},
		{"a server that speaks something else", "postgres://u:s3cret@" + answering(t, "HTTP/1.1 400 Bad Request\r\n\r\n") + "/d?sslmode=disable", fault.Unavailable},
		{"a wrong password", change(func(u *url.URL) { u.User = url.UserPassword(u.User.Username(), "s3cret") }), fault.Denied},
		{"no such user", change(as("nobody")), fault.Denied},
		{"no such database", change(func(u *url.URL) { u.Path = "/nowhere" }), fault.NotFound},
		{"no right to the database", change(as("barred_" + name)), fault.Denied},
		{"no connection left", change(as("limited_" + name)), fault.Unavailable},
		{"a certificate that nobody vouches for", change(func(u *url.URL) { mode(u, "verify-full") }), fault.Denied},
		{"TLS where there is none", "postgres://u:s3cret@" + answering(t, "N") + "/d?sslmode=require", fault.Denied},
		{"texts in Latin 1", change(func(u *url.URL) { u.Path = "/latin_" + name }), fault.Unsupported},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := postgres.Open(t.Context(), c.address, postgres.Options{ConnectTimeout: time.Second})
			faults.Code(t, c.address, err, c.code)
			if said := fmt.Sprint(err); strings.Contains(said, "s3cret") || strings.Contains(said, "\n") {
				t.Errorf("it says %q", said)
			}
			if hint := fault.As(err).Hint; hint == "" && c.code != fault.Unavailable {
				t.Errorf("nothing says what to do about %v", err)
			}
			t.Log(fault.As(err).Message)
			_, err = postgres.NewMigrator(c.address).Stamp(bounded(t))
			faults.Code(t, "a migration of "+c.address, err, c.code)
		})
	}
}

func bounded(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// deaf is the address of a server that never answers.
func deaf(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return listener.Addr().String()
}

// answering is the address of a server that answers whatever is said to it.
func answering(t *testing.T, with string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = c.Read(make([]byte, 1024))
			_, _ = c.Write([]byte(with))
			_ = c.Close()
		}
	}()
	return listener.Addr().String()
}
