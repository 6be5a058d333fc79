package migration

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/postgres/dialect"
	"bedplate/store/postgres/server"
)

// place is a database with tables, and a migrator that is quick to give way.
type place struct {
	*testing.T
	*Migrator
	db *pgx.Conn
}

func newPlace(t *testing.T) *place {
	t.Helper()
	address := server.Database(t)
	m := New(address, dialect.Postgres{})
	m.large, m.wait, m.pause, m.patience = 1<<40, 100*time.Millisecond, 10*time.Millisecond, 10*time.Second
	return &place{t, m, server.Connect(t, address)}
}

func (p *place) exec(sql string, args ...any) {
	p.Helper()
	if _, err := p.db.Exec(context.Background(), sql, args...); err != nil {
		p.Fatalf("%s: %v", sql, err)
	}
}

func (p *place) text(sql string) string {
	p.Helper()
	var out string
	if err := p.db.QueryRow(context.Background(), sql).Scan(&out); err != nil {
		p.Fatalf("%s: %v", sql, err)
	}
	return out
}

// layouts gives what the ledger keeps of a schema.
func layouts(s *schema.Schema) []driver.Table {
	var out []driver.Table
	for _, c := range s.Collections {
		t := driver.Table{Collection: c.Name, Name: c.Table, Key: columnsOf(c, c.Key), Search: columnsOf(c, c.Search)}
		for _, f := range c.Stored() {
			t.Columns = append(t.Columns, driver.Column{Field: f.Name, Name: f.Column, Type: f.Type, Required: f.Required, Identity: f.Identity, Values: f.Values})
		}
		for _, ix := range c.Indexes {
			t.Indexes = append(t.Indexes, layoutOf(c, ix))
		}
		out = append(out, t)
	}
	return out
}

// to migrates from what the ledger says to a schema, by steps that the test says
// or that create everything.
func (p *place) to(ctx context.Context, text string, steps func(*schema.Schema, *driver.Database) []driver.Step) error {
	p.Helper()
	s, err := schema.Parse(map[string][]byte{"schema.yaml": []byte(text)})
	if err != nil {
		p.Fatal(err)
	}
	return p.Migrate(ctx, func(session driver.Session) error {
		db, err := session.Inspect()
		if err != nil {
			return err
		}
		todo := steps(s, db)
		if _, err := session.Statements(todo); err != nil {
			return err
		}
		for _, step := range todo {
			if err := session.Run(step); err != nil {
				return err
			}
		}
		r := driver.Record{Stamp: driver.Stamp{Checksum: text, Epoch: db.Stamp.Epoch + 1}, Ledger: layouts(s), Entry: driver.Entry{At: time.Now(), Plan: []byte("{}")}}
		for _, c := range s.Collections {
			owned, err := session.Objects(c)
			if err != nil {
				return err
			}
			r.Owned = append(r.Owned, owned...)
		}
		return session.Record(r)
	})
}

func create(s *schema.Schema, _ *driver.Database) []driver.Step {
	var steps []driver.Step
	for _, c := range s.Collections {
		steps = append(steps, driver.Step{Kind: driver.CreateTable, Table: c.Table, Collection: c})
	}
	return steps
}

// alter alters every table, with fills for the types that change.
func alter(s *schema.Schema, db *driver.Database) []driver.Step {
	var steps []driver.Step
	for _, c := range s.Collections {
		for i := range db.Ledger {
			before := &db.Ledger[i]
			if before.Collection != c.Name {
				continue
			}
			step := driver.Step{Kind: driver.AlterTable, Table: c.Table, Collection: c, Before: before}
			for _, f := range c.Stored() {
				for _, b := range before.Columns {
					if b.Name == f.Column && b.Type != f.Type {
						step.Fills = append(step.Fills, driver.Fill{Column: f.Column, From: f.Column, Was: b.Type, Is: f.Type})
					}
				}
			}
			steps = append(steps, step)
		}
	}
	return steps
}

const notes = `
collection: notes
key: [id]
fields:
  id:   int
  n:    int
  text: text
`

var (
	indexed  = notes + "indexes:\n  - [n]\n"
	unique   = strings.Replace(notes, "n:    int", "n:    {type: int, unique: true}", 1)
	searched = notes + "search: [text]\n"
	widened  = notes + "  more: text\n"
)

