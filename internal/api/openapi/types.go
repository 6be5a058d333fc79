package openapi

import (
	"encoding/json"
	"regexp"
	"strings"

	"bedplate/schema"
	"bedplate/value"
)

// slug is what format: slug takes.
const slug = `^[a-z0-9]+(?:-[a-z0-9]+)*$`

// typeOf is the JSON Schema of a field's values, null among them where it may be.
func typeOf(f *schema.Field, nullable bool) object {
	if f.Values != nil {
		values := make([]any, 0, len(f.Values)+1)
		for _, v := range f.Values {
			values = append(values, v)
		}
		if nullable {
			values = append(values, nil)
		}
		return object{{"type", kinds("string", nullable)}, {"enum", values}}
	}
	if f.Type.Kind == value.JSON {
		return object{} // any value
	}
	o := scalar(f.Type, nullable)
	switch {
	case f.Type.Kind == value.Bytes && f.Max > 0:
		o = o.with("maxLength", len(`\x`)+2*f.Max)
	case f.Type.Kind == value.Text && f.Max > 0:
		o = o.with("maxLength", f.Max)
	}
	switch f.Format {
	case "email", "uuid":
		o = o.with("format", f.Format)
	case "url":
		o = o.with("format", "uri")
	case "slug":
		o = o.with("pattern", slug)
	}
	if f.Pattern != nil && f.Format != "slug" && portable(f.Pattern) {
		o = o.with("pattern", f.Pattern.String())
	}
	return o
}

// kinds is the type of a schema: a list where null is one of them.
func kinds(name string, nullable bool) any {
	if nullable {
		return []string{name, "null"}
	}
	return name
}

// scalar is the JSON Schema of a type's values as they are written on the wire.
func scalar(t value.Type, nullable bool) object {
	switch t.Kind {
	case value.Bool:
		return object{{"type", kinds("boolean", nullable)}}
	case value.Int:
		return object{{"type", kinds("integer", nullable)}, {"format", "int64"}}
	case value.Float:
		return object{{"type", kinds("number", nullable)}, {"format", "double"}}
	case value.Decimal:
		return object{{"type", kinds("number", nullable)}, {"format", "decimal"}}
	case value.Time:
		return object{{"type", kinds("string", nullable)}, {"format", "date-time"}}
	case value.Date:
		return object{{"type", kinds("string", nullable)}, {"format", "date"}}
	case value.UUID:
		return object{{"type", kinds("string", nullable)}, {"format", "uuid"}}
	case value.Bytes:
		return object{{"type", kinds("string", nullable)}, {"pattern", `^\\x(?:[0-9a-f]{2})*$`}}
	case value.List:
		return object{{"type", kinds("array", nullable)}, {"items", scalar(t.Element(), false)}}
	}
	return object{{"type", kinds("string", nullable)}}
}

// portable tells whether an RE2 expression means the same in JavaScript, whose
// expressions JSON Schema has.
func portable(re *regexp.Regexp) bool {
	for _, own := range []string{"(?", `\A`, `\z`, `\Q`, `\C`, `\p`, `\P`, `\a`, "[[:", `\x{`} {
		if strings.Contains(re.String(), own) {
			return false
		}
	}
	return true
}

// defaultOf is a field's default where it is a plain value.
func defaultOf(f *schema.Field) (json.RawMessage, bool) {
	d := f.Default
	if d == nil || d.Expr != nil || d.Database != "" || d.Value.IsNull() {
		return nil, false
	}
	return json.RawMessage(d.Value.AppendJSON(nil)), true
}

// postgresNames are the types as PostgreSQL's catalogue spells them, which
// clients of PostgREST read.
var postgresNames = map[value.Kind]string{
	value.Bool: "boolean", value.Int: "bigint", value.Float: "double precision",
	value.Decimal: "numeric", value.Text: "text", value.Time: "timestamp with time zone",
	value.Date: "date", value.UUID: "uuid", value.Bytes: "bytea", value.JSON: "jsonb",
}

// postgresName is a field's type for such a client.
func postgresName(c *collection, f *schema.Field) string {
	switch {
	case f.Values != nil:
		return "public." + enumName(c, f)
	case f.Type.Kind == value.List:
		return postgresNames[f.Type.Elem] + "[]"
	}
	return postgresNames[f.Type.Kind]
}

// enumName names the type of an enum's values, which the schema leaves unnamed.
func enumName(c *collection, f *schema.Field) string { return c.Name + "_" + f.Name }
