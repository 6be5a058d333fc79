package sqlite

import (
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// DDL gives the statements that make a collection's table and indexes. It is
// the one place that says what a table of ours looks like. Foreign keys may
// name tables that are made later.
func DDL(c *schema.Collection) []string {
	return append([]string{CreateTable(c, c.Table)}, CreateIndexes(c)...)
}

// CreateTable gives the statement that makes a collection's table under a
// name, which differs from its own while a table is rebuilt.
func CreateTable(c *schema.Collection, name string) string {
	var lines []string
	rowid := rowidKey(c)
	for _, f := range c.Fields {
		lines = append(lines, columnDDL(c, f, rowid))
	}
	if !rowid && len(c.Key) > 0 {
		lines = append(lines, "CONSTRAINT "+quote(c.KeyName())+" PRIMARY KEY ("+columnList(c, c.Key)+")")
	}
	for _, ref := range c.Refs {
		if ref.Unchecked {
			continue
		}
		lines = append(lines, "CONSTRAINT "+quote(ref.Name)+" FOREIGN KEY ("+columnList(c, ref.Columns)+") REFERENCES "+
			quote(ref.To.Table)+" ("+columnList(ref.To, ref.Target)+") ON UPDATE NO ACTION ON DELETE NO ACTION")
	}
	sql := "CREATE TABLE " + quote(name) + " (\n  " + strings.Join(lines, ",\n  ") + "\n)"
	if !rowid && len(c.Key) > 0 {
		sql += " WITHOUT ROWID"
	}
	return sql
}

// rowidKey tells a key of one integer, which is SQLite's own row number.
func rowidKey(c *schema.Collection) bool {
	return len(c.Key) == 1 && c.Fields[c.Key[0]].Type.Kind == value.Int
}

func columnDDL(c *schema.Collection, f *schema.Field, rowid bool) string {
	sql := quote(f.Column) + " " + ColumnType(f)
	if f.Required || c.IsKey(f.Index) {
		sql += " NOT NULL"
	}
	if rowid && c.IsKey(f.Index) {
		sql += " CONSTRAINT " + quote(c.KeyName()) + " PRIMARY KEY"
	}
	if f.Values != nil {
		values := make([]string, len(f.Values))
		for i, v := range f.Values {
			values[i] = "'" + strings.ReplaceAll(v, "'", "''") + "'"
		}
		sql += " CONSTRAINT " + quote(checkName(c, f)) + " CHECK (" + quote(f.Column) + " IN (" + strings.Join(values, ", ") + "))"
	}
	return sql
}

func checkName(c *schema.Collection, f *schema.Field) string {
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
		if narrow(f.Type) {
			return "INTEGER"
		}
	}
	return "TEXT"
}

func columnList(c *schema.Collection, fields []int) string {
	out := make([]string, len(fields))
	for i, field := range fields {
		out[i] = quote(c.Fields[field].Column)
	}
	return strings.Join(out, ", ")
}

// CreateIndexes gives the statements that make a collection's indexes.
func CreateIndexes(c *schema.Collection) []string {
	var out []string
	for _, ix := range IndexesOf(c) {
		sql, err := CreateIndex(c, ix)
		if err == nil {
			out = append(out, sql)
		}
	}
	return out
}

// IndexesOf gives a collection's indexes: those of its files, one for each
// unique field, and one for each reference that none of them serves, since a
// deletion looks for what refers to its record.
func IndexesOf(c *schema.Collection) []*schema.Index {
	out := append([]*schema.Index(nil), c.Indexes...)
	for _, f := range c.Fields {
		ix := &schema.Index{Name: c.Table + "_" + f.Column + "_key", Unique: true, Parts: []schema.Part{{Field: f.Index}}}
		if f.Unique && !(len(c.Key) == 1 && c.Key[0] == f.Index) && !named(out, ix.Name) {
			out = append(out, ix)
		}
	}
	for _, ref := range c.Refs {
		ix := &schema.Index{Name: ref.Name + "_idx"}
		for _, column := range ref.Columns {
			ix.Parts = append(ix.Parts, schema.Part{Field: column})
		}
		if !served(c, out, ref.Columns) && !named(out, ix.Name) {
			out = append(out, ix)
		}
	}
	return out
}

func named(indexes []*schema.Index, name string) bool {
	for _, ix := range indexes {
		if ix.Name == name {
			return true
		}
	}
	return false
}

// served tells whether an index begins with the columns.
func served(c *schema.Collection, indexes []*schema.Index, columns []int) bool {
	if len(c.Key) >= len(columns) && sameFields(c.Key[:len(columns)], columns) {
		return true
	}
	for _, ix := range indexes {
		if ix.Where != nil || len(ix.Parts) < len(columns) {
			continue
		}
		first := make([]int, len(columns))
		for i := range columns {
			first[i] = ix.Parts[i].Field
		}
		if sameFields(first, columns) {
			return true
		}
	}
	return false
}

// CreateIndex gives the statement that makes an index. It refuses a condition
// that SQLite cannot keep in an index.
func CreateIndex(c *schema.Collection, ix *schema.Index) (string, error) {
	parts := make([]string, len(ix.Parts))
	for i, p := range ix.Parts {
		parts[i] = quote(c.Fields[p.Field].Column)
		if p.Desc {
			parts[i] += " DESC"
		}
	}
	sql := "CREATE INDEX "
	if ix.Unique {
		sql = "CREATE UNIQUE INDEX "
	}
	sql += quote(ix.Name) + " ON " + quote(c.Table) + " (" + strings.Join(parts, ", ") + ")"
	if ix.Where == nil || expr.IsTrue(ix.Where) {
		return sql, nil
	}
	where, err := sqlgen.Condition(ix.Where, c, dialect{})
	if err != nil || strings.Contains(where, "bp_") {
		return "", fault.Of(fault.Unsupported, ix.Name, "the condition of index %s cannot be kept by SQLite", ix.Name).
			WithHint("compare fields with constants, or leave the condition out")
	}
	return sql + " WHERE " + where, nil
}
