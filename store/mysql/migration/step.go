package migration

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/definition"
)

// action is one statement, and how it is run where that is not just to run it.
type action struct {
	sql  string
	run  func() error
	rows bool // it writes to rows that stay
}

// work is what a step comes to: what the journal says of it, and what is done.
type work struct {
	entry   entry
	actions []action
	// draft brings a draft to what stands afterwards; nil changes nothing that
	// a later step looks at.
	draft func()
	// references are added when the migration ends.
	references []pendingReference
}

// Run does one step.
func (s *session) Run(step driver.Step) error {
	if !s.writes {
		return errLooking
	}
	w, err := s.work(step)
	if err != nil {
		return err
	}
	s.references = slices.DeleteFunc(s.references, func(p pendingReference) bool { return p.table == w.entry.Table })
	s.references = append(s.references, w.references...)
	if err := s.remember(w.entry.Table); err != nil {
		return err
	}
	return s.under(w, func() error {
		for _, a := range w.actions {
			if err := a.run(); err != nil {
				return err
			}
			s.moved = true
			if a.rows {
				s.last.text = "" // it is not as it was, whatever its definition says
			}
		}
		return nil
	})
}

// remembered is a table as it was before the step that runs.
type remembered struct {
	table, text    string // text is "" where it cannot be as it was any more
	moved, halfway bool
}

func (s *session) remember(table string) error {
	s.last = remembered{table: table, moved: s.moved}
	t, err := s.define(table)
	if err != nil || t == nil {
		return err
	}
	s.last.text = t.Text()
	b, err := s.books()
	s.last.halfway = b.Journal != nil && slices.Contains(b.Journal.Halfway, table)
	return err
}

// asBefore tells whether a step that failed, and was put away, left its table as
// it was.
func (s *session) asBefore() (bool, error) {
	if s.last.text == "" || s.last.halfway {
		return false, nil
	}
	t, err := s.define(s.last.table)
	return t != nil && t.Text() == s.last.text, err
}

// Statements tells what Run would execute. The algorithm of an ALTER TABLE is
// found when it is run, and is not said.
func (s *session) Statements(steps []driver.Step) ([][]string, error) {
	if len(steps) == 0 {
		return nil, nil
	}
	dry := s.withContext(s.ctx)
	dry.dry = &draft{tables: map[string]*definition.Table{}}
	dry.references = nil
	out := make([][]string, len(steps))
	for i, step := range steps {
		w, err := dry.work(step)
		if err != nil {
			return nil, err
		}
		for _, a := range w.actions {
			out[i] = append(out[i], a.sql)
		}
		for _, p := range w.references {
			out[i] = append(out[i], p.sql())
		}
		if w.draft != nil {
			w.draft()
		}
	}
	return out, nil
}

func (s *session) work(step driver.Step) (*work, error) {
	w := &work{entry: entry{Kind: step.Kind, Table: step.Table, Column: step.Column, To: step.To, After: step.After}}
	if step.Collection != nil {
		w.entry.Table = cmp.Or(step.Table, step.Collection.Table)
		objects, err := s.Objects(step.Collection)
		if err != nil {
			return nil, err
		}
		w.entry.Objects = objects
	}
	simple := func(sql string) {
		w.actions = append(w.actions, action{sql: sql, run: func() error { return s.patiently(func() error { return s.exec(sql) }) }})
	}
	switch step.Kind {
	case driver.CreateTable:
		return w, s.createTable(w, step)
	case driver.RenameTable:
		if err := s.unread(step.Table); err != nil {
			return nil, err
		}
		simple("RENAME TABLE " + ddl.Quote(step.Table) + " TO " + ddl.Quote(step.To))
		w.draft = func() { s.dry.renameTable(s, step.Table, step.To) }
		return w, nil
	case driver.RenameColumn:
		return w, s.renameColumn(w, step)
	case driver.DropSearch:
		return w, s.dropWords(w, step)
	case driver.DropTable:
		return w, s.dropTable(w, step)
	case driver.AlterTable:
		return w, s.alterTable(w, step)
	case driver.DropView:
		simple("DROP VIEW " + ddl.Quote(step.Table))
		return w, nil
	case driver.CreateView:
		return w, s.createView(w, step.Collection)
	}
	return nil, fault.New(fault.Unsupported, "the step %s is not known", step.Kind)
}

