package migrate

import (
	"slices"
	"time"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
)

// largeTable is the number of rows from which making an index or filling a
// column takes long enough to wait for `migrate apply`.
const largeTable = 50_000

// differ compares what stands in a database with what a schema wants there,
// and collects the changes and the steps that make them.
type differ struct {
	schema  *schema.Schema
	store   string
	session driver.Session
	trusted bool // see Target
	db      *driver.Database
	now     time.Time

	plan    *Migration
	found   map[string]*driver.Existing // by table
	renamed map[string]string           // tables: the name that stands, to the new one
	columns map[string]map[string]string
	// reformed tells that the driver makes tables otherwise than when these
	// were made.
	reformed bool
	err      error
}

// build makes the plan between the session's database and the schema.
func build(session driver.Session, s *schema.Schema, target Target, now time.Time) (*Migration, error) {
	db, err := session.Inspect()
	if err != nil {
		return nil, err
	}
	want := layouts(s, target.Store)
	format := target.Migrator.Format()
	d := &differ{
		schema: s, store: target.Store, session: session, trusted: target.trusted, db: db, now: now,
		found:   map[string]*driver.Existing{},
		renamed: map[string]string{},
		columns: map[string]map[string]string{},
		plan: &Migration{
			Store: target.Store, From: db.Stamp, schema: s, ledger: want,
			To: driver.Stamp{Checksum: checksum(want, format), Epoch: db.Stamp.Epoch},
		},
	}
	for i := range db.Tables {
		d.found[db.Tables[i].Name] = &db.Tables[i]
	}
	if db.Underway != nil && unmarked(db.Underway.Checksum) == d.plan.To.Checksum {
		if err := d.plan.granted.UnmarshalText([]byte(db.Underway.Allowed)); err != nil {
			return nil, err
		}
	}
	stood := unmarked(db.Stamp.Checksum)
	d.reformed = db.Stamp.Epoch > 0 && formatOf(stood) != format && stood != ""
	tables, views := apart(want)
	d.compare(tables)
	d.views(views)
	if d.err != nil {
		return nil, d.err
	}
	return d.plan, d.finish()
}

// finish asks the store for the statements of every step and for the names of
// everything that will be ours.
func (d *differ) finish() error {
	for _, t := range d.plan.ledger {
		c := d.schema.Collection(t.Collection)
		objects, err := d.session.Objects(c)
		if err != nil {
			return err
		}
		d.plan.owned = append(d.plan.owned, objects...)
	}
	if d.plan.Worst() > Safe || d.plan.From.Epoch == 0 && len(d.plan.ledger) > 0 {
		d.plan.To.Epoch++
	}
	if d.plan.Worst() == Refused {
		return nil
	}
	statements, err := d.session.Statements(d.plan.steps)
	if err != nil {
		return err
	}
	for i, step := range d.plan.steps {
		at := slices.IndexFunc(d.plan.Changes, func(c Change) bool {
			return c.Collection == d.collectionOf(step) || step.Kind == driver.DropView // comes before all
		})
		if at >= 0 {
			d.plan.Changes[at].SQL = append(d.plan.Changes[at].SQL, statements[i]...)
		}
	}
	return nil
}

// collectionOf names the collection whose changes a step makes.
func (d *differ) collectionOf(step driver.Step) string {
	if step.Collection != nil {
		return step.Collection.Name
	}
	for _, t := range d.db.Ledger {
		if t.Name == step.Table {
			return t.Collection
		}
	}
	return step.Table
}

// compare finds each wanted table's present one, and orders the steps: drops
// free names for renames, renames come before what speaks of the new names.
func (d *differ) compare(want []driver.Table) {
	have := d.standing()
	partner := map[string]*driver.Table{} // wanted collection to present table
	taken := map[string]bool{}
	for _, w := range want {
		c := d.schema.Collection(w.Collection)
		for _, name := range []string{c.Was, w.Collection} {
			if h := have[name]; h != nil && !taken[name] && (name == w.Collection || d.schema.Collection(name) == nil) {
				partner[w.Collection], taken[name] = h, true
				break
			}
		}
	}
	for _, l := range d.db.Ledger {
		if h := have[l.Collection]; h != nil && !taken[l.Collection] {
			d.leave(h)
		}
	}
	d.renames(want, partner)
	for _, w := range want {
		h := partner[w.Collection]
		switch {
		case h != nil:
			d.table(h, w)
		case d.found[w.Name] != nil && !d.ourView(w.Name):
			d.adopt(w)
		default:
			d.add(Change{Kind: CreateCollection, Collection: w.Collection}, Safe, "it is new")
			d.step(driver.Step{Kind: driver.CreateTable, Table: w.Name, Collection: d.schema.Collection(w.Collection), After: &w})
		}
	}
}

