package openapi

import (
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/schema"
)

// schemas are the component schemas: what reads give of each collection, what
// a new record and a change of one take, and the errors. No collection's name
// holds a dot, so the names cannot meet.
func (d *Document) schemas() object {
	var out object
	for _, c := range d.view.collections {
		if c.read {
			out = out.with(c.Name, d.row(c))
		}
		if c.create {
			out = out.with(c.Name+".insert", d.input(c, true))
		}
		if c.update || c.put {
			out = out.with(c.Name+".update", d.input(c, false))
		}
	}
	if d.view.service {
		out = out.with(explanationName, explanation)
	}
	return slices.Concat(out, operations, failureSchemas(d.codes()))
}

// row is what reads give. No member is required, because select= chooses, and
// it may add others; a reference is its key, or the record where select= embeds it.
func (d *Document) row(c *collection) object {
	var props object
	for _, f := range c.rows {
		o := typeOf(f, c.nullable(f))
		if rel := c.relation(f.Name); rel != nil {
			o = object{{"anyOf", []any{o, ref("schemas", schema.Of(rel).Name)}}}
			if c.nullable(f) || d.guarded(schema.Of(rel)) {
				// An embed is null where its record is missing, or not to be seen.
				o[0].value = append(o[0].value.([]any), object{{"type", "null"}})
			}
		}
		o = o.maybe("description", d.describe(c, f))
		if f.ReadOnly() || f.Set != schema.SetNever {
			o = o.with("readOnly", true)
		}
		props = props.with(f.Name, o)
	}
	for _, rel := range c.relations {
		if c.Field(rel.Name) == nil {
			props = props.with(rel.Name, embedded(rel))
		}
	}
	return object{{"type", "object"}}.maybe("description", c.Comment).with("properties", props)
}

// guarded tells whether a collection's read rule may hide a record from one
// who sees a reference to it.
func (d *Document) guarded(c *schema.Collection) bool { return !expr.IsTrue(c.Rules.Read) }

// embedded is what select= gives of a relation that is no field.
func embedded(rel *expr.Relation) object {
	target := ref("schemas", schema.Of(rel).Name)
	const said = "Only where `select` embeds it."
	if rel.Many {
		return object{{"type", "array"}, {"items", target}, {"description", said}}
	}
	return object{{"anyOf", []any{target, object{{"type", "null"}}}}, {"description", said}}
}

// input is what a new record takes, or a change.
func (d *Document) input(c *collection, insert bool) object {
	var props object
	required := []string{}
	for _, f := range c.inputs {
		said := d.describe(c, f)
		if val, ok := defaultOf(f); ok && insert {
			// In words: generators take a field with a default for one that is
			// always there.
			said = strings.TrimSpace(said + " Without it: " + string(val) + ".")
		}
		props = props.with(f.Name, typeOf(f, c.nullable(f)).maybe("description", said))
		if c.needed(f) {
			required = append(required, f.Name)
		}
	}
	out := object{{"type", "object"}}.maybe("description", c.Comment).with("properties", props)
	if insert && len(required) > 0 {
		out = out.with("required", required)
	}
	return out.with("additionalProperties", false)
}

// describe gives a field's description: its comment, and what its type cannot say.
func (d *Document) describe(c *collection, f *schema.Field) string {
	parts := []string{}
	if f.Comment != "" {
		parts = append(parts, f.Comment)
	}
	if len(c.key) == 1 && c.key[0] == f {
		parts = append(parts, "The key.")
	} else if c.IsKey(f.Index) && len(c.key) > 0 {
		parts = append(parts, "Part of the key.")
	}
	if to := d.view.reference(f); to != nil {
		parts = append(parts, "Refers to `"+to.Name+"`.")
	}
	return strings.Join(parts, " ")
}

// failureSchemas are the two forms of an error.
func failureSchemas(codes []string) object {
	text := object{{"type", "string"}}
	optional := object{{"type", []string{"string", "null"}}}
	code := object{{"type", "string"}, {"description", "What a program acts on."}}
	if len(codes) > 0 {
		code = code.with("enum", codes)
	}
	return object{
		{"error", object{
			{"type", "object"},
			{"properties", object{
				{"code", code},
				{"message", text},
				{"details", object{{"description", "A text or null; with code PGRST201 the list of choices."}}},
				{"hint", optional},
			}},
			{"required", []string{"code", "message", "details", "hint"}},
		}},
		{"error.problem", object{
			{"type", "object"},
			{"description", "RFC 9457, with every mistake of a body."},
			{"properties", object{
				{"type", text}, {"title", text}, {"status", object{{"type", "integer"}}}, {"detail", text},
				{"code", code}, {"details", object{}}, {"hint", text},
				{"errors", object{{"type", "array"}, {"items", object{
					{"type", "object"},
					{"properties", object{{"field", optional}, {"code", code}, {"message", text},
						{"line", object{{"type", "integer"}, {"description", "Of CSV and NDJSON."}}},
						{"row", object{{"type", "integer"}, {"description", "Of an array, from 1."}}}}},
					{"required", []string{"field", "code", "message"}},
				}}}},
			}},
			{"required", []string{"type", "title", "status", "detail", "code", "errors"}},
		}},
	}
}
