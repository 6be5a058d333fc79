// Package sqlgen turns plans into SQL text for any dialect: the statement, which
// argument each placeholder takes and in which form, and what each column of
// the answer is. It knows the language's meaning and SQL's; what differs between
// databases it asks of a Dialect.
//
// It runs nothing, holds no connection, and puts no caller's text into a
// statement: names come from the schema, values are bound.
package sqlgen

import (
	"bedplate/schema"
	"bedplate/store/plan"
	"bedplate/value"
)

// Statement is a plan in SQL. It is never changed once it is made.
type Statement struct {
	SQL     string
	Binds   []Bind   // by placeholder
	Columns []Column // of the answer, hidden ones for Nested at the end
	Outputs []Output // by the plan's outputs
	Joins   int      // how many records are joined
	// Tables are the collections by the aliases that the statement gives them.
	Tables map[string]*schema.Collection
	Plan   *plan.Read // what it was made of
}

// Output is where one output of a plan stands: in a column, in a record that is
// joined to the row, in rows that a column gathers, or in those of a nested
// statement, which is run for each row.
type Output struct {
	Column   int        // of a value, and of Gathered
	Joined   *Joined    // a record to one, in the same row
	Gathered *Gathered  // rows of a relation, in the column
	Nested   *Statement // rows of a relation
	Many     bool       // whether Gathered or Nested may have more rows than one
}

// Gathered is what a column has that holds rows.
type Gathered struct {
	Columns []Column // of each row
	Outputs []Output
	Joins   int // how many records are joined to each
}

// Joined is a record to one that stands in its parent's row.
type Joined struct {
	Index   int // among those of its statement
	Present int // a column that is null where there is no such record
	Outputs []Output
}

// Children gives the statements that are run for each row.
func (s *Statement) Children() []*Statement { return children(nil, s.Outputs) }

func children(to []*Statement, outputs []Output) []*Statement {
	for _, o := range outputs {
		if o.Nested != nil {
			to = append(to, o.Nested)
		}
		if o.Joined != nil {
			to = children(to, o.Joined.Outputs)
		}
	}
	return to
}

// Column is one column of a statement's answer.
type Column struct {
	Type value.Type
	// Of and Field are set where the column is a stored field as it stands;
	// otherwise the value is in canonical storage form.
	Of    *schema.Collection
	Field *schema.Field
	// Calculated is a time that stands as its microseconds.
	Calculated bool
	// Rows is set where the column gathers rows.
	Rows *Gathered
}

// Source says where a placeholder's value comes from.
type Source uint8

// The sources.
const (
	Argument Source = iota // Index is the plan's argument
	Constant               // Value
	Parent                 // Index is a column of the parent's row, as it is stored
)

// Bind is what one placeholder takes.
type Bind struct {
	Source Source
	Index  int
	Value  value.Value
	Type   value.Type // of the value before Form is applied
	Form   Form
	Scale  uint8         // of Scaled, Quotient, Remainder, and of ScaledItems
	Field  *schema.Field // of Stored: whose column it is written to
	Of     *schema.Collection
}

// Form is how a value is written to be compared. A null stays null in each.
type Form uint8

// The forms.
const (
	// Canonical is the storage form of the value's own type.
	Canonical Form = iota
	// Stored is the form of a column, which may be an adopted one.
	Stored
	// Scaled is a decimal times 10^Scale, exactly, as an integer.
	Scaled
	// Quotient and Remainder split a decimal times 10^Scale in its whole part
	// and the sign of the rest, so that any decimal orders exactly among
	// integers. A Quotient beyond 64 bits is the nearest integer.
	Quotient
	Remainder
	// NumberKey is any number as text that orders as the number does; where the
	// dialect is Exact, it is the number.
	NumberKey
	// Items is a list as one array of its items' canonical storage forms,
	// bytes as upper-case hexadecimal digits.
	Items
	// ScaledItems is a list of numbers as one array of integers scaled by
	// Scale, without those that are not whole then.
	ScaledItems
	// KeyItems is a list of numbers as one array of their NumberKeys.
	KeyItems
	// Pattern is a LIKE pattern as the dialect's Like wants it.
	Pattern
	// Expression is a regular expression as the dialect's Matches wants it.
	Expression
	// Path is a JSON array of names, as the dialect's Member wants it.
	Path
	// PrefixEnd is what stands after every text that begins with a text, and
	// before or at every other one that stands after it.
	PrefixEnd
	// LimitCount is a LIMIT, and OffsetCount an OFFSET, with null for none.
	LimitCount
	OffsetCount
	// SearchQuery is a search.Query's text as the dialect's Search wants it, and
	// RankQuery as its Rank does.
	SearchQuery
	RankQuery
	// Words is a text as its words with a space between, and one before and behind.
	Words
)
