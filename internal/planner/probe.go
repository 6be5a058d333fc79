package planner

import (
	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/plan"
)

// Probe plans a read of the records of c that fulfil where, in the order of
// their key and at most limit (the operation's first limit) of them: whether
// each of tests holds, and then the key. The engine finds with it what rules
// hide; no rule is in it, and its rows reach no ordinary caller.
func Probe(t Target, c *schema.Collection, where *expr.Node, tests []*expr.Node) (*Read, error) {
	b := &builder{caps: t.Capabilities}
	root := &plan.Read{From: c, Limit: plan.None, Offset: plan.None}
	var err error
	if root.Where, err = b.hoist(where); err != nil {
		return nil, err
	}
	for _, test := range tests {
		e, err := b.hoist(test)
		if err != nil {
			return nil, err
		}
		root.Outputs = append(root.Outputs, plan.Output{Expr: e})
	}
	for _, k := range c.Key {
		root.Outputs = append(root.Outputs, plan.Output{Expr: fieldOf(c, k)})
	}
	if err := b.order(root, &query.Select{}); err != nil {
		return nil, err
	}
	root.Limit = b.bind(Bind{Source: FromLimit, Type: intType})
	return b.finish(root, nil, t.Prepare)
}
