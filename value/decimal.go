package value

import (
	"math/big"
	"math/bits"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"bedplate/fault"
)

// MaxDigits is the most digits that a number may have when it is written
// without an exponent: what a short text like 1e999999 asks for is bounded.
const MaxDigits = 1000

// smallLimit bounds the small form of decimals: 18 digits fit an int64 with
// room to compare.
const smallLimit = 1_000_000_000_000_000_000

var pow10 = [...]uint64{1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000,
	100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000,
	10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
	10_000_000_000_000_000, 100_000_000_000_000_000, smallLimit}

// OfDecimal makes the Decimal unscaled / 10^scale.
func OfDecimal(unscaled int64, scale uint8) Value {
	if unscaled > -smallLimit && unscaled < smallLimit {
		return Value{kind: Decimal, scale: scale, num: unscaled}
	}
	return Value{kind: Decimal, scale: scale, str: strconv.FormatInt(unscaled, 10)}
}

// OfDecimalDigits makes the Decimal digits / 10^scale of any size; digits are
// decimal digits with an optional minus, as Digits gives them. It is false for
// anything else.
func OfDecimalDigits(digits string, scale uint8) (Value, bool) {
	body, negative := strings.CutPrefix(digits, "-")
	if body == "" || !allDigits(body) {
		return Value{}, false
	}
	body = strings.TrimLeft(body, "0")
	if len(body) <= 18 {
		n, _ := strconv.ParseInt("0"+body, 10, 64)
		if negative {
			n = -n
		}
		return Value{kind: Decimal, scale: scale, num: n}, true
	}
	if negative {
		body = "-" + body
	}
	return Value{kind: Decimal, scale: scale, str: body}, true
}

// ParseDecimal reads a number exactly. With a precision, the result has
// exactly the scale, and a number that needs more digits than either is
// refused; zeros that change nothing are not digits that it needs. Precision 0
// takes any number at the scale it is written with.
func ParseDecimal(s string, precision, scale uint8) (Value, error) {
	n, ok := readNumber(s)
	if !ok {
		return Value{}, notA(Decimal, s, "write digits with an optional point")
	}
	if precision == 0 {
		return n.value(s)
	}
	n.trimTo(int(scale))
	if n.scale > int(scale) {
		return Value{}, fault.New(fault.OutOfRange, "%s has more than %d digits after the point", excerpt(s), scale)
	}
	if n.digits != "" && len(n.digits)+int(scale)-n.scale > int(precision) {
		return Value{}, fault.New(fault.OutOfRange, "%s has more than %d digits before the point", excerpt(s), precision-scale)
	}
	return n.padded(int(scale)), nil
}

// DecimalScale gives a Decimal's scale, the digits after its point.
func (v Value) DecimalScale() uint8 { return v.scale }

// Unscaled gives a Decimal without its point as an int64; false where it has
// more than 18 digits.
func (v Value) Unscaled() (int64, bool) { return v.num, v.str == "" }

// Digits gives a Decimal without its point as text, of any size.
func (v Value) Digits() string {
	if v.str != "" {
		return v.str
	}
	return strconv.FormatInt(v.num, 10)
}

// Decimal gives a Decimal for calculation.
func (v Value) Decimal() decimal.Decimal {
	if v.str == "" {
		return decimal.New(v.num, -int32(v.scale))
	}
	return decimal.NewFromBigInt(v.big(), -int32(v.scale))
}

// Rescale gives the same Decimal written with another scale; false where that
// would lose digits.
func (v Value) Rescale(scale uint8) (Value, bool) {
	if v.scale == scale {
		return v, true
	}
	if v.str == "" && scale > v.scale && scale-v.scale <= 18 {
		hi, lo := bits.Mul64(magnitude(v.num), pow10[scale-v.scale])
		if hi == 0 && lo < smallLimit {
			if v.num < 0 {
				return OfDecimal(-int64(lo), scale), true
			}
			return OfDecimal(int64(lo), scale), true
		}
	}
	n, _ := readNumber(v.Digits())
	n.scale = int(v.scale)
	n.trimTo(int(scale))
	if n.scale > int(scale) {
		return Value{}, false
	}
	return n.padded(int(scale)), true
}

func (v Value) big() *big.Int {
	if v.str == "" {
		return big.NewInt(v.num)
	}
	n, _ := new(big.Int).SetString(v.str, 10)
	return n
}

// compareDecimals compares across scales, without allocating in the small form.
func compareDecimals(a, b Value) int {
	if a.str == "" && b.str == "" {
		if a.scale == b.scale {
			return compareInts(a.num, b.num)
		}
		if sa, sb := compareInts(a.num, 0), compareInts(b.num, 0); sa != sb || sa == 0 {
			return compareInts(int64(sa), int64(sb))
		}
		if a.scale > b.scale {
			return -compareDecimals(b, a)
		}
		if shift := b.scale - a.scale; shift <= 18 {
			hi, lo := bits.Mul64(magnitude(a.num), pow10[shift])
			c := 1
			if hi == 0 {
				c = compareUints(lo, magnitude(b.num))
			}
			if a.num < 0 {
				return -c
			}
			return c
		}
	}
	return a.Decimal().Cmp(b.Decimal())
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// appendDecimal writes a Decimal with exactly its scale.
func appendDecimal(dst []byte, v Value) []byte {
	var room [20]byte
	digits := room[:0]
	if v.str == "" {
		if v.num < 0 {
			dst = append(dst, '-')
		}
		digits = strconv.AppendUint(digits, magnitude(v.num), 10)
		return appendPoint(dst, digits, int(v.scale))
	}
	body := v.str
	if body[0] == '-' {
		dst = append(dst, '-')
		body = body[1:]
	}
	return appendPoint(dst, body, int(v.scale))
}

// appendPoint writes digits with a point before the last scale of them.
func appendPoint[T []byte | string](dst []byte, digits T, scale int) []byte {
	whole := len(digits) - scale
	if whole <= 0 {
		dst = append(dst, '0')
	} else {
		dst = append(dst, digits[:whole]...)
	}
	if scale == 0 {
		return dst
	}
	dst = append(dst, '.')
	for ; whole < 0; whole++ {
		dst = append(dst, '0')
	}
	return append(dst, digits[whole:]...)
}
