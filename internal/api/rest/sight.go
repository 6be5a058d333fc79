package rest

import (
	"bedplate/expr"
	"bedplate/schema"
)

// sight is what of the schema is there for one caller. All that reads names
// asks it, so that what is hidden is answered as what does not exist. The zero
// sight hides only what is internal.
//
// Most fields have no rule and are there for everyone; the Doer is asked only
// about the others, and for its tests only where a request comes upon one.
type sight struct {
	caller interface {
		hidden() hides // from reading
		sealed() hides // from reading and writing
	}
	hidden, sealed hides // once asked for
	// noting keeps what the Doer was asked about, for who shares the outcome.
	noting  bool
	glances []glance
}

// hides tells whether a member is not there.
type hides = func(rec expr.Record, name string) bool

// glance is one answer that a caller's rights gave.
type glance struct {
	collection *schema.Collection
	field      int
	seen       bool
}

// open tells a field that anyone may know.
func open(f *schema.Field) bool { return !f.Internal && f.Read == nil }

// sees tells whether a field is there to read.
func (s *sight) sees(c *schema.Collection, field int) bool {
	f := c.Fields[field]
	if f.Internal || f.Read == nil {
		return !f.Internal
	}
	seen := !s.isHidden(c, f.Name)
	if s.noting {
		s.glances = append(s.glances, glance{c, field, seen})
	}
	return seen
}

func (s *sight) isHidden(c *schema.Collection, name string) bool {
	if s.hidden == nil && s.caller != nil {
		s.hidden = s.caller.hidden()
	}
	return s.hidden != nil && s.hidden(c, name)
}

func (s *sight) isSealed(c *schema.Collection, name string) bool {
	if s.sealed == nil && s.caller != nil {
		s.sealed = s.caller.sealed()
	}
	return s.sealed != nil && s.sealed(c, name)
}

// same tells whether this caller sees what another one saw.
func (s *sight) same(glances []glance) bool {
	for _, g := range glances {
		if s.sees(g.collection, g.field) != g.seen {
			return false
		}
	}
	return true
}

// field finds a field to read, nil where there is none.
func (s *sight) field(c *schema.Collection, name string) *schema.Field {
	if f := c.Field(name); f != nil && s.sees(c, f.Index) {
		return f
	}
	return nil
}

// input finds a field to write: one that is there to read, or that may be
// written although it is not.
func (s *sight) input(c *schema.Collection, name string) *schema.Field {
	f := c.Field(name)
	if f == nil || f.Internal || f.Read != nil && !s.sees(c, f.Index) && s.isSealed(c, name) {
		return nil
	}
	return f
}

// key gives the fields of a collection's key; none where one of them is hidden.
func (s *sight) key(c *schema.Collection) []int {
	for _, f := range c.Key {
		if !s.sees(c, f) {
			return nil
		}
	}
	return c.Key
}

// leads tells whether a relation of c is there: one along fields that are,
// to a collection that doors show.
func (s *sight) leads(c *schema.Collection, rel *expr.Relation) bool {
	target := schema.Of(rel)
	if target.Internal {
		return false
	}
	for i := range rel.Local {
		if !s.sees(c, rel.Local[i]) || !s.sees(target, rel.Remote[i]) {
			return false
		}
	}
	return true
}

// relation finds a relation by name, nil where there is none.
func (s *sight) relation(c *schema.Collection, name string) *expr.Relation {
	if rel := c.Relation(name); rel != nil && s.leads(c, rel) {
		return rel
	}
	return nil
}

// hides tells whether an expression's name is not there. A reference whose
// target is hidden is still the field that it is.
func (s *sight) hides(rec expr.Record, name string) bool {
	c, ok := rec.(*schema.Collection)
	if !ok || c.Internal {
		return true
	}
	if f := c.Field(name); f != nil {
		return !s.sees(c, f.Index)
	}
	rel := c.Relation(name)
	return rel != nil && !s.leads(c, rel)
}
