package migration

import (
	"slices"
	"strings"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
)

// journal is what is known of a migration that has not ended.
type journal struct {
	To      string `json:"to"`      // the checksum that it goes to
	Allowed string `json:"allowed"` // what it was allowed to do, in words of whoever began it
	// Halfway are the tables of which something was altered, and not yet all.
	Halfway []string `json:"halfway,omitempty"`
	Step    *entry   `json:"step,omitempty"` // the step under way
}

// entry is a step under way, by which what stands tells whether it was done.
type entry struct {
	Kind   driver.StepKind `json:"kind"`
	Table  string          `json:"table"`
	Column string          `json:"column,omitempty"`
	To     string          `json:"to,omitempty"`
	After  *driver.Table   `json:"after,omitempty"`
	// Objects are ours once it is done.
	Objects []driver.Object `json:"objects,omitempty"`
	// Adds are columns that an alteration adds.
	Adds []string `json:"adds,omitempty"`
	// Swap tells that scratch columns are there, or have taken the places of
	// the columns that are converted: After's of these names.
	Swap      bool     `json:"swap,omitempty"`
	Converted []string `json:"converted,omitempty"`
}

// Begin notes where a migration goes, and makes sure that rows pass the checks
// that are new to them. Where the epoch rises, it rises now: it waits for writers
// of the old one.
func (s *session) Begin(b driver.Beginning) error {
	if !s.writes {
		return errLooking
	}
	was, err := s.books()
	if err != nil {
		return err
	}
	if !was.exist {
		for _, sql := range createBooks(s.server.Collation) {
			if err := s.exec(sql); err != nil {
				return err
			}
		}
	}
	s.before = was
	if err := s.foresee(b.Steps); err != nil {
		return err
	}
	now := *was
	now.Journal = &journal{To: b.To.Checksum, Allowed: b.Allowed}
	if was.Journal != nil {
		now.Journal.Halfway = was.Journal.Halfway
	}
	return s.raise(&now, b.To.Epoch)
}

// raise keeps the books with an epoch. While another one is written nobody reads
// it, and everybody has ended who has read the one before. The fence names none
// meanwhile: a server that ends in between leaves none that is wrong.
func (s *session) raise(b *books, epoch int64) error {
	fence, err := s.fence()
	if err != nil {
		return err
	}
	stands := b.Epoch == epoch && fence == fenceOf(epoch)
	b.Epoch = epoch
	if stands {
		return s.keep(b)
	}
	err = s.patiently(func() error { return s.exec("LOCK TABLES " + metaTable + " WRITE") })
	if err != nil {
		return err
	}
	err = s.moveFence(fence, 0)
	if err == nil {
		err = s.exec("REPLACE INTO "+metaTable+" (id, checksum, epoch) VALUES (1, ?, ?)", b.Checksum, epoch)
	}
	if err == nil {
		err = s.moveFence(fenceOf(0), epoch)
	}
	if unlocking := s.exec("UNLOCK TABLES"); err == nil {
		err = unlocking
	}
	if err != nil {
		return err
	}
	return s.keep(b)
}

// under notes the step under way, runs it, and notes that it is done. Tables that
// wait for a reference are halfway until the end.
func (s *session) under(w *work, run func() error) error {
	e := w.entry
	b, err := s.books()
	if err != nil {
		return err
	}
	if b.Journal == nil {
		return fault.New(fault.Internal, "a step was run of a migration that has not begun")
	}
	b.Journal.Step = &e
	if e.Kind == driver.AlterTable || e.Kind == driver.RenameColumn {
		b.Journal.halfway(e.Table)
	}
	for _, p := range w.references {
		b.Journal.halfway(p.table)
	}
	if err := s.keep(b); err != nil {
		return err
	}
	if err := run(); err != nil {
		return err
	}
	s.moved = true
	if b, err = s.books(); err != nil { // Swap may have been noted
		return err
	}
	b.done(*b.Journal.Step)
	return s.keep(b)
}

func (j *journal) halfway(table string) {
	if !slices.Contains(j.Halfway, table) {
		j.Halfway = append(j.Halfway, table)
	}
}

