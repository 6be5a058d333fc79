// Package record gives a row of a statement's answer as a query.Row: the values of
// columns where outputs say, and the records that are joined to the row. Drivers fill
// it in, row after row, and visit the rows of other outputs.
package record

import (
	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// Within is what has the rows within a row: those that a column gathers, or that
// another statement reads.
type Within interface {
	// Rows visits the rows of an output that is neither a value nor joined. Where
	// there is no such output, it gives NoRows.
	Rows(out *sqlgen.Output, visit func(query.Row) error) error
}

// Row is the current row of an answer. It is used again for the next one.
type Row struct {
	Outputs []sqlgen.Output
	Values  []value.Value // by column
	Joins   int           // how many records are joined to it
	Within  Within

	joined []joined
}

var _ query.Row = (*Row)(nil)

// Value gives the value of output i.
func (r *Row) Value(i int) value.Value { return r.Values[r.Outputs[i].Column] }

// Nested visits the rows of output i.
func (r *Row) Nested(i int, visit func(query.Row) error) error {
	return r.output(&r.Outputs[i], visit)
}

func (r *Row) output(out *sqlgen.Output, visit func(query.Row) error) error {
	if out.Joined == nil {
		return r.Within.Rows(out, visit)
	}
	if r.Values[out.Joined.Present].IsNull() {
		return nil
	}
	if len(r.joined) < r.Joins {
		r.joined = make([]joined, r.Joins)
	}
	j := &r.joined[out.Joined.Index]
	j.row, j.outputs = r, out.Joined.Outputs
	return visit(j)
}

// NoRows is a defect: somebody asks an output that is a value for rows.
func NoRows() error {
	return fault.New(fault.Internal, "an output that is a value was asked for rows")
}

// joined is a record that stands in its parent's row.
type joined struct {
	row     *Row
	outputs []sqlgen.Output
}

func (j *joined) Value(i int) value.Value { return j.row.Values[j.outputs[i].Column] }

func (j *joined) Nested(i int, visit func(query.Row) error) error {
	return j.row.output(&j.outputs[i], visit)
}
