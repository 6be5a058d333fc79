package planner

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/plan"
	"bedplate/value"
)

// keyset plans what a page by position needs of a root read that is otherwise
// planned: where it begins, and the outputs behind the shape's own that say
// where the next page does. It plans one part of the list, and gives how many
// there are.
func (b *builder) keyset(r *plan.Read, sel *query.Select, number int) (keys []int, parts int, err error) {
	if sel.Paged || sel.After != nil {
		if err := pageable(r, sel); err != nil {
			return nil, 0, err
		}
	}
	parts = 1
	switch {
	case sel.After != nil:
		if len(sel.After) != len(sel.Order)+len(r.From.Key) {
			return nil, 0, fault.New(fault.Internal, "a page begins behind %d values, and %d are needed",
				len(sel.After), len(sel.Order)+len(r.From.Key))
		}
		all := partsOf(r, sel)
		parts = len(all)
		b.begin(r, sel, all[number])
	case b.nullsAstray(r, sel):
		parts = b.ofOneClass(r, number)
	}
	if !sel.Paged {
		return nil, parts, nil
	}
	for i := range sel.Order {
		keys = append(keys, outputOf(r, r.Order[i].Expr))
	}
	for _, k := range r.From.Key {
		keys = append(keys, outputOf(r, fieldOf(r.From, k)))
	}
	return keys, parts, nil
}

// begin lets a read be one part of what stands behind a row.
func (b *builder) begin(r *plan.Read, sel *query.Select, p part) {
	if p.other {
		null := expr.TestOf(expr.IsNull, r.Order[p.tied].Expr)
		if given(r, sel, p.tied).IsNull() {
			null = expr.NotOf(null)
		}
		r.Where = expr.AndOf(r.Where, null)
	}
	if p.upto > 0 {
		r.After, r.Tied = b.position(r, sel, p.upto), p.tied
	}
}

// pageable refuses rows that no position tells apart, and orders whose values
// are not as they are compared.
func pageable(r *plan.Read, sel *query.Select) error {
	name := r.From.Name
	switch {
	case r.Group, r.Within != nil:
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

// position binds the values of the row that a page begins behind, as far as
// they are compared. Order is the select's own and then the fields of the key
// that it does not name.
func (b *builder) position(r *plan.Read, sel *query.Select, upto int) []int {
	after := make([]int, upto)
	for i := range after {
		after[i] = plan.None
		if from := place(r, sel, i); !sel.After[from].IsNull() {
			after[i] = b.bind(Bind{Source: FromAfter, Index: from, Type: r.Order[i].Expr.Type})
		}
	}
	return after
}

// place is where the value of a sort key stands in Select.After.
func place(r *plan.Read, sel *query.Select, key int) int {
	if key < len(sel.Order) {
		return key
	}
	return len(sel.Order) + keyPlace(r, r.Order[key].Expr.Index)
}

func given(r *plan.Read, sel *query.Select, key int) value.Value {
	return sel.After[place(r, sel, key)]
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
