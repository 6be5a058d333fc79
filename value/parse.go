package value

import (
	"strconv"

	"bedplate/fault"
)

// ParseJSON reads a value of type t from one JSON value. Numbers are exact and
// never pass through a double (but for floats); ints and decimals may also be
// strings. JSON null is null for every type. A JSON value of another type is
// refused, never converted.
func ParseJSON(t Type, raw []byte) (Value, error) {
	if t.Kind == JSON {
		return parseDocument(raw)
	}
	s := scanner{src: raw}
	v, err := s.typed(t)
	if err != nil {
		return Value{}, err
	}
	if err := s.end(); err != nil {
		return Value{}, err
	}
	return v, nil
}

func parseDocument(raw []byte) (Value, error) {
	doc, err := CanonicalJSON(raw)
	if err != nil || doc == "null" {
		return Value{}, err
	}
	return OfJSON(doc), nil
}

// typed takes one value of type t.
func (s *scanner) typed(t Type) (Value, error) {
	switch b := s.peek(); {
	case b == 'n':
		return Value{}, s.word("null")
	case b == 't' || b == 'f':
		return s.bool(t)
	case b == '"':
		return s.quoted(t)
	case b == '[' && t.Kind == List:
		return s.list(t)
	case b == '-' || b >= '0' && b <= '9':
		return s.number(t)
	case b == '[' || b == '{':
		return Value{}, s.mismatch(t, map[byte]string{'[': "an array", '{': "an object"}[b])
	}
	return Value{}, s.unexpected()
}

func (s *scanner) mismatch(t Type, got string) error {
	return fault.New(fault.Value, "%s is not %s", got, articles[t.Kind])
}

func (s *scanner) bool(t Type) (Value, error) {
	word := "true"
	if s.at('f') {
		word = "false"
	}
	if err := s.word(word); err != nil {
		return Value{}, err
	}
	if t.Kind != Bool {
		return Value{}, s.mismatch(t, word)
	}
	return OfBool(word == "true"), nil
}

func (s *scanner) quoted(t Type) (Value, error) {
	text, err := s.text()
	if err != nil {
		return Value{}, err
	}
	switch t.Kind {
	case Text, Int, Float, Decimal, Time, Date, UUID, Bytes:
		return ParseText(t, text)
	}
	return Value{}, s.mismatch(t, "the string "+excerpt(text))
}

func (s *scanner) number(t Type) (Value, error) {
	text, err := s.numberText()
	if err != nil {
		return Value{}, err
	}
	switch t.Kind {
	case Int:
		return integral(text)
	case Float, Decimal:
		return ParseText(t, text)
	}
	return Value{}, s.mismatch(t, "the number "+excerpt(text))
}

// integral reads a JSON number that may have a fraction of zeros or an
// exponent, as long as it is a whole number.
func integral(text string) (Value, error) {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return OfInt(n), nil
	}
	n, ok := readNumber(text)
	if !ok {
		return Value{}, notA(Int, text, "write a whole number")
	}
	n.trimTo(0)
	if n.scale > 0 {
		return Value{}, fault.New(fault.Value, "%s is not a whole number", excerpt(text))
	}
	if n.size() > 19 {
		return Value{}, intRange(text)
	}
	return parseInt(string(n.appendPlain(nil)))
}

func (s *scanner) list(t Type) (Value, error) {
	items := []Value{}
	s.pos++
	if s.peek() == ']' {
		s.pos++
		return OfList(items), nil
	}
	for {
		item, err := s.typed(t.Element())
		if err == nil && item.IsNull() {
			err = fault.New(fault.Value, "a list holds no nulls")
		}
		if err != nil {
			return Value{}, inItem(len(items), err)
		}
		items = append(items, item)
		switch s.peek() {
		case ',':
			s.pos++
		case ']':
			s.pos++
			return OfList(items), nil
		default:
			return Value{}, s.unexpected()
		}
	}
}

// Items gives a List's items, which are of type elem. Where the list came as
// text it is parsed at each call.
func (v Value) Items(elem Type) ([]Value, error) {
	if v.list != nil {
		return *v.list, nil
	}
	if v.kind != List || v.str == "" {
		return nil, nil
	}
	t := Type{Kind: List, Elem: elem.Kind, Precision: elem.Precision, Scale: elem.Scale}
	parsed, err := ParseJSON(t, []byte(v.str))
	if err != nil || parsed.list == nil {
		return nil, err
	}
	return *parsed.list, nil
}
