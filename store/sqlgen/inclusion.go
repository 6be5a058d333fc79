package sqlgen

import (
	"bedplate/expr"
	"bedplate/value"
)

// inclusion compiles Includes and Within, which are false where a side is null.
func (g *builder) inclusion(n *expr.Node, s scope, want bool) string {
	a, b := g.value(n.Args[0], s), g.value(n.Args[1], s)
	var sql string
	if n.Op == expr.Includes {
		sql = g.dialect.Call(JSONIncludes, a.sql, b.sql)
	} else {
		kind := value.OfText(n.Args[0].Type.Elem.String())
		of := g.bind(Bind{Source: Constant, Type: value.Type{Kind: value.Text}, Value: kind})
		sql = g.dialect.Call(ListWithin, a.sql, b.sql, of)
	}
	if want {
		return sql
	}
	return or("NOT "+sql, nullEscape(a, b))
}
