package sqlgen

import (
	"strconv"

	"bedplate/expr"
	"bedplate/value"
)

// operand is one side of a comparison, in a form that compares with the other.
type operand struct {
	scalar
	// row is the form to compare where it is not the value alone: a row value.
	row string
}

func (o operand) compared() string {
	if o.row != "" {
		return o.row
	}
	return o.sql
}

// equality is where a equals b (want), or where it does not.
func (g *builder) equality(a, b *expr.Node, s scope, want bool) string {
	if isNullLiteral(a) {
		a, b = b, a
	}
	if isNullLiteral(b) {
		return g.againstNull(a, s, want)
	}
	if b.Type.Kind == value.Bool && (isTest(a) || isTest(b)) {
		return g.equivalence(a, b, s, want)
	}
	x, y := g.align(a, b, s)
	both := x.null && y.null
	if both && (a.Type.Kind == value.JSON) != (b.Type.Kind == value.JSON) {
		return g.memberEquality(a, b, x, y, s, want)
	}
	switch {
	case want && both:
		return and(g.dialect.Same(x.compared(), y.compared()), x.defined, y.defined)
	case want:
		return and(x.compared()+" = "+y.compared(), g.seek(a, s, []*expr.Node{b}), g.seek(b, s, []*expr.Node{a}))
	case both, (x.null || y.null) && x.row == "" && y.row == "":
		// What is null differs from what is not: said once, since a side may be a
		// subquery. A side that is undefined is NULL too, and must not count.
		return and("NOT "+g.dialect.Same(x.compared(), y.compared()), x.defined, y.defined)
	}
	return or(x.unequal(y), nullEscape(x.scalar, y.scalar))
}

// unequal is where two values differ, and NULL or false where one is NULL: of
// rows, (NULL, 0) <> (1, 1) alone would be true.
func (o operand) unequal(other operand) string {
	sql := o.compared() + " <> " + other.compared()
	for _, side := range []operand{o, other} {
		if side.row != "" && (side.null || side.defined != "") {
			sql = and(sql, side.sql+" IS NOT NULL")
		}
	}
	return sql
}

// memberEquality compares a JSON member with another nullable value. A member
// of another type stands as NULL there and yet is none: only where the member
// itself is null are both null.
func (g *builder) memberEquality(a, b *expr.Node, x, y operand, s scope, want bool) string {
	whole := g.value(a, s)
	other := y
	if b.Type.Kind == value.JSON {
		whole, other = g.value(b, s), x
	}
	same := x.sql + " = " + y.sql
	none := and(whole.sql+" IS NULL", other.sql+" IS NULL")
	if want {
		return and(or(same, none), x.defined, y.defined)
	}
	return and(or(x.sql+" <> "+y.sql, x.sql+" IS NULL", y.sql+" IS NULL"), "NOT "+none, x.defined, y.defined)
}

func isNullLiteral(n *expr.Node) bool { return n.Op == expr.Literal && n.Value.IsNull() }

// againstNull compares with the literal null.
func (g *builder) againstNull(a *expr.Node, s scope, want bool) string {
	v := g.value(a, s)
	switch {
	case !want:
		return v.sql + " IS NOT NULL"
	case v.null:
		return and(v.sql+" IS NULL", v.defined)
	}
	return never
}

// isTest tells a boolean that is compiled to conditions rather than a value.
func isTest(n *expr.Node) bool {
	switch n.Op {
	case expr.Literal, expr.Bind, expr.Field, expr.Path, expr.If, expr.Coalesce, expr.Settled:
		return false
	}
	return true
}

// equivalence compares two booleans of which one is a test: by both their
// conditions, so that nothing is computed as a value. A null flag equals
// neither true nor false.
func (g *builder) equivalence(a, b *expr.Node, s scope, want bool) string {
	x, y := g.value(a, s), g.value(b, s)
	if want {
		return x.sql + " = " + y.sql
	}
	return or(x.sql+" <> "+y.sql, nullEscape(x, y))
}

func (g *builder) ordering(n *expr.Node, s scope, want bool) string {
	x, y := g.align(n.Args[0], n.Args[1], s)
	if y.row == "" && (n.Args[0].Type.Kind == value.Text || n.Args[1].Type.Kind == value.Text) {
		y.sql = g.dialect.Bytewise(y.sql)
	}
	if want {
		return x.compared() + orderSigns[n.Op] + y.compared()
	}
	return or(x.compared()+orderOpposites[n.Op]+y.compared(), nullEscape(x.scalar, y.scalar))
}

