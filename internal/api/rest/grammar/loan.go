package grammar

import (
	"strings"

	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// Loan is a value that an earlier operation of a request gives to a later one:
// a field of its record. The zero Loan is none.
type Loan struct {
	Op, Field int
	Made      bool
}

// Lender finds what a reference speaks of, as 0.id or post.id; member says
// where it stands, for messages.
type Lender func(reference, member string) (Loan, error)

// Lending is what the parser of one of several operations knows of the others.
type Lending struct {
	Lender Lender
	Loans  []Loan      // that a key has, by its parts; nil for none
	Uses   []query.Use // puts them into the parameters
}

// Continue makes the parser of one of several operations, which share their
// parameters, begin where another one ended.
func (p *Parser) Continue(last *Parser) {
	p.Params, p.vars = last.Params, last.vars
}

// Braced gives what stands in braces where they may be a reference to an earlier
// operation: where there is a lender.
func (p *Parser) Braced(text string) (reference string, ok bool) {
	if p.Lending == nil {
		return "", false
	}
	reference, open := strings.CutPrefix(text, "{")
	reference, closed := strings.CutSuffix(reference, "}")
	return reference, open && closed
}

// Lent reads a part of a key that stands in braces, where there is a lender.
func (p *Parser) Lent(c *schema.Collection, i int, part string) (bool, error) {
	reference, ok := p.Braced(part)
	if !ok {
		return false, nil
	}
	loan, err := p.Lending.Lender(reference, "path")
	if p.Lending.Loans == nil {
		p.Lending.Loans = make([]Loan, len(c.Key))
	}
	p.Lending.Loans[i] = loan
	return true, err
}

// borrow lets the parameter that was made last take its value from a loan.
func (p *Parser) borrow(i int) {
	if l := p.Lending; l != nil && l.Loans != nil && l.Loans[i].Made {
		l.Uses = append(l.Uses, query.Use{Param: true, Value: len(p.Params) - 1, Op: l.Loans[i].Op, Field: l.Loans[i].Field})
	}
}

// lentTo is the test of an operand with a value of an earlier operation: one in
// braces, of anything but lists and JSON, whose own values may look so. It is nil
// for any other value.
func (p *Parser) lentTo(test expr.Op, o operand, val string) (*expr.Node, error) {
	reference, ok := p.Braced(val)
	if !ok || o.typ.Kind == value.List || o.typ.Kind == value.JSON {
		return nil, nil
	}
	loan, err := p.Lending.Lender(reference, o.name)
	if err != nil {
		return nil, err
	}
	n := p.paramTest(test, o.node, value.Value{}, o.typ)
	p.Lending.Uses = append(p.Lending.Uses, query.Use{Param: true, Value: len(p.Params) - 1, Op: loan.Op, Field: loan.Field})
	return n, nil
}
