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
	"bedplate/schema"
	"bedplate/store"
	"bedplate/store/driver"
	"bedplate/store/postgres"
	"bedplate/store/postgres/ddl"
	"bedplate/store/postgres/dialect"
	"bedplate/store/postgres/server"
	"bedplate/store/storetest/replicas"
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
		Replicas: []store.Replica{{Name: "replica", Open: func(ctx context.Context) (driver.Driver, error) { return opened(ctx, replica) }}},
		Heard: func(_ string, err error) {
			l.told <- fault.CodeOf(err)
		},
	})
	t.Cleanup(func() { _ = l.Store.Close() })
	return l
}

func opened(ctx context.Context, address string) (driver.Driver, error) {
	d, err := postgres.Open(ctx, address, postgres.Options{})
	if err != nil {
		return nil, err
	}
	return d, nil
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

// TestReplicas holds the driver to what all have in common, and offers it what is no
// replica of the database.
func TestReplicas(t *testing.T) {
	t.Parallel()
	pair := server.NewPair(t)
	t.Run("strangers", func(t *testing.T) { strangers(t, pair) })
	home, replica := pair.Database(t)
	replicas.Run(t, replicas.Setup{Pair: pair,
		Home: func(t testing.TB, s *schema.Schema) driver.Driver {
			d := open(t, home)
			if err := ddl.Create(t.Context(), d.Pool(), s, dialect.Postgres{}); err != nil {
				t.Fatal(err)
			}
			return d
		},
		Replica: func(ctx context.Context) (driver.Driver, error) { return opened(ctx, replica) },
	})
}

// strangers are other servers, databases and users, and their positions.
func strangers(t *testing.T, pair *server.Pair) {
	home, replica := pair.Database(t)
	b := openBook(t, home, postgres.Options{})
	l := openLibrary(t, b, replica)
	first := l.write(1)
	if n := l.until(true, first); n != 1 {
		t.Fatalf("the replica shows %d notes", n)
	}
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

	t.Run("its user may not see what it follows", func(t *testing.T) {
		admin := server.Connect(t, home)
		run(t, admin, "CREATE ROLE humble LOGIN PASSWORD 'humble'")
		run(t, admin, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO humble")
		h := openLibrary(t, b, as(t, replica, "humble", "humble"))
		h.never(1)
		for <-h.told != fault.Unavailable { // at first the replica may not know of the user
		}
		run(t, admin, "GRANT pg_read_all_stats TO humble")
		if n := h.until(true, h.write(2)); n != 2 {
			t.Errorf("it shows %d notes", n)
		}
	})

	t.Run("is another server", func(t *testing.T) {
		stranger := server.Database(t)
		openBook(t, stranger, postgres.Options{})
		s := openLibrary(t, b, stranger)
		s.never(2)
		if code := <-s.told; code != fault.Unavailable {
			t.Errorf("it is told as %q", code)
		}
	})

}
