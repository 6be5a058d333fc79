package migrate_test

import (
	"strings"
	"testing"

	"bedplate/fault"
)

const people = `
collection: teams
key: [code]
fields:
  code: {type: text, max: 10}
  name: text
---
collection: people
key: [id]
fields:
  id:    int
  name:  {type: text, max: 40}
  age:   int
  level: {type: enum, values: [low, high]}
  team:  {type: ref, to: teams, back: people}
  boss:  {type: ref, to: people, back: reports}
---
collection: badges
key: [owner]
fields:
  owner: {type: ref, to: people, back: badges}
  label: text
`

const peopleRows = `
INSERT INTO teams VALUES ('red', 'Reds'), ('blue', 'Blues');
INSERT INTO people VALUES (7, 'ann', 41, 'high', 'red', NULL), (9, 'bob', 32, 'low', 'red', 7), (12, 'cid', NULL, NULL, NULL, 9);
INSERT INTO badges VALUES (9, 'best'), (7, 'best');
`

// stranger is what somebody else built around our tables.
const stranger = `
CREATE TABLE log (what TEXT);
CREATE VIEW elders AS SELECT name FROM people WHERE age > 40;
CREATE TRIGGER people_log AFTER INSERT ON people BEGIN INSERT INTO log VALUES ('new ' || new.name); END;
CREATE TRIGGER teams_log AFTER DELETE ON teams BEGIN INSERT INTO log SELECT name FROM people; END;
CREATE INDEX people_by_age ON people (age, name);
ALTER TABLE people ADD COLUMN shoe TEXT DEFAULT 'x' COLLATE NOCASE;
ALTER TABLE people ADD COLUMN twice INT AS (age * 2) VIRTUAL;
UPDATE people SET shoe = 'size ' || id;
`

