package openapi

import (
	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
)

// View is what of a schema is there for one caller: what every document is
// made of.
type View struct {
	collections []*collection
	actions     []*action
	service     bool // of the service role
}

// collection is a collection with what the caller may do. Operations that no
// rule could ever allow are not there; fields that are hidden are not there.
type collection struct {
	*schema.Collection
	read, create, update, put, remove bool

	rows      []*schema.Field // to read
	inputs    []*schema.Field // to write
	key       []*schema.Field // none where one of them is hidden
	relations []*expr.Relation
}

// Caller is whom a View is for.
type Caller struct {
	Service bool
	query.Rights
}

// callerOf asks a Doer what is there for a principal.
func callerOf(d query.Doer, p *query.Principal, src query.Source) Caller {
	return Caller{Service: p.Unbounded(), Rights: d.Rights(p, src)}
}

// NewView looks at a schema as a caller.
func NewView(s *schema.Schema, caller Caller) *View {
	v := &View{service: caller.Service}
	for _, c := range s.Collections {
		if c.Internal {
			continue
		}
		if seen := caller.look(c); seen.read || seen.create || seen.put || seen.remove {
			v.collections = append(v.collections, seen)
		}
	}
	v.addActions(s, caller)
	return v
}

func (caller Caller) look(c *schema.Collection) *collection {
	seen := &collection{
		Collection: c,
		read:       !caller.Barred(c, query.Read),
		create:     !caller.Barred(c, query.Create),
		update:     !caller.Barred(c, query.Update),
		put:        !caller.Barred(c, query.Upsert),
		remove:     !caller.Barred(c, query.Delete),
	}
	for _, f := range c.Fields {
		if caller.sees(c, f) {
			seen.rows = append(seen.rows, f)
		}
		if (seen.create || seen.update || seen.put) && caller.writes(c, f) {
			seen.inputs = append(seen.inputs, f)
		}
	}
	for _, i := range c.Key {
		if !caller.sees(c, c.Fields[i]) {
			seen.key = nil
			break
		}
		seen.key = append(seen.key, c.Fields[i])
	}
	for _, rel := range c.Relations {
		if caller.leads(c, rel) && !caller.Barred(schema.Of(rel), query.Read) {
			seen.relations = append(seen.relations, rel)
		}
	}
	return seen
}

func (caller Caller) sees(c *schema.Collection, f *schema.Field) bool {
	return !f.Internal && (f.Read == nil || !caller.Hidden(c, f.Name))
}

func (caller Caller) writes(c *schema.Collection, f *schema.Field) bool {
	return !f.Internal && !f.ReadOnly() && !caller.Fixed(c, f.Name)
}

// leads tells whether a relation is there: one along fields that are, to a
// collection that doors show.
func (caller Caller) leads(c *schema.Collection, rel *expr.Relation) bool {
	target := schema.Of(rel)
	if target.Internal {
		return false
	}
	for i := range rel.Local {
		if !caller.sees(c, c.Fields[rel.Local[i]]) || !caller.sees(target, target.Fields[rel.Remote[i]]) {
			return false
		}
	}
	return true
}

// fingerprint is what a View of a schema depends on: callers who have it alike
// see alike.
func (caller Caller) fingerprint(s *schema.Schema) string {
	if caller.Service {
		return "s"
	}
	bits := []byte{'c'}
	for _, c := range s.Collections {
		if c.Internal {
			continue
		}
		bit := byte('0')
		for i, kind := range [...]query.Kind{query.Read, query.Create, query.Update, query.Upsert, query.Delete} {
			if !caller.Barred(c, kind) {
				bit |= 1 << i
			}
		}
		bits = append(bits, bit)
		for _, f := range c.Fields {
			if f.Read == nil && f.Write == nil {
				continue
			}
			bit := byte('0')
			if caller.sees(c, f) {
				bit |= 1
			}
			if caller.writes(c, f) {
				bit |= 2
			}
			bits = append(bits, bit)
		}
	}
	return string(caller.appendActions(bits, s))
}

// relation finds the relation that has a field's name, nil where there is none.
func (c *collection) relation(name string) *expr.Relation {
	for _, rel := range c.relations {
		if rel.Name == name {
			return rel
		}
	}
	return nil
}

// reference finds the reference that a field alone is, where its target is there.
func (v *View) reference(f *schema.Field) *collection {
	if f.Ref == nil {
		return nil
	}
	for _, c := range v.collections {
		if c.Collection == f.Ref.To {
			return c
		}
	}
	return nil
}

// nullable tells whether a record may have no value there.
func (c *collection) nullable(f *schema.Field) bool {
	m, _ := c.Member(f.Name)
	return m.Nullable && !c.IsKey(f.Index)
}

// needed tells whether a new record must give the field: nobody else will.
func (c *collection) needed(f *schema.Field) bool {
	return !c.nullable(f) && f.Default == nil && f.Set == schema.SetNever && !f.Identity && !f.MakesUUID()
}
