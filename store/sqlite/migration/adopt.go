package migration

import (
	"context"
	"fmt"
	"slices"
	"strings"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/store/driver"
	"bedplate/store/found"
	"bedplate/store/sqlite/definition"
	"bedplate/store/sqlite/file"
)

var _ driver.Adopter = (*Migrator)(nil)

// Adopt describes the tables and views of the file, which must be there.
func (m *Migrator) Adopt(ctx context.Context) (found []driver.Found, notes []string, err error) {
	if err := file.LookAt(m.path, true); err != nil {
		return nil, nil, err
	}
	err = m.look(ctx, func(s *session) error {
		a := &adoption{session: s, tables: map[string]*adopted{}}
		if err := a.tablesOf(); err != nil {
			return err
		}
		for _, name := range a.order {
			if err := a.table(a.tables[name]); err != nil {
				return err
			}
		}
		for _, name := range a.order {
			t := a.tables[name]
			if err := a.references(t); err != nil {
				return err
			}
			found = append(found, t.Found)
		}
		notes = a.notes
		return nil
	})
	return found, notes, err
}

// adoption describes one database.
type adoption struct {
	*session
	tables map[string]*adopted // by name in lower case
	order  []string
	notes  []string
}

// adopted is a table on the way, with what it was declared to be.
type adopted struct {
	driver.Found
	definition definition.Table
	columns    []*declared
	rows       int64
}

// tablesOf lists what there is.
func (a *adoption) tablesOf() error {
	return a.query(`SELECT l.name, l.type, m.sql FROM pragma_table_list l JOIN sqlite_schema m ON m.name = l.name
		WHERE l.schema = 'main' ORDER BY l.name`, func(stmt *zombiezen.Stmt) error {
		name, kind := stmt.ColumnText(0), stmt.ColumnText(1)
		switch {
		case reservedTable(name) || kind == "shadow":
		case kind == "virtual":
			a.notes = append(a.notes, fmt.Sprintf("%s is a virtual table and was left out", name))
		default:
			t := &adopted{Found: driver.Found{Name: name, View: kind == "view"}}
			if kind == "table" {
				t.definition = definition.Parse(stmt.ColumnText(2))
			}
			key := strings.ToLower(name)
			a.tables[key] = t
			a.order = append(a.order, key)
		}
		return nil
	})
}

// table describes one table: columns, key, indexes.
func (a *adoption) table(t *adopted) error {
	if err := a.columnsOf(t); err != nil {
		return err
	}
	if err := a.survey(t); err != nil {
		return err
	}
	for _, c := range t.columns {
		t.Columns = append(t.Columns, c.describe(t))
	}
	if t.View {
		return nil
	}
	if err := a.indexesOf(t); err != nil {
		return err
	}
	a.key(t)
	t.checks()
	return nil
}

// key finds the key: the primary key, or a unique constraint that has no
// nulls. A table without one can be read and not written.
func (a *adoption) key(t *adopted) {
	usable := func(names []string) bool {
		return len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool {
			c := t.column(n)
			return c == nil || c.nulls > 0 || c.unreadable || c.hidden
		})
	}
	var primary []*declared
	for _, c := range t.columns {
		if c.key > 0 {
			primary = append(primary, c)
		}
	}
	slices.SortFunc(primary, func(x, y *declared) int { return int(x.key - y.key) })
	for _, c := range primary {
		t.Key = append(t.Key, c.name)
	}
	if usable(t.Key) {
		for i := range t.Columns {
			c := &t.Columns[i]
			c.Required = c.Required || slices.Contains(t.Key, c.Name)
			c.Identity = strings.EqualFold(t.definition.RowidAlias(), c.Name)
		}
		return
	}
	t.Key = nil
	for _, ix := range t.Indexes {
		names := make([]string, len(ix.Parts))
		required := true
		for i, p := range ix.Parts {
			names[i] = p.Column
			c := t.column(p.Column)
			required = required && c != nil && c.notNull
		}
		if ix.Unique && required && usable(names) {
			t.Key = names
			t.Notes = append(t.Notes, "The table has no primary key; its unique constraint serves.")
			return
		}
	}
	t.View = true
	t.Notes = append(t.Notes, "The table has no key that could name a row, so it can only be read.")
}

