package openapi

import (
	"fmt"
	"slices"
	"strings"

	"bedplate/schema"
	"bedplate/value"
)

// TypeScript gives the types that supabase-js and postgrest-js take as
// createClient<Database>: rows, what may be inserted and updated, and the
// references by the names of their constraints, from which the clients type
// embedded records.
func (d *Document) TypeScript() []byte {
	v := d.view
	w := &types{}
	w.line(0, "export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]")
	w.line(0, "")
	w.line(0, "export type Database = {")
	w.line(1, "public: {")
	w.section("Tables", v.typed(w, false))
	w.section("Views", v.typed(w, true))
	w.section("Functions", v.functions(w))
	w.section("Enums", v.enums(w))
	w.section("CompositeTypes", nil)
	w.line(1, "}")
	w.line(0, "}")
	return []byte(w.String())
}

// types is TypeScript being written.
type types struct{ strings.Builder }

func (w *types) line(depth int, text string, args ...any) {
	if len(args) > 0 {
		text = fmt.Sprintf(text, args...)
	}
	if text != "" {
		w.WriteString(strings.Repeat("  ", depth))
	}
	w.WriteString(text + "\n")
}

// section writes a member of the schema; parts that are none make it empty.
func (w *types) section(name string, parts []func()) {
	if len(parts) == 0 {
		w.line(2, "%s: { [_ in never]: never }", name)
		return
	}
	w.line(2, "%s: {", name)
	for _, part := range parts {
		part()
	}
	w.line(2, "}")
}

// typed are the collections, or the views.
func (v *View) typed(w *types, views bool) []func() {
	var parts []func()
	for _, c := range v.collections {
		if c.View == views {
			parts = append(parts, func() { v.collection(w, c) })
		}
	}
	return parts
}

// collection writes one collection's rows, inputs and references.
func (v *View) collection(w *types, c *collection) {
	w.comment(3, c.Comment)
	w.line(3, "%s: {", c.Name)
	w.fields("Row", c, where(c.read, c.rows), func(*schema.Field) bool { return false })
	if !c.View {
		w.fields("Insert", c, where(c.create, c.inputs), func(f *schema.Field) bool { return !c.needed(f) })
		w.fields("Update", c, where(c.update, c.inputs), func(*schema.Field) bool { return true })
	}
	w.references(v, c)
	w.line(3, "}")
}

// where gives the fields if something may be done with them.
func where(may bool, fields []*schema.Field) []*schema.Field {
	if !may {
		return nil
	}
	return fields
}

// comment writes what the schema says of something.
func (w *types) comment(depth int, text string) {
	if text != "" {
		w.line(depth, "%s", "/** "+strings.Join(strings.Fields(strings.ReplaceAll(text, "*/", "* /")), " ")+" */")
	}
}

func (w *types) fields(name string, c *collection, fields []*schema.Field, optional func(*schema.Field) bool) {
	if len(fields) == 0 {
		w.line(4, "%s: { [_ in never]: never }", name)
		return
	}
	w.line(4, "%s: {", name)
	for _, f := range fields {
		w.comment(5, f.Comment)
		mark, null := "", ""
		if optional(f) {
			mark = "?"
		}
		if c.nullable(f) {
			null = " | null"
		}
		w.line(5, "%s%s: %s%s", f.Name, mark, typeScript(c, f), null)
	}
	w.line(4, "}")
}

// typeScript is a field's type. Numbers are doubles there: who has larger ints
// asks for numbers=string.
func typeScript(c *collection, f *schema.Field) string {
	switch {
	case f.Values != nil:
		return `Database["public"]["Enums"][` + literal(enumName(c, f)) + "]"
	case f.Type.Kind == value.JSON:
		return "Json"
	case f.Type.Kind == value.List:
		return scalarTypeScript(f.Type.Elem) + "[]"
	}
	return scalarTypeScript(f.Type.Kind)
}

func scalarTypeScript(k value.Kind) string {
	switch k {
	case value.Bool:
		return "boolean"
	case value.Int, value.Float, value.Decimal:
		return "number"
	}
	return "string"
}

// references writes the references whose fields and target are there.
func (w *types) references(v *View, c *collection) {
	var known []*schema.Ref
	for _, r := range c.Refs {
		there := slices.ContainsFunc(v.collections, func(to *collection) bool { return to.Collection == r.To })
		for _, i := range r.Columns {
			there = there && c.knows(c.Fields[i])
		}
		if there {
			known = append(known, r)
		}
	}
	if len(known) == 0 {
		w.line(4, "Relationships: []")
		return
	}
	w.line(4, "Relationships: [")
	for _, r := range known {
		w.line(5, "{")
		w.line(6, "foreignKeyName: %s", literal(r.Name))
		w.line(6, "columns: [%s]", quoted(r.From, r.Columns))
		w.line(6, "isOneToOne: %t", c.UniqueName(r.Columns) != "")
		w.line(6, "referencedRelation: %s", literal(r.To.Name))
		w.line(6, "referencedColumns: [%s]", quoted(r.To, r.Target))
		w.line(5, "},")
	}
	w.line(4, "]")
}

// literal is a string as JSON and TypeScript both write it.
func literal(s string) string {
	out, err := marshal(s)
	if err != nil {
		panic(err) // a string has no form that JSON lacks
	}
	return string(out)
}

func quoted(c *schema.Collection, fields []int) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = literal(c.Fields[f].Name)
	}
	return strings.Join(names, ", ")
}

// enums are the types of fields with a list of values.
func (v *View) enums(w *types) []func() {
	var parts []func()
	for _, c := range v.collections {
		for _, f := range c.Fields {
			if f.Values == nil || !c.knows(f) {
				continue
			}
			values := make([]string, len(f.Values))
			for i, val := range f.Values {
				values[i] = literal(val)
			}
			parts = append(parts, func() { w.line(3, "%s: %s", enumName(c, f), strings.Join(values, " | ")) })
		}
	}
	return parts
}
