package migrate

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"bedplate/schema"
	"bedplate/store/driver"
)

// Views hold nothing, so they are not altered: where one of them changes, or a
// table that any of them may read, all of ours are dropped first and made again
// last. What a view reads is its text's business, which nobody here
// understands.

// viewLayout is the layout of a view: its columns, and a mark of its text.
func viewLayout(c *schema.Collection) driver.Table {
	t := driver.Table{Collection: c.Name, Name: c.Table}
	for _, f := range c.Stored() {
		t.Columns = append(t.Columns, driver.Column{Field: f.Name, Name: f.Column})
	}
	doc, err := json.Marshal([]any{c.Query.Text, c.Query.Texts})
	if err != nil {
		panic(err) // texts always marshal
	}
	sum := sha256.Sum256(doc)
	t.View = hex.EncodeToString(sum[:16])
	return t
}

// apart tells tables from views.
func apart(all []driver.Table) (tables, views []driver.Table) {
	for _, t := range all {
		if t.View != "" {
			views = append(views, t)
		} else {
			tables = append(tables, t)
		}
	}
	return tables, views
}

// ourView tells whether a view of this name was made by us.
func (d *differ) ourView(name string) bool {
	found := d.found[name]
	return found != nil && found.View && slices.ContainsFunc(d.db.Ledger, func(l driver.Table) bool {
		return l.View != "" && l.Name == name
	})
}

// views plans what becomes of views, around the steps of tables.
func (d *differ) views(want []driver.Table) {
	_, ledger := apart(d.db.Ledger)
	standing := slices.DeleteFunc(slices.Clone(ledger), func(l driver.Table) bool { return !d.ourView(l.Name) || d.letGo(l) })
	beneath := slices.ContainsFunc(d.plan.steps, func(s driver.Step) bool { return s.Kind != driver.CreateTable })
	if !d.viewChanges(want, standing, beneath) {
		return
	}
	var drops []driver.Step
	for _, h := range standing {
		drops = append(drops, driver.Step{Kind: driver.DropView, Table: h.Name})
	}
	d.plan.steps = slices.Concat(drops, d.plan.steps)
	for _, w := range d.inOrder(want) {
		d.step(driver.Step{Kind: driver.CreateView, Table: w.Name, Collection: d.schema.Collection(w.Collection), After: &w})
	}
}

// letGo lets go of a view that a collection says to have found (view: true), and
// tells whether one does.
func (d *differ) letGo(h driver.Table) bool {
	c := d.unmanaged(h.Name)
	if c == nil {
		return false
	}
	d.add(Change{Kind: ReleaseCollection, Collection: c.Name}, Deferred, "Bedplate stops managing view "+h.Name+", which stays")
	return true
}

// viewChanges notes what changes about each view, and tells whether anything
// does.
func (d *differ) viewChanges(want, standing []driver.Table, beneath bool) bool {
	remade := []int{} // changes of views that are only made again
	changed := false
	for _, w := range want {
		at := slices.IndexFunc(standing, func(h driver.Table) bool { return h.Collection == w.Collection })
		if at < 0 {
			changed = true
			d.createView(w)
			continue
		}
		h := standing[at]
		c := Change{Kind: ChangeView, Collection: w.Collection}
		switch lost := missing(h, w); {
		case h.Name != w.Name:
			d.add(c, Deferred, "its name in the database changes from "+h.Name+" to "+w.Name)
		case lost != "":
			d.add(c, Deferred, "it has no "+lost+" any more")
		case h.View != w.View || missing(w, h) != "":
			d.add(c, Safe, "its text or its fields changed")
		default:
			remade = append(remade, len(d.plan.Changes))
			d.add(Change{Kind: RemakeView, Collection: w.Collection}, Safe, "it is dropped and made again around the other changes")
			continue
		}
		changed = true
	}
	for _, h := range standing {
		if !slices.ContainsFunc(want, func(w driver.Table) bool { return w.Collection == h.Collection }) {
			changed = true
			d.add(Change{Kind: DropView, Collection: h.Collection}, Deferred, "no collection wants it any more")
		}
	}
	if changed || beneath && len(standing) > 0 {
		return true
	}
	for _, at := range slices.Backward(remade) { // nothing moves them
		d.plan.Changes = slices.Delete(d.plan.Changes, at, at+1)
	}
	return false
}

// createView notes a new view, which takes nobody else's place.
func (d *differ) createView(w driver.Table) {
	c := Change{Kind: CreateView, Collection: w.Collection}
	found := d.found[w.Name]
	switch {
	case found == nil, d.ourView(w.Name), d.goes(w.Name):
		d.add(c, Safe, "it is new")
	case found.View:
		d.add(c, Refused, "a view "+w.Name+" stands there that Bedplate did not make; say view: true, or drop it")
	default:
		d.add(c, Refused, "a table "+w.Name+" stands there; give the view another name with table:")
	}
}

// goes tells whether a table leaves its name.
func (d *differ) goes(name string) bool {
	return slices.ContainsFunc(d.plan.steps, func(s driver.Step) bool {
		return s.Table == name && (s.Kind == driver.DropTable || s.Kind == driver.RenameTable)
	})
}

// missing names a column of a that b has not, "" where it has them all.
func missing(a, b driver.Table) string {
	for _, c := range a.Columns {
		if !slices.ContainsFunc(b.Columns, func(o driver.Column) bool { return o.Name == c.Name }) {
			return c.Name
		}
	}
	return ""
}

// inOrder puts views behind those that they may read: whose names their texts
// mention. Those that mention each other keep their order, and the database
// refuses them.
func (d *differ) inOrder(views []driver.Table) []driver.Table {
	var out []driver.Table
	placed := map[string]bool{}
	var place func(driver.Table)
	place = func(w driver.Table) {
		if placed[w.Name] {
			return
		}
		placed[w.Name] = true
		said := words(d.schema.Collection(w.Collection).Query)
		for _, other := range views {
			if said[strings.ToLower(other.Name)] {
				place(other)
			}
		}
		out = append(out, w)
	}
	for _, w := range views {
		place(w)
	}
	return out
}

// words are the words of a view's texts, in lower case.
func words(q *schema.Query) map[string]bool {
	texts := []string{q.Text}
	for _, t := range q.Texts {
		texts = append(texts, t)
	}
	out := map[string]bool{}
	for _, text := range texts {
		for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
			return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
		}) {
			out[word] = true
		}
	}
	return out
}
