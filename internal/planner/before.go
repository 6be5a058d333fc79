package planner

import (
	"bedplate/expr"
	"bedplate/schema"
	"bedplate/store/plan"
)

// Before plans a read of the keys of those records whose field is less than
// that of the row at hand, in the field's order and at most limit (the
// operation's first limit) of them. The engine uses it to clear away what is
// past its time.
func Before(t Target, c *schema.Collection, field int) (*Read, error) {
	b := &builder{caps: t.Capabilities}
	root := &plan.Read{From: c, Limit: plan.None, Offset: plan.None, Lock: true}
	for _, k := range c.Key {
		root.Outputs = append(root.Outputs, plan.Output{Expr: fieldOf(c, k)})
	}
	at := b.bindNode(Bind{Source: FromRow, Index: field, Type: c.Fields[field].Type})
	root.Where = expr.TestOf(expr.Lt, fieldOf(c, field), at)
	root.Order = []plan.Order{{Expr: fieldOf(c, field)}}
	root.Limit = b.bind(Bind{Source: FromLimit, Type: intType})
	return b.finish(root, nil, t.Prepare)
}
