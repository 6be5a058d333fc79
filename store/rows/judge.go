package rows

import (
	"fmt"
	"slices"
	"time"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

// Judge holds rows to the check of a field, as the engine will judge them.
type Judge struct {
	// Fields are those that the check speaks of, the field itself first.
	Fields []int

	field  *schema.Field
	scope  *expr.Scope
	failed int64
	first  string
}

// NewJudge makes a judge of a field's check; nil where there is none, or one
// that asks for the caller or for other records: that is left to the next write.
func NewJudge(f *schema.Field) *Judge {
	if f == nil || f.Check == nil || !judgeable(f.Check) {
		return nil
	}
	j := &Judge{Fields: []int{f.Index}, field: f, scope: &expr.Scope{Facts: &expr.Caller{Time: time.Now().UnixMicro()}}}
	expr.Visit(f.Check, func(n *expr.Node) bool {
		if n.Op == expr.Field && !slices.Contains(j.Fields, n.Index) {
			j.Fields = append(j.Fields, n.Index)
		}
		return true
	})
	return j
}

func judgeable(n *expr.Node) bool {
	return expr.Local(n) && !expr.UsesOld(n) && expr.Visit(n, func(n *expr.Node) bool {
		return n.Op != expr.Auth && n.Op != expr.Request
	})
}

// Row judges a row by its values of Fields. key shows the row to a person; it
// is asked of the first that fails.
func (j *Judge) Row(values []value.Value, key func() string) error {
	if values[0].IsNull() {
		return nil // a check is about a value
	}
	j.scope.Record = row{j.Fields, values}
	passes, err := expr.Test(j.field.Check, j.scope)
	if err != nil || passes {
		return err
	}
	if j.failed++; j.failed == 1 {
		j.first = key()
	}
	return nil
}

// Verdict tells how many rows of a table failed.
func (j *Judge) Verdict(table string) error {
	if j.failed == 0 {
		return nil
	}
	what := "1 row"
	if j.failed > 1 {
		what = fmt.Sprintf("%d rows", j.failed)
	}
	return fault.Of(fault.Check, j.field.Name, "%s of table %s fail the check %s, the first of key %s", what, table, j.field.CheckText, j.first).
		WithHint("change the rows or the check")
}

// row is a row of a table; only the fields that a check speaks of are there.
type row struct {
	fields []int
	values []value.Value
}

// Field gives a field.
func (r row) Field(i int) value.Value { return r.values[slices.Index(r.fields, i)] }

// One gives no record: what a judge takes does not ask for any.
func (r row) One(*expr.Relation) (expr.Rec, error) { return nil, nil }

// Each gives no records.
func (r row) Each(*expr.Relation, func(expr.Rec) (bool, error)) error { return nil }
