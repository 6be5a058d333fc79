package sqlgen

import (
	"bedplate/expr"
	"bedplate/value"
)

// The language calculates with times in microseconds of 64 bits, which go on where
// the times of some databases end. There, what is calculated stays a number, and a
// time that it meets becomes one.

// TimeCounter is a Dialect of a database whose times end before those of the
// language. Its AddTime and SubTime are not asked for, and computed times are
// numbers of microseconds in what it answers.
type TimeCounter interface {
	// CountTime gives the microseconds since 1970 of a time.
	CountTime(sql string) string
	// CountedTime gives the time of microseconds since 1970, NULL where it has none.
	CountedTime(sql string) string
}

// counted tells that a time stands as a number of microseconds.
func (g *builder) counted(n *expr.Node) bool {
	if n.Type.Kind != value.Time {
		return false
	}
	if _, ok := g.dialect.(TimeCounter); !ok {
		return false
	}
	switch n.Op {
	case expr.Add, expr.Sub:
		return true
	case expr.If:
		return g.counted(n.Args[1]) || g.counted(n.Args[2])
	case expr.Coalesce, expr.Settled:
		for _, a := range n.Args {
			if g.counted(a) {
				return true
			}
		}
	}
	return false
}

// countTime gives a time as a number where the database counts.
func (g *builder) countTime(n *expr.Node, v scalar) scalar {
	counter, ok := g.dialect.(TimeCounter)
	if ok && n.Type.Kind == value.Time && !g.counted(n) {
		v.sql = counter.CountTime(v.sql)
	}
	return v
}

// uncountTime gives a time that is a number as a time.
func (g *builder) uncountTime(n *expr.Node, v scalar) scalar {
	if g.counted(n) {
		v.sql = g.dialect.(TimeCounter).CountedTime(v.sql)
	}
	return v
}
