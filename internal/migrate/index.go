package migrate

import (
	"fmt"
	"reflect"
	"slices"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/store/driver"
)

// key compares the key.
func (t *tableDiff) key() {
	if slices.Equal(t.have.Key, t.want.Key) {
		return
	}
	t.touched = true
	change := Change{Kind: ChangeKey, Collection: t.c.Name}
	columns, known := t.standing(t.want.Key)
	if !known { // a new column is in it, whose values are made unique
		t.add(change, Deferred, "the table is made again with key "+joined(t.want.Key))
		return
	}
	for _, c := range columns {
		f, _ := t.probe(driver.Probe{Kind: driver.Nulls, Table: t.before.Name, Key: t.before.Key, Columns: []string{c}})
		if f.Count > 0 {
			t.add(change, Refused, fmt.Sprintf("%s have no %s", rows(f.Count), c))
			return
		}
	}
	if f, _ := t.probe(driver.Probe{Kind: driver.Duplicates, Table: t.before.Name, Columns: columns}); f.Count > 0 {
		t.add(change, Refused, fmt.Sprintf("several rows have the same key, such as %s", f.Example))
		return
	}
	t.add(change, Deferred, "the table is made again with key "+joined(t.want.Key))
}

// standing gives the present names of new columns; false where one is new.
func (t *tableDiff) standing(columns []string) ([]string, bool) {
	out := make([]string, len(columns))
	for i, name := range columns {
		at := slices.IndexFunc(t.have.Columns, func(c driver.Column) bool { return c.Name == name })
		if at < 0 {
			return nil, false
		}
		out[i] = t.before.Columns[at].Name
	}
	return out, true
}

// indexes compares the indexes. An index that only has another name is made
// again without a word: its table or column was renamed.
func (t *tableDiff) indexes() {
	for _, w := range t.want.Indexes {
		at := slices.IndexFunc(t.have.Indexes, func(h driver.Index) bool { return sameIndex(h, w) })
		if at < 0 {
			t.newIndex(w)
		} else if t.have.Indexes[at].Name != w.Name {
			t.touched = true
		}
	}
	for _, h := range t.have.Indexes {
		if !slices.ContainsFunc(t.want.Indexes, func(w driver.Index) bool { return sameIndex(h, w) }) {
			t.touched = true
			reason := "reads that used it become slower"
			if h.Unique {
				reason = "equal values are allowed from now on"
			}
			t.add(Change{Kind: DropIndex, Collection: t.c.Name, Index: h.Name}, Safe, reason)
		}
	}
}

func sameIndex(a, b driver.Index) bool {
	a.Name = b.Name
	return reflect.DeepEqual(a, b)
}

func (t *tableDiff) newIndex(w driver.Index) {
	t.touched = true
	change := Change{Kind: AddIndex, Collection: t.c.Name, Index: w.Name}
	if t.foreignIndex(w.Name) {
		t.add(change, Refused, "the database has an index of that name that Bedplate did not make")
		return
	}
	if !w.Unique {
		if t.small() {
			t.add(change, Safe, "the table is small")
		} else {
			t.add(change, Deferred, "the table is large, and writes wait while it is made")
		}
		return
	}
	if t.rows() == 0 || t.nullInEveryRow(w) {
		t.add(change, Safe, "no row has a value there")
		return
	}
	columns, known := t.standing(partColumns(w))
	if !known {
		if t.rows() > 1 && t.allFilled(w) {
			t.add(change, Refused, "every row would get the same values of "+joined(partColumns(w)))
			return
		}
	} else if condition, ok := t.condition(w); ok {
		f, _ := t.probe(driver.Probe{Kind: driver.Duplicates, Table: t.before.Name, Columns: columns, Where: condition, Collection: t.c})
		if f.Count > 0 {
			t.add(change, Refused, fmt.Sprintf("%d values of %s are there more than once, such as %s", f.Count, joined(columns), f.Example))
			return
		}
	}
	t.add(change, Deferred, "the version before may write equal values")
}

