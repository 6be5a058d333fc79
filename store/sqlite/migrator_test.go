package sqlite

import (
	"context"
	"fmt"
	"strings"
	"testing"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// summary writes a definition in one line a part.
func summary(d definition) string {
	var b strings.Builder
	for _, c := range d.columns {
		fmt.Fprintf(&b, "%s: %s", c.name, c.kind)
		for _, part := range []string{c.fallback, c.collate, c.generated} {
			b.WriteString("; " + part)
		}
		fmt.Fprintf(&b, "; %t %t\n", c.notNull, c.plain)
	}
	for _, c := range d.checks {
		fmt.Fprintf(&b, "check %s %s\n", c.name, c.normal)
	}
	for _, r := range d.refs {
		fmt.Fprintf(&b, "ref %s\n", r.normal)
	}
	return b.String() + "unique " + strings.Join(d.uniques, ",") + "\nkey " + d.key + "\ntail " + d.tail
}

func TestDefinition(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		`CREATE TABLE t (a)`: "a: ; ; ; ; false true\nunique \nkey \ntail ",
		`CREATE TABLE "we""ird, (" ([a b] VARCHAR(20) NOT NULL DEFAULT 'it''s, (', -- a comment, (
			"c""d" INT /* ) */ CONSTRAINT k PRIMARY KEY AUTOINCREMENT)`: "a b: varchar ( 20 ); 'it''s, ('; ; ; true true\n" +
			"c\"d: int; ; ; ; false false\nunique \nkey ( c\"d ) autoincrement\ntail ",
		`CREATE TABLE t (a INT DEFAULT -1 CHECK (a > 0 AND (a < 9)) REFERENCES x (y) ON DELETE SET NULL NOT DEFERRABLE UNIQUE,
			b TEXT COLLATE NOCASE DEFAULT (1 + (2)) NOT NULL ON CONFLICT FAIL, c GENERATED ALWAYS AS (a || ')') STORED,
			CONSTRAINT two CHECK ("A" <> b), FOREIGN KEY (a, b) REFERENCES y, PRIMARY KEY (a, b DESC), UNIQUE (b)) WITHOUT ROWID, STRICT`: "a: int; - 1; ; ; false false\n" +
			"b: text; ( 1 + ( 2 ) ); nocase; ; true true\n" +
			"c: ; ; ; generated always as ( a || ')' ) stored; false false\n" +
			"check  ( a > 0 and ( a < 9 ) )\ncheck two ( a <> b )\n" +
			"ref a references x ( y ) on delete set null not deferrable\nref a,b references y\n" +
			"unique ( a ),( b )\nkey ( a , b desc )\ntail without rowid , strict",
	}
	for sql, want := range cases {
		if got := summary(define(sql)); got != want {
			t.Errorf("%s\ngot:\n%s\nwant:\n%s", sql, got, want)
		}
	}
	// Half a statement must not run out of it.
	whole := `CREATE TABLE "t" (a INT CONSTRAINT x CHECK (a > 'b') REFERENCES q (z), [c d] TEXT DEFAULT (1), UNIQUE (a)) STRICT`
	for i := range whole {
		define(whole[:i])
	}
}

