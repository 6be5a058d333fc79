package expr

import (
	"fmt"

	"bedplate/fault"
)

// Limits bound an expression's size. A zero member has its default.
type Limits struct {
	Terms  int // tests, walks and calculations; 100
	Depth  int // of operations within operations; 10
	Items  int // of one list; 500
	Length int // of the text, in bytes; 64 KiB
}

func (l Limits) withDefaults() Limits {
	def := func(n *int, d int) {
		if *n <= 0 {
			*n = d
		}
	}
	def(&l.Terms, 100)
	def(&l.Depth, 10)
	def(&l.Items, 500)
	def(&l.Length, 64<<10)
	return l
}

// Check measures a tree, however it was made, and gives the first limit that
// it exceeds, nil where it keeps all of them. Guards are not counted: they
// are the server's own.
func (l Limits) Check(n *Node) *Problem {
	m := measure{limits: l.withDefaults()}
	m.visit(n, Invalid, 0)
	return m.problem
}

type measure struct {
	limits  Limits
	terms   int
	problem *Problem
}

func (m *measure) visit(n *Node, parent Op, depth int) {
	if n == nil || m.problem != nil {
		return
	}
	switch n.Op {
	case Literal, Param, Bind, Auth, Now, Request, Var, Old, Field, Path:
		// A value is free; a condition that is only a value is a term.
		if parent == Invalid || parent == And || parent == Or || parent == Not {
			m.terms++
		}
	case And, Or, Not:
	default:
		m.terms++
	}
	// A chain of one operator reads flat, whichever way it was bracketed.
	chained := n.Op == parent && (n.Op == And || n.Op == Or || n.Op == Add || n.Op == Sub || n.Op == Mul || n.Op == Concat)
	if len(n.Args) > 0 && n.Op != Field && n.Op != Path && !chained {
		depth++
	}
	switch {
	case m.terms > m.limits.Terms:
		m.refuse(n, "the expression has more than %d terms", m.limits.Terms)
	case depth > m.limits.Depth:
		m.refuse(n, "the expression is nested more than %d deep", m.limits.Depth)
	case n.Op == In && len(n.Args)-1 > m.limits.Items:
		m.refuse(n, "the list has more than %d items", m.limits.Items)
	}
	for _, a := range n.Args {
		m.visit(a, n.Op, depth)
	}
}

func (m *measure) refuse(n *Node, format string, limit int) {
	m.problem = &Problem{Pos: n.Pos, Code: fault.TooComplex, Message: fmt.Sprintf(format, limit)}
}
