package expr

import (
	"strings"

	"bedplate/value"
)

// arithmetic checks l op r. Times move by constant durations; numbers of one
// kind calculate with each other and with literals.
func (c *checker) arithmetic(op Op, l, r operand, pos Pos) operand {
	if l.form == span || r.form == span {
		return c.shift(op, l, r, pos)
	}
	l, r = c.value(l), c.value(r)
	switch {
	case l.form == bad || r.form == bad:
		return operand{pos: pos}
	case l.form == nothing || r.form == nothing:
		return c.bad(pos, typeCode, "", "null cannot be calculated with")
	case op == Add && l.natural().Kind == value.Text && r.natural().Kind == value.Text:
		return c.concatenation(l, r, pos)
	case l.form != rigid && r.form != rigid:
		if want := wider(l.natural(), r.natural()); want.Kind == value.Text ||
			want.Kind == value.Null && (l.natural().Kind != value.Null || r.natural().Kind != value.Null) {
			return c.bad(pos, typeCode, "", "cannot calculate with %s and %s", l.describe(), r.describe())
		}
		return operand{form: sum, pos: pos, op: op, args: []operand{l, r}}
	}
	var want value.Type
	switch {
	case l.form != rigid:
		want = r.node.Type
	case r.form != rigid:
		want = l.node.Type
	case !fits(l.node.Type, r.node.Type):
		return c.bad(pos, typeCode, "", "cannot calculate with %s and %s", l.describe(), r.describe())
	default:
		want = l.node.Type
	}
	switch want.Kind {
	case value.Int, value.Float, value.Decimal:
	case value.Time:
		return c.bad(pos, typeCode, `durations are added to or taken from times: now - duration("24h")`, "a time cannot be calculated with %s", r.describe())
	default:
		return c.bad(pos, typeCode, "", "cannot calculate with %s", typeName(want))
	}
	a, b := c.as(l, want, true), c.as(r, want, true)
	if a == nil || b == nil {
		return operand{pos: pos}
	}
	n := c.calculate(pos, op, []*Node{a, b})
	if n == nil {
		return operand{pos: pos}
	}
	return c.typed(n, false)
}

// calculate makes the node of a calculation whose operands have their types.
func (c *checker) calculate(pos Pos, op Op, args []*Node) *Node {
	t := args[0].Type
	refuse := func(what string) *Node {
		c.report(pos, refusedCode, "", "%s", what)
		return nil
	}
	switch t.Kind {
	case value.Float:
		if op == Mod {
			return refuse("floats have no remainder")
		}
	case value.Decimal:
		if op == Div || op == Mod {
			return refuse("decimals know +, - and *, which are exact")
		}
		scale := 0
		for _, a := range args {
			if a.Type.Precision == 0 || a.Type.Precision > 18 {
				return refuse("decimals of more than 18 digits cannot be calculated with")
			}
			if op == Mul {
				scale += int(a.Type.Scale)
			} else {
				scale = max(scale, int(a.Type.Scale))
			}
		}
		if scale > 18 {
			return refuse("the product would have more than 18 digits after the point")
		}
		t = value.Type{Kind: value.Decimal, Precision: 18, Scale: uint8(scale)}
	}
	return &Node{Op: op, Type: t, Args: args, Pos: pos}
}

// shift checks time + duration, duration + time and time - duration.
func (c *checker) shift(op Op, l, r operand, pos Pos) operand {
	at, by := l, r
	if l.form == span && op == Add {
		at, by = r, l
	}
	if at.form == bad {
		return operand{pos: pos}
	}
	if at.form == textual {
		at = c.moment(at)
	}
	if at = c.settle(at); at.form == bad {
		return operand{pos: pos}
	}
	if by.form != span || op != Add && op != Sub || at.form != rigid || at.node.Type.Kind != value.Time {
		return c.bad(pos, typeCode, `write now - duration("24h")`, "a duration is added to or taken from a time")
	}
	d := c.literal(by.pos, value.OfInt(by.micros), intType)
	return c.typed(&Node{Op: op, Type: timeType, Args: []*Node{at.node, d}, Pos: pos}, false)
}

// settle is value for what may also be a duration.
func (c *checker) settle(o operand) operand {
	if o.form == span {
		return o
	}
	return c.value(o)
}

// moment reads a text literal as a time.
func (c *checker) moment(o operand) operand {
	if n := c.textAs(o, timeType); n != nil {
		return c.typed(n, false)
	}
	return operand{pos: o.pos}
}

// negation checks -x.
func (c *checker) negation(o operand, pos Pos) operand {
	switch o.form {
	case bad:
		return operand{pos: pos}
	case number:
		if d, ok := strings.CutPrefix(o.digits, "-"); ok {
			o.digits = d
		} else {
			o.digits = "-" + d
		}
		o.pos = pos
		return o
	case fact, sum, choice:
		return operand{form: sum, pos: pos, op: Neg, args: []operand{o}}
	case rigid:
		switch o.node.Type.Kind {
		case value.Int, value.Float, value.Decimal:
			if n := c.calculate(pos, Neg, []*Node{o.node}); n != nil {
				return c.typed(n, false)
			}
			return operand{pos: pos}
		}
	}
	return c.bad(pos, typeCode, "", "%s has no opposite", o.describe())
}
