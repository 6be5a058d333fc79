package wire

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"bedplate/store/sqlgen/form"
)

// engine is PostgreSQL's.
var engine = form.Engine{Nothing: "$a", Begin: "^", End: "$", NoNewline: `[^\n]`, Literal: writeLiteral, Class: writeClass, Repeat: writeRepeat}

// mostTimes is the largest bound of a repetition that PostgreSQL takes.
const mostTimes = 255

// writeRepeat writes x{m,n} in pieces that PostgreSQL takes.
func writeRepeat(out *strings.Builder, least, most int, group func()) {
	out.WriteString("(?:")
	piece := func(format string, args ...any) {
		group()
		fmt.Fprintf(out, format, args...)
	}
	for left := least; left > 0; left -= mostTimes {
		piece("{%d}", min(left, mostTimes))
	}
	switch {
	case most < 0:
		piece("*")
	default:
		for more := most - least; more > 0; more -= mostTimes {
			piece("{0,%d}", min(more, mostTimes))
		}
	}
	out.WriteByte(')')
}

// writeLiteral writes a character, and where its case does not matter, what
// [Aa] becomes, the others that differ in nothing else.
func writeLiteral(out *strings.Builder, r rune, fold bool) {
	if !fold || unicode.SimpleFold(r) == r {
		writeRune(out, r)
		return
	}
	same := []rune{r, r}
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		same = append(same, other, other)
	}
	writeClass(out, same)
}

func writeRune(out *strings.Builder, r rune) {
	switch {
	case r >= 0x80, r >= '0' && r <= '9', r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', r == '_', r == ' ':
		out.WriteRune(r)
	case r < ' ' || r == 0x7f:
		fmt.Fprintf(out, `\u%04x`, r)
	default:
		out.WriteString(`\` + string(r))
	}
}

// writeClass writes ranges of characters, or those left out where they reach
// from the first of all to the last.
func writeClass(out *strings.Builder, ranges []rune) {
	last := len(ranges) - 1
	all := ranges[0] == 0 && ranges[last] == utf8.MaxRune
	if all && last == 1 {
		out.WriteByte('.') // a newline, too, is any character to PostgreSQL
		return
	}
	out.WriteByte('[')
	if all {
		out.WriteByte('^')
		var between []rune
		for i := 1; i < last; i += 2 {
			between = append(between, ranges[i]+1, ranges[i+1]-1)
		}
		ranges = between
	}
	for i := 0; i < len(ranges); i += 2 {
		writeBound(out, ranges[i])
		if ranges[i+1] != ranges[i] {
			out.WriteByte('-')
			writeBound(out, ranges[i+1])
		}
	}
	out.WriteByte(']')
}

func writeBound(out *strings.Builder, r rune) {
	if r > 0xffff {
		fmt.Fprintf(out, `\U%08x`, r)
		return
	}
	fmt.Fprintf(out, `\u%04x`, r)
}
