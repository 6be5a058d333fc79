package driver

import (
	"context"
	"encoding/json"
	"time"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/value"
)

// Migrator is a driver whose tables Bedplate can create and alter. It tells
// what stands in the database and does single steps; what to do, in which
// order and whether it is allowed is decided above.
type Migrator interface {
	// Stamp reads which schema the database was last brought to. It is one tiny
	// read: start does nothing else where nothing has changed.
	Stamp(ctx context.Context) (Stamp, error)
	// Look runs f on one consistent view of the database. f cannot change it.
	Look(ctx context.Context, f func(Session) error) error
	// Migrate runs f alone: it waits until no other migration or write runs
	// (ctx bounds the wait), and commits what f did, all of it, or nothing where f
	// gives an error or what stands afterwards is not whole. One that is not
	// Atomic promises less.
	Migrate(ctx context.Context, f func(Session) error) error
	// Atomic tells that a migration is all or nothing. Where it is not, because
	// the database commits each definition by itself, a step is done or not; the
	// ledger says after each what stands, and Inspect after a migration that ended
	// midway, so that a plan made then does the rest (Database.Underway). Others
	// may write meanwhile, except those of an epoch that Begin has raised.
	Atomic() bool
	// Format numbers what this driver makes of a layout. It rises when tables
	// or indexes are made otherwise than by the release before, so that those
	// which stand are brought to it.
	Format() int
}

// Session is one look at a database, or one migration of it. It is used by one
// goroutine and not after the function that it was given to has returned.
type Session interface {
	// Inspect tells what stands there and what the ledger lists.
	Inspect() (*Database, error)
	// Probe asks the rows of a table whether they could take a change.
	Probe(p Probe) (Finding, error)
	// Objects names the tables, indexes and triggers that a collection has here.
	Objects(c *schema.Collection) ([]Object, error)
	// Statements tells, for each step, what Run would execute if the steps ran in
	// this order. It touches nothing.
	Statements(steps []Step) ([][]string, error)
	// Begin comes before the first step of a migration, and before Record where
	// there is none. Only in Migrate.
	Begin(b Beginning) error
	// Run does one step. Only in Migrate.
	Run(step Step) error
	// Record writes the ledger, the history and the stamp. Only in Migrate, last.
	Record(r Record) error
	// History lists past migrations, the latest first, limit at most.
	History(limit int) ([]Entry, error)
}

// Stamp says which schema a database was brought to. The zero Stamp is a
// database that Bedplate has never touched.
type Stamp struct {
	Checksum string `json:"checksum"`
	// Epoch rises with each migration that nodes of the version before do not
	// tolerate. A write transaction of a node with another epoch is refused.
	Epoch int64 `json:"epoch"`
}

// Beginning is where a migration goes.
type Beginning struct {
	To      Stamp
	Allowed string // kept for Underway, where the migration is not atomic
	Steps   []Step
}

// Underway is a migration that ended midway.
type Underway struct {
	Checksum string // of Beginning.To
	Allowed  string
}

// Database is what stands in a database.
type Database struct {
	Stamp  Stamp
	Ledger []Table    // the tables that Bedplate made, as it last left them
	Owned  []Object   // everything it made
	Tables []Existing // every table and view there is, whoever made it
	// WordsWritten tells that whoever writes a record writes the words of its
	// searched texts too, since the database does not.
	WordsWritten bool
	// Underway is set where a migration ended midway. Stamp is then none that a
	// migration ends with.
	Underway *Underway
}

// SearchKind is the kind of an Object that is a full-text index or a part of one.
const SearchKind = "search"

// Object is a thing with a name in a database.
type Object struct {
	Kind  string // table, view, column, index, trigger or search
	Table string
	Name  string
}

// Existing is a table or view as it is found.
type Existing struct {
	Name    string
	View    bool
	Columns []string
	Objects []Object // its indexes and triggers
	// Halfway tells that an alteration was begun and not ended: it needs another
	// one, whatever the ledger says.
	Halfway bool
}

// Table is the layout of a collection, in words that no store owns. It is what
// the ledger keeps, as JSON: two layouts that are equal need no migration.
type Table struct {
	Collection string      `json:"collection"`
	Name       string      `json:"table"`
	Key        []string    `json:"key"` // columns
	Columns    []Column    `json:"columns"`
	Indexes    []Index     `json:"indexes,omitempty"`
	Search     []string    `json:"search,omitempty"` // columns of the full-text index
	References []Reference `json:"references,omitempty"`
	// View changes when the text of a view does; "" is a table. A view has
	// nothing of the above but its names and columns.
	View string `json:"view,omitempty"`
}

