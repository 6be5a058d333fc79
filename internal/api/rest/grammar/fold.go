package grammar

import (
	"slices"

	"bedplate/expr"
	"bedplate/query"
)

// constant tells whether an expression has one value for all records that a
// row of the answer is made of: always where nothing is folded, and otherwise
// where it is made of what they are grouped by.
func (sel *selection) constant(n *expr.Node) bool {
	return !sel.folds() || sel.settled(n)
}

// settled tells it of a field or a JSON path, which is all that rows are sorted by.
func (sel *selection) settled(n *expr.Node) bool {
	for i := range sel.outputs {
		if o := &sel.outputs[i]; o.Embed == nil && o.Aggregate == query.NoAggregate && expr.Same(o.Expr, n) {
			return true
		}
	}
	switch base := n.Args[0]; {
	case n.Op == expr.Path:
		return sel.settled(base)
	case base.Op == expr.Walk: // one record for each value of the reference
		return !slices.ContainsFunc(base.Rel.Local, func(local int) bool {
			f := sel.collection.Fields[local]
			return !sel.settled(expr.FieldOf(expr.Self, local, f.Name, f.Type))
		})
	}
	return slices.ContainsFunc(sel.embeds, func(e embedding) bool {
		return e.output != hidden && slices.Contains(e.relation.Local, n.Index)
	})
}
