package mysql

import (
	"fmt"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/driver"
	machine "bedplate/store/mysql/server"
	"bedplate/store/storetest/line"
)

// TestLimits meets what a server refuses, and what takes too long.
func TestLimits(t *testing.T) {
	t.Parallel()
	t.Run("read-only", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, Options{MaxConns: 1})
		c, err := b.pool.take(t.Context(), alone, false)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.exec(t.Context(), "SET SESSION TRANSACTION READ ONLY"); err != nil {
			t.Fatal(err)
		}
		b.pool.give(c)
		code(t, "a write", b.addOne(driver.Mode{}, 1), fault.ReadOnly)
		b.want(0)
	})
	t.Run("a table that is locked", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, Options{StatementTimeout: 200 * time.Millisecond})
		other := machine.Connect(t, b.address)
		if _, err := other.ExecContext(t.Context(), "LOCK TABLES notes WRITE"); err != nil {
			t.Fatal(err)
		}
		_, err := b.count()
		code(t, "a read", err, fault.Timeout)
		want := fault.Timeout
		if b.server.limit != seconds { // such a server bounds what a write waits for alone
			want = fault.Conflict
		}
		code(t, "a write", b.addOne(driver.Mode{}, 1), want)
		if _, err := other.ExecContext(t.Context(), "UNLOCK TABLES"); err != nil {
			t.Fatal(err)
		}
		b.want(0)
	})
	t.Run("a record that is locked", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, Options{StatementTimeout: 200 * time.Millisecond})
		if err := b.addOne(driver.Mode{}, 1); err != nil {
			t.Fatal(err)
		}
		other := machine.Connect(t, b.address)
		if _, err := other.ExecContext(t.Context(), "BEGIN"); err != nil {
			t.Fatal(err)
		}
		if _, err := other.ExecContext(t.Context(), "SELECT * FROM notes FOR UPDATE"); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		err := b.addOne(driver.Mode{}, 1)
		if c := fault.CodeOf(err); c != fault.Timeout && c != fault.Conflict {
			t.Errorf("a write gives %v", err)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("it took %s", took)
		}
		if _, err := other.ExecContext(t.Context(), "ROLLBACK"); err != nil {
			t.Fatal(err)
		}
		b.want(1)
	})
	t.Run("a wire that swallows everything", func(t *testing.T) {
		t.Parallel()
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = listener.Close() }()
		_, err = Open(t.Context(), "mysql://u@"+listener.Addr().String()+"/d", Options{AcquireTimeout: 100 * time.Millisecond})
		code(t, "the start", err, fault.Unavailable)
	})
	t.Run("a server that falls silent", func(t *testing.T) {
		t.Parallel()
		home := machine.Database(t)
		l, address := line.Through(t, home)
		b := openBook(t, home, address, Options{StatementTimeout: time.Second, AcquireTimeout: time.Second})
		b.want(0)
		l.Mute()
		began := time.Now()
		_, err := b.count()
		code(t, "a read", err, fault.Unavailable)
		code(t, "a write", b.addOne(driver.Mode{}, 1), fault.Unavailable)
		if took := time.Since(began); took > 8*time.Second {
			t.Errorf("they took %s", took)
		}
		l.Mend()
		b.want(0)
	})
	t.Run("no connection is free", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, Options{MaxConns: 1, AcquireTimeout: time.Second})
		if err := b.addOne(driver.Mode{}, 1); err != nil {
			t.Fatal(err)
		}
		err := b.Read(t.Context(), b.all, nil, func(query.Row) error {
			_, err := b.count()
			return err
		})
		code(t, "a second read", err, fault.Unavailable)
		b.want(1)
	})
	t.Run("no connections left", func(t *testing.T) {
		t.Parallel()
		b := newBook(t, Options{})
		u, err := url.Parse(b.address)
		if err != nil {
			t.Fatal(err)
		}
		name := "limited_" + strings.TrimPrefix(u.Path, "/")
		b.run("CREATE USER " + name + " IDENTIFIED BY 'x' WITH MAX_USER_CONNECTIONS 1")
		t.Cleanup(func() { b.run("DROP USER " + name) })
		b.run("GRANT ALL ON *.* TO " + name)
		u.User = url.UserPassword(name, "x")
		held := machine.Connect(t, u.String())
		_, err = Open(t.Context(), u.String(), Options{})
		code(t, "the start", err, fault.Unavailable)
		if err := held.PingContext(t.Context()); err != nil {
			t.Error(err)
		}
	})
	t.Run("no server", func(t *testing.T) {
		t.Parallel()
		_, err := Open(t.Context(), "mysql://u@127.0.0.1:1/d", Options{})
		code(t, "the start", err, fault.Unavailable)
	})
	t.Run("a wrong address", func(t *testing.T) {
		t.Parallel()
		u, err := url.Parse(machine.Database(t))
		if err != nil {
			t.Fatal(err)
		}
		wrong := *u
		wrong.User = url.UserPassword(u.User.Username(), "s3cret")
		nowhere := *u
		nowhere.Path = "/there_is_no_such_database"
		for _, address := range []string{"mysql://u:s3cret@:x/d", "mysql://u:s3cret@h", wrong.String(), nowhere.String()} {
			_, err = Open(t.Context(), address, Options{})
			code(t, address, err, fault.Value)
			if strings.Contains(fmt.Sprint(err), "s3cret") {
				t.Errorf("the error repeats the password: %v", err)
			}
		}
	})
}
