package migrate

import (
	"slices"

	"bedplate/store/driver"
)

// renames plans every rename of tables and columns, tables first. A name that
// is still in use when its turn comes waits for the next round; names in a
// circle are refused.
func (d *differ) renames(want []driver.Table, partner map[string]*driver.Table) {
	standing := map[string]bool{}
	for name := range d.found {
		standing[name] = true
	}
	for _, s := range d.plan.steps { // only drops so far
		delete(standing, s.Table)
	}
	var todo []driver.Table
	for _, w := range want {
		h := partner[w.Collection]
		if h == nil {
			continue
		}
		if h.Collection != w.Collection || h.Name != w.Name {
			d.renameCollection(h, w)
		}
		if h.Name != w.Name {
			todo = append(todo, w)
		}
	}
	for len(todo) > 0 {
		rest := slices.DeleteFunc(slices.Clone(todo), func(w driver.Table) bool {
			h := partner[w.Collection]
			if standing[w.Name] {
				return false
			}
			d.step(driver.Step{Kind: driver.RenameTable, Table: h.Name, To: w.Name})
			delete(standing, h.Name)
			standing[w.Name] = true
			d.renamed[h.Name] = w.Name
			return true
		})
		if len(rest) == len(todo) {
			for _, w := range rest {
				d.add(Change{Kind: RenameCollection, Collection: w.Collection}, Refused, "the name "+w.Name+" is still in use")
			}
			break
		}
		todo = rest
	}
	for _, w := range want {
		if h := partner[w.Collection]; h != nil {
			d.renameColumns(h, w)
		}
	}
}

func (d *differ) renameCollection(h *driver.Table, w driver.Table) {
	reason := "the version before knows it as " + h.Collection
	if h.Collection == w.Collection {
		reason = "table " + h.Name + " becomes " + w.Name
	}
	d.add(Change{Kind: RenameCollection, Collection: w.Collection}, Deferred, reason)
}

// renameColumns plans the renames of columns, and notes them under the table's
// present name.
func (d *differ) renameColumns(h *driver.Table, w driver.Table) {
	c := d.schema.Collection(w.Collection)
	names := map[string]string{}
	for _, to := range w.Columns {
		at := match(h, w, to, c.Field(to.Field).Was)
		if at < 0 || h.Columns[at].Name == to.Name {
			continue
		}
		from := h.Columns[at]
		change := Change{Kind: RenameField, Collection: w.Collection, Field: to.Field}
		if slices.Contains(d.found[h.Name].Columns, to.Name) {
			d.add(change, Refused, "the column "+to.Name+" is still there; drop it first, or take was: away")
			continue
		}
		d.add(change, Deferred, "the version before knows it as "+from.Field)
		d.step(driver.Step{Kind: driver.RenameColumn, Table: w.Name, Column: from.Name, To: to.Name, Collection: c})
		names[from.Name] = to.Name
	}
	d.columns[h.Name] = names
}

// match finds the present column of a wanted one: the field that it was, where
// that still stands and is not wanted itself, or the field of its name; -1
// where it is new.
func match(h *driver.Table, w driver.Table, to driver.Column, was string) int {
	field := func(name string) int {
		return slices.IndexFunc(h.Columns, func(c driver.Column) bool { return c.Field == name })
	}
	stillWanted := slices.ContainsFunc(w.Columns, func(c driver.Column) bool { return c.Field == was })
	if was != "" && !stillWanted {
		if at := field(was); at >= 0 {
			return at
		}
	}
	return field(to.Field)
}

// asRenamed gives a present table as it stands once every rename is done; its
// columns keep their places, so that h.Columns has their former names.
func (d *differ) asRenamed(h *driver.Table) *driver.Table {
	table := func(name string) string {
		if to, ok := d.renamed[name]; ok {
			return to
		}
		return name
	}
	columns := func(table string, names []string) []string {
		out := slices.Clone(names)
		for i, name := range out {
			if to, ok := d.columns[table][name]; ok {
				out[i] = to
			}
		}
		return out
	}
	t := *h
	t.Name = table(h.Name)
	t.Key = columns(h.Name, h.Key)
	t.Columns = slices.Clone(h.Columns)
	for i, c := range t.Columns {
		t.Columns[i].Name = columns(h.Name, []string{c.Name})[0]
	}
	t.Indexes = slices.Clone(h.Indexes)
	for i, ix := range t.Indexes {
		t.Indexes[i].Parts = slices.Clone(ix.Parts)
		for j, p := range ix.Parts {
			t.Indexes[i].Parts[j].Column = columns(h.Name, []string{p.Column})[0]
		}
	}
	if h.Search != nil {
		t.Search = columns(h.Name, h.Search)
	}
	t.References = slices.Clone(h.References)
	for i, r := range t.References {
		t.References[i].Columns = columns(h.Name, r.Columns)
		t.References[i].To = table(r.To)
		t.References[i].Target = columns(r.To, r.Target)
	}
	return &t
}
