package grammar

import (
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// group reads and=(...) or or=(...) from its opening bracket on. Under not it
// gives when the group is false in SQL's sense, by De Morgan's laws: every
// leaf knows when it is true and when it is false, and both leave nulls out.
func (p *Parser) group(l *Level, t *text, and, not bool, depth int) (*expr.Node, error) {
	if depth > maxDepth {
		return nil, fault.Of(fault.TooComplex, t.arg, "conditions are nested more than %d deep", maxDepth)
	}
	if err := t.expect('('); err != nil {
		return nil, err
	}
	var parts []*expr.Node
	for {
		n, err := p.member(l, t, not, depth)
		if err != nil {
			return nil, err
		}
		parts = append(parts, n)
		t.spaces()
		if t.take(")") {
			t.spaces()
			return combine(and != not, parts), nil
		}
		if t.done() {
			return nil, t.fail("the brackets of the group are not closed")
		}
		if err := t.expect(','); err != nil {
			return nil, err
		}
	}
}

// member reads one member of a group: another group, or a condition.
func (p *Parser) member(l *Level, t *text, not bool, depth int) (*expr.Node, error) {
	t.spaces()
	start, inner := t.pos, not
	if t.take("not.") {
		inner = !inner
	}
	for _, word := range [...]string{"and", "or"} {
		at := t.pos
		if t.take(word) && t.at('(') {
			return p.group(l, t, word == "and", inner, depth+1)
		}
		t.pos = at
	}
	t.pos = start
	name, err := t.name()
	if err != nil {
		return nil, err
	}
	s := subject{name: name}
	if s.path, s.text, err = t.path(); err != nil {
		return nil, err
	}
	if !t.take(".") {
		return nil, t.fail("after %s, .operator.value is missing", Quote(name))
	}
	return p.condition(l, s, t, true, not)
}

// combine joins conditions; nil is one that is always true.
func combine(and bool, parts []*expr.Node) *expr.Node {
	if and {
		return expr.AndOf(parts...)
	}
	kept := parts[:0]
	for _, n := range parts {
		if expr.IsTrue(n) {
			return nil
		}
		if !expr.IsFalse(n) {
			kept = append(kept, n)
		}
	}
	if len(kept) == 0 {
		return expr.False
	}
	return expr.OrOf(kept...)
}

// condition reads [not.]operator.value about a subject. In a group the value
// ends at a comma or bracket. not asks for when it is false in SQL's sense.
func (p *Parser) condition(l *Level, s subject, t *text, grouped, not bool) (*expr.Node, error) {
	if err := p.term(t.arg); err != nil {
		return nil, err
	}
	if t.take("not.") {
		not = !not
	}
	start := t.pos
	word, modifier, err := t.operator()
	if err != nil {
		return nil, err
	}
	if i := l.embed(s.name); i >= 0 && len(s.path) == 0 {
		if word == "is" || p.Sight.Field(l.collection, s.name) == nil {
			return p.presence(l, i, word, t, grouped, not)
		}
	}
	o, err := p.operand(l.collection, expr.Self, s)
	if err != nil {
		return nil, err
	}
	op, known := operators[word]
	if !known {
		t.pos = start
		return nil, unknownOperator(t, word)
	}
	if modifier != "" && op < opSearch && !op.quantifies() {
		t.pos = start
		return nil, t.fail("only eq, like, ilike, gt, gte, lt, lte, match and imatch take any and all")
	}
	switch op {
	case opIn:
		items, err := t.list(grouped)
		if err != nil {
			return nil, err
		}
		return p.in(o, items, not)
	case opIs:
		val, err := t.value(grouped)
		if err != nil {
			return nil, err
		}
		return p.is(o, t, val, not)
	}
	val, err := t.value(grouped)
	if err != nil {
		return nil, err
	}
	if op >= opSearch {
		return p.search(l, o, op, modifier, val, not)
	}
	if modifier != "" {
		return p.quantified(o, t, op, modifier, val, not)
	}
	return p.test(o, t, op, val, not)
}

// presence is comments=is.null or not.is.null about an embed.
func (p *Parser) presence(l *Level, i int, word string, t *text, grouped, not bool) (*expr.Node, error) {
	name := l.selection.embeds[i].name
	val, err := t.value(grouped)
	if err != nil {
		return nil, err
	}
	val = strings.ToLower(val)
	if word != "is" || val != "null" && val != "not_null" {
		return nil, fault.Of(fault.Syntax, name, "an embed like %s takes only is.null and not.is.null", Quote(name)).
			WithHint("filter its rows by its fields, as in %s.field=eq.value", ValidText(name))
	}
	there := l.exists(p, i)
	// It repeats the embed's own conditions, and those of embeds in it.
	if p.terms += query.Terms(there) - 1; p.terms > maxTerms {
		return nil, fault.Of(fault.TooComplex, name, "the request has more than %d conditions", maxTerms)
	}
	if (val == "null") != not {
		return expr.NotOf(there), nil
	}
	return there, nil
}

// quantified is an operator with any or all: eq(any).{1,2}.
func (p *Parser) quantified(o operand, t *text, op operator, modifier, val string, not bool) (*expr.Node, error) {
	items, err := value.ParseText(value.Type{Kind: value.List, Elem: value.Text}, val)
	if err != nil || !strings.HasPrefix(val, "{") {
		return nil, t.fail("%s is not a list of values", Quote(val))
	}
	texts, err := items.Items(textType)
	if err != nil {
		return nil, err
	}
	parts := make([]*expr.Node, 0, len(texts))
	for i, text := range texts {
		if i > 0 {
			if err := p.term(t.arg); err != nil {
				return nil, err
			}
		}
		n, err := p.test(o, t, op, text.Raw(), not)
		if err != nil {
			return nil, err
		}
		parts = append(parts, n)
	}
	return combine((modifier == "all") != not, parts), nil
}

// in is in.(a,b): one list parameter, whatever its length.
func (p *Parser) in(o operand, items []string, not bool) (*expr.Node, error) {
	if len(items) > maxItems {
		return nil, fault.Of(fault.TooComplex, o.name, "the list for %s has more than %d items", o.name, maxItems)
	}
	if len(items) == 0 {
		if not {
			return nil, nil
		}
		return expr.False, nil
	}
	if o.json() || o.typ.Kind == value.JSON || o.typ.Kind == value.List {
		return p.inEach(o, items, not)
	}
	elem := o.typ
	values := make([]value.Value, len(items))
	for i := 0; i < len(items); i++ {
		one := o
		one.typ = elem
		v, t, err := parseValue(one, items[i])
		if err != nil {
			return nil, err
		}
		if t != elem { // a finer number: read all of them so
			elem, i = t, -1
			continue
		}
		values[i] = v
	}
	list := value.Type{Kind: value.List, Elem: elem.Kind, Precision: elem.Precision, Scale: elem.Scale}
	n := p.paramTest(expr.In, o.node, value.OfList(values), list)
	if not {
		return o.present(expr.NotOf(n)), nil
	}
	return n, nil
}

// inEach is in for what has no lists of its type.
func (p *Parser) inEach(o operand, items []string, not bool) (*expr.Node, error) {
	parts := make([]*expr.Node, len(items))
	for i, item := range items {
		if i > 0 {
			if err := p.term(o.name); err != nil {
				return nil, err
			}
		}
		n, err := p.compare(o, opEq, item, not)
		if err != nil {
			return nil, err
		}
		parts[i] = n
	}
	return combine(not, parts), nil
}

// is tests for null, or for a boolean's three states; it is never undefined.
func (p *Parser) is(o operand, t *text, val string, not bool) (*expr.Node, error) {
	null := expr.TestOf(expr.IsNull, o.node)
	word := strings.ToLower(val)
	var n *expr.Node
	switch word {
	case "null":
		n = null
	case "not_null":
		n = expr.NotOf(null)
	case "true", "false", "unknown":
		if o.typ.Kind != value.Bool && !(o.json() && !o.text) {
			return nil, fault.Of(fault.Type, o.name, "%s is not a bool, so it cannot be is.%s", o.name, word)
		}
		n = null
		if word != "unknown" {
			n = p.paramTest(expr.Eq, o.node, value.OfBool(word == "true"), boolType)
		}
	default:
		return nil, t.fail("%s cannot follow is: write null, not_null, true, false or unknown", Quote(val))
	}
	if not {
		return negate(n), nil
	}
	return n, nil
}

// negate is the opposite of n, without doubling a not.
func negate(n *expr.Node) *expr.Node {
	if n.Op == expr.Not {
		return n.Args[0]
	}
	return expr.NotOf(n)
}
