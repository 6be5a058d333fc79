package rest

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/api/rest/body"
	"bedplate/schema"
)

// vague is what is said of a broken constraint that the caller may not know.
var vague = map[fault.Code]string{
	fault.Unique:    "another record has the same value",
	fault.Reference: "a reference would lead to nothing",
	fault.Required:  "a value is required",
	fault.Check:     "new row violates a check constraint",
}

// discreet takes out of an error, and of those that come with it, what names
// something that is not there for the caller.
func (c *call) discreet(f *fault.Error) *fault.Error {
	if c.collection == nil || f.Code == fault.Internal {
		return f
	}
	all := f.All()
	changed := false
	for i, one := range all {
		if said := vague[one.Code]; said != "" && !c.mayName(one) {
			all[i], changed = body.InLine(fault.New(one.Code, "%s", said), one.Line), true
		} else if one.Code == fault.Check && one.Detail != "" && !c.mayQuote(one.Field) {
			bare := *one
			bare.Detail = ""
			all[i], changed = &bare, true
		}
	}
	if !changed {
		return f
	}
	first := *all[0]
	first.Others = nil
	all[0] = &first
	return fault.Join(all)
}

// mayName tells whether the caller may know what an error of a write is about.
func (c *call) mayName(f *fault.Error) bool {
	s, col := &c.parser.Sight, c.collection
	if f.Code == fault.Reference && f.Constraint != "" {
		ref := reference(c.parser.Cat.Schema, f.Constraint)
		return ref == nil || !ref.From.Internal && s.Leads(ref.From, ref.Forward)
	}
	for _, index := range col.Indexes {
		if index.Name != f.Constraint {
			continue
		}
		for _, part := range index.Parts {
			if s.Input(col, col.Fields[part.Field].Name) == nil {
				return false
			}
		}
	}
	return col.Field(f.Field) == nil || s.Input(col, f.Field) != nil
}

// mayQuote tells whether all that a field's check speaks of is there for the
// caller, who is shown its text then.
func (c *call) mayQuote(name string) bool {
	s, f := &c.parser.Sight, c.collection.Field(name)
	if f == nil {
		return true
	}
	records := map[int]*schema.Collection{0: c.collection}
	return expr.Visit(f.Check, func(n *expr.Node) bool {
		if n.Rel != nil {
			if n.Op != expr.Walk {
				records[n.Index] = schema.Of(n.Rel)
			}
			return s.Leads(n.Rel.Base.(*schema.Collection), n.Rel)
		}
		if n.Op != expr.Field {
			return true
		}
		of := c.collection // of the record itself, and of old
		switch base := n.Args[0]; base.Op {
		case expr.Walk:
			of = schema.Of(base.Rel)
		case expr.Var:
			of = records[base.Index]
		}
		return of == nil || s.Sees(of, n.Index)
	})
}

// reference finds a reference by its constraint's name, nil where there is none.
func reference(s *schema.Schema, constraint string) *schema.Ref {
	for _, c := range s.Collections {
		for _, ref := range c.Refs {
			if ref.Name == constraint {
				return ref
			}
		}
	}
	return nil
}
