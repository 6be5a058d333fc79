// Package ddl says what a table of ours looks like in PostgreSQL. How one that
// stands becomes another is package migration's.
//
// What Bedplate makes stands in the schema that the connection makes things in,
// the first of its search_path, so that apps may share a database by schemas. A
// name is therefore never written with one.
package ddl

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/postgres/fulltext"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// Format numbers what is made here: a change of it that tables made before should
// follow must raise the number.
const Format = 1

// Making is the statements that make some collections, in the order in which
// they can run: what a statement names is there.
type Making struct {
	Functions  []string // that full-text indexes need
	Tables     []string // with their indexes and full-text indexes
	References []string
	Views      []string
}

// Statements lists them all.
func (m Making) Statements() []string {
	return slices.Concat(m.Functions, m.Tables, m.References, m.Views)
}

// Make gives the statements that make collections in an empty database. A view
// comes after those before it.
func Make(collections []*schema.Collection, d sqlgen.Dialect) (Making, error) {
	var m Making
	for _, c := range collections {
		if c.Query != nil {
			sql, err := CreateView(c)
			if err != nil {
				return m, err
			}
			m.Views = append(m.Views, sql)
			continue
		}
		statements, err := Table(c, d)
		if err != nil {
			return m, err
		}
		m.Tables = append(m.Tables, statements...)
		if sql := Search(c); sql != "" {
			m.Functions, m.Tables = fulltext.Functions(), append(m.Tables, sql)
		}
		for _, ref := range c.Refs {
			if !ref.Unchecked {
				m.References = append(m.References, AddReference(c, ref))
			}
		}
	}
	return m, nil
}

// Execer runs statements: a connection, a pool or a transaction.
type Execer interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}

// Create makes all collections of a schema in an empty database, in one round trip:
// all of them or none.
func Create(ctx context.Context, db Execer, s *schema.Schema, d sqlgen.Dialect) error {
	made, err := Make(s.Collections, d)
	if err != nil {
		return err
	}
	all := strings.Join(made.Statements(), ";\n")
	if _, err := db.Exec(ctx, all, pgx.QueryExecModeSimpleProtocol); err != nil {
		return fault.Wrap(fault.Internal, err, "the database refused: %s", all)
	}
	return nil
}

// Table gives the statements that make a collection's table, which is the first,
// and its indexes, without references and the full-text index.
func Table(c *schema.Collection, d sqlgen.Dialect) ([]string, error) {
	if err := checkNames(c); err != nil {
		return nil, err
	}
	statements := []string{CreateTable(c)}
	for _, ix := range c.Indexes {
		sql, err := CreateIndex(c, ix, d)
		if err != nil {
			return nil, err
		}
		statements = append(statements, sql)
	}
	return statements, nil
}

// maxName is how many bytes PostgreSQL keeps of a name. It cuts a longer one
// without a word, so that two of them may become one.
const maxName = 63

func checkNames(c *schema.Collection) error {
	refuse := func(field, name string) error {
		return fault.Of(fault.TooLong, field, "the name %s is longer than the %d bytes that PostgreSQL keeps", name, maxName).
			WithHint("say a shorter one: table:, column: and name: are for that")
	}
	if len(c.Table) > maxName {
		return refuse(c.Name, c.Table)
	}
	for _, f := range c.Stored() {
		if len(f.Column) > maxName {
			return refuse(f.Name, f.Column)
		}
	}
	for _, ix := range c.Indexes {
		if len(ix.Name) > maxName {
			return refuse(ix.Name, ix.Name)
		}
	}
	for _, ref := range c.Refs {
		if len(ref.Name) > maxName {
			return refuse(ref.Name, ref.Name)
		}
	}
	return nil
}

// CreateView gives the statement that makes a collection's view.
func CreateView(c *schema.Collection) (string, error) {
	text := strings.TrimRight(strings.TrimSpace(c.Query.For(schema.Postgres)), "; \t\r\n")
	if text == "" {
		return "", fault.Of(fault.Unsupported, c.Name, "the view %s has no text for %s", c.Name, schema.Postgres).
			WithDetail("%s", c.Query.Place).WithHint("add %s: to its view:", schema.Postgres)
	}
	return "CREATE VIEW " + Quote(c.Table) + " AS\n" + text, nil
}

// CreateTable gives the statement that makes a collection's table. References
// are added when the tables that they lead to are there.
func CreateTable(c *schema.Collection) string {
	var lines []string
	for _, f := range c.Stored() {
		lines = append(lines, Column(c, f))
	}
	if len(c.Key) > 0 {
		lines = append(lines, PrimaryKey(c))
	}
	return "CREATE TABLE " + Quote(c.Table) + " (\n  " + strings.Join(lines, ",\n  ") + "\n)"
}

