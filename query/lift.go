package query

import (
	"bedplate/expr"
	"bedplate/value"
)

// Lift makes parameters of the literals that a caller's expression compares with, so
// that expressions which differ only in them share a plan. param makes one.
func Lift(n *expr.Node, param func(value.Value, value.Type) *expr.Node) *expr.Node {
	return expr.Rewrite(n, func(n *expr.Node) *expr.Node {
		if n.Op == expr.In {
			return liftList(n, param)
		}
		return lift(n, param)
	})
}

// Terms counts the conditions of an expression.
func Terms(n *expr.Node) int {
	count := 0
	expr.Visit(n, func(n *expr.Node) bool {
		switch n.Op {
		case expr.And, expr.Or, expr.Not:
			return true
		}
		if n.Type.Kind == value.Bool && len(n.Args) > 0 {
			count++
		}
		return true
	})
	return max(count, 1)
}

func lift(n *expr.Node, param func(value.Value, value.Type) *expr.Node) *expr.Node {
	switch n.Op {
	case expr.Eq, expr.Ne, expr.Lt, expr.Le, expr.Gt, expr.Ge,
		expr.StartsWith, expr.EndsWith, expr.Contains, expr.Like, expr.ILike, expr.Search:
	default:
		return n
	}
	out := n
	for i, a := range n.Args {
		if a.Op != expr.Literal || a.Value.IsNull() || a.Type.Kind == value.Bool {
			continue
		}
		if out == n {
			c := *n
			c.Args = append([]*expr.Node(nil), n.Args...)
			out = &c
		}
		out.Args[i] = param(a.Value, a.Type)
	}
	return out
}

// liftList makes one parameter of the literals of in [...], where a list can
// hold them all, so that lists of any length share a plan.
func liftList(n *expr.Node, param func(value.Value, value.Type) *expr.Node) *expr.Node {
	subject, items := n.Args[0], n.Args[1:]
	elem := items[0].Type
	if subject.Type.Kind != elem.Kind || elem.Kind == value.JSON || elem.Kind == value.List {
		return n
	}
	values := make([]value.Value, len(items))
	for i, item := range items {
		if item.Op != expr.Literal || item.Type != elem || item.Value.IsNull() {
			return n
		}
		values[i] = item.Value
	}
	list := value.Type{Kind: value.List, Elem: elem.Kind, Precision: elem.Precision, Scale: elem.Scale}
	return expr.TestOf(expr.In, subject, param(value.OfList(values), list))
}
