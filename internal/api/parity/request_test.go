package parity

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/query"
	"bedplate/value"
)

var kinds = map[query.Kind]string{query.Read: "read", query.Create: "create", query.Update: "update",
	query.Delete: "delete", query.Upsert: "upsert", query.Act: "act"}

// shown writes all that a request asks, but for how the answer is written: the names of
// its members, and whether a door asks for cursors and tags, too. Where doors number
// parameters in another order, or give rows their fields in another, that is the same.
func shown(req *query.Request) string {
	s := &shower{params: req.Params}
	for i := range req.Ops {
		s.operation(&req.Ops[i])
	}
	return s.String()
}

type shower struct {
	strings.Builder
	params []value.Value
}

func (s *shower) say(indent, format string, args ...any) {
	fmt.Fprintf(s, indent+format+"\n", args...)
}

func (s *shower) operation(op *query.Operation) {
	head := kinds[op.Kind]
	if op.Collection != nil {
		head += " " + op.Collection.Name
	}
	for _, fact := range []struct {
		is   bool
		text string
	}{{op.All, "all"}, {op.ByKey, "by key"}, {op.Single, "single"}, {op.Precondition != nil, "on condition"}} {
		if fact.is {
			head += ", " + fact.text
		}
	}
	if op.MaxAffected > 0 {
		head += fmt.Sprint(", at most ", op.MaxAffected)
	}
	s.say("", "%s", head)
	if op.Where != nil {
		s.say("  ", "where %s", s.expression(op.Where))
	}
	s.rows(op)
	for _, ch := range slices.SortedStableFunc(slices.Values(op.Changes), func(a, b query.Change) int { return cmp.Compare(a.Field, b.Field) }) {
		s.say("  ", "%s %s%s", changes[ch.Op], op.Collection.Fields[ch.Field].Name, " "+strings.Join(append(ch.Path, text(ch.Value)), " "))
	}
	if c := op.Conflict; c != nil {
		names := func(fields []int) string {
			if fields == nil {
				return "key"
			}
			var out []string
			for _, f := range fields {
				out = append(out, op.Collection.Fields[f].Name)
			}
			return strings.Join(out, ", ")
		}
		how := "update"
		if c.Ignore {
			how = "leave it"
		}
		s.say("  ", "on conflict of %s %s", names(c.Fields), how)
	}
	for _, u := range op.Uses {
		s.say("  ", "takes field %d of operation %d", u.Field, u.Op)
	}
	if inv := op.Invocation; inv != nil {
		s.say("  ", "%s%s", inv.Action.Name, arguments(inv))
	}
	s.selected(op.Select, "  ")
}

var changes = map[query.ChangeOp]string{query.Set: "set", query.Increment: "increment", query.Append: "append",
	query.Prepend: "prepend", query.DeleteKey: "delete"}

func arguments(inv *query.Invocation) string {
	var b strings.Builder
	for i, p := range inv.Action.Params {
		if inv.Given[i] {
			fmt.Fprintf(&b, " %s=%s", p.Name, text(inv.Args[i]))
		}
	}
	return b.String()
}

// rows writes what each new record is given: a field that one leaves out has its default,
// unless that is null.
func (s *shower) rows(op *query.Operation) {
	for i, row := range op.Rows {
		var parts []string
		for at, f := range op.Fields {
			v := text(row[at])
			if op.Absent != nil && op.Absent[i] != nil && op.Absent[i][at] {
				if op.Missing == query.MissingDefault {
					continue
				}
				v = "null"
			}
			parts = append(parts, op.Collection.Fields[f].Name+"="+v)
		}
		slices.Sort(parts)
		s.say("  ", "row %s", strings.Join(parts, " "))
	}
}

func text(v value.Value) string {
	if v.IsNull() {
		return "null"
	}
	return string(v.AppendJSON(nil))
}

func (s *shower) selected(sel *query.Select, indent string) {
	if sel == nil {
		return
	}
	if sel.Where != nil {
		s.say(indent, "where %s", s.expression(sel.Where))
	}
	if sel.Chosen != nil {
		s.say(indent, "chosen %s", s.expression(sel.Chosen))
	}
	if w := sel.Within; w != nil {
		s.say(indent, "within %d by %d limit %d offset %d", len(w.Order), w.By, w.Limit, w.Offset)
		s.order(w.Order, indent+"  ")
	}
	s.order(sel.Order, indent)
	if sel.Limit != query.Unlimited {
		s.say(indent, "limit %d", sel.Limit)
	}
	if sel.Offset > 0 {
		s.say(indent, "offset %d", sel.Offset)
	}
	if sel.Count != query.NoCount {
		s.say(indent, "counted")
	}
	if sel.After != nil {
		var after []string
		for _, v := range sel.After {
			after = append(after, text(v))
		}
		s.say(indent, "after %s", strings.Join(after, " "))
	}
	for _, o := range sel.Outputs {
		line := ""
		switch {
		case o.Embed != nil:
			line = o.Embed.Relation.Name + " of " + o.Embed.Select.Collection.Name
			if o.Embed.Inner {
				line += ", at least one"
			}
			if o.Embed.Spread {
				line += ", spread"
			}
		case o.Aggregate != query.NoAggregate:
			line = functions[o.Aggregate] + " " + s.expression(o.Expr)
		default:
			line = s.expression(o.Expr)
		}
		if o.Cast != "" {
			line += " as " + o.Cast
		}
		s.say(indent, "%s", strings.TrimSuffix(line, " "))
		if o.Embed != nil {
			s.selected(&o.Embed.Select, indent+"  ")
		}
	}
}

var functions = map[query.Aggregate]string{query.CountRows: "count", query.Sum: "sum", query.Avg: "avg", query.Min: "min", query.Max: "max",
	query.CountDistinct: "different", query.Variance: "variance", query.VarianceSample: "sample variance",
	query.Stddev: "deviation", query.StddevSample: "sample deviation"}

func (s *shower) order(by []query.Order, indent string) {
	for _, o := range by {
		direction, nulls := "ascending", "last"
		if o.Desc {
			direction = "descending"
		}
		if o.NullsFirst {
			nulls = "first"
		}
		s.say(indent, "order %s %s, nulls %s", s.expression(o.Expr), direction, nulls)
	}
}

// expression writes one with its parameters' values in their places.
func (s *shower) expression(n *expr.Node) string {
	if n == nil {
		return ""
	}
	return expr.Format(expr.Rewrite(n, func(n *expr.Node) *expr.Node {
		if n.Op == expr.Param {
			return expr.LiteralOf(s.params[n.Index], n.Type)
		}
		return n
	}))
}
