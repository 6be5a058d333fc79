package migrate_test

import (
	"testing"
	"testing/fstest"

	"bedplate/internal/migrate"
	"bedplate/schema"
)

// own is a table that Bedplate keeps for itself, of a release.
func own(fields ...*schema.FieldDecl) []*schema.Decl {
	key := &schema.FieldDecl{Name: "name", Type: "text"}
	return []*schema.Decl{{Name: "_bedplate_notes", Key: []string{"name"}, Fields: append([]*schema.FieldDecl{key}, fields...)}}
}

func (db *database) startWith(text string, system []*schema.Decl) *migrate.Started {
	db.t.Helper()
	s, err := schema.Load(fstest.MapFS{"schema/s.yaml": {Data: []byte(text)}}, ".", schema.Options{System: system})
	if err != nil {
		db.t.Fatal(err)
	}
	started, err := migrate.Start(db.t.Context(), db.target(), s)
	if err != nil {
		db.t.Fatal(err)
	}
	return started
}

// Bedplate's own tables come at start and grow with releases, and no plan
// speaks of them. Where they are not wanted they stay, rows and all.
func TestSystemTables(t *testing.T) {
	t.Parallel()
	each(t, testSystemTables)
}

func testSystemTables(t *testing.T, s store, db *database) {
	const app = "collection: users\nfields: {name: text}\n"
	const theirs = "collection: users\nmanage: false\nfields: {name: text}\n"
	body := &schema.FieldDecl{Name: "body", Type: "text"}
	first := db.startWith(app, nil)
	wants := func(what string, started *migrate.Started) {
		t.Helper()
		if len(started.Changes) > 0 || started.Epoch != first.Epoch {
			t.Errorf("%s: %v, epoch %d of %d", what, started.Changes, started.Epoch, first.Epoch)
		}
	}
	wants("a new release", db.startWith(app, own()))
	db.exec("INSERT INTO _bedplate_notes (name) VALUES ('kept')")
	wants("the same", db.startWith(app, own()))
	wants("the next release", db.startWith(app, own(body)))
	db.want("SELECT name, body FROM _bedplate_notes", "kept|null")

	wants("the first release again", db.startWith(app, nil))
	wants("and the next", db.startWith(app, own(body)))
	db.want("SELECT name, body FROM _bedplate_notes", "kept|null")

	other := s.open(t)
	other.exec("CREATE TABLE users (id " + word{"": "BLOB", "postgres": "uuid", "mysql": "BINARY(16)"}.on(s) + " PRIMARY KEY, name TEXT)")
	before := other.dump()
	other.startWith(theirs, own())
	if after := other.dump(); after != before {
		t.Errorf("a database that is not ours became\n%s", after)
	}
}