func (p *place) begin() {
	p.Helper()
	if err := p.to(p.Context(), notes, create); err != nil {
		p.Fatal(err)
	}
	p.exec("INSERT INTO notes SELECT i, i / 2, 'word' || i FROM generate_series(1, 100) AS i")
}

// TestBuiltFirst makes indexes of a large table before the migration, while
// others write, and leaves nothing but them.
func TestBuiltFirst(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"notes_n_idx": indexed, "_bedplate_search_notes": searched} {
		p := newPlace(t)
		p.begin()
		p.large = 0
		if err := p.to(t.Context(), text, alter); err != nil {
			t.Fatal(err)
		}
		if got := p.text("SELECT count(*) || ' ' || bool_and(indisvalid) FROM pg_index WHERE indexrelid = '" + name + "'::regclass"); got != "1 true" {
			t.Errorf("%s: %s", name, got)
		}
		if got := p.text("SELECT count(*)::text FROM _bedplate_building"); got != "0" {
			t.Errorf("%s indexes are still being made", got)
		}
		if err := p.to(t.Context(), notes, alter); err != nil {
			t.Fatal(err)
		}
		if got := p.text("SELECT coalesce(to_regclass('" + name + "')::text, '')"); got != "" {
			t.Errorf("%s is still there", got)
		}
	}
}

// TestBuildingFails names the values that are there twice, and leaves nothing.
func TestBuildingFails(t *testing.T) {
	t.Parallel()
	for _, large := range []int64{0, 1 << 40} {
		p := newPlace(t)
		p.begin()
		p.large = large
		err := p.to(t.Context(), unique, alter)
		if fault.CodeOf(err) != fault.Unique {
			t.Errorf("gave %v", err)
		}
		if got := p.text("SELECT coalesce(to_regclass('notes_n_key')::text, '')"); got != "" {
			t.Errorf("%s is there", got)
		}
		p.exec("UPDATE notes SET n = id")
		if err := p.to(t.Context(), unique, alter); err != nil {
			t.Errorf("then %v", err)
		}
	}
}

// TestBuildingGoesOn takes what a migration left that was killed: one index that
// stands is used, one that was not finished is made again, and one that nobody
// wants goes.
func TestBuildingGoesOn(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.begin()
	p.large = 0
	const made = `CREATE INDEX "notes_n_idx" ON "notes" ("n")`
	p.exec("CREATE TABLE _bedplate_building (name text PRIMARY KEY, statement text NOT NULL)")
	p.exec(made)
	p.exec("CREATE INDEX notes_text_idx ON notes (text)")
	p.exec("INSERT INTO _bedplate_building VALUES ('notes_n_idx', $1), ('notes_text_idx', 'CREATE INDEX notes_text_idx ON notes (text)')", made)
	was := p.text("SELECT 'notes_n_idx'::regclass::oid::text")
	if err := p.to(t.Context(), indexed, alter); err != nil {
		t.Fatal(err)
	}
	if now := p.text("SELECT 'notes_n_idx'::regclass::oid::text"); now != was {
		t.Error("an index that stood was made again")
	}
	if got := p.text("SELECT coalesce(to_regclass('notes_text_idx')::text, '') || (SELECT count(*) FROM _bedplate_building)"); got != "0" {
		t.Errorf("left %s", got)
	}

	p.exec("UPDATE notes SET n = 1")
	if _, err := p.db.Exec(t.Context(), "CREATE UNIQUE INDEX CONCURRENTLY notes_n_key ON notes (n)"); err == nil {
		t.Fatal("a unique index was made of equal values")
	}
	p.exec("INSERT INTO _bedplate_building VALUES ('notes_n_key', 'CREATE UNIQUE INDEX \"notes_n_key\" ON \"notes\" (\"n\")')")
	p.exec("UPDATE notes SET n = id")
	if err := p.to(t.Context(), unique, alter); err != nil {
		t.Fatal(err)
	}
	if got := p.text("SELECT indisvalid::text FROM pg_index WHERE indexrelid = 'notes_n_key'::regclass"); got != "true" {
		t.Error("an index that was not finished was taken")
	}
}

