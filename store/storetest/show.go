package storetest

import (
	"fmt"
	"strconv"
	"strings"

	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/plan"
	"bedplate/value"
)

var opNames = map[expr.Op]string{
	expr.Not: "not", expr.And: "and", expr.Or: "or", expr.Exists: "exists", expr.All: "all", expr.Count: "count",
	expr.Eq: "==", expr.Ne: "!=", expr.Lt: "<", expr.Le: "<=", expr.Gt: ">", expr.Ge: ">=", expr.In: "in",
	expr.IsNull: "isnull", expr.StartsWith: "startsWith", expr.EndsWith: "endsWith", expr.Contains: "contains",
	expr.Matches: "matches", expr.Like: "like", expr.ILike: "ilike",
	expr.Includes: "includes", expr.Within: "within", expr.Add: "+", expr.Sub: "-", expr.Mul: "*",
	expr.Div: "/", expr.Mod: "%", expr.Neg: "neg", expr.Lower: "lower", expr.Upper: "upper", expr.Size: "size",
	expr.Concat: "++", expr.If: "if", expr.Coalesce: "coalesce", expr.Settled: "settled",
	expr.Search: "search", expr.Rank: "rank", expr.Fold: "fold", expr.Tuple: "tuple",
}

// show writes an expression as a person debugging a difference wants it:
// every node, and arguments as their values.
func show(n *expr.Node, args []value.Value) string {
	if n == nil {
		return "-"
	}
	switch n.Op {
	case expr.Literal:
		return showValue(n.Value)
	case expr.Bind:
		return "$" + strconv.Itoa(n.Index) + "=" + showValue(args[n.Index])
	case expr.Var:
		return "v" + strconv.Itoa(n.Index)
	case expr.Field:
		return show(n.Args[0], args) + "." + n.Name
	case expr.Walk:
		return show(n.Args[0], args) + "." + n.Rel.Name + showGuard(n, args)
	case expr.Path:
		return show(n.Args[0], args) + fmt.Sprintf("->%q", n.Path)
	}
	var b strings.Builder
	b.WriteString("(" + opNames[n.Op])
	if n.Rel != nil {
		fmt.Fprintf(&b, " v%d in %s%s", n.Index, n.Rel.Name, showGuard(n, args))
	}
	for _, a := range n.Args {
		b.WriteString(" " + show(a, args))
	}
	return b.String() + ")"
}

func showGuard(n *expr.Node, args []value.Value) string {
	if n.Guard == nil {
		return ""
	}
	return "[guard " + show(n.Guard, args) + "]"
}

func showValue(v value.Value) string {
	if v.IsNull() {
		return "null"
	}
	return v.Kind().String() + ":" + string(v.AppendJSON(nil))
}

func showRecord(c *schema.Collection, values []value.Value) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = c.Fields[i].Name + "=" + showValue(v)
	}
	return c.Name + "{" + strings.Join(parts, " ") + "}"
}

// showRead writes a plan in one line for each part.
func showRead(p *plan.Read, args []value.Value, indent string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%sread %s where %s", indent, p.From.Name, show(p.Where, args))
	if p.Rel != nil {
		fmt.Fprintf(&b, " by %s", p.Rel.Name)
	}
	for _, o := range p.Order {
		fmt.Fprintf(&b, " order %s desc=%v nullsfirst=%v", show(o.Expr, args), o.Desc, o.NullsFirst)
	}
	if p.Limit != plan.None {
		fmt.Fprintf(&b, " limit %s", showValue(args[p.Limit]))
	}
	if w := p.Within; w != nil {
		fmt.Fprintf(&b, " within by %d of %d", w.By, len(w.Order))
		for _, o := range w.Order {
			fmt.Fprintf(&b, " %s desc=%v first=%v", expr.Format(o.Expr), o.Desc, o.NullsFirst)
		}
		if w.Limit != plan.None {
			fmt.Fprintf(&b, " limit %s", showValue(args[w.Limit]))
		}
		if w.Offset != plan.None {
			fmt.Fprintf(&b, " offset %s", showValue(args[w.Offset]))
		}
	}
	if p.Offset != plan.None {
		fmt.Fprintf(&b, " offset %s", showValue(args[p.Offset]))
	}
	for i, o := range p.Outputs {
		if o.Nested != nil {
			fmt.Fprintf(&b, "\n%s %d:\n%s", indent, i, showRead(o.Nested, args, indent+"  "))
		} else {
			fmt.Fprintf(&b, "\n%s %d: aggregate %d of %s", indent, i, o.Aggregate, show(o.Expr, args))
		}
	}
	return b.String()
}

// tree is an answer kept: rows of outputs, each a value or rows again.
type tree []branch

type branch struct {
	values []value.Value
	nested map[int]tree
}

// keep copies a row, laid out as the plan's outputs.
func keep(p *plan.Read, r query.Row) (branch, error) {
	b := branch{values: make([]value.Value, len(p.Outputs))}
	for i, out := range p.Outputs {
		if out.Nested == nil {
			b.values[i] = r.Value(i).Clone()
			continue
		}
		if b.nested == nil {
			b.nested = map[int]tree{}
		}
		rows := tree{}
		err := r.Nested(i, func(inner query.Row) error {
			kept, err := keep(out.Nested, inner)
			rows = append(rows, kept)
			return err
		})
		if err != nil {
			return b, err
		}
		b.nested[i] = rows
	}
	return b, nil
}

// String writes every value with its kind, so that equal strings are equal
// answers.
func (t tree) String() string {
	var b strings.Builder
	for i, row := range t {
		fmt.Fprintf(&b, "[%d", i)
		for j, v := range row.values {
			if inner, ok := row.nested[j]; ok {
				fmt.Fprintf(&b, " {%s}", inner)
				continue
			}
			b.WriteString(" " + showValue(v))
		}
		b.WriteString("]")
	}
	return b.String()
}
