package graphql

import (
	"maps"
	"slices"
	"strings"
)

// builtIn are the scalars that GraphQL has itself.
var builtIn = []string{"String", "Int", "Float", "Boolean", "ID"}

// scalarNotes describe the scalars that it has not.
var scalarNotes = map[string]string{
	"bigint":      "A whole number of 64 bits.",
	"float8":      "A floating-point number of 64 bits.",
	"numeric":     "A decimal number, with every digit.",
	"timestamptz": "A moment, as 2026-11-21T10:00:00+00:00.",
	"date":        "A day, as 2026-11-21.",
	"uuid":        "A UUID.",
	"bytea":       "Bytes as hexadecimal digits behind \\x.",
	"jsonb":       "A JSON document.",
}

// leaves writes what the other types are made of, as far as they use it.
func (w *writer) leaves() {
	for _, name := range slices.Sorted(maps.Keys(w.compared)) {
		if w.enums[name] == nil {
			w.scalars[name] = true
		}
		w.comparisonType(name)
	}
	for _, name := range slices.Sorted(maps.Keys(w.listed)) {
		list := "[" + name + "!]"
		w.block("input "+name+"_array_comparison_exp", "_contained_in: "+list, "_contains: "+list, "_eq: "+list, "_is_null: Boolean", "_neq: "+list)
	}
	for _, name := range slices.Sorted(maps.Keys(w.enums)) {
		w.block("enum "+name, w.enums[name]...)
	}
	for _, name := range slices.Sorted(maps.Keys(w.scalars)) {
		if !slices.Contains(builtIn, name) {
			w.described(scalarNotes[name])
			w.say("scalar ", name)
		}
	}
	if w.ordered {
		w.block("enum order_by", "asc", "asc_nulls_first", "asc_nulls_last", "desc", "desc_nulls_first", "desc_nulls_last")
	}
}

// textTests are the comparisons of texts alone.
var textTests = []string{"_like", "_nlike", "_ilike", "_nilike", "_regex", "_nregex", "_iregex", "_niregex"}

// comparisonType writes the comparisons of one scalar or enum.
func (w *writer) comparisonType(name string) {
	list := ": [" + name + "!]"
	lines := []string{"_eq: " + name, "_in" + list, "_is_null: Boolean", "_neq: " + name, "_nin" + list}
	switch {
	case name == "jsonb":
		w.scalars["String"] = true
		lines = append(lines, "_contains: jsonb", "_contained_in: jsonb",
			"_has_key: String", "_has_keys_all: [String!]", "_has_keys_any: [String!]")
	case w.enums[name] == nil:
		for _, op := range [...]string{"_gt", "_gte", "_lt", "_lte"} {
			lines = append(lines, op+": "+name)
		}
	}
	if name == "String" {
		for _, op := range textTests {
			lines = append(lines, op+": String")
		}
	}
	slices.SortFunc(lines, strings.Compare)
	w.block("input "+name+"_comparison_exp", lines...)
}
