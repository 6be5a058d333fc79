package access

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
)

// Call refuses a call with these arguments where the action's rule does.
func Call(p *query.Principal, facts expr.Facts, a *schema.Action, args expr.Rec) error {
	if !p.Scope.Calls(a) {
		return Uncallable(a)
	}
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
	return RightsOf(p, facts).Knows(c, n)
}
