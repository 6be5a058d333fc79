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
		return t.counted(base, m.link, v, not, depth)
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

var (
	intType  = value.Type{Kind: value.Int}
	boolType = value.Type{Kind: value.Bool}
)

// counted is a condition about all the records of a relation: how many there are, or
// whether a column is true in all or one of them.
func (t *translator) counted(base *expr.Node, l *link, v *ast.Value, not bool, depth int) (*expr.Node, error) {
	if v.Kind == ast.NullValue {
		return combine(!not, nil), nil
	}
	var parts []*expr.Node
	err := t.each(v, func(name string, in *ast.Value) error {
		if in.Kind == ast.NullValue {
			return nil
		}
		if err := t.term(); err != nil {
			return err
		}
		s, err := t.folding(base, l, name, in, depth)
		if err != nil {
			return err
		}
		t.enter("predicate")
		n, err := t.comparisons(s, t.member(in, "predicate"), not)
		if err == nil {
			t.leave()
		}
		parts = append(parts, n)
		return err
	})
	return combine(!not, parts), err
}

// folding is what a function over the records of a relation gives.
func (t *translator) folding(base *expr.Node, l *link, name string, v *ast.Value, depth int) (subject, error) {
	if name == "count" {
		n, err := t.countOf(base, l, v, depth)
		return subject{node: n, typ: intType}, err
	}
	col := t.of[l.target.Collection].byName[t.member(v, "arguments").Raw]
	if function := foldOf[name]; function != "" {
		n, err := t.foldedOver(base, l, function, col, v, depth)
		return subject{node: n, typ: floatType, nullable: true}, err
	}
	some := func(test func(*expr.Node) *expr.Node) (*expr.Node, error) {
		number := t.variable()
		record := &expr.Node{Op: expr.Var, Index: number}
		pred, err := t.filter(l, record, v, depth)
		return expr.ExistsOf(base, l.Relation, number, expr.AndOf(pred, test(col.of(record)))), err
	}
	// Where there is no value, there is neither true nor false.
	known, err := some(func(n *expr.Node) *expr.Node { return expr.NotOf(expr.TestOf(expr.IsNull, n)) })
	if err != nil {
		return subject{}, err
	}
	telling := name == "bool_or" // what decides it
	given := t.param(value.OfBool(telling), boolType)
	decided, err := some(func(n *expr.Node) *expr.Node { return expr.TestOf(expr.Eq, n, given) })
	if err != nil {
		return subject{}, err
	}
	if !telling {
		decided = expr.NotOf(decided)
	}
	n := &expr.Node{Op: expr.If, Type: boolType, Args: []*expr.Node{known, decided, expr.LiteralOf(value.Value{}, boolType)}}
	return subject{node: n, typ: boolType, nullable: true}, nil
}

// filter reads which records of a relation a function is over.
func (t *translator) filter(l *link, record *expr.Node, v *ast.Value, depth int) (*expr.Node, error) {
	in := t.member(v, "filter")
	if in == nil {
		return nil, nil
	}
	t.enter("filter")
	pred, err := t.where(t.of[l.target.Collection], record, in, false, depth+1)
	if err == nil {
		t.leave()
	}
	return pred, err
}

// foldedOver is a function over a column of the records of a relation.
func (t *translator) foldedOver(base *expr.Node, l *link, function string, col *column, v *ast.Value, depth int) (*expr.Node, error) {
	number := t.variable()
	record := &expr.Node{Op: expr.Var, Index: number}
	pred, err := t.filter(l, record, v, depth)
	return expr.FoldOf(function, base, l.Relation, number, col.of(record), pred), err
}

// countOf is how many records of a relation there are, those where none of some columns
// is null, or how many of these differ in one.
func (t *translator) countOf(base *expr.Node, l *link, v *ast.Value, depth int) (*expr.Node, error) {
	number := t.variable()
	record := &expr.Node{Op: expr.Var, Index: number}
	pred, err := t.filter(l, record, v, depth)
	if err != nil {
		return nil, err
	}
	var of *expr.Node
	if columns := t.member(v, "arguments"); columns != nil {
		if of, err = t.tuple(t.of[l.target.Collection], columns, func(c *column) *expr.Node { return c.of(record) }); err != nil {
			return nil, err
		}
	}
	distinct := t.member(v, "distinct")
	if of != nil && distinct != nil && distinct.Raw == "true" {
		return expr.FoldOf(expr.FoldDistinct, base, l.Relation, number, of, pred), nil
	}
	n := &expr.Node{Op: expr.Count, Type: intType, Args: []*expr.Node{base}, Rel: l.Relation, Index: number}
	if pred = expr.AndOf(append([]*expr.Node{pred}, known(of)...)...); pred != nil {
		n.Args = append(n.Args, pred)
	}
	return n, nil
}

// known are the conditions that no part of what is counted is null.
func known(of *expr.Node) []*expr.Node {
	switch {
	case of == nil:
		return nil
	case of.Op != expr.Tuple:
		return []*expr.Node{expr.NotOf(expr.TestOf(expr.IsNull, of))}
	}
	var parts []*expr.Node
	for _, a := range of.Args {
		parts = append(parts, known(a)...)
	}
	return parts
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
