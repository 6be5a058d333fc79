package query

import "bedplate/expr"

// maxRanked is how many conditions the best are chosen by.
const maxRanked = 10

// Rank gives the order of rows that are searched for and in no order of their
// own, the best first; nil where they are not.
func Rank(sel *Select) []Order {
	if len(sel.Order) > 0 || sel.Where == nil || len(sel.Collection.Search) == 0 {
		return nil
	}
	for i := range sel.Outputs {
		if sel.Outputs[i].Aggregate != NoAggregate {
			return nil
		}
	}
	found := searches(nil, sel.Where)
	if len(found) == 0 {
		return nil
	}
	rank := expr.RankOf(found[0])
	for _, s := range found[1:min(len(found), maxRanked)] {
		rank = &expr.Node{Op: expr.Add, Type: rank.Type, Args: []*expr.Node{rank, expr.RankOf(s)}}
	}
	return []Order{{Expr: rank, Desc: true, NullsFirst: true}}
}

// searches gives the searches of the record itself that n wants to be true.
func searches(to []*expr.Node, n *expr.Node) []*expr.Node {
	switch n.Op {
	case expr.And, expr.Or:
		for _, a := range n.Args {
			to = searches(to, a)
		}
	case expr.Search:
		if base := n.Args[1].Args[0]; base.Op == expr.Var && base.Index == 0 {
			to = append(to, n)
		}
	}
	return to
}
