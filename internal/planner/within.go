package planner

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/plan"
)

// within plans which of the rows of select number are chosen before they are folded.
func (b *builder) within(sel *query.Select, number int) (*plan.Within, error) {
	in := sel.Within
	if in == nil {
		return nil, nil
	}
	if len(sel.Collection.Key) == 0 {
		return nil, fault.Of(fault.Unsupported, sel.Collection.Name, "%s has no key, by which rows could be told apart", sel.Collection.Name)
	}
	out := &plan.Within{By: in.By, Limit: plan.None, Offset: plan.None}
	named := map[int]bool{}
	for i, o := range in.Order {
		e, err := b.hoist(o.Expr)
		if err != nil {
			return nil, err
		}
		if e.Op == expr.Bind || e.Op == expr.Literal { // the same for every row
			if i < in.By {
				out.By--
			}
			continue
		}
		if isField(e) {
			named[e.Index] = true
		}
		out.Order = append(out.Order, plan.Order{Expr: e, Desc: o.Desc, NullsFirst: o.NullsFirst})
	}
	for _, k := range sel.Collection.Key {
		if !named[k] {
			out.Order = append(out.Order, plan.Order{Expr: fieldOf(sel.Collection, k)})
		}
	}
	if in.Limit != query.Unlimited {
		out.Limit = b.bind(Bind{Source: FromWithin, Index: number, Type: intType})
	}
	if in.Offset != 0 {
		out.Offset = b.bind(Bind{Source: FromBehind, Index: number, Type: intType})
	}
	return out, nil
}
