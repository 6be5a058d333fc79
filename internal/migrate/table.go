package migrate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/value"
)

// tableDiff compares one table with its collection's layout.
type tableDiff struct {
	*differ
	c       *schema.Collection
	before  *driver.Table // under the names that stand: probes ask these
	have    *driver.Table // under the new names, columns in the same places
	want    driver.Table
	fills   []driver.Fill
	checks  []string // fields with a check that rows have not been judged by
	touched bool     // the table needs a step
	fresh   map[string]bool
	count   int64 // rows, up to largeTable+1; -1 is not asked yet
}

func (d *differ) table(h *driver.Table, w driver.Table) {
	t := &tableDiff{
		differ: d, c: d.schema.Collection(w.Collection), before: h, have: d.asRenamed(h), want: w,
		fresh: map[string]bool{}, count: -1,
	}
	t.touched = t.have.Name != h.Name
	if d.reformed {
		t.touched = true
		t.add(Change{Kind: ReformCollection, Collection: w.Collection}, Deferred, "tables are made otherwise than by the release before")
	}
	if d.found[h.Name].Halfway {
		t.touched = true
		t.add(Change{Kind: FinishCollection, Collection: w.Collection}, Safe, "an alteration of its table was begun and has not ended")
	}
	seen := map[int]bool{}
	for _, col := range w.Columns {
		at := match(t.have, w, col, t.c.Field(col.Field).Was)
		if at < 0 {
			t.newColumn(col)
			continue
		}
		seen[at] = true
		t.touched = t.touched || t.have.Columns[at].Name != h.Columns[at].Name
		t.column(at, col)
	}
	for i, col := range t.have.Columns {
		if !seen[i] {
			t.touched = true
			t.add(Change{Kind: DropField, Collection: w.Collection, Field: col.Field}, Lossy,
				"column "+col.Name+" and its values would be dropped")
		}
	}
	t.key()
	t.indexes()
	t.search()
	t.references()
	if t.touched {
		t.step(driver.Step{
			Kind: driver.AlterTable, Table: w.Name, Collection: t.c,
			Before: t.have, After: &t.want, Owned: d.ownedOf(h.Name), Fills: t.fills, Checks: t.checks,
		})
	}
}

// ownedOf lists our indexes, triggers and full-text indexes of a table.
func (d *differ) ownedOf(table string) []driver.Object {
	var owned []driver.Object
	for _, o := range d.db.Owned {
		if o.Table == table && (o.Kind == "index" || o.Kind == "trigger" || o.Kind == driver.SearchKind) {
			owned = append(owned, o)
		}
	}
	return owned
}

// rows counts the table's rows, up to one more than largeTable.
func (t *tableDiff) rows() int64 {
	if t.count < 0 {
		f, _ := t.probe(driver.Probe{Kind: driver.Rows, Table: t.before.Name, Limit: largeTable + 1})
		t.count = f.Count
	}
	return t.count
}

func (t *tableDiff) small() bool { return t.rows() <= largeTable }

func (t *tableDiff) backfill(f *schema.Field) (value.Value, string) {
	given, reason, err := backfill(f, t.now)
	if err != nil && t.err == nil {
		t.err = err
	}
	return given, reason
}

// newColumn plans a field that the table does not have.
func (t *tableDiff) newColumn(col driver.Column) {
	t.touched = true
	t.fresh[col.Name] = true
	f := t.c.Field(col.Field)
	change := Change{Kind: AddField, Collection: t.c.Name, Field: col.Field}
	if slices.Contains(t.found[t.before.Name].Columns, col.Name) {
		t.add(change, Refused, "the table has a column "+col.Name+" that Bedplate did not make")
		return
	}
	if f.Generated || f.Identity {
		t.add(change, Deferred, "the table is made again")
		return
	}
	if f.MakesUUID() {
		t.fills = append(t.fills, driver.Fill{Column: col.Name, Is: col.Type, Make: true})
		t.add(change, Deferred, "every row gets a new key")
		return
	}
	fill, reason := t.backfill(f)
	if f.Check != nil {
		t.checks = append(t.checks, f.Name)
	}
	switch {
	case fill.IsNull() && !col.Required:
		t.add(change, Safe, "it may be null")
	case fill.IsNull() && t.rows() == 0:
		t.add(change, Safe, "the table is empty")
		t.fills = append(t.fills, driver.Fill{Column: col.Name, Is: col.Type})
	case fill.IsNull():
		t.add(change, Refused, fmt.Sprintf("it is required, %s, and the table has %s", reason, rows(t.rows())))
	default:
		t.fills = append(t.fills, driver.Fill{Column: col.Name, Is: col.Type, Value: fill})
		if col.Required || t.small() {
			t.add(change, Safe, "rows that are there get "+fill.String())
		} else {
			t.add(change, Deferred, "many rows get "+fill.String())
		}
	}
}

