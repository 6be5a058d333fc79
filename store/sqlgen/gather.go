package sqlgen

import (
	"strings"

	"bedplate/schema"
	"bedplate/store/plan"
)

// A server is asked once for a row and all that is nested in it: rows of a
// relation stand in one column of their parent's row, gathered by the database
// in a form that the dialect chooses and its driver reads. Records to one are
// joined, in gathered rows too.

// Select is the parts of a SELECT, none with its keyword. Those that are not there are "".
type Select struct {
	Values  []string // one at least
	Columns []Column // what Values are; none where the one value means nothing
	From    string
	Where   string
	// Related pairs columns of nested rows with those of the outer row that they
	// must equal, and Filter is Where without that.
	Related [][2]string
	Filter  string
	Group   string
	Grouped bool // into one row at least, where there is no Group
	Order   string
	Keys    []SortKey // that Order is made of
	Limit   string
	Offset  string
}

// SortKey is what rows are sorted by.
type SortKey struct {
	SQL        string
	Desc       bool
	Nullable   bool
	NullsFirst bool
}

// String gives the statement.
func (s *Select) String() string {
	var out strings.Builder
	out.WriteString("SELECT " + strings.Join(s.Values, ", ") + " FROM " + s.From)
	for _, clause := range []struct{ word, text string }{{" WHERE ", s.Where}, {" GROUP BY ", s.Group},
		{" ORDER BY ", s.Order}, {" LIMIT ", s.Limit}, {" OFFSET ", s.Offset}} {
		if clause.text != "" {
			out.WriteString(clause.word + clause.text)
		}
	}
	return out.String()
}

// gather adds a column that has the rows of a nested read; false where the
// database is embedded, and each statement cheap.
func (q *reader) gather(r *plan.Read, out *Output) bool {
	if !q.dialect.Gathers() {
		return false
	}
	inner := &reader{builder: q.builder, level: newLevel(r, q.newAlias())}
	inner.out.Outputs = inner.outputs(r.Outputs)
	s := inner.selection(inner.related(r, q.level))
	if !r.Rel.Many && s.Limit == "" {
		s.Limit = "1"
	}
	rows := &Gathered{Columns: inner.out.Columns, Outputs: inner.out.Outputs, Joins: inner.out.Joins}
	sql := q.dialect.Gather(s)
	*out = Output{Gathered: rows, Many: r.Rel.Many, Column: q.selected(sql, Column{Rows: rows})}
	return true
}

// related pairs columns of the reader's records with those of the record of
// another level that a relation leads from.
func (q *reader) related(r *plan.Read, from level) [][2]string {
	pairs := make([][2]string, len(r.Rel.Remote))
	base := r.Rel.Base.(*schema.Collection)
	for i, remote := range r.Rel.Remote {
		pairs[i] = [2]string{q.column(q.alias, r.From.Fields[remote]), q.column(from.alias, base.Fields[r.Rel.Local[i]])}
	}
	return pairs
}
