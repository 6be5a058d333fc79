package storetest

import (
	"bedplate/expr"
	"bedplate/value"
)

// choice makes a value of type t by ? : or coalesce, or takes one as a computed
// field does.
func (g *grower) choice(in scope, t value.Type, depth int) *expr.Node {
	if g.chance(20) {
		n := g.operand(in, t, depth-1)
		return &expr.Node{Op: expr.Settled, Type: n.Type, Args: []*expr.Node{n}}
	}
	return g.among(in, t, depth, g.alternative(in, t, depth-1), g.alternative(in, t, depth-1))
}

// among chooses between alternatives.
func (g *grower) among(in scope, t value.Type, depth int, args ...*expr.Node) *expr.Node {
	shared := g.shared(t, args)
	if g.chance(40) {
		return &expr.Node{Op: expr.Coalesce, Type: shared, Args: args}
	}
	when := g.test(in, depth-1)
	return &expr.Node{Op: expr.If, Type: shared, Args: append([]*expr.Node{when}, args...)}
}

// alternative makes one of the values to choose from: null now and then, and
// for a bool also a test.
func (g *grower) alternative(in scope, t value.Type, depth int) *expr.Node {
	switch {
	case g.chance(10):
		return expr.LiteralOf(value.Value{}, t)
	case t.Kind == value.Bool && g.chance(40):
		return g.test(in, depth)
	}
	return g.operand(in, t, depth)
}

// shared is the type of a choice: of decimals, one that holds both.
func (*grower) shared(t value.Type, args []*expr.Node) value.Type {
	if t.Kind != value.Decimal {
		return t
	}
	whole, scale, wide := 1, 0, false
	for _, a := range args {
		if a.Op == expr.Literal && a.Value.IsNull() {
			continue
		}
		whole, scale = max(whole, int(a.Type.Precision)-int(a.Type.Scale)), max(scale, int(a.Type.Scale))
		wide = wide || a.Type.Precision > 18
	}
	precision := whole + scale
	if !wide && scale <= 18 {
		precision = min(precision, 18)
	}
	return value.Type{Kind: value.Decimal, Precision: uint8(min(precision, 255)), Scale: uint8(scale)}
}
