package faults

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/storetest"
	"bedplate/value"
)

const notes = `
collection: notes
key: [id]
fields:
  id: {type: int, required: true}
  n: {type: int, required: true}
`

// Book is a database of notes, which are two numbers each.
type Book struct {
	*testing.T
	driver.Driver
	// Home is the database's address, whichever way the driver takes to it.
	Home  string
	Notes *schema.Collection
	All   driver.Prepared // reads every note

	server *Server
}

// Book makes a database of notes.
func (s *Server) Book(t *testing.T, limits Limits) *Book {
	t.Helper()
	home := s.Database(t)
	return s.Make(t, home, home, limits)
}

// Make makes the notes of an empty database, and opens it by another address.
func (s *Server) Make(t *testing.T, home, through string, limits Limits) *Book {
	t.Helper()
	s.Create(t, home, storetest.Schema(t, notes))
	return s.Known(t, home, through, limits)
}

// Known opens a database that has the notes.
func (s *Server) Known(t *testing.T, home, through string, limits Limits) *Book {
	t.Helper()
	d, err := s.Open(t.Context(), through, limits)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	b := &Book{T: t, Driver: d, Home: home, Notes: storetest.Schema(t, notes).Collections[0], server: s}
	b.All, err = d.Prepare(&plan.Read{From: b.Notes, Limit: plan.None, Offset: plan.None, Outputs: storetest.Fields(b.Notes, "id", "n")})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Count reads all notes.
func (b *Book) Count() (n int, err error) {
	err = b.Read(b.Context(), b.All, nil, func(query.Row) error { n++; return nil })
	return n, err
}

// Add adds a note in a transaction.
func (b *Book) Add(tx driver.Tx, id int64) error {
	_, err := tx.Insert(b.Context(), &plan.Insert{Into: b.Notes, Fields: []int{0, 1}}, []value.Value{value.OfInt(id), value.OfInt(0)})
	return err
}

// AddOne adds a note in a transaction of its own.
func (b *Book) AddOne(mode driver.Mode, id int64) error {
	return b.Transact(b.Context(), mode, func(tx driver.Tx) error { return b.Add(tx, id) })
}

// Must adds notes that must be accepted.
func (b *Book) Must(ids ...int64) {
	b.Helper()
	for _, id := range ids {
		if err := b.AddOne(driver.Mode{}, id); err != nil {
			b.Fatal(err)
		}
	}
}

// Want expects a number of notes, and that the driver holds no connection.
func (b *Book) Want(rows int) {
	b.Helper()
	if n, err := b.Count(); n != rows || err != nil {
		b.Errorf("there are %d rows, not %d: %v", n, rows, err)
	}
	// A pool may take its time to part from a connection that is broken.
	held := b.server.Held(b.Driver)
	for end := time.Now().Add(5 * time.Second); held != 0 && time.Now().Before(end); held = b.server.Held(b.Driver) {
		runtime.Gosched()
	}
	if held != 0 {
		b.Errorf("%d connections were not given back", held)
	}
}

// Run runs statements in the database as a stranger to the driver.
func (b *Book) Run(statements ...string) {
	b.Helper()
	for _, sql := range statements {
		b.server.Run(b.T, b.Home, sql)
	}
}

// Epoch numbers the schema that the database has.
func (b *Book) Epoch(n int) {
	b.Helper()
	b.Run("CREATE TABLE _bedplate_meta (epoch bigint)", fmt.Sprintf("INSERT INTO _bedplate_meta VALUES (%d)", n))
}

// Code expects an error to be of a code.
func (b *Book) Code(what string, err error, want fault.Code) {
	b.Helper()
	Code(b.T, what, err, want)
}

// Code expects an error to be of a code.
func Code(t *testing.T, what string, err error, want fault.Code) {
	t.Helper()
	if fault.CodeOf(err) != want {
		t.Errorf("%s gives %v, not %s", what, err, want)
	}
}
