package grammar

import (
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/value"
)

// operator is one of the grammar's operators.
type operator uint8

const (
	opEq operator = iota
	opNeq
	opGt
	opGte
	opLt
	opLte
	opLike
	opILike
	opMatch
	opIMatch
	opIn
	opIs
	opDistinct
	opContains
	opContained
	opOverlaps
	opSearch
	opSearchPlain
	opSearchInRow
	opSearchWeb
)

var operators = map[string]operator{
	"eq": opEq, "neq": opNeq, "gt": opGt, "gte": opGte, "lt": opLt, "lte": opLte,
	"like": opLike, "ilike": opILike, "match": opMatch, "imatch": opIMatch,
	"in": opIn, "is": opIs, "isdistinct": opDistinct,
	"cs": opContains, "cd": opContained, "ov": opOverlaps,
	"fts": opSearch, "plfts": opSearchPlain, "phfts": opSearchInRow, "wfts": opSearchWeb,
}

// refusedOperators are PostgREST's that this server does not have.
var refusedOperators = map[string]string{
	"sl": "a range operator", "sr": "a range operator", "nxl": "a range operator",
	"nxr": "a range operator", "adj": "a range operator",
}

func unknownOperator(t *text, word string) error {
	if what, ok := refusedOperators[word]; ok {
		return fault.Of(fault.Unsupported, t.arg, "the operator %s (%s) is not available", word, what)
	}
	return t.fail("%s is not an operator; a condition is written %s=eq.value", Quote(word), ValidText(t.arg))
}

// quantifies tells whether the operator takes any and all.
func (op operator) quantifies() bool {
	switch op {
	case opEq, opLike, opILike, opGt, opGte, opLt, opLte, opMatch, opIMatch:
		return true
	}
	return false
}

// operator takes an operator with its modifier and the dot after it.
func (t *text) operator() (word, modifier string, err error) {
	start := t.pos
	for t.pos < len(t.s) && t.s[t.pos] >= 'a' && t.s[t.pos] <= 'z' {
		t.pos++
	}
	word = t.s[start:t.pos]
	if t.take("(") {
		end := strings.IndexByte(t.rest(), ')')
		if end < 0 {
			return "", "", t.fail("a bracket is not closed")
		}
		modifier = t.rest()[:end]
		t.pos += end + 1
		if modifier != "any" && modifier != "all" && refusedOperators[word] == "" && operators[word] < opSearch {
			return "", "", t.fail("%s is not a modifier; write any or all", Quote(modifier))
		}
	}
	if !t.take(".") {
		t.pos = start
		return "", "", t.fail("%s is not operator.value, as in eq.5", Quote(t.rest()))
	}
	return word, modifier, nil
}

// value takes the value of a condition: all that follows, or in a group what
// stands before the next comma or bracket, in quotes or braces if need be.
func (t *text) value(grouped bool) (string, error) {
	if !grouped {
		v := t.rest()
		t.pos = len(t.s)
		return v, nil
	}
	if t.at('"') {
		at := t.pos
		v, err := t.quoted()
		if err == nil && (t.done() || t.at(',') || t.at(')')) {
			return v, nil
		}
		t.pos = at
	}
	if t.at('{') {
		if end := strings.IndexByte(t.rest(), '}'); end >= 0 {
			v := t.rest()[:end+1]
			t.pos += end + 1
			return v, nil
		}
	}
	end := strings.IndexAny(t.rest(), ",)")
	if end < 0 {
		end = len(t.rest())
	}
	v := t.rest()[:end]
	t.pos += end
	return v, nil
}

// list takes (a,"b,c",d).
func (t *text) list(grouped bool) ([]string, error) {
	if err := t.expect('('); err != nil {
		return nil, err
	}
	var items []string
	if t.take(")") {
		return nil, t.listEnd(grouped)
	}
	for {
		item, err := t.value(true)
		if err != nil {
			return nil, err
		}
		if items = append(items, item); len(items) > maxItems {
			return nil, fault.Of(fault.TooComplex, t.arg, "the list has more than %d items", maxItems)
		}
		switch {
		case t.take(","):
		case t.take(")"):
			return items, t.listEnd(grouped)
		default:
			return nil, t.fail("the list is not closed by a bracket")
		}
	}
}

func (t *text) listEnd(grouped bool) error {
	t.spaces()
	if grouped {
		return nil
	}
	return t.end()
}

// test is one operator with one value; not asks for when it is false.
func (p *Parser) test(o operand, t *text, op operator, val string, not bool) (*expr.Node, error) {
	switch op {
	case opLike, opILike, opMatch, opIMatch:
		return p.pattern(o, op, val, not)
	case opContains, opContained, opOverlaps:
		return p.inclusion(o, op, val, not)
	case opDistinct:
		return p.distinct(o, val, not)
	}
	return p.compare(o, op, val, not)
}

// compare is an operator that compares.
func (p *Parser) compare(o operand, op operator, val string, not bool) (*expr.Node, error) {
	if (o.typ.Kind == value.JSON && !o.json() || o.typ.Kind == value.List) && op != opEq && op != opNeq {
		return nil, fault.Of(fault.Type, o.name, "%s is of type %s, which has no order", o.name, o.typ.Kind)
	}
	test := comparison(op, not)
	n, err := p.equal(test, o, val)
	if err == nil && test == expr.Ne { // true on null, which SQL's is not
		return o.present(n), nil
	}
	return n, err
}

// comparison is the test that holds where op does, or where it is false in
// SQL's sense: those of order are false on null as they stand.
func comparison(op operator, not bool) expr.Op {
	yes, no := expr.Eq, expr.Ne
	switch op {
	case opNeq:
		yes, no = expr.Ne, expr.Eq
	case opGt:
		yes, no = expr.Gt, expr.Le
	case opGte:
		yes, no = expr.Ge, expr.Lt
	case opLt:
		yes, no = expr.Lt, expr.Ge
	case opLte:
		yes, no = expr.Le, expr.Gt
	}
	if not {
		return no
	}
	return yes
}

// distinct is isdistinct, for which null is a value like any other.
func (p *Parser) distinct(o operand, val string, not bool) (*expr.Node, error) {
	return p.equal(comparison(opNeq, not), o, val)
}

// pattern is like, ilike and match.
func (p *Parser) pattern(o operand, op operator, val string, not bool) (*expr.Node, error) {
	if o.typ.Kind != value.Text && !o.text {
		return nil, fault.Of(fault.Type, o.name, "%s is of type %s; patterns match only texts", o.name, o.typ.Kind)
	}
	test := expr.Like
	switch op {
	case opILike:
		test = expr.ILike
	case opMatch, opIMatch:
		test = expr.Matches
	}
	if test != expr.Matches {
		val = strings.ReplaceAll(val, "*", "%")
	} else if err := expr.CheckPattern(val); err != nil {
		return nil, fault.Of(fault.Value, o.name, "%s: %s", o.name, err.Error())
	}
	if op == opIMatch {
		val = expr.EitherCase(val)
		if err := expr.CheckPattern(val); err != nil {
			return nil, fault.Of(fault.Value, o.name, "%s: with letters of both cases, %s", o.name, err.Error())
		}
	}
	v, err := value.ParseText(textType, val)
	if err != nil {
		return nil, About(o.name, err)
	}
	n := p.paramTest(test, o.node, v, textType)
	if not {
		return o.present(expr.NotOf(n)), nil
	}
	return n, nil
}
