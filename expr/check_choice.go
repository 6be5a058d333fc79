package expr

import (
	"cel.dev/cel-go/common/ast"

	"bedplate/value"
)

// conditional checks condition ? a : b.
func (c *checker) conditional(args []ast.Expr, pos Pos) operand {
	when := c.condition(args[0])
	a, b := c.value(c.part(args[1])), c.value(c.part(args[2]))
	if when == nil {
		return operand{pos: pos}
	}
	return c.choose(operand{form: choice, pos: pos, op: If, when: when, args: []operand{a, b}})
}

// coalesce checks coalesce(a, b, ...).
func (c *checker) coalesce(args []ast.Expr, pos Pos) operand {
	if len(args) < 2 {
		return c.bad(pos, typeCode, `write coalesce(nickname, "nobody")`, "coalesce takes two arguments or more")
	}
	out := operand{form: choice, pos: pos, op: Coalesce}
	for _, a := range args {
		o := c.value(c.part(a))
		if o.form == nothing {
			return c.bad(o.pos, typeCode, "leave it out", "coalesce gives what is not null")
		}
		out.args = append(out.args, o)
	}
	return c.choose(out)
}

// choose gives a choice the type that its alternatives have, where one has a
// type of its own; otherwise it stays open.
func (c *checker) choose(o operand) operand {
	var want value.Type
	found, nulls := false, 0
	for _, a := range o.args {
		switch {
		case a.form == bad:
			return operand{pos: o.pos}
		case a.form == nothing:
			nulls++
		case a.form == rigid && found && !fits(a.node.Type, want):
			return c.bad(a.pos, typeCode, "", "the alternatives are %s and %s", typeName(want), a.describe())
		case a.form == rigid && (!found || a.node.Type.Precision > want.Precision):
			want, found = a.node.Type, true
		}
	}
	switch {
	case nulls == len(o.args):
		return c.bad(o.pos, typeCode, "", "both alternatives are null")
	case found:
		n := c.choiceAs(o, want, false)
		if n == nil {
			return operand{pos: o.pos}
		}
		return c.typed(n, c.mayBeNull(o))
	case o.natural().Kind == value.Null && !anyClaim(o):
		return c.bad(o.pos, typeCode, "", "the alternatives have no common type")
	}
	return o
}

// anyClaim tells whether an alternative takes whatever type is wanted.
func anyClaim(o operand) bool {
	for _, a := range o.args {
		if a.form != fact && a.form != nothing && a.natural().Kind != value.Null {
			return false
		}
	}
	return true
}

// mayBeNull tells whether a choice can be null.
func (c *checker) mayBeNull(o operand) bool {
	null := func(a operand) bool { return a.form == nothing || a.form == rigid && a.nullable }
	if o.op == If {
		return null(o.args[0]) || null(o.args[1])
	}
	for _, a := range o.args {
		if a.form == number || a.form == textual || a.form == rigid && !a.nullable && Definite(a.node) {
			return false
		}
	}
	return null(o.args[len(o.args)-1])
}

// choiceAs gives a choice the type want, alternative by alternative.
func (c *checker) choiceAs(o operand, want value.Type, arithmetic bool) *Node {
	var args []*Node
	if o.when != nil {
		args = append(args, o.when)
	}
	first := len(args)
	for _, a := range o.args {
		n := &Node{Op: Literal, Type: want, Pos: a.pos}
		if a.form != nothing {
			if n = c.as(a, want, arithmetic); n == nil {
				return nil
			}
		}
		args = append(args, n)
	}
	return &Node{Op: o.op, Type: sharedType(want, args[first:]), Args: args, Pos: o.pos}
}

// sharedType gives the type that holds every alternative: of decimals, one with
// room for each of them, as far as calculations reach where all of them do.
func sharedType(want value.Type, args []*Node) value.Type {
	if want.Kind != value.Decimal {
		return want
	}
	whole, scale, wide := 0, 0, false
	for _, a := range args {
		if a.Op == Literal && a.Value.IsNull() {
			continue
		}
		whole, scale = max(whole, int(a.Type.Precision)-int(a.Type.Scale)), max(scale, int(a.Type.Scale))
		wide = wide || a.Type.Precision == 0 || a.Type.Precision > maxExact
	}
	precision := whole + scale
	switch {
	case !wide && scale <= maxExact:
		precision = min(precision, maxExact)
	case precision > 255:
		precision = 255
	}
	return value.Type{Kind: value.Decimal, Precision: uint8(precision), Scale: uint8(scale)}
}

// maxExact is how many digits a decimal has that can be calculated with.
const maxExact = 18

// concatenation checks text + text.
func (c *checker) concatenation(l, r operand, pos Pos) operand {
	a, b := c.as(l, textType, false), c.as(r, textType, false)
	if a == nil || b == nil {
		return operand{pos: pos}
	}
	return c.typed(&Node{Op: Concat, Type: textType, Args: []*Node{a, b}, Pos: pos},
		l.form == rigid && l.nullable || r.form == rigid && r.nullable)
}
