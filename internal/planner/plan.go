// Package planner turns a granted request into plans for a store: which reads
// and writes, with which arguments, and which tests a new record must pass and
// where. It takes nothing but an *access.Granted, decides nothing about who
// may do what, and runs nothing.
//
// A Plan is made once for a shape of request and used by every request of that
// shape: it holds no values, only where each argument comes from (Bind).
package planner

import (
	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// Plan is a request's operations, each planned. It is immutable and shared.
type Plan struct {
	Ops []Op
	// Writes tells whether any operation does.
	Writes bool
	// Mode is what the operations together demand of their transaction.
	Mode driver.Mode
}

// Op is one operation's plan.
type Op struct {
	Kind       query.Kind
	Collection *schema.Collection
	// Read is the rows of a Read, or the representation of one written
	// record by its key; nil where a write answers with nothing.
	Read *Read
	// Count is the total of a Read, nil where it was not asked for.
	Count *Read
	// Rest reads on where Read ends, one after the other, of a Select with
	// After, or sorted by what may be null: an index leads to each of these parts
	// of the list, and to no two of them at once.
	Rest  []*Read
	Write *Write // nil for a Read
	// Seen tells of a record that a write made, and Read does not find, whether the
	// caller may read it; nil where nothing but the rule could keep it from Read.
	Seen *Read
}

// Read is a prepared read.
type Read struct {
	Plan     *plan.Read
	Prepared driver.Prepared
	Shape    *query.Shape // nil for reads of the engine's own
	Binds    []Bind
	// Keys are the outputs that hold the values of the order and then of the
	// key, where the next page is asked for, and of a written record those of
	// the order alone; nil otherwise.
	Keys []int
	// Apart tells that the rows behind a page are found in several parts, but
	// where the page's last row is query.Result.Near.
	Apart bool
	// Taken are the outputs, by field, that hold what later operations take of
	// a Read's record, -1 for what none does; nil where none takes any.
	Taken []int
	// Tag are the outputs that hold every stored field, where a tag is asked
	// for; nil otherwise.
	Tag []int
	// Groups tells, of the count of a select that folds, that its rows are
	// counted. Otherwise its one row holds the count.
	Groups bool
	// parts is in how many parts the list is read.
	parts int
}

// Write is what a Create, Update, Delete or Upsert needs.
type Write struct {
	// Choose reads the records to change, locked: every stored field, then
	// May where it is set, then Parts. For an Upsert it is the lookup by the
	// conflict's fields, with the read rule's answer first after the fields.
	Choose *Read
	// May is the output of Choose that says whether the rule allows the change
	// of this record, or -1.
	May int
	// Sees is the output of Choose that says whether the caller may read the
	// record that an Upsert met, or -1.
	Sees int
	// If is the output of Choose that says whether an Upsert changes the record
	// that it met, or -1.
	If int
	// Parts is the first output of Choose that a judgement of the new record
	// needs to know of the old one's surroundings.
	Parts int

	Insert *plan.Insert // Create and Upsert, for rows that give every field of the operation
	Set    *plan.Update // Update and Upsert; nil where nothing would change
	Remove *plan.Delete // Delete

	Create Judgement // of new records, Create and Upsert
	Update Judgement // of changed ones, Update and Upsert
	// Reread reads every stored field of a record by its key, for tables whose
	// database changes what is written.
	Reread *Read
}

// Judgement is the tests that a new state of a record must pass.
type Judgement struct {
	Tests []Test
	// Read answers, by key, those tests that look at other records; nil where
	// there are none.
	Read *Read
}

// Test is one condition on a new record.
type Test struct {
	Node  *expr.Node    // over the record, and old
	Field *schema.Field // of a field's check; nil for the collection's rule
	// Output is where Judgement.Read answers it, -1 where it is decided from
	// the record alone.
	Output int
}

// Source is where an argument's value comes from.
type Source uint8

// The sources.
const (
	FromParam   Source = iota // Request.Params[Index]
	FromExpr                  // Node, evaluated over the caller and the parameters
	FromLimit                 // the limit of the request's select number Index, as the engine caps it
	FromOffset                // its offset
	FromKey                   // part Index of the key of the record at hand
	FromOld                   // field Index of the old record
	FromPart                  // part Index of the old record: an output of Write.Choose
	FromVerdict               // a condition: true by part Index, false by the next one, undefined by neither
	FromWithin                // the limit of the Within of the request's select number Index
	FromBehind                // its offset
	FromAfter                 // value Index of what the select stands behind (query.Select.After)
	FromRow                   // field Index of the row at hand: an Upsert's lookup
)

// Bind is one argument of a plan.
type Bind struct {
	Source Source
	Index  int
	Type   value.Type
	Node   *expr.Node // FromExpr
}
