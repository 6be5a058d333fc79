// Package ddl says what a table of ours looks like in MySQL and MariaDB. How one
// that stands becomes another is package migration's.
//
// The two are told apart by what they can do, which a Server says; nothing here
// asks for a product or its version.
package ddl

import (
	"strconv"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/sqlgen"
)

// Format numbers what is made here: a change of it that tables made before should
// follow must raise the number.
const Format = 2

// Server is what the text of a table depends on.
type Server struct {
	// Collation is the one of all texts: of bytes, and without padding.
	Collation string
	// Dialect spells the conditions of partial indexes.
	Dialect sqlgen.Dialect
	// Guarded tells that references have indexes of their own wherever another one could
	// be taken for them that may have nulls; see addReference.
	Guarded bool
}

// Part is one definition of a table: a column, an index, a check or a reference,
// as CREATE TABLE and ADD take it.
type Part struct{ Name, Text string }

// Table is a table of ours in parts. Columns that only serve an index stand
// behind those of fields.
type Table struct {
	Name       string
	Columns    []Part
	Key        string
	Indexes    []Part
	Checks     []Part
	References []Part
	Options    string
}

// Table gives the table of a collection. It refuses, by name, what the server
// cannot keep.
func (s Server) Table(c *schema.Collection) (*Table, error) {
	if err := checkNames(c); err != nil {
		return nil, err
	}
	types, err := s.types(c)
	if err != nil {
		return nil, err
	}
	t := &Table{Name: c.Table, Options: s.options()}
	for i, f := range c.Stored() {
		t.Columns = append(t.Columns, Part{f.Column, column(c, f, types[i])})
		if f.Values != nil {
			t.Checks = append(t.Checks, valuesCheck(c, f))
		}
	}
	t.Columns = append(t.Columns, s.wordColumns(c)...)
	if len(c.Key) > 0 {
		t.Key = "PRIMARY KEY (" + columnList(c, c.Key) + ")"
	}
	for _, ix := range c.Indexes {
		if err := s.addIndex(t, c, ix); err != nil {
			return nil, err
		}
	}
	for _, ref := range c.Refs {
		if ref.Unchecked {
			continue
		}
		s.addReference(t, c, ref)
	}
	return t, nil
}

// options stand behind the definitions of every table.
func (s Server) options() string {
	return "ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=" + s.Collation
}

// Create gives the statement that makes the table. A reference may lead to a
// table that is made later where the connection has foreign_key_checks off.
func (t *Table) Create(references bool) string {
	var lines []string
	add := func(parts []Part) {
		for _, p := range parts {
			lines = append(lines, p.Text)
		}
	}
	add(t.Columns)
	if t.Key != "" {
		lines = append(lines, t.Key)
	}
	add(t.Indexes)
	add(t.Checks)
	if references {
		add(t.References)
	}
	return "CREATE TABLE " + Quote(t.Name) + " (\n  " + strings.Join(lines, ",\n  ") + "\n) " + t.Options
}

// Make gives the statements that make collections, views behind the tables, in
// their order. Tables may refer to each other in circles, so a connection that
// runs them has foreign_key_checks off.
func (s Server) Make(collections []*schema.Collection) ([]string, error) {
	var tables, views []string
	for _, c := range collections {
		if c.Query != nil {
			sql, err := CreateView(c)
			if err != nil {
				return nil, err
			}
			views = append(views, sql)
			continue
		}
		t, err := s.Table(c)
		if err != nil {
			return nil, err
		}
		tables = append(tables, t.Create(true))
	}
	return append(tables, views...), nil
}

// CreateView gives the statement that makes a collection's view.
func CreateView(c *schema.Collection) (string, error) {
	return sqlgen.CreateView(c, schema.MySQL, Quote)
}

// column gives the definition of a field's column.
func column(c *schema.Collection, f *schema.Field, sqlType string) string {
	sql := Quote(f.Column) + " " + sqlType
	if NotNull(c, f) {
		sql += " NOT NULL"
	} else if f.SQLType != "" {
		sql += " NULL" // which TIMESTAMP is not by itself
	}
	switch {
	case f.Identity:
		sql += " AUTO_INCREMENT"
	case f.Default != nil && f.Default.Database != "":
		sql += " DEFAULT " + f.Default.Database
	}
	return sql
}

