package sqlite

import (
	"slices"
	"strings"

	"bedplate/fault"
	"bedplate/store/driver"
)

// alteration is what AlterTable works out before it begins.
type alteration struct {
	step       driver.Step
	have, want definition
	wantSQL    []string    // our indexes and triggers
	kept       []columnDef // columns that are not ours
	added      []columnDef
	addedRefs  []refDef     // of added columns, each of one of them
	dropped    []constraint // checks
	checks     []constraint // new checks that are not written with an added column
	rebuild    bool
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
	ddl, err := DDL(step.Collection)
	if err != nil {
		return nil, err
	}
	a.have, a.want, a.wantSQL = define(found[0]), define(ddl[0]), ddl[1:]
	a.keepAdopted()
	a.compareColumns()
	a.compareChecks()
	a.compareReferences()
	a.rebuild = a.rebuild || a.have.key != a.want.key || a.have.tail != a.want.tail ||
		!slices.Equal(slices.Sorted(slices.Values(a.have.uniques)), slices.Sorted(slices.Values(a.want.uniques)))
	for _, f := range step.Fills {
		a.rebuild = a.rebuild || f.Make || f.From != "" && f.Was != f.Is
	}
	return a, nil
}

// keepAdopted takes columns that keep a form of their own, because they were
// there before Bedplate, as the table has them.
func (a *alteration) keepAdopted() {
	for _, f := range a.step.Collection.Fields {
		own := f.SQLType != "" || f.Generated || f.Default != nil && f.Default.Database != ""
		h, w := a.have.find(f.Column), a.want.find(f.Column)
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
	for _, h := range a.have.columns {
		w := a.want.find(h.name)
		switch {
		case w != nil:
			a.rebuild = a.rebuild || !sameColumn(h, *w)
		case ours[strings.ToLower(h.name)]:
			a.rebuild = true // it goes
		default:
			a.kept = append(a.kept, h)
		}
	}
	for _, w := range a.want.columns {
		if a.have.find(w.name) == nil {
			a.added = append(a.added, w)
			a.rebuild = a.rebuild || !w.plain || w.notNull && a.fill(w.name).Value.IsNull()
		}
	}
}

// sameColumn tells whether a column needs nothing but what ALTER COLUMN can
// do. Declared types that SQLite takes for the same are the same. A default that only the table has is left: it was given to fill a new
// column, and what Bedplate writes names every required value.
func sameColumn(h, w columnDef) bool {
	return affinity(h.kind) == affinity(w.kind) && h.collate == w.collate && h.generated == w.generated &&
		(w.fallback == "" || w.fallback == h.fallback)
}

func (a *alteration) compareChecks() {
	same := func(x constraint) func(constraint) bool {
		return func(y constraint) bool { return strings.EqualFold(x.name, y.name) && x.normal == y.normal }
	}
	contains := func(columns []columnDef, c constraint) bool {
		return slices.ContainsFunc(columns, func(d columnDef) bool { return slices.ContainsFunc(d.checks, same(c)) })
	}
	for _, h := range a.have.checks {
		if !slices.ContainsFunc(a.want.checks, same(h)) && !contains(a.kept, h) {
			a.dropped = append(a.dropped, h)
			a.rebuild = a.rebuild || h.name == ""
		}
	}
	for _, w := range a.want.checks {
		if !slices.ContainsFunc(a.have.checks, same(w)) && !contains(a.added, w) {
			a.checks = append(a.checks, w)
			a.rebuild = a.rebuild || w.name == ""
		}
	}
}

func (a *alteration) compareReferences() {
	of := func(columns []columnDef, r refDef) bool {
		return len(r.columns) == 1 && slices.ContainsFunc(columns, func(c columnDef) bool {
			return strings.EqualFold(c.name, r.columns[0])
		})
	}
	same := func(x refDef) func(refDef) bool {
		return func(y refDef) bool { return x.normal == y.normal }
	}
	for _, h := range a.have.refs {
		if !slices.ContainsFunc(a.want.refs, same(h)) && !of(a.kept, h) {
			a.rebuild = true
		}
	}
	for _, w := range a.want.refs {
		switch {
		case slices.ContainsFunc(a.have.refs, same(w)):
		case of(a.added, w):
			if !w.inline {
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
	alter := "ALTER TABLE " + quote(a.step.Table)
	var todo []string
	for _, c := range a.dropped {
		todo = append(todo, alter+" DROP CONSTRAINT "+quote(c.name))
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
		column := quote(f.Column)
		todo = append(todo, "UPDATE "+quote(a.step.Table)+" SET "+column+" = "+literal+" WHERE "+column+" IS NULL")
	}
	for _, w := range a.want.columns {
		h := a.have.find(w.name)
		switch {
		case h == nil || h.notNull == w.notNull:
		case w.notNull:
			todo = append(todo, alter+" ALTER COLUMN "+quote(w.name)+" SET NOT NULL")
		default:
			todo = append(todo, alter+" ALTER COLUMN "+quote(w.name)+" DROP NOT NULL")
		}
	}
	for _, c := range a.checks {
		todo = append(todo, alter+" ADD CONSTRAINT "+quote(c.name)+" "+c.text)
	}
	for _, sql := range todo {
		if err := s.do(sql); err != nil {
			return err
		}
	}
	return nil
}

// addColumn gives the statements that add a column and fill it.
func (a *alteration) addColumn(alter string, c columnDef) ([]string, error) {
	add := alter + " ADD COLUMN " + c.text
	for _, r := range a.addedRefs {
		if strings.EqualFold(r.columns[0], c.name) {
			add += " " + r.text
		}
	}
	f := a.fill(c.name)
	if f.Value.IsNull() {
		return []string{add}, nil
	}
	literal, err := storedLiteral(f.Is, f.Value)
	if err != nil {
		return nil, err
	}
	if c.notNull && c.fallback == "" {
		return []string{add + " DEFAULT " + literal}, nil
	}
	return []string{add, "UPDATE " + quote(a.step.Table) + " SET " + quote(c.name) + " = " + literal}, nil
}
