package access

import (
	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
)

// Barred tells whether the rules of an operation refuse every record, whatever
// it holds, because of who the caller is. Who may read nothing changes and
// deletes nothing either: both look for their records first.
func Barred(p *query.Principal, facts expr.Facts, c *schema.Collection, kind query.Kind) bool {
	g := &granter{service: p.Service(), facts: facts}
	may := func(name string, rule *expr.Node) bool { return g.possible(g.rule(c, name, rule)) }
	switch kind {
	case query.Read:
		return !may("read", c.Rules.Read)
	case query.Create:
		return !may("create", c.Rules.Create)
	case query.Update:
		return !may("update", c.Rules.Update) || !may("read", c.Rules.Read)
	case query.Delete:
		return !may("delete", c.Rules.Delete) || !may("read", c.Rules.Read)
	case query.Upsert:
		return !may("create", c.Rules.Create) && !may("update", c.Rules.Update)
	}
	return false
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