// done brings the ledger to what stands after a step.
func (b *books) done(e entry) {
	b.Journal.Step = nil
	forget := func(table string) {
		b.ledger = slices.DeleteFunc(b.ledger, func(t driver.Table) bool { return t.Name == table })
		b.owned = slices.DeleteFunc(b.owned, func(o driver.Object) bool { return o.Table == table })
	}
	switch e.Kind {
	case driver.DropTable, driver.DropView:
		forget(e.Table)
		b.Journal.Halfway = slices.DeleteFunc(b.Journal.Halfway, func(t string) bool { return t == e.Table })
	case driver.CreateTable, driver.CreateView, driver.AlterTable:
		forget(e.Table)
		b.ledger = append(b.ledger, *e.After)
		b.owned = append(b.owned, e.Objects...)
	case driver.RenameTable:
		b.renameTable(e.Table, e.To)
		b.Journal.Halfway = slices.DeleteFunc(b.Journal.Halfway, func(t string) bool { return t == e.Table })
		b.Journal.halfway(e.To)
	case driver.RenameColumn:
		b.renameColumn(e.Table, e.Column, e.To)
	}
}

func (b *books) renameTable(from, to string) {
	for i := range b.ledger {
		t := &b.ledger[i]
		if t.Name == from {
			t.Name = to
		}
		t.References = slices.Clone(t.References)
		for j := range t.References {
			if t.References[j].To == from {
				t.References[j].To = to
			}
		}
	}
	for i, o := range b.owned {
		if o.Table == from {
			b.owned[i].Table = to
		}
	}
}

func (b *books) renameColumn(table, from, to string) {
	rename := func(names []string) {
		for i, n := range names {
			if n == from {
				names[i] = to
			}
		}
	}
	for i := range b.ledger {
		t := &b.ledger[i]
		for _, r := range t.References {
			if r.To == table {
				rename(r.Target)
			}
			if t.Name == table {
				rename(r.Columns)
			}
		}
		if t.Name != table {
			continue
		}
		rename(t.Key)
		rename(t.Search)
		for j := range t.Columns {
			if t.Columns[j].Name == from {
				t.Columns[j].Name = to
			}
		}
		for _, ix := range t.Indexes {
			for j := range ix.Parts {
				if ix.Parts[j].Column == from {
					ix.Parts[j].Column = to
				}
			}
		}
	}
}

// swapped brings the ledger to what stands once columns were converted, though
// the rest of the alteration was not done.
func (b *books) swapped(e entry) {
	for i := range b.ledger {
		if b.ledger[i].Name != e.Table {
			continue
		}
		for _, after := range e.After.Columns {
			if !slices.Contains(e.Converted, after.Name) {
				continue
			}
			at := slices.IndexFunc(b.ledger[i].Columns, func(c driver.Column) bool { return c.Name == after.Name })
			if at < 0 {
				b.ledger[i].Columns = append(b.ledger[i].Columns, after)
			} else {
				b.ledger[i].Columns[at] = after
			}
		}
	}
}

// settled gives the books as they are true of what stands, and the columns that a
// step under way has left behind, which nothing knows of.
func (s *session) settled(b *books) (leftovers []string, err error) {
	if b.Journal == nil || b.Journal.Step == nil {
		return nil, nil
	}
	e := *b.Journal.Step
	columns, err := s.texts("SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?", e.Table)
	if err != nil {
		return nil, err
	}
	there := len(columns) > 0
	done := false
	switch e.Kind {
	case driver.CreateTable, driver.CreateView:
		done = there
	case driver.DropTable, driver.DropView, driver.RenameTable:
		done = !there
	case driver.RenameColumn:
		done = slices.Contains(columns, e.To)
	case driver.AlterTable:
		if err := s.ownIndexes(b, e); err != nil {
			return nil, err
		}
		scratch := slices.ContainsFunc(columns, isScratch)
		if e.Swap && !scratch {
			b.swapped(e)
		}
		for _, c := range columns {
			if isScratch(c) || slices.Contains(e.Adds, c) && !(e.Swap && !scratch && slices.Contains(e.Converted, c)) {
				leftovers = append(leftovers, c)
			}
		}
	}
	if done {
		b.done(e)
	}
	return leftovers, nil
}

