package transfer

import (
	"bytes"
	"unicode/utf8"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

// lineReader reads the lines of a collection's file as rows.
type lineReader struct {
	of   *schema.Collection
	seen []bool // by field, of the line at hand
	at   int    // where in it the mistake stands, in bytes from 1
}

// row reads a line into a row.
func (r *lineReader) row(line []byte, row []value.Value) error {
	r.at = 1
	if !utf8.Valid(line) {
		return fault.New(fault.Syntax, "the line is not UTF-8 text")
	}
	r.seen = append(r.seen[:0], make([]bool, len(row))...)
	s := &splitter{text: line}
	defer func() { r.at = s.at + 1 }()
	if !s.take('{') {
		return s.wrong("the line is not a JSON object")
	}
	for next := 0; !s.take('}'); next++ {
		if next > 0 && !s.take(',') {
			return s.wrong("a comma or the object's end is missing")
		}
		name, ok := s.name()
		if !ok {
			return s.wrong("the name of a field is missing")
		}
		f := r.field(name, next)
		if f == nil {
			return s.fail(fault.UnknownField, r.of.Name+" has no field "+shown(name))
		}
		if r.seen[f.Index] {
			return s.wrong(f.Name + " stands there twice")
		}
		raw, ok := s.value()
		if !ok {
			return s.wrong("the value of " + f.Name + " does not end")
		}
		v, err := value.ParseJSON(f.Type, raw)
		if err != nil {
			e := *fault.As(err)
			e.Message, e.Field = f.Name+": "+e.Message, f.Name
			s.at -= len(raw)
			return &e
		}
		if v.IsNull() && (f.Required || r.of.IsKey(f.Index)) {
			return s.fail(fault.Required, f.Name+" is null, and required")
		}
		row[f.Index], r.seen[f.Index] = v, true
	}
	if s.at < len(s.text) {
		return s.wrong("something follows the object")
	}
	for i, seen := range r.seen {
		if !seen {
			return s.fail(fault.Required, "the field "+r.of.Fields[i].Name+" is missing")
		}
	}
	return nil
}

// field finds a field by its quoted name: mostly the next one.
func (r *lineReader) field(name []byte, next int) *schema.Field {
	stored := r.of.Stored()
	plain := name[1 : len(name)-1]
	if next < len(stored) && string(plain) == stored[next].Name {
		return stored[next]
	}
	v, err := value.ParseJSON(value.Type{Kind: value.Text}, name)
	if err != nil {
		return nil
	}
	if f := r.of.Field(v.Raw()); f != nil && f.Value == nil {
		return f
	}
	return nil
}

// shown cuts a text short for a message.
func shown(text []byte) string {
	if len(text) > 60 {
		text = append(bytes.ToValidUTF8(text[:60], nil), "..."...)
	}
	return string(text)
}

// splitter finds where the members of a JSON object begin and end. Whether what
// is between is right, whoever reads the value says.
type splitter struct {
	text []byte
	at   int
}

func (s *splitter) space() {
	for s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == '\t' || s.text[s.at] == '\r') {
		s.at++
	}
}

func (s *splitter) take(c byte) bool {
	s.space()
	if s.at < len(s.text) && s.text[s.at] == c {
		s.at++
		s.space()
		return true
	}
	return false
}

// name gives a member's name in its quotes, and passes the colon.
func (s *splitter) name() ([]byte, bool) {
	s.space()
	start := s.at
	if start == len(s.text) || s.text[start] != '"' || !s.quoted() {
		return nil, false
	}
	name := s.text[start:s.at]
	return name, s.take(':')
}

// quoted passes a string.
func (s *splitter) quoted() bool {
	for s.at++; s.at < len(s.text); s.at++ {
		switch s.text[s.at] {
		case '\\':
			s.at++
		case '"':
			s.at++
			return true
		}
	}
	return false
}

// value passes a value, and gives its text.
func (s *splitter) value() ([]byte, bool) {
	start := s.at
	for depth := 0; s.at < len(s.text); {
		switch s.text[s.at] {
		case '"':
			if !s.quoted() {
				return nil, false
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return s.text[start:s.at], true
			}
			depth--
		case ',':
			if depth == 0 {
				return s.text[start:s.at], true
			}
		}
		s.at++
	}
	return nil, false
}

func (s *splitter) wrong(message string) error { return s.fail(fault.Syntax, message) }

func (s *splitter) fail(code fault.Code, message string) error { return fault.New(code, "%s", message) }
