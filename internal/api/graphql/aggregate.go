package graphql

import (
	"github.com/vektah/gqlparser/v2/ast"

	"bedplate/expr"
	"bedplate/query"
	"bedplate/value"
)

// totals reads the aggregates of a relation: an embed of one row that folds its records,
// and one of the records themselves, under one member.
func (t *translator) totals(l *link, p *picked, sel *query.Select, times int) (slot, error) {
	target := t.of[l.target.Collection]
	group := slot{kind: slotGroup}
	var rows query.Select
	n, err := t.listed(target, p.field, &rows, times)
	if err != nil {
		return group, err
	}
	rows.Collection = target.Collection
	group.inner, err = t.aggregated(target, p.sets, rows, times, n, func(fold bool, s query.Select, inner *layout) slot {
		at := output(sel, query.Output{Name: p.key, Embed: &query.Embed{Relation: l.Relation, Select: s}})
		if fold {
			return slot{kind: slotFold, at: at, inner: inner}
		}
		return slot{kind: slotMany, at: at, inner: inner}
	})
	return group, err
}

// aggregated reads what is asked of a list and its aggregates. place puts a select
// somewhere and says how it is found there.
func (t *translator) aggregated(c *seen, sets []ast.SelectionSet, rows query.Select, times, n int,
	place func(fold bool, s query.Select, inner *layout) slot) (*layout, error) {
	fields, err := t.collect(c.name+"_aggregate", sets)
	if err != nil {
		return nil, err
	}
	l := &layout{}
	for i := range fields {
		p := &fields[i]
		t.enter(p.key)
		var s slot
		switch p.field.Name {
		case "__typename":
			s = typename(c.name + "_aggregate")
		case "nodes":
			if err := t.spend(n, p.field.Position); err != nil {
				return nil, err
			}
			sel := rows
			inner, err := t.record(c, p.sets, &sel, n)
			if err != nil {
				return nil, err
			}
			s = place(false, sel, inner)
		case "aggregate":
			if err := t.spend(times, p.field.Position); err != nil {
				return nil, err
			}
			sel := narrowed(rows)
			inner, err := t.folded(c, p.sets, &sel)
			if err != nil {
				return nil, err
			}
			if len(sel.Outputs) == 0 { // __typename alone
				output(&sel, query.Output{Name: "count", Aggregate: query.CountRows})
			}
			s = place(true, sel, inner)
		}
		t.leave()
		s.key = keyOf(p.key)
		l.slots = append(l.slots, s)
	}
	return l, nil
}

// narrowed is a list as its aggregates see it: they are of the rows that it gives.
func narrowed(rows query.Select) query.Select {
	if rows.Limit != query.Unlimited || rows.Offset != 0 {
		in := query.Within{Order: rows.Order}
		if rows.Within != nil {
			in = *rows.Within
		}
		in.Limit, in.Offset = rows.Limit, rows.Offset
		rows.Within = &in
	}
	rows.Order, rows.Limit, rows.Offset = nil, query.Unlimited, 0
	return rows
}

// folded reads what is asked of aggregates.
func (t *translator) folded(c *seen, sets []ast.SelectionSet, sel *query.Select) (*layout, error) {
	typeName := c.name + "_aggregate_fields"
	fields, err := t.collect(typeName, sets)
	if err != nil {
		return nil, err
	}
	l := &layout{}
	for i := range fields {
		p := &fields[i]
		t.enter(p.key)
		var s slot
		switch p.field.Name {
		case "__typename":
			s = typename(typeName)
		case "count":
			if s, err = t.count(c, p.field, sel); err != nil {
				return nil, err
			}
		default:
			inner, err := t.fold(c, p, sel)
			if err != nil {
				return nil, err
			}
			s = slot{kind: slotGroup, inner: inner}
		}
		t.leave()
		s.key = keyOf(p.key)
		l.slots = append(l.slots, s)
	}
	return l, nil
}

// count reads count(columns, distinct): records where none of the columns is null, or how
// many of them differ in one.
func (t *translator) count(c *seen, f *ast.Field, sel *query.Select) (slot, error) {
	o := query.Output{Name: "count", Aggregate: query.CountRows}
	distinct := false
	if v := t.argument(f, "distinct"); v != nil {
		distinct = v.Raw == "true"
	}
	if v := t.argument(f, "columns"); v != nil {
		columns, err := t.tuple(c, v, func(col *column) *expr.Node { return col.node })
		if err != nil {
			return slot{}, err
		}
		if o.Expr = columns; distinct && columns != nil {
			o.Aggregate = query.CountDistinct
		}
	}
	return slot{kind: slotCount, at: output(sel, o)}, nil
}

// tuple gives the columns that are named, as what is counted of a record: nil where none
// is named, which is the record itself.
func (t *translator) tuple(c *seen, v *ast.Value, of func(*column) *expr.Node) (*expr.Node, error) {
	var parts []*expr.Node
	err := t.items(v, func(item *ast.Value) error {
		parts = append(parts, of(c.byName[item.Raw]))
		return nil
	})
	if err != nil || len(parts) == 0 {
		return nil, err
	}
	return expr.TupleOf(parts...), nil
}

// aggregateOf are the functions by their names.
var aggregateOf = map[string]query.Aggregate{
	"sum": query.Sum, "avg": query.Avg, "min": query.Min, "max": query.Max,
	"stddev": query.StddevSample, "stddev_samp": query.StddevSample, "stddev_pop": query.Stddev,
	"variance": query.VarianceSample, "var_samp": query.VarianceSample, "var_pop": query.Variance,
}

// foldOf are the same functions over the records of a relation.
var foldOf = map[string]string{
	"sum": expr.FoldSum, "avg": expr.FoldAvg, "min": expr.FoldMin, "max": expr.FoldMax,
	"stddev": expr.FoldStddevSample, "stddev_samp": expr.FoldStddevSample, "stddev_pop": expr.FoldStddev,
	"variance": expr.FoldVarSample, "var_samp": expr.FoldVarSample, "var_pop": expr.FoldVariance,
}

var floatType = value.Type{Kind: value.Float}

// fold reads one function over columns.
func (t *translator) fold(c *seen, p *picked, sel *query.Select) (*layout, error) {
	typeName := c.name + "_" + p.field.Name + "_fields"
	fields, err := t.collect(typeName, p.sets)
	if err != nil {
		return nil, err
	}
	l := &layout{}
	for i := range fields {
		in := &fields[i]
		s := typename(typeName)
		if in.field.Name != "__typename" {
			col := c.byName[in.field.Name]
			s = slot{typ: col.Type}
			if f := p.field.Name; f != "sum" && f != "min" && f != "max" {
				s.typ = floatType
			}
			s.at = output(sel, query.Output{Name: in.key, Expr: expr.FieldOf(expr.Self, col.Index, col.Field.Name, col.Type), Aggregate: aggregateOf[p.field.Name]})
		}
		s.key = keyOf(in.key)
		l.slots = append(l.slots, s)
	}
	return l, nil
}