// column compares a column with what it is to be; at is its place in have and
// before.
func (t *tableDiff) column(at int, w driver.Column) {
	h := t.have.Columns[at]
	name := t.before.Columns[at].Name
	fill := driver.Fill{Column: w.Name, From: w.Name, Was: h.Type, Is: w.Type}
	change := Change{Kind: ChangeField, Collection: t.c.Name, Field: w.Field}
	alter := func(class Class, reason string, args ...any) {
		t.touched = true
		t.add(change, class, fmt.Sprintf(reason, args...))
	}
	ask := func(kind driver.ProbeKind, p driver.Probe) driver.Finding {
		p.Kind, p.Table, p.Key, p.Columns = kind, t.before.Name, t.before.Key, []string{name}
		f, _ := t.probe(p)
		return f
	}
	if (h.Type != w.Type || h.SQLType != w.SQLType) && h.SQLType+w.SQLType != "" {
		alter(Refused, "column %s keeps its values in a form of its own (%s), which Bedplate does not convert", name, cmp.Or(h.SQLType, w.SQLType))
		return
	}
	if h.Type != w.Type {
		f := ask(driver.Unconvertible, driver.Probe{Was: h.Type, Is: w.Type})
		if f.Count > 0 {
			alter(Refused, "%s cannot be kept exactly as %s, the first of key %s", rows(f.Count), typeName(w.Type), f.Example)
			return
		}
		alter(Deferred, "its type goes from %s to %s", typeName(h.Type), typeName(w.Type))
		t.fills = append(t.fills, fill)
	}
	switch {
	case w.Required && !h.Required:
		t.require(alter, ask(driver.Nulls, driver.Probe{}), fill)
	case !w.Required && h.Required:
		alter(Safe, "it may be null from now on")
	}
	if w.Max != h.Max {
		f := driver.Finding{}
		tighter := w.Max > 0 && (h.Max == 0 || w.Max < h.Max)
		if tighter && h.Type.Kind == w.Type.Kind {
			f = ask(driver.TooLong, driver.Probe{Limit: int64(w.Max), Is: w.Type})
		}
		switch {
		case f.Count > 0:
			alter(Refused, "%s are longer than max %d, the first of key %s", rows(f.Count), w.Max, f.Example)
		case tighter:
			// The database does not enforce it, and an index alone may ask for it.
			alter(Safe, "max %d is less than before, and every row keeps to it", w.Max)
		default:
			alter(Safe, "max allows more than before")
		}
	}
	t.values(h, w, alter, ask)
	if w.Check != h.Check {
		if w.Check == "" {
			alter(Safe, "its check goes")
		} else {
			alter(Deferred, "its check is new")
			t.checks = append(t.checks, w.Field)
		}
	}
	if w.Collation != h.Collation || w.Identity != h.Identity || w.Generated != h.Generated || w.Default != h.Default {
		alter(Deferred, "its definition in the database changes")
	}
}

type alterFunc = func(class Class, reason string, args ...any)

// require plans null to be refused from now on.
func (t *tableDiff) require(alter alterFunc, nulls driver.Finding, fill driver.Fill) {
	if nulls.Count == 0 {
		alter(Deferred, "it becomes required")
		return
	}
	given, reason := t.backfill(t.c.Field(t.fieldOf(fill.Column)))
	if given.IsNull() {
		alter(Refused, "it becomes required, %s, and %s have null, the first of key %s", reason, rows(nulls.Count), nulls.Example)
		return
	}
	fill.Value = given
	t.fills = slices.DeleteFunc(t.fills, func(f driver.Fill) bool { return f.Column == fill.Column })
	t.fills = append(t.fills, fill)
	alter(Deferred, "it becomes required, and %s with null get %s", rows(nulls.Count), given)
}

func (t *tableDiff) fieldOf(column string) string {
	for _, c := range t.want.Columns {
		if c.Name == column {
			return c.Field
		}
	}
	return ""
}

// values compares the values of an enum.
func (t *tableDiff) values(h, w driver.Column, alter alterFunc, ask func(driver.ProbeKind, driver.Probe) driver.Finding) {
	was, is := slices.Sorted(slices.Values(h.Values)), slices.Sorted(slices.Values(w.Values))
	if slices.Equal(was, is) {
		return
	}
	if len(is) == 0 {
		alter(Safe, "any text is a value from now on")
		return
	}
	gone := len(was) == 0 || slices.ContainsFunc(was, func(v string) bool { return !slices.Contains(is, v) })
	if !gone {
		alter(Safe, "it has more values than before")
		return
	}
	if h.Type.Kind == w.Type.Kind {
		if f := ask(driver.Outside, driver.Probe{Values: w.Values}); f.Count > 0 {
			alter(Refused, "%s have a value that is taken away, such as %s", rows(f.Count), f.Example)
			return
		}
	}
	alter(Deferred, "it has fewer values than before")
}

// typeName writes a type as the schema files do.
func typeName(t value.Type) string {
	switch t.Kind {
	case value.Decimal:
		return fmt.Sprintf("decimal(%d, %d)", t.Precision, t.Scale)
	case value.List:
		return "list of " + t.Elem.String()
	}
	return t.Kind.String()
}

// rows writes a number of rows.
func rows(n int64) string {
	switch {
	case n == 1:
		return "1 row"
	case n > largeTable:
		return fmt.Sprintf("more than %d rows", largeTable)
	}
	return fmt.Sprintf("%d rows", n)
}

func joined(columns []string) string { return strings.Join(columns, ", ") }
