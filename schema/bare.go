package schema

import "slices"

// Bare gives the schema with its tables as they are filled the fastest: without
// views, full-text indexes and indexes that only make reading faster, and, where
// constraints is false, without uniques and what checks references. What is left
// is as it was; expressions and relations still speak of the whole schema.
func (s *Schema) Bare(constraints bool) *Schema {
	bare := &Schema{Version: s.Version, byName: map[string]*Collection{}}
	for _, c := range s.Collections {
		if c.View {
			continue
		}
		own := *c
		own.Search = nil
		own.Indexes = slices.DeleteFunc(slices.Clone(c.Indexes), func(x *Index) bool { return !x.Unique || !constraints })
		if !constraints {
			own.Refs = nil
		}
		bare.Collections = append(bare.Collections, &own)
		bare.byName[c.Name] = &own
	}
	return bare
}

// Without gives the schema without one collection, which nothing refers to.
func (s *Schema) Without(name string) *Schema {
	rest := &Schema{Version: s.Version, Actions: s.Actions, actions: s.actions, byName: map[string]*Collection{}}
	for _, c := range s.Collections {
		if c.Name != name {
			rest.Collections = append(rest.Collections, c)
			rest.byName[c.Name] = c
		}
	}
	return rest
}
