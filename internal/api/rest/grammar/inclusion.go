package grammar

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/value"
)

// inclusion is cs, cd and ov: of lists by their items, of JSON as PostgreSQL's
// jsonb has it.
func (p *Parser) inclusion(o operand, op operator, val string, not bool) (*expr.Node, error) {
	switch {
	case o.typ.Kind == value.List && op == opContained:
		v, err := value.ParseText(o.typ, val)
		if err != nil {
			return nil, About(o.name, err)
		}
		return o.either(p.paramTest(expr.Within, o.node, v, o.typ), not), nil
	case o.typ.Kind == value.List:
		return p.lists(o, op, val, not)
	case o.typ.Kind == value.JSON && !o.text && op != opOverlaps:
		return p.documents(o, op, val, not)
	case o.typ.Kind == value.JSON && !o.text:
		return nil, fault.Of(fault.Unsupported, o.name, "ov works on lists, and %s is JSON", o.name).
			WithHint("join conditions by or=, as in or=(%s.cs.[1],%s.cs.[2])", ValidText(o.name), ValidText(o.name))
	case o.text:
		return nil, fault.Of(fault.Unsupported, o.name, "cs, cd and ov work on lists and JSON, and ->> gives text").
			WithHint("write -> for the member as JSON")
	}
	return nil, fault.Of(fault.Unsupported, o.name, "cs, cd and ov work on lists and JSON, and %s is of type %s", o.name, o.typ.Kind)
}

// either is a test that is false over null, or, under not, its opposite where
// there is no null.
func (o operand) either(test *expr.Node, not bool) *expr.Node {
	if not {
		return o.present(expr.NotOf(test))
	}
	return test
}

// documents is cs and cd about JSON.
func (p *Parser) documents(o operand, op operator, val string, not bool) (*expr.Node, error) {
	doc, err := value.ParseText(jsonType, val)
	if err != nil {
		return nil, About(o.name, err)
	}
	if doc.IsNull() {
		return nil, fault.Of(fault.Value, o.name, "%s: null is in no document, and no document is in it", o.name).
			WithHint("write is.null")
	}
	if parts(doc.Raw()) > maxParts {
		return nil, fault.Of(fault.TooComplex, o.name, "the document for %s has more than %d members and items", o.name, maxParts)
	}
	args := []*expr.Node{o.node, p.param(doc, jsonType)}
	if op == opContained {
		args[0], args[1] = args[1], args[0]
	}
	return o.either(expr.TestOf(expr.Includes, args...), not), nil
}

// maxParts bounds a document that others are compared with: each of its parts
// may have to be looked for among all of theirs.
const maxParts = 100

// parts counts the members and items of a document, whatever their depth.
func parts(doc string) int {
	n := 1
	for i := 0; i < len(doc); i++ {
		switch doc[i] {
		case '"':
			for i++; i < len(doc) && doc[i] != '"'; i++ {
				if doc[i] == '\\' {
					i++
				}
			}
		case ',', '[', '{':
			n++
		}
	}
	return n
}

// lists is cs and ov, about lists: all or any of the given items are there.
func (p *Parser) lists(o operand, op operator, val string, not bool) (*expr.Node, error) {
	v, err := value.ParseText(o.typ, val)
	if err != nil {
		return nil, About(o.name, err)
	}
	items, err := v.Items(o.typ.Element())
	if err != nil {
		return nil, About(o.name, err)
	}
	parts := make([]*expr.Node, len(items))
	for i, item := range items {
		if i > 0 {
			if err := p.term(o.name); err != nil {
				return nil, err
			}
		}
		parts[i] = expr.TestOf(expr.In, p.param(item, o.typ.Element()), o.node)
		if not {
			parts[i] = expr.NotOf(parts[i])
		}
	}
	n := combine((op == opContains) != not, parts)
	if n == nil {
		n = expr.True // every list contains nothing, and null does not
	}
	if expr.IsTrue(n) || not {
		return o.present(n), nil
	}
	return n, nil
}
