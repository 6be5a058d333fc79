package access

import (
	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
)

// Barred tells whether the rules of a Create or Upsert refuse every record,
// whatever it holds, because of who the caller is.
func Barred(p *query.Principal, facts expr.Facts, c *schema.Collection, kind query.Kind) bool {
	g := &granter{service: p.Service(), facts: facts}
	create := g.possible(g.rule(c, "create", c.Rules.Create))
	return !create && (kind != query.Upsert || !g.possible(g.rule(c, "update", c.Rules.Update)))
}

// possible tells whether a rule could be true of some record. It may say so of
// a rule that is true of none.
func (g *granter) possible(rule *expr.Node) bool {
	switch {
	case expr.IsTrue(rule):
		return true
	case !expr.TouchesRecord(rule):
		ok, err := expr.Test(rule, &expr.Scope{Facts: g.facts})
		return ok || err != nil
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