// Every change keeps the rows that it does not speak of, and everything that
// stands around the table.
func TestEvolution(t *testing.T) {
	t.Parallel()
	const all = "SELECT id, name, age, level, team, boss FROM people ORDER BY id"
	cases := map[string]struct {
		change     []string // old, new, ...
		query      string
		want       string
		statements int // of SQLite; -1: do not count
		// server has another query and what it gives, where PostgreSQL is asked
		// otherwise.
		server [2]string
		mysql  [2]string // likewise MySQL
	}{
		"a new nullable field is added in place": {
			change: []string{"age:   int", "age:   int\n  email: text"},
			query:  "SELECT id, email FROM people ORDER BY 1", want: "7|null\n9|null\n12|null", statements: 1,
		},
		"a new field with a default fills the rows": {
			change: []string{"age:   int", "age:   int\n  score: {type: decimal, precision: 6, scale: 2, default: 1.5}"},
			query:  "SELECT id, score FROM people ORDER BY 1", want: "7|150\n9|150\n12|150", statements: 2,
			server: [2]string{"SELECT id, score FROM people ORDER BY 1", "7|1.50\n9|1.50\n12|1.50"},
			mysql:  [2]string{"SELECT id, score FROM people ORDER BY 1", "7|1.50\n9|1.50\n12|1.50"},
		},
		"a new required field with a default needs one statement": {
			change: []string{"age:   int", "age:   int\n  active: {type: bool, required: true, default: true}"},
			query:  "SELECT id, active FROM people ORDER BY 1", want: "7|1\n9|1\n12|1", statements: 1,
		},
		"a new value of an enum writes no row": {
			change: []string{"[low, high]", "[low, high, top]"},
			query:  all, want: "7|ann|41|high|red|null\n9|bob|32|low|red|7\n12|cid|null|null|null|9", statements: 2,
		},
		"an enum becomes a text": {
			change: []string{"{type: enum, values: [low, high]}", "text"},
			query:  "SELECT level FROM people ORDER BY id", want: "high\nlow\nnull", statements: 1,
		},
		"a field becomes required": {
			change: []string{"name:  {type: text, max: 40}", "name:  {type: text, max: 40, required: true}"},
			query:  all, want: "7|ann|41|high|red|null\n9|bob|32|low|red|7\n12|cid|null|null|null|9", statements: 1,
		},
		"a field becomes required and nulls get its default": {
			change: []string{"age:   int", "age:   {type: int, required: true, default: 18}"},
			query:  "SELECT age FROM people ORDER BY id", want: "41\n32\n18", statements: 2,
		},
		"an integer becomes a text": {
			change: []string{"age:   int", "age:   text"},
			query:  "SELECT id, age, typeof(age), boss, shoe FROM people ORDER BY id",
			want:   "7|41|text|null|size 7\n9|32|text|7|size 9\n12|null|null|9|size 12", statements: -1,
			server: [2]string{"SELECT id, age, pg_typeof(age), boss, shoe FROM people ORDER BY id", "7|41|text|null|size 7\n9|32|text|7|size 9\n12|null|text|9|size 12"},
			mysql:  [2]string{"SELECT id, age, boss, shoe FROM people ORDER BY id", "7|41|null|size 7\n9|32|7|size 9\n12|null|9|size 12"},
		},
		"an integer becomes a long decimal": {
			change: []string{"boss:  {type: ref, to: people, back: reports}", "boss:  {type: decimal, precision: 30, scale: 1}"},
			query:  "SELECT boss FROM people ORDER BY id", want: "null\n35000017\n35000019", statements: -1,
			server: [2]string{"SELECT boss FROM people ORDER BY id", "null\n7.0\n9.0"},
			mysql:  [2]string{"SELECT boss FROM people ORDER BY id", "null\n7.0\n9.0"},
		},
		"a field goes": {
			change: []string{"  level: {type: enum, values: [low, high]}\n", ""},
			query:  "SELECT id, name, age, team, boss, shoe FROM people ORDER BY id",
			want:   "7|ann|41|red|null|size 7\n9|bob|32|red|7|size 9\n12|cid|null|null|9|size 12", statements: -1,
		},
		"a field is renamed": {
			change: []string{"level: {type: enum, values: [low, high]}", "grade: {type: enum, values: [low, high], was: level}"},
			query:  "SELECT id, grade FROM people ORDER BY id", want: "7|high\n9|low\n12|null", statements: 3,
		},
		"a key's field is renamed": {
			change: []string{"key: [code]", "key: [tag]", "code: {type: text, max: 10}", "tag: {type: text, max: 10, was: code}"},
			query:  "SELECT p.name, t.tag FROM people p JOIN teams t ON t.tag = p.team ORDER BY 1", want: "ann|red\nbob|red", statements: 1,
		},
		"a collection is renamed": {
			change: []string{"collection: people", "collection: staff\nwas: people", "to: people", "to: staff"},
			query:  "SELECT id, name, boss, shoe FROM staff ORDER BY id", want: "7|ann|null|size 7\n9|bob|7|size 9\n12|cid|9|size 12", statements: -1,
		},
		"a reference goes and its values stay": {
			change: []string{"{type: ref, to: teams, back: people}", "text"},
			query:  all, want: "7|ann|41|high|red|null\n9|bob|32|low|red|7\n12|cid|null|null|null|9", statements: -1,
		},
		"a check that rows pass comes": {
			change: []string{"age:   int", "age:   {type: int, check: age > 30 && size(name) == 3}"},
			query:  all, want: "7|ann|41|high|red|null\n9|bob|32|low|red|7\n12|cid|null|null|null|9", statements: 0,
		},
		"a new field's check is about values": {
			change: []string{"age:   int", "age:   int\n  size: {type: int, check: size > 3}"},
			query:  "SELECT size FROM people", want: "null\nnull\nnull", statements: 1,
		},
		"an index comes": {
			change: []string{"  boss:  {type: ref, to: people, back: reports}", "  boss:  {type: ref, to: people, back: reports}\nindexes:\n  - [name, -age]"},
			query:  "SELECT count(*) FROM sqlite_schema WHERE name = 'people_name_age_idx'", want: "1", statements: 1,
			server: [2]string{"SELECT to_regclass('people_name_age_idx') IS NOT NULL", "1"},
			mysql:  [2]string{"SELECT count(*) FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name = 'people_name_age_idx'", "2"},
		},
		"a unique comes": {
			change: []string{"name:  {type: text, max: 40}", "name:  {type: text, max: 40, unique: true}"},
			query:  `SELECT "unique" FROM pragma_index_list('people') WHERE name = 'people_name_key'`, want: "1", statements: 1,
			server: [2]string{"SELECT indisunique FROM pg_index WHERE indexrelid = 'people_name_key'::regclass", "1"},
			mysql:  [2]string{"SELECT 1 - non_unique FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name = 'people_name_key'", "1"},
		},
		"the key becomes another": {
			change: []string{"key: [owner]", "key: [owner, label]"},
			query:  "SELECT * FROM badges ORDER BY 1", want: "7|best\n9|best", statements: -1,
		},
		"the key becomes an id": {
			change: []string{"key: [owner]\n", ""},
			query:  "SELECT owner, label, length(id) FROM badges ORDER BY owner", want: "7|best|16\n9|best|16", statements: -1,
			server: [2]string{"SELECT owner, label, length(id::text), substr(id::text, 15, 1) FROM badges ORDER BY owner", "7|best|36|7\n9|best|36|7"},
			mysql:  [2]string{"SELECT owner, label, length(id), substr(hex(id), 13, 1) FROM badges ORDER BY owner", "7|best|16|7\n9|best|16|7"},
		},
		"a collection takes the name of one that goes": {
			change: []string{"collection: teams", "collection: badges\nwas: teams", "to: teams", "to: badges", people[strings.Index(people, "---\ncollection: badges"):], ""},
			query:  "SELECT code, name FROM badges ORDER BY 1", want: "blue|Blues\nred|Reds", statements: -1,
		},
		"a field goes of a table that others refer to": {
			change: []string{"max: 10}\n  name: text", "max: 10}"},
			query:  "SELECT * FROM teams ORDER BY 1", want: "blue\nred", statements: -1,
		},
		"a key becomes a text, and references to it do": {
			change: []string{"  id:    int", "  id:    {type: text, max: 20}"},
			query:  "SELECT p.id, typeof(p.boss), b.label FROM people p LEFT JOIN badges b ON b.owner = p.id ORDER BY p.name",
			want:   "7|null|best\n9|text|best\n12|text|null", statements: -1,
			server: [2]string{"SELECT p.id, pg_typeof(p.boss), b.label FROM people p LEFT JOIN badges b ON b.owner = p.id ORDER BY p.name", "7|text|best\n9|text|best\n12|text|null"},
			mysql:  [2]string{"SELECT p.id, p.boss, b.label FROM people p LEFT JOIN badges b ON b.owner = p.id ORDER BY p.name", "7|null|best\n9|7|best\n12|9|null"},
		},
		"a collection goes": {
			change: []string{people[strings.Index(people, "---\ncollection: badges"):], ""},
			query:  "SELECT count(*) FROM sqlite_schema WHERE name = 'badges'", want: "0", statements: 1,
			server: [2]string{"SELECT to_regclass('badges') IS NOT NULL", "0"},
			mysql:  [2]string{"SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'badges'", "0"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, s store, db *database) {
				db.apply(people)
				db.exec(peopleRows + s.stranger)
				next := strings.NewReplacer(c.change...).Replace(people)
				if next == people {
					t.Fatal("the case changes nothing")
				}
				if p := db.plan(next); c.statements >= 0 && db.remote == nil && len(p.Statements()) != c.statements {
					t.Errorf("the plan is\n%s", show(p))
				}
				db.apply(next)
				switch {
				case s.name == "postgres" && c.server[0] != "":
					db.want(c.server[0], c.server[1])
				case s.name == "mysql" && c.mysql[0] != "":
					db.want(c.mysql[0], c.mysql[1])
				default:
					db.want(c.query, c.want)
				}
				db.around(s, next)
				fresh := s.open(t)
				fresh.apply(next)
				if got, want := db.layout(), fresh.layout(); got != want {
					t.Errorf("the tables are\n%s\nand fresh ones would be\n%s", got, want)
				}
			})
		})
	}
}

