package soap

import (
	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
)

// sight is what of a schema is there for one caller. Operations that no rule could ever
// allow are not there, nor are fields that are hidden.
type sight struct {
	operations  []operation
	collections []*visible
	key         []byte // what it depends on
}

// visible is a collection as a caller sees it.
type visible struct {
	*collection
	rows, inputs, keys []*schema.Field
	references         []*expr.Relation
	takes              [removeMany + 1]bool
}

// sightOf looks at a schema as a caller.
func sightOf(c *catalog, rights query.Rights) *sight {
	s := &sight{}
	records := map[*schema.Collection]bool{}
	for _, a := range c.actions {
		callable := rights.Callable(a.Action)
		s.note(callable)
		o, there := c.operations[verbs[call]+a.Name]
		if !callable || !there {
			continue
		}
		s.operations = append(s.operations, o)
		if a.records != nil {
			records[a.records.Collection] = true
		}
	}
	for _, one := range c.collections {
		v := &visible{collection: one, keys: one.keyFor(rights)}
		some := records[one.Collection]
		for at := get; at <= removeMany; at++ {
			_, there := c.operations[verbs[at]+one.Name]
			v.takes[at] = there && !rights.Barred(one.Collection, kinds[at]) && (len(v.keys) > 0 || at != get && at != update && at != remove && at != upsert)
			s.note(v.takes[at])
			if v.takes[at] {
				s.operations = append(s.operations, c.operations[verbs[at]+one.Name])
				some = true
			}
		}
		for _, f := range one.Fields {
			if f.Internal {
				continue
			}
			sees := !hidden(rights, one.Collection, f)
			writes := !f.ReadOnly() && !rights.Fixed(one.Collection, f.Name)
			s.note(sees)
			s.note(writes)
			if sees {
				v.rows = append(v.rows, f)
			}
			if writes {
				v.inputs = append(v.inputs, f)
			}
		}
		if some {
			s.collections = append(s.collections, v)
		}
	}
	s.refer(rights)
	s.operations = sorted(append(s.operations, c.operations[verbs[batch]]))
	return s
}

// refer finds the references along which records can be nested.
func (s *sight) refer(rights query.Rights) {
	for _, v := range s.collections {
		for _, rel := range v.Relations {
			leads := v.reference(rel.Name) != nil && s.of(schema.Of(rel)) != nil && leads(rights, v.Collection, rel)
			s.note(leads)
			if leads {
				v.references = append(v.references, rel)
			}
		}
	}
}

// of gives what is seen of a collection; nil is nothing.
func (s *sight) of(c *schema.Collection) *visible {
	for _, v := range s.collections {
		if v.Collection == c {
			return v
		}
	}
	return nil
}

func (s *sight) note(is bool) {
	bit := byte('0')
	if is {
		bit = '1'
	}
	s.key = append(s.key, bit)
}

// fingerprint tells sights of a schema apart.
func (s *sight) fingerprint() string { return string(s.key) }

// nullable tells whether a record may have no value there.
func (c *collection) nullable(f *schema.Field) bool {
	m, _ := c.Member(f.Name)
	return m.Nullable && !c.IsKey(f.Index)
}

// needed tells whether a new record must give the field: nobody else will.
func (c *collection) needed(f *schema.Field) bool {
	return !c.nullable(f) && f.Default == nil && f.Set == schema.SetNever && !f.Identity && !f.MakesUUID()
}
