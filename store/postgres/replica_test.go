package postgres_test

import (
	"context"
	"net/url"
	"os"
	"strings"
	"testing"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/postgres"
	"bedplate/store/postgres/server"
	"bedplate/store/storetest/replicas"
)

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
			machine.Create(t, home, s)
			return open(t, home)
		},
		Replica: func(ctx context.Context) (driver.Driver, error) { return opened(ctx, replica, postgres.Options{}) },
	})
}

// strangers are other servers, databases and users, and their positions.
func strangers(t *testing.T, pair *server.Pair) {
	home, replica := pair.Database(t)
	machine.Create(t, home, replicas.Notes(t))
	library := func(t *testing.T, replica string) *replicas.Library {
		return replicas.Open(t, open(t, home), func(ctx context.Context) (driver.Driver, error) { return opened(ctx, replica, postgres.Options{}) })
	}
	l := library(t, replica)
	first := l.Add(1, 1, "x")
	l.Until(true, 1, first)
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
			if _, away := l.See(at); away || l.Knows([]string{at}) {
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
		h := library(t, as(t, replica, "humble", "humble"))
		h.Never(1)
		for <-h.Told != fault.Unavailable { // at first the replica may not know of the user
		}
		run(t, admin, "GRANT pg_read_all_stats TO humble")
		h.Until(true, 2, h.Add(2, 2, "x"))
	})

	t.Run("is another server", func(t *testing.T) {
		stranger := server.Database(t)
		machine.Create(t, stranger, replicas.Notes(t))
		s := library(t, stranger)
		s.Never(2)
		if code := <-s.Told; code != fault.Unavailable {
			t.Errorf("it is told as %q", code)
		}
	})
}
