package migrate_test

import (
	"context"
	"errors"
	"flag"
	"math/rand/v2"
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"bedplate/fault"
	"bedplate/internal/migrate"
	"bedplate/store/driver"
	"bedplate/store/mysql/migration"
	"bedplate/store/mysql/server"
)

// On a store whose migrations are not atomic, one that ends midway is gone on
// with. These tests end it at every word that it says to the server, as if it
// had been killed there.

// severed is a connection that ends with the n-th thing that it says: before it
// is heard, or after.
type severed struct {
	net.Conn
	left   *atomic.Int64
	before bool
}

// midways is how many places of the migration it is ended at.
var midways = flag.Int64("midways", 4, "places at which migrations are ended")

var errSevered = errors.New("severed")

func (c *severed) Write(b []byte) (int, error) {
	n := c.left.Add(-1)
	if n < 0 || n == 0 && c.before {
		c.Conn.Close()
		return 0, errSevered
	}
	written, err := c.Conn.Write(b)
	if n == 0 {
		if tcp, ok := c.Conn.(*net.TCPConn); ok {
			_ = tcp.CloseWrite() // what was said is heard
		}
		c.Conn.Close()
		return written, errSevered
	}
	return written, err
}

// ending makes a migrator whose connections end after n words. said counts them.
func ending(t *testing.T, address string, n int64, before bool) (m driver.Migrator, said func() int64) {
	t.Helper()
	config := server.Config(address)
	left := &atomic.Int64{}
	left.Store(n)
	config.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return &severed{Conn: conn, left: left, before: before}, nil
	}
	return migration.New(config), func() int64 { return n - left.Load() }
}

// renewed is people with a change of every kind, conversions included.
var renewed = strings.NewReplacer(
	"collection: people", "collection: staff\nwas: people", "to: people", "to: staff",
	"  id:    int", "  id:    {type: text, max: 20}",
	"label: text", "label: {type: text, required: true}", "name:  {type: text, max: 40}", "title: {type: text, max: 60, was: name, unique: true}",
	"age:   int", "age:   {type: text, max: 9}\n  email: text\n  score: {type: int, default: 3}", "level: {type: enum, values: [low, high]}", "grade: {type: enum, was: level, values: [low, high, top]}",
	"code: {type: text, max: 10}\n  name: text", "code: {type: text, max: 12}\n  title: {type: text, was: name}\nsearch: [title]\n---\ncollection: added\nfields:\n  team: {type: ref, to: teams, back: added}",
).Replace(people)

const renewedRows = "7|41|null|3|high|null\n9|32|null|3|low|7\n12|null|null|3|null|9"

func TestEndedMidway(t *testing.T) {
	t.Parallel()
	words := func(n int64, before bool) (int64, *database) {
		db := newMySQL(t)
		db.apply(people)
		db.exec(peopleRows)
		m, said := ending(t, db.path, n, before)
		err := migrate.Apply(t.Context(), migrate.Target{Migrator: m, Store: "main"}, db.plan(renewed), migrate.Options{AllowLoss: true})
		if said() < n && err != nil || said() >= n && err == nil {
			t.Fatalf("of %d words %d were said: %v", n, said(), err)
		}
		return said(), db
	}
	whole, _ := words(1_000_000, true)
	fresh := newMySQL(t)
	fresh.apply(renewed)
	stride := max(1, whole/(*midways))
	for n := 1 + rand.Int64N(stride); n < whole; n += stride { // others each time
		for _, before := range []bool{true, false} {
			_, db := words(n, before)
			// What was allowed once is gone on with at the next start; where
			// nothing was begun, it waits as before.
			_, err := db.start(renewed)
			if fault.CodeOf(err) == fault.SchemaChanged && db.rows("SELECT journal IS NULL FROM _bedplate_meta") == "1" {
				db.apply(renewed)
			} else if err != nil {
				t.Fatalf("after %d words (%t): %v", n, before, err)
			}
			if rest := db.plan(renewed); !rest.Empty() {
				t.Fatalf("after %d words (%t) there is still:\n%s", n, before, show(rest))
			}
			db.want("SELECT id, age, email, score, grade, boss FROM staff ORDER BY length(id), id", renewedRows)
			db.want("SELECT owner, label FROM badges ORDER BY owner", "7|best\n9|best")
			db.want("SELECT code, _bedplate_words_title FROM teams ORDER BY code", "blue| blues \nred| reds ")
			if got, want := db.layout(), fresh.layout(); got != want {
				t.Fatalf("after %d words (%t) the tables are\n%s\nand fresh ones would be\n%s", n, before, got, want)
			}
			db.want("SELECT journal FROM _bedplate_meta", "null")
			if t.Failed() {
				t.Fatalf("after %d words (%t)", n, before)
			}
		}
	}
}