// around makes sure that what a stranger built still works.
func (db *database) around(s store, schema string) {
	db.t.Helper()
	table := "people"
	if strings.Contains(schema, "collection: staff") {
		table = "staff"
	}
	s.strange(db, table)
	db.exec("DELETE FROM log; INSERT INTO " + table + " (id, name" + filler(schema) + ") VALUES (100, 'dan'" + filling(schema) + ")")
	db.want("SELECT what FROM log", "new dan")
}

// strangeFile looks for it in a file of SQLite's.
func (db *database) strangeFile(people string) {
	db.t.Helper()
	db.want("SELECT name FROM elders", "ann")
	db.want("SELECT count(*) FROM sqlite_schema WHERE name IN ('log', 'elders', 'people_log', 'teams_log', 'people_by_age')", "5")
	db.want("SELECT shoe FROM "+people+" WHERE id = 9 AND shoe = 'SIZE 9'", "size 9")
	db.want("SELECT twice FROM "+people+" WHERE id = 9", "64")
	db.want("PRAGMA foreign_key_check", "")
	db.want("PRAGMA integrity_check", "ok")
}

// filler and filling give a required field that has no default in the table.
func filler(schema string) string {
	if strings.Contains(schema, "default: 18") {
		return ", age"
	}
	return ""
}

