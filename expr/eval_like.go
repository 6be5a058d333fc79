package expr

import "unicode/utf8"

// like matches a text against an SQL pattern: % is any run, _ one code point,
// a backslash takes the next for itself (one at the very end matches nothing).
// It takes at most the product of the lengths in steps.
func like(text, pattern string, fold bool) bool {
	star, mark := -1, 0 // where to go on after the last %, and with what
	t, p := 0, 0
	for t < len(text) {
		r, size := utf8.DecodeRuneInString(text[t:])
		if p < len(pattern) {
			c, width := utf8.DecodeRuneInString(pattern[p:])
			switch {
			case c == '%':
				p++
				star, mark = p, t
				continue
			case c == '_':
				t += size
				p++
				continue
			case c == '\\':
				escaped, w := utf8.DecodeRuneInString(pattern[p+1:])
				if w > 0 && sameRune(r, escaped, fold) {
					t += size
					p += 1 + w
					continue
				}
			case sameRune(r, c, fold):
				t += size
				p += width
				continue
			}
		}
		if star < 0 {
			return false
		}
		_, size = utf8.DecodeRuneInString(text[mark:])
		mark += size
		t, p = mark, star
	}
	for p < len(pattern) && pattern[p] == '%' {
		p++
	}
	return p == len(pattern)
}

// sameRune compares two code points, ASCII letters without case where fold is set.
func sameRune(a, b rune, fold bool) bool {
	if a == b {
		return true
	}
	return fold && lowerRune(a) == lowerRune(b)
}

func lowerRune(r rune) rune {
	if r >= 'A' && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}
