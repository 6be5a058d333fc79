package storage

import (
	"bytes"
	"encoding/json"
	"strconv"

	zombiezen "zombiezen.com/go/sqlite"
)

// memberFunc is a function over the member of a JSON document at a path, which
// is a JSON array of names. raw is the member's canonical text.
func memberFunc(f func(raw []byte) zombiezen.Value) scalarFunc {
	return func(args []zombiezen.Value) (zombiezen.Value, error) {
		var path []string
		if err := json.Unmarshal([]byte(args[1].Text()), &path); err != nil {
			return Null, err
		}
		raw, ok := member([]byte(args[0].Text()), path)
		if !ok || string(raw) == "null" {
			return Null, nil
		}
		return f(raw), nil
	}
}

// member finds the text of the member at path of a canonical document.
func member(doc []byte, path []string) ([]byte, bool) {
	for _, name := range path {
		dec := json.NewDecoder(bytes.NewReader(doc))
		open, err := dec.Token()
		if err != nil {
			return nil, false
		}
		var found json.RawMessage
		switch open {
		case json.Delim('{'):
			for dec.More() {
				key, err := dec.Token()
				if err != nil {
					return nil, false
				}
				var item json.RawMessage
				if dec.Decode(&item) != nil {
					return nil, false
				}
				if key == name {
					found = item
					break
				}
			}
		case json.Delim('['):
			at, err := strconv.Atoi(name)
			if err != nil || at < 0 || strconv.Itoa(at) != name {
				return nil, false
			}
			for i := 0; dec.More(); i++ {
				var item json.RawMessage
				if dec.Decode(&item) != nil {
					return nil, false
				}
				if i == at {
					found = item
					break
				}
			}
		}
		if found == nil {
			return nil, false
		}
		doc = found
	}
	return doc, true
}

func memberJSON(raw []byte) zombiezen.Value { return zombiezen.TextValue(string(raw)) }

func memberString(raw []byte) zombiezen.Value {
	var s string
	if raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		return Null
	}
	return zombiezen.TextValue(s)
}

func memberNumber(raw []byte) zombiezen.Value {
	if !isNumber(raw) {
		return Null
	}
	if key, ok := textKey(string(raw)); ok {
		return zombiezen.TextValue(key)
	}
	return Null
}

// memberFloat gives the nearest double, infinite beyond their range.
func memberFloat(raw []byte) zombiezen.Value {
	if !isNumber(raw) {
		return Null
	}
	f, _ := strconv.ParseFloat(string(raw), 64)
	return zombiezen.FloatValue(f)
}

// memberSame writes equal numbers alike: their key cannot be another text, since
// a document that begins with a digit is a number.
func memberSame(raw []byte) zombiezen.Value {
	if isNumber(raw) {
		return memberNumber(raw)
	}
	return memberJSON(raw)
}

func isNumber(raw []byte) bool {
	return raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9'
}

func memberBool(raw []byte) zombiezen.Value {
	switch string(raw) {
	case "true":
		return zombiezen.IntegerValue(1)
	case "false":
		return zombiezen.IntegerValue(0)
	}
	return Null
}
