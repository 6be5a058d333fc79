package access

import (
	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
)

// Rights are what a caller may know and do by one request; see query.Rights.
type Rights struct{ granter }

// RightsOf tells what a caller may know and do.
func RightsOf(p *query.Principal, facts expr.Facts) *Rights {
	return &Rights{*granterOf(p, facts)}
}

// Hidden tells whether a member of c is not there for the caller: a field that
// may not be known, or a relation that leads along one or to an internal
// collection. A name that is both is a field even where its relation is hidden.
func (r *Rights) Hidden(c *schema.Collection, name string) bool {
	if r.shut(c) {
		return true
	}
	if f := c.Field(name); f != nil {
		return !r.sees(c, f.Index)
	}
	rel := c.Relation(name)
	return rel != nil && r.relation(c, rel) != nil
}

// Sees tells whether the caller may know a field of c.
func (r *Rights) Sees(c *schema.Collection, field int) bool { return r.sees(c, field) }

// Knows tells whether the caller may know all that an expression over c names.
func (r *Rights) Knows(c *schema.Collection, n *expr.Node) bool {
	return r.check(n, map[int]*schema.Collection{0: c}) == nil
}

// Sealed tells whether a field of c is not there for the caller to write: one
// that may be neither known nor written.
func (r *Rights) Sealed(c *schema.Collection, name string) bool {
	f := c.Field(name)
	return f == nil || r.shut(c) || !r.sees(c, f.Index) && r.writable(c, f) != nil
}

// Fixed tells whether the caller may not write a field of c.
func (r *Rights) Fixed(c *schema.Collection, name string) bool {
	f := c.Field(name)
	return f == nil || r.shut(c) || r.kept(c) || r.writable(c, f) != nil
}

// Barred tells whether the rules of an operation refuse every record, whatever
// it holds, because of who the caller is. Who may read nothing changes and
// deletes nothing either: both look for their records first.
func (r *Rights) Barred(c *schema.Collection, kind query.Kind) bool {
	may := func(name string, rule *expr.Node) bool { return r.possible(r.rule(c, name, rule)) }
	switch {
	case r.shut(c) || r.kept(c) && kind != query.Read || !r.scope.Allows(c, kind):
		return true
	case kind == query.Read:
		return !may("read", c.Rules.Read)
	case kind == query.Create:
		return !may("create", c.Rules.Create)
	case kind == query.Update:
		return !may("update", c.Rules.Update) || !may("read", c.Rules.Read)
	case kind == query.Delete:
		return !may("delete", c.Rules.Delete) || !may("read", c.Rules.Read)
	}
	return !may("create", c.Rules.Create) && !may("update", c.Rules.Update)
}

// Callable tells whether the caller could be allowed some call of an action: an
// action without a rule is the service role's alone.
func (r *Rights) Callable(a *schema.Action) bool {
	return r.scope.Calls(a) && (r.service || a.Rule != nil && r.possible(a.Rule))
}

// possible tells whether a rule could be true of some record, by some request
// of the caller's. It may say so of a rule that is true of none.
func (g *granter) possible(rule *expr.Node) bool {
	switch {
	case expr.IsTrue(rule):
		return true
	case onlyOfCaller(rule):
		ok, err := expr.Test(rule, &expr.Scope{Facts: g.facts})
		return ok || err != nil
	case g.undefined(rule), rule.Op == expr.Not && g.undefined(rule.Args[0]):
		return false
	case rule.Op == expr.Exists:
		return g.possible(rule.Args[1])
	case rule.Op == expr.And:
		for _, a := range rule.Args {
			if !g.possible(a) {
				return false
			}
		}
		return true
	case rule.Op == expr.Or:
		for _, a := range rule.Args {
			if g.possible(a) {
				return true
			}
		}
		return false
	}
	return true
}

// undefined tells a comparison with a fact that the caller lacks: neither it nor
// its opposite is true.
func (g *granter) undefined(n *expr.Node) bool {
	switch n.Op {
	case expr.Eq, expr.Ne, expr.Lt, expr.Le, expr.Gt, expr.Ge:
		return g.lacks(n.Args[0]) || g.lacks(n.Args[1])
	}
	return false
}

func (g *granter) lacks(n *expr.Node) bool {
	if n.Op != expr.Auth || g.facts == nil {
		return false
	}
	_, ok := g.facts.Auth(n.Name, n.Path, n.Type)
	return !ok
}

// onlyOfCaller tells a rule that speaks of nothing but who asks.
func onlyOfCaller(rule *expr.Node) bool {
	return !expr.TouchesRecord(rule) &&
		expr.Visit(rule, func(n *expr.Node) bool { return n.Op != expr.Request && n.Op != expr.Now })
}
