package postgres

import (
	"encoding/binary"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/postgres/wire"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// rows is room for one row on each level of nesting.
type rows struct{ levels []*row }

func (r *rows) level(depth int) *row {
	for len(r.levels) <= depth {
		r.levels = append(r.levels, &row{})
	}
	return r.levels[depth]
}

// row is the current row of a statement, or of those that a column gathered.
// Its values are taken out of the connection's room when the row is reached,
// so that a bad one is an error of the read.
type row struct {
	rows    *rows
	depth   int
	columns []sqlgen.Column
	outputs []sqlgen.Output
	joins   int
	values  []value.Value
	nested  [][]byte // by column, of those that gather rows
	room    wire.Room
	joined  []joinedRow
	// of a gathered row
	types []uint32
	cells [][]byte
}

func (r *row) begin(all *rows, columns []sqlgen.Column, outputs []sqlgen.Output, joins, depth int) {
	r.rows, r.depth, r.columns, r.outputs, r.joins = all, depth, columns, outputs, joins
	if n := len(columns); cap(r.values) < n {
		r.values, r.nested = make([]value.Value, n), make([][]byte, n)
	} else {
		r.values, r.nested = r.values[:n], r.nested[:n]
	}
}

// load takes a row's columns.
func (r *row) load(types []uint32, cells [][]byte) error {
	if len(cells) < len(r.columns) {
		return fault.New(fault.Internal, "a row has %d columns instead of %d", len(cells), len(r.columns))
	}
	r.room.Reset()
	for i := range r.columns {
		c, raw := &r.columns[i], cells[i]
		r.values[i], r.nested[i] = value.Value{}, nil
		switch {
		case raw == nil:
		case c.Rows != nil:
			r.nested[i] = raw
		default:
			v, err := r.room.Value(c, types[i], raw)
			if err != nil {
				return err
			}
			r.values[i] = v
		}
	}
	return nil
}

func (r *row) Value(i int) value.Value { return r.values[r.outputs[i].Column] }

func (r *row) Nested(i int, visit func(query.Row) error) error {
	return r.output(&r.outputs[i], visit)
}

func (r *row) output(out *sqlgen.Output, visit func(query.Row) error) error {
	switch {
	case out.Joined != nil:
		if r.values[out.Joined.Present].IsNull() {
			return nil
		}
		if len(r.joined) < r.joins {
			r.joined = make([]joinedRow, r.joins)
		}
		j := &r.joined[out.Joined.Index]
		j.row, j.outputs = r, out.Joined.Outputs
		return visit(j)
	case out.Gathered != nil:
		return r.gathered(out, visit)
	}
	return fault.New(fault.Internal, "an output that is a value was asked for rows")
}

// joinedRow is a record that stands in its parent's row.
type joinedRow struct {
	row     *row
	outputs []sqlgen.Output
}

var _ query.Row = (*joinedRow)(nil)

func (j *joinedRow) Value(i int) value.Value { return j.row.values[j.outputs[i].Column] }

func (j *joinedRow) Nested(i int, visit func(query.Row) error) error {
	return j.row.output(&j.outputs[i], visit)
}

// gathered visits the rows of a column: an array of records.
func (r *row) gathered(out *sqlgen.Output, visit func(query.Row) error) error {
	raw := r.nested[out.Column]
	if len(raw) < 12 || binary.BigEndian.Uint32(raw) == 0 {
		return nil // NULL, or an array without items
	}
	if len(raw) < 20 {
		return brokenRows()
	}
	n := binary.BigEndian.Uint32(raw[12:])
	raw = raw[20:]
	inner := r.rows.level(r.depth + 1)
	inner.begin(r.rows, out.Gathered.Columns, out.Gathered.Outputs, out.Gathered.Joins, r.depth+1)
	for range n {
		record, rest, ok := cell(raw)
		if !ok || record == nil {
			return brokenRows()
		}
		raw = rest
		if err := inner.loadRecord(record); err != nil {
			return err
		}
		if err := visit(inner); err != nil || !out.Many {
			return err
		}
	}
	return nil
}

// loadRecord takes a record's columns: a type and a cell each.
func (r *row) loadRecord(raw []byte) error {
	if len(raw) < 4 {
		return brokenRows()
	}
	n := int(binary.BigEndian.Uint32(raw))
	raw = raw[4:]
	r.types, r.cells = r.types[:0], r.cells[:0]
	for range n {
		if len(raw) < 8 {
			return brokenRows()
		}
		r.types = append(r.types, binary.BigEndian.Uint32(raw))
		one, rest, ok := cell(raw[4:])
		if !ok {
			return brokenRows()
		}
		r.cells, raw = append(r.cells, one), rest
	}
	return r.load(r.types, r.cells)
}

// cell takes what has its length before it; nil where that is -1, for NULL.
func cell(raw []byte) (one, rest []byte, ok bool) {
	if len(raw) < 4 {
		return nil, nil, false
	}
	n := int(int32(binary.BigEndian.Uint32(raw)))
	raw = raw[4:]
	switch {
	case n < 0:
		return nil, raw, true
	case n > len(raw):
		return nil, nil, false
	}
	return raw[:n:n], raw[n:], true
}

func brokenRows() error {
	return fault.New(fault.Internal, "the database sent rows within a row in a form that is not known")
}
