package grammar

import (
	"strings"

	"bedplate/query"
	"bedplate/schema"
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

// lent reads a part of a key that stands in braces, where there is a lender.
func (p *Parser) lent(c *schema.Collection, i int, part string) (bool, error) {
	if p.Lending == nil {
		return false, nil
	}
	reference, open := strings.CutPrefix(part, "{")
	reference, closed := strings.CutSuffix(reference, "}")
	if !open || !closed {
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
