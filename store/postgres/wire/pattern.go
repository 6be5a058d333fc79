package wire

import (
	"fmt"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"

	"bedplate/expr"
	"bedplate/store/postgres/dialect"
)

// pattern writes a LIKE pattern with backslashes only where they are needed, so
// that dialect.NoPattern is none that somebody wrote. What ends in a lone
// backslash is like nothing.
func pattern(p string) string {
	if strings.IndexByte(p, '\\') < 0 {
		return p
	}
	var out strings.Builder
	for i := 0; i < len(p); i++ {
		if p[i] == '\\' {
			if i++; i == len(p) {
				return dialect.NoPattern
			}
			if strings.IndexByte(`%_\`, p[i]) >= 0 {
				out.WriteByte('\\')
			}
		}
		out.WriteByte(p[i])
	}
	return out.String()
}

// prefixEnd gives the least text that stands after every one that begins with a
// prefix: its last character is the next one. nil is where there is none.
func prefixEnd(prefix string) []byte {
	for prefix != "" {
		r, size := utf8.DecodeLastRuneInString(prefix)
		prefix = prefix[:len(prefix)-size]
		switch r++; {
		case r == 0xD800: // half of a surrogate pair is no character
			r = 0xE000
		case r > utf8.MaxRune:
			continue
		}
		return utf8.AppendRune([]byte(prefix), r)
	}
	return nil
}

// nothing is a regular expression that matches no text.
const nothing = "$a"

// expression writes a pattern of the language as PostgreSQL's engine reads it,
// from the tree that RE2's parser makes: nothing that the two would read
// otherwise is left to chance. What is no pattern matches nothing.
func expression(p string) (string, error) {
	if expr.CheckPattern(p) != nil {
		return nothing, nil
	}
	tree, err := syntax.Parse(p, syntax.Perl)
	if err != nil {
		return nothing, nil
	}
	var out strings.Builder
	writeExpression(&out, tree)
	return out.String(), nil
}

func writeExpression(out *strings.Builder, re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpEmptyMatch:
		out.WriteString("(?:)")
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			writeLiteral(out, r, re.Flags&syntax.FoldCase != 0)
		}
	case syntax.OpCharClass:
		writeClass(out, re.Rune)
	case syntax.OpAnyCharNotNL:
		out.WriteString(`[^\n]`)
	case syntax.OpBeginText:
		out.WriteByte('^')
	case syntax.OpEndText:
		out.WriteByte('$')
	case syntax.OpCapture, syntax.OpConcat:
		writeGroup(out, re.Sub, "")
	case syntax.OpAlternate:
		writeGroup(out, re.Sub, "|")
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest:
		writeGroup(out, re.Sub, "")
		out.WriteByte("*+?"[re.Op-syntax.OpStar])
	case syntax.OpRepeat:
		writeRepeat(out, re)
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

// mostTimes is the largest bound of a repetition that PostgreSQL takes.
const mostTimes = 255

// writeRepeat writes x{m,n} in pieces that PostgreSQL takes.
func writeRepeat(out *strings.Builder, re *syntax.Regexp) {
	out.WriteString("(?:")
	piece := func(format string, args ...any) {
		writeGroup(out, re.Sub, "")
		fmt.Fprintf(out, format, args...)
	}
	for least := re.Min; least > 0; least -= mostTimes {
		piece("{%d}", min(least, mostTimes))
	}
	switch {
	case re.Max < 0:
		piece("*")
	default:
		for more := re.Max - re.Min; more > 0; more -= mostTimes {
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
	all := last > 0 && ranges[0] == 0 && ranges[last] == utf8.MaxRune
	switch {
	case last < 0:
		out.WriteString(nothing)
		return
	case all && last == 1:
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
