package grammar

import (
	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
)

// Sight is what of the schema is there for one caller. All that reads names
// asks it, so that what is hidden is answered as what does not exist. The zero
// sight hides only what is internal.
//
// Most fields have no rule and are there for everyone; the caller's rights are
// asked for only where a request comes upon another.
type Sight struct {
	Caller Caller
	// noting keeps what the Doer was asked about, for who shares the outcome.
	noting  bool
	glances []glance
}

// Caller is whoever asks.
type Caller interface {
	Rights() query.Rights
}

// glance is one answer that a caller's rights gave.
type glance struct {
	collection *schema.Collection
	field      int
	seen       bool
}

// open tells a field that anyone may know.
func open(f *schema.Field) bool { return !f.Internal && f.Read == nil }

// Sees tells whether a field is there to read.
func (s *Sight) Sees(c *schema.Collection, field int) bool {
	f := c.Fields[field]
	if f.Internal || f.Read == nil {
		return !f.Internal
	}
	seen := s.Caller == nil || !s.Caller.Rights().Hidden(c, f.Name)
	if s.noting {
		s.glances = append(s.glances, glance{c, field, seen})
	}
	return seen
}

// same tells whether this caller sees what another one saw.
func (s *Sight) same(glances []glance) bool {
	for _, g := range glances {
		if s.Sees(g.collection, g.field) != g.seen {
			return false
		}
	}
	return true
}

// Field finds a field to read, nil where there is none.
func (s *Sight) Field(c *schema.Collection, name string) *schema.Field {
	if f := c.Field(name); f != nil && s.Sees(c, f.Index) {
		return f
	}
	return nil
}

// Input finds a field to write: one that is there to read, or that may be
// written although it is not.
func (s *Sight) Input(c *schema.Collection, name string) *schema.Field {
	f := c.Field(name)
	if f == nil || f.Internal || f.Read != nil && !s.Sees(c, f.Index) && s.Caller.Rights().Sealed(c, name) {
		return nil
	}
	return f
}

// Key gives the fields of a collection's key; none where one of them is hidden.
func (s *Sight) Key(c *schema.Collection) []int {
	for _, f := range c.Key {
		if !s.Sees(c, f) {
			return nil
		}
	}
	return c.Key
}

// leads tells whether a relation of c is there: one along fields that are,
// to a collection that doors show.
func (s *Sight) leads(c *schema.Collection, rel *expr.Relation) bool {
	target := schema.Of(rel)
	if target.Internal {
		return false
	}
	for i := range rel.Local {
		if !s.Sees(c, rel.Local[i]) || !s.Sees(target, rel.Remote[i]) {
			return false
		}
	}
	return true
}

// relation finds a relation by name, nil where there is none.
func (s *Sight) relation(c *schema.Collection, name string) *expr.Relation {
	if rel := c.Relation(name); rel != nil && s.leads(c, rel) {
		return rel
	}
	return nil
}

// hides tells whether an expression's name is not there. A reference whose
// target is hidden is still the field that it is.
func (s *Sight) hides(rec expr.Record, name string) bool {
	c, ok := rec.(*schema.Collection)
	if !ok || c.Internal {
		return true
	}
	if f := c.Field(name); f != nil {
		return !s.Sees(c, f.Index)
	}
	rel := c.Relation(name)
	return rel != nil && !s.leads(c, rel)
}
