package sqlite

import (
	"context"
	"fmt"
	"testing"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/sqlite/migration"
	"bedplate/store/sqlite/script"
	"bedplate/value"
)

// A writer notices, in its next transaction, that the database has become
// another version's; changes of the tables alone do not disturb it.
func TestEpoch(t *testing.T) {
	t.Parallel()
	f := newFixture()
	d := open(t, f, Options{})
	write := func(epoch int64, alone bool) fault.Code {
		mode := driver.Mode{Epoch: epoch, Alone: alone}
		return fault.CodeOf(d.Transact(t.Context(), mode, func(driver.Tx) error { return nil }))
	}
	migrate := func(epoch int64) {
		t.Helper()
		err := d.Migrate(t.Context(), func(s driver.Session) error {
			return s.Record(driver.Record{Stamp: driver.Stamp{Checksum: "sum", Epoch: epoch}})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if code := write(0, false); code != "" {
		t.Errorf("without an epoch: %s", code)
	}
	migrate(1)
	if code := write(1, false); code != "" {
		t.Errorf("in its epoch: %s", code)
	}
	if err := d.Exec(t.Context(), "CREATE TABLE other (a)"); err != nil {
		t.Fatal(err)
	}
	if code := write(1, false); code != "" {
		t.Errorf("after a change of its own: %s", code)
	}
	migrate(2)
	for _, alone := range []bool{false, true, false} {
		if code := write(1, alone); code != fault.SchemaChanged {
			t.Errorf("in another epoch: %s", code)
		}
		if code := write(2, alone); code != "" {
			t.Errorf("in its new epoch: %s", code)
		}
	}
	stamp, err := d.Stamp(context.Background())
	if err != nil || stamp.Epoch != 2 || stamp.Checksum != "sum" {
		t.Errorf("stamp: %+v, %v", stamp, err)
	}
}

// A look changes nothing, makes no file, and cannot be used to write.
func TestLook(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/none.db"
	m := migration.New(path)
	err := m.Look(t.Context(), func(s driver.Session) error {
		if fault.CodeOf(s.Run(driver.Step{Kind: driver.DropTable, Table: "x"})) != fault.ReadOnly {
			t.Error("a look could drop a table")
		}
		if fault.CodeOf(s.Record(driver.Record{})) != fault.ReadOnly {
			t.Error("a look could write the ledger")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := zombiezen.OpenConn(path, zombiezen.OpenReadOnly); err == nil {
		t.Error("a look has made a file")
	}
}

func BenchmarkEpochCheck(b *testing.B) {
	d := open(b, newFixture(), Options{})
	if err := d.Migrate(b.Context(), func(s driver.Session) error {
		return s.Record(driver.Record{Stamp: driver.Stamp{Epoch: 1}})
	}); err != nil {
		b.Fatal(err)
	}
	var e epoch
	c, err := openConn(d.path, false, d.options)
	if err != nil {
		b.Fatal(err)
	}
	defer c.close()
	if err := script.Run(c.db, "BEGIN"); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := e.check(c.db, 1); err != nil {
			b.Fatal(err)
		}
	}
}

// A default that a migration left behind does not make every write read back
// what it wrote.
func TestLeftoverDefault(t *testing.T) {
	t.Parallel()
	d := open(t, nil, Options{})
	if err := d.Exec(t.Context(), "CREATE TABLE items (id INTEGER PRIMARY KEY, n INTEGER NOT NULL DEFAULT 3)"); err != nil {
		t.Fatal(err)
	}
	managed := collection("items", 0, field("id", kind(value.Int)), field("n", kind(value.Int), required))
	adopted := *managed
	adopted.Managed = false
	for c, reread := range map[*schema.Collection]bool{managed: false, &adopted: true} {
		if facts, err := d.Describe(t.Context(), c); err != nil || facts.Reread != reread {
			t.Errorf("managed %t: %+v, %v", c.Managed, facts, err)
		}
	}
}

// A read by a node of the version before says so, and is no internal error.
func TestTablesOfAnotherVersion(t *testing.T) {
	t.Parallel()
	f := newFixture()
	d := open(t, f, Options{})
	read := &plan.Read{From: f.users, Limit: plan.None, Offset: plan.None, Outputs: outputs(f.users, "id", "name")}
	for _, change := range []string{"ALTER TABLE users RENAME COLUMN name TO title", "ALTER TABLE users RENAME TO people"} {
		if err := d.Exec(t.Context(), change); err != nil {
			t.Fatal(err)
		}
		p, err := d.Prepare(read)
		if err != nil {
			t.Fatal(err)
		}
		err = d.Read(t.Context(), p, nil, func(query.Row) error { return nil })
		if fault.CodeOf(err) != fault.SchemaChanged {
			t.Errorf("%s: %v", change, err)
		}
	}
}

// A value that cannot be converted ends the migration: it becomes neither null
// nor a message.
func TestFailedConversion(t *testing.T) {
	t.Parallel()
	d := open(t, nil, Options{})
	if err := d.Exec(t.Context(), "CREATE TABLE items (id INTEGER PRIMARY KEY, n TEXT)", "INSERT INTO items VALUES (1, '7'), (2, 'seven')"); err != nil {
		t.Fatal(err)
	}
	number := collection("items", 0, field("id", kind(value.Int)), field("n", kind(value.Int)))
	step := driver.Step{Kind: driver.AlterTable, Table: "items", Collection: number,
		Before: &driver.Table{Name: "items", Columns: []driver.Column{{Name: "id", Type: kind(value.Int)}, {Name: "n", Type: kind(value.Text)}}},
		Fills:  []driver.Fill{{Column: "n", From: "n", Was: kind(value.Text), Is: kind(value.Int)}}}
	err := d.Migrate(t.Context(), func(s driver.Session) error { return s.Run(step) })
	if fault.CodeOf(err) != fault.Value {
		t.Errorf("the migration gave %v", err)
	}
	before := collection("items", 0, field("id", kind(value.Int)), field("n", kind(value.Text)))
	got := rows(t, d, &plan.Read{From: before, Outputs: outputs(before, "n"), Limit: plan.None, Offset: plan.None})
	if fmt.Sprint(got) != "[[7] [seven]]" {
		t.Errorf("the table holds %v", got)
	}
}