// TestLongRead keeps nobody waiting behind a migration that waits for a long
// read, and comes to its end when the read has.
func TestLongRead(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.begin()
	reader := server.Connect(t, p.address)
	if _, err := reader.Exec(t.Context(), "BEGIN; SELECT * FROM notes"); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() { done <- p.to(context.Background(), widened, alter) }()
	for begun := time.Now(); time.Since(begun) < 700*time.Millisecond; {
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		_, err := p.db.Exec(short, "SELECT count(*) FROM notes")
		cancel()
		if err != nil {
			t.Fatalf("a read waits: %v", err)
		}
	}
	select {
	case err := <-done:
		t.Fatalf("it ended beside the read: %v", err)
	default:
	}
	if _, err := reader.Exec(t.Context(), "COMMIT"); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestPatience ends a migration that never gets its locks, and changes nothing.
func TestPatience(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.begin()
	p.patience = 300 * time.Millisecond
	reader := server.Connect(t, p.address)
	if _, err := reader.Exec(t.Context(), "BEGIN; SELECT * FROM notes"); err != nil {
		t.Fatal(err)
	}
	if err := p.to(t.Context(), widened, alter); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("gave %v", err)
	}
	short, cancel := context.WithTimeout(t.Context(), 150*time.Millisecond)
	defer cancel()
	if err := p.to(short, widened, alter); fault.CodeOf(err) != fault.Timeout {
		t.Errorf("gave %v", err)
	}
	if got := p.text("SELECT count(*)::text FROM pg_attribute WHERE attrelid = 'notes'::regclass AND attname = 'more'"); got != "0" {
		t.Error("the column is there")
	}
}

// TestWriters makes a migration wait for transactions that have read the epoch,
// and those that would read it wait for the migration.
func TestWriters(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.begin()
	writer := server.Connect(t, p.address)
	if _, err := writer.Exec(t.Context(), "BEGIN; "+EpochQuery+"; INSERT INTO notes VALUES (1000)"); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	entered, leave := make(chan struct{}), make(chan struct{})
	go func() {
		first := true
		done <- p.to(context.Background(), widened, func(s *schema.Schema, db *driver.Database) []driver.Step {
			if first {
				first = false
				close(entered)
				<-leave
			}
			return alter(s, db)
		})
	}()
	select {
	case <-entered:
		t.Fatal("it began beside a writer")
	case <-time.After(300 * time.Millisecond):
	}
	if _, err := writer.Exec(t.Context(), "COMMIT"); err != nil {
		t.Fatal(err)
	}
	<-entered
	read := make(chan string)
	go func() {
		var epoch string
		err := writer.QueryRow(context.Background(), "SELECT epoch::text FROM _bedplate_meta").Scan(&epoch)
		read <- fmt.Sprint(epoch, err)
	}()
	select {
	case <-read:
		t.Fatal("a writer read the epoch beside the migration")
	case <-time.After(100 * time.Millisecond):
	}
	close(leave)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if got := <-read; got != "2<nil>" {
		t.Errorf("it read %s", got)
	}
}

// TestTogether lets two nodes build the same index at once: one does it, the
// other waits without being waited for.
func TestTogether(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.begin()
	p.large = 0
	done := make(chan error)
	for range 3 {
		go func() { done <- p.to(context.Background(), indexed, alter) }()
	}
	var all []error
	for range 3 {
		all = append(all, <-done)
	}
	if err := errors.Join(all...); err != nil {
		t.Error(err)
	}
}

// TestForeignThings keeps a column that something which is not ours needs.
func TestForeignThings(t *testing.T) {
	t.Parallel()
	without := strings.Replace(notes, "  n:    int\n", "", 1)
	for _, sql := range []string{
		"CREATE INDEX theirs ON notes (n, text)", "ALTER TABLE notes ADD CONSTRAINT theirs CHECK (n + id > 0)",
		"CREATE VIEW theirs AS SELECT n FROM notes", "ALTER TABLE notes ADD COLUMN theirs int GENERATED ALWAYS AS (n * 2) STORED",
		"CREATE UNIQUE INDEX n_key ON notes (n) WHERE false",
	} {
		p := newPlace(t)
		p.begin()
		p.exec(sql)
		if err := p.to(t.Context(), without, alter); fault.CodeOf(err) != fault.Check {
			t.Errorf("%s: gave %v", sql, err)
		}
		if got := p.text("SELECT count(n)::text FROM notes"); got != "100" {
			t.Errorf("%s: the column has %s values", sql, got)
		}
	}
}
