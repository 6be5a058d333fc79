package migration

import (
	"database/sql"
	"slices"
	"strings"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/definition"
)

// Inspect tells what stands in the database. The ledger is as a step under way
// has left it.
func (s *session) Inspect() (*driver.Database, error) {
	b, err := s.books()
	if err != nil {
		return nil, err
	}
	db := &driver.Database{Stamp: b.stamp(), WordsWritten: true}
	var leftovers []string
	altered := ""
	if b.Journal != nil {
		if b.Journal.Step != nil {
			altered = b.Journal.Step.Table
		}
		if leftovers, err = s.settled(b); err != nil {
			return nil, err
		}
		db.Underway = &driver.Underway{Checksum: b.Journal.To, Allowed: b.Journal.Allowed}
	}
	db.Ledger, db.Owned = b.ledger, b.owned
	index := map[string]int{}
	err = s.query(`SELECT table_name, table_type FROM information_schema.tables
		WHERE table_schema = DATABASE() AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED', 'VIEW') ORDER BY table_name`, func(v []sql.RawBytes) error {
		name := string(v[0])
		if !slices.Contains(bookTables, name) {
			index[name] = len(db.Tables)
			halfway := b.Journal != nil && slices.Contains(b.Journal.Halfway, name)
			db.Tables = append(db.Tables, driver.Existing{Name: name, View: string(v[1]) == "VIEW", Halfway: halfway})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = s.query(`SELECT table_name, column_name FROM information_schema.columns
		WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`, func(v []sql.RawBytes) error {
		table, column := string(v[0]), string(v[1])
		at, ok := index[table]
		if ok && !ddl.IsConditionColumn(column) && !(table == altered && slices.Contains(leftovers, column)) {
			db.Tables[at].Columns = append(db.Tables[at].Columns, column)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	add := func(o driver.Object) {
		if at, ok := index[o.Table]; ok {
			db.Tables[at].Objects = append(db.Tables[at].Objects, o)
		}
	}
	if err := s.inspectWords(add); err != nil {
		return nil, err
	}
	return db, s.query(`SELECT DISTINCT 'index', table_name, index_name FROM information_schema.statistics
		WHERE table_schema = DATABASE() AND index_name <> 'PRIMARY'
		UNION ALL SELECT 'trigger', event_object_table, trigger_name FROM information_schema.triggers
		WHERE trigger_schema = DATABASE()`, func(v []sql.RawBytes) error {
		add(driver.Object{Kind: string(v[0]), Table: string(v[1]), Name: string(v[2])})
		return nil
	})
}

// define gives a table as it stands, or would after the steps before; nil where
// there is none.
func (s *session) define(table string) (*definition.Table, error) {
	if s.dry != nil {
		if t, ok := s.dry.tables[table]; ok {
			return t, nil
		}
	}
	n, err := s.single("SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ? AND table_type <> 'VIEW'", table)
	if err != nil || n == 0 {
		return nil, err
	}
	t, err := s.created(table)
	if err == nil && s.dry != nil {
		s.dry.tables[table] = t
	}
	return t, err
}

// created reads how the server writes a table, which may be a temporary one.
func (s *session) created(table string) (*definition.Table, error) {
	var text string
	err := s.query("SHOW CREATE TABLE "+ddl.Quote(table), func(v []sql.RawBytes) error {
		text = string(v[1])
		return nil
	})
	if err != nil {
		return nil, err
	}
	return definition.Parse(text), nil
}

// normal gives a table of ours as the server would write it beside a table that
// stands, whose options decide what columns leave unsaid.
func (s *session) normal(made *ddl.Table, beside *definition.Table) (*definition.Table, error) {
	t := *made
	t.Name = wantTable
	t.Options = "ENGINE=InnoDB ROW_FORMAT=DYNAMIC " + charset(beside.Options)
	drop := "DROP TEMPORARY TABLE IF EXISTS " + ddl.Quote(wantTable)
	create := strings.Replace(t.Create(false), "CREATE TABLE", "CREATE TEMPORARY TABLE", 1)
	for _, sql := range []string{drop, create} {
		if err := s.exec(sql); err != nil {
			return nil, err
		}
	}
	want, err := s.created(wantTable)
	if err != nil {
		return nil, err
	}
	return want, s.exec(drop)
}

// charset gives what a table's options say about its texts.
func charset(options string) string {
	at := strings.Index(options, "DEFAULT CHARSET=")
	if at < 0 {
		return ""
	}
	words := strings.Fields(options[at:])
	out := strings.Join(words[:min(2, len(words))], " ")
	if len(words) > 2 && strings.HasPrefix(words[2], "COLLATE=") {
		out += " " + words[2]
	}
	return out
}

// Objects names what a collection has here. It refuses what the database cannot
// keep.
func (s *session) Objects(c *schema.Collection) ([]driver.Object, error) {
	if c.Query != nil {
		if _, err := ddl.CreateView(c); err != nil {
			return nil, err
		}
		return []driver.Object{{Kind: "view", Table: c.Table, Name: c.Table}}, nil
	}
	t, err := s.server.Table(c)
	if err != nil {
		return nil, err
	}
	out := []driver.Object{{Kind: "table", Table: c.Table, Name: c.Table}}
	for _, ix := range t.Indexes {
		out = append(out, driver.Object{Kind: "index", Table: c.Table, Name: ix.Name})
	}
	words, _ := wordColumns(c)
	for _, name := range words {
		out = append(out, driver.Object{Kind: driver.SearchKind, Table: c.Table, Name: name})
	}
	return out, nil
}

func missing(table string) error {
	return fault.New(fault.Conflict, "table %s is not there any more", table)
}
