package planner

import (
	"slices"

	"bedplate/expr"
	"bedplate/query"
	"bedplate/store/plan"
)

// part is a part of the list behind a row, to which an index can lead: the rows
// that equal it in the keys before tied and stand behind it in those from there
// to before upto; or, other, those that equal it in the keys before tied and
// whose next one is null where the row's is not, or the other way round.
type part struct {
	tied, upto int
	other      bool
}

// partsOf splits what stands behind a row into the parts that indexes lead to,
// the nearest first. Within a part all keys that are compared go in one
// direction and none but the first may be null, so that they are one comparison
// of rows: no database takes an index range from more than that. Where no index
// is in the order anyway, or few rows would be found apart, only nulls and others
// are read apart, and the rest is one condition.
func partsOf(r *plan.Read, sel *query.Select) []part {
	n := len(r.Order)
	if sel.Near || !indexed(r) {
		return classes(r, sel, part{upto: n})
	}
	var parts []part
	for to := n; to > 0; {
		from := to - 1
		for from > 0 && !breaks(r, sel, from) {
			from--
		}
		parts = append(parts, classes(r, sel, part{tied: from, upto: to})...)
		to = from
	}
	if len(parts) == 0 {
		return []part{{upto: n}} // a key that is null, behind which nothing stands
	}
	return parts
}

// apart tells an order in which an index leads to the rows that tie with another
// one in the first keys, and to those behind them, each on its own.
func apart(r *plan.Read, sel *query.Select) bool {
	if !indexed(r) {
		return false
	}
	for i := 1; i < len(r.Order); i++ {
		if r.Order[i].Desc != r.Order[i-1].Desc || mayBeNull(sel, r.Order[i].Expr) {
			return true
		}
	}
	return false
}

// breaks tells a key that no comparison of rows holds together with the one
// before it.
func breaks(r *plan.Read, sel *query.Select, key int) bool {
	o, before := r.Order[key], r.Order[key-1]
	return o.Desc != before.Desc || mayBeNull(sel, o.Expr) || given(r, sel, key-1).IsNull()
}

// classes gives a part, and behind it the rows of the other class where there
// can be any. Behind a null there is nothing of its class in that key alone.
func classes(r *plan.Read, sel *query.Select, p part) []part {
	var parts []part
	first := r.Order[p.tied]
	null := given(r, sel, p.tied).IsNull()
	if !null || p.upto > p.tied+1 {
		parts = append(parts, p)
	}
	if null && first.NullsFirst || !null && !first.NullsFirst && mayBeNull(sel, first.Expr) {
		parts = append(parts, part{tied: p.tied, upto: p.tied, other: true})
	}
	return parts
}

// nullsAstray tells a first page whose first sort key may be null, where an index
// leads to nulls and to others but has them the other way round.
func (b *builder) nullsAstray(r *plan.Read, sel *query.Select) bool {
	if r.Limit == plan.None || r.Group || r.Within != nil || sel.Offset != 0 || sel.Stream || !indexed(r) {
		return false
	}
	first := r.Order[0]
	return mayBeNull(sel, first.Expr) && r.From.Fields[first.Expr.Index].Collation == "" && (first.NullsFirst == first.Desc) == b.caps.NullsLow
}

// ofOneClass lets a read of such a page be one of its parts, the nulls or the others,
// and gives how many there are: only one where nulls fulfil no condition.
func (b *builder) ofOneClass(r *plan.Read, number int) (parts int) {
	first := r.Order[0]
	parts, null := 2, first.NullsFirst == (number == 0)
	if comparesField(r.Where, first.Expr.Index) {
		parts, null = 1, false
	}
	class := expr.TestOf(expr.IsNull, first.Expr)
	if !null {
		class = expr.NotOf(class)
	}
	r.Where = expr.AndOf(r.Where, class)
	return parts
}

// comparesField tells a condition that asks whether a field is less or more than
// something, which no null is.
func comparesField(where *expr.Node, field int) bool {
	if where == nil {
		return false
	}
	switch where.Op {
	case expr.And:
		return slices.ContainsFunc(where.Args, func(a *expr.Node) bool { return comparesField(a, field) })
	case expr.Lt, expr.Le, expr.Gt, expr.Ge:
		return slices.ContainsFunc(where.Args, func(a *expr.Node) bool { return isField(a) && a.Index == field })
	}
	return false
}

// indexed tells whether an index or the key has the first sort key in it.
func indexed(r *plan.Read) bool {
	if len(r.Order) == 0 {
		return false
	}
	first := r.Order[0].Expr
	if !isField(first) {
		return false
	}
	if r.From.IsKey(first.Index) {
		return true
	}
	for _, x := range r.From.Indexes {
		for _, p := range x.Parts {
			if p.Field == first.Index {
				return true
			}
		}
	}
	return false
}

func mayBeNull(sel *query.Select, e *expr.Node) bool {
	c := sel.Collection
	return !isField(e) || c.View || !c.Fields[e.Index].Required && !c.IsKey(e.Index)
}
