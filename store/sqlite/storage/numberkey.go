package storage

import (
	"math"
	"strconv"
	"strings"

	"bedplate/store/sqlgen"
	"bedplate/value"
)

// A number key is any exact number as text that orders bytewise as numbers do,
// whatever their scale: "1" for negative, "2" for zero, "3" for positive, the
// six-digit place of the first digit after the point, and the digits without
// zeros at either end. A negative number's place and digits are taken from
// nine and closed with "~", so that larger ones come first.
const keyBias = 500000

// appendKey writes the key of ±digits / 10^scale.
func appendKey(dst []byte, negative bool, digits string, scale int) []byte {
	digits = strings.TrimLeft(digits, "0")
	place := len(digits) - scale
	digits = strings.TrimRight(digits, "0")
	if digits == "" {
		return append(dst, '2')
	}
	mark := byte('3')
	if negative {
		mark = '1'
	}
	dst = append(dst, mark)
	start := len(dst)
	p := strconv.Itoa(keyBias + place)
	for range 6 - len(p) {
		dst = append(dst, '0')
	}
	dst = append(append(dst, p...), digits...)
	if negative {
		for i := start; i < len(dst); i++ {
			dst[i] = '0' + '9' - dst[i]
		}
		dst = append(dst, '~')
	}
	return dst
}

// DecimalKey gives a Decimal's key.
func DecimalKey(v value.Value) string {
	digits, negative := strings.CutPrefix(v.Digits(), "-")
	return string(appendKey(nil, negative, digits, int(v.DecimalScale())))
}

// IntKey is the key of n / 10^scale.
func IntKey(i int64, scale int) string {
	digits, negative := strings.CutPrefix(strconv.FormatInt(i, 10), "-")
	return string(appendKey(nil, negative, digits, scale))
}

// floatKey gives the key of the shortest decimal that is the double f.
func floatKey(f float64) string {
	text := strconv.FormatFloat(math.Abs(f), 'e', -1, 64)
	mantissa, exponent, _ := strings.Cut(text, "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	e, _ := strconv.Atoi(exponent)
	return string(appendKey(nil, f < 0, whole+fraction, len(fraction)-e))
}

// numberKey gives the key of any number.
func numberKey(v value.Value) (string, bool) {
	switch v.Kind() {
	case value.Int:
		return IntKey(v.Int(), 0), true
	case value.Float:
		return floatKey(v.Float()), true
	case value.Decimal:
		return DecimalKey(v), true
	}
	return "", false
}

// textKey gives the key of a number as JSON writes it.
func textKey(s string) (string, bool) {
	v, err := value.ParseDecimal(s, 0, 0)
	if err != nil {
		return "", false
	}
	return DecimalKey(v), true
}

// FromKey reads a key back, at the scale given or a larger one where the
// number needs it.
func FromKey(key string, scale int) (value.Value, bool) {
	if key == "2" {
		return value.OfDecimal(0, uint8(scale)), true
	}
	if len(key) < 8 {
		return value.Value{}, false
	}
	negative := key[0] == '1'
	body := []byte(key[1:])
	if negative {
		body = body[:len(body)-1]
		for i, c := range body {
			body[i] = '0' + '9' - c
		}
	}
	if !negative && key[0] != '3' {
		return value.Value{}, false
	}
	place, err := strconv.Atoi(string(body[:min(6, len(body))]))
	if err != nil || len(body) < 7 {
		return value.Value{}, false
	}
	place -= keyBias
	digits := string(body[6:])
	scale = max(scale, len(digits)-place)
	if scale > 255 || place > value.MaxDigits {
		return value.Value{}, false
	}
	if pad := place + scale - len(digits); pad > 0 {
		digits += strings.Repeat("0", pad)
	}
	if negative {
		digits = "-" + digits
	}
	return value.OfDecimalDigits(digits, uint8(scale))
}

// scaled gives a number times 10^scale where that is a whole 64-bit number.
func scaled(v value.Value, scale int) (int64, bool) {
	d := v
	switch v.Kind() {
	case value.Int:
		if scale == 0 {
			return v.Int(), true
		}
		d = value.OfDecimal(v.Int(), 0)
	case value.Float:
		var err error
		if d, err = value.ParseDecimal(strconv.FormatFloat(v.Float(), 'f', -1, 64), 0, 0); err != nil {
			return 0, false
		}
	}
	if d.Kind() != value.Decimal {
		return 0, false
	}
	if int(d.DecimalScale()) == scale {
		if n, ok := d.Unscaled(); ok {
			return n, true
		}
	}
	whole, rest := sqlgen.AtScale(d, scale)
	return whole, rest == 0
}
