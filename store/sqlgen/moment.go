package sqlgen

import (
	"bedplate/expr"
	"bedplate/value"
)

// A time that is calculated may be one that no column can hold: the language
// counts microseconds in 64 bits. It stands as that number, and so does what
// it is compared with. A dialect that keeps times as microseconds sees no
// difference.

// calculated tells a time that stands as microseconds.
func calculated(n *expr.Node) bool {
	if n.Type.Kind != value.Time {
		return false
	}
	switch n.Op {
	case expr.Add, expr.Sub:
		return true
	case expr.Fold:
		return calculated(n.Args[1])
	case expr.If:
		return calculated(n.Args[1]) || calculated(n.Args[2])
	case expr.Coalesce, expr.Settled:
		for _, a := range n.Args {
			if calculated(a) {
				return true
			}
		}
	}
	return false
}

// micros gives a time as microseconds.
func (g *builder) micros(n *expr.Node, s scope) scalar {
	v := g.value(n, s)
	if !calculated(n) && !isNullLiteral(n) {
		v.sql = g.dialect.Call(Micros, v.sql)
	}
	return v
}

// plain gives a value to be looked for among stored ones: a calculated time as
// a time.
func (g *builder) plain(n *expr.Node, s scope) scalar {
	v := g.text(n, s)
	if calculated(n) {
		v.sql = g.dialect.Call(Moment, v.sql)
	}
	return v
}
