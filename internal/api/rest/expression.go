package rest

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

// expression reads filter=, the expression language. Its literals become
// parameters, so that expressions which differ only in them share a plan.
func (p *parser) expression(c *schema.Collection, arg argument) (*expr.Node, error) {
	n, problems := expr.Parse(arg.val, expr.Env{Record: c, Hidden: p.sight.hides})
	if len(problems) > 0 {
		return nil, problems.Fault(arg.key)
	}
	if p.terms += tests(n); p.terms > maxTerms {
		return nil, fault.Of(fault.TooComplex, arg.key, "the request has more than %d conditions", maxTerms)
	}
	n = expr.Rewrite(n, func(n *expr.Node) *expr.Node {
		if n.Op != expr.In && n.Op != expr.Matches {
			return p.lift(n)
		}
		return n
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
func (p *parser) lift(n *expr.Node) *expr.Node {
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