// condition gives a partial index's condition where the rows that stand can be
// asked for it: its columns have the names and values that they will have.
// What cannot be asked now is found when the index is made.
func (t *tableDiff) condition(w driver.Index) (*expr.Node, bool) {
	at := slices.IndexFunc(t.c.Indexes, func(ix *schema.Index) bool { return ix.Name == w.Name })
	if w.Where == "" {
		return nil, true
	}
	where := t.c.Indexes[at].Where
	return where, expr.Visit(where, func(n *expr.Node) bool {
		if n.Op != expr.Field {
			return true
		}
		column := t.c.Fields[n.Index].Column
		standing := slices.ContainsFunc(t.before.Columns, func(c driver.Column) bool { return c.Name == column })
		return standing && !t.converted([]string{column})
	})
}

// foreignIndex tells whether the name belongs to an index that is not ours.
func (t *tableDiff) foreignIndex(name string) bool {
	for _, found := range t.db.Tables {
		for _, o := range found.Objects {
			if o.Name == name {
				return !slices.ContainsFunc(t.db.Owned, func(own driver.Object) bool { return own.Name == name })
			}
		}
	}
	return false
}

// nullInEveryRow tells whether the index has a new column without values.
func (t *tableDiff) nullInEveryRow(w driver.Index) bool {
	return slices.ContainsFunc(partColumns(w), func(c string) bool {
		filled := slices.ContainsFunc(t.fills, func(f driver.Fill) bool { return f.Column == c })
		return t.fresh[c] && !filled
	})
}

// allFilled tells whether every column of the index is new and has one value.
func (t *tableDiff) allFilled(w driver.Index) bool {
	return !slices.ContainsFunc(partColumns(w), func(c string) bool {
		return !slices.ContainsFunc(t.fills, func(f driver.Fill) bool {
			return f.Column == c && f.From == "" && !f.Make
		})
	})
}

func partColumns(ix driver.Index) []string {
	names := make([]string, len(ix.Parts))
	for i, p := range ix.Parts {
		names[i] = p.Column
	}
	return names
}

// references compares the references.
func (t *tableDiff) references() {
	same := func(a, b driver.Reference) bool {
		a.Name = b.Name
		return reflect.DeepEqual(a, b)
	}
	for _, w := range t.want.References {
		if slices.ContainsFunc(t.have.References, func(h driver.Reference) bool { return same(h, w) }) {
			continue
		}
		t.touched = true
		t.newReference(w)
	}
	for _, h := range t.have.References {
		if !slices.ContainsFunc(t.want.References, func(w driver.Reference) bool { return same(h, w) }) {
			t.touched = true
			t.add(Change{Kind: DropReference, Collection: t.c.Name, Index: h.Name}, Deferred, "its column may hold any value from now on")
		}
	}
}

func (t *tableDiff) newReference(w driver.Reference) {
	change := Change{Kind: AddReference, Collection: t.c.Name, Index: w.Name}
	columns, known := t.standing(w.Columns)
	if !known {
		// A new column's reference is part of the new field. Values that fill
		// it are checked before the migration ends.
		return
	}
	if from, target, ok := t.presentTarget(w); ok && !t.converted(w.Columns) {
		f, _ := t.probe(driver.Probe{
			Kind: driver.Dangling, Table: t.before.Name, Key: t.before.Key, Columns: columns,
			To: from, Target: target,
		})
		if f.Count > 0 {
			t.add(change, Refused, fmt.Sprintf("%s refer to nothing in %s, the first of key %s", rows(f.Count), w.To, f.Example))
			return
		}
	}
	t.add(change, Deferred, "the version before may write references to nothing")
}

// converted tells whether a column's values become others: what they refer to
// then is checked before the migration ends.
func (t *tableDiff) converted(columns []string) bool {
	return slices.ContainsFunc(t.fills, func(f driver.Fill) bool { return slices.Contains(columns, f.Column) })
}

// presentTarget gives a reference's target under the names that stand; false
// where it is not there yet.
func (t *tableDiff) presentTarget(w driver.Reference) (table string, columns []string, ok bool) {
	table = w.To
	for was, is := range t.renamed {
		if is == w.To {
			table = was
		}
	}
	found := t.found[table]
	if found == nil {
		return "", nil, false
	}
	for _, c := range w.Target {
		for was, is := range t.columns[table] {
			if is == c {
				c = was
			}
		}
		if !slices.Contains(found.Columns, c) {
			return "", nil, false
		}
		columns = append(columns, c)
	}
	return table, columns, true
}
