// Package query says what any door asks, of whom, and as whom: one Request
// type for REST, GraphQL, SOAP and everything else, and the Doer that answers
// it. A door translates its wire format to a Request and writes the rows it is
// handed; it never sees rules, plans or stores.
//
// Requests are data. Their expressions hold the callers' values as parameters
// (Request.Params), so that requests which differ only in values have one
// shape and share one plan.
package query

import (
	"context"
	"time"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/value"
)

// Doer answers requests. The engine is the one that does; doors know only this.
type Doer interface {
	Caller
	// Schema gives the schema to write requests against. A request must be
	// made from one Schema; Do refuses another's with SchemaChanged.
	Schema() *schema.Schema
	// Rights tells what a caller may know and do, for doors to say and to refuse
	// by. Do judges anew.
	Rights(p *Principal, src Source) Rights
	// Do runs the request's operations in order, in one transaction where any
	// of them writes. Rows go to sink, which may be nil; nothing that sink was
	// given may be sent before Do returns without an error, unless the request
	// is a single Read. The Results are one for each operation.
	Do(ctx context.Context, p *Principal, req *Request, sink Sink) ([]Result, error)
}

// Rights are what one caller may know and do, as one request asks. Of fields
// each tells true of what the caller is kept from. In short: Hidden is not
// read, Fixed is not written, Sealed is neither.
type Rights interface {
	// Hidden is of what is read: the members of records that are not there, so
	// that a door neither resolves nor suggests them.
	Hidden(c *schema.Collection, name string) bool
	// Fixed is of what is written: the fields that the caller may not write,
	// whether or not it may know them.
	Fixed(c *schema.Collection, name string) bool
	// Sealed is of what is named in a body: the fields that are not there even
	// to be written, since the caller may neither read nor write them.
	Sealed(c *schema.Collection, name string) bool
	// Barred tells whether no record of a collection could pass the rules of an
	// operation: what is known of a caller before there is a record, so that a
	// door need not take in a long body for nothing, nor describe what cannot
	// be done. It may be false of what no record passes.
	Barred(c *schema.Collection, kind Kind) bool
	// Callable tells whether some call of an action could be allowed, so that a
	// door suggests and describes no others.
	Callable(a *schema.Action) bool
}

// Request is a list of operations that stand or fall together.
type Request struct {
	Schema *schema.Schema
	Ops    []Operation
	Params []value.Value // what the Param nodes of every expression index
	// Rollback runs everything and then undoes it (Prefer: tx=rollback).
	Rollback bool
	Source   Source
	// Idempotency makes it one that may be sent again; nil is not.
	Idempotency *Idempotency
	// Session lets copies of the database answer reads; nil does not.
	Session *Session
}

// Source is what expressions see as request.*.
type Source struct {
	Method string
	IP     string
	Header func(name string) (string, bool) // name in lower case; may be nil
}

// Kind is what an operation does.
type Kind uint8

// The kinds.
const (
	Read   Kind = iota + 1
	Create      // Rows
	Update      // Where, Changes
	Delete      // Where
	Upsert      // Rows, Conflict, Where
	Act         // Invocation, of an action that is atomic
)

// Operation is one step of a request.
type Operation struct {
	Kind       Kind
	Collection *schema.Collection
	// Select is what a Read gives, and what a write answers with; nil where a
	// write answers with nothing. For writes only its Outputs are used, and Order.
	Select *Select
	// Where chooses the records to change. nil is all of them, which is
	// refused (Unfiltered) unless All is set. Of an Upsert it chooses which of the
	// records that rows meet are changed: others stay as they are.
	Where *expr.Node
	All   bool
	// ByKey says that Where (or Select.Where) names one record by its key: it
	// is NotFound where the caller may not read it, and Denied where it may
	// not be changed. A Create's rows are unaffected.
	ByKey bool
	// Precondition is demanded of the record that ByKey names, or that an
	// Upsert's only row meets, inside the transaction; the operation fails with
	// Precondition where it does not hold. A Read must be Tagged for it.
	Precondition *Precondition
	// Tagged asks a Read by key, or an Update or Upsert of one record that has
	// a Select, for Result.Tag.
	Tagged bool
	// Single demands exactly one row (NotSingle otherwise).
	Single bool

	Fields   []int           // of a Create or Upsert: the fields its rows give, in the order of their values
	Rows     [][]value.Value // each as long as Fields
	Source   RowSource       // in the place of Rows and Absent, where they may be too many for the memory
	Missing  MissingRule     // what becomes of fields that a row does not give
	Absent   [][]bool        // nil, or per row which of Fields it left out
	Uses     []Use           // values of Rows, Changes, arguments or Request.Params that come from earlier operations
	Conflict *Conflict       // of an Upsert
	Changes  []Change        // of an Update
	// Invocation is the call of an Act. Collection is that whose records the
	// action gives, and Select what of them is wanted, without what is Chosen;
	// both are nil where it gives none.
	Invocation *Invocation

	// MaxAffected refuses a write that touches more rows, and an Act whose
	// requests do; 0 is no limit.
	MaxAffected int
}

// Use puts a field of the one record that an earlier operation read or wrote
// into this one. Where that was none, or several, the request fails.
type Use struct {
	// Param puts it into a parameter of this operation's Where, or of its
	// Select's; null cannot stand there.
	Param bool
	Row   int // of Rows; 0 for Changes and arguments
	Value int // the index in the row, in Changes, in the arguments or in Request.Params
	Op    int // the earlier operation's index in the request
	Field int // the field of its collection
}

// MissingRule says what a field has that a new row leaves out.
type MissingRule uint8

