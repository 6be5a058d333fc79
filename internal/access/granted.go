// Package access decides what a caller may do: Grant conjoins the rules of the
// schema to a request, at every node of it, and gives a Granted, which nothing
// else can make and which is all that the planner takes. It says what each
// rule adds; it plans nothing and reads nothing.
//
// Rules walk freely, callers do not: what a rule reaches is seen as it is, and
// what a caller's filter, order, embed or aggregate reaches is hidden where
// the target's read rule hides it (the Guard of a walk).
package access

import (
	"slices"

	"bedplate/expr"
	"bedplate/query"
)

// Granted is a request with the rules in it. Only Grant makes one; the zero
// Granted is refused by the planner.
type Granted struct {
	request *query.Request
	ops     []Op
}

// Op is one operation with what the rules add to it. A nil expression allows
// everything.
type Op struct {
	query.Operation // Select and Where are guarded; Select.Where holds the read rule

	// Chosen are the records that an Update or Delete touches: the caller's
	// filter and the read rule and, unless ByKey, the rule of the kind.
	Chosen *expr.Node
	// May is the rule of the kind over the record as it stands: what a ByKey
	// write must pass, and an Upsert's update. It is written over the record.
	May *expr.Node
	// Read is the read rule, for what an Upsert may meet.
	Read *expr.Node
	// Create and Update are judged on new records; Update may speak of old.
	Create, Update *expr.Node
}

// Valid tells a Granted that Grant made from any other.
func (g *Granted) Valid() bool { return g != nil && g.request != nil }

// Ops gives the operations; the slice is the caller's own.
func (g *Granted) Ops() []Op { return slices.Clone(g.ops) }
