package migration

import (
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/postgres/ddl"
)

// alteration brings one table to what its collection says.
type alteration struct {
	*planner
	step      driver.Step
	c         *schema.Collection
	t         *table
	before    *driver.Table
	converted []string // columns whose type changes
	wider     []string // columns whose check allows what the one before did
	out       []action
	sql       string // ALTER TABLE "..."
}

// alter plans an AlterTable, all of it in place: what stands in the way goes
// first, then the columns change, then what depends on them is made.
func (p *planner) alter(step driver.Step) ([]action, error) {
	t := p.tables[step.Table]
	if t == nil || t.isView() {
		return nil, gone(step.Table)
	}
	a := &alteration{planner: p, step: step, c: step.Collection, t: t, before: step.Before, sql: "ALTER TABLE " + ddl.Quote(step.Table)}
	t.claim(step.Before)
	for _, f := range step.Fills {
		if f.From != "" && f.Was != f.Is {
			a.converted = append(a.converted, f.Column)
		}
	}
	for _, part := range []func() error{
		a.dropReferences, a.dropIndexes, a.dropKey, a.dropChecks, a.dropColumns,
		a.addColumns, a.convertColumns, a.fillColumns, a.amendColumns,
		a.addKey, a.addChecks, a.addIndexes, a.addReferences,
	} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	for _, name := range step.Checks {
		a.judge(name)
	}
	return a.out, nil
}

func (a *alteration) do(sql string) { a.out = append(a.out, statement(sql)) }

func (a *alteration) fill(column string) (driver.Fill, bool) {
	for _, f := range a.step.Fills {
		if f.Column == column {
			return f, true
		}
	}
	return driver.Fill{}, false
}

// was gives a column's layout before, nil where it is new.
func (a *alteration) was(column string) *driver.Column {
	for i := range a.before.Columns {
		if a.before.Columns[i].Name == column {
			return &a.before.Columns[i]
		}
	}
	return nil
}

// leaving lists our columns that are not wanted any more.
func (a *alteration) leaving() []string {
	var out []string
	for _, b := range a.before.Columns {
		wanted := slices.ContainsFunc(a.c.Stored(), func(f *schema.Field) bool { return f.Column == b.Name })
		if !wanted && a.t.column(b.Name) != nil {
			out = append(out, b.Name)
		}
	}
	return out
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(name string) bool { return slices.Contains(b, name) })
}

// dropColumns drops what is ours and not wanted. PostgreSQL would drop whatever
// speaks of a column with it; what is not ours keeps the column there instead.
func (a *alteration) dropColumns() error {
	for _, name := range a.leaving() {
		for _, i := range a.t.indexes {
			if slices.Contains(i.columns, name) {
				return a.foreign("index", i.name, name)
			}
		}
		for _, k := range a.t.constraints {
			if slices.Contains(k.columns, name) {
				return a.foreign("constraint", k.name, name)
			}
		}
		a.do(a.sql + " DROP COLUMN " + ddl.Quote(name))
		a.t.columns = slices.DeleteFunc(a.t.columns, func(c *column) bool { return c.name == name })
	}
	return nil
}

func (a *alteration) foreign(kind, name, column string) error {
	return fault.New(fault.Check, "%s %s of table %s, which is not ours, cannot be kept without column %s", kind, name, a.t.name, column).
		WithHint("drop it first, and make it again afterwards")
}

// addColumns adds new columns. A default fills the rows that are there, without
// one of them being written. That of a required column stays, for nodes that do
// not know the column yet; the others go again.
func (a *alteration) addColumns() error {
	for _, f := range a.c.Stored() {
		if a.t.column(f.Column) != nil {
			continue
		}
		sql := a.sql + " ADD COLUMN " + ddl.Column(a.c, f)
		fill, filled := a.fill(f.Column)
		fallback := ""
		switch {
		case filled && fill.Make:
			fallback = newUUID
		case filled && !fill.Value.IsNull():
			fallback = literal(fill.Is, fill.Value)
		}
		if fallback != "" {
			sql += " DEFAULT " + fallback
		}
		a.do(sql)
		if fallback != "" && (!f.Required || fill.Make) {
			a.do(a.sql + " ALTER COLUMN " + ddl.Quote(f.Column) + " DROP DEFAULT")
			fallback = ""
		}
		a.t.columns = append(a.t.columns, &column{name: f.Column, kind: ddl.ColumnType(f), notNull: ddl.NotNull(a.c, f), identity: f.Identity, fallback: fallback})
		if f.Values != nil && f.SQLType == "" {
			a.t.constraints = append(a.t.constraints, &constraint{name: ddl.CheckName(a.c, f), kind: "c", columns: []string{f.Column}, ours: true, named: true})
		}
	}
	return nil
}

