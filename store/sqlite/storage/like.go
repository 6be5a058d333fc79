package storage

import (
	"strings"
	"unicode/utf8"
)

// like tests s against a pattern of % and _, escaped by a backslash. It takes
// time in the product of their lengths at worst.
func like(s, pattern string) bool {
	star, back := -1, 0
	i, p := 0, 0
	for i < len(s) {
		if p < len(pattern) && pattern[p] == '%' {
			star, back = p, i
			p++
			continue
		}
		if width, next := likeOne(s[i:], pattern, p); width > 0 {
			i, p = i+width, next
			continue
		}
		if star < 0 {
			return false
		}
		_, size := utf8.DecodeRuneInString(s[back:])
		back += size
		i, p = back, star+1
	}
	for p < len(pattern) && pattern[p] == '%' {
		p++
	}
	return p == len(pattern)
}

// likeOne matches one pattern element at p against the start of s, and gives
// how much of s it took, 0 for no match, and the next element.
func likeOne(s, pattern string, p int) (width, next int) {
	if p >= len(pattern) {
		return 0, p
	}
	if pattern[p] == '_' {
		_, size := utf8.DecodeRuneInString(s)
		return size, p + 1
	}
	if pattern[p] == '\\' {
		if p++; p == len(pattern) {
			return 0, p
		}
	}
	if s[0] != pattern[p] {
		return 0, p
	}
	return 1, p + 1
}

// globOf writes a LIKE pattern as GLOB, which compares case. A pattern that
// ends in a lone backslash matches nothing: "[]" cannot be matched either.
func globOf(pattern string) string {
	var out strings.Builder
	for i := 0; i < len(pattern); i++ {
		c := pattern[i]
		switch c {
		case '%':
			out.WriteByte('*')
			continue
		case '_':
			out.WriteByte('?')
			continue
		case '\\':
			if i++; i == len(pattern) {
				return "[^\x01-\U0010ffff]"
			}
			c = pattern[i]
		}
		switch c {
		case '*', '?', '[':
			out.WriteString("[" + string(c) + "]")
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}
