package openapi

import (
	"bedplate/schema"
	"bedplate/value"
)

// Swagger gives the document in Swagger 2.0, as PostgREST writes it: tools made
// for it read keys and references out of the descriptions.
func (d *Document) Swagger() ([]byte, error) {
	paths := object{{"/", object{{"get", object{
		{"tags", []string{"Introspection"}}, {"summary", "This document"},
		{"produces", []string{typeOpenAPI, "application/json"}}, {"responses", said("200", "OK")},
	}}}}}
	var definitions object
	parameters := sharedSwagger()
	for _, c := range d.view.collections {
		paths = paths.with("/"+c.Name, c.swaggerPath())
		definitions = definitions.with(c.Name, d.definition(c))
		parameters = parameters.with("body."+c.Name, object{
			{"name", c.Name}, {"in", "body"}, {"required", false}, {"schema", definitionOf(c)},
		})
		for _, f := range c.rows {
			if filterable(f) {
				parameters = parameters.with("rowFilter."+c.Name+"."+f.Name, object{
					{"name", f.Name}, {"in", "query"}, {"required", false}, {"type", "string"},
				}.maybe("description", f.Comment))
			}
		}
	}
	media := []string{"application/json", "application/vnd.pgrst.object+json"}
	return marshal(object{
		{"swagger", "2.0"},
		{"info", object{{"title", d.about.Title}, {"description", introduction}, {"version", "v1"}}},
		{"basePath", d.about.Prefix},
		{"consumes", []string{"application/json", "application/x-ndjson", "text/csv"}},
		{"produces", append(media, "application/x-ndjson", "text/csv")},
		{"securityDefinitions", object{
			{"JWT", object{{"type", "apiKey"}, {"in", "header"}, {"name", "Authorization"}, {"description", "`Bearer` and a token."}}},
		}},
		{"security", []any{object{{"JWT", []string{}}}}},
		{"paths", d.swaggerActions(paths)},
		{"definitions", definitions},
		{"parameters", parameters},
	})
}

func said(status, text string) object {
	return object{{status, object{{"description", text}}}}
}

func definitionOf(c *collection) object {
	return object{{"$ref", "#/definitions/" + c.Name}}
}

// sharedSwagger are the parameters of every path.
func sharedSwagger() object {
	text := func(name, in string) object {
		return object{{"name", name}, {"in", in}, {"required", false}, {"type", "string"}}
	}
	prefer := func(values ...string) object { return text("Prefer", "header").with("enum", values) }
	return object{
		{"preferReturn", prefer("return=representation", "return=minimal")},
		{"preferCount", prefer("count=exact")},
		{"preferPost", prefer("return=representation", "return=minimal", "return=headers-only",
			"resolution=merge-duplicates", "resolution=ignore-duplicates")},
		{"select", text("select", "query")},
		{"on_conflict", text("on_conflict", "query")},
		{"order", text("order", "query")},
		{"range", text("Range", "header")},
		{"rangeUnit", text("Range-Unit", "header").with("default", "items")},
		{"offset", text("offset", "query")},
		{"limit", text("limit", "query")},
	}
}

func swaggerRefs(names ...string) []any {
	out := make([]any, len(names))
	for i, name := range names {
		out[i] = object{{"$ref", "#/parameters/" + name}}
	}
	return out
}

// swaggerPath are a collection's operations.
func (c *collection) swaggerPath() object {
	var conditions []any
	for _, f := range c.rows {
		if filterable(f) {
			conditions = append(conditions, swaggerRefs("rowFilter."+c.Name+"."+f.Name)...)
		}
	}
	operation := func(summary string, params []any, responses object) object {
		return object{{"tags", []string{c.Name}}}.maybe("summary", summary).with("parameters", params).with("responses", responses)
	}
	all := func(names ...string) []any {
		return append(conditions[:len(conditions):len(conditions)], swaggerRefs(names...)...)
	}
	var out object
	if c.read {
		list := object{{"description", "OK"}, {"schema", object{{"type", "array"}, {"items", definitionOf(c)}}}}
		out = out.with("get", operation(c.Comment, all("select", "order", "range", "rangeUnit", "offset", "limit", "preferCount"),
			append(object{{"200", list}}, said("206", "Partial Content")...)))
	}
	if c.create {
		out = out.with("post", operation(c.Comment, swaggerRefs("body."+c.Name, "select", "on_conflict", "preferPost"), said("201", "Created")))
	}
	if c.remove {
		out = out.with("delete", operation(c.Comment, all("preferReturn"), said("204", "No Content")))
	}
	if c.update {
		out = out.with("patch", operation(c.Comment, all("body."+c.Name, "preferReturn"), said("204", "No Content")))
	}
	return out
}

// definition is a collection's records: those to read, and the fields that may
// only be written.
func (d *Document) definition(c *collection) object {
	required := []string{}
	var props object
	for _, f := range c.Fields {
		if !c.knows(f) {
			continue
		}
		if !c.nullable(f) {
			required = append(required, f.Name)
		}
		props = props.with(f.Name, d.property(c, f))
	}
	out := object{}.maybe("description", c.Comment)
	if len(required) > 0 {
		out = out.with("required", required)
	}
	return out.with("properties", props).with("type", "object")
}

// knows tells whether the caller may read or write a field.
func (c *collection) knows(f *schema.Field) bool {
	for _, list := range [][]*schema.Field{c.rows, c.inputs} {
		for _, known := range list {
			if known == f {
				return true
			}
		}
	}
	return false
}

// property is a field, with its type as PostgreSQL names it.
func (d *Document) property(c *collection, f *schema.Field) object {
	text := f.Comment
	note := func(line string) {
		if text != "" {
			text += "\n\n"
		}
		text += "Note:\n" + line
	}
	if c.IsKey(f.Index) {
		note("This is a Primary Key.<pk/>")
	}
	if to := d.view.reference(f); to != nil {
		column := to.Fields[f.Ref.Target[0]].Name
		note("This is a Foreign Key to `" + to.Name + "." + column + "`.<fk table='" + to.Name + "' column='" + column + "'/>")
	}
	o := object{}.maybe("description", text)
	if val, ok := defaultOf(f); ok {
		o = o.with("default", val)
	}
	o = o.with("format", postgresName(c, f))
	if f.Values != nil {
		o = o.with("enum", f.Values)
	}
	if f.Max > 0 && f.Type.Kind == value.Text {
		o = o.with("maxLength", f.Max)
	}
	if f.Type.Kind == value.JSON {
		return o // any value
	}
	o = o.with("type", swaggerType(f.Type.Kind))
	if f.Type.Kind == value.List {
		o = o.with("items", object{{"type", swaggerType(f.Type.Elem)}})
	}
	return o
}

func swaggerType(k value.Kind) string {
	switch k {
	case value.Bool:
		return "boolean"
	case value.Int:
		return "integer"
	case value.Float, value.Decimal:
		return "number"
	case value.List:
		return "array"
	}
	return "string"
}
