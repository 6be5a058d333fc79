// Package plan says what a driver is asked to do, as data: which rows of which
// collections, with which nested rows, by which expressions. It decides
// nothing: the planner makes plans from granted requests, and a driver turns
// them into its own language once (driver.Prepare) and runs them many times
// with different arguments.
//
// A plan holds no caller's values. Every value that differs between requests
// of one shape is a Bind node, or a Bind index, into the arguments of the run.
package plan

import (
	"bedplate/expr"
	"bedplate/schema"
	"bedplate/value"
)

// None is a Bind index that is not there.
const None = -1

// Read asks for rows of one collection, with nested rows.
type Read struct {
	From    *schema.Collection
	Outputs []Output
	Where   *expr.Node // over From as Var 0; nil is all. Contains no Param, Auth, Now or Request
	Order   []Order    // complete: ends with what makes it unique, where anything can
	// After asks for the rows behind a given one in Order, of those alone that
	// agree with it in whether the first key is null: an index then leads
	// straight there. It has the Bind index of the given row's value for each
	// of Order, which are fields and JSON paths then, and None where that value
	// is null; nil is all rows. Keys of Order beyond After do not matter: rows
	// that equal the given one in all of After are not behind it.
	After []int
	// Tied asks for those rows alone that equal the given one in the first so
	// many keys of After: what is said of After then holds from the next key on.
	Tied int
	// Group is set where Outputs hold aggregates: rows are grouped by the
	// outputs that have none, nested ones by the fields that they hang on
	// (Rel.Local). Where there are none, all rows are one group.
	Group bool
	// Within narrows the rows before they are grouped; nil does not.
	Within *Within
	// Limit and Offset are Bind indexes of Ints, or None.
	Limit, Offset int
	// Rel is how a nested Read hangs on its parent; nil at the root.
	Rel *expr.Relation
	// Lock keeps others from changing the rows until the transaction ends.
	Lock bool
	// Binds are the types of the arguments, by index; only at the root.
	Binds []value.Type
}

// Within chooses, of the rows that Where and, nested, the parent choose: sorted by
// Order, of those that agree in its first By keys the first one alone (nulls agree with
// each other), and of these as many as Limit behind the first Offset.
type Within struct {
	By            int
	Order         []Order // complete: it ends with the collection's key
	Limit, Offset int     // Bind indexes of Ints, or None
}

// Output is one member of a row. Exactly one of Expr and Nested is set, but
// for an aggregate over rows (CountRows), which may have neither.
type Output struct {
	Expr      *expr.Node
	Aggregate Aggregate
	Nested    *Read // rows of Nested.Rel; one at most where the relation is not Many
}

// Aggregate is a function over a group's rows.
type Aggregate uint8

// The functions. Sum of Int is an Int or fails (OutOfRange) on overflow; Avg
// is a Float; Min and Max have their argument's type. All but CountRows pass
// over nulls, and CountRows with an Expr counts those that are not null. Sum
// and Avg of Floats are rounded as the store does, and fail (OutOfRange), where
// the store says so, on the way to a result that would be finite.
const (
	NoAggregate Aggregate = iota
	CountRows
	Sum
	Avg
	Min
	Max
	CountDistinct // the different values of Expr, but for null
	// Variance and Stddev are Floats of the whole population, those of a Sample are
	// null of one value. Stores round them as they do.
	Variance
	VarianceSample
	Stddev
	StddevSample
)

// Order is one key of a sort.
type Order struct {
	Expr       *expr.Node
	Desc       bool
	NullsFirst bool
}

// Insert adds one row. Fields are in the order of the row's values; what is
// not named has the database's default.
type Insert struct {
	Into   *schema.Collection
	Fields []int
	// Return lists fields whose stored values are wanted back: what the
	// database itself makes.
	Return []int
}

// Update changes fields of the one record with a key. Arguments are the
// values of Fields, then the key's.
type Update struct {
	Of     *schema.Collection
	Fields []int
}

// Delete removes the one record with a key. Arguments are the key's values.
type Delete struct {
	From *schema.Collection
}
