package mem

import (
	"bedplate/expr"
	"bedplate/schema"
	"bedplate/value"
)

// record is a row as expressions see it, in the state it is read from.
type record struct {
	state state
	row   row
}

var _ expr.Rec = record{}

// Field gives field i.
func (r record) Field(i int) value.Value { return r.row[i] }

// One gives the first record that rel leads to.
func (r record) One(rel *expr.Relation) (expr.Rec, error) {
	var found expr.Rec
	err := r.Each(rel, func(target expr.Rec) (bool, error) {
		found = target
		return false, nil
	})
	return found, err
}

// Each looks for the records that rel leads to among all there are.
func (r record) Each(rel *expr.Relation, f func(expr.Rec) (bool, error)) error {
	for _, candidate := range r.state[schema.Of(rel).Name].rows {
		if !related(rel, r.row, candidate) {
			continue
		}
		if more, err := f(record{r.state, candidate}); err != nil || !more {
			return err
		}
	}
	return nil
}

// related tells whether rel leads from one row to the other. A null leads
// nowhere.
func related(rel *expr.Relation, from, to row) bool {
	return to.holds(rel.Remote, from.pick(rel.Local))
}

// in makes the scope of an expression over one row, which is nil where there
// is none.
func in(st state, args []value.Value, r row) *expr.Scope {
	s := &expr.Scope{Binds: args}
	if r != nil {
		s.Record = record{st, r}
	}
	return s
}
