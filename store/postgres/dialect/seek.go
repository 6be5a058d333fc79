package dialect

import (
	"strings"

	"bedplate/schema"
)

// Seek compares a column by its own type and collation, which takes for equal what is.
// Values of an enum are looked up, since a text that is none of them would be refused.
func (d Postgres) Seek(c *schema.Collection, f *schema.Field, column string, values []string) string {
	name, enum := d.typeOf(c, f)
	switch {
	case name == "":
		return ""
	case enum && len(values) == 1:
		return column + "::" + name + " = (" + labels(name) + " = " + values[0] + ")"
	case enum:
		return column + "::" + name + " = ANY(ARRAY(" + labels(name) + " IN (" + strings.Join(values, ", ") + ")))"
	case len(values) == 1:
		return column + " = " + values[0] + "::" + name
	}
	cast := make([]string, len(values))
	for i, v := range values {
		cast[i] = v + "::" + name
	}
	return column + " IN (" + strings.Join(cast, ", ") + ")"
}

// SeekAmong casts the whole array.
func (d Postgres) SeekAmong(c *schema.Collection, f *schema.Field, column, list string) string {
	switch name, enum := d.typeOf(c, f); {
	case name == "":
		return ""
	case enum:
		return column + "::" + name + " = ANY(ARRAY(" + labels(name) + " = ANY(" + list + ")))"
	default:
		return column + " = ANY(" + list + "::" + name + "[])"
	}
}

// labels selects the values of an enum whose text fulfils what is written behind.
func labels(enum string) string {
	return "SELECT e.v FROM unnest(enum_range(NULL::" + enum + ")) AS e(v) WHERE e.v::text"
}

// typeOf gives the type by which an index of a column compares, "" where Column changes
// nothing, so that it serves as it is.
func (d Postgres) typeOf(c *schema.Collection, f *schema.Field) (name string, enum bool) {
	if d.Types == nil || d.Column("", f) == "" {
		return "", false
	}
	return d.Types(c.Table, f.Column)
}
