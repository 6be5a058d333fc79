package value

import (
	"math"
	"math/big"
)

// Total adds numbers without rounding. None of them may be null.
func Total(values []Value) *big.Rat {
	total := new(big.Rat)
	for _, v := range values {
		total.Add(total, fraction(v))
	}
	return total
}

// fraction gives a number as what it is exactly.
func fraction(v Value) *big.Rat {
	switch v.Kind() {
	case Int:
		return new(big.Rat).SetInt64(v.Int())
	case Float:
		return new(big.Rat).SetFloat64(v.Float())
	default:
		return v.Decimal().Rat()
	}
}

// DecimalTotal adds decimals and integers exactly, at the largest of their scales.
func DecimalTotal(values []Value) (Value, bool) {
	scale := uint8(0)
	for _, v := range values {
		if v.Kind() == Decimal {
			scale = max(scale, v.DecimalScale())
		}
	}
	shift := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)
	unscaled := new(big.Rat).Mul(Total(values), new(big.Rat).SetInt(shift))
	if !unscaled.IsInt() {
		return Value{}, false
	}
	return OfDecimalDigits(unscaled.Num().String(), scale)
}

// Average is the exact sum of some numbers over how many they are, rounded once. There
// must be one.
func Average(values []Value) Value {
	total := Total(values)
	f, _ := total.Quo(total, new(big.Rat).SetInt64(int64(len(values)))).Float64()
	return OfFloat(f)
}

// Spread is the variance of some numbers, exact but for the last rounding, or its root,
// the standard deviation. That of a sample divides by one less than they are, and is
// null of a single one.
func Spread(values []Value, root, sample bool) Value {
	n := int64(len(values))
	mean := new(big.Rat).Quo(Total(values), new(big.Rat).SetInt64(n))
	total := new(big.Rat)
	for _, v := range values {
		d := new(big.Rat).Sub(fraction(v), mean)
		total.Add(total, d.Mul(d, d))
	}
	if sample {
		if n--; n == 0 {
			return Value{}
		}
	}
	f, _ := total.Quo(total, new(big.Rat).SetInt64(n)).Float64()
	if root {
		f = math.Sqrt(f)
	}
	return OfFloat(f)
}
