package postgres

import (
	"encoding/binary"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/postgres/wire"
	"bedplate/store/sqlgen"
	"bedplate/store/sqlgen/record"
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
	record.Row
	rows    *rows
	depth   int
	columns []sqlgen.Column
	nested  [][]byte // by column, of those that gather rows
	room    wire.Room
	// of a gathered row
	types []uint32
	cells [][]byte
}

func (r *row) begin(all *rows, columns []sqlgen.Column, outputs []sqlgen.Output, joins, depth int) {
	r.rows, r.depth, r.columns = all, depth, columns
	r.Outputs, r.Joins, r.Within = outputs, joins, r
	if n := len(columns); cap(r.Values) < n {
		r.Values, r.nested = make([]value.Value, n), make([][]byte, n)
	} else {
		r.Values, r.nested = r.Values[:n], r.nested[:n]
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
		r.Values[i], r.nested[i] = value.Value{}, nil
		switch {
		case raw == nil:
		case c.Rows != nil:
			r.nested[i] = raw
		default:
			v, err := r.room.Value(c, types[i], raw)
			if err != nil {
				return err
			}
			r.Values[i] = v
		}
	}
	return nil
}

// Rows visits the rows of a column: an array of records.
func (r *row) Rows(out *sqlgen.Output, visit func(query.Row) error) error {
	if out.Gathered == nil {
		return record.NoRows()
	}
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
		if err := visit(&inner.Row); err != nil || !out.Many {
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
