package grammar

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

// subject is what a condition names: a field, or a path in a JSON one.
type subject struct {
	name string
	path []string
	text bool // the path ends in ->>
}

// operand is a subject found in a collection.
type operand struct {
	name     string
	node     *expr.Node
	typ      value.Type
	nullable bool
	text     bool // ->>: a JSON member as its text
}

// operand finds a field of the record base.
func (p *Parser) operand(c *schema.Collection, base *expr.Node, s subject) (operand, error) {
	f := p.Sight.Field(c, s.name)
	if f == nil {
		return operand{}, noField(c, s.name)
	}
	o := operand{name: s.name, typ: f.Type, nullable: !f.Required || base != expr.Self}
	if base == expr.Self {
		o.node = p.Cat.infos[c].fields[f.Index]
	} else {
		o.node = expr.FieldOf(base, f.Index, f.Name, f.Type)
	}
	if len(s.path) == 0 {
		return o, nil
	}
	if f.Type.Kind != value.JSON {
		return o, fault.Of(fault.Type, s.name, "%s.%s is not a JSON field, so no path leads into it", c.Name, ValidText(s.name))
	}
	o.node = pathOf(o.node, s.path)
	o.nullable, o.text = true, s.text
	return o, nil
}

// pathOf is the member of a JSON document at a path.
func pathOf(doc *expr.Node, path []string) *expr.Node {
	return &expr.Node{Op: expr.Path, Type: value.Type{Kind: value.JSON}, Args: []*expr.Node{doc}, Path: path}
}

func noField(c *schema.Collection, name string) error {
	err := fault.Of(fault.UnknownField, ValidText(name), "column %s.%s does not exist", c.Name, ValidText(name))
	if rel := c.Relation(name); rel != nil && mentionable(c, rel) {
		return err.WithHint("%s is a relation; embed it, as in select=*,%s(*)", name, name)
	}
	if near := fault.Nearest(name, suggestions(c)); near != "" {
		err.WithHint("did you mean %s?", near)
	}
	return err
}

// json tells an operand whose values have no type of their own.
func (o operand) json() bool { return o.node.Op == expr.Path }

// present is cond for rows where the operand is not null. The operators of
// this grammar have SQL's meaning: they are neither true nor false on null.
func (o operand) present(cond *expr.Node) *expr.Node {
	if !o.nullable {
		return cond
	}
	return expr.AndOf(expr.NotOf(expr.TestOf(expr.IsNull, o.node)), cond)
}

// value reads a value that the operand is compared with, and its type.
func (o operand) value(val string) (value.Value, value.Type, error) {
	if !o.json() {
		return parseValue(o, val)
	}
	v, t, err := jsonScalar(val)
	if err != nil {
		err = About(o.name, err)
	}
	return v, t, err
}

// equal is the test, Eq or Ne and their like, of the operand with a value. A
// JSON member as text (->>) is compared with all that has this text: "5" is
// the text and the number, "true" the text and the constant.
func (p *Parser) equal(test expr.Op, o operand, val string) (*expr.Node, error) {
	if !o.text {
		if n, err := p.lentTo(test, o, val); n != nil || err != nil {
			return n, err
		}
		v, t, err := o.value(val)
		if err != nil {
			return nil, err
		}
		return p.paramTest(test, o.node, v, t), nil
	}
	text, err := value.ParseText(textType, val)
	if err != nil {
		return nil, About(o.name, err)
	}
	n := p.paramTest(test, o.node, text, textType)
	v, t, err := jsonScalar(val)
	if err != nil || t.Kind != value.Int && t.Kind != value.Float && t.Kind != value.Bool {
		return n, nil // not of JSON, or a text: only the text itself
	}
	return combine(test == expr.Ne, []*expr.Node{n, p.paramTest(test, o.node, v, t)}), nil
}

var (
	textType  = value.Type{Kind: value.Text}
	intType   = value.Type{Kind: value.Int}
	floatType = value.Type{Kind: value.Float}
	boolType  = value.Type{Kind: value.Bool}
	jsonType  = value.Type{Kind: value.JSON}
)

// parseValue reads a value as the operand's type. A number that a decimal
// field is too coarse for is still compared with exactly.
func parseValue(o operand, val string) (value.Value, value.Type, error) {
	v, err := value.ParseText(o.typ, val)
	if err == nil {
		return v, o.typ, nil
	}
	if o.typ.Kind == value.Decimal {
		loose := value.Type{Kind: value.Decimal}
		if v, looseErr := value.ParseText(loose, val); looseErr == nil {
			return v, loose, nil
		}
	}
	return v, o.typ, About(o.name, err)
}

// jsonScalar reads a JSON value: a scalar as the type it has, all else as JSON.
func jsonScalar(val string) (value.Value, value.Type, error) {
	doc, err := value.ParseText(jsonType, val)
	if err != nil || doc.IsNull() {
		return value.Value{}, jsonType, fault.New(fault.Value, "%s is not a JSON value", Quote(val)).
			WithHint(`compare a JSON member with a JSON value, as in ->a=eq."red", or as text, as in ->>a=eq.red`)
	}
	raw := []byte(doc.Raw())
	for _, t := range [...]value.Type{intType, floatType, boolType, textType} {
		if t.Kind != value.Text && raw[0] == '"' {
			continue
		}
		if v, err := value.ParseJSON(t, raw); err == nil {
			return v, t, nil
		}
	}
	return doc, jsonType, nil
}

// About names the field that a value's error is about.
func About(name string, err error) error {
	e := *fault.As(err)
	e.Field = name
	e.Message = name + ": " + e.Message
	return &e
}
