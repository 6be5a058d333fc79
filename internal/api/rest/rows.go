package rest

import (
	"strconv"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

// maxFaults is where looking for more mistakes in a body ends.
const maxFaults = 100

// finder finds a field by name, nil where there is none.
type finder func(c *schema.Collection, name string) *schema.Field

// columns reads columns= or on_conflict=: fields by name.
func columns(c *schema.Collection, find finder, arg, val string) ([]int, error) {
	t := text{s: val, arg: arg}
	var fields []int
	for {
		name, err := t.name()
		if err != nil {
			return nil, err
		}
		f := find(c, name)
		if f == nil {
			return nil, noColumn(c, name)
		}
		fields = appendField(fields, f.Index)
		if t.spaces(); t.done() {
			return fields, nil
		}
		if err := t.expect(','); err != nil {
			return nil, err
		}
	}
}

// appendField adds a field that is not there yet.
func appendField(fields []int, f int) []int {
	for _, have := range fields {
		if have == f {
			return fields
		}
	}
	return append(fields, f)
}

func noColumn(c *schema.Collection, name string) *fault.Error {
	err := fault.Of(fault.UnknownColumn, validText(name), "Could not find the '%s' column of '%s'", validText(name), c.Name)
	if near := fault.Nearest(name, suggestions(c)); near != "" {
		err.WithHint("did you mean %s?", near)
	}
	return err
}

// table is a body's objects as rows of values.
type table struct {
	fields []int
	rows   [][]value.Value
	absent [][]bool // nil where every row gives every field
}

// tabulate reads objects as rows of c: of the fields only, or of all that any
// object names where only is nil. It gives every mistake at once.
func (s *sight) tabulate(c *schema.Collection, body payload, only []int) (table, error) {
	t := table{fields: only}
	places := make([]int, len(c.Fields)) // where a field stands in a row, plus one
	for i, f := range only {
		places[f] = i + 1
	}
	var faults []*fault.Error
	if only == nil {
		faults = t.collect(c, s, body, places)
		if len(faults) > 0 {
			return t, fault.Join(faults)
		}
	}
	n := len(t.fields)
	if len(body.rows)*n > maxBodyMembers {
		return t, fault.New(fault.TooLarge, "%d objects of %d fields are too many for one request", len(body.rows), n).
			WithHint("send them in several requests")
	}
	t.rows = make([][]value.Value, len(body.rows))
	values := make([]value.Value, len(body.rows)*n)
	absent := make([]bool, len(body.rows)*n)
	for i := range absent {
		absent[i] = true
	}
	for i, row := range body.rows {
		from, to := i*n, (i+1)*n
		t.rows[i] = values[from:to:to]
		given := 0
		for _, m := range row {
			f := c.Field(m.name)
			if f == nil || places[f.Index] == 0 {
				continue // columns= leaves it out
			}
			v, err := value.ParseJSON(f.Type, m.raw)
			if err != nil {
				faults = append(faults, inRow(about(f.Name, err), body, i))
			}
			at := places[f.Index] - 1
			t.rows[i][at], absent[from+at] = v, false
			given++
		}
		if given < n {
			if t.absent == nil {
				t.absent = make([][]bool, len(body.rows))
			}
			t.absent[i] = absent[from:to:to]
		}
		if len(faults) >= maxFaults {
			break
		}
	}
	if len(faults) > 0 {
		return t, fault.Join(faults)
	}
	return t, nil
}

// collect finds the fields that the objects name, in the order they come.
func (t *table) collect(c *schema.Collection, s *sight, body payload, places []int) []*fault.Error {
	var faults []*fault.Error
	unknown := map[string]bool{}
	for _, row := range body.rows {
		for _, m := range row {
			f := c.Field(m.name)
			if f != nil && places[f.Index] != 0 {
				continue
			}
			if f = s.input(c, m.name); f == nil {
				if !unknown[m.name] && len(faults) < maxFaults {
					unknown[m.name] = true
					faults = append(faults, noColumn(c, m.name))
				}
				continue
			}
			t.fields = append(t.fields, f.Index)
			places[f.Index] = len(t.fields)
		}
	}
	return faults
}

// inRow says in which of several rows a mistake is.
func inRow(err error, body payload, row int) *fault.Error {
	f := *fault.As(err)
	if body.array {
		where := "in row " + strconv.Itoa(row+1)
		if f.Detail != "" {
			where = f.Detail + ", " + where
		}
		f.Detail = where
	}
	return &f
}
