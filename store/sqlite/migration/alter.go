package migration

import (
	"slices"
	"strings"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/sqlite/ddl"
	"bedplate/store/sqlite/definition"
	"bedplate/store/sqlite/script"
)

// alteration is what AlterTable works out before it begins.
type alteration struct {
	step       driver.Step
	have, want definition.Table
	wantSQL    []string            // our indexes and triggers
	kept       []definition.Column // columns that are not ours
	added      []definition.Column
	addedRefs  []definition.Reference // of added columns, each of one of them
	dropped    []definition.Check     // checks
	checks     []definition.Check     // new checks that are not written with an added column
	rebuild    bool
	// searchStands tells that the full-text index is there as it is wanted.
	searchStands bool
}

// alter brings a table to what its collection says, by ALTER TABLE where that
// can do it without writing every row, and else by making the table again.
func (s *session) alter(step driver.Step) error {
	a, err := s.alteration(step)
	if err != nil {
		return err
	}
	if err := s.examineReferences(); err != nil {
		return err
	}
	if a.searchStands, err = s.searchStands(step.Collection); err != nil {
		return err
	}
	if a.searchStands = a.searchStands && !a.rebuild; !a.searchStands {
		if err := s.dropSearch(step.Owned); err != nil {
			return err
		}
	}
	if err := s.dropObjects(a); err != nil {
		return err
	}
	if a.rebuild {
		err = s.rebuild(a)
	} else {
		err = s.amend(a)
	}
	if err != nil {
		return err
	}
	if err := s.makeObjects(a); err != nil {
		return err
	}
	if !a.searchStands {
		if err := s.makeSearch(step.Collection); err != nil {
			return err
		}
	}
	return s.checkRows(step.Collection, step.Checks)
}

func (s *session) alteration(step driver.Step) (*alteration, error) {
	a := &alteration{step: step}
	found, err := s.texts("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", step.Table)
	if err != nil {
		return nil, err
	}
	if len(found) != 1 {
		return nil, fault.New(fault.Conflict, "table %s is not there any more", step.Table)
	}
	statements, err := ddl.Table(step.Collection)
	if err != nil {
		return nil, err
	}
	a.have, a.want, a.wantSQL = definition.Parse(found[0]), definition.Parse(statements[0]), statements[1:]
	a.keepAdopted()
	a.compareColumns()
	a.compareChecks()
	a.compareReferences()
	a.rebuild = a.rebuild || a.have.Key != a.want.Key || a.have.Tail != a.want.Tail ||
		!slices.Equal(slices.Sorted(slices.Values(a.have.Uniques)), slices.Sorted(slices.Values(a.want.Uniques)))
	for _, f := range step.Fills {
		a.rebuild = a.rebuild || f.Make || f.From != "" && f.Was != f.Is
	}
	return a, nil
}

// keepAdopted takes columns that keep a form of their own, because they were
// there before Bedplate, as the table has them.
func (a *alteration) keepAdopted() {
	for _, f := range a.step.Collection.Stored() {
		own := f.SQLType != "" || f.Generated || f.Default != nil && f.Default.Database != ""
		h, w := a.have.Find(f.Column), a.want.Find(f.Column)
		if own && h != nil && w != nil && a.fill(f.Column).Column == "" {
			*w = *h
		}
	}
}

func (a *alteration) compareColumns() {
	ours := map[string]bool{}
	for _, c := range a.step.Before.Columns {
		ours[strings.ToLower(c.Name)] = true
	}
	for _, h := range a.have.Columns {
		w := a.want.Find(h.Name)
		switch {
		case w != nil:
			a.rebuild = a.rebuild || !sameColumn(h, *w)
		case ours[strings.ToLower(h.Name)]:
			a.rebuild = true // it goes
		default:
			a.kept = append(a.kept, h)
		}
	}
	for _, w := range a.want.Columns {
		if a.have.Find(w.Name) == nil {
			a.added = append(a.added, w)
			a.rebuild = a.rebuild || !w.Plain || w.NotNull && a.fill(w.Name).Value.IsNull()
		}
	}
}

// sameColumn tells whether a column needs nothing but what ALTER COLUMN can
// do. Declared types that SQLite takes for the same are the same. A default
// that only the table has is left: it was given to fill a new column, and what
// Bedplate writes names every required value.
func sameColumn(h, w definition.Column) bool {
	return definition.Affinity(h.Kind) == definition.Affinity(w.Kind) && h.Collate == w.Collate && h.Generated == w.Generated &&
		(w.Fallback == "" || w.Fallback == h.Fallback)
}

