package graphql

import (
	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// layout says how an object of the answer is made of a row.
type layout struct {
	slots []slot
	pages *pages // of a connection, and of its edges
}

// slot is one member of an object.
type slot struct {
	key   []byte // `"name":`
	kind  slotKind
	at    int // which member of the row it is
	typ   value.Type
	text  []byte // of a constant
	inner *layout
}

type slotKind uint8

const (
	slotValue    slotKind = iota
	slotConstant          // text
	slotOne               // the row of an embed, or null
	slotMany              // the rows of an embed
	slotFold              // the one row of an embed that folds others
	slotGroup             // an object of further members of this row
	slotCount             // an Int of a value
	slotID                // an ID of Relay's, of the members that inner has
	slotEdges             // a connection of an embed
	slotCursor            // where an edge stands
	slotPage              // what text names of a page
)

func keyOf(name string) []byte { return append(value.AppendQuoted(nil, name), ':') }

// encoder writes rows as their layouts say.
type encoder struct {
	numbersAsText bool
	rows, most    int // rows so far
	size          int // bytes that an answer may have
	visitors      []*visitor
	depth         int // of the embeds that are open
}

// object appends an object made of a row.
func (e *encoder) object(dst []byte, l *layout, row query.Row) ([]byte, error) {
	dst = append(dst, '{')
	for i := range l.slots {
		s := &l.slots[i]
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, s.key...)
		var err error
		if dst, err = e.slot(dst, s, row); err != nil {
			return dst, err
		}
	}
	if e.size > 0 && len(dst) > e.size {
		return dst, fault.New(fault.TooLarge, "the answer is longer than %d bytes", e.size).WithHint("ask for fewer rows, or in several requests")
	}
	return append(dst, '}'), nil
}

func (e *encoder) slot(dst []byte, s *slot, row query.Row) ([]byte, error) {
	switch s.kind {
	case slotValue:
		v := row.Value(s.at)
		if e.numbersAsText {
			return v.AppendJSONStrings(dst, s.typ), nil
		}
		return v.AppendJSON(dst), nil
	case slotConstant:
		return append(dst, s.text...), nil
	case slotGroup:
		return e.object(dst, s.inner, row)
	case slotCount:
		return row.Value(s.at).AppendJSON(dst), nil
	case slotID:
		return appendID(dst, s, row), nil
	case slotEdges:
		return e.connection(dst, s, row)
	}
	return e.nested(dst, s, row)
}

// visitor takes the rows of one embed. There is one for each depth, made once, so that an
// embed costs no memory of its own.
type visitor struct {
	encoder *encoder
	slot    *slot
	dst     []byte
	rows    int
	visit   func(query.Row) error // its row
}

// nested appends the rows of an embed: a list, or an object or null.
func (e *encoder) nested(dst []byte, s *slot, row query.Row) ([]byte, error) {
	if e.depth == len(e.visitors) {
		v := &visitor{encoder: e}
		v.visit = v.row
		e.visitors = append(e.visitors, v)
	}
	v := e.visitors[e.depth]
	if s.kind == slotMany {
		dst = append(dst, '[')
	}
	v.slot, v.dst, v.rows = s, dst, 0
	e.depth++
	err := row.Nested(s.at, v.visit)
	e.depth--
	dst, v.dst = v.dst, nil
	switch {
	case s.kind == slotMany:
		dst = append(dst, ']')
	case v.rows == 0:
		dst = append(dst, "null"...)
	}
	return dst, err
}

func (v *visitor) row(r query.Row) error {
	if v.rows++; v.rows > 1 {
		v.dst = append(v.dst, ',')
	}
	if v.slot.kind != slotFold {
		if err := v.encoder.touched(); err != nil {
			return err
		}
	}
	var err error
	v.dst, err = v.encoder.object(v.dst, v.slot.inner, r)
	return err
}

// touched counts a row of the answer.
func (e *encoder) touched() error {
	if e.rows++; e.most > 0 && e.rows > e.most {
		return fault.New(fault.TooComplex, "the answer has more than %d rows", e.most).WithHint("give lists a limit, or a smaller one")
	}
	return nil
}
