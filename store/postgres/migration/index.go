package migration

import (
	"reflect"
	"slices"
	"strings"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/postgres/ddl"
)

// dropIndexes drops those of our indexes that are not wanted as they are. One
// that only has another name is renamed.
func (a *alteration) dropIndexes() error {
	moving := append(slices.Clone(a.converted), a.leaving()...)
	for _, i := range slices.Clone(a.t.indexes) {
		if !i.ours || primary(a.t, i) || a.isSearch(i) {
			continue
		}
		ix := a.wantedIndex(i)
		keep := ix != nil && !a.reform && i.valid && !overlap(i.columns, a.leaving()) && !(i.partial && overlap(i.columns, moving))
		switch {
		case keep && ix.Name != i.name:
			a.do("ALTER INDEX " + ddl.Quote(i.name) + " RENAME TO " + ddl.Quote(ix.Name))
			if k := a.t.constraint(i.constraint); k != nil {
				k.name, k.via, i.constraint = ix.Name, ix.Name, ix.Name
			}
			i.name = ix.Name
		case !keep:
			if err := a.dropIndex(i); err != nil {
				return err
			}
		}
	}
	return a.keepSearch(moving)
}

// wantedIndex finds the index of the collection that one which stands is, or can
// become by another name; nil where there is none.
func (a *alteration) wantedIndex(i *index) *schema.Index {
	before := find(pointers(a.before.Indexes), func(b *driver.Index) bool { return b.Name == i.name })
	if before == nil {
		return nil
	}
	same := func(ix *schema.Index) bool {
		layout := layoutOf(a.c, ix)
		layout.Name = before.Name
		return reflect.DeepEqual(layout, *before)
	}
	if ix := find(a.c.Indexes, func(ix *schema.Index) bool { return ix.Name == i.name }); ix != nil {
		if same(ix) {
			return ix
		}
		return nil
	}
	return find(a.c.Indexes, func(ix *schema.Index) bool { return same(ix) && a.t.index(ix.Name) == nil })
}

func pointers[T any](all []T) []*T {
	out := make([]*T, len(all))
	for i := range all {
		out[i] = &all[i]
	}
	return out
}

// dropIndex drops an index, or the constraint that it belongs to.
func (a *alteration) dropIndex(i *index) error {
	if err := a.release(i.name); err != nil {
		return err
	}
	if k := a.t.constraint(i.constraint); k != nil {
		a.out = append(a.out, a.dropConstraint(a.t, k)...)
		return nil
	}
	a.t.indexes = slices.DeleteFunc(a.t.indexes, func(o *index) bool { return o == i })
	a.do("DROP INDEX " + ddl.Quote(i.name))
	return nil
}

// addIndexes makes the indexes that are not there.
func (a *alteration) addIndexes() error {
	for _, ix := range a.c.Indexes {
		sql, err := ddl.CreateIndex(a.c, ix, a.dialect)
		if err != nil {
			return err
		}
		if there := a.t.index(ix.Name); there != nil && there.ours {
			continue
		}
		a.make(readyIndex{table: a.t.name, name: ix.Name, sql: sql, explain: a.duplicated(ix)}, indexColumns(a.c, ix), ix.Where != nil)
	}
	return a.addSearch()
}

// make makes an index, unless it was made before the migration.
func (a *alteration) make(ready readyIndex, columns []string, partial bool) {
	if there := a.t.index(ready.name); there != nil && there.built != "" {
		if there.built == ready.sql && there.valid {
			there.ours, there.search = true, ready.search
			return
		}
		a.do("DROP INDEX " + ddl.Quote(ready.name))
		a.t.indexes = slices.DeleteFunc(a.t.indexes, func(o *index) bool { return o == there })
	}
	a.t.indexes = append(a.t.indexes, &index{name: ready.name, columns: columns, partial: partial, valid: true, ours: true, search: ready.search})
	act := action{sql: ready.sql, explain: ready.explain}
	if a.stands(columns) {
		if there := a.first[a.t.name].index(ready.name); there == nil || there.built != "" {
			act.index = &ready
		}
	}
	a.out = append(a.out, act)
}

// stands tells whether columns had their names and values before the migration.
func (a *alteration) stands(columns []string) bool {
	t := a.first[a.t.name]
	return t != nil && !slices.ContainsFunc(columns, func(name string) bool {
		_, filled := a.fill(name)
		was, is := t.column(name), a.t.column(name)
		return filled || was == nil || is == nil || was.kind != is.kind
	})
}

// duplicated shows values that keep a unique index from being made.
func (a *alteration) duplicated(ix *schema.Index) func(*session, error) error {
	c := a.c
	return func(s *session, err error) error {
		if fault.CodeOf(err) != fault.Unique {
			return err
		}
		p := driver.Probe{Kind: driver.Duplicates, Table: c.Table, Collection: c, Where: ix.Where}
		for _, part := range ix.Parts {
			p.Columns = append(p.Columns, c.Fields[part.Field].Column)
		}
		example := "those that the database names"
		if s.conn.PgConn().TxStatus() == 'I' {
			if found, probing := s.Probe(p); probing == nil && found.Count > 0 {
				example = found.Example
			}
		} else if said := detail(err); said != "" {
			example = said
		}
		return fault.Wrap(fault.Unique, err, "%s of table %s are there more than once, such as %s, and index %s is to be unique",
			strings.Join(p.Columns, ", "), c.Table, example, ix.Name).WithHint("change the rows or the index")
	}
}
