package graphql

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// members takes a JSON object apart, in its order. A name that stands there twice has
// no one meaning, and is refused.
func members(raw []byte) (names []string, values []json.RawMessage, err error) {
	raw = raw[blank(raw):]
	if len(raw) == 0 || raw[0] != '{' {
		return nil, nil, errors.New("an object is wanted")
	}
	if !json.Valid(raw) {
		return nil, nil, broken(raw)
	}
	var known map[string]bool
	for i := 1 + blank(raw[1:]); raw[i] != '}'; {
		end := i + length(raw[i:])
		name, ok := unquoted(raw[i:end])
		if !ok {
			return nil, nil, errors.New("the name of a member is no text")
		}
		if known == nil && len(names) > few {
			known = make(map[string]bool, 4*few)
			for _, n := range names {
				known[n] = true
			}
		}
		if known[name] || known == nil && slices.Contains(names, name) {
			return nil, nil, fmt.Errorf("the member %q stands there twice", excerpt(name))
		}
		if known != nil {
			known[name] = true
		}
		i = end + blank(raw[end:]) + 1 // the colon
		i += blank(raw[i:])
		end = i + length(raw[i:])
		names, values = append(names, name), append(values, raw[i:end:end])
		i = end + blank(raw[end:])
		if raw[i] == ',' {
			i++
			i += blank(raw[i:])
		}
	}
	return names, values, nil
}

// broken says how an object is none.
func broken(raw []byte) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	var whole json.RawMessage
	switch err := d.Decode(&whole); {
	case err == nil:
		return errors.New("something stands behind the object")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the object does not end")
	}
	return errors.New("the object is no JSON")
}

// blank is how much of JSON begins it that means nothing.
func blank(raw []byte) int {
	for i, b := range raw {
		if b != ' ' && b != '\n' && b != '\t' && b != '\r' {
			return i
		}
	}
	return len(raw)
}

// length is how long the value is that valid JSON begins with.
func length(raw []byte) int {
	depth := 0
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			for i++; raw[i] != '"'; i++ {
				if raw[i] == '\\' {
					i++
				}
			}
			if depth == 0 {
				return i + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth < 0 {
				return i // of what the value stands in
			}
			if depth == 0 {
				return i + 1
			}
		case ',', ' ', '\n', '\t', '\r', ':':
			if depth == 0 {
				return i
			}
		}
	}
	return len(raw)
}
