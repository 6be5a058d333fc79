package grammar

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
)

// expression reads filter=, the expression language. Its literals become
// parameters, so that expressions which differ only in them share a plan.
func (p *Parser) expression(c *schema.Collection, arg Argument) (*expr.Node, error) {
	n, problems := expr.Parse(arg.Val, expr.Env{Record: c, Hidden: p.Sight.hides})
	if len(problems) > 0 {
		return nil, problems.Fault(arg.Key)
	}
	if p.terms += query.Terms(n); p.terms > maxTerms {
		return nil, fault.Of(fault.TooComplex, arg.Key, "the request has more than %d conditions", maxTerms)
	}
	return p.rebase(query.Lift(n, p.param), 0), nil
}