func filling(schema string) string {
	if strings.Contains(schema, "default: 18") {
		return ", 20"
	}
	return ""
}

// Rows that do not fit are named, and nothing is changed.
func TestRefused(t *testing.T) {
	t.Parallel()
	cases := map[string][]string{
		"a required field without a default":         {"age:   int", "age:   int\n  email: {type: text, required: true}"},
		"a required field whose default is a caller": {"age:   int", "age:   int\n  email: {type: text, required: true, default: {expr: auth.email}}"},
		"required where there are nulls":             {"age:   int", "age:   {type: int, required: true}"},
		"unique where there are duplicates":          {"team:  {type: ref, to: teams, back: people}", "team:  {type: ref, to: teams, back: people, unique: true}"},
		"unique among some rows, with duplicates": {"  boss:  {type: ref, to: people, back: reports}",
			"  boss:  {type: ref, to: people, back: reports}\nindexes:\n  - {on: [team], unique: true, where: age > 30}"},
		"unique and filled with one value":       {"age:   int", "age:   int\n  code: {type: int, unique: true, default: 1}"},
		"a text that is no number":               {"name:  {type: text, max: 40}", "name:  int"},
		"a value of an enum that rows have":      {"[low, high]", "[low]"},
		"a shorter text":                         {"name:  {type: text, max: 40}", "name:  {type: text, max: 2}"},
		"a text that becomes an enum it is not":  {"name:  {type: text, max: 40}", "name:  {type: enum, values: [ann, bob]}"},
		"a reference to nothing":                 {"age:   int", "age:   {type: ref, to: people, back: aged}"},
		"a key that is not unique":               {"key: [owner]", "key: [label]"},
		"a check that rows fail":                 {"age:   int", "age:   {type: int, check: age > 40}"},
		"a default that its own check refuses":   {"age:   int", "age:   int\n  size: {type: int, default: 3, check: size > 3}"},
		"a rename to a name that is still there": {"  age:   int\n  level: {type: enum, values: [low, high]}", "  age:   {type: text, was: level}"},
		"an index whose name somebody has":       {"  boss:  {type: ref, to: people, back: reports}", "  boss:  {type: ref, to: people, back: reports}\nindexes:\n  - {on: [age], name: people_by_age}"},
		"a column that somebody has":             {"age:   int", "age:   int\n  shoe: text"},
	}
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, s store, db *database) {
				db.apply(people)
				db.exec(peopleRows + s.stranger)
				db.refuses(fault.Check, strings.NewReplacer(change...).Replace(people))
			})
		})
	}
}

// A unique index over some rows is made where those are unique, though others
// are not. A condition over what the migration itself writes is judged then.
func TestPartialUnique(t *testing.T) {
	t.Parallel()
	each(t, testPartialUnique)
}

func testPartialUnique(_ *testing.T, s store, db *database) {
	db.apply(people)
	db.exec(peopleRows)
	with := func(field, where string) string {
		return strings.Replace(people, "  boss:  {type: ref, to: people, back: reports}",
			"  boss:  {type: ref, to: people, back: reports}\n"+field+"indexes:\n  - {on: [team], unique: true, where: "+where+"}", 1)
	}
	db.refuses(fault.Unique, with("  live: {type: bool, default: true}\n", "live == true"))
	db.apply(with("", "age > 40"))
	db.want(word{
		"":         "SELECT count(*) FROM sqlite_schema WHERE sql LIKE 'CREATE UNIQUE INDEX%40%'",
		"postgres": "SELECT count(*) FROM pg_indexes WHERE schemaname = current_schema() AND indexdef LIKE 'CREATE UNIQUE INDEX% WHERE %40%'",
		"mysql":    "SELECT count(*) FROM information_schema.columns WHERE table_schema = DATABASE() AND generation_expression LIKE '%40%'",
	}.on(s), "1")
}
