package wire

import (
	"fmt"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"

	"bedplate/expr"
)

// nothing is a regular expression that matches no text.
const nothing = `[^\x{0}-\x{10ffff}]`

// expression writes a pattern of the language as both PCRE and ICU read it, from
// the tree that RE2's parser makes: nothing that they would read otherwise is left
// to chance. What is no pattern matches nothing.
func expression(p string) string {
	if expr.CheckPattern(p) != nil {
		return nothing
	}
	tree, err := syntax.Parse(p, syntax.Perl)
	if err != nil {
		return nothing
	}
	var out strings.Builder
	writeExpression(&out, tree)
	return out.String()
}

func writeExpression(out *strings.Builder, re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpEmptyMatch:
		out.WriteString("(?:)")
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			if re.Flags&syntax.FoldCase != 0 {
				writeFolded(out, r)
			} else {
				writeRune(out, r)
			}
		}
	case syntax.OpCharClass:
		if len(re.Rune) == 0 {
			out.WriteString(nothing)
			return
		}
		out.WriteByte('[')
		for i := 0; i < len(re.Rune); i += 2 {
			writeCode(out, re.Rune[i])
			out.WriteByte('-')
			writeCode(out, re.Rune[i+1])
		}
		out.WriteByte(']')
	case syntax.OpAnyCharNotNL:
		out.WriteString(`[^\x{a}]`)
	case syntax.OpBeginText:
		out.WriteString(`\A`)
	case syntax.OpEndText:
		out.WriteString(`\z`)
	case syntax.OpCapture, syntax.OpConcat:
		writeGroup(out, re.Sub, "")
	case syntax.OpAlternate:
		writeGroup(out, re.Sub, "|")
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest:
		writeGroup(out, re.Sub, "")
		out.WriteByte("*+?"[re.Op-syntax.OpStar])
	case syntax.OpRepeat:
		writeGroup(out, re.Sub, "")
		if re.Max < 0 {
			fmt.Fprintf(out, "{%d,}", re.Min)
		} else {
			fmt.Fprintf(out, "{%d,%d}", re.Min, re.Max)
		}
	default:
		out.WriteString(nothing)
	}
}

func writeGroup(out *strings.Builder, parts []*syntax.Regexp, between string) {
	out.WriteString("(?:")
	for i, sub := range parts {
		if i > 0 {
			out.WriteString(between)
		}
		writeExpression(out, sub)
	}
	out.WriteByte(')')
}

func writeRune(out *strings.Builder, r rune) {
	switch {
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
