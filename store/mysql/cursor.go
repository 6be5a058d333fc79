package mysql

import (
	sqldriver "database/sql/driver"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/gathered"
	"bedplate/store/mysql/wire"
	"bedplate/store/sqlgen"
	"bedplate/store/sqlgen/record"
	"bedplate/value"
)

// cursor is the current row of a statement. It is used again for the next.
type cursor struct {
	record.Row
	columns []sqlgen.Column
	raw     []sqldriver.Value
	decoder gathered.Decoder
}

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
		r.raw, r.Values = make([]sqldriver.Value, n), make([]value.Value, n)
	}
	r.columns, r.raw = s.Columns, r.raw[:n]
	r.Outputs, r.Values, r.Joins, r.Within = s.Outputs, r.Values[:n], s.Joins, r
	return r
}

// put empties the room.
func (c *conn) put(r *cursor) {
	clear(r.raw)
	clear(r.Values)
	if r == &c.row {
		c.in = nil
	}
}

// load makes values of what was read, so that a bad one is an error of the read.
func (r *cursor) load() error {
	for i := range r.columns {
		c := &r.columns[i]
		if c.Rows != nil {
			continue
		}
		v, err := wire.Value(c, r.raw[i])
		if err != nil {
			return err
		}
		r.Values[i] = v
	}
	return nil
}

// Rows reads the document of a column.
func (r *cursor) Rows(out *sqlgen.Output, visit func(query.Row) error) error {
	if out.Gathered == nil {
		return record.NoRows()
	}
	doc, ok := r.raw[out.Column].([]byte)
	if !ok { // the server gives none where it has no room for it
		return fault.New(fault.TooLarge, "the rows within a row are too large for the server").
			WithHint("ask for fewer of them, or raise its max_allowed_packet")
	}
	return r.decoder.Each(doc, out.Gathered, !out.Many, visit)
}
