package mysql

import (
	sqldriver "database/sql/driver"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/gathered"
	"bedplate/store/mysql/wire"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// cursor is the current row of a statement. It is used again for the next.
type cursor struct {
	of      *sqlgen.Statement
	raw     []sqldriver.Value
	values  []value.Value
	joined  []joined
	decoder gathered.Decoder
}

var _ query.Row = (*cursor)(nil)

// cursor gives the room for rows, which one statement uses at a time.
func (c *conn) cursor(s *sqlgen.Statement) *cursor {
	r := &c.row
	if c.in != nil {
		r = &cursor{}
	} else {
		c.in = s
	}
	n := len(s.Columns)
	if len(s.Columns) == 0 {
		n = 1 // of a statement that selects nothing but rows
	}
	if cap(r.raw) < n {
		r.raw, r.values = make([]sqldriver.Value, n), make([]value.Value, n)
	}
	r.of, r.raw, r.values = s, r.raw[:n], r.values[:n]
	return r
}

// put empties the room.
func (c *conn) put(r *cursor) {
	clear(r.raw)
	clear(r.values)
	if r == &c.row {
		c.in = nil
	}
}

// load makes values of what was read, so that a bad one is an error of the read.
func (r *cursor) load() error {
	for i := range r.of.Columns {
		c := &r.of.Columns[i]
		if c.Rows != nil {
			continue
		}
		v, err := wire.Value(c, r.raw[i])
		if err != nil {
			return err
		}
		r.values[i] = v
	}
	return nil
}

func (r *cursor) Value(i int) value.Value { return r.values[r.of.Outputs[i].Column] }

func (r *cursor) Nested(i int, visit func(query.Row) error) error {
	return r.output(&r.of.Outputs[i], visit)
}

func (r *cursor) output(out *sqlgen.Output, visit func(query.Row) error) error {
	switch {
	case out.Joined != nil:
		if r.values[out.Joined.Present].IsNull() {
			return nil
		}
		if len(r.joined) < r.of.Joins {
			r.joined = make([]joined, r.of.Joins)
		}
		j := &r.joined[out.Joined.Index]
		j.row, j.outputs = r, out.Joined.Outputs
		return visit(j)
	case out.Gathered != nil:
		doc, ok := r.raw[out.Column].([]byte)
		if !ok { // the server gives none where it has no room for it
			return fault.New(fault.TooLarge, "the rows within a row are too large for the server").
				WithHint("ask for fewer of them, or raise its max_allowed_packet")
		}
		return r.decoder.Each(doc, out.Gathered, !out.Many, visit)
	}
	return fault.New(fault.Internal, "an output that is a value was asked for rows")
}

// joined is a record that stands in its parent's row.
type joined struct {
	row     *cursor
	outputs []sqlgen.Output
}

var _ query.Row = (*joined)(nil)

func (j *joined) Value(i int) value.Value { return j.row.values[j.outputs[i].Column] }

func (j *joined) Nested(i int, visit func(query.Row) error) error {
	return j.row.output(&j.outputs[i], visit)
}
