package migration

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/postgres/ddl"
)

// The tables that keep the books. Others whose names begin so are collections.
const (
	metaTable     = "_bedplate_meta"
	ledgerTable   = "_bedplate_ledger"
	historyTable  = "_bedplate_history"
	buildingTable = "_bedplate_building"
)

var bookTables = []string{metaTable, ledgerTable, historyTable, buildingTable}

// constraintKind is the kind of an Object that is a key, a check or a reference.
const constraintKind = "constraint"

// books keep the stamp, what is ours, and what was done. The ledger has a row for
// everything we made; a table's has its layout as JSON.
var books = []string{
	`CREATE TABLE IF NOT EXISTS ` + metaTable + ` (
	id int PRIMARY KEY CHECK (id = 1),
	checksum text NOT NULL,
	epoch bigint NOT NULL,
	format int NOT NULL
)`,
	`CREATE TABLE IF NOT EXISTS ` + ledgerTable + ` (
	kind text NOT NULL,
	name text NOT NULL,
	"table" text NOT NULL,
	layout jsonb,
	PRIMARY KEY (kind, "table", name)
)`,
	`CREATE TABLE IF NOT EXISTS ` + historyTable + ` (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	at timestamptz NOT NULL,
	took_ms bigint NOT NULL,
	checksum text NOT NULL,
	epoch bigint NOT NULL,
	plan jsonb NOT NULL
)`,
}

// has tells whether there is a table of ours.
func (s *session) has(table string) (bool, error) {
	n, err := s.single("SELECT count(*) FROM pg_class c WHERE c.relname = $1 AND "+inSpace, table)
	return n > 0, err
}

// kept tells whether the database has our books.
func (s *session) kept() (bool, error) { return s.has(metaTable) }

func (s *session) stamp() (driver.Stamp, error) {
	var stamp driver.Stamp
	kept, err := s.kept()
	if err != nil || !kept {
		return stamp, err
	}
	err = s.query("SELECT checksum, epoch FROM "+metaTable, func(r pgx.Rows) error { return r.Scan(&stamp.Checksum, &stamp.Epoch) })
	return stamp, err
}

// ledger reads what is ours, and by which format it was made.
func (s *session) ledger() (db *driver.Database, format int, err error) {
	db = &driver.Database{}
	kept, err := s.kept()
	if err != nil || !kept {
		return db, ddl.Format, err
	}
	err = s.query("SELECT checksum, epoch, format FROM "+metaTable, func(r pgx.Rows) error {
		return r.Scan(&db.Stamp.Checksum, &db.Stamp.Epoch, &format)
	})
	if err != nil {
		return nil, 0, err
	}
	return db, format, s.query(`SELECT kind, "table", name, layout::text FROM `+ledgerTable+` ORDER BY "table" COLLATE "C", kind COLLATE "C", name COLLATE "C"`, func(r pgx.Rows) error {
		var o driver.Object
		var layout *string
		if err := r.Scan(&o.Kind, &o.Table, &o.Name, &layout); err != nil {
			return err
		}
		db.Owned = append(db.Owned, o)
		if layout == nil {
			return nil
		}
		var t driver.Table
		if err := json.Unmarshal([]byte(*layout), &t); err != nil {
			return fault.Wrap(fault.Internal, err, "the ledger's entry of table %s cannot be read", o.Name)
		}
		db.Ledger = append(db.Ledger, t)
		return nil
	})
}

// Record writes the ledger, the history and the stamp, after the references that
// had to wait until all tables were there.
func (s *session) Record(r driver.Record) error {
	if err := s.readOnly(); err != nil {
		return err
	}
	if err := s.finish(); err != nil {
		return err
	}
	for _, sql := range books {
		if err := s.exec(sql); err != nil {
			return err
		}
	}
	if err := s.exec("DELETE FROM " + ledgerTable); err != nil {
		return err
	}
	entries, err := entriesOf(r)
	if err != nil {
		return err
	}
	enter := &pgx.Batch{}
	for _, e := range entries {
		enter.Queue(`INSERT INTO `+ledgerTable+` (kind, name, "table", layout) VALUES ($1, $2, $3, $4::text::jsonb)`, e.kind, e.name, e.table, e.layout)
	}
	e := r.Entry
	enter.Queue("INSERT INTO "+historyTable+" (at, took_ms, checksum, epoch, plan) VALUES ($1, $2, $3, $4, $5::text::jsonb)",
		e.At, e.Took.Milliseconds(), e.Checksum, e.Epoch, string(e.Plan))
	enter.Queue("INSERT INTO "+metaTable+" (id, checksum, epoch, format) VALUES (1, $1, $2, $3) ON CONFLICT (id) DO UPDATE SET checksum = $1, epoch = $2, format = $3",
		r.Stamp.Checksum, r.Stamp.Epoch, ddl.Format)
	return s.classify(s.conn.SendBatch(s.ctx, enter).Close(), "write the ledger")
}

// entry is a row of the ledger.
type entry struct {
	kind, name, table string
	layout            *string
}

func entriesOf(r driver.Record) ([]entry, error) {
	var out []entry
	for _, t := range r.Ledger {
		doc, err := json.Marshal(t)
		if err != nil {
			return nil, fault.Wrap(fault.Internal, err, "write the ledger")
		}
		kind, layout := "table", string(doc)
		if t.View != "" {
			kind = "view"
		}
		out = append(out, entry{kind, t.Name, t.Name, &layout})
		for _, c := range t.Columns {
			out = append(out, entry{"column", c.Name, t.Name, nil})
		}
	}
	for _, o := range r.Owned {
		if o.Kind != "table" && o.Kind != "view" && o.Kind != "column" { // those are entered above
			out = append(out, entry{o.Kind, o.Name, o.Table, nil})
		}
	}
	return out, nil
}

// History lists past migrations, the latest first.
func (s *session) History(limit int) ([]driver.Entry, error) {
	kept, err := s.kept()
	if err != nil || !kept {
		return nil, err
	}
	var entries []driver.Entry
	err = s.query("SELECT at, took_ms, checksum, epoch, plan::text FROM "+historyTable+" ORDER BY id DESC LIMIT $1", func(r pgx.Rows) error {
		var e driver.Entry
		var took int64
		var plan string
		if err := r.Scan(&e.At, &took, &e.Checksum, &e.Epoch, &plan); err != nil {
			return err
		}
		e.At, e.Took, e.Plan = e.At.UTC(), time.Duration(took)*time.Millisecond, json.RawMessage(plan)
		entries = append(entries, e)
		return nil
	}, limit)
	return entries, err
}

// Inspect tells what stands in the database.
func (s *session) Inspect() (*driver.Database, error) {
	db, _, err := s.ledger()
	if err != nil {
		return nil, err
	}
	tables, err := s.catalog(db.Owned)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		if slices.Contains(bookTables, name) {
			continue
		}
		t := tables[name]
		e := driver.Existing{Name: name, View: t.isView()}
		for _, c := range t.columns {
			e.Columns = append(e.Columns, c.name)
		}
		for _, i := range t.indexes {
			if i.built == "" && !primary(t, i) {
				e.Objects = append(e.Objects, driver.Object{Kind: "index", Table: name, Name: i.name})
			}
		}
		for _, trigger := range t.triggers {
			e.Objects = append(e.Objects, driver.Object{Kind: "trigger", Table: name, Name: trigger})
		}
		db.Tables = append(db.Tables, e)
	}
	return db, nil
}

// primary tells the index of a table's key.
func primary(t *table, i *index) bool {
	k := t.constraint(i.constraint)
	return k != nil && k.kind == "p"
}
