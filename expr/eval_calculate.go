package expr

import (
	"math"
	"math/big"
	"unicode/utf8"

	"bedplate/value"
)

// calculate evaluates arithmetic: undefined where it fails.
func (e *evaluator) calculate(n *Node) (value.Value, bool, error) {
	var v [2]value.Value
	for i, a := range n.Args {
		x, ok, err := e.value(a)
		if !ok || err != nil || x.IsNull() {
			return value.Value{}, false, err
		}
		v[i] = x
	}
	a, b := v[0], v[1]
	if n.Op == Neg {
		switch a.Kind() {
		case value.Int:
			b, a = a, value.OfInt(0)
		case value.Float:
			return value.OfFloat(-a.Float()), true, nil
		case value.Decimal:
			b, a = a, value.OfDecimal(0, 0)
		}
	}
	out, ok := combine(n.Op, a, b)
	if !ok {
		return value.Value{}, false, nil
	}
	return out, true, nil
}

// combine calculates with two values; Neg is 0 - b.
func combine(op Op, a, b value.Value) (value.Value, bool) {
	switch {
	case a.Kind() == value.Time && b.Kind() == value.Int:
		micros, ok := combineInts(op, a.Micros(), b.Int())
		return value.OfTime(micros), ok && (op == Add || op == Sub)
	case a.Kind() != b.Kind():
		return value.Value{}, false
	case a.Kind() == value.Int:
		i, ok := combineInts(op, a.Int(), b.Int())
		return value.OfInt(i), ok
	case a.Kind() == value.Float:
		f, ok := combineFloats(op, a.Float(), b.Float())
		if !ok || math.IsNaN(f) || math.IsInf(f, 0) {
			return value.Value{}, false
		}
		return value.OfFloat(f), true
	case a.Kind() == value.Decimal:
		return combineDecimals(op, a, b)
	}
	return value.Value{}, false
}

func combineInts(op Op, a, b int64) (int64, bool) {
	switch op {
	case Add:
		c := a + b
		return c, (c > a) == (b > 0)
	case Sub, Neg:
		c := a - b
		return c, (c < a) == (b > 0)
	case Mul:
		if a == 0 || b == 0 {
			return 0, true
		}
		c := a * b
		return c, c/b == a && !(a == -1 && b == math.MinInt64) && !(b == -1 && a == math.MinInt64)
	case Div:
		if b == 0 || a == math.MinInt64 && b == -1 {
			return 0, false
		}
		return a / b, true
	case Mod:
		if b == 0 || a == math.MinInt64 && b == -1 {
			return 0, false
		}
		return a % b, true
	}
	return 0, false
}

func combineFloats(op Op, a, b float64) (float64, bool) {
	switch op {
	case Add:
		return a + b, true
	case Sub:
		return a - b, true
	case Mul:
		return a * b, true
	case Div:
		return a / b, b != 0
	}
	return 0, false
}

// combineDecimals calculates exactly, in big integers: plainly right before
// fast. The result has the larger scale, of a product the sum of both.
func combineDecimals(op Op, a, b value.Value) (value.Value, bool) {
	x, xok := a.Unscaled()
	y, yok := b.Unscaled()
	if !xok || !yok {
		return value.Value{}, false
	}
	l, r := big.NewInt(x), big.NewInt(y)
	ls, rs := int(a.DecimalScale()), int(b.DecimalScale())
	scale := max(ls, rs)
	if op == Mul {
		scale = ls + rs
		l.Mul(l, r)
	} else {
		l.Mul(l, tenTo(scale-ls))
		r.Mul(r, tenTo(scale-rs))
		switch op {
		case Add:
			l.Add(l, r)
		case Sub, Neg:
			l.Sub(l, r)
		default:
			return value.Value{}, false
		}
	}
	if l.CmpAbs(tenTo(18)) >= 0 || scale > 255 {
		return value.Value{}, false
	}
	return value.OfDecimal(l.Int64(), uint8(scale)), true
}

func tenTo(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// transform evaluates Lower, Upper and Size: null on null.
func (e *evaluator) transform(n *Node) (value.Value, bool, error) {
	v, ok, err := e.value(n.Args[0])
	if !ok || err != nil || v.IsNull() {
		return value.Value{}, ok, err
	}
	switch {
	case n.Op == Size && v.Kind() == value.List:
		items, err := v.Items(n.Args[0].Type.Element())
		return value.OfInt(int64(len(items))), err == nil, nil
	case v.Kind() != value.Text:
		return value.Value{}, true, nil
	case n.Op == Size:
		return value.OfInt(int64(utf8.RuneCountInString(v.Raw()))), true, nil
	case n.Op == Lower:
		return value.OfText(foldASCII(v.Raw(), 'A', 'Z')), true, nil
	}
	return value.OfText(foldASCII(v.Raw(), 'a', 'z')), true, nil
}

// foldASCII changes the case of the letters from first to last.
func foldASCII(s string, first, last byte) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= first && s[i] <= last {
			b := []byte(s)
			for j := i; j < len(b); j++ {
				if b[j] >= first && b[j] <= last {
					b[j] ^= 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}