// createTable makes a table in one statement, its references included. One to a
// table that stands is added when that has its last form.
func (s *session) createTable(w *work, step driver.Step) error {
	t, err := s.server.Table(step.Collection)
	if err != nil {
		return err
	}
	var now []ddl.Part
	for i, ref := range t.References {
		target := definition.Parse("CREATE TABLE `x` (\n  " + ref.Text + "\n)").References[0].To
		stands, err := s.define(target)
		if err != nil {
			return err
		}
		if stands == nil || target == t.Name {
			now = append(now, ref)
			continue
		}
		w.references = append(w.references, pendingReference{table: t.Name, text: t.References[i].Text})
	}
	t.References = now
	sql := t.Create(true)
	w.actions = append(w.actions, action{sql: sql, run: func() error {
		return s.unchecked(func() error { return s.patiently(func() error { return s.exec(sql) }) })
	}})
	return nil
}

// dropTable drops a table, unless somebody else's refers to it.
func (s *session) dropTable(w *work, step driver.Step) error {
	if err := s.unread(step.Table); err != nil {
		return err
	}
	referrers, err := s.referrers(step.Table)
	if err != nil {
		return err
	}
	for _, r := range referrers {
		if ours, err := s.isOurs(r.table); err != nil {
			return err
		} else if !ours {
			return fault.New(fault.Reference, "table %s, which Bedplate did not make, refers to %s by %s", r.table, step.Table, r.Name).
				WithHint("drop that reference first")
		}
	}
	sql := "DROP TABLE " + ddl.Quote(step.Table)
	w.actions = append(w.actions, action{sql: sql, run: func() error {
		return s.unchecked(func() error { return s.patiently(func() error { return s.exec(sql) }) })
	}})
	if s.dry != nil {
		w.draft = func() { s.dry.tables[step.Table] = nil }
	}
	return nil
}

// isOurs tells whether a table is in the ledger.
func (s *session) isOurs(table string) (bool, error) {
	b, err := s.books()
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(b.ledger, func(t driver.Table) bool { return t.Name == table }), nil
}

// renameColumn renames a column. What is computed of it goes, if it is ours, and
// is made again by the alteration that follows: servers differ in what they
// carry along.
func (s *session) renameColumn(w *work, step driver.Step) error {
	t, err := s.define(step.Table)
	if err != nil {
		return err
	}
	if t == nil {
		return missing(step.Table)
	}
	if err := s.unread(step.Table, step.Column); err != nil {
		return err
	}
	var clauses []string
	name := ddl.Quote(step.Column)
	for _, c := range t.Checks {
		if s.enumCheck(c, []string{step.Column}) {
			clauses = append(clauses, "DROP CONSTRAINT "+ddl.Quote(c.Name))
		}
	}
	for _, c := range t.Columns {
		if !ddl.IsConditionColumn(c.Name) || !strings.Contains(c.Text, name) {
			continue
		}
		for _, ix := range t.Indexes {
			if slices.Contains(ix.Columns, c.Name) {
				clauses = append(clauses, "DROP INDEX "+ddl.Quote(ix.Name))
			}
		}
		clauses = append(clauses, "DROP COLUMN "+ddl.Quote(c.Name))
	}
	alter := "ALTER TABLE " + ddl.Quote(step.Table) + " "
	if len(clauses) > 0 {
		sql := alter + strings.Join(clauses, ", ")
		w.actions = append(w.actions, action{sql: sql, run: func() error { return s.alter(sql) }})
	}
	sql := alter + "RENAME COLUMN " + name + " TO " + ddl.Quote(step.To)
	if words := wordsOf(t, step.Column); words != "" {
		sql += ", RENAME COLUMN " + ddl.Quote(words) + " TO " + ddl.Quote(ddl.WordsColumn(step.To))
	}
	w.actions = append(w.actions, action{sql: sql, run: func() error { return s.alter(sql) }})
	w.draft = func() { s.dry.renameColumn(s, step.Table, step.Column, step.To) }
	return nil
}

