package storetest

import (
	"fmt"
	"strings"
)

// randomSchema writes the schema file of two to four collections with keys of
// every shape, fields of every type, and references in all directions.
func randomSchema(g *grower) string {
	names := []string{"ants", "bees", "cats", "dogs"}[:2+g.IntN(3)]
	keys := make([]int, len(names))
	for i := range keys {
		keys[i] = g.IntN(4)
	}
	var b strings.Builder
	for i, name := range names {
		fmt.Fprintf(&b, "---\ncollection: %s\n", name)
		fields, key := randomKey(keys[i])
		if key != "" {
			fmt.Fprintf(&b, "key: [%s]\n", key)
		}
		fields = append(fields, randomFields(g)...)
		for r := range 1 + g.IntN(2) {
			to := g.IntN(len(names))
			fields = append(fields, randomRef(name, r, names[to], keys[to])...)
		}
		fmt.Fprintf(&b, "fields:\n  %s\n", strings.Join(fields, "\n  "))
	}
	return b.String()
}

// randomKey gives the fields that a key of a style needs, and the key.
func randomKey(style int) (fields []string, key string) {
	switch style {
	case 1:
		return []string{"num: {type: int, required: true}"}, "num"
	case 2:
		return []string{"code: {type: text, required: true, max: 40}"}, "code"
	case 3:
		return []string{"num: {type: int, required: true}", "code: {type: text, required: true, max: 40}"}, "num, code"
	}
	return nil, ""
}

// fieldKinds are the declarations that random collections choose from.
var fieldKinds = []string{
	"type: int", "type: int", "type: text", "type: text, max: 100", "type: float", "type: bool",
	"type: decimal, precision: 12, scale: 2", "type: decimal, precision: 18, scale: 0",
	"type: decimal, precision: 6, scale: 5", "type: decimal, precision: 18, scale: 9",
	"type: decimal, precision: 30, scale: 10",
	"type: time", "type: date", "type: uuid", "type: bytes", "type: json", "type: json",
	"type: enum, values: [draft, a, Zed]",
	"type: list, of: text", "type: list, of: int", "type: list, of: uuid",
}

func randomFields(g *grower) []string {
	var out []string
	for i, kind := range fieldKinds {
		if !g.chance(55) {
			continue
		}
		more := ""
		if g.chance(20) {
			more = ", required: true"
		}
		if g.chance(8) && (kind == "type: int" || kind == "type: text, max: 100") {
			more += ", unique: true"
		}
		out = append(out, fmt.Sprintf("f%d: {%s%s}", i, kind, more))
	}
	return out
}

// randomRef declares a reference to a collection whose key has a style.
func randomRef(from string, number int, to string, style int) []string {
	name := fmt.Sprintf("to%d", number)
	back := fmt.Sprintf("%s%d", from, number)
	if style != 3 {
		return []string{fmt.Sprintf("%s: {type: ref, to: %s, back: %s}", name, to, back)}
	}
	return []string{
		name + "_num: {type: int}",
		name + "_code: {type: text, max: 40}",
		fmt.Sprintf("%s: {type: ref, to: %s, columns: [%s_num, %s_code], back: %s}", name, to, name, name, back),
	}
}
