package graphql

import (
	"bedplate/query"
	"bedplate/schema"
)

// view is what of a catalog is there for callers of one kind: those whose rights are
// the same.
type view struct {
	cat         *catalog
	collections []*seen
	of          map[*schema.Collection]*seen
	byName      map[string]*seen
	actionOf    map[string]*action
	actions     []*action
	service     bool
	relay       bool
}

// seen is a collection with what the caller may know and do of it.
type seen struct {
	*collection
	read, create, update, upsert, remove, fold bool

	rows   []*column // to read
	inputs []*column // to write
	key    []*column // none where one of them is hidden
	links  []*link
}

// rights are a caller's, with whether it is the service role.
type rights struct {
	query.Rights
	service   bool
	unbounded bool // and no scope narrows it
}

// newView looks at a catalog as a caller.
func newView(cat *catalog, r rights, relay bool) *view {
	v := &view{cat: cat, of: map[*schema.Collection]*seen{}, byName: map[string]*seen{}, actionOf: map[string]*action{}, service: r.service, relay: relay}
	for _, c := range cat.order {
		s := r.look(c)
		if s.read && len(s.rows) > 0 || (s.create || s.upsert) && len(s.inputs) > 0 {
			v.collections = append(v.collections, s)
			v.of[c.Collection], v.byName[c.name] = s, s
		}
	}
	for _, s := range v.collections {
		for _, l := range s.collection.links {
			if target := v.of[l.target.Collection]; target != nil && target.read && r.leads(s.collection, l) {
				s.links = append(s.links, l)
			}
		}
	}
	for _, a := range cat.actions {
		if r.Callable(a.Action) && v.answers(a) {
			v.actions = append(v.actions, a)
			v.actionOf[a.name] = a
		}
	}
	return v
}

// answers tells whether what an action gives has a type: records of what the caller
// cannot read have none.
func (v *view) answers(a *action) bool {
	if !a.Result.Records() {
		return true
	}
	s := v.of[a.Result.Collection]
	return s != nil && s.read
}

func (r rights) look(c *collection) *seen {
	may := func(kind query.Kind) bool { return !r.Barred(c.Collection, kind) }
	s := &seen{collection: c, read: may(query.Read), create: may(query.Create), update: may(query.Update),
		upsert: may(query.Upsert), remove: may(query.Delete), fold: c.Aggregates || r.service}
	for _, col := range c.columns {
		if col == nil {
			continue
		}
		if r.sees(c, col) {
			s.rows = append(s.rows, col)
		}
		if !col.ReadOnly() && !r.Fixed(c.Collection, col.Field.Name) {
			s.inputs = append(s.inputs, col)
		}
	}
	for _, k := range c.Key {
		col := c.columns[k]
		if col == nil || !r.sees(c, col) {
			s.key = nil
			break
		}
		s.key = append(s.key, col)
	}
	return s
}

func (r rights) sees(c *collection, col *column) bool {
	return col.Read == nil || !r.Hidden(c.Collection, col.Field.Name)
}

// leads tells whether a relation is there: one along fields that are.
func (r rights) leads(c *collection, l *link) bool {
	for i := range l.Local {
		from, to := c.columns[l.Local[i]], l.target.columns[l.Remote[i]]
		if from == nil || to == nil || !r.sees(c, from) || !r.sees(l.target, to) {
			return false
		}
	}
	return true
}

// fingerprint is what a view depends on: callers who have it alike see alike.
func (r rights) fingerprint(cat *catalog, relay bool) string {
	bits := []byte{'c'}
	if r.service {
		bits[0] = 's'
	}
	if relay {
		bits = append(bits, 'r')
	}
	if r.unbounded {
		return string(bits) + "!"
	}
	for _, c := range cat.order {
		bit := byte('0')
		for i, kind := range [...]query.Kind{query.Read, query.Create, query.Update, query.Upsert, query.Delete} {
			if !r.Barred(c.Collection, kind) {
				bit |= 1 << i
			}
		}
		bits = append(bits, bit)
		for _, col := range c.columns {
			if col == nil || col.Read == nil && col.Write == nil {
				continue
			}
			bit := byte('0')
			if r.sees(c, col) {
				bit |= 1
			}
			if !r.Fixed(c.Collection, col.Field.Name) {
				bit |= 2
			}
			bits = append(bits, bit)
		}
	}
	for _, a := range cat.actions {
		bit := byte('0')
		if r.Callable(a.Action) {
			bit = '1'
		}
		bits = append(bits, bit)
	}
	return string(bits)
}