// ownIndexes brings what is ours of a table's indexes to what is there of them.
func (s *session) ownIndexes(b *books, e entry) error {
	there, err := s.texts("SELECT DISTINCT index_name FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ?", e.Table)
	if err != nil {
		return err
	}
	for _, o := range e.Objects {
		if !slices.Contains(b.owned, o) {
			b.owned = append(b.owned, o)
		}
	}
	b.owned = slices.DeleteFunc(b.owned, func(o driver.Object) bool {
		return o.Kind == "index" && o.Table == e.Table && !slices.Contains(there, o.Name)
	})
	return nil
}

// settle puts away what a session before has left, so that the books are true.
func (s *session) settle() error {
	b, err := s.books()
	if err != nil || b.Journal == nil || b.Journal.Step == nil {
		return err
	}
	e := *b.Journal.Step
	leftovers, err := s.settled(b)
	if err != nil {
		return err
	}
	if len(leftovers) > 0 {
		if err := s.dropLeftovers(e.Table, leftovers); err != nil {
			return err
		}
		if err := s.ownIndexes(b, e); err != nil {
			return err
		}
	}
	b.Journal.Step = nil
	return s.keep(b)
}

// dropLeftovers drops columns, with the indexes and checks that were made of them.
func (s *session) dropLeftovers(table string, columns []string) error {
	t, err := s.define(table)
	if err != nil || t == nil {
		return err
	}
	var refs, drop []string
	for _, r := range t.References {
		if slices.ContainsFunc(r.Columns, func(c string) bool { return slices.Contains(columns, c) }) {
			refs = append(refs, "DROP FOREIGN KEY "+ddl.Quote(r.Name))
		}
	}
	speaks := func(text string) bool {
		return slices.ContainsFunc(columns, func(c string) bool { return strings.Contains(text, ddl.Quote(c)) })
	}
	for _, c := range t.Checks {
		if speaks(c.Text) {
			drop = append(drop, "DROP CONSTRAINT "+ddl.Quote(c.Name))
		}
	}
	for _, ix := range t.Indexes {
		if slices.ContainsFunc(ix.Columns, func(c string) bool { return slices.Contains(columns, c) }) {
			drop = append(drop, "DROP INDEX "+ddl.Quote(ix.Name))
		}
	}
	for _, c := range t.Columns {
		if schema.IsSystemTable(c.Name) && speaks(c.Text) && !slices.Contains(columns, c.Name) {
			drop = append(drop, "DROP COLUMN "+ddl.Quote(c.Name)) // a condition of them, whose index has gone
		}
	}
	for _, c := range columns {
		drop = append(drop, "DROP COLUMN "+ddl.Quote(c))
	}
	return s.unchecked(func() error {
		for _, clauses := range [][]string{refs, drop} {
			if len(clauses) == 0 {
				continue
			}
			if err := s.alter("ALTER TABLE " + ddl.Quote(table) + " " + strings.Join(clauses, ", ")); err != nil {
				return err
			}
		}
		return nil
	})
}

// retreat puts away a step that failed, and where nothing was done at all, says
// in the books that there was no migration.
func (s *session) retreat() error {
	if s.before == nil {
		return nil
	}
	// The connection may be within a transaction, or have tables locked.
	for _, sql := range []string{"ROLLBACK", "UNLOCK TABLES", "SET foreign_key_checks = 1"} {
		if err := s.exec(sql); err != nil {
			return err
		}
	}
	if err := s.settle(); err != nil {
		return err
	}
	b, err := s.books()
	if err != nil {
		return err
	}
	if same, err := s.asBefore(); err != nil {
		return err
	} else if same {
		s.moved = s.last.moved
	}
	if s.moved || s.before.Journal != nil {
		return nil
	}
	b.Journal = nil
	return s.raise(b, s.before.Epoch)
}
