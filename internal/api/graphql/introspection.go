package graphql

import (
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"bedplate/value"
)

// introspect answers __schema and __type: what of the schema is asked for.
func (t *translator) introspect(p *picked) ([]byte, error) {
	if p.field.Name == "__schema" {
		return t.meta(nil, t.schema, p.sets)
	}
	name := t.argument(p.field, "name")
	if name == nil {
		return []byte("null"), nil
	}
	def := t.schema.Types[name.Raw]
	if def == nil {
		return []byte("null"), nil
	}
	return t.meta(nil, def, p.sets)
}

// deprecated is what an element of a schema says of its being deprecated.
type deprecated struct {
	is     bool
	reason any
}

// metaNames are the types of introspection by what stands for them.
func metaName(of any) string {
	switch of.(type) {
	case *ast.Schema:
		return "__Schema"
	case *ast.Definition, *ast.Type:
		return "__Type"
	case *ast.FieldDefinition:
		return "__Field"
	case *ast.ArgumentDefinition, input:
		return "__InputValue"
	case *ast.EnumValueDefinition:
		return "__EnumValue"
	}
	return "__Directive"
}

// input is a field of an input object, which is told as an argument is.
type input struct{ *ast.FieldDefinition }

// meta appends what is asked of one element of the schema.
func (t *translator) meta(dst []byte, of any, sets []ast.SelectionSet) ([]byte, error) {
	if typ, ok := of.(*ast.Type); ok && !typ.NonNull && typ.Elem == nil {
		of = t.schema.Types[typ.NamedType]
	}
	name := metaName(of)
	fields, err := t.collect(name, sets)
	if err != nil {
		return nil, err
	}
	dst = append(dst, '{')
	for i := range fields {
		p := &fields[i]
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, keyOf(p.key)...)
		if p.field.Name == "__typename" {
			dst = value.AppendQuoted(dst, name)
			continue
		}
		if dst, err = t.metaValue(dst, t.metaField(of, p.field), p.sets); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

// metaValue appends a value of introspection.
func (t *translator) metaValue(dst []byte, v any, sets []ast.SelectionSet) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(dst, "null"...), nil
	case bool:
		return value.OfBool(v).AppendJSON(dst), nil
	case string:
		return appendText(dst, v), nil
	case []any:
		dst = append(dst, '[')
		for i, item := range v {
			if i > 0 {
				dst = append(dst, ',')
			}
			var err error
			if dst, err = t.metaValue(dst, item, sets); err != nil {
				return nil, err
			}
		}
		return append(dst, ']'), nil
	}
	return t.meta(dst, v, sets)
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func list[T any](items []T, keep func(T) bool) []any {
	out := []any{}
	for _, item := range items {
		if keep == nil || keep(item) {
			out = append(out, item)
		}
	}
	return out
}

func deprecation(list ast.DirectiveList) deprecated {
	d := list.ForName("deprecated")
	if d == nil {
		return deprecated{}
	}
	reason := "No longer supported"
	if a := d.Arguments.ForName("reason"); a != nil {
		reason = a.Value.Raw
	}
	return deprecated{true, reason}
}

// metaField gives a field of an element of the schema.
func (t *translator) metaField(of any, f *ast.Field) any {
	switch of := of.(type) {
	case *ast.Schema:
		return t.metaSchema(of, f.Name)
	case *ast.Definition:
		return t.metaType(of, f)
	case *ast.Type:
		return metaWrapped(of, f.Name)
	case *ast.FieldDefinition:
		return t.metaOfField(of, f.Name)
	case *ast.ArgumentDefinition:
		return metaInput(of.Name, of.Description, of.Type, of.DefaultValue, of.Directives, f.Name)
	case input:
		return metaInput(of.Name, of.Description, of.Type, of.DefaultValue, of.Directives, f.Name)
	case *ast.EnumValueDefinition:
		return metaEnumValue(of, f.Name)
	case *ast.DirectiveDefinition:
		return metaDirective(of, f.Name)
	}
	return nil
}

