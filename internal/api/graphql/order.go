package graphql

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
)

// order reads order_by: a list of objects, whose members count in their order.
func (t *translator) order(c *seen, v *ast.Value) ([]query.Order, error) {
	var out []query.Order
	err := t.items(v, func(item *ast.Value) error { return t.keysOf(c, expr.Self, item, &out, 0) })
	return out, err
}

// keysOf reads what of the record base rows are sorted by.
func (t *translator) keysOf(c *seen, base *expr.Node, v *ast.Value, out *[]query.Order, depth int) error {
	if depth > maxDepth {
		return t.fail(v.Position, fault.TooComplex, "the order is nested more than %d deep", maxDepth)
	}
	if v.Kind == ast.NullValue {
		return nil
	}
	return t.each(v, func(name string, in *ast.Value) error {
		if in.Kind == ast.NullValue {
			return nil
		}
		m := c.members[name]
		switch {
		case m.column != nil:
			if err := t.term(); err != nil {
				return err
			}
			*out = append(*out, directed(m.column.of(base), in.Raw))
			return nil
		case m.total:
			return t.totalKeys(m.link, base, in, out)
		}
		return t.keysOf(t.of[m.link.target.Collection], expr.WalkOf(base, m.link.Relation), in, out, depth+1)
	})
}

// totalKeys reads by which aggregates of the records of a relation rows are sorted.
func (t *translator) totalKeys(l *link, base *expr.Node, v *ast.Value, out *[]query.Order) error {
	target := t.of[l.target.Collection]
	return t.each(v, func(function string, in *ast.Value) error {
		switch {
		case in.Kind == ast.NullValue:
			return nil
		case function == "count":
			if err := t.term(); err != nil {
				return err
			}
			n := &expr.Node{Op: expr.Count, Type: intType, Args: []*expr.Node{base}, Rel: l.Relation, Index: t.variable()}
			*out = append(*out, directed(n, in.Raw))
			return nil
		}
		return t.each(in, func(name string, in *ast.Value) error {
			if in.Kind == ast.NullValue {
				return nil
			}
			if err := t.term(); err != nil {
				return err
			}
			number := t.variable()
			of := target.byName[name].of(&expr.Node{Op: expr.Var, Index: number})
			*out = append(*out, directed(expr.FoldOf(foldOf[function], base, l.Relation, number, of, nil), in.Raw))
			return nil
		})
	})
}

// directed is a sort key. Nulls come last, or first where the order is descending,
// unless it says otherwise.
func directed(n *expr.Node, word string) query.Order {
	desc := strings.HasPrefix(word, "desc")
	return query.Order{Expr: n, Desc: desc, NullsFirst: strings.HasSuffix(word, "first") || word == "desc"}
}

// distinct reads distinct_on: the columns that tell rows apart, which what is sorted by
// must begin with.
func (t *translator) distinct(c *seen, v *ast.Value, sel *query.Select) error {
	var keys []query.Order
	err := t.items(v, func(item *ast.Value) error {
		if item.Kind == ast.NullValue {
			return t.fail(item.Position, fault.Value, "distinct_on names columns, and null is none")
		}
		if err := t.term(); err != nil {
			return err
		}
		n := c.byName[item.Raw].node
		for _, k := range keys {
			if expr.Same(k.Expr, n) {
				return nil
			}
		}
		keys = append(keys, query.Order{Expr: n})
		return nil
	})
	if err != nil {
		return err
	}
	order := sel.Order
	for i := range keys {
		if i >= len(order) {
			order = append(order, keys[i:]...)
			break
		}
		if !slices.ContainsFunc(keys, func(k query.Order) bool { return expr.Same(k.Expr, order[i].Expr) }) {
			return t.refuse(fault.New(fault.Syntax, "order_by must begin with the columns of distinct_on").
				WithHint("sort by them first"), v.Position)
		}
	}
	sel.Order, sel.Within = order, &query.Within{By: len(keys), Order: order, Limit: query.Unlimited}
	return nil
}
