package planner

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/value"
)

// hoist prepares an expression for a store: what does not touch the record is
// computed once for a request and bound, and what speaks of the old record
// becomes an argument too.
func (b *builder) hoist(n *expr.Node) (*expr.Node, error) {
	if n == nil || n.Op == expr.Literal || n.Op == expr.Bind {
		return n, nil
	}
	if isRecord(n) {
		return b.hoistRecord(n)
	}
	if !expr.TouchesRecord(n) {
		if n.Op == expr.Param {
			return b.bindNode(Bind{Source: FromParam, Index: n.Index, Type: n.Type}), nil
		}
		return b.bindNode(Bind{Source: FromExpr, Node: n, Type: n.Type}), nil
	}
	if onlyOld(n) {
		return b.hoistOld(n)
	}
	if f := b.nullableOld(n); f != nil {
		return b.hoist(b.byNull(n, f))
	}
	out := *n
	out.Args = make([]*expr.Node, len(n.Args))
	var err error
	for i, a := range n.Args {
		if out.Args[i], err = b.hoist(a); err != nil {
			return nil, err
		}
	}
	if out.Guard, err = b.hoist(n.Guard); err != nil {
		return nil, err
	}
	return &out, nil
}

// hoistRecord prepares a record-valued node: a variable, or a walk whose guard
// may hold arguments.
func (b *builder) hoistRecord(n *expr.Node) (*expr.Node, error) {
	switch n.Op {
	case expr.Old:
		return nil, fault.New(fault.Unsupported, "a rule mixes old with the records around the new one").
			WithHint("write the part about old as a comparison of its own")
	case expr.Var:
		return n, nil
	}
	out := *n
	base, err := b.hoistRecord(n.Args[0])
	if err != nil {
		return nil, err
	}
	out.Args = []*expr.Node{base}
	out.Guard, err = b.hoist(n.Guard)
	return &out, err
}

// hoistOld makes an argument of a part that speaks of the old record alone: a
// field of it directly, anything else as an output of the read that found it.
func (b *builder) hoistOld(n *expr.Node) (*expr.Node, error) {
	if isOldField(n) {
		return b.bindOld(n), nil
	}
	if b.parts == nil {
		return nil, fault.New(fault.Unsupported, "old is not known here")
	}
	asked := expr.Rewrite(n, func(n *expr.Node) *expr.Node {
		if n.Op == expr.Old {
			return expr.Self
		}
		return n
	})
	number := len(*b.parts)
	*b.parts = append(*b.parts, asked)
	source := FromPart
	if n.Type == boolType && n.Op != expr.Field {
		*b.parts = append(*b.parts, expr.NotOf(asked))
		source = FromVerdict
	}
	return b.bindNode(Bind{Source: source, Index: number, Type: n.Type}), nil
}

func (b *builder) bindOld(n *expr.Node) *expr.Node {
	return b.bindNode(Bind{Source: FromOld, Index: n.Index, Type: n.Type})
}

// nullableOld finds, in a test of values, a field of the old record that may
// be null: as an argument its null would be undefined, though it is an ordinary
// null. It gives nil for any other node.
func (b *builder) nullableOld(n *expr.Node) *expr.Node {
	if n.Type != boolType || n.Rel != nil {
		return nil
	}
	switch n.Op {
	case expr.Not, expr.And, expr.Or, expr.Field:
		return nil
	}
	var found *expr.Node
	expr.Visit(n, func(n *expr.Node) bool {
		if isOldField(n) && !b.record.Fields[n.Index].Required {
			found = n
		}
		return found == nil
	})
	return found
}

// byNull splits a test by whether a field of the old record is null: the
// literal null stands for it there, and an argument that is not null elsewhere.
func (b *builder) byNull(test, field *expr.Node) *expr.Node {
	null := expr.TestOf(expr.IsNull, field)
	return expr.OrOf(
		expr.AndOf(null, replaced(test, field, expr.LiteralOf(value.Value{}, field.Type))),
		expr.AndOf(expr.NotOf(null), replaced(test, field, b.bindOld(field))))
}

// replaced gives n with another node wherever it speaks of one field of old.
func replaced(n, field, by *expr.Node) *expr.Node {
	return expr.Rewrite(n, func(n *expr.Node) *expr.Node {
		if isOldField(n) && n.Index == field.Index {
			return by
		}
		return n
	})
}

func isOldField(n *expr.Node) bool { return n.Op == expr.Field && n.Args[0].Op == expr.Old }

// withoutOld gives n as it is for a new record, which has no old one: every
// field of it is null, and it refers to nothing.
func withoutOld(n *expr.Node) *expr.Node {
	return expr.Rewrite(n, func(n *expr.Node) *expr.Node {
		if len(n.Args) == 0 || !fromOld(n.Args[0]) {
			return n
		}
		switch n.Op {
		case expr.Field:
			return expr.LiteralOf(value.Value{}, n.Type)
		case expr.Exists:
			return expr.False
		case expr.All:
			return expr.True
		case expr.Count:
			return expr.LiteralOf(value.OfInt(0), n.Type)
		case expr.Fold:
			if n.Name == expr.FoldDistinct {
				return expr.LiteralOf(value.OfInt(0), n.Type)
			}
			return expr.LiteralOf(value.Value{}, n.Type)
		}
		return n
	})
}

// fromOld tells a record that is reached from the old one.
func fromOld(n *expr.Node) bool {
	for n.Op == expr.Walk {
		n = n.Args[0]
	}
	return n.Op == expr.Old
}

func isRecord(n *expr.Node) bool {
	return n.Op == expr.Var || n.Op == expr.Old || n.Op == expr.Walk
}

// onlyOld tells whether n speaks of the old record, and of no other but those
// reached from it.
func onlyOld(n *expr.Node) bool {
	old := false
	return expr.Visit(n, func(n *expr.Node) bool {
		old = old || n.Op == expr.Old
		return n.Op != expr.Var || n.Index != 0
	}) && old
}
