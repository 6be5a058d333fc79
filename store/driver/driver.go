// Package driver is the contract between Bedplate and a database: about a
// dozen methods and a list of capabilities. A driver answers questions and
// makes no decisions: rules, defaults, cascades, checks, upserts and paging
// are decided above it, so that they mean the same on every store.
//
// # Why the contract fits stores of every kind
//
// A remote SQL server compiles a plan.Read to one statement and a plan.Update
// to another; Transact is BEGIN and COMMIT with the closure between, which may
// run again after a serialization failure. An embedded one may answer nested
// reads with several statements, because Row.Nested hides which. A document
// store compiles the same Read to an aggregation pipeline; its writes are by
// key, which is the one form that every such store has, and Transact is its
// session. A wide-column store declares no Transactions and no Relations: it
// gets reads whose Where is on keys and indexes (Prepare refuses the others by
// name) and writes by key, and Transact is a plain call.
//
// storetest holds every driver to the contract; only a capability that a
// driver does not declare excuses it from a test.
package driver

import (
	"context"

	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/plan"
	"bedplate/value"
)

// Driver is one open database. All methods may be called from many goroutines.
// Errors are *fault.Error, classified by the driver.
type Driver interface {
	// Capabilities never change while the driver is open.
	Capabilities() Capabilities
	// Prepare turns a plan into what this store runs. It is called once for a
	// shape and may be slow; the Prepared is used by many goroutines. It
	// refuses, as Unsupported and by name, what the store cannot say.
	Prepare(r *plan.Read) (Prepared, error)
	// Read runs a plan on a consistent snapshot that holds at least every
	// write acknowledged before the call, and calls visit for each row, in
	// order. An error of visit ends the read and is given back as it is.
	Read(ctx context.Context, p Prepared, args []value.Value, visit Visit) error
	// Transact runs f in a transaction and commits it durably, or undoes it
	// when f gives an error, which is given back. What lost to another transaction (see
	// Lost) is run again here, and nowhere else, until it is done or given up as Conflict. f may
	// be run more than once (for that, or in a group), each time from nothing;
	// it must not do anything but through tx that it could not do again, must not wait for
	// anything else, and must not use tx after it returned. When Transact has
	// returned nil, the writes are on disk.
	Transact(ctx context.Context, mode Mode, f func(tx Tx) error) error
	// Ping tells whether the store answers.
	Ping(ctx context.Context) error
	// Close waits for what runs, and releases everything.
	Close() error
}

// Tx is a transaction. It is used by one goroutine. A write that the database
// refuses (Unique, Reference, Check, Required, a value) changes nothing, and the
// transaction goes on: what it wrote before is seen and may be committed.
type Tx interface {
	// Read sees the transaction's own writes.
	Read(ctx context.Context, p Prepared, args []value.Value, visit Visit) error
	// Insert adds a row; returned has the values of in.Return, in their own memory.
	Insert(ctx context.Context, in *plan.Insert, row []value.Value) (returned []value.Value, err error)
	// Update tells whether there was such a record.
	Update(ctx context.Context, up *plan.Update, args []value.Value) (bool, error)
	// Delete tells whether there was such a record.
	Delete(ctx context.Context, del *plan.Delete, key []value.Value) (bool, error)
}

// Prepared is a plan in a store's own language.
type Prepared interface {
	// Statement is its text, for people: SQL, a pipeline.
	Statement() string
}

// Visit takes a row, laid out as the plan's Outputs and valid until Visit
// returns: Value(i) is output i where it is not nested, Nested(i, f) gives the
// rows of output i where it is.
type Visit = func(query.Row) error

// Mode is how a transaction is run.
type Mode struct {
	// Serializable makes it as if transactions ran one after the other: for
	// writes whose rules or checks read other rows.
	Serializable bool
	// Alone keeps it out of any group: it may write much, or fail at commit.
	Alone bool
	// Single tells that f inserts one row that needs no other, and once it is inserted
	// does nothing but return nil: a store may let the insertion be the transaction. A
	// caller who goes away may be answered as if they had not.
	Single bool
	// Epoch is the schema epoch that the work was planned in (Stamp.Epoch). It
	// is SchemaChanged, and nothing is done, where the database has come to
	// another one. 0 compares nothing.
	Epoch int64
}

// Capabilities say what a store can do. What one lacks is refused by name
// above, or done another way that means the same.
type Capabilities struct {
	// Name is the product, for messages: "SQLite 3.53.0".
	Name string
	// Transactions: a Transact is atomic. Without, writes are by key only.
	Transactions bool
	// Serializable: Mode.Serializable is honoured.
	Serializable bool
	// Relations: Where may walk references and use quantifiers, and reads nest.
	Relations bool
	// Aggregates: reads may group.
	Aggregates bool
	// Order: any field may be sorted by, not just the key.
	Order bool
	// Matches: regular expressions.
	Matches bool
	// Search: full-text indexes.
	Search bool
	// NullsLow: an index has nulls before all values; without, behind them.
	NullsLow bool
	// Embedded: the database is in this process; statements are cheap.
	Embedded bool
}

// Describer is a driver that can tell what a collection's table does by
// itself, which the engine must know before it writes there.
type Describer interface {
	Describe(ctx context.Context, c *schema.Collection) (Facts, error)
}

// Facts are what a table does by itself.
type Facts struct {
	// Reread: the database changes what is written (triggers, generated
	// columns, defaults), so new rows are read back and judged then.
	Reread bool
	// Alone: writes must not share a group (deferred constraints, ON CONFLICT
	// ROLLBACK, triggers that may raise).
	Alone bool
}
