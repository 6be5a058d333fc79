package migrate_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/internal/migrate"
)

// What somebody took away by hand is made again; what somebody added is
// nobody's business.
func TestDrift(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		by         string
		collection string
		kind       migrate.Kind
	}{
		"a table":  {"DROP TABLE badges", "badges", migrate.CreateCollection},
		"a column": {"ALTER TABLE people DROP COLUMN age", "people", migrate.AddField},
		"an index": {"DROP INDEX users_name_key", "users", migrate.AddIndex},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, s store, db *database) {
				both := people + "---" + board
				db.apply(both)
				whole := db.layout()
				by := c.by
				if s.name == "mysql" && strings.HasPrefix(by, "DROP INDEX") {
					by += " ON users"
				}
				db.exec(by)
				p := db.plan(both)
				if len(p.Changes) != 1 || p.Changes[0].Kind != c.kind || p.Changes[0].Collection != c.collection {
					t.Errorf("the plan is\n%s", show(p))
				}
				db.apply(both)
				if got := db.layout(); got != whole {
					t.Errorf("it became\n%s\nof\n%s", got, whole)
				}
			})
		})
	}
}

// Tables, indexes, triggers and views that Bedplate did not make are left
// alone, also where everything that it made goes.
func TestForeign(t *testing.T) {
	t.Parallel()
	db := newDatabase(t)
	const theirs = "SELECT type, name, sql FROM sqlite_schema WHERE name LIKE 'their%' ORDER BY name"
	db.exec(`CREATE TABLE theirs (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT UNIQUE);
		CREATE INDEX their_index ON theirs (a DESC);
		CREATE VIEW their_view AS SELECT a FROM theirs;
		CREATE VIEW their_broken_view AS SELECT a FROM nowhere;
		CREATE TRIGGER their_broken_trigger INSTEAD OF DELETE ON their_broken_view BEGIN DELETE FROM nowhere; END;
		CREATE TRIGGER their_trigger AFTER INSERT ON theirs BEGIN DELETE FROM theirs WHERE a = 'x'; END;
		CREATE VIRTUAL TABLE their_docs USING fts5(body);
		INSERT INTO theirs (a) VALUES ('kept'); INSERT INTO their_docs VALUES ('some words');`)
	before := db.rows(theirs)
	db.apply(people)
	db.apply(evolved)
	db.apply(board)
	if after := db.rows(theirs); after != before {
		t.Errorf("it became\n%s\nof\n%s", after, before)
	}
	db.want("SELECT * FROM theirs", "1|kept")
	db.want("SELECT * FROM their_docs WHERE their_docs MATCH 'words'", "some words")

	// A collection of that name does not take the table without being asked.
	theirsToo := board + "---\ncollection: theirs\nkey: [id]\nfields: {id: int, a: text}\n"
	if _, err := db.start(theirsToo); fault.CodeOf(err) != fault.SchemaChanged {
		t.Errorf("a foreign table was taken at start: %v", err)
	}
	db.apply(theirsToo)
	db.apply(theirsToo + "rules:\n  read: \"true\"\n")
	// Let go, it stays.
	db.apply(theirsToo + "manage: false\n")
	db.want("SELECT * FROM theirs", "1|kept")
	db.want("SELECT count(*) FROM _bedplate_ledger WHERE \"table\" = 'theirs'", "0")
	db.refuses(fault.Check, board+"---\ncollection: their_view\nkey: [a]\nfields: {a: text}\n")
}

// A view that a change would break is named, and the change undone.
func TestBrokenView(t *testing.T) {
	t.Parallel()
	each(t, testBrokenView)
}

func testBrokenView(_ *testing.T, _ store, db *database) {
	db.apply(people)
	db.exec("CREATE VIEW ages AS SELECT age FROM people")
	db.refuses(fault.Check, strings.Replace(people, "  age:   int\n", "", 1))
	db.exec("DROP VIEW ages; CREATE INDEX by_age ON people (age)")
	db.refuses(fault.Check, strings.Replace(people, "  age:   int\n", "", 1))
}

// A start where nothing has changed costs next to nothing.
func BenchmarkStart(b *testing.B) {
	db := &database{path: b.TempDir() + "/main.db"}
	var text strings.Builder
	for i := range 50 {
		fmt.Fprintf(&text, "---\ncollection: c%d\nfields: {a: text, b: int, c: {type: ref, to: c0}}\n", i)
	}
	s := parse(b, strings.TrimPrefix(text.String(), "---\n"))
	if _, err := migrate.Start(b.Context(), db.target(), s); err != nil {
		b.Fatal(err)
	}
	begun := time.Now()
	for b.Loop() {
		if started, err := migrate.Start(b.Context(), db.target(), s); err != nil || len(started.Changes) > 0 {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(time.Since(begun).Microseconds())/float64(b.N), "µs/start")
}
