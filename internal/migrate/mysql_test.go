package migrate_test

import (
	"context"
	"database/sql"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bedplate/internal/migrate"
	"bedplate/store/driver"
	"bedplate/store/mysql/migration"
	"bedplate/store/mysql/server"
)

// mysql is a database on a server.
type mysql struct {
	conn *sql.Conn
}

// ansi lets tests say the same in SQL to all kinds.
const ansi = "SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,STRICT_ALL_TABLES'"

func newMySQL(t *testing.T) *database {
	t.Helper()
	address := server.Database(t)
	m := &mysql{conn: server.Connect(t, address)}
	db := &database{t: t, path: address, remote: m}
	m.exec(db, ansi)
	return db
}

func (m *mysql) migrator(address string) driver.Migrator {
	return migration.New(server.Config(address))
}

// exec runs statements, each of which ends with a semicolon at the end of a line.
func (m *mysql) exec(db *database, script string) {
	db.t.Helper()
	for statement := range strings.SplitSeq(strings.ReplaceAll(script, "; ", ";\n"), ";\n") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := m.conn.ExecContext(context.Background(), strings.TrimSuffix(statement, ";")); err != nil {
			db.t.Fatalf("%v\n%s", err, statement)
		}
	}
}

func (m *mysql) rows(db *database, query string) string {
	db.t.Helper()
	found, err := m.conn.QueryContext(context.Background(), query)
	if err != nil {
		db.t.Fatalf("%v\n%s", err, query)
	}
	defer found.Close()
	columns, err := found.ColumnTypes()
	if err != nil {
		db.t.Fatal(err)
	}
	var lines []string
	values, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for found.Next() {
		if err := found.Scan(into...); err != nil {
			db.t.Fatal(err)
		}
		parts := make([]string, len(values))
		for i, v := range values {
			switch parts[i] = v.String; {
			case !v.Valid:
				parts[i] = "null"
			case columns[i].DatabaseTypeName() == "DOUBLE" && !strings.Contains(v.String, "."):
				parts[i] += ".0"
			}
		}
		lines = append(lines, strings.Join(parts, "|"))
	}
	if err := found.Err(); err != nil {
		db.t.Fatalf("%v\n%s", err, query)
	}
	return strings.Join(lines, "\n")
}

func (m *mysql) count(db *database, names ...string) string {
	list := "('" + strings.Join(names, "', '") + "')"
	return m.rows(db, "SELECT (SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name IN "+list+
		") + (SELECT count(*) FROM information_schema.triggers WHERE trigger_schema = DATABASE() AND trigger_name IN "+list+
		") + (SELECT count(DISTINCT index_name) FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name IN "+list+")")
}

// mysqlDocRows are docRows, whose keys are UUIDs.
const mysqlDocRows = `
INSERT INTO docs (id, title, body) VALUES (unhex('00000000000000000000000000000001'), 'The fat cat', NULL),
	(unhex('00000000000000000000000000000002'), NULL, 'a cat, a mat'), (unhex('00000000000000000000000000000003'), 'Dogs', 'and more');
`

// found looks among the words that are kept.
func (m *mysql) found(db *database, table, word string) string {
	words := strings.ReplaceAll(m.rows(db, "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '"+table+
		"' AND column_name LIKE '\\_bedplate\\_words\\_%'"), "\n", ", ")
	key := m.rows(db, "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '"+table+"' AND column_key = 'PRI'")
	return m.rows(db, "SELECT right(hex("+key+"), 1) FROM "+table+" WHERE concat_ws('|', "+words+") LIKE '% "+word+" %' ORDER BY 1")
}

func (m *mysql) tables(db *database) []string {
	return strings.Split(m.rows(db, "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND table_name <> '_bedplate_history' ORDER BY 1"), "\n")
}

// dump leaves out the books where nothing is in them.
func (m *mysql) dump(db *database) string {
	out := []string{m.rows(db, "SELECT table_name, view_definition FROM information_schema.views WHERE table_schema = DATABASE() ORDER BY 1")}
	for _, name := range m.tables(db) {
		if name == "" {
			continue
		}
		rows := m.rows(db, "SELECT * FROM `"+name+"`")
		if strings.HasPrefix(name, "_bedplate_") && (rows == "" || rows == "1||0|null") {
			continue
		}
		if name == "_bedplate_ledger" {
			rows = m.rows(db, "SELECT kind, `table`, name, layout FROM _bedplate_ledger ORDER BY 1, 2, 3")
		}
		out = append(out, m.define(db, name), rows)
	}
	return strings.Join(out, "\n")
}

// autoIncrement is the next number of a table, which is not what it looks like.
var autoIncrement = regexp.MustCompile(` AUTO_INCREMENT=\d+`)

