package expr

import (
	"bedplate/value"
)

// comparison checks l op r, giving literals and facts the other side's type.
func (c *checker) comparison(op Op, l, r operand, pos Pos) operand {
	if keyless(l) && r.form == nothing {
		return c.nobodyTest(op, l, pos)
	}
	if keyless(r) && l.form == nothing {
		return c.nobodyTest(op, r, pos)
	}
	l, r = c.value(l), c.value(r)
	if l.form == bad || r.form == bad {
		return operand{pos: pos}
	}
	if l.form == nothing || r.form == nothing {
		return c.nullTest(op, l, r, pos)
	}
	if l.form == rigid {
		c.checkEnum(l.values, r)
	}
	if r.form == rigid {
		c.checkEnum(r.values, l)
	}
	want, ok := c.common(l, r, pos)
	if !ok {
		return operand{pos: pos}
	}
	a, b := c.side(l, want), c.side(r, want)
	if a == nil || b == nil || !c.comparable(op, a, b, l, r, pos) {
		return operand{pos: pos}
	}
	return c.test(op, pos, a, b)
}

// common gives the type that two values compare as.
func (c *checker) common(l, r operand, pos Pos) (value.Type, bool) {
	switch {
	case l.form == rigid && r.form == rigid:
		if fits(l.node.Type, r.node.Type) || jsonBeside(l.node.Type, r.node.Type) || jsonBeside(r.node.Type, l.node.Type) {
			return l.node.Type, true
		}
		c.report(pos, typeCode, "", "cannot compare %s with %s", l.describe(), r.describe())
		return value.Type{}, false
	case l.form == rigid:
		return l.node.Type, true
	case r.form == rigid:
		return r.node.Type, true
	}
	want := wider(l.natural(), r.natural())
	if want.Kind == value.Null {
		c.report(pos, typeCode, "", "cannot compare %s with %s", l.describe(), r.describe())
	}
	return want, want.Kind != value.Null
}

// side gives one side of a comparison the common type; what has a type of its
// own was matched already.
func (c *checker) side(o operand, want value.Type) *Node {
	if o.form == rigid {
		return o.node
	}
	if want.Kind == value.JSON && (o.form == sum || o.form == choice || o.form == fact && o.node.Name != "claims") {
		want = o.natural()
	}
	return c.as(o, want, false)
}

// jsonBeside tells whether a JSON document can be compared with a value of
// type t: what JSON has a type for.
func jsonBeside(doc, t value.Type) bool {
	if doc.Kind != value.JSON {
		return false
	}
	switch t.Kind {
	case value.Text, value.Int, value.Float, value.Decimal, value.Bool:
		return true
	}
	return false
}

// comparable reports what has no equality or no order.
func (c *checker) comparable(op Op, a, b *Node, l, r operand, pos Pos) bool {
	for _, side := range []struct {
		n *Node
		o operand
	}{{a, l}, {b, r}} {
		k := side.n.Type.Kind
		switch {
		case k == value.List:
			c.report(pos, refusedCode, `write "x" in tags, or size(tags) == 0`, "lists cannot be compared")
			return false
		case k == value.Bool && isOperation(side.n):
			c.report(pos, refusedCode, "write it with &&, || and !", "the outcome of a condition cannot be compared")
			return false
		case op != Eq && op != Ne && k == value.Bool:
			c.report(pos, typeCode, "", "bool has no order")
			return false
		case (op != Eq && op != Ne) && a.Type.Kind == value.JSON && b.Type.Kind == value.JSON:
			c.report(pos, typeCode, "compare with a value of a known type", "json has no order of its own")
			return false
		}
	}
	return true
}

// isOperation tells a test from a value that happens to be a bool.
func isOperation(n *Node) bool {
	switch n.Op {
	case Literal, Param, Bind, Auth, Request, Field, If, Coalesce:
		return false
	}
	return true
}

// nullTest checks x == null and x != null.
func (c *checker) nullTest(op Op, l, r operand, pos Pos) operand {
	if l.form == nothing {
		l = r
	}
	name := l.what
	if name == "" {
		name = "this"
	}
	switch {
	case op != Eq && op != Ne:
		return c.bad(pos, typeCode, "write == null or != null", "null has no order")
	case l.form == fact:
		// Any fact can be absent, whatever type it would have had.
		if l.node.Type = (value.Type{Kind: value.Text}); l.node.Name == "claims" {
			l.node.Type = jsonType
		}
	case l.form != rigid || !nullTestable(l.node):
		return c.bad(pos, typeCode, "null stands beside fields and auth.*", "%s cannot be compared with null", l.describe())
	case !l.nullable:
		return c.bad(pos, typeCode, "leave the test out", "%s is never null", name)
	}
	o := c.test(IsNull, pos, l.node)
	if op == Ne {
		o = c.test(Not, pos, o.node)
	}
	return o
}

