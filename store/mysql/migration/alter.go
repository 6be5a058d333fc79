package migration

import (
	"slices"
	"strings"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/definition"
)

// alteration is what brings a table to what its collection says. It is worked out
// from what stands, so that what an alteration before has done is not done again.
type alteration struct {
	s          *session
	step       driver.Step
	have, want *definition.Table
	references []definition.Reference // that are wanted
	ours       []string               // columns that stand

	added     []ddl.Part
	converted []driver.Fill // columns that are made anew of what they were
	nulls     []driver.Fill // columns whose nulls get a value
	// clauses of the last ALTER TABLE but for checks.
	clauses []string
	checks  []string
}

func (s *session) alterTable(w *work, step driver.Step) error {
	a := &alteration{s: s, step: step}
	var err error
	if a.have, err = s.define(step.Table); err != nil {
		return err
	}
	if a.have == nil {
		return missing(step.Table)
	}
	made, err := s.server.Table(step.Collection)
	if err != nil {
		return err
	}
	if a.want, err = s.normal(made, a.have); err != nil {
		return err
	}
	for _, ref := range made.References {
		a.references = append(a.references, definition.Parse("CREATE TABLE `x` (\n  "+ref.Text+"\n)").References...)
	}
	for _, c := range step.Before.Columns {
		a.ours = append(a.ours, c.Name)
	}
	a.keepAdopted()
	a.columns()
	if gone := a.gone(); len(gone) > 0 {
		if err := s.unread(step.Table, gone...); err != nil {
			return err
		}
	}
	if err := a.dropReferences(w); err != nil {
		return err
	}
	if err := a.add(w); err != nil {
		return err
	}
	a.key()
	if err := a.indexes(); err != nil {
		return err
	}
	a.compareChecks()
	return a.finish(w)
}

// own tells whether a column that stands is ours.
func (a *alteration) own(column string) bool {
	return schema.IsSystemTable(column) || slices.ContainsFunc(a.ours, func(c string) bool { return strings.EqualFold(c, column) })
}

func (a *alteration) fill(column string) driver.Fill {
	for _, f := range a.step.Fills {
		if f.Column == column {
			return f
		}
	}
	return driver.Fill{}
}

// keepAdopted takes columns that keep a form of their own, because they were
// there before Bedplate, as the table has them.
func (a *alteration) keepAdopted() {
	for _, f := range a.step.Collection.Stored() {
		own := f.SQLType != "" || f.Generated || f.Default != nil && f.Default.Database != ""
		h, w := a.have.Column(f.Column), a.want.Column(f.Column)
		if own && h != nil && w != nil && a.fill(f.Column).Column == "" {
			w.Text = h.Text
		}
	}
}

func (a *alteration) columns() {
	for _, w := range a.want.Columns {
		h := a.have.Column(w.Name)
		f := a.fill(w.Name)
		switch {
		case f.Make, h != nil && f.From != "" && f.Was != f.Is:
			a.converted = append(a.converted, f)
		case h == nil:
			a.added = append(a.added, w)
		default:
			if f.From != "" && !f.Value.IsNull() {
				a.nulls = append(a.nulls, f)
			}
			if !sameColumn(h.Text, w.Text) {
				_, comment := definition.Comment(h.Text)
				a.clauses = append(a.clauses, "MODIFY COLUMN "+w.Text+comment)
			}
		}
	}
	for _, name := range a.gone() {
		a.clauses = append(a.clauses, "DROP COLUMN "+ddl.Quote(name))
	}
}

// gone lists the columns that are dropped.
func (a *alteration) gone() []string {
	var out []string
	for _, h := range a.have.Columns {
		if a.want.Column(h.Name) == nil && a.own(h.Name) {
			out = append(out, h.Name)
		}
	}
	return out
}

// goes tells whether a column is not what it was after the alteration.
func (a *alteration) goes(column string) bool {
	return a.want.Column(column) == nil && a.own(column) || a.converts(column)
}