// standing gives the ledger's tables by collection, without what somebody
// dropped by hand since.
func (d *differ) standing() map[string]*driver.Table {
	have := map[string]*driver.Table{}
	for _, l := range d.db.Ledger {
		found := d.found[l.Name]
		if found == nil || found.View || l.View != "" {
			continue
		}
		t := l
		t.Columns = slices.DeleteFunc(slices.Clone(l.Columns), func(c driver.Column) bool {
			return !slices.Contains(found.Columns, c.Name)
		})
		t.Indexes = slices.DeleteFunc(slices.Clone(l.Indexes), func(ix driver.Index) bool {
			return !slices.ContainsFunc(found.Objects, func(o driver.Object) bool {
				return o.Kind == "index" && o.Name == ix.Name
			})
		})
		if slices.ContainsFunc(d.ownedOf(l.Name), func(own driver.Object) bool {
			return (own.Kind == "trigger" || own.Kind == driver.SearchKind && d.db.WordsWritten) &&
				!slices.ContainsFunc(found.Objects, func(o driver.Object) bool { return o.Kind == own.Kind && o.Name == own.Name })
		}) {
			t.Search = nil // it is not kept in step any more
		}
		have[l.Collection] = &t
	}
	return have
}

// leave drops a table that no collection wants, or lets go of it where its
// collection is still there and says manage: false.
func (d *differ) leave(h *driver.Table) {
	if schema.IsSystemTable(h.Name) {
		return // it stays, for the day when it is wanted again
	}
	if c := d.unmanaged(h.Name); c != nil {
		if h.Search != nil {
			// What keeps it in step would go on, and nobody would search.
			d.step(driver.Step{Kind: driver.DropSearch, Table: h.Name, Owned: d.ownedOf(h.Name)})
		}
		d.add(Change{Kind: ReleaseCollection, Collection: c.Name}, Deferred, "Bedplate stops managing table "+h.Name+", which stays")
		return
	}
	count, ok := d.probe(driver.Probe{Kind: driver.Rows, Table: h.Name, Limit: largeTable + 1})
	if !ok {
		return
	}
	d.add(Change{Kind: DropCollection, Collection: h.Collection}, Lossy, "table "+h.Name+" and its "+rows(count.Count)+" would be dropped")
	d.step(driver.Step{Kind: driver.DropTable, Table: h.Name, Owned: d.ownedOf(h.Name)})
}

// unmanaged finds the collection that says manage: false of a table or view;
// nil where none does.
func (d *differ) unmanaged(name string) *schema.Collection {
	for _, c := range d.schema.Collections {
		if !owns(c, d.store) && c.Query == nil && c.Store == d.store && c.Table == name {
			return c
		}
	}
	return nil
}

// adopt takes a table that stood there before into the ledger, as it is.
func (d *differ) adopt(w driver.Table) {
	found := d.found[w.Name]
	if found.View {
		d.add(Change{Kind: AdoptCollection, Collection: w.Collection}, Refused, w.Name+" is a view; say view: true")
		return
	}
	h := w
	h.Columns = slices.DeleteFunc(slices.Clone(w.Columns), func(c driver.Column) bool {
		return !slices.Contains(found.Columns, c.Name)
	})
	h.Indexes = slices.DeleteFunc(slices.Clone(w.Indexes), func(ix driver.Index) bool {
		return !slices.ContainsFunc(found.Objects, func(o driver.Object) bool {
			return o.Kind == "index" && o.Name == ix.Name
		})
	})
	if c := d.schema.Collection(w.Collection); c.System {
		d.table(&h, w) // left there when it was not wanted
		return
	}
	d.add(Change{Kind: AdoptCollection, Collection: w.Collection}, Deferred,
		"table "+w.Name+" stands there and was not made by Bedplate; it is taken over as it is")
	d.table(&h, w)
}

// add notes a change. What is done to Bedplate's own tables is no difference
// between a database and the files; it is shown where it must wait.
func (d *differ) add(c Change, class Class, reason string) {
	if of := d.schema.Collection(c.Collection); of != nil && of.System && class == Safe {
		return
	}
	c.Class, c.Reason = class, reason
	d.plan.Changes = append(d.plan.Changes, c)
}

func (d *differ) step(s driver.Step) { d.plan.steps = append(d.plan.steps, s) }

// probe asks about the rows; false where that failed, which ends the plan.
func (d *differ) probe(p driver.Probe) (driver.Finding, bool) {
	if d.err != nil {
		return driver.Finding{}, false
	}
	if d.trusted && (p.Kind == driver.Duplicates || p.Kind == driver.Dangling) {
		return driver.Finding{}, true
	}
	f, err := d.session.Probe(p)
	if err != nil {
		d.err = fault.As(err)
		return f, false
	}
	return f, true
}
