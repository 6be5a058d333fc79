package migration

import (
	"strings"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/schema"
	"bedplate/store/rows"
	"bedplate/store/sqlite/dialect"
	"bedplate/store/sqlite/script"
	"bedplate/value"
)

// checkRows makes sure that the rows pass the checks that are new to them.
func (s *session) checkRows(c *schema.Collection, fields []string) error {
	for _, name := range fields {
		if judge := rows.NewJudge(c.Field(name)); judge != nil {
			if err := s.judge(c, judge); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *session) judge(c *schema.Collection, judge *rows.Judge) error {
	var columns []string
	for _, i := range c.Key {
		columns = append(columns, script.Quote(c.Fields[i].Column))
	}
	for _, i := range judge.Fields {
		columns = append(columns, dialect.SQLite{}.Column(script.Quote(c.Fields[i].Column), c.Fields[i]))
	}
	values := make([]value.Value, len(judge.Fields))
	err := s.query("SELECT "+strings.Join(columns, ", ")+" FROM "+script.Quote(c.Table), func(stmt *zombiezen.Stmt) (err error) {
		for n, i := range judge.Fields {
			if values[n], err = columnValue(stmt, len(c.Key)+n, c.Fields[i].Type); err != nil {
				return err
			}
		}
		return judge.Row(values, func() string { return example(stmt, len(c.Key)) })
	})
	if err != nil {
		return err
	}
	return judge.Verdict(c.Table)
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
