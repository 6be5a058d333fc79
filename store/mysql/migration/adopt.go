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
	"bedplate/store/found"
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

// names are the same in upper and lower case.
var names found.Names = strings.EqualFold

// found gives the described column of that name.
func (t *adopted) found(name string) *driver.FoundColumn { return names.Column(&t.Found, name) }

// key finds the key. A table whose engine has no transactions can be read and not
// written, as one without a key.
func (t *adopted) key() {
	primary := t.stands.KeyColumns()
	if strings.Contains(t.stands.Key, "`(") {
		primary = nil // of the beginnings of texts
	}
	names.Key(&t.Found, primary)
	if t.Key != nil && t.engine != "InnoDB" {
		t.View, t.Key = true, nil
		t.Notes = append(t.Notes, "Its engine, "+t.engine+", has no transactions, so it can only be read.")
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
		found.Index(&t.Found, ix.FoundIndex, ix.why)
		for _, p := range ix.Parts {
			c := t.found(p.Column)
			loose = loose || ix.why == "" && ix.Unique && c.Type == "text" && c.Collation != ""
		}
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
			found.Refused(&t.Found, r.Columns, why)
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
	return names.Refer(&t.Found, &to.Found, driver.FoundReference{Columns: k.Columns, To: k.To, Target: k.Target, OnDelete: found.OnDelete(k.Actions)})
}
