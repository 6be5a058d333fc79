package transfer_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"bedplate/fault"
	"bedplate/internal/migrate"
	"bedplate/internal/transfer"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/sqlite"
	"bedplate/value"
)

const library = `
collection: authors
fields:
  name: {type: text, required: true, max: 100}
  mentor: {type: ref, to: authors, back: pupils}
  best: {type: ref, to: books, back: honours}
search: [name]
---
collection: books
key: [number]
fields:
  number: {type: int, identity: true}
  title: {type: text, unique: true}
  price: {type: decimal, precision: 12, scale: 2}
  tags: {type: list, of: text}
  more: json
  author: {type: ref, to: authors, required: true, back: books}
indexes:
  - [price]
`

func parse(t testing.TB, text string) *schema.Schema {
	t.Helper()
	s, err := schema.Parse(map[string][]byte{"schema.yaml": []byte(text)})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return s
}

// open opens a database file.
func open(t testing.TB, path string, o sqlite.Options) transfer.Store {
	t.Helper()
	d, err := sqlite.Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return transfer.Store{Driver: d, Migrator: sqlite.NewMigrator(path)}
}

// made opens a new database of a schema.
func made(t testing.TB, s *schema.Schema) transfer.Store {
	t.Helper()
	db := open(t, filepath.Join(t.TempDir(), "source.db"), sqlite.Options{})
	if _, err := migrate.Start(t.Context(), migrate.Target{Migrator: db.Migrator, Store: "main"}, s); err != nil {
		t.Fatal(err)
	}
	return db
}

// fresh opens a new database that is to be filled.
func fresh(t testing.TB) transfer.Store {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "target.db"), sqlite.Options{Loading: true})
}

// insert adds rows of a collection, all of its fields in order.
func insert(t testing.TB, db transfer.Store, c *schema.Collection, rows ...[]value.Value) {
	t.Helper()
	in := &plan.Insert{Into: c}
	for i := range c.Stored() {
		in.Fields = append(in.Fields, i)
	}
	err := db.Driver.Transact(context.Background(), driver.Mode{Alone: true}, func(tx driver.Tx) error {
		for _, row := range rows {
			if _, err := tx.Insert(context.Background(), in, row); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func uuid(n int) value.Value { return value.OfUUID([16]byte{15: byte(n), 14: byte(n >> 8)}) }

// shelve fills the library with so many books.
func shelve(t testing.TB, db transfer.Store, s *schema.Schema, books int) {
	t.Helper()
	authors, shelf := s.Collection("authors"), s.Collection("books")
	insert(t, db, authors,
		record(authors, map[string]value.Value{"id": uuid(2), "name": value.OfText("ada"), "mentor": uuid(2)}),
		record(authors, map[string]value.Value{"id": uuid(1), "name": value.OfText("bob"), "mentor": uuid(2)}))
	var rows [][]value.Value
	for n := range books {
		rows = append(rows, record(shelf, map[string]value.Value{
			"number": value.OfInt(int64(n*3 - 10)), "title": value.OfText(fmt.Sprint("book ", n)), "author": uuid(n%2 + 1),
			"price": value.OfDecimal(int64(n), 2), "tags": value.OfList([]value.Value{value.OfText("a"), value.OfText(`"`)}),
			"more": value.OfJSON(`{"n":[1.50,null]}`),
		}))
	}
	insert(t, db, shelf, rows...)
}

func record(c *schema.Collection, values map[string]value.Value) []value.Value {
	row := make([]value.Value, len(c.Stored()))
	for i, f := range c.Stored() {
		row[i] = values[f.Name]
	}
	return row
}

func TestMove(t *testing.T) {
	t.Parallel()
	s := parse(t, library)
	from, to := made(t, s), fresh(t)
	shelve(t, from, s, 12_345)
	before, err := from.Migrator.Stamp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	report, err := transfer.Move(t.Context(), from, to, s, transfer.Options{Source: "here", Kind: schema.SQLite})
	if err != nil {
		t.Fatal(err)
	}
	if report.Rows != 12_347 || len(report.Collections) != 2 {
		t.Errorf("the report is %+v", report)
	}
	// A server would start on the target as it is, and nothing of the move is left.
	started, err := migrate.Start(t.Context(), migrate.Target{Migrator: to.Migrator, Store: "main"}, s)
	if err != nil || len(started.Changes) > 0 {
		t.Errorf("start on the target: %+v, %v", started, err)
	}
	if err := to.Migrator.Look(t.Context(), func(session driver.Session) error {
		db, err := session.Inspect()
		for _, table := range db.Tables {
			if table.Name == "_bedplate_places" {
				t.Errorf("there is a table %s", table.Name)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	// Nobody writes to the source any more, and none starts there, until it is released.
	err = from.Driver.Transact(t.Context(), driver.Mode{Epoch: before.Epoch}, func(driver.Tx) error { return nil })
	if fault.CodeOf(err) != fault.SchemaChanged {
		t.Errorf("a write at the source: %v", err)
	}
	source := migrate.Target{Migrator: from.Migrator, Store: "main"}
	if _, err := migrate.Start(t.Context(), source, s); fault.CodeOf(err) != fault.SchemaChanged {
		t.Errorf("a start at the source: %v", err)
	}
	if was, err := migrate.Release(t.Context(), source); !was || err != nil {
		t.Errorf("release: %t, %v", was, err)
	}
	if started, err := migrate.Start(t.Context(), source, s); err != nil || started.Epoch != before.Epoch {
		t.Errorf("a start at the source after the release: %v, %v", started, err)
	}
	err = from.Driver.Transact(t.Context(), driver.Mode{Epoch: before.Epoch}, func(driver.Tx) error { return nil })
	if err != nil {
		t.Errorf("a write at the source after the release: %v", err)
	}
}
