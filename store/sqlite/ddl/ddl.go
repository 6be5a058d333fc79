// Package ddl says what a table of ours looks like in SQLite. How one that
// stands becomes another is package migration's.
package ddl

import (
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/sqlgen"
	"bedplate/store/sqlite/dialect"
	"bedplate/store/sqlite/script"
	"bedplate/store/sqlite/storage"
	"bedplate/value"
)

// Format numbers what Statements makes: a change of it that tables made before should
// follow must raise the number.
const Format = 1

// Statements gives the statements that make a collection's table, its indexes
// and its full-text index. It is the one place that says what a table of ours
// looks like. Foreign keys may name tables that are made later. It refuses, by
// name, an index that SQLite cannot keep.
func Statements(c *schema.Collection) ([]string, error) {
	if c.Query != nil {
		sql, err := CreateView(c)
		return []string{sql}, err
	}
	statements, err := Table(c)
	return append(statements, Search(c)...), err
}

// Table gives the statements that make a collection's table, which is the first,
// and its indexes, without the full-text index.
func Table(c *schema.Collection) ([]string, error) {
	statements := []string{CreateTable(c, c.Table)}
	for _, ix := range c.Indexes {
		sql, err := CreateIndex(c, ix)
		if err != nil {
			return nil, err
		}
		statements = append(statements, sql)
	}
	return statements, nil
}

// CreateView gives the statement that makes a collection's view.
func CreateView(c *schema.Collection) (string, error) {
	return sqlgen.CreateView(c, schema.SQLite, script.Quote)
}

// CreateTable gives the statement that makes a collection's table under a
// name, which differs from its own while a table is rebuilt.
func CreateTable(c *schema.Collection, name string) string {
	var lines []string
	rowid := dialect.RowKey(c)
	for _, f := range c.Stored() {
		lines = append(lines, columnDDL(c, f, rowid))
	}
	if !rowid && len(c.Key) > 0 {
		lines = append(lines, "CONSTRAINT "+script.Quote(c.KeyName())+" PRIMARY KEY ("+columnList(c, c.Key)+")")
	}
	for _, ref := range c.Refs {
		if ref.Unchecked {
			continue
		}
		lines = append(lines, "CONSTRAINT "+script.Quote(ref.Name)+" FOREIGN KEY ("+columnList(c, ref.Columns)+") REFERENCES "+
			script.Quote(ref.To.Table)+" ("+columnList(ref.To, ref.Target)+") ON UPDATE NO ACTION ON DELETE NO ACTION")
	}
	sql := "CREATE TABLE " + script.Quote(name) + " (\n  " + strings.Join(lines, ",\n  ") + "\n)"
	if !rowid && len(c.Key) > 0 {
		sql += " WITHOUT ROWID"
	}
	return sql
}

func columnDDL(c *schema.Collection, f *schema.Field, rowid bool) string {
	sql := script.Quote(f.Column) + " " + ColumnType(f)
	if f.Required || c.IsKey(f.Index) {
		sql += " NOT NULL"
	}
	if rowid && c.IsKey(f.Index) {
		sql += " CONSTRAINT " + script.Quote(c.KeyName()) + " PRIMARY KEY"
	}
	if f.Values != nil {
		values := make([]string, len(f.Values))
		for i, v := range f.Values {
			values[i] = "'" + strings.ReplaceAll(v, "'", "''") + "'"
		}
		sql += " CONSTRAINT " + script.Quote(CheckName(c, f)) + " CHECK (" + script.Quote(f.Column) + " IN (" + strings.Join(values, ", ") + "))"
	}
	return sql
}

// CheckName names the check of an enum's values.
func CheckName(c *schema.Collection, f *schema.Field) string {
	return c.Table + "_" + f.Column + "_check"
}

// ColumnType gives the declared type of a field's column.
func ColumnType(f *schema.Field) string {
	if f.SQLType != "" {
		return f.SQLType
	}
	switch f.Type.Kind {
	case value.Int, value.Bool, value.Time:
		return "INTEGER"
	case value.Float:
		return "REAL"
	case value.UUID, value.Bytes:
		return "BLOB"
	case value.Decimal:
		if storage.Narrow(f.Type) {
			return "INTEGER"
		}
	}
	return "TEXT"
}

func columnList(c *schema.Collection, fields []int) string {
	out := make([]string, len(fields))
	for i, field := range fields {
		out[i] = script.Quote(c.Fields[field].Column)
	}
	return strings.Join(out, ", ")
}

// CreateIndex gives the statement that makes an index. It refuses a condition
// that SQLite cannot keep in an index.
func CreateIndex(c *schema.Collection, ix *schema.Index) (string, error) {
	parts := make([]string, len(ix.Parts))
	for i, p := range ix.Parts {
		parts[i] = script.Quote(c.Fields[p.Field].Column)
		if p.Desc {
			parts[i] += " DESC"
		}
	}
	sql := "CREATE INDEX "
	if ix.Unique {
		sql = "CREATE UNIQUE INDEX "
	}
	sql += script.Quote(ix.Name) + " ON " + script.Quote(c.Table) + " (" + strings.Join(parts, ", ") + ")"
	if ix.Where == nil || expr.IsTrue(ix.Where) {
		return sql, nil
	}
	where, err := sqlgen.Condition(ix.Where, c, dialect.SQLite{})
	if err != nil || strings.Contains(where, "bp_") || !expr.Local(ix.Where) {
		return "", fault.Of(fault.Unsupported, ix.Name, "the condition of index %s cannot be kept by SQLite", ix.Name).
			WithHint("compare fields with constants, or leave the condition out")
	}
	return sql + " WHERE " + where, nil
}
