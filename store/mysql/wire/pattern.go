package wire

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"bedplate/store/sqlgen/form"
)

// engine is PCRE, and ICU's, which are of one mind about this.
var engine = form.Engine{Nothing: `[^\x{0}-\x{10ffff}]`, Begin: `\A`, End: `\z`, NoNewline: `[^\x{a}]`,
	Literal: writeLiteral, Class: writeClass, Repeat: writeRepeat}

func writeRepeat(out *strings.Builder, least, most int, group func()) {
	group()
	if most < 0 {
		fmt.Fprintf(out, "{%d,}", least)
	} else {
		fmt.Fprintf(out, "{%d,%d}", least, most)
	}
}

func writeClass(out *strings.Builder, ranges []rune) {
	out.WriteByte('[')
	for i := 0; i < len(ranges); i += 2 {
		writeCode(out, ranges[i])
		out.WriteByte('-')
		writeCode(out, ranges[i+1])
	}
	out.WriteByte(']')
}

func writeLiteral(out *strings.Builder, r rune, fold bool) {
	switch {
	case fold:
		writeFolded(out, r)
	case r >= '0' && r <= '9', r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', r == '_', r >= 0x80:
		out.WriteRune(r)
	default:
		writeCode(out, r)
	}
}

// writeFolded writes a character in all its cases, which the parser makes of a
// class of just these.
func writeFolded(out *strings.Builder, r rune) {
	out.WriteByte('[')
	writeCode(out, r)
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		writeCode(out, other)
	}
	out.WriteByte(']')
}

func writeCode(out *strings.Builder, r rune) {
	if r >= 0xd800 && r < 0xe000 { // halves of surrogate pairs, which no text has
		r = 0xe000
	}
	fmt.Fprintf(out, `\x{%x}`, min(r, utf8.MaxRune))
}
