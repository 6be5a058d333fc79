// Package gathered reads nested rows that a database gathered in one JSON
// document (sqlgen.Gathered): an array of rows, each an array of its columns.
// It makes no maps, and keeps its room from row to row.
//
// A cell is written so that nothing is lost on the way:
//
//	null             null
//	bool             true, false, 1 or 0
//	int              its digits, as a number or a string
//	float, decimal   its digits likewise
//	time             microseconds since 1970 as a number, or a text that value.ParseText reads
//	date, text       a string
//	uuid, bytes      a string of hexadecimal digits
//	json, list       a string that holds the document
//	gathered rows    an array, or a string that holds one
//
// Behind its rows an array may say how many they are, where a database may cut what
// it gathers.
//
// It reads what a dialect wrote, no caller's text: what it cannot read is a
// defect, and an error.
package gathered

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"unsafe"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/sqlgen"
	"bedplate/store/sqlgen/record"
	"bedplate/value"
)

// Decoder reads documents, one at a time. The zero Decoder takes documents of
// JSON and lists for canonical.
type Decoder struct {
	// Document makes the value of a JSON or List column of its text, which it
	// must not keep.
	Document func(t value.Type, text []byte) (value.Value, error)

	levels []*row
	depth  int
}

// Each visits the rows of a document, only the first where one is set. What a
// row gives is valid until the visit of it has returned.
func (d *Decoder) Each(doc []byte, rows *sqlgen.Gathered, one bool, visit func(query.Row) error) error {
	if d.depth == len(d.levels) {
		r := &row{decoder: d}
		r.Within = r
		d.levels = append(d.levels, r)
	}
	r := d.levels[d.depth]
	d.depth++
	defer func() { d.depth-- }()
	r.columns, r.Outputs, r.Joins = rows.Columns, rows.Outputs, rows.Joins
	s := scan{text: doc}
	if !s.open() {
		return s.bad()
	}
	for n := 0; !s.closed(); n++ {
		if said, ok := s.number(); ok {
			if said != n || !s.closed() {
				return s.bad()
			}
			return s.whole()
		}
		if err := r.load(&s); err != nil {
			return err
		}
		if err := visit(&r.Row); err != nil || one {
			return err
		}
	}
	return s.whole()
}

// row is one gathered row. It is used again for the next one.
type row struct {
	record.Row
	decoder *Decoder
	columns []sqlgen.Column
	nested  [][]byte // by column
	buf     []byte
}

// Rows reads the document of a column.
func (r *row) Rows(out *sqlgen.Output, visit func(query.Row) error) error {
	if out.Gathered == nil {
		return record.NoRows()
	}
	if doc := r.nested[out.Column]; doc != nil {
		return r.decoder.Each(doc, out.Gathered, !out.Many, visit)
	}
	return nil
}

// load reads the row that stands next.
func (r *row) load(s *scan) error {
	n := len(r.columns)
	if cap(r.Values) < n {
		r.Values, r.nested = make([]value.Value, n), make([][]byte, n)
	}
	r.Values, r.nested, r.buf = r.Values[:n], r.nested[:n], r.buf[:0]
	if !s.open() {
		return s.bad()
	}
	for i := range r.columns {
		if s.closed() {
			return s.bad()
		}
		if err := r.cell(s, i, &r.columns[i]); err != nil {
			return err
		}
	}
	for !s.closed() { // a column that stands for no value
		if s.skip() == nil {
			return s.bad()
		}
	}
	return nil
}

// cell reads one column.
func (r *row) cell(s *scan, i int, c *sqlgen.Column) error {
	r.Values[i], r.nested[i] = value.Value{}, nil
	raw := s.skip()
	if raw == nil {
		return s.bad()
	}
	if string(raw) == "null" {
		return nil
	}
	if c.Rows != nil && raw[0] == '[' {
		r.nested[i] = raw
		return nil
	}
	text, err := r.text(raw)
	if err != nil {
		return err
	}
	if c.Rows != nil {
		r.nested[i] = text
		return nil
	}
	v, err := r.value(c, text, raw[0] == '"')
	if err != nil {
		return misread(c, err)
	}
	r.Values[i] = v
	return nil
}

// text gives a string's text, in the row's room where it has escapes, and other scalars as
// they are.
func (r *row) text(raw []byte) ([]byte, error) {
	if raw[0] != '"' {
		return raw, nil
	}
	inner := raw[1 : len(raw)-1]
	if bytes.IndexByte(inner, '\\') < 0 {
		return inner, nil
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return nil, fault.Wrap(fault.Internal, err, "gathered rows hold a string that is none")
	}
	start := len(r.buf)
	r.buf = append(r.buf, s...) // values that use the room before it moved keep it
	return r.buf[start:], nil
}

// value makes a column's value of its text.
func (r *row) value(c *sqlgen.Column, text []byte, quoted bool) (value.Value, error) {
	s := unsafe.String(unsafe.SliceData(text), len(text))
	switch c.Type.Kind {
	case value.Text:
		return value.OfText(s), nil
	case value.Date:
		return value.OfDate(s), nil
	case value.Int:
		n, err := strconv.ParseInt(s, 10, 64)
		return value.OfInt(n), err
	case value.Float:
		f, err := strconv.ParseFloat(s, 64)
		return value.OfFloat(f), err
	case value.Bool:
		return value.OfBool(s == "true" || s == "1"), nil
	case value.Decimal:
		return decimal(s, c.Type)
	case value.Time:
		if !quoted {
			n, err := strconv.ParseInt(s, 10, 64)
			return value.OfTime(n), err
		}
	case value.UUID, value.Bytes:
		return r.bytes(c.Type.Kind, text)
	case value.JSON, value.List:
		if r.decoder.Document != nil {
			return r.decoder.Document(c.Type, text)
		}
		if c.Type.Kind == value.List {
			return value.OfListJSON(s), nil
		}
		return value.OfJSON(s), nil
	}
	return value.ParseText(c.Type, s)
}

// decimal reads a number at its type's scale, or at a larger one where it is of
// any size.
func decimal(s string, t value.Type) (value.Value, error) {
	v, err := value.ParseDecimal(s, 0, 0)
	if err != nil {
		return v, err
	}
	if at, ok := v.Rescale(t.Scale); ok {
		return at, nil
	}
	if t.Precision > 0 {
		return v, fault.New(fault.Value, "a number has more than %d digits after its point", t.Scale)
	}
	return v, nil
}

func (r *row) bytes(kind value.Kind, digits []byte) (value.Value, error) {
	start := len(r.buf)
	r.buf = append(r.buf, make([]byte, len(digits)/2)...)
	n, err := hex.Decode(r.buf[start:], digits)
	raw := r.buf[start : start+max(n, 0)]
	s := unsafe.String(unsafe.SliceData(raw), len(raw))
	if kind == value.UUID {
		if len(raw) != 16 && err == nil {
			err = hex.ErrLength
		}
		return value.OfRawUUID(s), err
	}
	return value.OfBytes(s), err
}

func misread(c *sqlgen.Column, err error) error {
	if c.Field == nil {
		return fault.Wrap(fault.Value, err, "a computed %s cannot be read", c.Type.Kind)
	}
	f := fault.Wrap(fault.Value, err, "table %s, column %s: the database holds what is not a valid %s", c.Of.Table, c.Field.Column, c.Type.Kind)
	f.Field = c.Field.Name
	return f
}
