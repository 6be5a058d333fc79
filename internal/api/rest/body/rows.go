package body

import (
	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
	"bedplate/schema"
	"bedplate/value"
)

// maxFaults is where looking for more mistakes in a body ends.
const maxFaults = 100

// Table is a body's objects as rows of values.
type Table struct {
	Fields []int
	Rows   [][]value.Value
	Absent [][]bool // nil where every row gives every field
}

// Tabulate reads objects as rows of c: of the fields only, or of all that any
// object names where only is nil. It gives every mistake at once.
func Tabulate(s *grammar.Sight, c *schema.Collection, body Payload, only []int) (Table, error) {
	t := Table{Fields: only}
	places := make([]int, len(c.Fields)) // where a field stands in a row, plus one
	for i, f := range only {
		places[f] = i + 1
	}
	if only == nil {
		if faults := t.collect(c, s, body, places); len(faults) > 0 {
			return t, fault.Join(faults)
		}
	}
	n := len(t.Fields)
	if len(body.Rows)*n > maxBodyMembers {
		return t, fault.New(fault.TooLarge, "%d objects of %d fields are too many for one request", len(body.Rows), n).
			WithHint("send them in several requests")
	}
	t.Rows = make([][]value.Value, len(body.Rows))
	values := make([]value.Value, len(body.Rows)*n)
	absent := make([]bool, len(body.Rows)*n)
	for i := range absent {
		absent[i] = true
	}
	for i, row := range body.Rows {
		from, to := i*n, (i+1)*n
		t.Rows[i] = values[from:to:to]
		given := 0
		for _, m := range row {
			f := c.Field(m.name)
			if f == nil || places[f.Index] == 0 {
				continue // columns= leaves it out
			}
			v, err := m.value(f.Type)
			if err != nil {
				return t, mistakes(c, body, places)
			}
			at := places[f.Index] - 1
			t.Rows[i][at], absent[from+at] = v, false
			given++
		}
		if given < n {
			if t.Absent == nil {
				t.Absent = make([][]bool, len(body.Rows))
			}
			t.Absent[i] = absent[from:to:to]
		}
	}
	return t, nil
}

// mistakes gives what is wrong with the values of a body, where something is:
// of those that are of their field's type also what the field says of them, so
// that nobody learns of it only after mending the others.
func mistakes(c *schema.Collection, body Payload, places []int) error {
	var faults []*fault.Error
	for i, row := range body.Rows {
		for _, m := range row {
			f := c.Field(m.name)
			if f == nil || places[f.Index] == 0 {
				continue
			}
			v, err := m.value(f.Type)
			if err != nil {
				err = grammar.About(f.Name, err)
			} else if !v.IsNull() { // which a reference to another operation is as yet
				if wrong := f.Validate(v); wrong != nil {
					err = wrong
				}
			}
			if err != nil {
				faults = append(faults, inRow(err, body, i))
			}
			if len(faults) == maxFaults {
				return fault.Join(faults)
			}
		}
	}
	return fault.Join(faults)
}

// collect finds the fields that the objects name, in the order they come.
func (t *Table) collect(c *schema.Collection, s *grammar.Sight, body Payload, places []int) []*fault.Error {
	var faults []*fault.Error
	unknown := map[string]bool{}
	for i, row := range body.Rows {
		for _, m := range row {
			f := c.Field(m.name)
			if f != nil && places[f.Index] != 0 {
				continue
			}
			if f = s.Input(c, m.name); f == nil {
				if !unknown[m.name] && len(faults) < maxFaults {
					unknown[m.name] = true
					faults = append(faults, inRow(grammar.NoColumn(c, m.name), body, i))
				}
				continue
			}
			t.Fields = append(t.Fields, f.Index)
			places[f.Index] = len(t.Fields)
		}
	}
	return faults
}

// inRow says in which of several rows a mistake is.
func inRow(err error, body Payload, row int) *fault.Error {
	f := *fault.As(err)
	if len(body.Rows) > 1 {
		f.Row = row + 1
	}
	return &f
}

// SetKey gives the one row the key of its address; the body may repeat it,
// and must not contradict it.
func (t *Table) SetKey(col *schema.Collection, key []value.Value) error {
	row := t.Rows[0]
	var absent []bool
	if t.Absent != nil {
		absent = t.Absent[0]
	}
	for i, f := range col.Key {
		at := -1
		for j, have := range t.Fields {
			if have == f {
				at = j
			}
		}
		switch {
		case at < 0:
			t.Fields = append(t.Fields[:len(t.Fields):len(t.Fields)], f)
			row = append(row, key[i])
			if absent != nil {
				absent = append(absent, false)
			}
		case absent != nil && absent[at]:
			row[at], absent[at] = key[i], false
		case row[at].String() != key[i].String():
			return fault.Of(fault.Body, col.Fields[f].Name,
				"Payload values do not match URL in primary key column(s)")
		}
	}
	t.Rows[0] = row
	if absent != nil {
		t.Absent[0] = absent
	}
	return nil
}
