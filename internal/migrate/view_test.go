package migrate_test

import (
	"strings"
	"testing"

	"bedplate/fault"
	"bedplate/internal/migrate"
)

const crews = `
collection: crews
view: >-
  SELECT team AS id, count(*) AS size, max(age) AS eldest FROM people GROUP BY team
fields:
  id:     {type: ref, to: teams, back: crew}
  size:   int
  eldest: int
`

// bigCrews reads crews, and stands before it by name.
const bigCrews = `
collection: big_crews
table: a_big_crew
view: {sqlite: "SELECT id, size FROM crews WHERE size > 1;", postgres: "SELECT id, size FROM crews WHERE size > 1;", mysql: "SELECT id, size FROM crews WHERE size > 1;"}
fields:
  id:   {type: text}
  size: int
`

const withViews = people + "---" + crews + "---" + bigCrews

// kinds lists a plan's changes without their reasons.
func kinds(p *migrate.Migration) string {
	var out []string
	for _, c := range p.Changes {
		out = append(out, c.Class.String()+" "+c.String())
	}
	return strings.Join(out, "; ")
}

// Views of ours come, change, stand by while what they read is altered, and go.
func TestViews(t *testing.T) {
	t.Parallel()
	each(t, testViews)
}

func testViews(t *testing.T, s store, db *database) {
	db.apply(people)
	db.exec(peopleRows)
	db.exec(s.stranger)
	if _, err := db.start(withViews); err != nil { // new views are harmless
		t.Fatal(err)
	}
	const sizes = "SELECT id, size FROM a_big_crew ORDER BY id IS NOT NULL, id"
	views := word{
		"":         "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY 1",
		"mysql":    "SELECT table_name FROM information_schema.views WHERE table_schema = DATABASE() ORDER BY 1",
		"postgres": "SELECT viewname FROM pg_views WHERE schemaname = current_schema() ORDER BY 1",
	}.on(s)
	if got := db.rows(sizes); got != "red|2" {
		t.Errorf("big crews: %s", got)
	}
	steps := []struct{ name, from, to, want, rows string }{
		{"text", "WHERE size > 1", "WHERE size > 0",
			"safe change view big_crews; safe make view again crews", "null|1\nred|2"},
		{"column that goes", ", max(age) AS eldest FROM", " FROM", "", ""},
		{"column and field that go", "\n  eldest: int", "",
			"safe make view again big_crews; deferred change view crews", "null|1\nred|2"},
		{"rebuilt beneath", "age:   int", "age:   {type: decimal, precision: 8, scale: 1}",
			"deferred change field people.age; safe make view again big_crews; safe make view again crews", "null|1\nred|2"},
		{"renamed beneath", "code: {type: text, max: 10}", "mark: {type: text, max: 10, was: code}", "", ""},
		{"name", "table: a_big_crew\n", "",
			"deferred change view big_crews; safe make view again crews", ""},
		{"gone", "collection: big_crews", "collection: last", "", ""},
	}
	text := withViews
	for _, step := range steps {
		next := strings.ReplaceAll(text, step.from, step.to)
		if next == text {
			t.Fatalf("%s: nothing changes", step.name)
		}
		switch step.name {
		case "column that goes": // the field is declared still
			db.refuses(fault.Syntax, next)
			text = next
			continue
		case "renamed beneath":
			next = strings.Replace(next, "key: [code]", "key: [mark]", 1)
		case "gone":
			next = text[:strings.LastIndex(text, "---")]
		}
		if p := db.plan(next); step.want != "" && kinds(p) != step.want {
			t.Errorf("%s: %s\nwant %s\n%s", step.name, kinds(p), step.want, show(p))
		}
		db.apply(next)
		if step.rows != "" {
			if got := db.rows(sizes); got != step.rows {
				t.Errorf("%s: %s", step.name, got)
			}
		}
		text = next
	}
	if got := db.rows(views); got != "crews\nelders" {
		t.Errorf("left: %s", got)
	}
	db.apply(text[:strings.Index(text, "---\ncollection: crews")])
	if got := db.rows(views); got != "elders" {
		t.Errorf("left without views: %s", got)
	}
}