// newUUID makes a UUID of version 7: milliseconds, then what is random.
const newUUID = `encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid`

// fillColumns gives nulls of columns that stood their value.
func (a *alteration) fillColumns() error {
	for _, f := range a.step.Fills {
		if f.From != "" && f.Was == f.Is && !f.Value.IsNull() {
			column := ddl.Quote(f.Column)
			a.do("UPDATE " + ddl.Quote(a.t.name) + " SET " + column + " = " + literal(f.Is, f.Value) + " WHERE " + column + " IS NULL")
		}
	}
	return nil
}

// amendColumns changes what a column is besides its type, where the schema says
// otherwise than before.
func (a *alteration) amendColumns() error {
	for _, f := range a.c.Stored() {
		was, h := a.was(f.Column), a.t.column(f.Column)
		if was == nil {
			continue
		}
		alter := a.sql + " ALTER COLUMN " + ddl.Quote(f.Column)
		wasKey := slices.Contains(a.before.Key, f.Column)
		if want := ddl.NotNull(a.c, f); want != (was.Required || wasKey) && want != h.notNull {
			h.notNull = want
			a.do(alter + map[bool]string{true: " SET NOT NULL", false: " DROP NOT NULL"}[want])
		}
		if fallback := databaseDefault(f); fallback != was.Default {
			if fallback == "" {
				a.do(alter + " DROP DEFAULT")
			} else {
				a.do(alter + " SET DEFAULT " + fallback)
			}
		}
		switch {
		case was.Identity && !f.Identity && h.identity:
			h.identity = false
			a.do(alter + " DROP IDENTITY")
		case !was.Identity && f.Identity && !h.identity:
			h.identity = true
			a.do(alter + " ADD GENERATED BY DEFAULT AS IDENTITY")
			a.do("SELECT setval(pg_get_serial_sequence(" + ddl.Literal(ddl.Quote(a.t.name)) + ", " + ddl.Literal(f.Column) + "), coalesce(max(" +
				ddl.Quote(f.Column) + "), 0) + 1, false) FROM " + ddl.Quote(a.t.name))
		}
		if was.Collation != f.Collation && !slices.Contains(a.converted, f.Column) {
			a.do(alter + " TYPE " + ddl.ColumnType(f))
		}
	}
	return nil
}

func databaseDefault(f *schema.Field) string {
	if f.Default == nil {
		return ""
	}
	return f.Default.Database
}

// layoutOf gives an index's layout, to be compared with what the ledger has.
func layoutOf(c *schema.Collection, ix *schema.Index) driver.Index {
	out := driver.Index{Name: ix.Name, Unique: ix.Unique}
	for _, p := range ix.Parts {
		out.Parts = append(out.Parts, driver.Part{Column: c.Fields[p.Field].Column, Desc: p.Desc})
	}
	if ix.Where != nil {
		out.Where = expr.Format(ix.Where)
	}
	return out
}

// indexColumns lists the columns that an index speaks of.
func indexColumns(c *schema.Collection, ix *schema.Index) []string {
	var out []string
	add := func(field int) {
		if column := c.Fields[field].Column; !slices.Contains(out, column) {
			out = append(out, column)
		}
	}
	for _, p := range ix.Parts {
		add(p.Field)
	}
	if ix.Where != nil {
		expr.Visit(ix.Where, func(n *expr.Node) bool {
			if n.Op == expr.Field {
				add(n.Index)
			}
			return true
		})
	}
	return out
}

func quoted(columns []string) string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = ddl.Quote(c)
	}
	return strings.Join(out, ", ")
}
