package sqlgen

import (
	"strconv"
	"strings"

	"bedplate/expr"
	"bedplate/store/plan"
	"bedplate/value"
)

// aggregate gives a function over a group's rows and the column it makes.
func (q *reader) aggregate(o plan.Output) (string, Column) {
	if o.Aggregate == plan.CountRows {
		t := Column{Type: value.Type{Kind: value.Int}}
		if o.Expr == nil {
			return "COUNT(*)", t
		}
		return "COUNT(" + q.value(o.Expr, q.scope).sql + ")", t
	}
	if o.Aggregate == plan.CountDistinct {
		return "COUNT(DISTINCT " + q.compared(o.Expr, q.scope) + ")", Column{Type: value.Type{Kind: value.Int}}
	}
	arg, t := q.computed(o.Expr)
	sql, c := q.folding(o.Aggregate, arg, t)
	c.Calculated = (o.Aggregate == plan.Min || o.Aggregate == plan.Max) && calculated(o.Expr)
	return sql, c
}

// folding applies a function to a column of a type.
func (g *builder) folding(what plan.Aggregate, arg string, t value.Type) (string, Column) {
	switch what {
	case plan.Variance, plan.VarianceSample, plan.Stddev, plan.StddevSample:
		return g.spread(what, arg, t)
	case plan.Min, plan.Max:
		return g.dialect.Extreme(arg, t, what == plan.Max), Column{Type: t}
	case plan.Sum:
		return g.sum(arg, t)
	}
	return g.average(arg, t)
}

// spreads are the functions that tell how far values lie apart.
var spreads = map[plan.Aggregate]Func{
	plan.Variance: Variance, plan.VarianceSample: VarianceSample, plan.Stddev: Stddev, plan.StddevSample: StddevSample,
}

func (g *builder) spread(what plan.Aggregate, arg string, t value.Type) (string, Column) {
	float := Column{Type: value.Type{Kind: value.Float}}
	scale := 0
	switch t.Kind {
	case value.Int, value.Float:
	case value.Decimal:
		if narrow(t) && !g.dialect.Exact() {
			scale = int(t.Scale)
		}
	default:
		return g.fail("a variance of %s is not defined", t.Kind), Column{}
	}
	return g.dialect.Call(spreads[what], arg, strconv.Itoa(scale)), float
}

// tuple gives several values as one.
func (g *builder) tuple(n *expr.Node, s scope) scalar {
	parts := make([]string, len(n.Args))
	for i, a := range n.Args {
		parts[i] = g.compared(a, s)
	}
	return scalar{sql: g.dialect.Call(Tuple, parts...), null: true}
}

// compared gives a value so that equal ones are spelt alike.
func (g *builder) compared(n *expr.Node, s scope) string {
	if n.Op == expr.Tuple {
		return g.tuple(n, s).sql
	}
	if n.Type.Kind == value.JSON || n.Type.Kind == value.List {
		return g.member(n, s, JSONComparable).sql
	}
	sql, t := g.computed(n, s)
	if t.Kind == value.Text {
		return g.dialect.Bytewise(sql)
	}
	return sql
}

func (g *builder) sum(arg string, t value.Type) (string, Column) {
	switch t.Kind {
	case value.Int:
		return g.dialect.Call(SumInt, arg), Column{Type: t}
	case value.Float:
		return g.dialect.Call(SumFloat, arg), Column{Type: t}
	case value.Decimal:
		wide := value.Type{Kind: value.Decimal, Scale: t.Scale}
		if narrow(t) && !g.dialect.Exact() {
			return g.dialect.Call(SumScaled, arg, strconv.Itoa(int(t.Scale))), Column{Type: wide}
		}
		return g.dialect.Call(SumKey, arg), Column{Type: wide}
	}
	return g.fail("a sum of %s is not defined", t.Kind), Column{}
}

func (g *builder) average(arg string, t value.Type) (string, Column) {
	float := Column{Type: value.Type{Kind: value.Float}}
	switch t.Kind {
	case value.Int:
		return g.dialect.Call(AvgInt, arg), float
	case value.Float:
		return g.dialect.Call(AvgFloat, arg), float
	case value.Decimal:
		if narrow(t) && !g.dialect.Exact() {
			return g.dialect.Call(AvgScaled, arg, strconv.Itoa(int(t.Scale))), float
		}
		return g.dialect.Call(AvgKey, arg), float
	}
	return g.fail("an average of %s is not defined", t.Kind), Column{}
}

// groupBy groups by the outputs that are not aggregates: by position, and nested
// ones by the columns that they are bound to.
func (q *reader) groupBy() string {
	var parts []string
	for i, o := range q.plan.Outputs {
		switch {
		case o.Nested != nil:
			for _, local := range o.Nested.Rel.Local {
				parts = append(parts, q.column(q.alias, q.plan.From.Fields[local]))
			}
		case o.Aggregate == plan.NoAggregate:
			parts = append(parts, strconv.Itoa(q.out.Outputs[i].Column+1))
		}
	}
	return strings.Join(parts, ", ")
}
