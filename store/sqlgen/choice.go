package sqlgen

import (
	"strconv"
	"strings"

	"bedplate/expr"
	"bedplate/value"
)

// maxChoice bounds the text of one choice. Its parts are said more than once
// where they may be undefined, so that choices within choices would grow
// without end.
const maxChoice = 64 << 10

// conditional gives If.
func (g *builder) conditional(n *expr.Node, s scope) scalar {
	when := g.truth(n.Args[0], s)
	a, b := g.alternative(n, n.Args[1], s), g.alternative(n, n.Args[2], s)
	out := scalar{
		sql:  "(CASE WHEN " + bare(when) + " THEN " + a.sql + " ELSE " + b.sql + " END)",
		null: a.null || b.null,
	}
	switch {
	case a.defined == "" && b.defined == "":
	case !out.null:
		out.defined = out.sql + " IS NOT NULL"
	default:
		out.defined = "(CASE WHEN " + bare(when) + " THEN " + orAlways(a.defined) + " ELSE " + orAlways(b.defined) + " END)"
	}
	return g.bounded(out)
}

// coalesce gives Coalesce: what is null or undefined is NULL either way, and
// the last one says which of them it is where all are.
func (g *builder) coalesce(n *expr.Node, s scope) scalar {
	parts := make([]string, len(n.Args))
	var last scalar
	null := true
	for i, arg := range n.Args {
		last = g.alternative(n, arg, s)
		parts[i] = last.sql
		null = null && (last.null || last.defined != "")
	}
	out := scalar{sql: "coalesce(" + strings.Join(parts, ", ") + ")", null: null && last.null}
	switch {
	case !null || last.defined == "":
	case !last.null:
		out.defined = out.sql + " IS NOT NULL"
	default:
		out.defined = or(out.sql+" IS NOT NULL", last.defined)
	}
	return g.bounded(out)
}

func orAlways(defined string) string {
	if defined == "" {
		return always
	}
	return defined
}

func (g *builder) bounded(out scalar) scalar {
	if len(out.sql)+len(out.defined) > maxChoice {
		return scalar{sql: g.fail("choices within choices make the statement too large")}
	}
	return out
}

// alternative gives one of the values that n chooses from, in n's own form: of
// decimals, scaled as n is or, where those have more digits, as NumberKey.
func (g *builder) alternative(n, arg *expr.Node, s scope) scalar {
	switch {
	case isNullLiteral(arg):
		v := scalar{sql: g.dialect.Null(n.Type), null: true}
		if calculated(n) {
			v.sql = g.dialect.Null(value.Type{Kind: value.Int})
		}
		return v
	case calculated(n):
		return g.micros(arg, s)
	case n.Type.Kind != value.Decimal:
		return g.value(arg, s)
	}
	if !narrow(n.Type) {
		return g.asKey(arg, s)
	}
	scale := int(n.Type.Scale)
	if arg.Op == expr.Literal {
		v, ok := arg.Value.Rescale(n.Type.Scale)
		unscaled, small := v.Unscaled()
		if !ok || !small {
			return scalar{sql: g.dialect.Null(n.Type), defined: never} // it has no room at that scale
		}
		if g.dialect.Exact() {
			return scalar{sql: g.constant(v, n.Type)}
		}
		return scalar{sql: number(unscaled)}
	}
	at, digits := int(arg.Type.Scale), int(arg.Type.Precision)
	if form, own, most := numberOf(arg); form == integral {
		at, digits = own, most
	} else if !narrow(arg.Type) {
		return scalar{sql: g.fail("an alternative has more digits than decimals have that are calculated with")}
	}
	v := g.value(arg, s)
	if at == scale {
		return v
	}
	o := operand{scalar: v}
	if !g.dialect.Exact() && g.raise(&o, scale-at, digits) {
		v.sql = "(" + o.row + ")"
		return v
	}
	raised := g.dialect.Call(AddDecimal, v.sql, strconv.Itoa(at), "0", strconv.Itoa(scale))
	defined := raised + " IS NOT NULL"
	if v.null {
		defined = and(or(v.sql+" IS NULL", defined), v.defined)
	}
	return scalar{sql: raised, null: v.null, defined: defined}
}
