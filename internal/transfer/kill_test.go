package transfer_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"bedplate/fault"
	"bedplate/internal/migrate"
	"bedplate/internal/transfer"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mysql"
	mysqlserver "bedplate/store/mysql/server"
	"bedplate/store/plan"
	"bedplate/store/postgres"
	postgresserver "bedplate/store/postgres/server"
	"bedplate/store/sqlite"
	"bedplate/value"
)

// errKilled is what a store says to a process that is no more.
var errKilled = errors.New("killed")

// life is a process that ends after so many changes of its stores: right before
// one, or right after it.
type life struct{ left int }

func (l *life) spend() error {
	if l.left--; l.left < 0 {
		return errKilled
	}
	return nil
}

func (l *life) do(change func() error) error {
	if err := l.spend(); err != nil {
		return err
	}
	if err := change(); err != nil {
		return err
	}
	return l.spend()
}

// mortal is a store as a life uses it. What it does is done in the store.
type mortal struct {
	driver.Driver
	*life
}

func (m mortal) Transact(ctx context.Context, mode driver.Mode, f func(driver.Tx) error) error {
	return m.do(func() error { return m.Driver.Transact(ctx, mode, f) })
}

func (m mortal) Unchecked() bool { return m.Driver.(driver.Loader).Unchecked() }

func (m mortal) Load(ctx context.Context, tx driver.Tx, in *plan.Insert, rows [][]value.Value) error {
	return m.Driver.(driver.Loader).Load(ctx, tx, in, rows)
}

func (m mortal) Loaded(ctx context.Context, c *schema.Collection) error {
	return m.do(func() error { return m.Driver.(driver.Loader).Loaded(ctx, c) })
}

type mortalMigrator struct {
	driver.Migrator
	*life
}

func (m mortalMigrator) Migrate(ctx context.Context, f func(driver.Session) error) error {
	return m.do(func() error { return m.Migrator.Migrate(ctx, f) })
}

func (l *life) lives(s transfer.Store) transfer.Store {
	return transfer.Store{Driver: mortal{s.Driver, l}, Migrator: mortalMigrator{s.Migrator, l}}
}

// targets open empty databases of every kind that rows are moved to.
var targets = map[string]func(t testing.TB) transfer.Store{
	schema.SQLite: fresh,
	schema.Postgres: func(t testing.TB) transfer.Store {
		address := postgresserver.Database(t)
		d, err := postgres.Open(t.Context(), address, postgres.Options{MaxConns: 4})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		return transfer.Store{Driver: d, Migrator: postgres.NewMigrator(address).Alone()}
	},
	schema.MySQL: func(t testing.TB) transfer.Store {
		address := mysqlserver.Database(t)
		d, err := mysql.Open(t.Context(), address, mysql.Options{MaxConns: 4})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		m, err := mysql.NewMigrator(address)
		if err != nil {
			t.Fatal(err)
		}
		return transfer.Store{Driver: d, Migrator: m}
	},
}

// A move that is killed at any of its changes, right before it or right after,
// goes on where it ended, and ends with every row there once.
func TestKilledMoves(t *testing.T) {
	t.Parallel()
	s := parse(t, library)
	for kind, open := range targets {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			to := open(t)
			from := made(t, s)
			shelve(t, from, s, 15_000)
			whole, err := transfer.Move(t.Context(), from, fresh(t), s, transfer.Options{Source: "here", Kind: schema.SQLite})
			if err != nil {
				t.Fatal(err)
			}
			options := transfer.Options{Source: "here", Kind: kind}
			if _, err := migrate.Release(t.Context(), migrate.Target{Migrator: from.Migrator, Store: "main"}); err != nil {
				t.Fatal(err)
			}
			lives := 0
			for ; ; lives++ {
				l := &life{left: lives}
				report, err := transfer.Move(t.Context(), l.lives(from), l.lives(to), s, options)
				if err == nil {
					if !report.Before && report.Rows != whole.Rows {
						t.Errorf("%d rows were moved, of %d", report.Rows, whole.Rows)
					}
					break
				}
				if !errors.Is(err, errKilled) {
					t.Fatalf("life %d: %v", lives, err)
				}
			}
			if lives < 10 {
				t.Errorf("it had only %d lives", lives)
			}
			same(t, to, s, whole)
		})
	}
}