func (a *alteration) converts(column string) bool {
	return slices.ContainsFunc(a.converted, func(f driver.Fill) bool { return f.Column == column && f.From != "" })
}

// sameColumn compares two definitions. A comment is not ours, and a default that
// only the table has is left: it was given to fill a new column, and what
// Bedplate writes names every required value.
func sameColumn(have, want string) bool {
	have, _ = definition.Comment(have)
	want, _ = definition.Comment(want)
	have, given := definition.Default(have)
	want, wanted := definition.Default(want)
	return have == want && (wanted == "" || wanted == given)
}

// dropReferences drops references that are not wanted, and those that stand in
// the way of what changes, which are added again at the end.
func (a *alteration) dropReferences(w *work) error {
	keyGoes := a.have.Key != a.want.Key
	var drops []string
	for _, h := range a.have.References {
		wanted := slices.ContainsFunc(a.references, func(r definition.Reference) bool { return r.Name == h.Name && r.Same(h) })
		disturbed := slices.ContainsFunc(h.Columns, a.goes) ||
			h.To == a.have.Name && h.Schema == "" && (keyGoes || slices.ContainsFunc(h.Target, a.goes))
		ours := !slices.ContainsFunc(h.Columns, func(c string) bool { return !a.own(c) })
		if wanted && !disturbed || !ours {
			if !ours && disturbed {
				return fault.New(fault.Reference, "the reference %s of table %s, which Bedplate did not make, stands in the way", h.Name, a.have.Name).
					WithHint("drop it first, and make it again afterwards")
			}
			continue
		}
		drops = append(drops, "DROP FOREIGN KEY "+ddl.Quote(h.Name))
	}
	if len(drops) > 0 {
		w.alter(a.s, a.have.Name, drops)
	}
	for _, r := range a.references {
		stands := slices.ContainsFunc(a.have.References, func(h definition.Reference) bool { return r.Name == h.Name && r.Same(h) })
		if !stands || slices.Contains(drops, "DROP FOREIGN KEY "+ddl.Quote(r.Name)) {
			w.references = append(w.references, pendingReference{a.have.Name, r.Text()})
		}
	}
	return a.dropReferrers(w, keyGoes)
}

// dropReferrers drops the references that lead here by columns which change.
func (a *alteration) dropReferrers(w *work, keyGoes bool) error {
	referrers, err := a.s.referrers(a.have.Name)
	if err != nil {
		return err
	}
	for _, r := range referrers {
		if !slices.ContainsFunc(r.Target, a.goes) && !(keyGoes && !a.leads(r.Target)) {
			continue
		}
		ours, err := a.s.isOurs(r.table)
		if err != nil {
			return err
		}
		if !ours && a.s.dry == nil {
			return fault.New(fault.Reference, "table %s, which Bedplate did not make, refers to %s by %s, which stands in the way", r.table, a.have.Name, r.Name).
				WithHint("drop that reference first, and make it again afterwards")
		}
		w.alter(a.s, r.table, []string{"DROP FOREIGN KEY " + ddl.Quote(r.Name)})
		if !slices.ContainsFunc(r.Target, a.goes) {
			w.references = append(w.references, pendingReference{r.table, r.Text()})
		}
	}
	return nil
}

// leads tells whether a unique index is wanted that begins with these columns.
func (a *alteration) leads(columns []string) bool {
	begins := func(on []string) bool { return len(on) >= len(columns) && slices.Equal(on[:len(columns)], columns) }
	return begins(a.want.KeyColumns()) || slices.ContainsFunc(a.want.Indexes, func(ix definition.Index) bool { return begins(ix.Columns) })
}

