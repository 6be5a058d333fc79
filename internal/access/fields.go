package access

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
)

// sees tells whether the caller may know a field. Of a collection that is not to
// be read by the scope of the credential it is none. Field rules speak only of
// the caller and the request, so the answer holds for the whole request.
func (g *granter) sees(c *schema.Collection, field int) bool {
	f := c.Fields[field]
	if f.Internal && !g.owns(c) || !g.scope.Allows(c, query.Read) {
		return false
	}
	return g.service || f.Read == nil || passes(f.Read, g.facts)
}

// visible refuses a field that the caller may not know as one that is not there.
func (g *granter) visible(c *schema.Collection, field int) error {
	if g.sees(c, field) {
		return nil
	}
	return unknownField(c, c.Fields[field].Name)
}

// writable refuses what the caller may not write.
func (g *granter) writable(c *schema.Collection, f *schema.Field) error {
	switch {
	case f.Internal && !g.owns(c):
		return fault.Of(fault.UnknownColumn, f.Name, "there is no field %s", f.Name)
	case f.Value != nil:
		return fault.Of(fault.ReadOnly, f.Name, "%s is computed and cannot be written", f.Name)
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
	hidden := g.shut(target)
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
// visible, and every walk is guarded by its target's read rule. Computed fields
// are put in last: what they walk to is the schema's own, as in a rule.
func (g *granter) expression(c *schema.Collection, n *expr.Node) (*expr.Node, error) {
	if n == nil {
		return nil, nil
	}
	if err := g.check(n, map[int]*schema.Collection{0: c}); err != nil {
		return nil, err
	}
	return expand(c, g.guarded(n))
}

// expand puts the values of computed fields into an expression.
func expand(c *schema.Collection, n *expr.Node) (*expr.Node, error) {
	out := schema.Expand(n, c)
	if out == n {
		return n, nil
	}
	if p := expandedLimits.Check(out); p != nil {
		return nil, fault.New(fault.TooComplex, "with the computed fields that it names, %s", p.Message)
	}
	return out, nil
}

// expandedLimits bound a caller's expression with the values of computed fields
// in it.
var expandedLimits = expr.Limits{Terms: 1000, Depth: 60}

// guarded hides from a caller's walks what its targets' read rules hide.
func (g *granter) guarded(n *expr.Node) *expr.Node {
	if g.service {
		return n
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
	})
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
		if target := schema.Of(n.Rel); n.Op == expr.Fold && !target.Aggregates && !g.service {
			return unfoldable(target, n.Rel.Name)
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
