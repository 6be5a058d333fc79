package engine

import (
	"encoding/json"
	"fmt"
	"strconv"

	"bedplate/expr"
	"bedplate/internal/planner"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// planOf writes a plan down.
func planOf(r *plan.Read) *query.ExplainedPlan {
	out := &query.ExplainedPlan{From: r.From.Name, Outputs: []string{}}
	if r.Rel != nil {
		out.Along = r.Rel.Name
	}
	if r.Where != nil && !expr.IsTrue(r.Where) {
		out.Where = expr.Format(r.Where)
	}
	for _, o := range r.Outputs {
		switch {
		case o.Nested != nil:
			out.Nested = append(out.Nested, planOf(o.Nested))
		case o.Aggregate != plan.NoAggregate:
			out.Outputs = append(out.Outputs, aggregateText(o))
		default:
			out.Outputs = append(out.Outputs, expr.Format(o.Expr))
		}
	}
	for _, o := range r.Order {
		out.Order = append(out.Order, orderText(o))
	}
	for _, at := range r.After {
		if at == plan.None {
			out.After = append(out.After, "null")
		} else {
			out.After = append(out.After, argumentName(at))
		}
	}
	if r.Limit != plan.None {
		out.Limit = argumentName(r.Limit)
	}
	if r.Offset != plan.None {
		out.Offset = argumentName(r.Offset)
	}
	return out
}

func aggregateText(o plan.Output) string {
	name := map[plan.Aggregate]string{plan.CountRows: "count", plan.Sum: "sum", plan.Avg: "avg", plan.Min: "min", plan.Max: "max",
		plan.CountDistinct: "count distinct", plan.Variance: "variance", plan.VarianceSample: "variance of a sample",
		plan.Stddev: "stddev", plan.StddevSample: "stddev of a sample"}[o.Aggregate]
	if o.Expr == nil {
		return name + "()"
	}
	return name + "(" + expr.Format(o.Expr) + ")"
}

func orderText(o plan.Order) string {
	text := expr.Format(o.Expr)
	if o.Desc {
		text += " desc"
	}
	if o.NullsFirst {
		return text + " nulls first"
	}
	return text + " nulls last"
}

func argumentName(i int) string { return "?" + strconv.Itoa(i+1) }

// arguments gives a plan's arguments as far as they are known before anything
// is read; the others are null.
func (x *explanation) arguments(r *planner.Read) []value.Value {
	args := make([]value.Value, len(r.Binds))
	for i := range r.Binds {
		b := &r.Binds[i]
		if !x.foreknown(b) {
			continue
		}
		if v, err := x.argument(b, nil); err == nil {
			args[i] = v
		}
	}
	return args
}

// foreknown tells an argument that does not depend on a record, nor on what
// an earlier operation gives.
func (x *explanation) foreknown(b *planner.Bind) bool {
	switch b.Source {
	case planner.FromParam:
		return !x.later(b.Index)
	case planner.FromExpr:
		return expr.Visit(b.Node, func(n *expr.Node) bool { return n.Op != expr.Param || !x.later(n.Index) })
	case planner.FromLimit, planner.FromOffset, planner.FromWithin, planner.FromBehind, planner.FromAfter:
		return true
	}
	return false
}

func (x *explanation) argumentsOf(r *planner.Read, args []value.Value) []query.ExplainedArgument {
	out := make([]query.ExplainedArgument, len(args))
	for i := range args {
		b := &r.Binds[i]
		out[i] = query.ExplainedArgument{Name: argumentName(i), From: originOf(b, r.Plan.From), Type: typeText(b.Type)}
		if x.foreknown(b) {
			out[i].Value = documentOf(args[i])
		}
	}
	return out
}

// originOf says where an argument comes from.
func originOf(b *planner.Bind, c *schema.Collection) string {
	name := func(i int) string {
		if i < len(c.Fields) {
			return c.Fields[i].Name
		}
		return strconv.Itoa(i)
	}
	switch b.Source {
	case planner.FromParam:
		return fmt.Sprintf("$%d of the request", b.Index+1)
	case planner.FromExpr:
		return expr.Format(b.Node)
	case planner.FromLimit:
		return "limit"
	case planner.FromOffset:
		return "offset"
	case planner.FromWithin:
		return "limit of the rows that are chosen first"
	case planner.FromBehind:
		return "offset of the rows that are chosen first"
	case planner.FromAfter:
		return "the cursor"
	case planner.FromKey:
		return "the key of the record"
	case planner.FromRow:
		return name(b.Index) + " of the new record"
	case planner.FromOld:
		return "old." + name(b.Index)
	}
	return "what is around the old record"
}

func documentOf(v value.Value) json.RawMessage { return v.AppendJSON(nil) }

func typeText(t value.Type) string {
	switch t.Kind {
	case value.Decimal:
		if t.Precision > 0 {
			return fmt.Sprintf("decimal(%d,%d)", t.Precision, t.Scale)
		}
	case value.List:
		return "list of " + typeText(t.Element())
	}
	return t.Kind.String()
}

// statementOf writes down what a database says of a statement.
func statementOf(e *driver.Explanation, args []query.ExplainedArgument) *query.ExplainedStatement {
	out := &query.ExplainedStatement{SQL: e.Statement, Arguments: make([]query.ExplainedArgument, len(e.Arguments)),
		Database: indented(e.Lines)}
	for i, a := range e.Arguments {
		put := query.ExplainedArgument{Name: argumentName(i), Type: typeText(a.Type)}
		switch {
		case a.Index >= 0 && a.Index < len(args):
			put.From, put.Value = args[a.Index].Name+" of the plan", args[a.Index].Value
		case a.Parent:
			put.From = "the row around it"
		default:
			put.From, put.Value = "a constant of the plan", documentOf(a.Value)
		}
		out.Arguments[i] = put
	}
	for _, n := range e.Nested {
		out.Nested = append(out.Nested, statementOf(n, args))
	}
	return out
}