// keyless tells a reference of several columns, which has no value of its own.
func keyless(o operand) bool { return o.form == records && o.key == nil && o.rel != nil }

// nobodyTest checks reference == null where the reference has several columns:
// it leads nowhere where one of them is null.
func (c *checker) nobodyTest(op Op, o operand, pos Pos) operand {
	if op != Eq && op != Ne {
		return c.bad(pos, typeCode, "write == null or != null", "null has no order")
	}
	var tests []*Node
	for _, local := range o.rel.Local {
		m, name, ok := fieldMember(o.rel.Base, local)
		if !ok || !m.Nullable && o.node.Args[0].Op != Walk {
			continue
		}
		m.Relation = nil // its value is meant
		tests = append(tests, c.test(IsNull, pos, c.member(o.node.Args[0], o.rel.Base, m, name, o.pos).node).node)
	}
	if len(tests) == 0 {
		return c.bad(pos, typeCode, "leave the test out", "%s is never null", o.rel.Name)
	}
	n := OrOf(tests...)
	if op == Ne {
		n = &Node{Op: Not, Type: boolType, Args: []*Node{n}, Pos: pos}
	}
	return c.typed(n, false)
}

func nullTestable(n *Node) bool {
	switch n.Op {
	case Field, Path, Auth, Request, Now, Concat, If, Coalesce:
		return true
	}
	return false
}

// membership checks x in list.
func (c *checker) membership(x, in operand, pos Pos) operand {
	switch in.form {
	case bad:
		return operand{pos: pos}
	case list:
		return c.amongItems(x, in, pos)
	case relation:
		return c.bad(pos, typeCode, "write "+in.rel.Name+".exists(x, ...)", "in does not look into %s", in.describe())
	}
	in = c.value(in)
	if x.form == bad || in.form == bad {
		return operand{pos: pos}
	}
	if x.form == nothing {
		return c.bad(x.pos, typeCode, "", "null is in no list")
	}
	var items *Node
	switch {
	case in.form == rigid && in.node.Type.Kind == value.List:
		items = in.node
	case in.form == fact && in.node.Name == "claims":
		of := x.natural()
		if of.Kind == value.Null || of.Kind == value.List || of.Kind == value.JSON {
			return c.bad(pos, typeCode, "", "it is not known what %s is a list of", in.describe())
		}
		items = c.factAs(in, value.Type{Kind: value.List, Elem: of.Kind, Precision: of.Precision, Scale: of.Scale})
	default:
		return c.bad(pos, typeCode, "", "in looks into lists, not %s", in.describe())
	}
	elem := items.Type.Element()
	if x.form == rigid && !fits(x.node.Type, elem) {
		return c.bad(pos, typeCode, "", "%s cannot be in a %s", x.describe(), typeName(items.Type))
	}
	return c.test(In, pos, c.as(x, elem, false), items)
}

// amongItems checks x in [a, b, c].
func (c *checker) amongItems(x, in operand, pos Pos) operand {
	if len(in.args) == 0 {
		return c.bad(pos, valueCode, "", "the list is empty: nothing is in it")
	}
	var first *operand // what gives the others its type
	if x.form == rigid {
		first = &x
	}
	var natural value.Type
	items := make([]operand, len(in.args))
	failed := x.form == bad
	for i := range in.args {
		items[i] = c.value(in.args[i])
		switch o := items[i]; {
		case o.form == bad:
			failed = true
		case o.form == nothing:
			c.report(o.pos, typeCode, "write x == null || x in [...]", "null is in no list")
			failed = true
		case o.form == rigid && first == nil:
			first = &items[i]
		case first == nil:
			natural = wider(natural, o.natural())
		}
	}
	if x.form == nothing {
		return c.bad(x.pos, typeCode, "", "null is in no list")
	}
	if x.form == bad {
		return operand{pos: pos}
	}
	if first == nil {
		t := wider(x.natural(), natural)
		if t.Kind == value.Null {
			return c.bad(pos, typeCode, "", "the items of the list and what is looked for have no common type")
		}
		first = &operand{form: rigid, node: &Node{Op: Literal, Type: t}}
	}
	args := make([]*Node, 1, len(items)+1)
	for _, o := range append([]operand{x}, items...) {
		if o.form == bad || o.form == nothing {
			continue // reported
		}
		if first.values != nil {
			c.checkEnum(first.values, o)
		}
		t, ok := c.common(*first, o, o.pos)
		if !ok {
			failed = true
			continue
		}
		n := c.side(o, t)
		if n == nil || !c.comparable(Eq, first.node, n, *first, o, o.pos) {
			failed = true
			continue
		}
		args = append(args, n)
	}
	if failed {
		return operand{pos: pos}
	}
	return c.test(In, pos, args[1:]...)
}