// same tells whether a store has the rows that a move reported, and could be
// served: by moving them on.
func same(t *testing.T, at transfer.Store, s *schema.Schema, want *transfer.Report) {
	t.Helper()
	started, err := migrate.Start(t.Context(), migrate.Target{Migrator: at.Migrator, Store: "main"}, s)
	if err != nil || len(started.Changes) > 0 {
		t.Errorf("start on the target: %+v, %v", started, err)
	}
	got, err := transfer.Move(t.Context(), at, fresh(t), s, transfer.Options{Source: "there", Kind: schema.SQLite})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range want.Collections {
		if got.Collections[i] != c {
			t.Errorf("the target has %+v, where %+v was moved", got.Collections[i], c)
		}
	}
}

// Values that a target cannot hold are named by collection, key and field, and
// nothing is called done.
func TestRefusedValues(t *testing.T) {
	t.Parallel()
	const notes = "collection: notes\nkey: [id]\nfields:\n  id: int\n  title: text\n  body: text\n  doc: json\n  kind: {type: ref, to: kinds, back: notes}\n---\ncollection: kinds\nkey: [id]\nfields: {id: int}\n"
	s := parse(t, notes)
	c := s.Collection("notes")
	tests := map[string]struct {
		kind  string
		row   []value.Value // the key is 7
		code  fault.Code
		field string
	}{
		"NUL in a text":      {schema.Postgres, []value.Value{value.OfInt(7), value.OfText("a"), value.OfText("b\x00"), {}, {}}, fault.Value, "body"},
		"NUL in a document":  {schema.Postgres, []value.Value{value.OfInt(7), value.OfText("a"), {}, value.OfJSON(`{"a":"\u0000"}`), {}}, fault.Value, "doc"},
		"dangling, embedded": {schema.SQLite, []value.Value{value.OfInt(7), {}, {}, {}, value.OfInt(3)}, fault.Reference, ""},
		"dangling":           {schema.Postgres, []value.Value{value.OfInt(7), {}, {}, {}, value.OfInt(3)}, fault.Reference, ""},
		"dangling, MySQL":    {schema.MySQL, []value.Value{value.OfInt(7), {}, {}, {}, value.OfInt(3)}, fault.Reference, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			to := targets[test.kind](t)
			path := filepath.Join(t.TempDir(), "source.db")
			source := open(t, path, sqlite.Options{Loading: true}) // which checks no references
			if _, err := migrate.Start(t.Context(), migrate.Target{Migrator: source.Migrator, Store: "main"}, s); err != nil {
				t.Fatal(err)
			}
			for n := range 20 {
				if n != 7 {
					insert(t, source, c, []value.Value{value.OfInt(int64(n)), value.OfText("x"), {}, {}, {}})
				}
			}
			insert(t, source, c, test.row)
			_, err := transfer.Move(t.Context(), source, to, s, transfer.Options{Source: "here", Kind: test.kind})
			f := fault.As(err)
			if fault.CodeOf(err) != test.code {
				t.Fatalf("got %v", err)
			}
			if test.field != "" && (f.Field != test.field || !strings.Contains(f.Message, "notes id=7,")) {
				t.Errorf("the error is %v, of field %q", err, f.Field)
			}
			if _, err := migrate.Start(t.Context(), migrate.Target{Migrator: to.Migrator, Store: "main"}, s); fault.CodeOf(err) != fault.SchemaChanged {
				t.Errorf("a start on the target: %v", err)
			}
		})
	}
}
