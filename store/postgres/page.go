package postgres

import (
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"bedplate/expr"
	"bedplate/store/plan"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// PostgreSQL plans a prepared statement for any arguments if that seems as good as to plan
// it for those of each run. A LIMIT that it does not know it takes for a tenth of all
// rows, which never seems as good: a page was planned anew each time, and for nested rows
// that takes longer than to read them. So the first pages of a plan, which are as long as
// the limits that clients ask for, have statements of their own with the limit in the
// text.
//
// A plan for any arguments is worse where they decide how many rows there are: a condition
// that one value fulfils often and another hardly ever may want another index for each.
// Reads in which that could be keep the statement that is planned anew.

// mostPages is how many limits of a plan have statements; others share the one that
// takes the limit as an argument.
const mostPages = 8

// pages are the statements for limits that were asked for.
type pages struct {
	of    *sqlgen.Statement // without a limit; nil where limits have no statements
	known atomic.Pointer[[]page]
	mu    sync.Mutex // who adds one
}

type page struct {
	rows      int64
	statement *sqlgen.Statement
}

// pagesOf gives the pages of a plan.
func (d *Driver) pagesOf(r *plan.Read) (*sqlgen.Statement, error) {
	if r.Limit == plan.None || r.Lock || !steady(r) {
		return nil, nil
	}
	unlimited := *r
	unlimited.Limit, unlimited.Offset = plan.None, plan.None
	s, err := d.compile(&unlimited)
	if err != nil || slices.ContainsFunc(s.Binds, func(b sqlgen.Bind) bool { return b.Source == sqlgen.Constant }) {
		return nil, err
	}
	s.Plan = r
	return s, nil
}

// forArguments gives the statement to run.
func (p *prepared) forArguments(args []value.Value) *sqlgen.Statement {
	if p.pages.of == nil || !first(p.statement.Plan, args) {
		return p.statement
	}
	rows := args[p.statement.Plan.Limit].Int()
	if s := p.pages.find(rows); s != nil {
		return s
	}
	if s := p.pages.add(rows); s != nil {
		return s
	}
	return p.statement
}

// first tells that arguments ask for a first page that has an end.
func first(r *plan.Read, args []value.Value) bool {
	if r.Limit >= len(args) || args[r.Limit].IsNull() || args[r.Limit].Int() < 1 {
		return false
	}
	return r.Offset == plan.None || r.Offset < len(args) && (args[r.Offset].IsNull() || args[r.Offset].Int() == 0)
}

func (p *pages) find(rows int64) *sqlgen.Statement {
	if known := p.known.Load(); known != nil {
		for _, one := range *known {
			if one.rows == rows {
				return one.statement
			}
		}
	}
	return nil
}

// add makes the statement for a limit, nil where there are enough of them.
func (p *pages) add(rows int64) *sqlgen.Statement {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s := p.find(rows); s != nil {
		return s
	}
	var known []page
	if kept := p.known.Load(); kept != nil {
		known = *kept
	}
	if len(known) == mostPages {
		return nil
	}
	s := *p.of
	s.SQL += " LIMIT " + strconv.FormatInt(rows, 10)
	known = append(slices.Clone(known), page{rows, &s})
	p.known.Store(&known)
	return &s
}

// steady tells a read of which no argument but its limits can decide how many rows it has
// to go through.
func steady(r *plan.Read) bool {
	if r.After != nil || r.Within != nil || r.Where != nil && !mild(r.Where) {
		return false
	}
	for _, o := range r.Outputs {
		if takes(o.Expr) || o.Nested != nil && !steady(o.Nested) {
			return false
		}
	}
	return !slices.ContainsFunc(r.Order, func(o plan.Order) bool { return takes(o.Expr) })
}

// mild tells a condition without arguments, or with those alone that add rows to what it
// holds of anyway: status == "published" || author == auth.id.
func mild(n *expr.Node) bool {
	switch n.Op {
	case expr.And:
		return !slices.ContainsFunc(n.Args, func(a *expr.Node) bool { return !mild(a) })
	case expr.Or:
		anyway := false
		for _, a := range n.Args {
			if !takes(a) {
				anyway = true
			} else if !equates(a) {
				return false
			}
		}
		return anyway
	}
	return !takes(n)
}

// equates tells a condition that a field of the record equals an argument.
func equates(n *expr.Node) bool {
	return n.Op == expr.Eq && n.Args[0].Op == expr.Field && n.Args[0].Args[0].Op == expr.Var && n.Args[1].Op == expr.Bind
}

// takes tells that an expression has an argument in it.
func takes(n *expr.Node) bool {
	return !expr.Visit(n, func(n *expr.Node) bool { return n.Op != expr.Bind })
}