// enumCheck tells whether a check is one of ours: about the values of one column
// of those given.
func (s *session) enumCheck(c ddl.Part, columns []string) bool {
	return slices.ContainsFunc(columns, func(column string) bool {
		return strings.HasPrefix(c.Text, "CONSTRAINT "+ddl.Quote(c.Name)+" CHECK (") &&
			strings.HasSuffix(c.Name, "_check") &&
			strings.Contains(strings.ToLower(c.Text), strings.ToLower(ddl.Quote(column))+" in (")
	})
}

// renameTable does to a draft what RENAME TABLE does.
func (d *draft) renameTable(s *session, from, to string) {
	t, err := s.define(from)
	if err != nil || t == nil {
		return
	}
	d.tables[from] = nil
	t.Name = to
	d.tables[to] = t
	d.eachReference(s, func(r *definition.Reference) {
		if r.To == from && r.Schema == "" {
			r.To = to
		}
	}, to)
}

// renameColumn does to a draft what RENAME COLUMN does.
func (d *draft) renameColumn(s *session, table, from, to string) {
	t, err := s.define(table)
	if err != nil || t == nil {
		return
	}
	if words := wordsOf(t, from); words != "" {
		defer d.renameColumn(s, table, words, ddl.WordsColumn(to))
	}
	rename := func(names []string) {
		for i, n := range names {
			if n == from {
				names[i] = to
			}
		}
	}
	text := func(sql string) string { return strings.ReplaceAll(sql, ddl.Quote(from), ddl.Quote(to)) }
	gone := map[string]bool{}
	t.Columns = slices.DeleteFunc(t.Columns, func(c ddl.Part) bool {
		gone[c.Name] = ddl.IsConditionColumn(c.Name) && strings.Contains(c.Text, ddl.Quote(from))
		return gone[c.Name]
	})
	t.Indexes = slices.DeleteFunc(t.Indexes, func(ix definition.Index) bool {
		return slices.ContainsFunc(ix.Columns, func(c string) bool { return gone[c] })
	})
	t.Checks = slices.DeleteFunc(t.Checks, func(c ddl.Part) bool { return s.enumCheck(c, []string{from}) })
	for i, c := range t.Columns {
		if t.Columns[i].Text = text(c.Text); c.Name == from {
			t.Columns[i].Name = to
		}
	}
	t.Key = text(t.Key)
	for i, ix := range t.Indexes {
		rename(ix.Columns)
		body := text(ix.Body())
		t.Indexes[i].Text = strings.Replace(body, "KEY ", "KEY "+ddl.Quote(ix.Name)+" ", 1)
	}
	for i := range t.References {
		rename(t.References[i].Columns)
	}
	d.eachReference(s, func(r *definition.Reference) {
		if r.To == table && r.Schema == "" {
			rename(r.Target)
		}
	}, table)
}

// eachReference visits the references of the tables that refer to one.
func (d *draft) eachReference(s *session, visit func(*definition.Reference), table string) {
	names, err := s.texts("SELECT DISTINCT table_name FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL")
	if err != nil {
		return
	}
	for _, name := range append(names, slices.Collect(maps.Keys(d.tables))...) {
		if t, err := s.define(name); err != nil || t == nil {
			continue
		}
	}
	for _, t := range d.tables {
		for i := 0; t != nil && i < len(t.References); i++ {
			visit(&t.References[i])
		}
	}
}
