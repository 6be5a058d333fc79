package storetest

import (
	"slices"

	"bedplate/expr"
	"bedplate/store/plan"
)

// maxAttempts bounds how often a failing case is tried in smaller forms.
const maxAttempts = 2000

// shrink gives the smallest of what is reached by single steps that still
// fails.
func shrink[T any](failing T, smaller func(T) []T, fails func(T) bool) T {
	attempts := 0
again:
	for _, candidate := range smaller(failing) {
		if attempts++; attempts > maxAttempts {
			return failing
		}
		if fails(candidate) {
			failing = candidate
			goto again
		}
	}
	return failing
}

// smallerExpr gives the expressions with one node of n taken out.
func smallerExpr(n *expr.Node) []*expr.Node {
	if n == nil {
		return nil
	}
	var out []*expr.Node
	if n.Type.Kind == boolType.Kind && n.Op != expr.Literal {
		out = append(out, expr.True, expr.False)
	}
	for i, a := range n.Args {
		quantified := i == 1 && (n.Op == expr.Exists || n.Op == expr.All)
		if a.Type == n.Type && !quantified && n.Type.Kind != 0 {
			out = append(out, a)
		}
	}
	if len(n.Args) > 2 && n.Op != expr.If {
		for i := 1; i < len(n.Args); i++ {
			out = append(out, with(n, func(c *expr.Node) { c.Args = slices.Delete(c.Args, i, i+1) }))
		}
	}
	if n.Guard != nil {
		out = append(out, with(n, func(c *expr.Node) { c.Guard = nil }))
		for _, g := range smallerExpr(n.Guard) {
			out = append(out, with(n, func(c *expr.Node) { c.Guard = g }))
		}
	}
	for i, a := range n.Args {
		for _, s := range smallerExpr(a) {
			out = append(out, with(n, func(c *expr.Node) { c.Args[i] = s }))
		}
	}
	return out
}

// with gives a changed copy of n.
func with(n *expr.Node, change func(*expr.Node)) *expr.Node {
	c := *n
	c.Args = slices.Clone(n.Args)
	change(&c)
	return &c
}

// smallerRead gives the plans with one part of p taken out.
func smallerRead(p *plan.Read) []*plan.Read {
	var out []*plan.Read
	add := func(change func(*plan.Read)) {
		c := *p
		c.Outputs, c.Order = slices.Clone(p.Outputs), slices.Clone(p.Order)
		change(&c)
		out = append(out, &c)
	}
	if p.Where != nil {
		add(func(c *plan.Read) { c.Where = nil })
	}
	if p.Limit != plan.None {
		add(func(c *plan.Read) { c.Limit = plan.None })
	}
	if p.Within != nil {
		add(func(c *plan.Read) { c.Within = nil })
	}
	if p.Offset != plan.None {
		add(func(c *plan.Read) { c.Offset = plan.None })
	}
	for i := range p.Order {
		if !p.Group && i < len(p.Order)-len(p.From.Key) {
			add(func(c *plan.Read) { c.Order = slices.Delete(c.Order, i, i+1) })
		}
	}
	for i, o := range p.Outputs {
		if len(p.Outputs) > 1 && (!p.Group || o.Aggregate != plan.NoAggregate) {
			add(func(c *plan.Read) { c.Outputs = slices.Delete(c.Outputs, i, i+1) })
		}
		if o.Nested != nil {
			for _, inner := range smallerRead(o.Nested) {
				add(func(c *plan.Read) { c.Outputs[i].Nested = inner })
			}
		}
		if o.Expr != nil && o.Aggregate == plan.NoAggregate && !p.Group {
			for _, e := range smallerExpr(o.Expr) {
				add(func(c *plan.Read) { c.Outputs[i].Expr = e })
			}
		}
	}
	for _, w := range smallerExpr(p.Where) {
		add(func(c *plan.Read) { c.Where = w })
	}
	return out
}