// Column is a field's layout.
type Column struct {
	Field     string     `json:"field"`
	Name      string     `json:"column"`
	Type      value.Type `json:"type"`
	SQLType   string     `json:"sql_type,omitempty"` // an adopted column's own
	Collation string     `json:"collation,omitempty"`
	Max       int        `json:"max,omitempty"`
	Values    []string   `json:"values,omitempty"` // of an enum
	Required  bool       `json:"required,omitempty"`
	Identity  bool       `json:"identity,omitempty"`
	Generated bool       `json:"generated,omitempty"`
	Default   string     `json:"default,omitempty"` // the database's own, where it has one
	Check     string     `json:"check,omitempty"`   // as the schema writes it
}

// Index is an index or a unique constraint.
type Index struct {
	Name   string `json:"name"`
	Parts  []Part `json:"parts"`
	Unique bool   `json:"unique,omitempty"`
	Where  string `json:"where,omitempty"` // as a text that changes when it does
}

// Part is one column of an index.
type Part struct {
	Column string `json:"column"`
	Desc   bool   `json:"desc,omitempty"`
}

// Reference says that Columns hold the Target columns of table To.
type Reference struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
	To      string   `json:"to"`
	Target  []string `json:"target"`
}

// StepKind is what a step does.
type StepKind string

// The steps.
const (
	CreateTable  StepKind = "create_table"  // Collection's, with its indexes
	RenameTable  StepKind = "rename_table"  // Table to To
	RenameColumn StepKind = "rename_column" // Column of Table to To
	// AlterTable brings Table to what Collection says. Columns and objects that
	// Before does not list are not ours, and stay.
	AlterTable StepKind = "alter_table"
	DropTable  StepKind = "drop_table"  // Table, with its indexes
	DropSearch StepKind = "drop_search" // the full-text index of Table, which stays
	// CreateView makes Collection's view, and refuses one that cannot be read
	// or lacks a column. What it reads is there.
	CreateView StepKind = "create_view"
	DropView   StepKind = "drop_view" // Table
)

// Step is one thing to do to a database.
type Step struct {
	Kind       StepKind
	Table      string // its name when the step runs
	Column, To string
	Collection *schema.Collection
	Before     *Table   // AlterTable: the ledger's layout, under the names that stand when the step runs
	After      *Table   // CreateTable, AlterTable, CreateView: the layout that there is then
	Owned      []Object // AlterTable, DropTable, DropSearch: the indexes, triggers and full-text indexes that are ours
	Fills      []Fill   // AlterTable: the columns that are not simply kept
	Checks     []string // AlterTable: the fields whose checks every row must now pass
}

// Fill says where a column of an altered table has its values from.
type Fill struct {
	Column string
	// From is the column that held it, "" for a new one. Its values are
	// converted exactly from type Was to type Is.
	From    string
	Was, Is value.Type
	// Value stands where From is null or there is none.
	Value value.Value
	// Make gives every row a new key instead.
	Make bool
}

// ProbeKind is a question about the rows of a table.
type ProbeKind uint8

// The questions. Each Finding counts the rows that stand in the way, and
// gives the key of the first.
const (
	// Rows counts the rows, up to Limit.
	Rows ProbeKind = iota
	// Nulls counts rows with a null in Columns[0].
	Nulls
	// Duplicates counts the groups of rows with equal Columns, none null, among
	// those that fulfil Where.
	// Example is one such group's values.
	Duplicates
	// Unconvertible counts rows whose Columns[0] cannot be kept exactly when
	// its type goes from Was to Is.
	Unconvertible
	// TooLong counts rows whose Columns[0] is longer than Limit.
	TooLong
	// Outside counts rows whose Columns[0] is none of Values. Example is one.
	Outside
	// Dangling counts rows whose Columns are not the Target of a row of To.
	Dangling
)

// Probe asks one question about a table, under the names that stand now.
type Probe struct {
	Kind    ProbeKind
	Table   string
	Key     []string // for Example
	Columns []string
	Was, Is value.Type
	Limit   int64
	Values  []string
	To      string
	Target  []string
	// Where, over fields of Collection whose columns stand as they are, is what
	// the rows of Duplicates fulfil; nil for all rows.
	Where      *expr.Node
	Collection *schema.Collection
}

// Finding is a Probe's answer.
type Finding struct {
	Count   int64
	Example string
}

// Record is what a migration leaves behind.
type Record struct {
	Stamp  Stamp
	Ledger []Table
	Owned  []Object
	Entry  Entry
}

// Entry is one migration in the history.
type Entry struct {
	At       time.Time       `json:"at"`
	Checksum string          `json:"checksum"`
	Epoch    int64           `json:"epoch"`
	Took     time.Duration   `json:"took"` // nanoseconds
	Plan     json.RawMessage `json:"plan"`
}
