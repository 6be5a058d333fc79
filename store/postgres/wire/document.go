package wire

import (
	"bytes"
	"encoding/binary"

	"bedplate/value"
)

// document reads JSON, and lists, which are JSON or arrays.
func (r *Room) document(t value.Type, oid uint32, raw []byte) (value.Value, bool) {
	switch oid {
	case JSONB:
		if len(raw) < 2 || raw[0] != 1 {
			return value.Value{}, false
		}
		return r.canonical(t, raw[1:])
	case JSON, Text, Varchar, Unknown:
		doc, err := value.CanonicalJSON(raw)
		if err != nil {
			return value.Value{}, false
		}
		return r.canonical(t, []byte(doc))
	}
	if item, ok := arrays[oid]; ok && t.Kind == value.List {
		return r.array(t, item, raw)
	}
	return value.Value{}, false
}

// canonical takes the spaces out of a document of PostgreSQL's, which has them
// after commas and colons; all else is canonical, but for the floats of lists.
func (r *Room) canonical(t value.Type, doc []byte) (value.Value, bool) {
	if t.Kind == value.List {
		if t.Elem == value.Float {
			v, err := value.ParseJSON(t, doc)
			return v, err == nil
		}
		return value.OfListJSON(r.compact(doc)), doc[0] == '['
	}
	if string(doc) == "null" {
		return value.Value{}, true
	}
	return value.OfJSON(r.compact(doc)), true
}

func (r *Room) compact(doc []byte) string {
	if bytes.IndexByte(doc, ' ') < 0 {
		return text(doc)
	}
	return r.keep(func(dst []byte) []byte {
		for len(doc) > 0 {
			i := bytes.IndexAny(doc, ` "`)
			if i < 0 {
				return append(dst, doc...)
			}
			dst = append(dst, doc[:i]...)
			if doc[i] == ' ' {
				doc = doc[i+1:]
				continue
			}
			end := quoted(doc[i:])
			dst = append(dst, doc[i:i+end]...)
			doc = doc[i+end:]
		}
		return dst
	})
}

// quoted gives the length of the string that a document begins with.
func quoted(doc []byte) int {
	for i := 1; i < len(doc); i++ {
		switch doc[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(doc)
}

// array reads an array of one dimension without nulls, as an adopted column
// has it.
func (r *Room) array(t value.Type, item uint32, raw []byte) (value.Value, bool) {
	if len(raw) < 12 {
		return value.Value{}, false
	}
	dimensions := binary.BigEndian.Uint32(raw)
	raw = raw[12:]
	if dimensions == 0 {
		return value.OfListJSON("[]"), true
	}
	if dimensions != 1 || len(raw) < 8 {
		return value.Value{}, false
	}
	n := int(binary.BigEndian.Uint32(raw))
	raw = raw[8:]
	var items []value.Value
	for range n {
		if len(raw) < 4 {
			return value.Value{}, false
		}
		size := int(int32(binary.BigEndian.Uint32(raw)))
		if raw = raw[4:]; size < 0 || size > len(raw) {
			return value.Value{}, false
		}
		v, ok, known := r.read(t.Element(), item, raw[:size])
		if !ok || !known {
			return value.Value{}, false
		}
		items, raw = append(items, v), raw[size:]
	}
	return value.OfList(items), true
}
