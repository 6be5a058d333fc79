package query

import "bedplate/value"

// Encoding says how AppendRow writes rows. The zero Encoding is plain JSON.
type Encoding struct {
	// NumbersAsText writes ints and decimals as strings, for clients whose
	// numbers are doubles.
	NumbersAsText bool
	// StripNulls leaves out members that are null.
	StripNulls bool
	// Most is how long dst may become, what it held before included: embeds
	// multiply, and a few rows could fill the memory. 0 is no limit.
	Most int
}

// NewShape makes a shape of its members, with what AppendRow needs prepared.
func NewShape(members []Member) *Shape {
	for i := range members {
		members[i].key = append(value.OfText(members[i].Name).AppendJSON(nil), ':')
	}
	return &Shape{Members: members}
}

// AppendRow appends the row as a JSON object. It allocates nothing but what
// dst grows by; dst is given back also with an error, which is
// the store's, or TooLarge.
func AppendRow(dst []byte, shape *Shape, row Row, enc Encoding) ([]byte, error) {
	dst = append(dst, '{')
	dst, err := appendMembers(dst, shape, row, enc)
	if err == nil && enc.Most > 0 && len(dst) > enc.Most {
		err = tooLong(enc.Most)
	}
	return append(dst, '}'), err
}

// appendMembers appends the row's members without braces, so that a spread
// embed's can stand in its parent.
func appendMembers(dst []byte, shape *Shape, row Row, enc Encoding) ([]byte, error) {
	for i := range shape.Members {
		m := &shape.Members[i]
		if m.Spread {
			var err error
			if m.Many {
				dst, err = appendGathered(dst, m, row, i, enc)
			} else {
				dst, err = appendSpread(dst, m, row, i, enc)
			}
			if err != nil {
				return dst, err
			}
			continue
		}
		if m.Nested != nil {
			start := len(dst)
			dst = m.appendKey(dst)
			wrote, err := appendNested(&dst, m, row, i, enc)
			if err != nil {
				return dst, err
			}
			if !wrote && enc.StripNulls {
				dst = dst[:start]
			}
			continue
		}
		v := row.Value(i)
		if enc.StripNulls && v.IsNull() {
			continue
		}
		dst = m.appendKey(dst)
		var err error
		if dst, err = m.appendValue(dst, v, enc); err != nil {
			return dst, err
		}
	}
	return dst, nil
}

// appendKey appends the member's name, after a comma where one is needed.
func (m *Member) appendKey(dst []byte) []byte {
	if last := dst[len(dst)-1]; last != '{' {
		dst = append(dst, ',')
	}
	return append(dst, m.key...)
}

// appendNested appends an embed: a list, or an object or null. It tells
// whether it is anything but null.
func appendNested(dst *[]byte, m *Member, row Row, i int, enc Encoding) (bool, error) {
	out := *dst
	if m.Many {
		out = append(out, '[')
	}
	rows := 0
	err := row.Nested(i, func(r Row) error {
		if rows++; rows > 1 {
			out = append(out, ',')
		}
		var err error
		out, err = AppendRow(out, m.Nested, r, enc)
		return err
	})
	switch {
	case m.Many:
		out = append(out, ']')
	case rows == 0:
		out = append(out, "null"...)
	}
	*dst = out
	return m.Many || rows > 0, err
}

// appendSpread appends the members of a to-one embed as the parent's own;
// they are null where there is no row.
func appendSpread(dst []byte, m *Member, row Row, i int, enc Encoding) ([]byte, error) {
	found := false
	err := row.Nested(i, func(r Row) error {
		found = true
		var err error
		dst, err = appendMembers(dst, m.Nested, r, enc)
		return err
	})
	if err != nil || found {
		return dst, err
	}
	return appendAbsent(dst, m, enc), nil
}

// appendAbsent appends the members of a spread embed without a row.
func appendAbsent(dst []byte, m *Member, enc Encoding) []byte {
	for i := range m.Nested.Members {
		switch inner := &m.Nested.Members[i]; {
		case inner.Spread && inner.Many:
			inner.eachLeaf(func(leaf *Member) { dst = append(leaf.appendKey(dst), "[]"...) })
		case inner.Spread:
			dst = appendAbsent(dst, inner, enc)
		case !enc.StripNulls:
			dst = append(inner.appendKey(dst), "null"...)
		}
	}
	return dst
}

// appendAsText appends a value as the string of its text. A JSON string is
// itself; another JSON value is the text of its document.
func appendAsText(dst []byte, v value.Value) []byte {
	if v.Kind() == value.JSON && v.Raw()[0] == '"' || v.Kind() == value.Text {
		return v.AppendJSON(dst)
	}
	return value.AppendQuoted(dst, v.String())
}
