package query

import "bedplate/value"

// A spread embed to many gives each of its members as an array of its rows'
// values, all in the rows' order. What it nests keeps its own form within: an
// embed's objects, a spread to one's member, a spread to many's array.

// gathered are the values of an embed's rows, each as JSON behind the one
// before: the leaves of the first row, then those of the next.
type gathered struct {
	text   []byte
	ends   []int // of each value in text
	leaves int   // values a row
	enc    Encoding
	most   int // bytes that text may have; 0 is no limit
}

// gather takes the rows of a spread embed to many. before is what of
// enc.Most is written already.
func gather(m *Member, row Row, i int, enc Encoding, before int) (*gathered, error) {
	g := &gathered{leaves: m.cells(), enc: enc}
	if enc.Most > 0 {
		g.most = max(enc.Most-before, 1)
	}
	err := row.Nested(i, func(r Row) error { return g.row(m.Nested, r) })
	return g, err
}

// row adds the values of a row, and of what is spread into it.
func (g *gathered) row(shape *Shape, row Row) error {
	for i := range shape.Members {
		if err := g.member(&shape.Members[i], row, i); err != nil {
			return err
		}
		if g.most > 0 && len(g.text) > g.most {
			return tooLong(g.enc.Most)
		}
	}
	return nil
}

func (g *gathered) member(m *Member, row Row, i int) error {
	switch {
	case m.Spread && m.Many:
		inner, err := gather(m, row, i, g.enc, g.enc.Most-g.most+len(g.text))
		if err != nil {
			return err
		}
		for leaf := range inner.leaves {
			g.text = inner.appendArray(g.text, leaf)
			g.end()
		}
		return nil
	case m.Spread:
		found := false
		err := row.Nested(i, func(r Row) error {
			found = true
			return g.row(m.Nested, r)
		})
		if err == nil && !found {
			g.absent(m)
		}
		return err
	case m.Nested != nil:
		_, err := appendNested(&g.text, m, row, i, g.nested())
		g.end()
		return err
	}
	var err error
	g.text, err = m.appendValue(g.text, row.Value(i), g.enc)
	g.end()
	return err
}

// absent adds what a spread embed to one gives where there is no row.
func (g *gathered) absent(m *Member) {
	for i := range m.Nested.Members {
		switch inner := &m.Nested.Members[i]; {
		case inner.Spread && !inner.Many:
			g.absent(inner)
		case inner.Spread:
			for range inner.cells() {
				g.text = append(g.text, "[]"...)
				g.end()
			}
		default:
			g.text = append(g.text, "null"...)
			g.end()
		}
	}
}

func (g *gathered) end() { g.ends = append(g.ends, len(g.text)) }

// nested is the encoding of the objects within.
func (g *gathered) nested() Encoding {
	enc := g.enc
	enc.Most = g.most
	return enc
}

// appendArray appends one member's values.
func (g *gathered) appendArray(dst []byte, leaf int) []byte {
	dst = append(dst, '[')
	for at := leaf; at < len(g.ends); at += g.leaves {
		if at > leaf {
			dst = append(dst, ',')
		}
		from := 0
		if at > 0 {
			from = g.ends[at-1]
		}
		dst = append(dst, g.text[from:g.ends[at]]...)
	}
	return append(dst, ']')
}

// appendGathered appends the members of a spread embed to many to its parent.
func appendGathered(dst []byte, m *Member, row Row, i int, enc Encoding) ([]byte, error) {
	g, err := gather(m, row, i, enc, len(dst))
	if err != nil {
		return dst, err
	}
	leaf := 0
	m.eachLeaf(func(inner *Member) {
		dst = g.appendArray(inner.appendKey(dst), leaf)
		leaf++
	})
	return dst, nil
}

// appendGatheredCells appends them as cells of CSV.
func appendGatheredCells(dst []byte, m *Member, row Row, i int, enc Encoding) ([]byte, error) {
	g, err := gather(m, row, i, enc, len(dst))
	if err != nil {
		return dst, err
	}
	for leaf := range g.leaves {
		if leaf > 0 {
			dst = append(dst, ',')
		}
		from := len(dst)
		dst = quoteFrom(g.appendArray(dst, leaf), from)
	}
	return dst, nil
}

// eachLeaf calls f for the members that a spread embed puts into its parent.
func (m *Member) eachLeaf(f func(*Member)) {
	for i := range m.Nested.Members {
		if inner := &m.Nested.Members[i]; inner.Spread {
			inner.eachLeaf(f)
		} else {
			f(inner)
		}
	}
}

// appendValue appends a member's value as JSON.
func (m *Member) appendValue(dst []byte, v value.Value, enc Encoding) ([]byte, error) {
	switch {
	case m.Cast == "":
	case m.Cast == "text":
		if !v.IsNull() {
			return appendAsText(dst, v), nil
		}
	default:
		var err error
		if v, err = m.cast(v); err != nil {
			return dst, err
		}
	}
	if enc.NumbersAsText {
		return v.AppendJSONStrings(dst, m.Type), nil
	}
	return v.AppendJSON(dst), nil
}
