package sqlgen

import (
	"strings"

	"bedplate/expr"
	"bedplate/value"
)

// membership compiles In.
func (g *builder) membership(n *expr.Node, s scope, want bool) string {
	item, list := n.Args[0], n.Args[1]
	switch {
	case list.Type.Kind != value.List:
		return g.amongItems(item, n.Args[1:], s, want)
	case list.Op == expr.Bind || list.Op == expr.Literal:
		return g.amongBound(item, list, s, want)
	}
	return g.inStored(item, list, s, want)
}

// amongItems tests against values that stand in the expression.
func (g *builder) amongItems(item *expr.Node, items []*expr.Node, s scope, want bool) string {
	if plain, ok := g.plainItems(item, items, s); ok {
		a := g.value(item, s)
		listed := make([]string, len(plain))
		for i, b := range plain {
			listed[i] = b.sql
		}
		list := " (" + strings.Join(listed, ", ") + ")"
		if want {
			return and(a.sql+" IN"+list, g.seek(item, s, items))
		}
		return or(a.sql+" NOT IN"+list, nullEscape(append(plain, a)...))
	}
	var parts []string
	for _, b := range items {
		x, y := g.align(item, b, s)
		if want {
			parts = append(parts, x.compared()+" = "+y.compared())
		} else {
			parts = append(parts, or(x.unequal(y), nullEscape(x.scalar, y.scalar)))
		}
	}
	if want {
		return or(parts...)
	}
	return and(parts...)
}

// plainItems gives items as one IN list, where all are constants or arguments
// that compare with item as they stand.
func (g *builder) plainItems(item *expr.Node, items []*expr.Node, s scope) ([]scalar, bool) {
	form, scale, _ := g.numberOf(item)
	exact := g.dialect.Exact() && item.Type.Kind == value.Decimal
	if calculated(item) || item.Type.Kind == value.JSON || !exact && (form != notNumeric && scale != 0 || form == keyed || form >= dynamic) || len(items) == 0 {
		return nil, false
	}
	plain := make([]scalar, len(items))
	for i, b := range items {
		if b.Op != expr.Literal && b.Op != expr.Bind || isNullLiteral(b) || b.Type.Kind == value.Decimal && !exact {
			return nil, false
		}
		plain[i] = g.value(b, s)
	}
	return plain, true
}

// amongBound tests against a list that is bound as one array.
func (g *builder) amongBound(item, list *expr.Node, s scope, want bool) string {
	b := Bind{Index: list.Index, Type: list.Type, Form: Items}
	if list.Op == expr.Literal {
		b.Source, b.Value = Constant, list.Value
	}
	a, kind := g.plain(item, s), list.Type.Elem
	form, scale, _ := g.numberOf(item)
	switch {
	case item.Type.Kind == value.JSON && kind == value.Bool:
		a = g.member(item, s, JSONBool)
	case item.Type.Kind == value.JSON && kind == value.Float:
		a = g.member(item, s, JSONFloat)
	case item.Type.Kind == value.JSON && (kind == value.Int || kind == value.Decimal):
		a, b.Form = g.member(item, s, JSONNumber), KeyItems
	case form == integral && (scale != 0 || kind == value.Decimal):
		b.Form, b.Scale = ScaledItems, uint8(scale)
	case form == keyed || form >= dynamic || form == floating && kind == value.Decimal:
		a, b.Form = g.asKey(item, s), KeyItems
	}
	array := g.bind(b)
	sql := g.dialect.Among(a.sql, array, &b, !want)
	if want {
		return and(sql, g.seekAmong(item, s, list.Type.Elem, array))
	}
	// An absent list is undefined, and so is the test, also of nothing in an
	// empty list.
	return and(or(sql, nullEscape(a)), a.defined, array+" IS NOT NULL")
}

// inStored tests against a list of a record.
func (g *builder) inStored(item, list *expr.Node, s scope, want bool) string {
	l, a := g.value(list, s), g.plain(item, s)
	elem := list.Type.Elem
	if elem == value.Decimal {
		a = g.asKey(item, s)
	}
	sql := g.dialect.Holds(l.sql, a.sql, elem, func() string {
		return g.bind(Bind{Source: Constant, Type: value.Type{Kind: value.Text}, Value: value.OfText(elem.String())})
	})
	if want {
		return sql
	}
	return or(and("NOT "+sql, a.defined, l.defined), nullEscape(l, a))
}
