package postgres_test

import (
	"context"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/store"
	"bedplate/store/driver"
	"bedplate/store/postgres"
	"bedplate/store/postgres/server"
)

// library is a store of notes with one replica.
type library struct {
	*book
	*store.Store
	told chan fault.Code
}

func openLibrary(t *testing.T, b *book, replica string) *library {
	t.Helper()
	d, err := postgres.Open(t.Context(), b.Pool().Config().ConnString(), postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	l := &library{book: &book{T: t, Driver: d, notes: b.notes, all: b.all}, told: make(chan fault.Code, 100)}
	l.Store = store.New(l.book.Driver, store.Options{Lag: time.Hour,
		Replicas: []store.Replica{{Name: "replica", Open: func(ctx context.Context) (driver.Driver, error) {
			d, err := postgres.Open(ctx, replica, postgres.Options{Wait: time.Second})
			if err != nil {
				return nil, err
			}
			return d, nil
		}}},
		Heard: func(_ string, err error) {
			l.told <- fault.CodeOf(err)
		},
	})
	t.Cleanup(func() { _ = l.Store.Close() })
	return l
}

// write adds a note and gives the position behind it.
func (l *library) write(id int64) string {
	l.Helper()
	if err := l.addOne(driver.Mode{}, id); err != nil {
		l.Fatal(err)
	}
	at, err := l.Store.Position(l.Context())
	if err != nil {
		l.Fatal(err)
	}
	return at
}

// read counts the notes as a request does, and tells whether the replica did.
func (l *library) read(positions ...string) (n int, away bool) {
	l.Helper()
	count := func(query.Row) error { n++; return nil }
	if r := l.Away(positions); r != nil {
		err := r.Read(l.Context(), l.all, nil, count)
		if !r.Failed() {
			if err != nil {
				l.Fatal(err)
			}
			return n, true
		}
		n = 0
	}
	if err := l.Store.Read(l.Context(), l.all, nil, count); err != nil {
		l.Fatal(err)
	}
	return n, false
}

// until reads until the replica answers, or does not any more.
func (l *library) until(away bool, positions ...string) (n int) {
	l.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		n, by := l.read(positions...)
		if by == away {
			return n
		}
		if time.Now().After(end) {
			l.Fatalf("the replica answers: %v", by)
		}
	}
}

