package sqlgen

import (
	"math"
	"math/bits"
	"strconv"

	"bedplate/expr"
	"bedplate/value"
)

// maxNarrow is the most digits of a decimal that is kept as a scaled integer.
const maxNarrow = 18

// narrow tells a decimal type that is kept as a scaled integer.
func narrow(t value.Type) bool {
	return t.Kind == value.Decimal && t.Precision > 0 && t.Precision <= maxNarrow
}

// numeric is how a number stands in SQL.
type numeric uint8

const (
	notNumeric numeric = iota
	integral           // an integer scaled by 10^scale
	floating           // a double
	keyed              // a NumberKey, or where the dialect is Exact the decimal itself
	dynamic            // a Bind of any decimal: takes the form of the other side
	written            // a literal decimal: likewise
)

// numberOf tells how value(n) stands, with its scale and the most digits.
func (g *builder) numberOf(n *expr.Node) (form numeric, scale, digits int) {
	form, scale, digits = numberOf(n)
	if form == integral && n.Type.Kind == value.Decimal && g.dialect.Exact() {
		form = keyed
	}
	return form, scale, digits
}

// numberOf tells it of a dialect that is not Exact.
func numberOf(n *expr.Node) (form numeric, scale, digits int) {
	switch n.Type.Kind {
	case value.Int:
		return integral, 0, 19
	case value.Float:
		return floating, 0, 0
	case value.Decimal:
	default:
		return notNumeric, 0, 0
	}
	switch n.Op {
	case expr.Literal:
		return written, 0, 0
	case expr.Bind:
		return dynamic, 0, 0
	case expr.Add, expr.Sub, expr.Mul, expr.Neg:
		return integral, scaleOf(n), maxNarrow
	case expr.Fold: // the least and the largest stand as what they are of, and a sum as a NumberKey
		if n.Name != expr.FoldSum {
			if form, scale, digits := numberOf(n.Args[1]); form == integral {
				return form, scale, digits
			}
		}
		return keyed, 0, 0
	}
	if narrow(n.Type) {
		return integral, int(n.Type.Scale), int(n.Type.Precision)
	}
	return keyed, 0, 0
}

// scaleOf gives the scale at which a decimal operand of arithmetic stands.
func scaleOf(n *expr.Node) int {
	switch n.Op {
	case expr.Literal:
		return int(n.Value.DecimalScale())
	case expr.Add, expr.Sub:
		return max(scaleOf(n.Args[0]), scaleOf(n.Args[1]))
	case expr.Mul:
		return scaleOf(n.Args[0]) + scaleOf(n.Args[1])
	case expr.Neg:
		return scaleOf(n.Args[0])
	}
	if n.Type.Kind == value.Decimal {
		return int(n.Type.Scale)
	}
	return 0
}

// arithmetic gives a sum, product and so on: never an ordinary null, undefined
// where it fails.
func (g *builder) arithmetic(n *expr.Node, s scope) scalar {
	args := make([]string, 0, 4)
	for _, a := range n.Args {
		if a.Type.Kind == value.Time {
			args = append(args, g.micros(a, s).sql)
		} else {
			args = append(args, g.value(a, s).sql)
		}
	}
	var sql string
	switch n.Type.Kind {
	case value.Int, value.Time:
		sql = g.dialect.Call(intFuncs[n.Op], args...)
	case value.Float:
		if n.Op == expr.Mod {
			return scalar{sql: g.fail("the remainder of a float is not defined")}
		}
		sql = g.dialect.Call(floatFuncs[n.Op], args...)
	case value.Decimal:
		sql = g.decimalArithmetic(n, args)
	default:
		sql = g.fail("arithmetic on %s is not defined", n.Type.Kind)
	}
	return scalar{sql: sql, defined: sql + " IS NOT NULL"}
}