// What a view's text can be wrong in is told before anything is done.
func TestWrongViews(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"unknown table":   "SELECT 1 AS id, 2 AS size FROM nowhere",
		"unknown column":  "SELECT team AS id, shoe AS size FROM people",
		"missing column":  "SELECT team AS id FROM people",
		"quoted as text":  `SELECT team AS id, 'x' FROM people`,
		"syntax":          "SELECT team AS id, FROM people",
		"two statements":  "SELECT team AS id, 1 AS size FROM people; DROP TABLE people",
		"reads itself":    "SELECT id, size FROM crews",
		"unclosed":        "SELECT team AS id, 1 AS size FROM people WHERE (1",
		"bound parameter": "SELECT team AS id, ? AS size FROM people",
	}
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, _ store, db *database) {
				db.apply(people)
				files := people + "---\ncollection: crews\nview: >-\n  " + text + "\nfields: {id: text, size: int}\n"
				plan, err := migrate.Plan(t.Context(), db.target(), load(t, files))
				if err == nil && db.remote != nil { // a server is asked when it is done
					err = migrate.Apply(t.Context(), db.target(), plan, migrate.Options{})
				}
				e := fault.As(err)
				if e == nil || e.Code != fault.Syntax || !strings.Contains(e.Message, "schema.yaml:25:7") {
					t.Errorf("%v", err)
				}
				db.refuses(fault.Syntax, files)
			})
		})
	}
}

// What was there before is nobody's to replace.
func TestViewsOfOthers(t *testing.T) {
	t.Parallel()
	each(t, testViewsOfOthers)
}

func testViewsOfOthers(t *testing.T, _ store, db *database) {
	db.apply(people)
	db.exec("CREATE VIEW crews AS SELECT 1 AS id; CREATE TABLE a_big_crew (id TEXT, size INT)")
	for _, files := range []string{people + "---" + crews, people + "---" + bigCrews} {
		if p := db.plan(files); p.Worst() != migrate.Refused {
			t.Errorf("%s", show(p))
		}
	}
}

// A collection may become a view and a table again.
func TestViewInPlaceOfTable(t *testing.T) {
	t.Parallel()
	each(t, testViewInPlaceOfTable)
}

func testViewInPlaceOfTable(t *testing.T, _ store, db *database) {
	const table = "collection: crews\nkey: [id]\nfields: {id: text, size: int}\n"
	const view = "collection: crews\nview: SELECT code AS id, 3 AS size FROM teams\nfields: {id: text, size: int}\n"
	for _, files := range []string{table, view, table, view} {
		db.apply(people + "---\n" + files)
	}
	db.exec(peopleRows)
	if got := db.rows("SELECT id, size FROM crews ORDER BY 1"); got != "blue|3\nred|3" {
		t.Error(got)
	}
	if p := db.plan(people + "---\n" + table); kinds(p) == "" || p.Worst() != migrate.Deferred {
		t.Errorf("%s", show(p))
	}
}

// TestStatementsOfViews lists the drop of a view before what it stood in the
// way of, and its making after that.
func TestStatementsOfViews(t *testing.T) {
	t.Parallel()
	db := newDatabase(t)
	db.apply(withViews)
	plan := db.plan(strings.Replace(withViews, "age:   int", "age:   {type: int, required: true}", 1))
	var order []string
	for _, sql := range plan.Statements() {
		switch {
		case strings.HasPrefix(sql, "DROP VIEW"):
			order = append(order, "drop")
		case strings.HasPrefix(sql, "CREATE VIEW"):
			order = append(order, "make")
		case len(order) == 0 || order[len(order)-1] != "alter":
			order = append(order, "alter")
		}
	}
	if got := strings.Join(order, " "); got != "drop drop alter make make" {
		t.Errorf("%s: %q", got, plan.Statements())
	}
}

// TestViewsAreLetGo leaves a view that its collection says to have found.
func TestViewsAreLetGo(t *testing.T) {
	t.Parallel()
	db := newDatabase(t)
	db.apply(withViews)
	found := "collection: big_crews\ntable: a_big_crew\nview: true\nmanage: false\nfields:\n  id: text\n  size: int\n"
	next := people + "---" + crews + "---\n" + found
	if got := kinds(db.plan(next)); got != "deferred release collection big_crews" {
		t.Error(got)
	}
	db.apply(next)
	if got := db.rows("SELECT count(*) FROM a_big_crew"); got != "0" {
		t.Errorf("the view is gone: %s", got)
	}
	if got := kinds(db.plan(next)); got != "" {
		t.Errorf("again: %s", got)
	}
}
