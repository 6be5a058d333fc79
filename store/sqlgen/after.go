package sqlgen

import (
	"strings"

	"bedplate/expr"
	"bedplate/store/plan"
	"bedplate/value"
)

// after is where a row stands behind the given one in the order, "" where the
// read asks for no such thing. Every key is compared in the form it is sorted
// in, so that the two can never disagree.
//
// The condition is a > x OR (a = x AND (b > y OR ...)), each with its own
// direction. No database takes an index range from a disjunction, so what
// follows from it stands before: (a, b) >= (x, y) for as many keys as go in one
// direction and are never null. Where those are all of them it says everything.
func (q *reader) after() string {
	from := q.plan.Tied
	var conditions []string
	for i := range from {
		conditions = append(conditions, q.tie(i))
	}
	if len(q.plan.After) > from {
		n := q.alike(from)
		if n > from {
			equal := ""
			if n < len(q.plan.After) {
				equal = "="
			}
			conditions = append(conditions, q.bound(from, n, equal))
		}
		if n < len(q.plan.After) {
			conditions = append(conditions, q.behind(from, from))
		}
	}
	return and(conditions...)
}

// tie is where a row equals the given one in a key.
func (q *reader) tie(i int) string {
	o, at := q.plan.Order[i], q.plan.After[i]
	if at == plan.None {
		return q.orderKey(o.Expr).sql + " IS NULL"
	}
	return q.orderKey(o.Expr).sql + " = " + q.given(o, at)
}

// alike finds the end of the keys from one on that a row value can stand for:
// none where the given row's first is null.
func (q *reader) alike(from int) int {
	_, apart := q.dialect.(NullSorter)
	for i := from; i < len(q.plan.After); i++ {
		o := q.plan.Order[i]
		if q.plan.After[i] == plan.None || o.Desc != q.plan.Order[from].Desc || i > from && (apart || q.orderKey(o.Expr).null) {
			return i
		}
	}
	return len(q.plan.After)
}

// bound compares the keys from one to before another with the given row's.
func (q *reader) bound(from, to int, equal string) string {
	keys, given := make([]string, to-from), make([]string, to-from)
	for i := range keys {
		o := q.plan.Order[from+i]
		keys[i], given[i] = q.orderKey(o.Expr).sql, q.given(o, q.plan.After[from+i])
		if i > 0 {
			given[i] = q.dialect.InPosition(given[i], o.Expr.Type)
		}
	}
	sign := aheadOf(q.plan.Order[from]) + equal + " "
	if len(keys) == 1 {
		return keys[0] + sign + given[0]
	}
	return "(" + strings.Join(keys, ", ") + ")" + sign + "(" + strings.Join(given, ", ") + ")"
}

// behind is where a row that equals the given one in the keys before i stands
// behind it; from is the first key that is compared at all.
func (q *reader) behind(from, i int) string {
	if i == len(q.plan.After) {
		return never
	}
	o, at := q.plan.Order[i], q.plan.After[i]
	key := q.orderKey(o.Expr)
	// Among the rows that agree in whether the first key is null, no others follow.
	apart := i > from
	if at == plan.None {
		tie := both(key.sql+" IS NULL", q.behind(from, i+1))
		if apart && o.NullsFirst {
			return either(key.sql+" IS NOT NULL", tie)
		}
		return tie
	}
	given := q.given(o, at)
	condition := either(key.sql+aheadOf(o)+" "+given, both(key.sql+" = "+given, q.behind(from, i+1)))
	if apart && key.null && !o.NullsFirst {
		condition = either(condition, key.sql+" IS NULL")
	}
	return condition
}

// given is the given row's value of a sort key.
func (q *reader) given(o plan.Order, at int) string {
	n := &expr.Node{Op: expr.Bind, Type: o.Expr.Type, Index: at}
	if n.Type.Kind == value.JSON || n.Type.Kind == value.List {
		return q.orderKey(n).sql // in the form that documents are sorted in
	}
	if calculated(o.Expr) {
		return q.dialect.Call(Micros, q.argument(n).sql)
	}
	return q.argument(n).sql
}

func aheadOf(o plan.Order) string {
	if o.Desc {
		return " <"
	}
	return " >"
}

func both(a, b string) string {
	if b == never {
		return never
	}
	return and(a, b)
}

func either(a, b string) string {
	if b == never {
		return a
	}
	return or(a, b)
}