func (t *adopted) column(name string) *declared {
	for _, c := range t.columns {
		if strings.EqualFold(c.name, name) {
			return c
		}
	}
	return nil
}

// indexesOf lists the indexes but that of the primary key.
func (a *adoption) indexesOf(t *adopted) error {
	type listed struct {
		name    string
		unique  bool
		origin  string
		partial bool
	}
	var all []listed
	err := a.query(`SELECT name, "unique", origin, partial FROM pragma_index_list(?) ORDER BY seq DESC`, func(stmt *zombiezen.Stmt) error {
		all = append(all, listed{stmt.ColumnText(0), stmt.ColumnBool(1), stmt.ColumnText(2), stmt.ColumnBool(3)})
		return nil
	}, t.Name)
	if err != nil {
		return err
	}
	for _, l := range all {
		if l.origin == "pk" {
			continue
		}
		ix := driver.FoundIndex{Unique: l.unique}
		if l.origin == "c" {
			ix.Name = l.name
		}
		expression := false
		err := a.query(`SELECT name, "desc" FROM pragma_index_xinfo(?) WHERE key ORDER BY seqno`, func(stmt *zombiezen.Stmt) error {
			expression = expression || stmt.ColumnIsNull(0)
			ix.Parts = append(ix.Parts, driver.Part{Column: stmt.ColumnText(0), Desc: stmt.ColumnBool(1)})
			return nil
		}, l.name)
		if err != nil {
			return err
		}
		switch {
		case expression:
			t.Notes = append(t.Notes, "Index "+l.name+" is over an expression; the database keeps it, and this file cannot say it.")
		case l.partial:
			t.Notes = append(t.Notes, "Index "+l.name+" is over some rows only; the database keeps it, and this file does not say it.")
		default:
			t.Indexes = append(t.Indexes, ix)
		}
	}
	return nil
}

// references lists the foreign keys that lead to a key or unique constraint.
func (a *adoption) references(t *adopted) error {
	byID := map[int64]*driver.FoundReference{}
	var order []int64
	err := a.query(`SELECT id, "table", "from", "to", on_delete FROM pragma_foreign_key_list(?) ORDER BY id DESC, seq`, func(stmt *zombiezen.Stmt) error {
		id := stmt.ColumnInt64(0)
		r := byID[id]
		if r == nil {
			r = &driver.FoundReference{To: stmt.ColumnText(1)}
			switch stmt.ColumnText(4) {
			case "CASCADE":
				r.OnDelete = "cascade"
			case "SET NULL":
				r.OnDelete = "set_null"
			}
			byID[id], order = r, append(order, id)
		}
		r.Columns = append(r.Columns, stmt.ColumnText(2))
		if !stmt.ColumnIsNull(3) {
			r.Target = append(r.Target, stmt.ColumnText(3))
		}
		return nil
	}, t.Name)
	if err != nil {
		return err
	}
	for _, id := range order {
		if why := a.reference(t, byID[id]); why != "" {
			found.Refused(&t.Found, byID[id].Columns, why)
		}
	}
	return nil
}

// reference takes a foreign key, or says why not.
func (a *adoption) reference(t *adopted, r *driver.FoundReference) string {
	to := a.tables[strings.ToLower(r.To)]
	switch {
	case to == nil:
		return "there is no table " + r.To
	case to.View:
		return r.To + " has no key"
	}
	r.To = to.Name
	if len(r.Target) == 0 {
		r.Target = to.Key
	}
	if len(r.Target) != len(r.Columns) {
		return "it has another number of columns than the key of " + r.To
	}
	for i, name := range r.Target {
		own, other := t.found(r.Columns[i]), to.found(name)
		if own == nil || other == nil {
			return "a column of it is not there"
		}
		if own.Type != other.Type || own.Scale != other.Scale {
			return fmt.Sprintf("%s is %s and %s is %s", own.Name, own.Type, other.Name, other.Type)
		}
		r.Columns[i], r.Target[i] = own.Name, other.Name
	}
	if !found.Unique(&to.Found, r.Target) {
		return "what it refers to is not unique"
	}
	t.References = append(t.References, *r)
	return ""
}

// names are the same in upper and lower case.
var names found.Names = strings.EqualFold

// found gives the described column of that name, nil where there is none.
func (t *adopted) found(name string) *driver.FoundColumn { return names.Column(&t.Found, name) }