func (g *builder) decimalArithmetic(n *expr.Node, args []string) string {
	for _, a := range n.Args {
		form, _, _ := numberOf(a)
		_, small := a.Value.Unscaled()
		if form == keyed || form == dynamic && !narrow(a.Type) || form == written && !small {
			return g.fail("arithmetic on decimals of more than %d digits is not supported", maxNarrow)
		}
	}
	f, ok := decimalFuncs[n.Op]
	if !ok {
		return g.fail("decimals cannot be divided exactly")
	}
	if n.Op == expr.Neg {
		return g.dialect.Call(f, args[0])
	}
	return g.dialect.Call(f, args[0], strconv.Itoa(scaleOf(n.Args[0])), args[1], strconv.Itoa(scaleOf(n.Args[1])))
}

var intFuncs = map[expr.Op]Func{expr.Add: AddInt, expr.Sub: SubInt, expr.Mul: MulInt,
	expr.Div: DivInt, expr.Mod: ModInt, expr.Neg: NegInt}

var floatFuncs = map[expr.Op]Func{expr.Add: AddFloat, expr.Sub: SubFloat, expr.Mul: MulFloat,
	expr.Div: DivFloat, expr.Neg: NegFloat}

var decimalFuncs = map[expr.Op]Func{expr.Add: AddDecimal, expr.Sub: SubDecimal,
	expr.Mul: MulDecimal, expr.Neg: NegDecimal}

// asKey gives a number as NumberKey.
func (g *builder) asKey(n *expr.Node, s scope) scalar {
	form, scale, _ := g.numberOf(n)
	if g.dialect.Exact() && form >= keyed {
		return g.value(n, s)
	}
	switch form {
	case written:
		return scalar{sql: g.bind(Bind{Source: Constant, Value: n.Value, Type: n.Type, Form: NumberKey})}
	case dynamic:
		sql := g.bind(Bind{Index: n.Index, Type: n.Type, Form: NumberKey})
		return scalar{sql: sql, defined: sql + " IS NOT NULL"}
	}
	v := g.value(n, s)
	switch form {
	case integral:
		v.sql = g.dialect.Call(IntKey, v.sql, strconv.Itoa(scale))
	case floating:
		v.sql = g.dialect.Call(FloatKey, v.sql)
	}
	return v
}

// pow10 gives 10^k where it fits.
func pow10(k int) (int64, bool) {
	if k < 0 || k > maxNarrow {
		return 0, false
	}
	p := int64(1)
	for range k {
		p *= 10
	}
	return p, true
}

// AtScale gives a decimal times 10^scale as a whole number and the
// sign of the rest; the nearest 64-bit number where it is beyond.
func AtScale(v value.Value, scale int) (whole int64, rest int) {
	unscaled, ok := v.Unscaled()
	if !ok {
		return wideAtScale(v, scale)
	}
	k := scale - int(v.DecimalScale())
	if k >= 0 {
		p, fits := pow10(k)
		if unscaled == 0 {
			return 0, 0
		}
		hi, lo := bits.Mul64(abs(unscaled), uint64(p))
		if !fits || hi != 0 || lo > math.MaxInt64 {
			return saturated(unscaled < 0)
		}
		if unscaled < 0 {
			return -int64(lo), 0
		}
		return int64(lo), 0
	}
	p, fits := pow10(-k)
	if !fits {
		return 0, sign(unscaled)
	}
	return unscaled / p, sign(unscaled % p)
}

// wideAtScale is atScale for more than 18 digits.
func wideAtScale(v value.Value, scale int) (whole int64, rest int) {
	d := v.Decimal().Shift(int32(scale))
	q := d.Truncate(0)
	if big := q.BigInt(); big.IsInt64() {
		return big.Int64(), d.Cmp(q)
	}
	return saturated(d.Sign() < 0)
}

func saturated(negative bool) (int64, int) {
	if negative {
		return math.MinInt64, -1
	}
	return math.MaxInt64, 1
}

func abs(i int64) uint64 {
	if i < 0 {
		return -uint64(i)
	}
	return uint64(i)
}

func sign(i int64) int {
	switch {
	case i < 0:
		return -1
	case i > 0:
		return 1
	}
	return 0
}
