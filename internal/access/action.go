package access

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
)

// Callable tells whether a caller could be allowed some call of an action: an
// action without a rule is the service role's alone, and a rule that no
// argument can change is asked at once.
func Callable(p *query.Principal, facts expr.Facts, a *schema.Action) bool {
	if p.Service() {
		return true
	}
	if a.Rule == nil || expr.IsFalse(a.Rule) {
		return false
	}
	varies := !expr.Visit(a.Rule, func(n *expr.Node) bool { return n.Op != expr.Var && n.Op != expr.Request })
	return varies || passes(a.Rule, facts)
}

// Call refuses a call with these arguments where the action's rule does.
func Call(p *query.Principal, facts expr.Facts, a *schema.Action, args expr.Rec) error {
	if p.Service() {
		return nil
	}
	if a.Rule != nil {
		ok, err := expr.Test(a.Rule, &expr.Scope{Record: args, Facts: facts})
		if ok || err != nil {
			return err
		}
	}
	return Uncallable(a)
}

// Uncallable is the refusal of a call.
func Uncallable(a *schema.Action) error {
	return fault.Of(fault.Denied, a.Name, "not allowed to call %s", a.Name)
}

// Sees tells whether a caller may know all that an expression over c names.
func Sees(p *query.Principal, facts expr.Facts, c *schema.Collection, n *expr.Node) bool {
	g := &granter{service: p.Service(), facts: facts}
	return g.check(n, map[int]*schema.Collection{0: c}) == nil
}
