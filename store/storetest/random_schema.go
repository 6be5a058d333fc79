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
		keys[i] = g.IntN(len(keyStyles))
	}
	var b strings.Builder
	for i, name := range names {
		fmt.Fprintf(&b, "---\ncollection: %s\n", name)
		adopted := g.chance(15)
		if adopted {
			b.WriteString("manage: false\n") // what its database says is not taken on trust
		}
		fields, key := randomKey(keys[i])
		if key != "" {
			fmt.Fprintf(&b, "key: [%s]\n", key)
		}
		fields = append(fields, randomFields(g)...)
		for r := range 1 + g.IntN(2) {
			to := g.IntN(len(names))
			fields = append(fields, randomRef(g, name, r, names[to], keys[to])...)
		}
		fmt.Fprintf(&b, "fields:\n  %s\n", strings.Join(fields, "\n  "))
		if texts := textNames(fields); len(texts) > 0 && !adopted {
			fmt.Fprintf(&b, "search: [%s]\n", strings.Join(texts, ", "))
		}
	}
	return b.String()
}

// textNames are the fields that can be searched.
func textNames(fields []string) []string {
	var out []string
	for _, field := range fields {
		if name, declared, _ := strings.Cut(field, ":"); strings.HasPrefix(declared, " {type: text") {
			out = append(out, name)
		}
	}
	return out
}

// keyStyles are the fields of keys: the default one first.
var keyStyles = [][]string{
	nil,
	{"num: {type: int, required: true}"},
	{"code: {type: text, required: true, max: 40}"},
	{"num: {type: int, required: true}", "code: {type: text, required: true, max: 40}"},
	{"day: {type: date, required: true}"},
	{"amount: {type: decimal, precision: 12, scale: 2, required: true}"},
	{"sum: {type: decimal, precision: 30, scale: 10, required: true}"},
	{"raw: {type: bytes, required: true, max: 40}", "moment: {type: time, required: true}"},
}

// randomKey gives the fields that a key of a style needs, and the key.
func randomKey(style int) (fields []string, key string) {
	return keyStyles[style], strings.Join(keyNames(style), ", ")
}

func keyNames(style int) []string {
	var out []string
	for _, field := range keyStyles[style] {
		name, _, _ := strings.Cut(field, ":")
		out = append(out, name)
	}
	return out
}

// fieldKinds are the declarations that random collections choose from.
var fieldKinds = []string{
	"type: int", "type: int", "type: text", "type: text, max: 100", "type: float", "type: bool",
	"type: decimal, precision: 12, scale: 2", "type: decimal, precision: 18, scale: 0",
	"type: decimal, precision: 6, scale: 5", "type: decimal, precision: 18, scale: 9",
	"type: decimal, precision: 30, scale: 10",
	"type: time", "type: date", "type: uuid", "type: bytes", "type: json", "type: json",
	"type: enum, values: [draft, a, Zed]",
	"type: list, of: text", "type: list, of: int", "type: list, of: uuid", "type: list, of: float", "type: list, of: bool",
	"type: list, of: bytes", "type: list, of: time", "type: list, of: decimal, precision: 12, scale: 2",
	"type: list, of: decimal, precision: 30, scale: 2",
}

func randomFields(g *grower) []string {
	var out []string
	for i, kind := range fieldKinds {
		if !g.chance(45) {
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
func randomRef(g *grower, from string, number int, to string, style int) []string {
	name := fmt.Sprintf("to%d", number)
	back := fmt.Sprintf("%s%d", from, number)
	more := ""
	if g.chance(15) {
		more = ", unique: true" // the way back leads to one
	}
	if len(keyStyles[style]) < 2 {
		return []string{fmt.Sprintf("%s: {type: ref, to: %s, back: %s%s}", name, to, back, more)}
	}
	var out, columns []string
	for _, field := range keyStyles[style] {
		column := name + "_" + strings.Replace(field, ", required: true", "", 1)
		out = append(out, column)
		column, _, _ = strings.Cut(column, ":")
		columns = append(columns, column)
	}
	return append(out, fmt.Sprintf("%s: {type: ref, to: %s, columns: [%s], back: %s}", name, to, strings.Join(columns, ", "), back))
}
