package query

import (
	"strings"

	"bedplate/fault"
	"bedplate/value"
)

// AppendCSVHeader appends the names of a shape's members as a line of CSV.
// Those of a spread embed stand where the embed stands.
func AppendCSVHeader(dst []byte, shape *Shape) []byte {
	return append(appendNames(dst, shape), '\n')
}

func appendNames(dst []byte, shape *Shape) []byte {
	later := false
	for i := range shape.Members {
		m := &shape.Members[i]
		if m.cells() == 0 {
			continue
		}
		if later {
			dst = append(dst, ',')
		}
		later = true
		if m.Spread {
			dst = appendNames(dst, m.Nested)
		} else {
			dst = appendCell(dst, m.Name)
		}
	}
	return dst
}

// AppendCSV appends the row as a line of CSV: null is empty, an empty text is
// quoted, embeds and lists are JSON. Errors are as AppendRow's. Of enc only
// Most matters: which columns there are cannot depend on a row.
func AppendCSV(dst []byte, shape *Shape, row Row, enc Encoding) ([]byte, error) {
	dst, err := appendCells(dst, shape, row, Encoding{Most: enc.Most})
	if err == nil && enc.Most > 0 && len(dst) > enc.Most {
		err = tooLong(enc.Most)
	}
	return append(dst, '\n'), err
}

// appendCells appends the row's values, with commas between them.
func appendCells(dst []byte, shape *Shape, row Row, enc Encoding) ([]byte, error) {
	later := false
	for i := range shape.Members {
		m := &shape.Members[i]
		if m.cells() == 0 {
			continue
		}
		if later {
			dst = append(dst, ',')
		}
		later = true
		var err error
		switch {
		case m.Spread && m.Many:
			dst, err = appendGatheredCells(dst, m, row, i, enc)
		case m.Spread:
			dst, err = appendSpreadCells(dst, m, row, i, enc)
		case m.Nested != nil:
			from := len(dst)
			var some bool
			if some, err = appendNested(&dst, m, row, i, enc); !some {
				dst = dst[:from]
			} else {
				dst = quoteFrom(dst, from)
			}
		default:
			dst, err = m.appendCellOf(dst, row.Value(i))
		}
		if err != nil {
			return dst, err
		}
	}
	return dst, nil
}

// appendSpreadCells appends the cells of a spread embed, empty ones where
// there is no row.
func appendSpreadCells(dst []byte, m *Member, row Row, i int, enc Encoding) ([]byte, error) {
	found := false
	err := row.Nested(i, func(r Row) error {
		found = true
		var err error
		dst, err = appendCells(dst, m.Nested, r, enc)
		return err
	})
	if err != nil || found {
		return dst, err
	}
	return appendAbsentCells(dst, m), nil
}

// appendAbsentCells appends the cells of a spread embed without a row: empty
// ones, and arrays of nothing for what is spread to many within.
func appendAbsentCells(dst []byte, m *Member) []byte {
	later := false
	for i := range m.Nested.Members {
		inner := &m.Nested.Members[i]
		if inner.cells() == 0 {
			continue
		}
		if later {
			dst = append(dst, ',')
		}
		later = true
		switch {
		case inner.Spread && inner.Many:
			dst = append(dst, `"[]"`...)
			for range inner.cells() - 1 {
				dst = append(dst, `,"[]"`...)
			}
		case inner.Spread:
			dst = appendAbsentCells(dst, inner)
		}
	}
	return dst
}

// cells is how many cells a member fills: a spread embed as many as its own
// members do.
func (m *Member) cells() int {
	if !m.Spread {
		return 1
	}
	n := 0
	for i := range m.Nested.Members {
		n += m.Nested.Members[i].cells()
	}
	return n
}

// appendCellOf appends a value as a cell.
func (m *Member) appendCellOf(dst []byte, v value.Value) ([]byte, error) {
	if m.Cast != "" {
		var err error
		if v, err = m.cast(v); err != nil {
			return dst, err
		}
	}
	switch v.Kind() {
	case value.Null:
		return dst, nil
	case value.Text:
		return appendCell(dst, v.Raw()), nil
	case value.JSON, value.List:
		from := len(dst)
		return quoteFrom(v.AppendText(dst), from), nil
	}
	return v.AppendText(dst), nil // digits, letters and signs that need no quotes
}

// appendCell appends a text as a cell: in quotes where it would be taken for
// null or for more than one cell otherwise.
func appendCell(dst []byte, s string) []byte {
	if s != "" && s != "NULL" && !strings.ContainsAny(s, ",\"\r\n") && s[0] != ' ' && s[len(s)-1] != ' ' {
		return append(dst, s...)
	}
	from := len(dst)
	return quoteFrom(append(dst, s...), from)
}

// quoteFrom puts what stands from a place on in quotes, and doubles those
// within.
func quoteFrom(dst []byte, from int) []byte {
	extra := 2
	for _, c := range dst[from:] {
		if c == '"' {
			extra++
		}
	}
	end := len(dst)
	for range extra {
		dst = append(dst, '"')
	}
	to := len(dst) - 1
	for at := end - 1; at >= from; at-- {
		to--
		if dst[to] = dst[at]; dst[at] == '"' {
			to--
			dst[to] = '"'
		}
	}
	dst[from] = '"'
	return dst
}

func tooLong(most int) *fault.Error {
	return fault.New(fault.TooLarge, "the result is over %d bytes", most).
		WithHint("ask for fewer rows, or fewer in the embeds")
}
