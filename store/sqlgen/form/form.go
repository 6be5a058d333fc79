// Package form writes values in those of sqlgen's forms that are the same to several
// databases: patterns, regular expressions, split numbers, lists. A driver calls it
// where it binds; which form a placeholder takes is sqlgen's to say.
package form

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"bedplate/store/sqlgen"
	"bedplate/value"
)

// NoPattern is the LIKE pattern that no text is like: Like writes patterns so that a
// backslash stands only before what needs one. Databases take it for the text "a".
const NoPattern = `\a`

// Like writes a LIKE pattern with backslashes only where they are needed, so that
// NoPattern is none that somebody wrote. What ends in a lone backslash is like nothing.
func Like(pattern string) string {
	if strings.IndexByte(pattern, '\\') < 0 {
		return pattern
	}
	var out strings.Builder
	for i := 0; i < len(pattern); i++ {
		if pattern[i] == '\\' {
			if i++; i == len(pattern) {
				return NoPattern
			}
			if strings.IndexByte(`%_\`, pattern[i]) >= 0 {
				out.WriteByte('\\')
			}
		}
		out.WriteByte(pattern[i])
	}
	return out.String()
}

// PrefixEnd gives the least text that stands after every one that begins with a
// prefix: its last character is the next one. It is false where there is none.
func PrefixEnd(prefix string) (string, bool) {
	for prefix != "" {
		r, size := utf8.DecodeLastRuneInString(prefix)
		prefix = prefix[:len(prefix)-size]
		switch r++; {
		case r == 0xD800: // half of a surrogate pair is no character
			r = 0xE000
		case r > utf8.MaxRune:
			continue
		}
		return string(utf8.AppendRune([]byte(prefix), r)), true
	}
	return "", false
}

// Number writes any number without an exponent.
func Number(v value.Value) string {
	if v.Kind() == value.Float {
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	}
	return v.String()
}

// Split splits any number among integers scaled by 10^scale: its whole part there, and
// the sign of the rest.
func Split(v value.Value, scale int) (whole int64, rest int) {
	switch v.Kind() {
	case value.Int:
		if scale == 0 {
			return v.Int(), 0
		}
		v = value.OfDecimal(v.Int(), 0)
	case value.Float:
		v, _ = value.ParseDecimal(Number(v), 0, 0)
	}
	return sqlgen.AtScale(v, scale)
}

// JSON writes a list that b binds as one JSON array of its items' storage forms, each
// by item; one for which that is false equals no such value, and is left out.
func JSON(b *sqlgen.Bind, list value.Value, item func(doc []byte, b *sqlgen.Bind, v value.Value) ([]byte, bool)) (string, error) {
	items, err := list.Items(b.Type.Element())
	if err != nil {
		return "", err
	}
	doc := make([]byte, 1, 16*len(items)+2)
	doc[0] = '['
	for _, v := range items {
		start := len(doc)
		if start > 1 {
			doc = append(doc, ',')
		}
		var ok bool
		if doc, ok = item(doc, b, v); !ok {
			doc = doc[:start]
		}
	}
	return string(append(doc, ']')), nil
}

// AppendHex writes bytes as upper-case hexadecimal digits.
func AppendHex[T ~string | ~[]byte](dst []byte, raw T) []byte {
	const digits = "0123456789ABCDEF"
	for i := range len(raw) {
		dst = append(dst, digits[raw[i]>>4], digits[raw[i]&15])
	}
	return dst
}
