package mem

import (
	"slices"

	"bedplate/schema"
	"bedplate/value"
)

// state is every table, by its collection's name. A state that was committed
// is never changed.
type state map[string]*table

// table is a collection's rows in the order they were added.
type table struct {
	of   *schema.Collection
	rows []row
	// shared tells that another state has this table too: it is copied before
	// it is changed.
	shared bool
}

// row is a record's values, by field index. It is never changed: an update
// puts another one in its place.
type row []value.Value

// clone gives a state that can be changed without changing s.
func (s state) clone() state {
	out := make(state, len(s))
	for name, t := range s {
		out[name] = &table{of: t.of, rows: t.rows, shared: true}
	}
	return out
}

// change gives the collection's table to be changed.
func (s state) change(c *schema.Collection) *table {
	t := s[c.Name]
	if t.shared {
		t.rows, t.shared = slices.Clone(t.rows), false
	}
	return t
}

// find gives the position of the row whose fields hold the given values, none
// of which is null, or -1.
func (t *table) find(fields []int, values []value.Value) int {
	return slices.IndexFunc(t.rows, func(r row) bool { return r.holds(fields, values) })
}

// holds tells whether the fields have these values. Null equals nothing here,
// as in keys, unique indexes and references.
func (r row) holds(fields []int, values []value.Value) bool {
	for i, f := range fields {
		if r[f].IsNull() || values[i].IsNull() || !value.Equal(r[f], values[i]) {
			return false
		}
	}
	return true
}

// pick gives the values of some fields.
func (r row) pick(fields []int) []value.Value {
	out := make([]value.Value, len(fields))
	for i, f := range fields {
		out[i] = r[f]
	}
	return out
}

// anyNull tells whether a value is null: such a key refers to nothing.
func anyNull(values []value.Value) bool {
	return slices.ContainsFunc(values, value.Value.IsNull)
}