func (m *mysql) define(db *database, table string) string {
	m.exec(db, "SET sql_mode = ''")
	defer m.exec(db, ansi)
	return autoIncrement.ReplaceAllString(m.rows(db, "SHOW CREATE TABLE `"+table+"`"), "")
}

// layout describes the tables that the ledger lists by what it lists of them,
// whatever the order, and without defaults.
func (m *mysql) layout(db *database) string {
	var out []string
	for _, table := range strings.Fields(m.rows(db, "SELECT name FROM _bedplate_ledger WHERE kind = 'table' ORDER BY 1")) {
		ours := strings.Fields(m.rows(db, "SELECT name FROM _bedplate_ledger WHERE kind IN ('column', 'index') AND `table` = '"+table+"'"))
		var lines []string
		for line := range strings.SplitSeq(m.define(db, table), "\n") {
			line = strings.TrimSuffix(strings.TrimSpace(line), ",")
			words := strings.Split(line, "`")
			if len(words) > 1 && !strings.HasPrefix(line, "CONSTRAINT") && !strings.HasPrefix(line, "PRIMARY") &&
				!slices.Contains(ours, words[1]) && !strings.HasPrefix(words[1], "_bedplate_") && line[0] != ')' && words[1] != table {
				continue
			}
			line, _, _ = strings.Cut(line, " DEFAULT ")
			lines = append(lines, line)
		}
		slices.Sort(lines)
		out = append(out, lines...)
	}
	return strings.Join(out, "\n")
}

// mysqlStranger is what somebody else built around our tables.
const mysqlStranger = `
CREATE TABLE log (what TEXT);
CREATE VIEW elders AS SELECT what FROM log;
CREATE TRIGGER people_log AFTER INSERT ON people FOR EACH ROW INSERT INTO log VALUES (concat('new ', NEW.name));
CREATE TRIGGER teams_log AFTER DELETE ON teams FOR EACH ROW INSERT INTO log SELECT name FROM people;
ALTER TABLE people ADD COLUMN shoe VARCHAR(40) CHARACTER SET latin1 DEFAULT 'x' COLLATE latin1_german1_ci;
ALTER TABLE people ADD COLUMN twice VARCHAR(80) GENERATED ALWAYS AS (concat(name, name)) VIRTUAL;
CREATE INDEX people_by_age ON people (shoe, name);
UPDATE people SET shoe = concat('size ', id);
`

func (db *database) strangeMySQL(people string) {
	db.t.Helper()
	db.want("SELECT name FROM "+people+" WHERE name = 'ann'", "ann")
	if n := db.remote.count(db, "log", "elders", "people_log", "teams_log", "people_by_age"); n != "5" {
		db.t.Errorf("%s of a stranger's things are there", n)
	}
	db.want("SELECT shoe, twice FROM "+people+" WHERE name = 'bob' AND shoe = 'SIZE 9'", "size 9|bobbob")
}

// led has references that begin indexes with nulls behind them.
const led = `
collection: teams
key: [code]
fields:
  code: {type: int}
---
collection: people
key: [id]
fields:
  id:    {type: int}
  first: {type: ref, to: teams, back: first}
  only:  {type: ref, to: teams, back: only}
  some:  {type: ref, to: teams, back: some}
  born:  date
  there: bool
indexes:
  - [first, born]
  - {on: [only, born], unique: true}
  - {on: [some], unique: true, where: there == true}
`

// Tables of the release before, whose references had no indexes of their own beside
// those, are brought to what the server holds to them.
func TestReferencesAreKept(t *testing.T) {
	t.Parallel()
	db := newMySQL(t)
	db.apply(led)
	for _, field := range []string{"first", "only", "some"} {
		name := "people_" + field + "_fkey"
		if db.remote.rows(db, "SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name = '"+name+"' LIMIT 1") != "" {
			db.remote.exec(db, "ALTER TABLE people DROP INDEX "+name+";")
		}
	}
	db.remote.exec(db, "INSERT INTO teams VALUES (1);")
	target := db.target()
	target.Migrator = otherwise{target.Migrator}
	p, err := migrate.Plan(t.Context(), target, load(t, led))
	if err != nil {
		t.Fatal(err)
	}
	if err := migrate.Apply(t.Context(), target, p, migrate.Options{}); err != nil {
		t.Fatal(err)
	}
	for i, field := range []string{"first", "only", "some"} {
		if _, err := db.remote.(*mysql).conn.ExecContext(t.Context(), "INSERT INTO people (id, "+field+") VALUES (?, 99)", i); err == nil {
			t.Errorf("%s refers to nothing", field)
		}
		if _, err := db.remote.(*mysql).conn.ExecContext(t.Context(), "INSERT INTO people (id, "+field+") VALUES (?, 1)", i); err != nil {
			t.Error(err)
		}
	}
}
