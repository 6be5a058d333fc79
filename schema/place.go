package schema

import (
	"strconv"

	"bedplate/expr"
)

// Place is where something stands in the schema files. The zero Place is that
// of what was made in Go.
type Place struct {
	File         string
	Line, Column int // from 1
}

// String gives file:line:column, "" for the zero Place.
func (p Place) String() string {
	if p.File == "" {
		return ""
	}
	return p.File + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
}

// RulePlace tells where a rule (read, create, update, delete) stands, or a
// position in its text; the zero position is its beginning.
func (c *Collection) RulePlace(rule string, at expr.Pos) Place {
	if c.decl == nil {
		return Place{}
	}
	text := map[string]string{"read": c.decl.Rules.Read, "create": c.decl.Rules.Create,
		"update": c.decl.Rules.Update, "delete": c.decl.Rules.Delete}[rule]
	return c.decl.at.placeOf("rules."+rule, text, at)
}

// FieldPlace tells where a field stands, or a part of it (read, write, check);
// "" is the field itself.
func (c *Collection) FieldPlace(field int, part string) Place {
	if c.decl == nil {
		return Place{}
	}
	for _, fd := range c.decl.Fields {
		if fd.Name == c.Fields[field].Name {
			return fd.at.placeOf(part, "", expr.Pos{})
		}
	}
	return c.decl.at.placeOf("", "", expr.Pos{})
}

func (m marks) placeOf(path, text string, at expr.Pos) Place {
	found := m.of(path)
	pos := found.place(text, at)
	return Place{File: found.file, Line: pos.Line, Column: pos.Column}
}

// RefPlace tells where a reference that leaves the collection stands.
func (c *Collection) RefPlace(r *Ref) Place {
	if c.decl == nil {
		return Place{}
	}
	for _, fd := range c.decl.Fields {
		if fd.Constraint == r.Name || len(r.Columns) == 1 && fd.Name == c.Fields[r.Columns[0]].Name {
			return fd.at.placeOf("", "", expr.Pos{})
		}
	}
	return c.decl.at.placeOf("", "", expr.Pos{})
}
