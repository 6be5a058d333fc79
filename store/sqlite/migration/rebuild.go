package migration

import (
	"slices"
	"strings"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/sqlite/definition"
	"bedplate/store/sqlite/script"
)

// newTable is the name of a table while it is being made again.
const newTable = ledgerPrefix + "new"

// rebuild makes a table again with its new definition, by the procedure that
// SQLite documents for changes which ALTER TABLE does not know: a new table,
// the rows copied, the old one dropped, the new one renamed. Rowids, the
// sequence of AUTOINCREMENT, columns that are not ours, indexes and triggers
// are carried over; views and references speak of the table by its name and
// are checked before the commit.
func (s *session) rebuild(a *alteration) error {
	table := a.step.Table
	carried, err := s.carried(table)
	if err != nil {
		return err
	}
	sequence, err := s.sequence(table)
	if err != nil {
		return err
	}
	copying, err := a.copying()
	if err != nil {
		return err
	}
	if err := s.do(a.create()); err != nil {
		return err
	}
	if err := s.do(copying); err != nil {
		return err
	}
	if err := s.sameCount(table); err != nil {
		return err
	}
	for _, sql := range []string{
		"DROP TABLE " + script.Quote(table),
		// Without this, the renaming would look into views and triggers, which
		// speak of a table that is not there at this moment.
		"PRAGMA legacy_alter_table=ON",
		"ALTER TABLE " + script.Quote(newTable) + " RENAME TO " + script.Quote(table),
		"PRAGMA legacy_alter_table=OFF",
	} {
		if err := s.do(sql); err != nil {
			return err
		}
	}
	if sequence > 0 && strings.Contains(a.want.Key, "autoincrement") {
		if err := s.restoreSequence(table, sequence); err != nil {
			return err
		}
	}
	for _, c := range carried {
		if err := s.do(c.sql); err != nil {
			return fault.Wrap(fault.Check, err, "%s %s of table %s cannot be kept with the table's new definition", c.kind, c.name, table).
				WithHint("drop it first, and make it again afterwards")
		}
	}
	return nil
}

// create gives the statement that makes the new table: what is wanted, then
// the columns that are not ours as they were written.
func (a *alteration) create() string {
	var parts []string
	for _, c := range a.want.Columns {
		parts = append(parts, c.Text)
	}
	for _, c := range a.kept {
		parts = append(parts, c.Text)
	}
	parts = append(parts, a.want.Others...)
	sql := "CREATE TABLE " + script.Quote(newTable) + " (\n\t" + strings.Join(parts, ",\n\t") + "\n)"
	if a.want.Tail != "" {
		sql += " " + strings.ToUpper(a.want.Tail)
	}
	return sql
}

// copying gives the statement that copies the rows.
func (a *alteration) copying() (string, error) {
	var into, from []string
	if rowid := a.rowid(); rowid != "" {
		into, from = append(into, rowid), append(from, rowid)
	}
	for _, c := range a.want.Columns {
		source, err := a.source(c)
		if err != nil {
			return "", err
		}
		if source != "" {
			into, from = append(into, script.Quote(c.Name)), append(from, source)
		}
	}
	for _, c := range a.kept {
		if c.Generated == "" {
			into, from = append(into, script.Quote(c.Name)), append(from, script.Quote(c.Name))
		}
	}
	sql := "INSERT INTO " + script.Quote(newTable) + " (" + strings.Join(into, ", ") +
		")\nSELECT " + strings.Join(from, ", ") + " FROM " + script.Quote(a.step.Table)
	if !a.have.WithoutRowid() {
		if rowid := freeRowid(a.have.Columns); rowid != "" {
			sql += " ORDER BY " + rowid
		}
	}
	return sql, nil
}

// rowid gives the name by which rowids are copied, "" where there are none or
// a column has them.
func (a *alteration) rowid() string {
	if a.have.WithoutRowid() || a.want.WithoutRowid() || a.want.RowidAlias() != "" {
		return ""
	}
	return freeRowid(slices.Concat(a.have.Columns, a.want.Columns))
}

// freeRowid gives a name of the rowid that no column has taken.
func freeRowid(columns []definition.Column) string {
	for _, name := range []string{"rowid", "_rowid_", "oid"} {
		if !slices.ContainsFunc(columns, func(c definition.Column) bool { return strings.EqualFold(c.Name, name) }) {
			return name
		}
	}
	return ""
}

// source gives the expression over the old table that fills a column, ""
// where nothing does.
func (a *alteration) source(c definition.Column) (string, error) {
	if c.Generated != "" {
		return "", nil
	}
	f := a.fill(c.Name)
	if f.Column == "" {
		if h := a.have.Find(c.Name); h != nil {
			return script.Quote(h.Name), nil
		}
		return "", nil
	}
	return fillSource(f)
}

func fillSource(f driver.Fill) (string, error) {
	literal, err := storedLiteral(f.Is, f.Value)
	if err != nil {
		return "", err
	}
	switch {
	case f.Make:
		return "bp_uuid7()", nil
	case f.From == "":
		return literal, nil
	}
	source := script.Quote(f.From)
	if f.Was != f.Is {
		source = "bp_convert(" + source + ", '" + typeWord(f.Was) + "', '" + typeWord(f.Is) + "')"
	}
	if !f.Value.IsNull() {
		source = "coalesce(" + source + ", " + literal + ")"
	}
	return source, nil
}

// object is an index, trigger or view.
type object struct{ kind, name, sql string }

// carried gives the table's indexes and triggers, which go with it.
func (s *session) carried(table string) ([]object, error) {
	var out []object
	err := s.query(`SELECT type, name, sql FROM sqlite_schema
		WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type, rowid`,
		func(stmt *zombiezen.Stmt) error {
			out = append(out, object{stmt.ColumnText(0), stmt.ColumnText(1), stmt.ColumnText(2)})
			return nil
		}, table)
	return out, err
}

// sequence gives the last number of AUTOINCREMENT, 0 where there is none.
func (s *session) sequence(table string) (int64, error) {
	n, err := s.single("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'")
	if err != nil || n == 0 {
		return 0, err
	}
	return s.single("SELECT seq FROM sqlite_sequence WHERE name = ?", table)
}

func (s *session) restoreSequence(table string, sequence int64) error {
	if err := s.exec("DELETE FROM sqlite_sequence WHERE name = ?", table); err != nil {
		return err
	}
	return s.exec("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table, sequence)
}

// sameCount makes sure that every row was copied.
func (s *session) sameCount(table string) error {
	old, err := s.single("SELECT count(*) FROM " + script.Quote(table))
	if err != nil {
		return err
	}
	copied, err := s.single("SELECT count(*) FROM " + script.Quote(newTable))
	if err != nil {
		return err
	}
	if old != copied {
		return fault.New(fault.Internal, "table %s has %d rows and %d were copied", table, old, copied)
	}
	return nil
}
