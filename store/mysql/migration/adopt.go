package migration

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-sql-driver/mysql"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mysql/definition"
)

var _ driver.Adopter = (*Migrator)(nil)

// Adopt describes the tables and views of the database.
func (m *Migrator) Adopt(ctx context.Context) (found []driver.Found, notes []string, err error) {
	err = m.connect(ctx, func(s *session) error {
		// Values that our own modes refuse may be there, and are to be counted.
		for _, sql := range []string{"SET sql_mode = ''", "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"} {
			if err := s.exec(sql); err != nil {
				return err
			}
		}
		a := &adoption{session: s, tables: map[string]*adopted{}}
		if err := a.all(); err != nil {
			return err
		}
		for _, name := range a.order {
			if t := a.tables[name]; t != nil {
				a.references(t)
				found = append(found, t.Found)
			}
		}
		notes = a.notes
		return s.exec("ROLLBACK")
	})
	return found, notes, err
}

// adoption describes one database.
type adoption struct {
	*session
	tables map[string]*adopted
	order  []string
	notes  []string
}

// adopted is a table on the way, with what it was declared to be.
type adopted struct {
	driver.Found
	engine   string
	declared []*declared
	stands   *definition.Table // empty for a view
}

func (a *adoption) note(format string, args ...any) {
	a.notes = append(a.notes, fmt.Sprintf(format, args...))
}

// all describes every table, but references. What cannot be looked at is left
// out, and says why.
func (a *adoption) all() error {
	err := a.query(`SELECT table_name, table_type, IFNULL(engine, ''), table_comment FROM information_schema.tables
		WHERE table_schema = DATABASE() AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED', 'VIEW') ORDER BY BINARY table_name`, func(v []sql.RawBytes) error {
		name, view := string(v[0]), string(v[1]) == "VIEW"
		if schema.IsSystemTable(name) {
			return nil
		}
		t := &adopted{Found: driver.Found{Name: name, View: view}, engine: string(v[2]), stands: &definition.Table{}}
		if comment := string(v[3]); comment != "" && !view { // a view's is VIEW, or why it fails
			t.Comment = comment
		}
		a.tables[name], a.order = t, append(a.order, name)
		return nil
	})
	if err != nil {
		return err
	}
	if err := a.declarations(); err != nil {
		return err
	}
	for _, name := range a.order {
		if err := a.one(a.tables[name]); err != nil {
			return err
		}
	}
	return nil
}

// one describes one table. A failure is the table's own: a view that reads what
// is gone, a table that the user may not read.
func (a *adoption) one(t *adopted) error {
	err := a.table(t)
	if err == nil {
		return nil
	}
	if code := fault.CodeOf(err); code == fault.Timeout || code == fault.Unavailable {
		return err
	}
	delete(a.tables, t.Name)
	reason := fault.As(err).Message
	var said *mysql.MySQLError
	switch {
	case errors.As(err, &said) && t.View:
		reason = "reading it fails, as the view stands, or for this user"
	case errors.As(err, &said):
		reason = "reading it fails (" + said.Message + ")"
	}
	a.note("%s was left out: %s", t.Name, reason)
	return nil
}

func (a *adoption) table(t *adopted) (err error) {
	if !t.View {
		if t.stands, err = a.created(t.Name); err != nil {
			return err
		}
	}
	if err := a.survey(t); err != nil {
		return err
	}
	for _, d := range t.declared {
		t.Columns = append(t.Columns, a.column(t, d))
	}
	if t.View {
		return nil
	}
	if err := a.indexesOf(t); err != nil {
		return err
	}
	t.key()
	t.checks()
	return nil
}

// found gives the described column of that name.
func (t *adopted) found(name string) *driver.FoundColumn {
	for i := range t.Columns {
		if strings.EqualFold(t.Columns[i].Name, name) {
			return &t.Columns[i]
		}
	}
	return nil
}

// key finds the key: the primary key, or a unique index of columns that have no
// nulls. A table without one can be read and not written, and neither can one
// whose engine has no transactions.
func (t *adopted) key() {
	usable := func(names []string) bool {
		return len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool {
			c := t.found(n)
			return c == nil || !c.Required || c.Generated || c.Type == "json"
		})
	}
	if names := t.stands.KeyColumns(); usable(names) && !strings.Contains(t.stands.Key, "`(") {
		t.Key = names
	}
	for _, ix := range t.Indexes {
		names := make([]string, len(ix.Parts))
		for i, p := range ix.Parts {
			names[i] = p.Column
		}
		if t.Key == nil && ix.Unique && usable(names) {
			t.Key = names
			t.Notes = append(t.Notes, "The table has no primary key that can be taken; its unique index serves.")
		}
	}
	switch {
	case t.Key == nil:
		t.View = true
		t.Notes = append(t.Notes, "The table has no key that could name a row, so it can only be read.")
	case t.engine != "InnoDB":
		t.View = true
		t.Notes = append(t.Notes, "Its engine, "+t.engine+", has no transactions, so it can only be read.")
	}
	if t.View {
		t.Key = nil
	}
	for i := range t.Columns {
		t.counted(&t.Columns[i], t.declared[i])
	}
}

