package graphql

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"

	"bedplate/value"
)

// rawJSON is the kind of a value that a variable brought for a scalar of ours: Raw is
// its JSON. All else that a variable brings becomes what a document would hold.
const rawJSON ast.ValueKind = 100

// coerce makes values of the variables of a request, as their types say. JSON keeps the
// order of members, which sorting goes by.
func (t *typed) coerce(op *ast.OperationDefinition, sent map[string]json.RawMessage) (map[string]*ast.Value, error) {
	var out map[string]*ast.Value
	for _, def := range op.VariableDefinitions {
		raw, given := sent[def.Variable]
		path := "$." + def.Variable
		var v *ast.Value
		switch {
		case given:
			var err error
			if v, err = t.variable(def.Type, raw, def.Position, path, 0); err != nil {
				return nil, err
			}
		case def.DefaultValue != nil:
			v = def.DefaultValue
		case def.Type.NonNull:
			return nil, invalid(def.Position, path, "the variable $%s of type %s is missing", def.Variable, def.Type)
		default:
			continue
		}
		if out == nil {
			out = make(map[string]*ast.Value, len(op.VariableDefinitions))
		}
		out[def.Variable] = v
	}
	for name := range sent {
		if op.VariableDefinitions.ForName(name) == nil {
			return nil, invalid(op.Position, "$."+name, "the operation has no variable $%s", excerpt(name))
		}
	}
	return out, nil
}

func excerpt(s string) string {
	if len(s) > 60 {
		s = s[:60]
	}
	return s
}

const maxNesting = 64

// variable makes a value of JSON, of the type that is wanted.
func (t *typed) variable(want *ast.Type, raw json.RawMessage, pos *ast.Position, path string, depth int) (*ast.Value, error) {
	if depth > maxNesting {
		return nil, invalid(pos, path, "the value is nested too deeply")
	}
	wrong := func() error { return invalid(pos, path, "a value of type %s is wanted", want) }
	if string(raw) == "null" {
		if want.NonNull {
			return nil, invalid(pos, path, "a value of type %s is wanted, and null is none", want)
		}
		return &ast.Value{Kind: ast.NullValue, Raw: "null", Position: pos}, nil
	}
	if want.Elem != nil {
		return t.listVariable(want, raw, pos, path, depth)
	}
	def := t.schema.Types[want.NamedType]
	if def == nil {
		return nil, wrong()
	}
	switch def.Kind {
	case ast.InputObject:
		return t.objectVariable(def, raw, pos, path, depth)
	case ast.Enum:
		text, ok := unquoted(raw)
		if !ok || def.EnumValues.ForName(text) == nil {
			return nil, wrong()
		}
		return &ast.Value{Kind: ast.EnumValue, Raw: text, Position: pos}, nil
	}
	if kind, known, ok := builtInOf(def.Name, raw); known {
		if !ok {
			return nil, wrong()
		}
		text := string(raw)
		if kind == ast.StringValue {
			text, _ = unquoted(raw)
			if raw[0] != '"' { // an ID that is a number
				text = string(raw)
			}
		}
		return &ast.Value{Kind: kind, Raw: text, Position: pos}, nil
	}
	return &ast.Value{Kind: rawJSON, Raw: string(raw), Position: pos}, nil
}

// builtInOf tells whether JSON is a value of a scalar that GraphQL has itself.
func builtInOf(name string, raw json.RawMessage) (kind ast.ValueKind, known, ok bool) {
	number := raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9'
	switch name {
	case "String":
		return ast.StringValue, true, raw[0] == '"'
	case "Boolean":
		return ast.BooleanValue, true, raw[0] == 't' || raw[0] == 'f'
	case "Float":
		return ast.FloatValue, true, number
	case "Int":
		f, err := strconv.ParseFloat(string(raw), 64)
		return ast.IntValue, true, number && err == nil && f == math.Trunc(f) && math.Abs(f) <= math.MaxInt32
	case "ID":
		_, err := strconv.ParseInt(string(raw), 10, 64)
		return ast.StringValue, true, raw[0] == '"' || err == nil
	}
	return 0, false, false
}

func unquoted(raw json.RawMessage) (string, bool) {
	if len(raw) == 0 || raw[0] != '"' {
		return "", false
	}
	v, err := value.ParseJSON(value.Type{Kind: value.Text}, raw)
	return v.Raw(), err == nil
}

func (t *typed) listVariable(want *ast.Type, raw json.RawMessage, pos *ast.Position, path string, depth int) (*ast.Value, error) {
	out := &ast.Value{Kind: ast.ListValue, Position: pos}
	if raw[0] != '[' { // one value is a list of itself
		v, err := t.variable(want.Elem, raw, pos, path, depth+1)
		if err != nil {
			return nil, err
		}
		out.Children = ast.ChildValueList{{Value: v, Position: pos}}
		return out, nil
	}
	var items []json.RawMessage
	if err := json.Unmarshal(raw, &items); err != nil {
		return nil, invalid(pos, path, "the list is no JSON")
	}
	for i, item := range items {
		v, err := t.variable(want.Elem, item, pos, path+"["+strconv.Itoa(i)+"]", depth+1)
		if err != nil {
			return nil, err
		}
		out.Children = append(out.Children, &ast.ChildValue{Value: v, Position: pos})
	}
	return out, nil
}

func (t *typed) objectVariable(def *ast.Definition, raw json.RawMessage, pos *ast.Position, path string, depth int) (*ast.Value, error) {
	names, values, err := members(raw)
	if err != nil {
		return nil, invalid(pos, path, "%s", err.Error())
	}
	out := &ast.Value{Kind: ast.ObjectValue, Position: pos, Definition: def}
	for i, name := range names {
		f := def.Fields.ForName(name)
		if f == nil {
			return nil, invalid(pos, path, "%s has no field %s", def.Name, excerpt(name))
		}
		v, err := t.variable(f.Type, values[i], pos, path+"."+name, depth+1)
		if err != nil {
			return nil, err
		}
		out.Children = append(out.Children, &ast.ChildValue{Name: name, Value: v, Position: pos})
	}
	for _, f := range def.Fields {
		if f.Type.NonNull && f.DefaultValue == nil && !slices.Contains(names, f.Name) {
			return nil, invalid(pos, path, "%s needs a field %s", def.Name, f.Name)
		}
	}
	return out, nil
}
