package graphql

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// members takes a JSON object apart, in its order. A name that stands there twice has
// no one meaning, and is refused.
func members(raw []byte) (names []string, values []json.RawMessage, err error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	t, err := d.Token()
	if err != nil || t != json.Delim('{') {
		return nil, nil, errors.New("an object is wanted")
	}
	known := map[string]bool{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, nil, errors.New("the object is no JSON")
		}
		name := t.(string)
		if known[name] {
			return nil, nil, fmt.Errorf("the member %q stands there twice", excerpt(name))
		}
		known[name] = true
		var v json.RawMessage
		if err := d.Decode(&v); err != nil {
			return nil, nil, errors.New("the object is no JSON")
		}
		names, values = append(names, name), append(values, v)
	}
	if _, err := d.Token(); err != nil {
		return nil, nil, errors.New("the object does not end")
	}
	if d.More() {
		return nil, nil, errors.New("something stands behind the object")
	}
	return names, values, nil
}
