package expr

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// text is an expression's source by code points, as cel-go counts offsets.
type text struct {
	src   string
	runes []rune // nil where src is ASCII, so that bytes are code points
	lines []int  // the offsets at which lines start
}

func newText(src string) text {
	t := text{src: src, lines: []int{0}}
	for i := 0; i < len(src); i++ {
		if src[i] >= utf8.RuneSelf {
			t.runes = []rune(src)
			break
		}
	}
	for i := range t.len() {
		if t.at(i) == '\n' {
			t.lines = append(t.lines, i+1)
		}
	}
	return t
}

func (t text) len() int {
	if t.runes != nil {
		return len(t.runes)
	}
	return len(t.src)
}

func (t text) at(i int) rune {
	if t.runes != nil {
		return t.runes[i]
	}
	return rune(t.src[i])
}

// pos gives the position of an offset.
func (t text) pos(offset int) Pos {
	line := sort.SearchInts(t.lines, offset+1)
	return Pos{Line: line, Column: offset - t.lines[line-1] + 1}
}

// skip gives the offset of what follows blanks and comments from offset on.
func (t text) skip(i int) int {
	for i < t.len() {
		switch c := t.at(i); {
		case isBlank(c):
			i++
		case c == '/' && i+1 < t.len() && t.at(i+1) == '/':
			for i < t.len() && t.at(i) != '\n' {
				i++
			}
		default:
			return i
		}
	}
	return i
}

// nameBefore gives the offset of the name that ends before offset, offset
// itself where there is none.
func (t text) nameBefore(offset int) int {
	i := min(offset, t.len())
	for i > 0 && isBlank(t.at(i-1)) {
		i--
	}
	start := i
	for start > 0 && isNameRune(t.at(start-1)) {
		start--
	}
	if start == i {
		return offset
	}
	return start
}

// number gives the digits of the number literal that starts at offset, sign
// included: cel-go keeps a float64 of it, which is not what was written.
func (t text) number(offset int) string {
	var b strings.Builder
	i := offset
	if i < t.len() && t.at(i) == '-' {
		b.WriteByte('-')
		i = t.skip(i + 1)
	}
	for ; i < t.len(); i++ {
		c := t.at(i)
		sign := (c == '+' || c == '-') && i > 0 && (t.at(i-1) == 'e' || t.at(i-1) == 'E')
		if !(c >= '0' && c <= '9' || c == '.' || c == 'e' || c == 'E' || sign) {
			break
		}
		b.WriteRune(c)
	}
	return b.String()
}

func isBlank(c rune) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }

func isNameRune(c rune) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
