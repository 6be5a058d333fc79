package sqlgen

import (
	"strings"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/plan"
)

// Insert compiles an insertion; its binds are the row's values in order. The
// statement's columns are what it returns.
func Insert(in *plan.Insert, d Dialect) (*Statement, error) {
	return insert(in, d, func(values string) string { return "VALUES (" + values + ")" })
}

// InsertFrom compiles an insertion of a row for each of a table's that a condition
// chooses, "table WHERE condition" in the dialect's own words.
func InsertFrom(in *plan.Insert, d Dialect, from string) (*Statement, error) {
	if len(in.Fields) == 0 {
		return nil, fault.New(fault.Internal, "an insertion without fields has no SELECT")
	}
	return insert(in, d, func(values string) string { return "SELECT " + values + " FROM " + from })
}

func insert(in *plan.Insert, d Dialect, source func(values string) string) (*Statement, error) {
	g := &builder{dialect: d}
	columns, values := make([]string, len(in.Fields)), make([]string, len(in.Fields))
	for i, field := range in.Fields {
		columns[i] = d.Quote(in.Into.Fields[field].Column)
		values[i] = g.stored(i, in.Into, field)
	}
	for i, field := range in.Fields {
		if column, words := g.words(i, in.Into, field); column != "" {
			columns, values = append(columns, column), append(values, words)
		}
	}
	sql := "INSERT INTO " + d.Quote(in.Into.Table)
	if len(columns) == 0 {
		sql += d.Empty()
	} else {
		sql += " (" + strings.Join(columns, ", ") + ") " + source(strings.Join(values, ", "))
	}
	out := &Statement{}
	for i, field := range in.Return {
		f := in.Into.Fields[field]
		out.Columns = append(out.Columns, Column{Type: f.Type, Of: in.Into, Field: f})
		sql += map[bool]string{true: " RETURNING ", false: ", "}[i == 0] + d.Quote(f.Column)
	}
	out.SQL, out.Binds = g.finish(sql)
	return out, nil
}

// Update compiles an update by key; its binds are the fields' values, then the
// key's.
func Update(up *plan.Update, d Dialect) (*Statement, error) {
	g := &builder{dialect: d}
	sets := make([]string, len(up.Fields))
	for i, field := range up.Fields {
		sets[i] = d.Quote(up.Of.Fields[field].Column) + " = " + g.stored(i, up.Of, field)
	}
	for i, field := range up.Fields {
		if column, words := g.words(i, up.Of, field); column != "" {
			sets = append(sets, column+" = "+words)
		}
	}
	out := &Statement{}
	out.SQL, out.Binds = g.finish("UPDATE " + d.Quote(up.Of.Table) + " SET " + strings.Join(sets, ", ") +
		" WHERE " + g.key(up.Of, len(up.Fields)))
	return out, nil
}

// Delete compiles a deletion by key; its binds are the key's values.
func Delete(del *plan.Delete, d Dialect) (*Statement, error) {
	g := &builder{dialect: d}
	out := &Statement{}
	out.SQL, out.Binds = g.finish("DELETE FROM " + d.Quote(del.From.Table) + " WHERE " + g.key(del.From, 0))
	return out, nil
}

// stored binds argument i in the form of a column.
func (g *builder) stored(i int, c *schema.Collection, field int) string {
	f := c.Fields[field]
	return g.bind(Bind{Index: i, Type: f.Type, Form: Stored, Of: c, Field: f})
}

// words binds the words of argument i, with the column that keeps them; "" where
// they are not kept.
func (g *builder) words(i int, c *schema.Collection, field int) (column, words string) {
	keeper, ok := g.dialect.(WordKeeper)
	if !ok {
		return "", ""
	}
	if column = keeper.WordsColumn(c, field); column == "" {
		return "", ""
	}
	return g.dialect.Quote(column), g.bind(Bind{Index: i, Type: c.Fields[field].Type, Form: Words})
}

// key names one record by arguments from first on.
func (g *builder) key(c *schema.Collection, first int) string {
	parts := make([]string, len(c.Key))
	for i, field := range c.Key {
		f := c.Fields[field]
		column, given := g.dialect.Quote(f.Column), g.bind(Bind{Index: first + i, Type: f.Type})
		parts[i] = g.dialect.Column(column, f) + " = " + given
		if seeker, ok := g.dialect.(Seeker); ok && foreign(f) {
			parts[i] = and(parts[i], seeker.Seek(c, f, column, []string{given}))
		}
	}
	return strings.Join(parts, " AND ")
}
