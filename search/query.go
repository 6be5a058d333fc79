package search

import (
	"strings"
)

// Op is what a Query asks.
type Op uint8

// The operations.
const (
	// Phrase is Words one after the other in one text, the last of them as the
	// beginning of a word where Prefix is set. Without words it is nowhere.
	Phrase Op = iota
	// And is all of Args, anywhere in the record's texts.
	And
	// Or is one of Args.
	Or
	// But is Args[0] without Args[1].
	But
)

// Query asks for words. It is never only a negation: that is the opposite of
// another query, which Parse tells. A Query is not changed once it is made.
type Query struct {
	Op     Op
	Args   []*Query
	Words  []string
	Prefix bool
}

// none is the query without words.
var none = &Query{}

// Empty tells a query without words, which finds nothing.
func (q *Query) Empty() bool { return q.Op == Phrase && len(q.Words) == 0 }

// String writes the query in the form Boolean, from which Parse makes it again.
// Two queries with one text are equal.
func (q *Query) String() string {
	var b strings.Builder
	q.write(&b)
	return b.String()
}

func (q *Query) write(b *strings.Builder) {
	if q.Op == Phrase {
		b.WriteString(strings.Join(q.Words, " <-> "))
		if q.Prefix {
			b.WriteString(":*")
		}
		return
	}
	between := map[Op]string{And: " & ", Or: " | ", But: " & !"}[q.Op]
	b.WriteByte('(')
	for i, a := range q.Args {
		if i > 0 {
			b.WriteString(between)
		}
		// What follows ! must hold together.
		bracket := q.Op == But && i == 1 && a.Op == Phrase && len(a.Words) > 1
		if bracket {
			b.WriteByte('(')
		}
		a.write(b)
		if bracket {
			b.WriteByte(')')
		}
	}
	b.WriteByte(')')
}

// raw is a query as it was written, with negations anywhere; nil is one without
// words, which changes nothing of what it stands in.
type raw struct {
	op    rawOp
	args  []*raw
	words []string
	pre   bool
}

type rawOp uint8

const (
	rawPhrase rawOp = iota
	rawAnd
	rawOr
	rawNot
)

// join makes one of several, leaving out those without words.
func join(op rawOp, args ...*raw) *raw {
	out := &raw{op: op}
	for _, a := range args {
		switch {
		case a == nil:
		case a.op == op && op != rawNot:
			out.args = append(out.args, a.args...)
		default:
			out.args = append(out.args, a)
		}
	}
	switch {
	case len(out.args) == 0:
		return nil
	case len(out.args) == 1 && op != rawNot:
		return out.args[0]
	}
	return out
}

// settle moves negations up and out: what is left is a query, and whether its
// opposite is meant.
func (r *raw) settle() (q *Query, negated bool) {
	switch r.op {
	case rawPhrase:
		return &Query{Words: r.words, Prefix: r.pre}, false
	case rawNot:
		q, negated = r.args[0].settle()
		return q, !negated
	}
	var plain, opposite []*Query
	for _, a := range r.args {
		if q, not := a.settle(); not {
			opposite = append(opposite, q)
		} else {
			plain = append(plain, q)
		}
	}
	// By De Morgan: a & !b & !c is a but (b or c), !b & !c the opposite of
	// (b or c), a | !b the opposite of b but a, and so on.
	and, or := And, Or
	if r.op == rawOr {
		plain, opposite = opposite, plain
		negated = true
	}
	switch {
	case len(opposite) == 0:
		return several(and, plain), negated
	case len(plain) == 0:
		return several(or, opposite), !negated
	}
	return &Query{Op: But, Args: []*Query{several(and, plain), several(or, opposite)}}, negated
}

// several joins queries, flat where one is of the same kind.
func several(op Op, args []*Query) *Query {
	if len(args) == 1 {
		return args[0]
	}
	out := &Query{Op: op}
	for _, a := range args {
		if a.Op == op {
			out.Args = append(out.Args, a.Args...)
		} else {
			out.Args = append(out.Args, a)
		}
	}
	return out
}
