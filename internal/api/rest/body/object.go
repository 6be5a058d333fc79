package body

import (
	"bytes"
	"mime"

	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
)

// Object splits a body that is one JSON object into its members' names and
// values; nothing at all is an empty object.
func Object(raw []byte) (names []string, values [][]byte, err error) {
	if raw = bytes.TrimSpace(raw); len(raw) == 0 {
		return nil, nil, nil
	}
	if raw[0] == '[' {
		return nil, nil, fault.New(fault.Body, "the body is an array").
			WithHint("send one JSON object, with a member for each argument")
	}
	p, err := Split(raw)
	if err != nil {
		return nil, nil, err
	}
	for _, m := range p.Rows[0] {
		names, values = append(names, m.name), append(values, m.raw)
	}
	return names, values, nil
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
