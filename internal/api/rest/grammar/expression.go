package grammar

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

// expression reads filter=, the expression language. Its literals become
// parameters, so that expressions which differ only in them share a plan.
func (p *Parser) expression(c *schema.Collection, arg Argument) (*expr.Node, error) {
	n, problems := expr.Parse(arg.Val, expr.Env{Record: c, Hidden: p.Sight.hides})
	if len(problems) > 0 {
		return nil, problems.Fault(arg.Key)
	}
	if p.terms += tests(n); p.terms > maxTerms {
		return nil, fault.Of(fault.TooComplex, arg.Key, "the request has more than %d conditions", maxTerms)
	}
	n = expr.Rewrite(n, func(n *expr.Node) *expr.Node {
		if n.Op == expr.In {
			return p.liftList(n)
		}
		return p.lift(n)
	})
	return p.rebase(n, 0), nil
}

// tests counts the conditions of an expression.
func tests(n *expr.Node) int {
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

// lift makes parameters of the literals that n compares with.
func (p *Parser) lift(n *expr.Node) *expr.Node {
	switch n.Op {
	case expr.Eq, expr.Ne, expr.Lt, expr.Le, expr.Gt, expr.Ge,
		expr.StartsWith, expr.EndsWith, expr.Contains, expr.Like, expr.ILike:
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
		out.Args[i] = p.param(a.Value, a.Type)
	}
	return out
}

// liftList makes one parameter of the literals of in [...], where a list can
// hold them all, so that lists of any length share a plan.
func (p *Parser) liftList(n *expr.Node) *expr.Node {
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
	return expr.TestOf(expr.In, subject, p.param(value.OfList(values), list))
}
