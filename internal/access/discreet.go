package access

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
)

// vague is what is said of a broken constraint that the caller may not know.
var vague = map[fault.Code]string{
	fault.Unique:    "another record has the same value",
	fault.Reference: "a reference would lead to nothing",
	fault.Required:  "a value is required",
	fault.Check:     "new row violates a check constraint",
}

// Discreet takes out of an error of a write to c, and of those that come with
// it, what names something that is not there for the caller.
func Discreet(p *query.Principal, facts expr.Facts, s *schema.Schema, c *schema.Collection, err error) error {
	f := fault.As(err)
	if f == nil || f.Code == fault.Internal {
		return err
	}
	g := granterOf(p, facts)
	all := f.All()
	changed := false
	for i, one := range all {
		if said := vague[one.Code]; said != "" && !g.mayName(s, c, one) {
			bare := fault.New(one.Code, "%s", said)
			bare.Line, bare.Row, bare.Operation = one.Line, one.Row, one.Operation
			all[i], changed = bare, true
		} else if one.Code == fault.Check && one.Detail != "" && !g.mayQuote(c, one.Field) {
			bare := *one
			bare.Detail = ""
			all[i], changed = &bare, true
		}
	}
	if !changed {
		return err
	}
	first := *all[0]
	first.Others = nil
	all[0] = &first
	return fault.Join(all)
}

// mayName tells whether the caller may know what an error of a write is about.
func (g *granter) mayName(s *schema.Schema, c *schema.Collection, f *fault.Error) bool {
	if f.Code == fault.Reference && f.Constraint != "" {
		ref := reference(s, f.Constraint)
		return ref == nil || !g.shut(ref.From) && g.relation(ref.From, ref.Forward) == nil
	}
	for _, index := range c.Indexes {
		if index.Name != f.Constraint {
			continue
		}
		for _, part := range index.Parts {
			if !g.takes(c, part.Field) {
				return false
			}
		}
	}
	field := c.Field(f.Field)
	return field == nil || g.takes(c, field.Index)
}

// takes tells whether a field is there to write: one that may be known, or
// written although it may not.
func (g *granter) takes(c *schema.Collection, field int) bool {
	f := c.Fields[field]
	return g.sees(c, field) || g.writable(c, f) == nil
}

// mayQuote tells whether all that a field's check speaks of is there for the
// caller, who is shown its text then.
func (g *granter) mayQuote(c *schema.Collection, name string) bool {
	f := c.Field(name)
	if f == nil {
		return true
	}
	records := map[int]*schema.Collection{0: c}
	return expr.Visit(f.Check, func(n *expr.Node) bool {
		if n.Rel != nil {
			if n.Op != expr.Walk {
				records[n.Index] = schema.Of(n.Rel)
			}
			return g.relation(n.Rel.Base.(*schema.Collection), n.Rel) == nil
		}
		if n.Op != expr.Field {
			return true
		}
		of := c // of the record itself, and of old
		switch base := n.Args[0]; base.Op {
		case expr.Walk:
			of = schema.Of(base.Rel)
		case expr.Var:
			of = records[base.Index]
		}
		return of == nil || g.sees(of, n.Index)
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
