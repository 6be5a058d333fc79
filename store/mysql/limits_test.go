package mysql

import (
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/store/driver"
	machine "bedplate/store/mysql/server"
	"bedplate/store/storetest/faults"
)

// TestLimits meets what a server refuses, and what takes too long.
func TestLimits(t *testing.T) {
	t.Parallel()
	t.Run("read-only", func(t *testing.T) {
		t.Parallel()
		b := notebook.Book(t, faults.Limits{MaxConns: 1})
		pool := b.Driver.(*Driver).pool
		c, err := pool.take(t.Context(), alone, false)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.exec(t.Context(), "SET SESSION TRANSACTION READ ONLY"); err != nil {
			t.Fatal(err)
		}
		pool.give(c)
		faults.Code(t, "a write", b.AddOne(driver.Mode{}, 1), fault.ReadOnly)
		b.Want(0)
	})
	t.Run("a record that is locked", func(t *testing.T) {
		t.Parallel()
		b := notebook.Book(t, faults.Limits{StatementTimeout: 200 * time.Millisecond})
		b.Must(1)
		other := machine.Connect(t, b.Home)
		if _, err := other.ExecContext(t.Context(), "BEGIN"); err != nil {
			t.Fatal(err)
		}
		if _, err := other.ExecContext(t.Context(), "SELECT * FROM notes FOR UPDATE"); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		err := b.AddOne(driver.Mode{}, 1)
		if c := fault.CodeOf(err); c != fault.Timeout && c != fault.Conflict {
			t.Errorf("a write gives %v", err)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("it took %s", took)
		}
		if _, err := other.ExecContext(t.Context(), "ROLLBACK"); err != nil {
			t.Fatal(err)
		}
		b.Want(1)
	})
	t.Run("a wire that swallows everything", func(t *testing.T) {
		t.Parallel()
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = listener.Close() }()
		_, err = Open(t.Context(), "mysql://u@"+listener.Addr().String()+"/d", Options{AcquireTimeout: 100 * time.Millisecond})
		faults.Code(t, "the start", err, fault.Unavailable)
	})
	t.Run("no connections left", func(t *testing.T) {
		t.Parallel()
		b := notebook.Book(t, faults.Limits{})
		only := limited(t, b, 1)
		held := machine.Connect(t, only)
		_, err := Open(t.Context(), only, Options{})
		faults.Code(t, "the start", err, fault.Unavailable)
		if err := held.PingContext(t.Context()); err != nil {
			t.Error(err)
		}
	})
	t.Run("fewer connections than the pool would open", func(t *testing.T) {
		t.Parallel()
		b := notebook.Book(t, faults.Limits{})
		few := limited(t, b, 2)
		c := notebook.Known(t, b.Home, few, faults.Limits{MaxConns: 10})
		var work sync.WaitGroup
		for id := range int64(30) {
			work.Go(func() {
				if err := c.AddOne(driver.Mode{}, id); err != nil {
					t.Error(err)
				}
			})
		}
		work.Wait()
		c.Want(30)
	})
	t.Run("no server", func(t *testing.T) {
		t.Parallel()
		_, err := Open(t.Context(), "mysql://u@127.0.0.1:1/d", Options{})
		faults.Code(t, "the start", err, fault.Unavailable)
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
			faults.Code(t, address, err, fault.Value)
			if strings.Contains(fmt.Sprint(err), "s3cret") {
				t.Errorf("the error repeats the password: %v", err)
			}
		}
	})
}

// limited gives the address of a book for a user who may have few connections.
func limited(t *testing.T, b *faults.Book, most int) string {
	t.Helper()
	u, err := url.Parse(b.Home)
	if err != nil {
		t.Fatal(err)
	}
	name := "limited_" + strings.TrimPrefix(u.Path, "/")
	b.Run(fmt.Sprintf("CREATE USER %s IDENTIFIED BY 'x' WITH MAX_USER_CONNECTIONS %d", name, most), "GRANT ALL ON *.* TO "+name)
	t.Cleanup(func() { b.Run("DROP USER " + name) })
	u.User = url.UserPassword(name, "x")
	return u.String()
}
