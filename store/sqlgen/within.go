package sqlgen

import (
	"strconv"
	"strings"

	"bedplate/store/plan"
	"bedplate/value"
)

// within is where a row is one of those that the plan chooses before it folds them, ""
// where it chooses none. The rows are numbered in a statement of their own, for each
// parent of nested ones by itself, and found again by their key.
func (q *reader) within() string {
	w := q.plan.Within
	if w == nil {
		return ""
	}
	inner := &reader{builder: q.builder, level: newLevel(&plan.Read{From: q.plan.From, Where: q.plan.Where, Order: w.Order}, q.newAlias())}
	var parents []string
	if q.plan.Rel != nil {
		for _, remote := range q.plan.Rel.Remote {
			parents = append(parents, q.column(inner.alias, q.plan.From.Fields[remote]))
		}
	}
	from := q.table(q.plan.From, inner.alias)
	if q.plan.Where != nil {
		from += " WHERE " + q.truth(q.plan.Where, inner.scope)
	}
	keys := inner.sortKeys()
	order := inner.orderBy(keys)
	columns, names := inner.keyed(q.alias)
	chosen := "SELECT " + columns
	var tests []string
	if w.By > 0 {
		groups := append([]string(nil), parents...)
		for _, o := range w.Order[:w.By] {
			groups = append(groups, inner.compared(o.Expr, inner.scope))
		}
		chosen += ", " + numbered(groups, order) + " AS nth"
		tests = append(tests, "nth = 1")
	}
	if w.Limit == plan.None && w.Offset == plan.None {
		return q.among(names, chosen+" FROM "+from, tests)
	}
	if w.By == 0 {
		chosen += ", " + numbered(parents, order) + " AS place"
		return q.among(names, chosen+" FROM "+from, append(tests, q.page(w)...))
	}
	// The first of each group are numbered once more.
	for i, p := range parents {
		chosen += ", " + p + " AS parent" + strconv.Itoa(i)
		parents[i] = "parent" + strconv.Itoa(i)
	}
	chosen += ", " + numbered(nil, order) + " AS turn"
	second := "SELECT " + strings.Join(names.inner, ", ") + ", " + numbered(parents, "turn") + " AS place FROM (" +
		chosen + " FROM " + from + ") AS firsts WHERE nth = 1"
	return q.among(names, second, q.page(w))
}

// numbered numbers rows in an order, those of each group by themselves. There is no
// order where all that rows are sorted by is known to be the same.
func numbered(groups []string, order string) string {
	var over []string
	if len(groups) > 0 {
		over = append(over, "PARTITION BY "+strings.Join(groups, ", "))
	}
	if order != "" {
		over = append(over, "ORDER BY "+order)
	}
	return "ROW_NUMBER() OVER (" + strings.Join(over, " ") + ")"
}

// keyNames are the columns of a key: those of the row that is tested, and what they are
// called inside.
type keyNames struct{ outer, inner []string }

// keyed selects the key of the reader's records, under names.
func (q *reader) keyed(outer string) (string, keyNames) {
	var columns []string
	var names keyNames
	for i, k := range q.plan.From.Key {
		f := q.plan.From.Fields[k]
		name := "key" + strconv.Itoa(i)
		columns = append(columns, q.column(q.alias, f)+" AS "+name)
		names.inner = append(names.inner, name)
		names.outer = append(names.outer, q.column(outer, f))
	}
	return strings.Join(columns, ", "), names
}

// among is where the key is one of those that a statement gives under tests.
func (q *reader) among(names keyNames, of string, tests []string) string {
	outer, inner := strings.Join(names.outer, ", "), strings.Join(names.inner, ", ")
	if len(names.outer) > 1 {
		outer = "(" + outer + ")"
	}
	sql := outer + " IN (SELECT " + inner + " FROM (" + of + ") AS chosen"
	if len(tests) > 0 {
		sql += " WHERE " + strings.Join(tests, " AND ")
	}
	return sql + ")"
}

// page is where the number of a row lies on the page.
func (q *reader) page(w *plan.Within) []string {
	bind := func(i int) string { return q.bind(Bind{Index: i, Type: value.Type{Kind: value.Int}}) }
	var tests []string
	switch {
	case w.Offset != plan.None && w.Limit != plan.None:
		tests = append(tests, "place > "+bind(w.Offset), "place - "+bind(w.Offset)+" <= "+bind(w.Limit))
	case w.Offset != plan.None:
		tests = append(tests, "place > "+bind(w.Offset))
	default:
		tests = append(tests, "place <= "+bind(w.Limit))
	}
	return tests
}
