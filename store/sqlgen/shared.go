package sqlgen

import (
	"slices"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/value"
)

// Conditions that stand side by side on one record that a reference leads to,
// as in post.status == "published" || post.author == auth.id, are looked up
// together: one EXISTS in the place of a subquery for each, which is a quarter
// less work. That means the same only where none of them can hold without
// the record, and where the reference leads to one record at most.

// both is where an AND or an OR is true. Its arguments on one record are
// compiled in one piece, in the place of the first of them.
func (g *builder) both(n *expr.Node, s scope) string {
	with, one, empty := and, g.truth, always
	if n.Op == expr.Or {
		with, one, empty = or, g.branch, never
		if alternatives(n.Args) {
			one = g.truth
		}
	}
	if len(n.Args) == 0 {
		return empty
	}
	var parts []string
	done := make([]bool, len(n.Args))
	for i, a := range n.Args {
		if done[i] {
			continue
		}
		group := []*expr.Node{a}
		walk := aboutOne(a)
		for j := i + 1; walk != nil && j < len(n.Args); j++ {
			if other := aboutOne(n.Args[j]); other != nil && sameWalk(walk, other) {
				group, done[j] = append(group, n.Args[j]), true
			}
		}
		if len(group) == 1 {
			parts = append(parts, one(a, s))
		} else {
			parts = append(parts, g.onRecord(group, walk, s, with))
		}
	}
	return with(parts...)
}

// aboutOne gives the walk whose record a condition is about, alone and so that
// it cannot hold where there is no such record; nil where it is none of these.
func aboutOne(n *expr.Node) *expr.Node {
	switch n.Op {
	case expr.And, expr.Or:
		if len(n.Args) == 0 {
			return nil
		}
		walk := aboutOne(n.Args[0])
		for _, a := range n.Args[1:] {
			if other := aboutOne(a); walk == nil || other == nil || !sameWalk(walk, other) {
				return nil
			}
		}
		return walk
	case expr.Eq, expr.Lt, expr.Le, expr.Gt, expr.Ge:
		if walk := walkedOf(n.Args[0]); walk != nil && known(n.Args[1]) {
			return walk
		}
		if walk := walkedOf(n.Args[1]); walk != nil && known(n.Args[0]) {
			return walk
		}
	}
	return nil
}

// walkedOf gives the walk that a field is read through, where it leads to one
// record at most.
func walkedOf(n *expr.Node) *expr.Node {
	if n.Op != expr.Field || n.Type.Kind == value.JSON || n.Args[0].Op != expr.Walk || ownColumn(n) != nil {
		return nil
	}
	for hop := n.Args[0]; hop.Op == expr.Walk; hop = hop.Args[0] {
		if schema.Of(hop.Rel).UniqueName(hop.Rel.Remote) == "" {
			return nil
		}
	}
	return n.Args[0]
}

// known tells a value that is no part of a row and is not null: what a
// comparison with it says of null is not true.
func known(n *expr.Node) bool {
	return n.Type.Kind != value.JSON && (n.Op == expr.Bind || n.Op == expr.Literal && !n.Value.IsNull())
}

func sameWalk(a, b *expr.Node) bool {
	return a == b || slices.Equal(expr.AppendShape(nil, a), expr.AppendShape(nil, b))
}

// onRecord is where the record that walk leads to is there, and the conditions
// hold of it together.
func (g *builder) onRecord(conditions []*expr.Node, walk *expr.Node, s scope, with func(...string) string) string {
	sql, _, alias := g.chain(walk, s)
	inner := s.with(-1, alias, schema.Of(walk.Rel))
	parts := make([]string, len(conditions))
	for i, c := range conditions {
		parts[i] = g.truth(expr.Rewrite(c, func(n *expr.Node) *expr.Node {
			if n.Op == expr.Walk && sameWalk(n, walk) {
				return &expr.Node{Op: expr.Var, Index: -1}
			}
			return n
		}), inner)
	}
	return "EXISTS (SELECT 1" + sql + " AND " + with(parts...) + ")"
}