// NotNull tells whether a field's column takes no nulls.
func NotNull(c *schema.Collection, f *schema.Field) bool { return f.Required || c.IsKey(f.Index) }

// valuesCheck is the constraint of an enum's values.
func valuesCheck(c *schema.Collection, f *schema.Field) Part {
	values := make([]string, len(f.Values))
	for i, v := range f.Values {
		values[i] = Literal(v)
	}
	name := CheckName(c, f)
	return Part{name, "CONSTRAINT " + Quote(name) + " CHECK (" + Quote(f.Column) + " IN (" + strings.Join(values, ", ") + "))"}
}

// CheckName names the check of an enum's values.
func CheckName(c *schema.Collection, f *schema.Field) string {
	return fitting(c.Table + "_" + f.Column + "_check")
}

// addIndex adds an index. There are no partial ones: one that is not unique is
// made of all rows, and a unique one has a column behind its own that is null,
// and so never equal, in the rows that the condition leaves out.
func (s Server) addIndex(t *Table, c *schema.Collection, ix *schema.Index) error {
	parts, err := s.parts(c, ix)
	if err != nil {
		return err
	}
	kind := "KEY "
	if ix.Unique {
		kind = "UNIQUE KEY "
	}
	if conditional(ix) {
		where, err := sqlgen.Condition(ix.Where, c, s.Dialect)
		if err != nil || !expr.Local(ix.Where) {
			return fault.Of(fault.Unsupported, ix.Name, "the condition of index %s cannot be kept by the database", ix.Name).
				WithHint("compare fields with constants, or leave the condition out")
		}
		name := ConditionColumn(ix.Name)
		t.Columns = append(t.Columns, Part{name, Quote(name) + " TINYINT GENERATED ALWAYS AS (CASE WHEN " + where + " THEN 1 END) VIRTUAL"})
		parts = append(parts, Quote(name))
	}
	t.Indexes = append(t.Indexes, Part{ix.Name, kind + Quote(ix.Name) + " (" + strings.Join(parts, ", ") + ")"})
	return nil
}

// ConditionColumn names the column that says which rows a unique index with a
// condition is about.
func ConditionColumn(index string) string { return fitting(schema.SystemPrefix + index) }

// IsConditionColumn tells such columns by their names.
func IsConditionColumn(column string) bool { return schema.IsSystemTable(column) }

// What the server keeps in an index, at most.
const (
	maxIndexBytes = 3072
	maxIndexParts = 16
)

// parts are the columns of an index. One that is not unique is made of the
// beginnings of texts where they are too long for it together, which share alike.
func (s Server) parts(c *schema.Collection, ix *schema.Index) ([]string, error) {
	if len(ix.Parts) >= maxIndexParts {
		return nil, fault.Of(fault.Unsupported, ix.Name, "index %s has more fields than the database keeps in one, which is %d", ix.Name, maxIndexParts-1)
	}
	left, whole, texts := maxIndexBytes, 0, 0
	for _, p := range ix.Parts {
		f := c.Fields[p.Field]
		whole += width(f)
		if isShort(f) {
			texts++
		} else {
			left -= width(f)
		}
	}
	if whole > maxIndexBytes && ix.Unique {
		return nil, fault.Of(fault.Unsupported, ix.Name, "index %s is longer than the database keeps, which is %d bytes, 4 for a character", ix.Name, maxIndexBytes).
			WithHint("lower max: of its texts")
	}
	out := make([]string, len(ix.Parts))
	for i, p := range ix.Parts {
		f := c.Fields[p.Field]
		out[i] = Quote(f.Column)
		if isShort(f) {
			wide := width(f)
			if share := left / texts / bytesEach(f); whole > maxIndexBytes && share < f.Max {
				wide = share * bytesEach(f)
				out[i] += "(" + strconv.Itoa(share) + ")"
			}
			left, texts = left-wide, texts-1
		}
		if p.Desc {
			out[i] += " DESC"
		}
	}
	return out, nil
}

func columnList(c *schema.Collection, fields []int) string {
	out := make([]string, len(fields))
	for i, field := range fields {
		out[i] = Quote(c.Fields[field].Column)
	}
	return strings.Join(out, ", ")
}
