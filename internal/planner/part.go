package planner

import (
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

// indexed tells whether an index or the key has the first sort key in it.
func indexed(r *plan.Read) bool {
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
