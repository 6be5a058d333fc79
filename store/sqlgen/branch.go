package sqlgen

import (
	"bedplate/expr"
	"bedplate/schema"
	"bedplate/value"
)

// branch is the truth of one side of a disjunction.
//
// A database may answer a disjunction by an index for each side and sort what
// it has collected, or read the rows in their order and test each. It chooses
// by how many rows it thinks a side has, and without statistics it takes every
// equality for a rare one: public || owner == auth.id then collects half of the
// table for a page of thirty. A side that holds for a good part of any table is
// therefore written so that no index is thought of for it.
func (g *builder) branch(n *expr.Node, s scope) string {
	if s.common(n) {
		s.unindexed = true
	}
	return g.truth(n, s)
}

// common tells a test of one field that cannot single out few records: what
// the field is one of is few things, or it asks for nulls.
func (s scope) common(n *expr.Node) bool {
	switch n.Op {
	case expr.Not:
		return s.common(n.Args[0])
	case expr.Field:
		return s.few(n)
	case expr.Eq, expr.Ne:
		a, b := n.Args[0], n.Args[1]
		return s.few(a) || s.few(b) || isNullLiteral(b) && isOwn(a) || isNullLiteral(a) && isOwn(b)
	case expr.IsNull:
		return isOwn(n.Args[0])
	}
	return false
}

// isOwn tells a field of a record variable, not of what is walked to.
func isOwn(n *expr.Node) bool { return n.Op == expr.Field && n.Args[0].Op == expr.Var }

// few tells a field that is true or false, or one of a few words.
func (s scope) few(n *expr.Node) bool {
	if !isOwn(n) {
		return false
	}
	c := collectionOf(n.Args[0], s)
	return c != nil && (n.Type.Kind == value.Bool || isEnum(c.Fields[n.Index]))
}

func isEnum(f *schema.Field) bool { return f.Values != nil }
