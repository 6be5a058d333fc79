package migration

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/store/driver"
)

// ledgerPrefix begins the names of the tables that are Bedplate's own. They are
// no collections of an app and no one else's.
const ledgerPrefix = "_bedplate_"

// ledgerNames are the tables that keep the books, and the one that a table
// under alteration has for a while. Others with the prefix are collections.
var ledgerNames = []string{"_bedplate_meta", "_bedplate_ledger", "_bedplate_history", newTable}

// ledgerTables keep the stamp, what is ours, and what was done. The ledger has
// a row for everything we made; a table's has its layout as JSON.
//
// The stamp's table is made anew each time: that moves SQLite's own count of
// changes of the schema, which is what running nodes look at (see epoch).
var ledgerTables = []string{
	`DROP TABLE IF EXISTS _bedplate_meta`,
	`CREATE TABLE _bedplate_meta (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	checksum TEXT NOT NULL,
	epoch INTEGER NOT NULL
)`,
	`CREATE TABLE IF NOT EXISTS _bedplate_ledger (
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	"table" TEXT NOT NULL,
	layout TEXT,
	PRIMARY KEY (kind, "table", name)
) WITHOUT ROWID`,
	`CREATE TABLE IF NOT EXISTS _bedplate_history (
	id INTEGER PRIMARY KEY,
	at TEXT NOT NULL,
	took_ms INTEGER NOT NULL,
	checksum TEXT NOT NULL,
	epoch INTEGER NOT NULL,
	plan TEXT NOT NULL
)`,
}

// kept tells whether the database has our books.
func (s *session) kept() (bool, error) {
	n, err := s.single("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '_bedplate_meta'")
	return n > 0, err
}

func (s *session) stamp() (driver.Stamp, error) {
	var stamp driver.Stamp
	kept, err := s.kept()
	if err != nil || !kept {
		return stamp, err
	}
	err = s.query("SELECT checksum, epoch FROM _bedplate_meta", func(stmt *zombiezen.Stmt) error {
		stamp = driver.Stamp{Checksum: stmt.ColumnText(0), Epoch: stmt.ColumnInt64(1)}
		return nil
	})
	return stamp, err
}

// ledger reads what is ours into db.
func (s *session) ledger(db *driver.Database) error {
	kept, err := s.kept()
	if err != nil || !kept {
		return err
	}
	if db.Stamp, err = s.stamp(); err != nil {
		return err
	}
	return s.query(`SELECT kind, "table", name, layout FROM _bedplate_ledger ORDER BY 2, 1, 3`, func(stmt *zombiezen.Stmt) error {
		o := driver.Object{Kind: stmt.ColumnText(0), Table: stmt.ColumnText(1), Name: stmt.ColumnText(2)}
		db.Owned = append(db.Owned, o)
		if stmt.ColumnIsNull(3) {
			return nil
		}
		var t driver.Table
		if err := json.Unmarshal([]byte(stmt.ColumnText(3)), &t); err != nil {
			return fault.Wrap(fault.Internal, err, "the ledger's entry of table %s cannot be read", o.Name)
		}
		db.Ledger = append(db.Ledger, t)
		return nil
	})
}

// Record writes the ledger, the history and the stamp.
func (s *session) Record(r driver.Record) error {
	if !s.writes {
		return fault.New(fault.ReadOnly, "the database is only being looked at")
	}
	for _, sql := range ledgerTables {
		if err := s.exec(sql); err != nil {
			return err
		}
	}
	if err := s.exec("DELETE FROM _bedplate_ledger"); err != nil {
		return err
	}
	const enter = `INSERT INTO _bedplate_ledger (kind, "table", name, layout) VALUES (?, ?, ?, ?)`
	for _, t := range r.Ledger {
		doc, err := json.Marshal(t)
		if err != nil {
			return fault.Wrap(fault.Internal, err, "write the ledger")
		}
		if err := s.exec(enter, "table", t.Name, t.Name, string(doc)); err != nil {
			return err
		}
		for _, c := range t.Columns {
			if err := s.exec(enter, "column", t.Name, c.Name, nil); err != nil {
				return err
			}
		}
	}
	for _, o := range r.Owned {
		if o.Kind == "table" || o.Kind == "column" {
			continue // entered above
		}
		if err := s.exec(enter, o.Kind, o.Table, o.Name, nil); err != nil {
			return err
		}
	}
	e := r.Entry
	err := s.exec("INSERT INTO _bedplate_history (at, took_ms, checksum, epoch, plan) VALUES (?, ?, ?, ?, ?)",
		e.At.UTC().Format(time.RFC3339Nano), e.Took.Milliseconds(), e.Checksum, e.Epoch, string(e.Plan))
	if err != nil {
		return err
	}
	return s.exec("INSERT INTO _bedplate_meta (id, checksum, epoch) VALUES (1, ?, ?)", r.Stamp.Checksum, r.Stamp.Epoch)
}

// History lists past migrations, the latest first.
func (s *session) History(limit int) ([]driver.Entry, error) {
	kept, err := s.kept()
	if err != nil || !kept {
		return nil, err
	}
	var entries []driver.Entry
	err = s.query("SELECT at, took_ms, checksum, epoch, plan FROM _bedplate_history ORDER BY id DESC LIMIT ?", func(stmt *zombiezen.Stmt) error {
		at, err := time.Parse(time.RFC3339Nano, stmt.ColumnText(0))
		if err != nil {
			return fault.Wrap(fault.Internal, err, "the history cannot be read")
		}
		entries = append(entries, driver.Entry{
			At: at, Took: time.Duration(stmt.ColumnInt64(1)) * time.Millisecond,
			Checksum: stmt.ColumnText(2), Epoch: stmt.ColumnInt64(3), Plan: json.RawMessage(stmt.ColumnText(4)),
		})
		return nil
	}, limit)
	return entries, err
}

// Inspect tells what stands in the database.
func (s *session) Inspect() (*driver.Database, error) {
	db := &driver.Database{}
	if err := s.ledger(db); err != nil {
		return nil, err
	}
	index := map[string]int{}
	err := s.query("SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name", func(stmt *zombiezen.Stmt) error {
		name := stmt.ColumnText(0)
		if !strings.HasPrefix(name, "sqlite_") && !slices.Contains(ledgerNames, name) {
			index[name] = len(db.Tables)
			db.Tables = append(db.Tables, driver.Existing{Name: name, View: stmt.ColumnText(1) == "view"})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range db.Tables {
		t := &db.Tables[i]
		t.Columns, err = s.texts("SELECT name FROM pragma_table_xinfo(?)", t.Name)
		if err != nil && s.ctx.Err() != nil {
			return nil, err
		} // else a broken view, or a virtual table of a module that is not here: nobody's business
	}
	err = s.query("SELECT type, tbl_name, name FROM sqlite_schema WHERE type IN ('index', 'trigger')", func(stmt *zombiezen.Stmt) error {
		o := driver.Object{Kind: stmt.ColumnText(0), Table: stmt.ColumnText(1), Name: stmt.ColumnText(2)}
		if at, ok := index[o.Table]; ok {
			db.Tables[at].Objects = append(db.Tables[at].Objects, o)
		}
		return nil
	})
	return db, err
}

func reservedTable(name string) bool {
	return strings.HasPrefix(name, "sqlite_") || strings.HasPrefix(name, ledgerPrefix)
}
