package value

import (
	"math"
	"strconv"
	"time"
)

const lowerHex = "0123456789abcdef"

// AppendJSON writes the value as JSON: exact numbers, times in RFC 3339 ending
// in +00:00, bytes as \x hex. It allocates nothing but what dst needs to grow.
func (v Value) AppendJSON(dst []byte) []byte {
	switch v.kind {
	case Null:
		return append(dst, "null"...)
	case Bool, Int, Float, Decimal:
		return v.AppendText(dst)
	case Text:
		return AppendQuoted(dst, v.str)
	case Time, Date, UUID:
		dst = append(dst, '"')
		dst = v.AppendText(dst)
		return append(dst, '"')
	case Bytes:
		dst = append(dst, `"\`...)
		dst = v.AppendText(dst)
		return append(dst, '"')
	}
	return v.AppendText(dst)
}

// AppendJSONStrings writes the value of type t as AppendJSON does, but ints
// and decimals as strings, for clients whose numbers are doubles.
func (v Value) AppendJSONStrings(dst []byte, t Type) []byte {
	switch {
	case v.kind == Int || v.kind == Decimal:
		dst = append(dst, '"')
		dst = v.AppendText(dst)
		return append(dst, '"')
	case v.kind == List && (t.Elem == Int || t.Elem == Decimal):
		items, err := v.Items(t.Element())
		if err != nil {
			break
		}
		return appendList(dst, items, func(dst []byte, item Value) []byte {
			return item.AppendJSONStrings(dst, t.Element())
		})
	}
	return v.AppendJSON(dst)
}

// AppendText writes the value as plain text, as URLs, CSV and messages have
// it: ParseText reads it back. A list is its JSON text; null is nothing.
func (v Value) AppendText(dst []byte) []byte {
	switch v.kind {
	case Bool:
		return strconv.AppendBool(dst, v.num != 0)
	case Int:
		return strconv.AppendInt(dst, v.num, 10)
	case Float:
		return appendFloat(dst, v.Float())
	case Decimal:
		return appendDecimal(dst, v)
	case Time:
		return appendTime(dst, v.num)
	case UUID:
		return appendUUID(dst, v.str)
	case Bytes:
		dst = append(dst, `\x`...)
		for i := range len(v.str) {
			dst = append(dst, lowerHex[v.str[i]>>4], lowerHex[v.str[i]&15])
		}
		return dst
	case List:
		if v.list != nil {
			return appendList(dst, *v.list, func(dst []byte, item Value) []byte {
				return item.AppendJSON(dst)
			})
		}
		if v.str == "" {
			return append(dst, "[]"...)
		}
	}
	return append(dst, v.str...)
}

// String gives the value as AppendText does, for messages and tests.
func (v Value) String() string { return string(v.AppendText(nil)) }

func appendList(dst []byte, items []Value, write func([]byte, Value) []byte) []byte {
	dst = append(dst, '[')
	for i, item := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = write(dst, item)
	}
	return append(dst, ']')
}

// appendFloat writes the shortest digits that give the same double, with an
// exponent where PostgreSQL has one.
func appendFloat(dst []byte, f float64) []byte {
	if a := math.Abs(f); a != 0 && (a < 1e-4 || a >= 1e15) {
		return strconv.AppendFloat(dst, f, 'e', -1, 64)
	}
	return strconv.AppendFloat(dst, f, 'f', -1, 64)
}

func appendTime(dst []byte, micros int64) []byte {
	t := time.UnixMicro(micros).UTC()
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	dst = append(dst, byte('0'+year/1000%10), byte('0'+year/100%10))
	dst = appendTwo(dst, year%100)
	dst = append(dst, '-')
	dst = appendTwo(dst, int(month))
	dst = append(dst, '-')
	dst = appendTwo(dst, day)
	dst = append(dst, 'T')
	dst = appendTwo(dst, hour)
	dst = append(dst, ':')
	dst = appendTwo(dst, minute)
	dst = append(dst, ':')
	dst = appendTwo(dst, second)
	if fraction := t.Nanosecond() / 1000; fraction != 0 {
		dst = append(dst, '.')
		for unit := 100_000; fraction != 0; unit /= 10 {
			dst = append(dst, byte('0'+fraction/unit))
			fraction %= unit
		}
	}
	return append(dst, "+00:00"...)
}

func appendTwo(dst []byte, n int) []byte {
	return append(dst, byte('0'+n/10), byte('0'+n%10))
}

func appendUUID(dst []byte, raw string) []byte {
	for i := range len(raw) {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			dst = append(dst, '-')
		}
		dst = append(dst, lowerHex[raw[i]>>4], lowerHex[raw[i]&15])
	}
	return dst
}

// AppendQuoted writes s, which must be valid UTF-8, as a JSON string. Only
// what JSON demands is escaped.
func AppendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	clean := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, s[clean:i]...)
		clean = i + 1
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\b':
			dst = append(dst, `\b`...)
		case '\f':
			dst = append(dst, `\f`...)
		case '\n':
			dst = append(dst, `\n`...)
		case '\r':
			dst = append(dst, `\r`...)
		case '\t':
			dst = append(dst, `\t`...)
		default:
			dst = append(dst, `\u00`...)
			dst = append(dst, lowerHex[c>>4], lowerHex[c&15])
		}
	}
	dst = append(dst, s[clean:]...)
	return append(dst, '"')
}
