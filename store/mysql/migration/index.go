package migration

import (
	"slices"
	"strings"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/definition"
)

// indexes compares the indexes. One of somebody else over a column that is
// converted is made again; one over a column that goes stands in the way.
func (a *alteration) indexes() error {
	owned := func(name string) bool {
		return slices.ContainsFunc(a.step.Owned, func(o driver.Object) bool { return o.Kind == "index" && o.Name == name })
	}
	var adds []string
	renamed := map[string]bool{}
	guards := a.guards()
	for _, g := range guards {
		if a.have.Index(g.Name) == nil {
			adds = append(adds, "ADD "+g.Text) // before others, which it has to be ahead of
		}
	}
	for _, h := range a.have.Indexes {
		w := a.want.Index(h.Name)
		disturbed := slices.ContainsFunc(h.Columns, a.goes)
		switch {
		case w != nil && w.Text == h.Text && !disturbed && !follows(h, guards):
		case w != nil && (owned(h.Name) || w.Text == h.Text):
			a.clauses = append(a.clauses, "DROP INDEX "+ddl.Quote(h.Name))
			adds = append(adds, "ADD "+w.Text)
		case w != nil:
			return fault.New(fault.Conflict, "table %s has an index %s that Bedplate did not make", a.have.Name, h.Name)
		case owned(h.Name) || a.forReference(h):
			to := slices.IndexFunc(a.want.Indexes, func(o definition.Index) bool {
				return o.Body() == h.Body() && a.have.Index(o.Name) == nil && !renamed[o.Name]
			})
			if to >= 0 && !disturbed {
				renamed[a.want.Indexes[to].Name] = true
				a.clauses = append(a.clauses, "RENAME INDEX "+ddl.Quote(h.Name)+" TO "+ddl.Quote(a.want.Indexes[to].Name))
			} else {
				a.clauses = append(a.clauses, "DROP INDEX "+ddl.Quote(h.Name))
			}
		case slices.ContainsFunc(h.Columns, func(c string) bool { return a.goes(c) && !a.converts(c) }):
			return fault.New(fault.Check, "index %s of table %s, which Bedplate did not make, is made of a column that goes", h.Name, a.have.Name).
				WithHint("drop it first, and make it again afterwards")
		case disturbed:
			a.clauses = append(a.clauses, "DROP INDEX "+ddl.Quote(h.Name))
			adds = append(adds, "ADD "+h.Text)
		}
	}
	for _, w := range a.want.Indexes {
		guard := slices.ContainsFunc(guards, func(g guard) bool { return g.Name == w.Name })
		if a.have.Index(w.Name) == nil && !renamed[w.Name] && !guard {
			adds = append(adds, "ADD "+w.Text)
		}
	}
	a.clauses = append(a.clauses, adds...)
	return nil
}

// guard is an index that a reference is to have for itself, which has to be the first
// that begins with these columns (see package ddl).
type guard struct {
	definition.Index
	columns []string
}

// guards are those that the table has not yet.
func (a *alteration) guards() []guard {
	var out []guard
	for _, r := range a.references {
		w, h := a.want.Index(r.Name), a.have.Index(r.Name)
		if w != nil && unique(w) && (h == nil || h.Text != w.Text) {
			out = append(out, guard{*w, r.Columns})
		}
	}
	return out
}

// follows tells an index that has to be made again behind a guard: the server keeps
// unique ones in the order in which they were made.
func follows(ix definition.Index, guards []guard) bool {
	return unique(&ix) && slices.ContainsFunc(guards, func(g guard) bool {
		return len(ix.Columns) >= len(g.columns) && slices.Equal(ix.Columns[:len(g.columns)], g.columns)
	})
}

func unique(ix *definition.Index) bool { return strings.HasPrefix(ix.Text, "UNIQUE ") }

// forReference tells an index that the server made by itself for a reference of
// ours.
func (a *alteration) forReference(ix definition.Index) bool {
	return slices.ContainsFunc(a.have.References, func(r definition.Reference) bool {
		return r.Name == ix.Name && slices.Equal(r.Columns, ix.Columns) && !slices.ContainsFunc(r.Columns, func(c string) bool { return !a.own(c) })
	})
}

func (a *alteration) compareChecks() {
	find := func(checks []ddl.Part, name string) *ddl.Part {
		at := slices.IndexFunc(checks, func(c ddl.Part) bool { return strings.EqualFold(c.Name, name) })
		if at < 0 {
			return nil
		}
		return &checks[at]
	}
	var enums []string
	for _, c := range a.step.Before.Columns {
		if c.Values != nil {
			enums = append(enums, c.Name)
		}
	}
	for _, h := range a.have.Checks {
		w := find(a.want.Checks, h.Name)
		switch {
		case w != nil && w.Text == h.Text:
		case w != nil:
			a.checks = append(a.checks, "DROP CONSTRAINT "+ddl.Quote(h.Name), "ADD "+w.Text)
		case a.s.enumCheck(h, enums):
			a.clauses = append([]string{"DROP CONSTRAINT " + ddl.Quote(h.Name)}, a.clauses...)
		}
	}
	for _, w := range a.want.Checks {
		if find(a.have.Checks, w.Name) == nil {
			a.checks = append(a.checks, "ADD "+w.Text)
		}
	}
}
