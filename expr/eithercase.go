package expr

import (
	"strings"
	"unicode/utf8"
)

// EitherCase writes a pattern so that it takes the ASCII letters of either
// case, as ilike does: no store need know of a flag for that. The pattern is
// one that CheckPattern takes, so that all there is to know are escapes,
// classes and what means itself.
func EitherCase(pattern string) string {
	var out strings.Builder
	for i := 0; i < len(pattern); {
		switch c := pattern[i]; {
		case c == '\\' && i+1 < len(pattern):
			out.WriteString(pattern[i : i+2])
			i += 2
		case c == '[':
			i = classEitherCase(&out, pattern, i)
		case isLetter(rune(c)):
			out.WriteByte('[')
			out.WriteByte(c)
			out.WriteByte(c ^ ' ')
			out.WriteByte(']')
			i++
		default:
			out.WriteByte(c)
			i++
		}
	}
	return out.String()
}

// classEitherCase copies the class that begins at i, with the letters of the
// other case behind each of its parts, and gives where it ends. Brackets and
// dashes that mean themselves are escaped, since they may stand elsewhere then.
func classEitherCase(out *strings.Builder, pattern string, i int) int {
	out.WriteByte('[')
	i++
	if i < len(pattern) && pattern[i] == '^' {
		out.WriteByte('^')
		i++
	}
	for first := i; i < len(pattern) && (pattern[i] != ']' || i == first); {
		from, next, single := classRune(pattern, i)
		if !single {
			out.WriteString(pattern[i:next])
			i = next
			continue
		}
		to := from
		if next+1 < len(pattern) && pattern[next] == '-' && pattern[next+1] != ']' {
			to, next, _ = classRune(pattern, next+1)
		}
		writeRange(out, from, to)
		writeOtherCase(out, from, to, 'a', 'z')
		writeOtherCase(out, from, to, 'A', 'Z')
		i = next
	}
	out.WriteByte(']')
	return i + 1
}

// classRune reads one character of a class. single tells it from an escape
// that stands for several, like \d.
func classRune(pattern string, i int) (r rune, next int, single bool) {
	if pattern[i] != '\\' || i+1 >= len(pattern) {
		r, size := utf8.DecodeRuneInString(pattern[i:])
		return r, i + size, true
	}
	switch c := pattern[i+1]; c {
	case 'n':
		return '\n', i + 2, true
	case 't':
		return '\t', i + 2, true
	case 'r':
		return '\r', i + 2, true
	case 'd', 'D', 'w', 'W', 's', 'S':
		return 0, i + 2, false
	}
	r, size := utf8.DecodeRuneInString(pattern[i+1:])
	return r, i + 1 + size, true
}

// writeOtherCase writes what of from-to lies between two letters, in the other
// case.
func writeOtherCase(out *strings.Builder, from, to, first, last rune) {
	if from, to = max(from, first), min(to, last); from <= to {
		writeRange(out, from^' ', to^' ')
	}
}

func writeRange(out *strings.Builder, from, to rune) {
	writeRune(out, from)
	if from < to {
		out.WriteByte('-')
		writeRune(out, to)
	}
}

func writeRune(out *strings.Builder, r rune) {
	if strings.ContainsRune(`\]-^[`, r) {
		out.WriteByte('\\')
	}
	out.WriteRune(r)
}

func isLetter(c rune) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
