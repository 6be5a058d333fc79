package planner

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/plan"
)

// keyset plans what a page by position needs of a root read that is otherwise
// planned: where it begins, and the outputs behind the shape's own that say
// where the next page does. rest plans what follows where goesOn.
func (b *builder) keyset(r *plan.Read, sel *query.Select, rest bool) (keys []int, err error) {
	if !sel.Paged && sel.After == nil {
		return nil, nil
	}
	if err := pageable(r, sel); err != nil {
		return nil, err
	}
	switch {
	case rest:
		r.Where = expr.AndOf(r.Where, otherClass(r.Order[0].Expr, sel))
	case sel.After != nil:
		if len(sel.After) != len(sel.Order)+len(r.From.Key) {
			return nil, fault.New(fault.Internal, "a page begins behind %d values, and %d are needed",
				len(sel.After), len(sel.Order)+len(r.From.Key))
		}
		r.After = b.position(r, sel)
	}
	if !sel.Paged {
		return nil, nil
	}
	for i := range sel.Order {
		keys = append(keys, outputOf(r, r.Order[i].Expr))
	}
	for _, k := range r.From.Key {
		keys = append(keys, outputOf(r, fieldOf(r.From, k)))
	}
	return keys, nil
}

// pageable refuses rows that no position tells apart, and orders whose values
// are not as they are compared.
func pageable(r *plan.Read, sel *query.Select) error {
	name := r.From.Name
	switch {
	case r.Group:
		return fault.Of(fault.Unsupported, name, "grouped rows cannot be paged by their position").
			WithHint("page them by limit and offset")
	case len(r.From.Key) == 0:
		return fault.Of(fault.Unsupported, name, "%s has no key, so its rows have no position to go on from", name).
			WithHint("page them by limit and offset")
	}
	for _, o := range sel.Order {
		if !expr.TouchesRecord(o.Expr) || !expr.Definite(o.Expr) {
			return fault.Of(fault.Unsupported, name, "rows can be paged by their position in what each of them has, not in what may be undefined")
		}
	}
	return nil
}

// position binds the values of the row that a page begins behind. Order is the
// select's own and then the fields of the key that it does not name.
func (b *builder) position(r *plan.Read, sel *query.Select) []int {
	after := make([]int, len(r.Order))
	for i, o := range r.Order {
		from := i
		if i >= len(sel.Order) {
			from = len(sel.Order) + keyPlace(r, o.Expr.Index)
		}
		after[i] = plan.None
		if !sel.After[from].IsNull() {
			after[i] = b.bind(Bind{Source: FromAfter, Index: from, Type: o.Expr.Type})
		}
	}
	return after
}

// keyPlace is where a field stands in the key.
func keyPlace(r *plan.Read, field int) int {
	for i, k := range r.From.Key {
		if k == field {
			return i
		}
	}
	return 0
}

// goesOn tells whether rows may follow whose first sort key is null where that
// of the row a page begins behind is not, or the other way round. They are read
// apart: no index leads to both at once.
func goesOn(sel *query.Select) bool {
	if sel.After == nil || len(sel.Order) == 0 {
		return false
	}
	first := &sel.Order[0]
	if sel.After[0].IsNull() {
		return first.NullsFirst
	}
	return !first.NullsFirst && mayBeNull(sel, first.Expr)
}

func mayBeNull(sel *query.Select, e *expr.Node) bool {
	c := sel.Collection
	return !isField(e) || c.View || !c.Fields[e.Index].Required && !c.IsKey(e.Index)
}

// otherClass is the condition that goesOn speaks of.
func otherClass(first *expr.Node, sel *query.Select) *expr.Node {
	null := expr.TestOf(expr.IsNull, first)
	if sel.After[0].IsNull() {
		return expr.NotOf(null)
	}
	return null
}

// outputOf gives the output that holds a value, adding it behind the shape's
// own where there is none.
func outputOf(r *plan.Read, e *expr.Node) int {
	for i, o := range r.Outputs {
		if o.Expr != nil && o.Aggregate == plan.NoAggregate && isField(o.Expr) && isField(e) && o.Expr.Index == e.Index {
			return i
		}
	}
	r.Outputs = append(r.Outputs, plan.Output{Expr: e})
	return len(r.Outputs) - 1
}
