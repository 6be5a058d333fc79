package sqlgen

import (
	"bedplate/expr"
	"bedplate/schema"
	"bedplate/store/plan"
	"bedplate/value"
)

// folds are the functions of a Fold as aggregates.
var folds = map[string]plan.Aggregate{
	expr.FoldAvg: plan.Avg, expr.FoldMin: plan.Min, expr.FoldMax: plan.Max,
	expr.FoldStddev: plan.Stddev, expr.FoldStddevSample: plan.StddevSample,
	expr.FoldVariance: plan.Variance, expr.FoldVarSample: plan.VarianceSample,
}

// fold gives a function over the records that a relation leads to: a decimal of a sum is
// a NumberKey.
func (g *builder) fold(n *expr.Node, s scope) scalar {
	target, alias := schema.Of(n.Rel), g.newAlias()
	inner := s.with(n.Index, alias, target)
	function := ""
	switch of := n.Args[1]; n.Name {
	case expr.FoldDistinct:
		function = "COUNT(DISTINCT " + g.compared(of, inner) + ")"
	case expr.FoldSum:
		arg, t := g.computed(of, inner)
		if t.Kind == value.Int { // exact, however large
			t = value.Type{Kind: value.Decimal, Precision: maxNarrow}
		}
		function, _ = g.sum(arg, t)
	default:
		arg, t := g.computed(of, inner)
		function, _ = g.folding(folds[n.Name], arg, t)
	}
	where := and(g.joined(n.Rel, alias, n.Args[0], s), g.guard(n, alias))
	if len(n.Args) > 2 {
		where = and(where, g.truth(n.Args[2], inner))
	}
	return scalar{sql: "(SELECT " + function + " FROM " + g.table(target, alias) + " WHERE " + where + ")", null: n.Name != expr.FoldDistinct}
}
