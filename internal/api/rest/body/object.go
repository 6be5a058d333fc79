package body

import (
	"bytes"
	"mime"

	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
	"bedplate/value"
)

// Object splits a body that is one JSON object; nothing at all is an empty one.
func Object(raw []byte) (Payload, error) {
	if raw = bytes.TrimSpace(bytes.TrimPrefix(raw, byteOrderMark)); len(raw) == 0 {
		return Payload{}, nil
	}
	if raw[0] == '[' {
		return Payload{}, fault.New(fault.Body, "the body is an array").
			WithHint("send one JSON object, with a member for each argument")
	}
	return Split(raw)
}

// pairsType is the media type of Pairs.
const pairsType = "application/x-www-form-urlencoded"

// Fields splits a body of names and values, as a browser sends a form, into one
// object of texts.
func Fields(raw []byte) (Payload, error) {
	pairs, err := grammar.SplitQuery(string(raw), nil)
	if err != nil {
		bad := *fault.As(err)
		if bad.Code == fault.Syntax {
			bad.Code = fault.Body
		}
		return Payload{}, &bad
	}
	row := make([]Member, len(pairs))
	for i, pair := range pairs {
		for _, other := range row[:i] {
			if other.name == pair.Key {
				return Payload{}, fault.Of(fault.Body, grammar.ValidText(pair.Key), "the field %s stands twice in the form", grammar.Quote(pair.Key)).
					WithHint("write a list as {a,b}")
			}
		}
		row[i] = Member{name: pair.Key, raw: []byte(pair.Val), text: true}
	}
	return Payload{Rows: [][]Member{row}}, nil
}

// Each calls f with the names of the objects' members, and what reads their
// values, until it gives an error.
func (p Payload) Each(f func(name string, read func(value.Type) (value.Value, error)) error) error {
	for _, row := range p.Rows {
		for i := range row {
			if err := f(row[i].name, row[i].value); err != nil {
				return err
			}
		}
	}
	return nil
}

// Media tells the media type of a body, JSON's where nothing is said.
func Media(header string) (string, error) {
	if header == "" {
		return "application/json", nil
	}
	name, _, err := mime.ParseMediaType(header)
	if err != nil {
		return "", fault.Of(fault.Body, "Content-Type", "Content-Type not acceptable: %s", grammar.ValidText(header))
	}
	return name, nil
}
