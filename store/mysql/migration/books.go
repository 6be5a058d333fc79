package migration

import (
	"database/sql"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
)

// The tables that keep the books. They are no collections of an app and no one
// else's; other names with the prefix are collections.
const (
	metaTable    = schema.SystemPrefix + "meta"
	ledgerTable  = schema.SystemPrefix + "ledger"
	historyTable = schema.SystemPrefix + "history"
	// wantTable is a temporary table by which the server is asked how it writes
	// a definition.
	wantTable = schema.SystemPrefix + "want"
)

var bookTables = []string{metaTable, ledgerTable, historyTable, wantTable}

// createBooks makes the tables. meta has one row: the stamp, and the journal of
// the migration that is under way. The ledger has a row for everything we made; a
// table's has its layout as JSON.
func createBooks(collation string) []string {
	options := " ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=" + collation
	return []string{
		"CREATE TABLE IF NOT EXISTS " + metaTable + " (id TINYINT PRIMARY KEY, checksum VARCHAR(100) NOT NULL, epoch BIGINT NOT NULL, journal LONGTEXT, " + fenceOf(0) + " TINYINT)" + options,
		"CREATE TABLE IF NOT EXISTS " + ledgerTable + " (number INT AUTO_INCREMENT PRIMARY KEY, kind VARCHAR(20) NOT NULL, " +
			"`table` VARCHAR(64) NOT NULL, name VARCHAR(64) NOT NULL, layout LONGTEXT)" + options,
		"CREATE TABLE IF NOT EXISTS " + historyTable + " (id BIGINT AUTO_INCREMENT PRIMARY KEY, at VARCHAR(40) NOT NULL, took_ms BIGINT NOT NULL, " +
			"checksum VARCHAR(100) NOT NULL, epoch BIGINT NOT NULL, plan LONGTEXT NOT NULL)" + options,
	}
}

// books are what the books say. They are read and written as one.
type books struct {
	exist    bool // the tables
	Checksum string
	Epoch    int64
	Journal  *journal // of the migration that is under way, nil for none
	ledger   []driver.Table
	owned    []driver.Object
}

// stamp of a database under way is none that a migration ends with.
func (b *books) stamp() driver.Stamp {
	if b == nil {
		return driver.Stamp{}
	}
	s := driver.Stamp{Checksum: b.Checksum, Epoch: b.Epoch}
	if b.Journal != nil {
		s.Checksum += " under way"
	}
	return s
}

func (s *session) books() (*books, error) {
	b := &books{}
	n, err := s.single("SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name IN (?, ?, ?)",
		metaTable, ledgerTable, historyTable)
	if err != nil || n < 3 {
		return b, err
	}
	b.exist = true
	err = s.query("SELECT checksum, epoch, journal FROM "+metaTable, func(v []sql.RawBytes) (err error) {
		b.Checksum = string(v[0])
		if b.Epoch, err = strconv.ParseInt(string(v[1]), 10, 64); err != nil || v[2] == nil {
			return err
		}
		b.Journal = &journal{}
		if err := json.Unmarshal(v[2], b.Journal); err != nil {
			return fault.Wrap(fault.Internal, err, "the journal of the migration cannot be read")
		}
		return nil
	})
	if err != nil {
		return b, err
	}
	return b, s.query("SELECT kind, `table`, name, layout FROM "+ledgerTable+" ORDER BY number", func(v []sql.RawBytes) error {
		o := driver.Object{Kind: string(v[0]), Table: string(v[1]), Name: string(v[2])}
		b.owned = append(b.owned, o)
		if v[3] == nil {
			return nil
		}
		var t driver.Table
		if err := json.Unmarshal(v[3], &t); err != nil {
			return fault.Wrap(fault.Internal, err, "the ledger's entry of table %s cannot be read", o.Name)
		}
		b.ledger = append(b.ledger, t)
		return nil
	})
}

// keep writes the books, in a transaction.
func (s *session) keep(b *books, more ...func() error) error {
	return s.transaction(func() error {
		var under any
		if b.Journal != nil {
			doc, err := json.Marshal(b.Journal)
			if err != nil {
				return fault.Wrap(fault.Internal, err, "write the journal")
			}
			under = string(doc)
		}
		if err := s.exec("REPLACE INTO "+metaTable+" (id, checksum, epoch, journal) VALUES (1, ?, ?, ?)", b.Checksum, b.Epoch, under); err != nil {
			return err
		}
		if err := s.keepLedger(b); err != nil {
			return err
		}
		for _, f := range more {
			if err := f(); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *session) keepLedger(b *books) error {
	if err := s.exec("DELETE FROM " + ledgerTable); err != nil {
		return err
	}
	enter := func(kind, table, name string, layout any) error {
		return s.exec("INSERT INTO "+ledgerTable+" (kind, `table`, name, layout) VALUES (?, ?, ?, ?)", kind, table, name, layout)
	}
	for _, t := range b.ledger {
		doc, err := json.Marshal(t)
		if err != nil {
			return fault.Wrap(fault.Internal, err, "write the ledger")
		}
		kind := "table"
		if t.View != "" {
			kind = "view"
		}
		if err := enter(kind, t.Name, t.Name, string(doc)); err != nil {
			return err
		}
		for _, c := range t.Columns {
			if err := enter("column", t.Name, c.Name, nil); err != nil {
				return err
			}
		}
	}
	for _, o := range b.owned {
		if o.Kind == "table" || o.Kind == "view" || o.Kind == "column" {
			continue // entered above
		}
		if err := enter(o.Kind, o.Table, o.Name, nil); err != nil {
			return err
		}
	}
	return nil
}

// Record adds the references that waited, and then ends the migration in the
// books: the ledger, the history and the stamp.
func (s *session) Record(r driver.Record) error {
	if !s.writes {
		return errLooking
	}
	if err := s.addReferences(); err != nil {
		return err
	}
	b := &books{Checksum: r.Stamp.Checksum, Epoch: r.Stamp.Epoch, ledger: r.Ledger, owned: r.Owned}
	e := r.Entry
	return s.keep(b, func() error {
		return s.exec("INSERT INTO "+historyTable+" (at, took_ms, checksum, epoch, plan) VALUES (?, ?, ?, ?, ?)",
			e.At.UTC().Format(time.RFC3339Nano), e.Took.Milliseconds(), e.Checksum, e.Epoch, string(e.Plan))
	})
}

var errLooking = fault.New(fault.ReadOnly, "the database is only being looked at")

// History lists past migrations, the latest first.
func (s *session) History(limit int) ([]driver.Entry, error) {
	b, err := s.books()
	if err != nil || !b.exist {
		return nil, err
	}
	var entries []driver.Entry
	err = s.query("SELECT at, took_ms, checksum, epoch, plan FROM "+historyTable+" ORDER BY id DESC LIMIT "+strconv.Itoa(limit), func(v []sql.RawBytes) error {
		at, err := time.Parse(time.RFC3339Nano, string(v[0]))
		if err != nil {
			return fault.Wrap(fault.Internal, err, "the history cannot be read")
		}
		took, _ := strconv.ParseInt(string(v[1]), 10, 64)
		epoch, _ := strconv.ParseInt(string(v[3]), 10, 64)
		entries = append(entries, driver.Entry{
			At: at, Took: time.Duration(took) * time.Millisecond,
			Checksum: string(v[2]), Epoch: epoch, Plan: slices.Clone(json.RawMessage(v[4])),
		})
		return nil
	})
	return entries, err
}