// add adds new columns. A default fills them without a write to any row.
func (a *alteration) add(w *work) error {
	var adds, after []string
	mustBeEmpty := false
	for _, c := range a.added {
		switch {
		case isWords(c.Name): // made last
			continue
		case schema.IsSystemTable(c.Name): // it may speak of columns that come last
			w.entry.Adds = append(w.entry.Adds, c.Name)
			a.clauses = append(a.clauses, "ADD COLUMN "+c.Text)
			continue
		}
		w.entry.Adds = append(w.entry.Adds, c.Name)
		f := a.fill(c.Name)
		required := strings.Contains(c.Text, " NOT NULL")
		if f.Value.IsNull() {
			generated := strings.Contains(c.Text, " AUTO_INCREMENT") || strings.Contains(c.Text, " DEFAULT ")
			mustBeEmpty = mustBeEmpty || required && !generated
			adds = append(adds, "ADD COLUMN "+c.Text)
			continue
		}
		given, err := literal(f.Value)
		if err != nil {
			return err
		}
		if strings.Contains(c.Text, "longtext") || strings.Contains(c.Text, "longblob") {
			given = "(" + given + ")"
		}
		text, _ := definition.Default(c.Text)
		adds = append(adds, "ADD COLUMN "+text+" DEFAULT "+given)
		if !required {
			// One of unbounded length has no DEFAULT that is not in parentheses.
			after = append(after, "MODIFY COLUMN "+text)
		}
	}
	if len(adds) > 0 {
		if mustBeEmpty {
			w.alterEmpty(a.s, a.have.Name, adds)
		} else {
			w.alter(a.s, a.have.Name, adds)
		}
	}
	if len(after) > 0 {
		w.alter(a.s, a.have.Name, after)
	}
	return nil
}

// key compares the key.
func (a *alteration) key() {
	disturbed := slices.ContainsFunc(a.have.KeyColumns(), a.goes)
	if a.have.Key == a.want.Key && !disturbed {
		return
	}
	if a.have.Key != "" {
		a.clauses = append(a.clauses, "DROP PRIMARY KEY")
	}
	if a.want.Key != "" {
		a.clauses = append(a.clauses, "ADD "+a.want.Key)
	}
}

// finish puts the rest together: nulls are filled before they are refused, and
// converted columns take their places in the same statement as everything else.
func (a *alteration) finish(w *work) error {
	for _, f := range a.nulls {
		given, err := literal(f.Value)
		if err != nil {
			return err
		}
		column := ddl.Quote(f.Column)
		sql := "UPDATE " + ddl.Quote(a.have.Name) + " SET " + column + " = " + given + " WHERE " + column + " IS NULL"
		w.actions = append(w.actions, action{sql: sql, rows: true, run: func() error { return a.s.patiently(func() error { return a.s.exec(sql) }) }})
	}
	switch {
	case len(a.converted) > 0:
		if err := a.convert(w); err != nil {
			return err
		}
	case len(a.clauses) > 0:
		w.alter(a.s, a.have.Name, a.clauses)
	}
	if len(a.checks) > 0 {
		w.alter(a.s, a.have.Name, a.checks)
	}
	a.words(w)
	return nil
}

// alter adds an ALTER TABLE to what is done.
func (w *work) alter(s *session, table string, clauses []string) {
	sql := "ALTER TABLE " + ddl.Quote(table) + " " + strings.Join(clauses, ", ")
	w.actions = append(w.actions, action{sql: sql, run: func() error {
		return s.explained(table, clauses, s.unchecked(func() error { return s.alter(sql) }))
	}})
}

// alterEmpty adds one that only a table without rows can take.
func (w *work) alterEmpty(s *session, table string, clauses []string) {
	sql := "ALTER TABLE " + ddl.Quote(table) + " " + strings.Join(clauses, ", ")
	w.actions = append(w.actions, action{sql: sql, run: func() error {
		return s.locked(table, func() error {
			rows, err := s.single("SELECT count(*) FROM (SELECT 1 FROM " + ddl.Quote(table) + " LIMIT 1) AS r")
			if err == nil && rows > 0 {
				err = fault.New(fault.Conflict, "table %s has rows now, and a new column has no value for them", table)
			}
			if err != nil {
				return err
			}
			return s.exec(sql)
		})
	}})
}
