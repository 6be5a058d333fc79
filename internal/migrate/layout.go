package migrate

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/store/driver"
)

// owns tells whether the collection's table is ours to make in that store.
func owns(c *schema.Collection, store string) bool {
	return c.Managed && !c.View && c.Store == store
}

// layouts gives the wanted layout of every collection that store's database
// is to hold for us, in the schema's order.
func layouts(s *schema.Schema, store string) []driver.Table {
	var tables []driver.Table
	for _, c := range s.Collections {
		switch {
		case owns(c, store):
			tables = append(tables, layout(c))
		case c.Query != nil && c.Store == store:
			tables = append(tables, viewLayout(c))
		}
	}
	return tables
}

// checksum is equal for schemas that need no migration between them, of one
// format (see driver.Migrator), which stands before the hyphen.
func checksum(tables []driver.Table, format int) string {
	doc, err := json.Marshal(tables)
	if err != nil {
		panic(err) // plain structs of strings always marshal
	}
	sum := sha256.Sum256(doc)
	return strconv.Itoa(format) + "-" + hex.EncodeToString(sum[:16])
}

// formatOf gives the format of a checksum; one that names none is of the first.
func formatOf(sum string) int {
	number, _, found := strings.Cut(sum, "-")
	format, err := strconv.Atoi(number)
	if !found || err != nil {
		return 1
	}
	return format
}

func layout(c *schema.Collection) driver.Table {
	t := driver.Table{Collection: c.Name, Name: c.Table, Key: columnNames(c, c.Key)}
	for _, f := range c.Stored() {
		t.Columns = append(t.Columns, column(f))
	}
	for _, ix := range c.Indexes {
		t.Indexes = append(t.Indexes, index(c, ix))
	}
	if len(c.Search) > 0 {
		t.Search = columnNames(c, c.Search)
	}
	for _, r := range c.Refs {
		if r.Unchecked {
			continue
		}
		t.References = append(t.References, driver.Reference{
			Name: r.Name, Columns: columnNames(c, r.Columns),
			To: r.To.Table, Target: columnNames(r.To, r.Target),
		})
	}
	return t
}

func column(f *schema.Field) driver.Column {
	col := driver.Column{
		Field: f.Name, Name: f.Column, Type: f.Type, SQLType: f.SQLType,
		Collation: f.Collation, Max: f.Max, Values: f.Values,
		Required: f.Required, Identity: f.Identity, Generated: f.Generated,
		Check: f.CheckText,
	}
	if f.Default != nil {
		col.Default = f.Default.Database
	}
	return col
}

func index(c *schema.Collection, ix *schema.Index) driver.Index {
	out := driver.Index{Name: ix.Name, Unique: ix.Unique}
	for _, p := range ix.Parts {
		out.Parts = append(out.Parts, driver.Part{Column: c.Fields[p.Field].Column, Desc: p.Desc})
	}
	if ix.Where != nil {
		// Fields stand under their names: a rename is seen as a change of the
		// condition, and the index is made again.
		out.Where = expr.Format(ix.Where)
	}
	return out
}

func columnNames(c *schema.Collection, fields []int) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = c.Fields[f].Column
	}
	return names
}
