package body

import (
	"bytes"
	"mime"

	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
)

// Object splits a body that is one JSON object; nothing at all is an empty one.
func Object(raw []byte) (Payload, error) {
	if raw = bytes.TrimSpace(raw); len(raw) == 0 {
		return Payload{}, nil
	}
	if raw[0] == '[' {
		return Payload{}, fault.New(fault.Body, "the body is an array").
			WithHint("send one JSON object, with a member for each argument")
	}
	return Split(raw)
}

// Each calls f with the names and values of the objects' members, until it gives
// an error.
func (p Payload) Each(f func(name string, raw []byte) error) error {
	for _, row := range p.Rows {
		for _, m := range row {
			if err := f(m.name, m.raw); err != nil {
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
