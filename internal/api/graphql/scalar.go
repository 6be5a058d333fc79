package graphql

import (
	"encoding/json"

	"github.com/vektah/gqlparser/v2/ast"

	"bedplate/fault"
	"bedplate/value"
)

// scalar reads a value as one of a type; null where it is null.
func (t *translator) scalar(typ value.Type, v *ast.Value) (value.Value, error) {
	if v.Kind == ast.NullValue {
		return value.Value{}, nil
	}
	switch typ.Kind {
	case value.JSON:
		raw, err := t.json(v)
		if err != nil {
			return value.Value{}, err
		}
		out, err := value.ParseJSON(typ, raw)
		return out, t.refuse(err, v.Position)
	case value.List:
		return t.list(typ, v)
	}
	out, err := parse(typ, v)
	return out, t.refuse(err, v.Position)
}

// parse reads one value that is no list and no document.
func parse(typ value.Type, v *ast.Value) (value.Value, error) {
	switch v.Kind {
	case rawJSON:
		if text, ok := unquoted(json.RawMessage(v.Raw)); ok {
			return value.ParseText(typ, text)
		}
		return value.ParseJSON(typ, []byte(v.Raw))
	case ast.IntValue, ast.FloatValue, ast.BooleanValue:
		if typ.Kind == value.Text {
			return value.Value{}, fault.New(fault.Value, "a text is wanted")
		}
		return value.ParseJSON(typ, []byte(v.Raw))
	case ast.StringValue, ast.BlockValue, ast.EnumValue:
		return value.ParseText(typ, v.Raw)
	}
	return value.Value{}, fault.New(fault.Value, "a value of type %s is wanted", typ.Kind)
}

// list reads a list; one value is a list of itself.
func (t *translator) list(typ value.Type, v *ast.Value) (value.Value, error) {
	items := []value.Value{}
	if v.Kind == rawJSON {
		out, err := value.ParseJSON(typ, []byte(v.Raw))
		return out, t.refuse(err, v.Position)
	}
	err := t.items(v, func(item *ast.Value) error {
		if item.Kind == ast.NullValue {
			return t.fail(item.Position, fault.Value, "an item of a list cannot be null")
		}
		one, err := t.scalar(typ.Element(), item)
		items = append(items, one)
		return err
	})
	return value.OfList(items), err
}

// json writes a value as a JSON document.
func (t *translator) json(v *ast.Value) ([]byte, error) {
	if v.Kind == rawJSON {
		return []byte(v.Raw), nil
	}
	return t.appendJSON(nil, v, 0)
}

func (t *translator) appendJSON(dst []byte, v *ast.Value, depth int) ([]byte, error) {
	if depth > maxNesting {
		return nil, t.fail(v.Position, fault.TooComplex, "the document is nested more than %d deep", maxNesting)
	}
	if v = t.resolved(v); v == nil {
		return append(dst, "null"...), nil
	}
	switch v.Kind {
	case ast.StringValue, ast.BlockValue, ast.EnumValue:
		return value.AppendQuoted(dst, v.Raw), nil
	case ast.ListValue, ast.ObjectValue:
		open, shut := byte('['), byte(']')
		if v.Kind == ast.ObjectValue {
			open, shut = '{', '}'
		}
		dst = append(dst, open)
		for i, child := range v.Children {
			if i > 0 {
				dst = append(dst, ',')
			}
			if v.Kind == ast.ObjectValue {
				dst = append(value.AppendQuoted(dst, child.Name), ':')
			}
			var err error
			if dst, err = t.appendJSON(dst, child.Value, depth+1); err != nil {
				return nil, err
			}
		}
		return append(dst, shut), nil
	}
	return append(dst, v.Raw...), nil
}

// compared reads a value that a column is compared with, and its type: a number that a
// decimal column is too coarse for is compared with all the same.
func (t *translator) compared(typ value.Type, v *ast.Value) (value.Value, value.Type, error) {
	if v.Kind == ast.NullValue {
		return value.Value{}, typ, t.refuse(fault.New(fault.Value, "nothing is compared with null").
			WithHint("write _is_null"), v.Position)
	}
	if typ.Kind == value.Decimal {
		if _, err := parse(typ, v); err != nil {
			loose := value.Type{Kind: value.Decimal}
			if out, err := parse(loose, v); err == nil {
				return out, loose, nil
			}
		}
	}
	out, err := t.scalar(typ, v)
	return out, typ, err
}
