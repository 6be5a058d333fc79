package migrate_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"bedplate/fault"
	"bedplate/internal/migrate"
	"bedplate/schema"
	"bedplate/store/sqlite"
)

// database is one that a test migrates and looks into: a file, or a remote one.
type database struct {
	t      *testing.T
	path   string          // or the address
	conn   *zombiezen.Conn // a stranger's; nil until it is used
	remote remote          // nil for a file
}

func newDatabase(t *testing.T) *database {
	t.Helper()
	db := &database{t: t, path: filepath.Join(t.TempDir(), "main.db")}
	t.Cleanup(db.close)
	return db
}

func (db *database) close() {
	if db.conn != nil {
		db.conn.Close()
		db.conn = nil
	}
}

func (db *database) target() migrate.Target {
	if db.remote != nil {
		return migrate.Target{Migrator: db.remote.migrator(db.path), Store: "main"}
	}
	return migrate.Target{Migrator: sqlite.NewMigrator(db.path), Store: "main"}
}

// load reads schema files, documents divided by ---.
func load(t *testing.T, text string) *schema.Schema {
	t.Helper()
	return parse(t, text)
}

func parse(t testing.TB, text string) *schema.Schema {
	t.Helper()
	s, err := schema.Parse(map[string][]byte{"schema.yaml": []byte(text)})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return s
}

// plan plans to reach the schema.
func (db *database) plan(text string) *migrate.Migration {
	db.t.Helper()
	p, err := migrate.Plan(db.t.Context(), db.target(), load(db.t, text))
	if err != nil {
		db.t.Fatal(err)
	}
	return p
}

// apply brings the database to the schema, whatever it costs.
func (db *database) apply(text string) {
	db.t.Helper()
	p := db.plan(text)
	if err := migrate.Apply(db.t.Context(), db.target(), p, migrate.Options{AllowLoss: true}); err != nil {
		db.t.Fatalf("%v\n%s", err, show(p))
	}
	if rest := db.plan(text); !rest.Empty() {
		db.t.Fatalf("after apply there is still:\n%s", show(rest))
	}
}

// start does what a server does at start.
func (db *database) start(text string) (*migrate.Started, error) {
	return migrate.Start(db.t.Context(), db.target(), load(db.t, text))
}

// refuses applies and wants the code.
func (db *database) refuses(code fault.Code, text string) {
	db.t.Helper()
	before := db.dump()
	plan, err := migrate.Plan(db.t.Context(), db.target(), load(db.t, text))
	if err == nil {
		err = migrate.Apply(db.t.Context(), db.target(), plan, migrate.Options{AllowLoss: true})
	}
	if fault.CodeOf(err) != code {
		db.t.Errorf("got %v, want %s", err, code)
	}
	if after := db.dump(); after != before {
		db.t.Errorf("the refusal left something behind:\n%s\nbefore:\n%s", after, before)
	}
}

// show writes a plan's changes, one a line.
func show(p *migrate.Migration) string {
	var b strings.Builder
	for _, c := range p.Changes {
		fmt.Fprintf(&b, "%s: %s (%s)\n", c.Class, c, c.Reason)
		for _, sql := range c.SQL {
			fmt.Fprintf(&b, "\t%s\n", sql)
		}
	}
	return b.String()
}

// exec runs statements as a stranger to Bedplate would.
func (db *database) exec(script string) {
	db.t.Helper()
	if db.remote != nil {
		db.remote.exec(db, script)
		return
	}
	db.with(func(conn *zombiezen.Conn) error { return sqlitex.ExecuteScript(conn, script, nil) })
}

func (db *database) with(f func(*zombiezen.Conn) error) {
	db.t.Helper()
	if db.conn == nil {
		var err error
		if db.conn, err = zombiezen.OpenConn(db.path, zombiezen.OpenReadWrite|zombiezen.OpenCreate); err != nil {
			db.t.Fatal(err)
		}
		if err := sqlitex.ExecuteTransient(db.conn, "PRAGMA synchronous = OFF", nil); err != nil {
			db.t.Fatal(err)
		}
	}
	if err := f(db.conn); err != nil {
		db.t.Fatal(err)
	}
}

// rows gives a query's result, values divided by |, rows by line ends.
func (db *database) rows(query string) string {
	db.t.Helper()
	if db.remote != nil {
		return db.remote.rows(db, query)
	}
	var lines []string
	db.with(func(conn *zombiezen.Conn) error {
		return sqlitex.ExecuteTransient(conn, query, &sqlitex.ExecOptions{ResultFunc: func(stmt *zombiezen.Stmt) error {
			var parts []string
			for i := range stmt.ColumnCount() {
				if stmt.ColumnIsNull(i) {
					parts = append(parts, "null")
				} else {
					parts = append(parts, stmt.ColumnText(i))
				}
			}
			lines = append(lines, strings.Join(parts, "|"))
			return nil
		}})
	})
	return strings.Join(lines, "\n")
}

// dump gives everything there is in the database, but for its history.
func (db *database) dump() string {
	if db.remote != nil {
		return db.remote.dump(db)
	}
	out := db.rows("SELECT type, name, sql FROM sqlite_schema ORDER BY name")
	for _, table := range strings.Split(db.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> '_bedplate_history' AND name NOT LIKE 'sqlite_%' ORDER BY name"), "\n") {
		if table != "" {
			out += "\n" + table + "\n" + db.rows(`SELECT * FROM "`+table+`"`)
		}
	}
	return out
}

// want compares a query's result.
func (db *database) want(query, rows string) {
	db.t.Helper()
	if got := db.rows(query); got != rows {
		db.t.Errorf("%s\ngot:\n%s\nwant:\n%s", query, got, rows)
	}
}
