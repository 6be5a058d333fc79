package storage

import (
	"encoding/json"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/value"
)

// includes tells whether one document includes another. Documents are taken
// apart as far as the comparison goes; the rest stays text.
func includes(args []zombiezen.Value) (zombiezen.Value, error) {
	whole, part := json.RawMessage(args[0].Text()), json.RawMessage(args[1].Text())
	if len(whole) == 0 || len(part) == 0 {
		return Null, misstored("a document")
	}
	if whole[0] == '[' && part[0] != '[' && part[0] != '{' {
		part = append(append(json.RawMessage{'['}, part...), ']') // an item is an array of itself
	}
	ok, err := holds(whole, part)
	return Bool(ok), err
}

// holds compares two documents of one kind.
func holds(whole, part json.RawMessage) (bool, error) {
	switch {
	case part[0] == '{':
		return holdsMembers(whole, part)
	case part[0] == '[':
		return holdsItems(whole, part)
	}
	return string(scalarKey(whole)) == string(scalarKey(part)), nil
}

// scalarKey writes equal numbers alike, and leaves all else as it is.
func scalarKey(raw json.RawMessage) []byte {
	if isNumber(raw) {
		if key, ok := textKey(string(raw)); ok {
			return []byte(key)
		}
	}
	return raw
}

func holdsMembers(whole, part json.RawMessage) (bool, error) {
	if whole[0] != '{' {
		return false, nil
	}
	var have, want map[string]json.RawMessage
	if err := json.Unmarshal(whole, &have); err != nil {
		return false, err
	}
	if err := json.Unmarshal(part, &want); err != nil {
		return false, err
	}
	for name, doc := range want {
		found, there := have[name]
		if !there {
			return false, nil
		}
		if ok, err := holds(found, doc); !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

func holdsItems(whole, part json.RawMessage) (bool, error) {
	if whole[0] != '[' {
		return false, nil
	}
	var have, want []json.RawMessage
	if err := json.Unmarshal(whole, &have); err != nil {
		return false, err
	}
	if err := json.Unmarshal(part, &want); err != nil {
		return false, err
	}
	for _, doc := range want {
		found := false
		for i := 0; i < len(have) && !found; i++ {
			var err error
			if found, err = holds(have[i], doc); err != nil {
				return false, err
			}
		}
		if !found {
			return false, nil
		}
	}
	return true, nil
}

// within tells whether every item of one stored list is one of another.
func within(args []zombiezen.Value) (zombiezen.Value, error) {
	items, t, err := stored(args[0].Text(), args[2].Text())
	if err != nil {
		return Null, err
	}
	allowed, _, err := stored(args[1].Text(), args[2].Text())
	if err != nil {
		return Null, err
	}
	known := make(map[string]bool, len(allowed))
	for _, item := range allowed {
		known[itemKey(t, item)] = true
	}
	for _, item := range items {
		if !known[itemKey(t, item)] {
			return Bool(false), nil
		}
	}
	return Bool(true), nil
}

// stored takes a stored list apart; kind is that of its items, as text.
func stored(list, kind string) ([]value.Value, value.Type, error) {
	t := value.Type{Kind: value.List}
	if err := t.Elem.UnmarshalText([]byte(kind)); err != nil {
		return nil, t, err
	}
	v, err := value.ParseJSON(t, []byte(list))
	if err != nil {
		return nil, t, err
	}
	items, err := v.Items(t.Element())
	return items, t, err
}

// itemKey writes items of one type that are equal alike.
func itemKey(t value.Type, item value.Value) string {
	if t.Elem == value.Decimal {
		return DecimalKey(item)
	}
	return item.String()
}
