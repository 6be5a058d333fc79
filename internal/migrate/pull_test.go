package migrate_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"bedplate/fault"
	"bedplate/internal/migrate"
	"bedplate/schema"
	"bedplate/store/postgres/server"
	"bedplate/store/sqlite"
)

// Each archive has the statements that make a database, and the files that
// pull writes for it. Set UPDATE=1 to write them anew.
func TestPull(t *testing.T) {
	t.Parallel()
	pullAll(t, "testdata/pull/*.txtar", "sqlite:shop.db", newDatabase)
}

// TestPullPostgres is the same of what only PostgreSQL has.
func TestPullPostgres(t *testing.T) {
	t.Parallel()
	pullAll(t, "testdata/pull_postgres/*.txtar", "postgres://localhost/shop", func(t *testing.T) *database {
		return postgresAt(t, server.Database(t)) // whose collation is always the same
	})
}

// TestPullMySQL is the same of what only MySQL and MariaDB have.
func TestPullMySQL(t *testing.T) {
	t.Parallel()
	db := newMySQL(t)
	archives := "testdata/pull_mariadb/*.txtar"
	if db.remote.rows(db, "SELECT 1 FROM information_schema.collations WHERE collation_name = 'utf8mb4_0900_bin'") != "" {
		archives = "testdata/pull_mysql/*.txtar" // which says the same things in other words
	}
	pullAll(t, archives, "mysql://localhost/shop", newMySQL)
}

func pullAll(t *testing.T, pattern, url string, open func(*testing.T) *database) {
	archives, err := filepath.Glob(pattern)
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range archives {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			db := open(t)
			db.exec(string(archive.Files[0].Data))
			before := db.dump()
			pulled, err := migrate.Pull(t.Context(), db.target().Migrator.(migrate.Source), migrate.App{Name: "shop", URL: url})
			if err != nil {
				t.Fatal(err)
			}
			pulled.Files["notes"] = []byte(strings.Join(append(pulled.Notes, ""), "\n"))
			got := []txtar.File{archive.Files[0]}
			for _, f := range slices.Sorted(maps.Keys(pulled.Files)) {
				got = append(got, txtar.File{Name: f, Data: pulled.Files[f]})
			}
			if os.Getenv("UPDATE") != "" {
				archive.Files = got
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(txtar.Format(&txtar.Archive{Files: archive.Files})), string(txtar.Format(&txtar.Archive{Files: got}))); diff != "" {
				t.Error(diff)
			}
			db.roundTrip(pulled, before)
		})
	}
}

// roundTrip reads what pull wrote: it loads, and plans nothing, and changes
// nothing.
func (db *database) roundTrip(pulled *migrate.Pulled, before string) {
	db.t.Helper()
	files := map[string][]byte{}
	for name, data := range pulled.Files {
		if strings.HasPrefix(name, "schema/") {
			files[name] = data
		}
	}
	loaded, err := schema.Parse(files)
	if err != nil {
		db.t.Fatal(err)
	}
	if loaded.Version != pulled.Schema.Version {
		db.t.Error("the files do not say what the schema says")
	}
	plan, err := migrate.Plan(db.t.Context(), db.target(), loaded)
	if err != nil || !plan.Empty() {
		db.t.Errorf("there is something to migrate: %v\n%s", err, show(plan))
	}
	if _, err := migrate.Start(db.t.Context(), db.target(), loaded); err != nil {
		db.t.Error(err)
	}
	if db.dump() != before {
		db.t.Error("the database was changed")
	}
}

// What cannot be pulled says why.
func TestNothingToPull(t *testing.T) {
	t.Parallel()
	db := newDatabase(t)
	pull := func() fault.Code {
		_, err := migrate.Pull(t.Context(), sqlite.NewMigrator(db.path), migrate.App{Name: "shop", URL: "sqlite:shop.db"})
		return fault.CodeOf(err)
	}
	if code := pull(); code != fault.Unavailable {
		t.Errorf("a file that is not there: %s", code)
	}
	db.exec("CREATE TABLE t (a); DROP TABLE t")
	if code := pull(); code != fault.NotFound {
		t.Errorf("no tables: %s", code)
	}
	db.close()
	if err := os.WriteFile(db.path, []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if code := pull(); code != fault.Unavailable {
		t.Errorf("no database: %s", code)
	}
}

// Once its owner says manage: true and applies, an adopted table is altered
// like any other, and keeps what it had.
func TestAdopted(t *testing.T) {
	t.Parallel()
	db := newDatabase(t)
	db.exec(`CREATE TABLE Item (ItemId INTEGER PRIMARY KEY, Name NVARCHAR(20) NOT NULL, Added DATETIME DEFAULT CURRENT_TIMESTAMP,
		Double INT GENERATED ALWAYS AS (ItemId * 2) STORED);
		CREATE INDEX ItemName ON Item (Name);
		CREATE TABLE other (a);
		INSERT INTO Item (ItemId, Name, Added) VALUES (1, 'one', '2009-01-01 00:00:00');`)
	const managed = `
collection: item
table: Item
key: [item_id]
fields:
  item_id: {type: int, column: ItemId, identity: true}
  name:    {type: text, column: Name, required: true, max: 20}
  added:   {type: time, column: Added, sql_type: DATETIME}
  double:  {type: int, column: Double, generated: true}
indexes:
  - {on: [name], name: ItemName}
`
	before := db.rows("SELECT sql FROM sqlite_schema WHERE name = 'Item'")
	if _, err := db.start(managed); fault.CodeOf(err) != fault.SchemaChanged {
		t.Errorf("a table was adopted at start: %v", err)
	}
	db.apply(managed)
	db.want("SELECT sql FROM sqlite_schema WHERE name = 'Item'", before)
	// Its times are in a form of their own, which is nobody's to convert.
	db.refuses(fault.Check, strings.Replace(managed, "{type: time, column: Added, sql_type: DATETIME}", "{type: text, column: Added}", 1))
	db.apply(strings.Replace(managed, "max: 20}", "max: 20}\n  price:   {type: int, required: true, default: 5}", 1))
	db.want("SELECT * FROM Item", "1|one|2009-01-01 00:00:00|2|5")
	db.apply(strings.NewReplacer("{type: text, column: Name, required: true, max: 20}", "{type: json, column: Name}",
		"indexes:\n  - {on: [name], name: ItemName}\n", "").Replace(managed))
	db.want("SELECT ItemId, Name, Added, Double FROM Item", `1|"one"|2009-01-01 00:00:00|2`)
	db.want("SELECT count(*) FROM sqlite_schema WHERE name IN ('other', 'Item', 'ItemName')", "2")
}