func (t *translator) metaSchema(s *ast.Schema, name string) any {
	switch name {
	case "description":
		return text(s.Description)
	case "types":
		out := []any{}
		for _, name := range slices.Sorted(maps.Keys(s.Types)) {
			out = append(out, s.Types[name])
		}
		return out
	case "queryType":
		return s.Query
	case "mutationType":
		if s.Mutation != nil {
			return s.Mutation
		}
	case "directives":
		out := []any{}
		for _, name := range slices.Sorted(maps.Keys(s.Directives)) {
			out = append(out, s.Directives[name])
		}
		return out
	}
	return nil
}

func (t *translator) metaType(d *ast.Definition, f *ast.Field) any {
	switch f.Name {
	case "kind":
		return string(d.Kind)
	case "name":
		return d.Name
	case "description":
		return text(d.Description)
	case "fields":
		if d.Kind != ast.Object && d.Kind != ast.Interface {
			return nil
		}
		return list(d.Fields, func(f *ast.FieldDefinition) bool { return !strings.HasPrefix(f.Name, "__") })
	case "interfaces":
		if d.Kind != ast.Object && d.Kind != ast.Interface {
			return nil
		}
		out := []any{}
		for _, name := range d.Interfaces {
			out = append(out, t.schema.Types[name])
		}
		return out
	case "possibleTypes":
		if d.Kind != ast.Interface && d.Kind != ast.Union {
			return nil
		}
		return list(t.schema.PossibleTypes[d.Name], nil)
	case "enumValues":
		if d.Kind != ast.Enum {
			return nil
		}
		return list(d.EnumValues, nil)
	case "inputFields":
		if d.Kind != ast.InputObject {
			return nil
		}
		out := []any{}
		for _, f := range d.Fields {
			out = append(out, input{f})
		}
		return out
	case "isOneOf":
		if d.Kind == ast.InputObject {
			return d.Directives.ForName("oneOf") != nil
		}
	}
	return nil
}

// metaWrapped tells of a type that is a list, or not null.
func metaWrapped(typ *ast.Type, name string) any {
	switch name {
	case "kind":
		if typ.NonNull {
			return "NON_NULL"
		}
		return "LIST"
	case "ofType":
		if typ.NonNull {
			inner := *typ
			inner.NonNull = false
			return &inner
		}
		return typ.Elem
	}
	return nil
}

func (t *translator) metaOfField(f *ast.FieldDefinition, name string) any {
	switch name {
	case "name":
		return f.Name
	case "description":
		return text(f.Description)
	case "args":
		return list(f.Arguments, nil)
	case "type":
		return f.Type
	case "isDeprecated":
		return deprecation(f.Directives).is
	case "deprecationReason":
		return deprecation(f.Directives).reason
	}
	return nil
}

func metaInput(called, description string, typ *ast.Type, otherwise *ast.Value, directives ast.DirectiveList, name string) any {
	switch name {
	case "name":
		return called
	case "description":
		return text(description)
	case "type":
		return typ
	case "defaultValue":
		if otherwise != nil {
			return otherwise.String()
		}
	case "isDeprecated":
		return deprecation(directives).is
	case "deprecationReason":
		return deprecation(directives).reason
	}
	return nil
}

func metaEnumValue(v *ast.EnumValueDefinition, name string) any {
	switch name {
	case "name":
		return v.Name
	case "description":
		return text(v.Description)
	case "isDeprecated":
		return deprecation(v.Directives).is
	case "deprecationReason":
		return deprecation(v.Directives).reason
	}
	return nil
}

func metaDirective(d *ast.DirectiveDefinition, name string) any {
	switch name {
	case "name":
		return d.Name
	case "description":
		return text(d.Description)
	case "locations":
		out := []any{}
		for _, l := range d.Locations {
			out = append(out, string(l))
		}
		return out
	case "args":
		return list(d.Arguments, nil)
	case "isRepeatable":
		return d.IsRepeatable
	case "isDeprecated":
		return false
	}
	return nil
}
