package wire

import (
	"encoding/binary"
	"strconv"
	"strings"

	"bedplate/value"
)

// A numeric is digits of base 10000, the place of the first of them, a sign, and
// how many decimal digits are shown after the point.
const (
	negative = 0x4000
	special  = 0xC000 // not a number, infinity
)

func appendNumeric(dst []byte, v value.Value) []byte {
	digits, minus := strings.CutPrefix(v.Digits(), "-")
	scale := int(v.DecimalScale())
	// Whole groups of four on both sides of the point.
	if pad := (4 - scale%4) % 4; pad > 0 {
		digits += "000"[:pad]
	}
	if pad := (4 - len(digits)%4) % 4; pad > 0 {
		digits = "000"[:pad] + digits
	}
	groups := make([]uint16, 0, len(digits)/4)
	for i := 0; i < len(digits); i += 4 {
		n, _ := strconv.Atoi(digits[i : i+4])
		groups = append(groups, uint16(n))
	}
	weight := len(groups) - (scale+3)/4 - 1
	for len(groups) > 0 && groups[0] == 0 {
		groups, weight = groups[1:], weight-1
	}
	for len(groups) > 0 && groups[len(groups)-1] == 0 {
		groups = groups[:len(groups)-1]
	}
	sign := uint16(0)
	if minus && len(groups) > 0 {
		sign = negative
	}
	if len(groups) == 0 {
		weight = 0
	}
	dst = binary.BigEndian.AppendUint16(dst, uint16(len(groups)))
	dst = binary.BigEndian.AppendUint16(dst, uint16(int16(weight)))
	dst = binary.BigEndian.AppendUint16(dst, sign)
	dst = binary.BigEndian.AppendUint16(dst, uint16(scale))
	for _, g := range groups {
		dst = binary.BigEndian.AppendUint16(dst, g)
	}
	return dst
}

// readNumeric gives a numeric with a scale, or a larger one where it needs it;
// false for what is no number.
func readNumeric(raw []byte, scale int) (value.Value, bool) {
	if len(raw) < 8 {
		return value.Value{}, false
	}
	n, weight := int(binary.BigEndian.Uint16(raw)), int(int16(binary.BigEndian.Uint16(raw[2:])))
	sign := binary.BigEndian.Uint16(raw[4:])
	if sign&special == special || len(raw) < 8+2*n {
		return value.Value{}, false
	}
	group := func(i int) uint16 { return binary.BigEndian.Uint16(raw[8+2*i:]) }
	if n <= 4 {
		whole := int64(0)
		for i := range n {
			whole = whole*10000 + int64(group(i))
		}
		if v, ok := small(whole, 4*(n-1-weight), scale, sign == negative); ok {
			return v, true
		}
	}
	var digits strings.Builder
	if sign == negative {
		digits.WriteByte('-')
	}
	for i := range n {
		g := strconv.Itoa(int(group(i)))
		digits.WriteString("0000"[len(g):] + g)
	}
	return large(digits.String(), 4*(n-1-weight), scale)
}

// small gives ±whole / 10^has where it fits.
func small(whole int64, has, scale int, minus bool) (value.Value, bool) {
	for ; has > scale && whole%10 == 0 && whole != 0; has-- {
		whole /= 10
	}
	if whole == 0 {
		has = scale
	}
	for ; has < scale; has++ {
		if whole > 99_999_999_999_999_999 {
			return value.Value{}, false
		}
		whole *= 10
	}
	if minus {
		whole = -whole
	}
	return value.OfDecimal(whole, uint8(has)), has <= 255
}

func large(digits string, has, scale int) (value.Value, bool) {
	for ; has > scale && strings.HasSuffix(digits, "0"); has-- {
		digits = digits[:len(digits)-1]
	}
	if has < scale {
		digits += strings.Repeat("0", scale-has)
		has = scale
	}
	if has > 255 || len(digits) > 2*value.MaxDigits {
		return value.Value{}, false
	}
	return value.OfDecimalDigits(digits, uint8(has))
}

// readWhole gives a numeric as a 64-bit integer.
func readWhole(raw []byte) (int64, bool) {
	v, ok := readNumeric(raw, 0)
	if !ok || v.DecimalScale() != 0 {
		return 0, false
	}
	n, err := strconv.ParseInt(v.Digits(), 10, 64)
	return n, err == nil
}