var orderSigns = map[expr.Op]string{expr.Lt: " < ", expr.Le: " <= ", expr.Gt: " > ", expr.Ge: " >= "}
var orderOpposites = map[expr.Op]string{expr.Lt: " >= ", expr.Le: " > ", expr.Gt: " <= ", expr.Ge: " < "}

// align gives two values in forms that compare as the values do.
func (g *builder) align(a, b *expr.Node, s scope) (x, y operand) {
	switch ja, jb := a.Type.Kind == value.JSON, b.Type.Kind == value.JSON; {
	case ja && jb:
		return operand{scalar: g.member(a, s, JSONComparable)}, operand{scalar: g.member(b, s, JSONComparable)}
	case ja:
		return g.alignMember(a, b, s)
	case jb:
		y, x = g.alignMember(b, a, s)
		return x, y
	}
	if calculated(a) || calculated(b) {
		return operand{scalar: g.micros(a, s)}, operand{scalar: g.micros(b, s)}
	}
	fa, sa, da := g.numberOf(a)
	fb, sb, db := g.numberOf(b)
	switch {
	case fa == notNumeric || fb == notNumeric,
		(fa == integral || fa == floating) && (fb == integral || fb == floating) && sa == 0 && sb == 0,
		fa == integral && fb == integral && sa == sb:
		return operand{scalar: g.value(a, s)}, operand{scalar: g.value(b, s)}
	case fa == integral && (fb == written || fb == dynamic):
		return g.alignScaled(a, sa, b, s)
	case fb == integral && (fa == written || fa == dynamic):
		y, x = g.alignScaled(b, sb, a, s)
		return x, y
	case fa == integral && fb == integral:
		x, y = operand{scalar: g.value(a, s)}, operand{scalar: g.value(b, s)}
		if sa < sb && g.raise(&x, sb-sa, da) || sb < sa && g.raise(&y, sa-sb, db) {
			return x, y
		}
	}
	return operand{scalar: g.asKey(a, s)}, operand{scalar: g.asKey(b, s)}
}

// raise multiplies a scaled integer by 10^k where that cannot overflow.
func (g *builder) raise(o *operand, k, digits int) bool {
	p, ok := pow10(k)
	if !ok || digits+k > maxNarrow {
		return false
	}
	o.row = o.sql + " * " + strconv.FormatInt(p, 10)
	return true
}

// alignScaled compares a scaled integer with a decimal of any scale: as a
// plain integer where the decimal is one at that scale, as a row value of
// quotient and remainder where it may not be.
func (g *builder) alignScaled(a *expr.Node, scale int, b *expr.Node, s scope) (x, y operand) {
	x.scalar = g.value(a, s)
	if b.Op == expr.Literal {
		whole, rest := AtScale(b.Value, scale)
		y.sql = number(whole)
		if rest != 0 {
			x.row, y.row = "("+x.sql+", 0)", "("+y.sql+", "+strconv.Itoa(rest)+")"
		}
		return x, y
	}
	quotient := g.bind(Bind{Index: b.Index, Type: b.Type, Form: Quotient, Scale: uint8(scale)})
	remainder := g.bind(Bind{Index: b.Index, Type: b.Type, Form: Remainder, Scale: uint8(scale)})
	y.scalar = scalar{sql: quotient, defined: quotient + " IS NOT NULL"}
	x.row, y.row = "("+x.sql+", 0)", "("+quotient+", "+remainder+")"
	return x, y
}

// alignMember compares a JSON member with a value of another type: within that
// JSON type only, a member of any other being as if it were null.
func (g *builder) alignMember(path, other *expr.Node, s scope) (x, y operand) {
	switch other.Type.Kind {
	case value.Int, value.Decimal:
		return operand{scalar: g.member(path, s, JSONNumber)}, operand{scalar: g.asKey(other, s)}
	case value.Float:
		return operand{scalar: g.member(path, s, JSONFloat)}, operand{scalar: g.value(other, s)}
	case value.Bool:
		return operand{scalar: g.member(path, s, JSONBool)}, operand{scalar: g.value(other, s)}
	}
	return operand{scalar: g.member(path, s, JSONText)}, operand{scalar: g.value(other, s)}
}
