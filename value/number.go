package value

import (
	"strings"

	"bedplate/fault"
)

// number is a decimal number as it was written, exponent resolved: digits
// without leading zeros ("" is zero), and how many of them (and of zeros to
// their left) stand after the point. A negative scale is zeros to the right.
type number struct {
	negative bool
	digits   string
	scale    int
}

// maxExponent bounds exponents while they are read; what they ask for is
// bounded by MaxDigits later.
const maxExponent = 1_000_000

// readNumber reads an optional sign, digits, an optional fraction and an
// optional exponent. It is more generous than JSON (+1, .5, 5., 007), which
// callers of JSON have checked before.
func readNumber(s string) (number, bool) {
	var n number
	if s != "" && (s[0] == '-' || s[0] == '+') {
		n.negative = s[0] == '-'
		s = s[1:]
	}
	mantissa, exponent := s, 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		var ok bool
		if exponent, ok = readExponent(s[i+1:]); !ok {
			return n, false
		}
		mantissa = s[:i]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if whole == "" && fraction == "" || !allDigits(whole) || !allDigits(fraction) {
		return n, false
	}
	digits := whole
	if fraction != "" {
		digits = whole + fraction
	}
	n.digits = strings.TrimLeft(digits, "0")
	n.scale = len(fraction) - exponent
	if n.digits == "" {
		n.negative = false
	}
	return n, true
}

func readExponent(s string) (int, bool) {
	negative := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		negative = s[0] == '-'
		s = s[1:]
	}
	if s == "" || !allDigits(s) {
		return 0, false
	}
	n := 0
	for _, c := range []byte(s) {
		n = min(n*10+int(c-'0'), maxExponent)
	}
	if negative {
		n = -n
	}
	return n, true
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// size is how many digits it takes to write the number without an exponent,
// leading zero aside.
func (n number) size() int {
	if n.digits == "" {
		return max(n.scale, 0)
	}
	return max(len(n.digits)-min(n.scale, 0), n.scale)
}

// trimTo drops zeros at the end while there are more than scale digits after
// the point.
func (n *number) trimTo(scale int) {
	if n.digits == "" {
		n.scale = min(n.scale, scale)
		return
	}
	for n.scale > scale && strings.HasSuffix(n.digits, "0") {
		n.digits = n.digits[:len(n.digits)-1]
		n.scale--
	}
}

// value gives the number at its own scale.
func (n number) value(written string) (Value, error) {
	if n.size() > MaxDigits || n.scale > 255 {
		return Value{}, fault.New(fault.OutOfRange, "%s has too many digits", excerpt(written))
	}
	return n.padded(max(n.scale, 0)), nil
}

// padded gives the number at a scale that is not below its own.
func (n number) padded(scale int) Value {
	digits := n.digits
	if pad := scale - n.scale; pad > 0 && digits != "" {
		digits += strings.Repeat("0", pad)
	}
	if digits == "" {
		digits = "0"
	}
	if n.negative {
		digits = "-" + digits
	}
	v, _ := OfDecimalDigits(digits, uint8(scale))
	return v
}

// appendPlain writes the number as PostgreSQL's numeric does: no exponent, the
// fraction as long as it was written.
func (n number) appendPlain(dst []byte) []byte {
	if n.negative {
		dst = append(dst, '-')
	}
	if n.scale >= 0 {
		return appendPoint(dst, n.digits, n.scale)
	}
	if n.digits == "" {
		return append(dst, '0')
	}
	dst = append(dst, n.digits...)
	for range -n.scale {
		dst = append(dst, '0')
	}
	return dst
}
