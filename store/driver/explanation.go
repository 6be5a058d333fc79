package driver

import (
	"context"
	"strings"

	"bedplate/schema"
	"bedplate/store/plan"
	"bedplate/value"
)

// Explainer is a driver that can tell how a plan would be run.
type Explainer interface {
	// Explain runs nothing. args may be nil, and values of it null, where they
	// are not known; the database then decides without them.
	Explain(ctx context.Context, p Prepared, args []value.Value) (*Explanation, error)
}

// Explanation is what a database says of a statement.
type Explanation struct {
	Plan      *plan.Read // what the statement does
	Statement string
	Arguments []Argument // by placeholder
	Lines     []Line     // the database's own words
	Nested    []*Explanation
	// Statistics are what the database knows of the indexes of the tables.
	Statistics []Statistic
}

// Argument is what one placeholder takes: a plan's argument, a constant of the
// plan, or a column of the row that a nested statement is run for.
type Argument struct {
	Index  int // the plan's argument, or -1
	Parent bool
	Type   value.Type
	Value  value.Value // null where it is not known
}

// Line is one line of a database's explanation.
type Line struct {
	Depth int
	Text  string
	// Scans is the collection whose rows are read one after the other, all of
	// them if need be; nil for any other step.
	Scans *schema.Collection
	// Sorts tells that rows are collected and sorted.
	Sorts bool
	// Rows is how many the scanned table has, up to ManyRows.
	Rows int64
}

// ManyRows is as far as the rows of a table are counted for an explanation.
const ManyRows = 10_000

// Statistic is what a database remembers of an index, or of a table where
// Index is "".
type Statistic struct{ Table, Index, Text string }

// String gives the lines, those of nested statements below their parents'.
func (e *Explanation) String() string {
	var out strings.Builder
	e.write(&out, 0)
	return out.String()
}

func (e *Explanation) write(out *strings.Builder, indent int) {
	for _, l := range e.Lines {
		out.WriteString(strings.Repeat("  ", indent+l.Depth) + l.Text + "\n")
	}
	for _, n := range e.Nested {
		n.write(out, indent+1)
	}
}