// PrimaryKey gives the constraint of a collection's key.
func PrimaryKey(c *schema.Collection) string {
	return "CONSTRAINT " + Quote(c.KeyName()) + " PRIMARY KEY (" + columnList(c, c.Key) + ")"
}

// Column gives the definition of a field's column.
func Column(c *schema.Collection, f *schema.Field) string {
	sql := Quote(f.Column) + " " + ColumnType(f)
	if NotNull(c, f) {
		sql += " NOT NULL"
	}
	switch {
	case f.Identity:
		sql += " GENERATED BY DEFAULT AS IDENTITY"
	case f.Default != nil && f.Default.Database != "":
		sql += " DEFAULT " + f.Default.Database
	}
	if f.Values != nil && f.SQLType == "" {
		sql += " " + ValuesCheck(c, f)
	}
	return sql
}

// NotNull tells whether a field's column takes no nulls.
func NotNull(c *schema.Collection, f *schema.Field) bool { return f.Required || c.IsKey(f.Index) }

// ValuesCheck gives the constraint of an enum's values.
func ValuesCheck(c *schema.Collection, f *schema.Field) string {
	values := make([]string, len(f.Values))
	for i, v := range f.Values {
		values[i] = Literal(v)
	}
	return "CONSTRAINT " + Quote(CheckName(c, f)) + " CHECK (" + Quote(f.Column) + " IN (" + strings.Join(values, ", ") + "))"
}

// CheckName names the check of an enum's values.
func CheckName(c *schema.Collection, f *schema.Field) string {
	return fitting(c.Table+"_"+f.Column, "_check")
}

// ColumnType gives the type of a field's column, with its collation. Text is
// compared byte by byte, whatever the database was made with.
func ColumnType(f *schema.Field) string {
	sql := f.SQLType
	if sql == "" {
		sql = TypeOf(f.Type)
	}
	switch {
	case f.Collation != "":
		sql += " COLLATE " + Quote(f.Collation)
	case f.Type.Kind == value.Text && collatable(sql):
		sql += ` COLLATE "C"`
	}
	return sql
}

// TypeOf gives the type that keeps values of a type of ours.
func TypeOf(t value.Type) string {
	switch t.Kind {
	case value.Int:
		return "bigint"
	case value.Float:
		return "double precision"
	case value.Decimal:
		return numeric(t)
	case value.Bool:
		return "boolean"
	case value.Time:
		return "timestamptz"
	case value.Date:
		return "date"
	case value.UUID:
		return "uuid"
	case value.Bytes:
		return "bytea"
	case value.JSON, value.List:
		return "jsonb"
	}
	return "text"
}

// collatable tells the types of text that have a collation; an adopted column
// with values of text may be of another type.
func collatable(sqlType string) bool {
	name, _, _ := strings.Cut(strings.ToLower(sqlType), "(")
	switch strings.TrimSpace(name) {
	case "text", "varchar", "character varying", "char", "character", "bpchar":
		return true
	}
	return false
}

func columnList(c *schema.Collection, fields []int) string {
	out := make([]string, len(fields))
	for i, field := range fields {
		out[i] = Quote(c.Fields[field].Column)
	}
	return strings.Join(out, ", ")
}

// AddReference gives the statement that adds a reference to a table.
func AddReference(c *schema.Collection, ref *schema.Ref) string {
	return "ALTER TABLE " + Quote(c.Table) + " ADD CONSTRAINT " + Quote(ref.Name) + " FOREIGN KEY (" + columnList(c, ref.Columns) +
		") REFERENCES " + Quote(ref.To.Table) + " (" + columnList(ref.To, ref.Target) + ")"
}

// CreateIndex gives the statement that makes an index. It refuses a condition
// that PostgreSQL cannot keep in an index.
func CreateIndex(c *schema.Collection, ix *schema.Index, d sqlgen.Dialect) (string, error) {
	parts := make([]string, len(ix.Parts))
	for i, p := range ix.Parts {
		parts[i] = Quote(c.Fields[p.Field].Column)
		if p.Desc {
			parts[i] += " DESC"
		}
	}
	sql := "CREATE INDEX "
	if ix.Unique {
		sql = "CREATE UNIQUE INDEX "
	}
	sql += Quote(ix.Name) + " ON " + Quote(c.Table) + " (" + strings.Join(parts, ", ") + ")"
	if ix.Where == nil || expr.IsTrue(ix.Where) {
		return sql, nil
	}
	where, err := sqlgen.Condition(ix.Where, c, d)
	if err != nil || !expr.Local(ix.Where) {
		return "", fault.Of(fault.Unsupported, ix.Name, "the condition of index %s cannot be kept by PostgreSQL", ix.Name).
			WithHint("compare fields with constants, or leave the condition out")
	}
	return sql + " WHERE " + where, nil
}
