package driver

import "context"

// Adopter is a driver that can describe tables which somebody else made, so
// that schema files can be written for them.
type Adopter interface {
	// Adopt describes every table and view that could be a collection, by
	// name, and says why others could not. It reads the rows: a column is what
	// its values are, not only what it was declared to be.
	Adopt(ctx context.Context) (found []Found, notes []string, err error)
}

// Found is a table or view as it is found.
type Found struct {
	Name       string
	View       bool // also a table that can only be read
	Columns    []FoundColumn
	Key        []string
	Indexes    []FoundIndex
	References []FoundReference
	Comment    string   // what the database says of it
	Notes      []string // what a person who adopts it should know
}

// FoundColumn is a column as it is found. Its type is spelt as schema files do.
type FoundColumn struct {
	Name      string
	Type      string // text, int, ...
	Of        string // of a list's items
	SQLType   string // where the column keeps values in a form of its own
	Precision int
	Scale     int
	Max       int
	Values    []string // of an enum
	Required  bool
	Identity  bool
	Generated bool // takes no input
	Collation string
	Loose     bool // the collation decides what is equal, and nothing else can
	Default   FoundDefault
	Check     string   // an expression over Self, the name to put there
	Comment   string   // as of a table
	Notes     []string // likewise
}

// Self stands for the column's own name in FoundColumn.Check.
const Self = "\x00"

// FoundDefault is a default: at most one member is set.
type FoundDefault struct {
	JSON     string // a literal
	Now      bool   // the time
	Database string // anything else
}

// FoundIndex is an index or unique constraint.
type FoundIndex struct {
	Name   string // "" where it has none of its own
	Parts  []Part
	Unique bool
}

// FoundReference is a foreign key.
type FoundReference struct {
	Columns  []string
	To       string
	Target   []string // the columns of To
	OnDelete string   // cascade, set_null or ""
}
