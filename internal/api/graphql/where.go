package graphql

import (
	"github.com/vektah/gqlparser/v2/ast"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/value"
)

// where reads a condition about the record base; nil is one that is always true. The
// operators have SQL's meaning: neither they nor their opposites hold over null. not
// therefore asks for when the condition is false in that sense, by De Morgan's laws.
func (t *translator) where(c *seen, base *expr.Node, v *ast.Value, not bool, depth int) (*expr.Node, error) {
	if depth > maxDepth {
		return nil, t.fail(v.Position, fault.TooComplex, "conditions are nested more than %d deep", maxDepth)
	}
	if v.Kind == ast.NullValue {
		return combine(!not, nil), nil
	}
	var parts []*expr.Node
	err := t.each(v, func(name string, in *ast.Value) error {
		n, err := t.condition(c, base, name, in, not, depth)
		parts = append(parts, n)
		return err
	})
	return combine(!not, parts), err
}

// condition reads one member of a condition.
func (t *translator) condition(c *seen, base *expr.Node, name string, v *ast.Value, not bool, depth int) (*expr.Node, error) {
	switch name {
	case "_and", "_or":
		if v.Kind == ast.NullValue {
			return combine(!not, nil), nil
		}
		var parts []*expr.Node
		err := t.items(v, func(item *ast.Value) error {
			n, err := t.where(c, base, item, not, depth+1)
			parts = append(parts, n)
			return err
		})
		return combine((name == "_and") != not, parts), err
	case "_not":
		if v.Kind == ast.NullValue {
			return combine(!not, nil), nil
		}
		return t.where(c, base, v, !not, depth+1)
	}
	m := c.members[name]
	switch {
	case m.column != nil:
		return t.comparisons(subject{col: m.column, node: m.column.of(base), nullable: base != expr.Self || c.nullable(m.column)}, v, not)
	case m.total:
		return t.counted(c, base, m.link, v, not, depth)
	}
	return t.related(base, m.link, v, not, depth)
}

// of gives the column of a record.
func (col *column) of(base *expr.Node) *expr.Node {
	if base == expr.Self {
		return col.node
	}
	return expr.FieldOf(base, col.Index, col.Field.Name, col.Type)
}

// related is a condition that records of a relation hold.
func (t *translator) related(base *expr.Node, l *link, v *ast.Value, not bool, depth int) (*expr.Node, error) {
	if v.Kind == ast.NullValue {
		return combine(!not, nil), nil
	}
	if err := t.term(); err != nil {
		return nil, err
	}
	number := t.variable()
	pred, err := t.where(t.of[l.target.Collection], &expr.Node{Op: expr.Var, Index: number}, v, false, depth+1)
	if err != nil {
		return nil, err
	}
	n := expr.ExistsOf(base, l.Relation, number, pred)
	if not {
		return expr.NotOf(n), nil
	}
	return n, nil
}

var intType = value.Type{Kind: value.Int}

// counted is a condition about how many records of a relation there are.
func (t *translator) counted(c *seen, base *expr.Node, l *link, v *ast.Value, not bool, depth int) (*expr.Node, error) {
	count := t.member(v, "count")
	if count == nil {
		return combine(!not, nil), nil
	}
	if err := t.term(); err != nil {
		return nil, err
	}
	target, number := t.of[l.target.Collection], t.variable()
	record := &expr.Node{Op: expr.Var, Index: number}
	var parts []*expr.Node
	t.enter("count")
	if filter := t.member(count, "filter"); filter != nil {
		t.enter("filter")
		pred, err := t.where(target, record, filter, false, depth+1)
		if err != nil {
			return nil, err
		}
		parts = append(parts, pred)
		t.leave()
	}
	if columns := t.member(count, "arguments"); columns != nil {
		err := t.items(columns, func(item *ast.Value) error {
			parts = append(parts, expr.NotOf(expr.TestOf(expr.IsNull, target.byName[item.Raw].of(record))))
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	pred := expr.AndOf(parts...)
	if pred == nil {
		pred = expr.True
	}
	n := &expr.Node{Op: expr.Count, Type: intType, Args: []*expr.Node{base, pred}, Rel: l.Relation, Index: number}
	if expr.IsTrue(pred) {
		n.Args = n.Args[:1]
	}
	t.enter("predicate")
	out, err := t.comparisons(subject{node: n, typ: intType}, t.member(count, "predicate"), not)
	t.leave()
	t.leave()
	return out, err
}

// combine joins conditions; nil is one that is always true.
func combine(and bool, parts []*expr.Node) *expr.Node {
	if and {
		return expr.AndOf(parts...)
	}
	kept := parts[:0]
	for _, n := range parts {
		if expr.IsTrue(n) {
			return nil
		}
		if !expr.IsFalse(n) {
			kept = append(kept, n)
		}
	}
	if len(kept) == 0 {
		return expr.False
	}
	return expr.OrOf(kept...)
}