// The rules.
const (
	// MissingDefault gives it its default. Fields outside Operation.Fields
	// always have theirs.
	MissingDefault MissingRule = iota
	// MissingNull makes it null: PostgREST's bulk insert without
	// missing=default, where one row gives a key that another one lacks.
	MissingNull
)

// Conflict says which records an Upsert's rows may meet, and what then.
type Conflict struct {
	Fields []int // a key or a unique index; empty is the key
	Ignore bool  // leave the record as it is; otherwise it is updated
	// Update are the fields of the row that the record takes over; nil is all.
	Update []int
}

// Change is one field's change in an Update.
type Change struct {
	Field int
	Op    ChangeOp
	Value value.Value
	Path  []string // DeleteKey: the member to remove
}

// ChangeOp is how a Change makes the new value of the old one.
type ChangeOp uint8

// The operators.
const (
	Set       ChangeOp = iota
	Increment          // Int, Float, Decimal: old + Value
	Append             // List, Text, JSON: Value at the end (JSON objects merge)
	Prepend            // List, Text, JSON arrays: Value at the start
	DeleteKey          // JSON: without the member at Path
)

// Select says which rows of a collection, in which order, and what of each.
type Select struct {
	Collection *schema.Collection
	Outputs    []Output
	Where      *expr.Node // nil is all
	// Chosen narrows the rows further, by a condition of the server's own: it
	// may speak of what the caller cannot see, and no rules are added to it.
	// Nothing that a client wrote may stand there; Chosen.Apply sets it.
	Chosen *expr.Node
	// Within narrows the rows further, before they are folded; nil does not.
	Within *Within
	Order  []Order
	// Limit is the most rows wanted, Unlimited for as many as the server
	// allows. Stream lifts the server's own limit for formats that stream.
	Limit  int
	Offset int
	Stream bool
	Count  CountMode
	// Paged asks for Result.Next, from where the next page goes on. The
	// collection must have a key, and its rows must not be grouped.
	Paged bool
	// After gives only the rows that stand behind another one in Order: it
	// holds that row's values of Order and then of the collection's key, as
	// Result.Next gave them. Offset must be 0 then. nil is from the start.
	After []value.Value
	// Near says what Result.Near said of After. It changes no answer: rows are
	// passed over that would be looked for apart otherwise.
	Near bool
}

// Within chooses rows as a list of them would: sorted by Order and then by the
// collection's key, of those that agree in its first By keys the first one alone, and
// of these as many as Limit behind the first Offset. The collection must have a key.
// Embedded, it is of the rows of each parent. Select.Limit and Order are applied to
// what is left.
type Within struct {
	By     int
	Order  []Order // at least By
	Limit  int     // Unlimited for all
	Offset int
}

// Unlimited asks for as many rows as the server allows.
const Unlimited = -1

// CountMode asks for the number of rows there would be without a limit.
type CountMode uint8

// The modes.
const (
	NoCount CountMode = iota
	CountExact
)

// Output is one member of an answered row: a field, a value computed from
// the record, an aggregate, or rows of a relation. Exactly one of Expr,
// Embed and Aggregate is its source; an aggregate's Expr is its argument.
type Output struct {
	Name string // the member's name in the answer
	// Expr is the value: mostly a Field of Self.
	Expr  *expr.Node
	Embed *Embed
	// Aggregate groups the rows by the outputs that have none.
	Aggregate Aggregate
	// Cast writes the value as another type would be: "" for its own, or the
	// name that CastOf gives, or several, one applied after the other, with ::
	// between them. An aggregate's is applied to its result.
	Cast string
	// Implied comes from a wildcard: it is left out where the caller may not
	// see the field, which would be an error otherwise.
	Implied bool
}

// Aggregate is a function over a group's rows.
type Aggregate uint8

// The functions.
const (
	NoAggregate Aggregate = iota
	CountRows
	Sum
	Avg
	Min
	Max
	CountDistinct  // the different values of Expr, but for null
	Variance       // of the whole population, as a float
	VarianceSample // of a sample: null of one row
	Stddev
	StddevSample
)

// Embed is the rows of a relation, nested in a row.
type Embed struct {
	Relation *expr.Relation
	Select   Select // of Relation's target
	// Inner drops the parent where there is no such row.
	Inner bool
	// Spread puts the embed's members into the parent: to many, each as an
	// array of its rows' values.
	Spread bool
}

// Order is one key of a sort. Ties are broken by the record's key.
type Order struct {
	Expr *expr.Node // a field, a JSON path, or a field of a Walk
	Desc bool
	// NullsFirst is where nulls go; doors apply their own default, which is
	// last ascending and first descending.
	NullsFirst bool
}

// Result is what became of one operation.
type Result struct {
	Affected int64 // rows read or written
	Total    int64 // rows without limit and offset, -1 where not asked for
	// Created tells for an Upsert of one row, or by key, that it is new.
	Created bool
	// Key is the key of the row of a write of one row; nil otherwise.
	Key []value.Value
	// Tag is another one whenever a stored field of the record that the caller
	// may know has another value; "" where it was not asked for.
	Tag string
	// Limit is the limit that was applied, the server's included.
	Limit int
	// Next is, of a Read that is Paged, what After must be to go on behind its
	// last row; nil where there are no more rows.
	Next []value.Value
	// Answer is what the action of an Act gave.
	Answer *Answer
	// Near tells that Next equals few of the rows before it in the first key of
	// Order: no more than there were on this page.
	Near bool
}

// Clock gives the request's time; tests set it.
type Clock func() time.Time