func (l *library) never(rows int, positions ...string) {
	l.Helper()
	for range 30 {
		if n, away := l.read(positions...); away || n != rows {
			l.Fatalf("%d notes instead of %d, by the replica %v", n, rows, away)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func run(t *testing.T, conn *pgx.Conn, sql string) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

func as(t *testing.T, address, user, password string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(user, password)
	return u.String()
}

// TestReplica reads a replica that lags, dies, comes back and takes the place of
// its server.
func TestReplica(t *testing.T) {
	t.Parallel()
	pair := server.NewPair(t)
	home, replica := pair.Database(t)
	l := openLibrary(t, openBook(t, home, postgres.Options{}), replica)
	first := l.write(1)
	if n := l.until(true, first); n != 1 {
		t.Fatalf("the replica shows %d notes", n)
	}

	t.Run("lags", func(t *testing.T) {
		pair.Pause(t)
		second := l.write(2)
		l.never(2, second)
		l.never(2, first, second)
		if n, away := l.read(first); n != 1 || !away {
			t.Errorf("one who wrote before sees %d notes, by the replica %v", n, away)
		}
		if n, away := l.read(); n != 1 || !away {
			t.Errorf("one who wrote nothing sees %d notes, by the replica %v", n, away)
		}
		pair.Continue(t)
		if n := l.until(true, second); n != 2 {
			t.Errorf("the replica shows %d notes", n)
		}
	})

	t.Run("is not where it was said to be", func(t *testing.T) {
		pair.Pause(t)
		third := l.write(3)
		d, err := postgres.Open(t.Context(), replica, postgres.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = d.Close() }()
		for range 3 {
			visited := 0
			count := func(query.Row) error { visited++; return nil }
			if err := d.ReadCovering(t.Context(), []string{first, third}, l.all, nil, count); err != driver.Behind || visited > 0 {
				t.Fatalf("it shows %d notes of another time: %v", visited, err)
			}
			if err := d.ReadCovering(t.Context(), []string{first}, l.all, nil, count); err != nil || visited != 2 {
				t.Fatalf("it shows %d notes: %v", visited, err)
			}
		}
		pair.Continue(t)
		l.until(true, third)
		if n := l.Pool().Stat().AcquiredConns() + d.Pool().Stat().AcquiredConns(); n != 0 {
			t.Errorf("%d connections were not given back", n)
		}
	})

	t.Run("positions of others", func(t *testing.T) {
		other, err := postgres.Open(t.Context(), os.Getenv(server.Variable), postgres.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = other.Close() }()
		foreign, err := other.Position(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		neighbour, _ := pair.Database(t)
		beside, err := postgres.Open(t.Context(), neighbour, postgres.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = beside.Close() }()
		next, err := beside.Position(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for what, at := range map[string]string{"another server's": foreign, "another database's": next, "nonsense": "x", "nothing": "",
			"too short": "1.2.3", "too long": first + ".1", "far ahead": "7fffffffffffffff" + first[strings.Index(first, "."):]} {
			if _, away := l.read(at); away || l.Knows([]string{at}) {
				t.Errorf("%s is answered by the replica", what)
			}
		}
		if !l.Knows([]string{first}) {
			t.Error("a position of its own is not known")
		}
	})

	t.Run("is killed while it is read", func(t *testing.T) {
		admin := server.Connect(t, home)
		run(t, admin, "INSERT INTO notes SELECT n, 0 FROM generate_series(100, 300000) AS n")
		many := l.write(4)
		l.until(true, many)
		r := l.Away([]string{many})
		if r == nil {
			t.Fatal("the replica is not read")
		}
		seen := 0
		err := r.Read(t.Context(), l.all, nil, func(query.Row) error {
			if seen++; seen == 1 {
				pair.KillReplica(t)
			}
			return nil
		})
		if !r.Failed() || fault.CodeOf(err) != fault.Unavailable {
			t.Errorf("the read ends with %v behind %d notes", err, seen)
		}
		if n, away := l.read(many); away || n != 4+299901 {
			t.Errorf("by the replica %v: %d notes", away, n)
		}
		run(t, admin, "DELETE FROM notes WHERE id >= 100")
		l.never(5, l.write(5))
		l.never(5)
		pair.ResumeReplica(t)
		if n := l.until(true, l.write(6)); n != 6 {
			t.Errorf("after its return it shows %d notes", n)
		}
	})

	t.Run("its user may not see what it follows", func(t *testing.T) {
		admin := server.Connect(t, home)
		run(t, admin, "CREATE ROLE humble LOGIN PASSWORD 'humble'")
		run(t, admin, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO humble")
		h := openLibrary(t, l.book, as(t, replica, "humble", "humble"))
		h.never(6)
		if code := <-h.told; code != fault.Unavailable {
			t.Errorf("it is told as %q", code)
		}
		run(t, admin, "GRANT pg_read_all_stats TO humble")
		if n := h.until(true, h.write(7)); n != 7 {
			t.Errorf("it shows %d notes", n)
		}
	})

	t.Run("is another server", func(t *testing.T) {
		stranger := server.Database(t)
		openBook(t, stranger, postgres.Options{})
		s := openLibrary(t, l.book, stranger)
		s.never(7)
		if code := <-s.told; code != fault.Unavailable {
			t.Errorf("it is told as %q", code)
		}
	})

	t.Run("takes its server's place", func(t *testing.T) {
		run(t, server.Connect(t, replica), "SELECT pg_promote()")
		l.until(false)
		promoted, err := postgres.Open(t.Context(), replica, postgres.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = promoted.Close() }()
		// What it writes from now on brings it beyond the place where home is.
		run(t, server.Connect(t, replica), "CREATE TABLE filler AS SELECT repeat('x', 1000) FROM generate_series(1, 1000)")
		l.never(8, l.write(8))
		at, err := promoted.Position(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if l.Compare(at, first) != driver.Apart {
			t.Errorf("%s is said to be on the way from %s", at, first)
		}
	})
}
