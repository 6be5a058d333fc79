package engine

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// changed gives the new value of a field. Anything done to null but setting it
// leaves null, as SQL's operators do.
func changed(f *schema.Field, old value.Value, ch query.Change) (value.Value, error) {
	if ch.Op == query.Set {
		return ch.Value, nil
	}
	if old.IsNull() || ch.Op != query.DeleteKey && ch.Value.IsNull() {
		return value.Value{}, nil
	}
	switch ch.Op {
	case query.Increment:
		return increment(f, old, ch.Value)
	case query.Append:
		return join(f, old, ch.Value)
	case query.Prepend:
		return join(f, ch.Value, old)
	case query.DeleteKey:
		return deleteKey(f, old, ch.Path)
	}
	return value.Value{}, fault.Of(fault.Internal, f.Name, "unknown change")
}

func increment(f *schema.Field, old, by value.Value) (value.Value, error) {
	switch f.Type.Kind {
	case value.Int:
		a, b := old.Int(), by.Int()
		if sum := a + b; (sum > a) == (b > 0) {
			return value.OfInt(sum), nil
		}
	case value.Float:
		if sum := old.Float() + by.Float(); !math.IsInf(sum, 0) {
			return value.OfFloat(sum), nil
		}
	case value.Decimal:
		return value.ParseDecimal(old.Decimal().Add(by.Decimal()).StringFixed(int32(f.Type.Scale)), f.Type.Precision, f.Type.Scale)
	default:
		return value.Value{}, fault.Of(fault.Type, f.Name, "a %s cannot be incremented", f.Type.Kind)
	}
	return value.Value{}, fault.Of(fault.OutOfRange, f.Name, "%s is out of range", f.Name)
}

// join puts b behind a.
func join(f *schema.Field, a, b value.Value) (value.Value, error) {
	switch f.Type.Kind {
	case value.Text:
		return value.OfText(a.Raw() + b.Raw()), nil
	case value.List:
		first, err := a.Items(f.Type.Element())
		if err != nil {
			return value.Value{}, err
		}
		second, err := b.Items(f.Type.Element())
		if err != nil {
			return value.Value{}, err
		}
		return value.OfList(slices.Concat(first, second)), nil
	case value.JSON:
		return joinJSON(a.Raw(), b.Raw())
	}
	return value.Value{}, fault.Of(fault.Type, f.Name, "a %s cannot be appended to", f.Type.Kind)
}

// joinJSON merges two objects, the second's members winning, or makes one
// array of two values, as jsonb's || does.
func joinJSON(a, b string) (value.Value, error) {
	var first, second map[string]json.RawMessage
	if json.Unmarshal([]byte(a), &first) == nil && json.Unmarshal([]byte(b), &second) == nil {
		for k, v := range second {
			first[k] = v
		}
		return canonical(first)
	}
	return canonical(append(elements(a), elements(b)...))
}

// elements gives an array's elements, and any other value as the only one.
func elements(doc string) []json.RawMessage {
	var list []json.RawMessage
	if json.Unmarshal([]byte(doc), &list) == nil {
		return list
	}
	return []json.RawMessage{json.RawMessage(doc)}
}

// deleteKey takes the member at path out of a document. A path that is not
// there changes nothing.
func deleteKey(f *schema.Field, old value.Value, path []string) (value.Value, error) {
	if f.Type.Kind != value.JSON || len(path) == 0 {
		return value.Value{}, fault.Of(fault.Type, f.Name, "a key can only be deleted from json")
	}
	return canonical(without(json.RawMessage(old.Raw()), path))
}

func without(doc json.RawMessage, path []string) json.RawMessage {
	var object map[string]json.RawMessage
	if json.Unmarshal(doc, &object) == nil {
		member, ok := object[path[0]]
		if !ok {
			return doc
		}
		if len(path) == 1 {
			delete(object, path[0])
		} else {
			object[path[0]] = without(member, path[1:])
		}
		return encoded(object, doc)
	}
	var list []json.RawMessage
	i, err := strconv.Atoi(path[0])
	if json.Unmarshal(doc, &list) != nil || err != nil || i < 0 || i >= len(list) {
		return doc
	}
	if len(path) == 1 {
		list = slices.Delete(list, i, i+1)
	} else {
		list[i] = without(list[i], path[1:])
	}
	return encoded(list, doc)
}

func encoded(v any, otherwise json.RawMessage) json.RawMessage {
	out, err := json.Marshal(v)
	if err != nil {
		return otherwise
	}
	return out
}

func canonical(v any) (value.Value, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return value.Value{}, fault.Wrap(fault.Internal, err, "a json document could not be written")
	}
	doc, err := value.CanonicalJSON(raw)
	if err != nil {
		return value.Value{}, err
	}
	return value.OfJSON(doc), nil
}