func (a *alteration) compareChecks() {
	same := func(x definition.Check) func(definition.Check) bool {
		return func(y definition.Check) bool { return strings.EqualFold(x.Name, y.Name) && x.Normal == y.Normal }
	}
	contains := func(columns []definition.Column, c definition.Check) bool {
		return slices.ContainsFunc(columns, func(d definition.Column) bool { return slices.ContainsFunc(d.Checks, same(c)) })
	}
	for _, h := range a.have.Checks {
		if !slices.ContainsFunc(a.want.Checks, same(h)) && !contains(a.kept, h) {
			a.dropped = append(a.dropped, h)
			a.rebuild = a.rebuild || h.Name == ""
		}
	}
	for _, w := range a.want.Checks {
		if !slices.ContainsFunc(a.have.Checks, same(w)) && !contains(a.added, w) {
			a.checks = append(a.checks, w)
			a.rebuild = a.rebuild || w.Name == ""
		}
	}
}

func (a *alteration) compareReferences() {
	of := func(columns []definition.Column, r definition.Reference) bool {
		return len(r.Columns) == 1 && slices.ContainsFunc(columns, func(c definition.Column) bool {
			return strings.EqualFold(c.Name, r.Columns[0])
		})
	}
	same := func(x definition.Reference) func(definition.Reference) bool {
		return func(y definition.Reference) bool { return x.Normal == y.Normal }
	}
	for _, h := range a.have.Refs {
		if !slices.ContainsFunc(a.want.Refs, same(h)) && !of(a.kept, h) {
			a.rebuild = true
		}
	}
	for _, w := range a.want.Refs {
		switch {
		case slices.ContainsFunc(a.have.Refs, same(w)):
		case of(a.added, w):
			if !w.Inline {
				a.addedRefs = append(a.addedRefs, w)
			}
		default:
			a.rebuild = true
		}
	}
}

func (a *alteration) fill(column string) driver.Fill {
	for _, f := range a.step.Fills {
		if f.Column == column {
			return f
		}
	}
	return driver.Fill{}
}

// amend alters a table in place.
func (s *session) amend(a *alteration) error {
	alter := "ALTER TABLE " + script.Quote(a.step.Table)
	var todo []string
	for _, c := range a.dropped {
		todo = append(todo, alter+" DROP CONSTRAINT "+script.Quote(c.Name))
	}
	for _, c := range a.added {
		add, err := a.addColumn(alter, c)
		if err != nil {
			return err
		}
		todo = append(todo, add...)
	}
	for _, f := range a.step.Fills {
		if f.From == "" || f.Value.IsNull() {
			continue
		}
		literal, err := storedLiteral(f.Is, f.Value)
		if err != nil {
			return err
		}
		column := script.Quote(f.Column)
		todo = append(todo, "UPDATE "+script.Quote(a.step.Table)+" SET "+column+" = "+literal+" WHERE "+column+" IS NULL")
	}
	for _, w := range a.want.Columns {
		h := a.have.Find(w.Name)
		switch {
		case h == nil || h.NotNull == w.NotNull:
		case w.NotNull:
			todo = append(todo, alter+" ALTER COLUMN "+script.Quote(w.Name)+" SET NOT NULL")
		default:
			todo = append(todo, alter+" ALTER COLUMN "+script.Quote(w.Name)+" DROP NOT NULL")
		}
	}
	for _, c := range a.checks {
		todo = append(todo, alter+" ADD CONSTRAINT "+script.Quote(c.Name)+" "+c.Text)
	}
	for _, sql := range todo {
		if err := s.do(sql); err != nil {
			return err
		}
	}
	return nil
}

// addColumn gives the statements that add a column and fill it.
func (a *alteration) addColumn(alter string, c definition.Column) ([]string, error) {
	add := alter + " ADD COLUMN " + c.Text
	for _, r := range a.addedRefs {
		if strings.EqualFold(r.Columns[0], c.Name) {
			add += " " + r.Text
		}
	}
	f := a.fill(c.Name)
	if f.Value.IsNull() {
		return []string{add}, nil
	}
	literal, err := storedLiteral(f.Is, f.Value)
	if err != nil {
		return nil, err
	}
	if c.NotNull && c.Fallback == "" {
		return []string{add + " DEFAULT " + literal}, nil
	}
	return []string{add, "UPDATE " + script.Quote(a.step.Table) + " SET " + script.Quote(c.Name) + " = " + literal}, nil
}