func TestConversions(t *testing.T) {
	t.Parallel()
	whole := func(i int64) zombiezen.Value { return zombiezen.IntegerValue(i) }
	text := zombiezen.TextValue
	long := decimalType(30, 2)
	money := decimalType(12, 2)
	cases := []struct {
		was, is value.Type
		stored  zombiezen.Value
		want    string // "!" is refused
	}{
		{kind(value.Int), kind(value.Text), whole(-5), "-5"},
		{kind(value.Text), kind(value.Int), text("9223372036854775807"), "9223372036854775807"},
		{kind(value.Text), kind(value.Int), text("9223372036854775808"), "!"},
		{kind(value.Text), kind(value.Int), text("5 "), "!"},
		{kind(value.Int), money, whole(3), "300"},
		{money, kind(value.Int), whole(300), "3"},
		{money, kind(value.Int), whole(301), "!"},
		{money, decimalType(12, 1), whole(310), "31"},
		{money, decimalType(12, 1), whole(311), "!"},
		{money, decimalType(3, 2), whole(1000), "!"},
		{money, long, whole(-150), intKey(-15, 1)},
		{long, money, text(intKey(-15, 1)), "-150"},
		{kind(value.Int), kind(value.Float), whole(1 << 53), "9.007199254740992e+15"},
		{kind(value.Int), kind(value.Float), whole(1<<53 + 1), "!"},
		{money, kind(value.Float), whole(110), "1.1"},
		{kind(value.Float), money, zombiezen.FloatValue(1.25), "125"},
		{kind(value.Float), money, zombiezen.FloatValue(1.255), "!"},
		{kind(value.Float), kind(value.Int), zombiezen.FloatValue(2), "2"},
		{kind(value.Float), kind(value.Int), zombiezen.FloatValue(2.5), "!"},
		{kind(value.Bool), kind(value.Int), whole(1), "1"},
		{kind(value.Int), kind(value.Bool), whole(2), "!"},
		{kind(value.Bool), kind(value.Text), whole(0), "false"},
		{kind(value.Date), kind(value.Time), text("2026-01-02"), "1767312000000000"},
		{kind(value.Time), kind(value.Date), whole(1767312000000000), "2026-01-02"},
		{kind(value.Time), kind(value.Date), whole(1767312000000001), "!"},
		{kind(value.Time), kind(value.Text), whole(1767312000000001), "2026-01-02T00:00:00.000001+00:00"},
		{kind(value.Text), kind(value.UUID), text("0191D0C8-0000-7000-8000-000000000001"), "\x01\x91\xd0\xc8\x00\x00\x70\x00\x80\x00\x00\x00\x00\x00\x00\x01"},
		{kind(value.Text), kind(value.UUID), text("0191"), "!"},
		{kind(value.Text), kind(value.JSON), text(`say "hi"`), `"say \"hi\""`},
		{kind(value.Text), kind(value.Bytes), text("abc"), "abc"},
		{kind(value.Bytes), kind(value.Text), zombiezen.BlobValue([]byte("abc")), "abc"},
		{kind(value.Bytes), kind(value.Text), zombiezen.BlobValue([]byte{0xff}), "!"},
		{kind(value.Bytes), kind(value.Text), zombiezen.BlobValue([]byte("a\x00")), "!"},
		{kind(value.Int), kind(value.Text), null, ""},
	}
	for _, c := range cases {
		got, err := convertStored(zombiezen.Context{}, []zombiezen.Value{c.stored, text(typeWord(c.was)), text(typeWord(c.is))})
		shown := got.Text()
		if err != nil {
			shown = "!"
		}
		if shown != c.want {
			t.Errorf("%s to %s: %q, want %q (%v)", typeWord(c.was), typeWord(c.is), shown, c.want, err)
		}
	}
}

// A writer notices, in its next transaction, that the database has become
// another version's; changes of the tables alone do not disturb it.
func TestEpoch(t *testing.T) {
	t.Parallel()
	f := newFixture()
	d := open(t, f, Options{})
	write := func() fault.Code {
		return fault.CodeOf(d.Transact(t.Context(), driver.Mode{}, func(driver.Tx) error { return nil }))
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
	if code := write(); code != "" {
		t.Errorf("without an epoch: %s", code)
	}
	migrate(1)
	d.SetEpoch(1)
	if code := write(); code != "" {
		t.Errorf("in its epoch: %s", code)
	}
	if err := d.Exec(t.Context(), "CREATE TABLE other (a)"); err != nil {
		t.Fatal(err)
	}
	if code := write(); code != "" {
		t.Errorf("after a change of its own: %s", code)
	}
	migrate(2)
	for range 2 {
		if code := write(); code != fault.SchemaChanged {
			t.Errorf("in another epoch: %s", code)
		}
	}
	d.SetEpoch(2)
	if code := write(); code != "" {
		t.Errorf("in its new epoch: %s", code)
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
	m := NewMigrator(path)
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
	e.want.Store(1)
	c, err := openConn(d.path, false, d.options)
	if err != nil {
		b.Fatal(err)
	}
	defer c.close()
	if err := run(c.db, "BEGIN"); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := e.check(c.db); err != nil {
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
