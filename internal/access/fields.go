package access

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
)

// sees tells whether the caller may know a field. Field rules speak only of
// the caller and the request, so the answer holds for the whole request.
func (g *granter) sees(c *schema.Collection, field int) bool {
	f := c.Fields[field]
	if f.Internal {
		return false
	}
	return g.service || f.Read == nil || passes(f.Read, g.facts)
}

// Hidden tells whether a member of c is not there for a caller: a field that
// may not be known, or a relation that leads along one or to an internal
// collection. A name that is both is a field even where its relation is hidden.
func Hidden(p *query.Principal, facts expr.Facts, c *schema.Collection, name string) bool {
	if c.Internal {
		return true
	}
	g := &granter{service: p.Service(), facts: facts}
	if f := c.Field(name); f != nil {
		return !g.sees(c, f.Index)
	}
	rel := c.Relation(name)
	return rel != nil && g.relation(c, rel) != nil
}

// Sealed tells whether a field of c is not there for a caller to write: one
// that may be neither known nor written.
func Sealed(p *query.Principal, facts expr.Facts, c *schema.Collection, name string) bool {
	g := &granter{service: p.Service(), facts: facts}
	f := c.Field(name)
	return f == nil || c.Internal || !g.sees(c, f.Index) && g.writable(f) != nil
}

// visible refuses a field that the caller may not know as one that is not there.
func (g *granter) visible(c *schema.Collection, field int) error {
	if g.sees(c, field) {
		return nil
	}
	return unknownField(c, c.Fields[field].Name)
}

// writable refuses what the caller may not write.
func (g *granter) writable(f *schema.Field) error {
	switch {
	case f.Internal:
		return fault.Of(fault.UnknownColumn, f.Name, "there is no field %s", f.Name)
	case f.Generated:
		return fault.Of(fault.ReadOnly, f.Name, "%s is computed by the database and cannot be written", f.Name)
	case g.service:
		return nil
	case f.Set != schema.SetNever:
		return fault.Of(fault.ReadOnly, f.Name, "%s is set by the server and cannot be written", f.Name)
	case f.Write != nil && !passes(f.Write, g.facts):
		return fault.Of(fault.Denied, f.Name, "not allowed to write %s", f.Name)
	}
	return nil
}

// passes evaluates a field rule, which reads no record.
func passes(rule *expr.Node, facts expr.Facts) bool {
	ok, err := expr.Test(rule, &expr.Scope{Facts: facts})
	return ok && err == nil
}

func unknownField(c *schema.Collection, name string) *fault.Error {
	return fault.Of(fault.UnknownField, name, "column %s.%s does not exist", c.Name, name)
}

// relation refuses a way that leads to an internal collection, or along fields
// that the caller may not know.
func (g *granter) relation(c *schema.Collection, rel *expr.Relation) error {
	target := schema.Of(rel)
	hidden := target.Internal
	for i := range rel.Local {
		hidden = hidden || !g.sees(c, rel.Local[i]) || !g.sees(target, rel.Remote[i])
	}
	if hidden {
		return fault.Of(fault.UnknownRelation, rel.Name,
			"there is no relation %s in %s", rel.Name, c.Name)
	}
	return nil
}

// expression grants a caller's expression over c: every field it names must be
// visible, and every walk is guarded by its target's read rule.
func (g *granter) expression(c *schema.Collection, n *expr.Node) (*expr.Node, error) {
	if n == nil {
		return nil, nil
	}
	if err := g.check(n, map[int]*schema.Collection{0: c}); err != nil {
		return nil, err
	}
	if g.service {
		return n, nil
	}
	return expr.Rewrite(n, func(n *expr.Node) *expr.Node {
		if n.Rel == nil {
			return n
		}
		target := schema.Of(n.Rel)
		guard := g.rule(target, "read", target.Rules.Read)
		if guard == nil {
			return n
		}
		guarded := *n
		guarded.Guard = expr.AndOf(n.Guard, guard)
		return &guarded
	}), nil
}

// check refuses what the caller may not know in n; vars says of which
// collection each variable is.
func (g *granter) check(n *expr.Node, vars map[int]*schema.Collection) error {
	if n.Guard != nil {
		return fault.New(fault.Internal, "a caller's expression holds a guard")
	}
	if n.Op == expr.Old {
		return fault.New(fault.Type, "old is not known in a request")
	}
	if n.Op == expr.Field {
		return g.checkField(n, vars)
	}
	if n.Rel != nil {
		base, err := g.record(n.Args[0], vars)
		if err != nil {
			return err
		}
		if err := g.relation(base, n.Rel); err != nil {
			return err
		}
		if n.Op != expr.Walk {
			vars[n.Index] = schema.Of(n.Rel)
		}
	}
	for i, a := range n.Args {
		if n.Rel != nil && i == 0 {
			continue // a record: looked at above
		}
		if err := g.check(a, vars); err != nil {
			return err
		}
	}
	return nil
}

func (g *granter) checkField(n *expr.Node, vars map[int]*schema.Collection) error {
	c, err := g.record(n.Args[0], vars)
	if err != nil {
		return err
	}
	return g.visible(c, n.Index)
}

// record gives the collection that a record-valued node is of.
func (g *granter) record(n *expr.Node, vars map[int]*schema.Collection) (*schema.Collection, error) {
	switch n.Op {
	case expr.Var:
		if c := vars[n.Index]; c != nil {
			return c, nil
		}
	case expr.Walk:
		base, err := g.record(n.Args[0], vars)
		if err != nil {
			return nil, err
		}
		return schema.Of(n.Rel), g.relation(base, n.Rel)
	}
	return nil, fault.New(fault.Type, "old is not known in a request")
}
