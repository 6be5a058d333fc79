package value

import (
	"math"
	"strconv"
)

const lowerHex = "0123456789abcdef"

// AppendJSON writes the value as JSON: exact numbers, times in RFC 3339 ending
// in +00:00, bytes as \x hex. It allocates nothing but what dst needs to grow.
func (v Value) AppendJSON(dst []byte) []byte {
	switch v.kind {
	case Null:
		return append(dst, "null"...)
	case Text:
		return AppendQuoted(dst, v.str)
	case Int:
		return strconv.AppendInt(dst, v.num, 10)
	case Time:
		return append(appendTime(append(dst, '"'), v.num), '"')
	case UUID:
		return append(appendUUID(append(dst, '"'), v.str), '"')
	case Date:
		return append(append(append(dst, '"'), v.str...), '"')
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
	days, rest := floorDiv(micros, 86_400_000_000)
	year, month, day := civil(days)
	second, fraction := rest/1_000_000, rest%1_000_000
	dst = append(dst, byte('0'+year/1000%10), byte('0'+year/100%10))
	dst = appendTwo(dst, int(year%100))
	dst = append(dst, '-')
	dst = appendTwo(dst, month)
	dst = append(dst, '-')
	dst = appendTwo(dst, day)
	dst = append(dst, 'T')
	dst = appendTwo(dst, int(second/3600))
	dst = append(dst, ':')
	dst = appendTwo(dst, int(second/60%60))
	dst = append(dst, ':')
	dst = appendTwo(dst, int(second%60))
	if fraction != 0 {
		dst = append(dst, '.')
		dst = appendTwo(dst, int(fraction/10_000))
		dst = appendTwo(dst, int(fraction/100%100))
		dst = appendTwo(dst, int(fraction%100))
		for dst[len(dst)-1] == '0' {
			dst = dst[:len(dst)-1]
		}
	}
	return append(dst, "+00:00"...)
}

func floorDiv(n, by int64) (quotient, rest int64) {
	quotient, rest = n/by, n%by
	if rest < 0 {
		return quotient - 1, rest + by
	}
	return quotient, rest
}

// civil gives the day of the proleptic Gregorian calendar that is so many days
// after 1970-01-01. It counts in years that begin in March, so that the leap
// day is the last of its year, and in cycles of 400 of them.
func civil(days int64) (year int64, month, day int) {
	const cycle = 400*365 + 97
	cycles, left := floorDiv(days+719_468, cycle) // since 0000-03-01
	yearOf := (left - left/1460 + left/36_524 - left/146_096) / 365
	dayOf := left - (365*yearOf + yearOf/4 - yearOf/100)
	march := (5*dayOf + 2) / 153 // months since March
	day = int(dayOf - (153*march+2)/5 + 1)
	year, month = cycles*400+yearOf, int(march+3)
	if month > 12 {
		year, month = year+1, month-12
	}
	return year, month, day
}

func appendTwo(dst []byte, n int) []byte {
	return append(dst, byte('0'+n/10), byte('0'+n%10))
}

// appendUUID writes 16 raw bytes in five groups.
func appendUUID(dst []byte, raw string) []byte {
	var text [36]byte
	at := 0
	for i := range 16 {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			text[at] = '-'
			at++
		}
		text[at], text[at+1] = lowerHex[raw[i]>>4], lowerHex[raw[i]&15]
		at += 2
	}
	return append(dst, text[:]...)
}

// AppendQuoted writes s, which must be valid UTF-8, as a JSON string. Only
// what JSON demands is escaped.
func AppendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for {
		n := clean(s)
		dst = append(dst, s[:n]...)
		if n == len(s) {
			return append(dst, '"')
		}
		dst = appendEscape(dst, s[n])
		s = s[n+1:]
	}
}

// clean is how many bytes s begins with that need no escape. Most texts need
// none, so it looks at eight bytes at once.
func clean(s string) int {
	const (
		ones  = 0x0101010101010101
		highs = 0x80 * ones
	)
	n := 0
	for ; n+8 <= len(s); n += 8 {
		b := s[n : n+8] // of which the compiler makes one load:
		w := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
			uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		quote, slash := w^('"'*ones), w^('\\'*ones)
		// x-ones&^x sets the high bit of every byte below 1 of x, and of bytes
		// above such a one at most: what is looked for is found, and the loop
		// below finds which byte it is.
		if ((w-' '*ones)|(quote-ones)|(slash-ones))&^w&highs != 0 {
			break
		}
	}
	for ; n < len(s); n++ {
		if c := s[n]; c < ' ' || c == '"' || c == '\\' {
			break
		}
	}
	return n
}

func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, `\b`...)
	case '\f':
		return append(dst, `\f`...)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	dst = append(dst, `\u00`...)
	return append(dst, lowerHex[c>>4], lowerHex[c&15])
}