// counted says how a column that the database counts up is taken: a lone key as
// an identity, others as what the database gives.
func (t *adopted) counted(c *driver.FoundColumn, d *declared) {
	switch {
	case !d.counts:
	case slices.Equal(t.Key, []string{c.Name}) && c.Type == "int":
		c.Identity, c.Default = true, driver.FoundDefault{}
	case !t.View:
		c.Generated = true
		c.Notes = append(c.Notes, "The database counts it up.")
	}
}

// indexesOf lists the indexes that schema files can say.
func (a *adoption) indexesOf(t *adopted) error {
	type listed struct {
		driver.FoundIndex
		why string
	}
	var all []*listed
	err := a.query(`SELECT index_name, non_unique, column_name, IFNULL(collation, 'A') = 'D', sub_part IS NOT NULL, index_type
		FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? AND index_name <> 'PRIMARY'
		ORDER BY BINARY index_name, seq_in_index`, func(v []sql.RawBytes) error {
		name := string(v[0])
		if len(all) == 0 || all[len(all)-1].Name != name {
			all = append(all, &listed{FoundIndex: driver.FoundIndex{Name: name, Unique: string(v[1]) == "0"}})
		}
		ix := all[len(all)-1]
		switch {
		case v[2] == nil:
			ix.why = "is over an expression"
		case string(v[4]) == "1" && ix.why == "":
			ix.why = "is over the beginnings of texts"
		}
		if method := string(v[5]); method != "BTREE" {
			ix.why = "is one of method " + strings.ToLower(method)
		}
		ix.Parts = append(ix.Parts, driver.Part{Column: string(v[2]), Desc: string(v[3]) == "1"})
		return nil
	}, t.Name)
	if err != nil {
		return err
	}
	loose := false
	for _, ix := range all {
		if ix.why != "" {
			t.Notes = append(t.Notes, "Index "+ix.Name+" "+ix.why+"; the database keeps it, and this file does not say it.")
			continue
		}
		usual := t.Name
		for _, p := range ix.Parts {
			usual += "_" + p.Column
			c := t.found(p.Column)
			loose = loose || ix.Unique && c.Type == "text" && c.Collation != ""
		}
		if usual+map[bool]string{true: "_key", false: "_idx"}[ix.Unique] == ix.Name {
			ix.Name = "" // which schema files give it anyway
		}
		t.Indexes = append(t.Indexes, ix.FoundIndex)
	}
	for _, name := range t.stands.KeyColumns() {
		c := t.found(name)
		loose = loose || c != nil && c.Type == "text" && c.Collation != ""
	}
	if loose {
		t.Notes = append(t.Notes, "What is unique follows the collations of the database, which may take different texts for equal.")
	}
	return nil
}

// references lists the foreign keys that lead to a key or unique index.
func (a *adoption) references(t *adopted) {
	for _, r := range t.stands.References {
		if why := a.reference(t, r); why != "" {
			t.Notes = append(t.Notes, fmt.Sprintf("The foreign key of %s is not taken as a reference: %s.", strings.Join(r.Columns, ", "), why))
		}
	}
}

func (a *adoption) reference(t *adopted, k definition.Reference) string {
	to := a.tables[k.To]
	switch {
	case k.Schema != "":
		return "the table is in another database"
	case to == nil:
		return k.To + " was left out"
	case to.View:
		return k.To + " can only be read"
	case t.View:
		return "the table can only be read"
	}
	r := driver.FoundReference{To: k.To}
	for i, name := range k.Target {
		own, other := t.found(k.Columns[i]), to.found(name)
		if own == nil || other == nil {
			return "a column of it is not there"
		}
		if own.Type != other.Type || own.Scale != other.Scale || own.Generated || other.Generated {
			return fmt.Sprintf("%s is %s and %s is %s", own.Name, own.Type, other.Name, other.Type)
		}
		r.Columns, r.Target = append(r.Columns, own.Name), append(r.Target, other.Name)
	}
	unique := slices.Equal(r.Target, to.Key) || slices.ContainsFunc(to.Indexes, func(ix driver.FoundIndex) bool {
		return ix.Unique && slices.EqualFunc(ix.Parts, r.Target, func(p driver.Part, name string) bool { return p.Column == name })
	})
	if !unique {
		return "what it refers to is not taken for unique"
	}
	switch {
	case strings.Contains(k.Actions, "ON DELETE CASCADE"):
		r.OnDelete = "cascade"
	case strings.Contains(k.Actions, "ON DELETE SET NULL"):
		r.OnDelete = "set_null"
	}
	t.References = append(t.References, r)
	return ""
}
