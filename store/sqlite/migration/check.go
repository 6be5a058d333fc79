package migration

import (
	"slices"
	"strings"
	"time"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/sqlite/dialect"
	"bedplate/store/sqlite/script"
	"bedplate/value"
)

// checkRows makes sure that the rows pass the checks that are new to them, as
// the engine will judge them. A check that asks for the caller or for other
// records cannot be judged here and is left to the next write.
func (s *session) checkRows(c *schema.Collection, fields []string) error {
	for _, name := range fields {
		if f := c.Field(name); f != nil && f.Check != nil && judgeable(f.Check) {
			if err := s.checkField(c, f); err != nil {
				return err
			}
		}
	}
	return nil
}

func judgeable(n *expr.Node) bool {
	return expr.Local(n) && !expr.UsesOld(n) && expr.Visit(n, func(n *expr.Node) bool {
		return n.Op != expr.Auth && n.Op != expr.Request
	})
}

// storedRecord is a row of a table; only the fields that were asked for are
// there.
type storedRecord map[int]value.Value

// Field gives a field.
func (r storedRecord) Field(i int) value.Value { return r[i] }

// One gives no record: judgeable expressions do not ask.
func (r storedRecord) One(*expr.Relation) (expr.Rec, error) { return nil, nil }

// Each gives no records.
func (r storedRecord) Each(*expr.Relation, func(expr.Rec) (bool, error)) error { return nil }

func (s *session) checkField(c *schema.Collection, f *schema.Field) error {
	used := []int{f.Index}
	expr.Visit(f.Check, func(n *expr.Node) bool {
		if n.Op == expr.Field && !slices.Contains(used, n.Index) {
			used = append(used, n.Index)
		}
		return true
	})
	var columns []string
	for _, i := range c.Key {
		columns = append(columns, script.Quote(c.Fields[i].Column))
	}
	for _, i := range used {
		columns = append(columns, dialect.SQLite{}.Column(script.Quote(c.Fields[i].Column), c.Fields[i]))
	}
	scope := &expr.Scope{Facts: &expr.Caller{Time: time.Now().UnixMicro()}}
	var failed int64
	first := ""
	err := s.query("SELECT "+strings.Join(columns, ", ")+" FROM "+script.Quote(c.Table), func(stmt *zombiezen.Stmt) error {
		record := storedRecord{}
		for n, i := range used {
			v, err := columnValue(stmt, len(c.Key)+n, c.Fields[i].Type)
			if err != nil {
				return err
			}
			record[i] = v
		}
		scope.Record = record
		if record[f.Index].IsNull() {
			return nil // a check is about a value
		}
		passes, err := expr.Test(f.Check, scope)
		if err == nil && !passes {
			if failed == 0 {
				first = example(stmt, len(c.Key))
			}
			failed++
		}
		return err
	})
	if err != nil {
		return err
	}
	if failed > 0 {
		return fault.Of(fault.Check, f.Name, "%s of table %s fail the check %s, the first of key %s", count(failed, "row"), c.Table, f.CheckText, first).
			WithHint("change the rows or the check")
	}
	return nil
}

// columnValue reads a column in canonical storage form.
func columnValue(stmt *zombiezen.Stmt, i int, t value.Type) (value.Value, error) {
	var stored zombiezen.Value
	switch stmt.ColumnType(i) {
	case zombiezen.TypeNull:
		return value.Value{}, nil
	case zombiezen.TypeInteger:
		stored = zombiezen.IntegerValue(stmt.ColumnInt64(i))
	case zombiezen.TypeFloat:
		stored = zombiezen.FloatValue(stmt.ColumnFloat(i))
	case zombiezen.TypeText:
		stored = zombiezen.TextValue(stmt.ColumnText(i))
	default:
		raw := make([]byte, stmt.ColumnLen(i))
		stmt.ColumnBytes(i, raw)
		stored = zombiezen.BlobValue(raw)
	}
	return decodeStored(t, stored)
}
