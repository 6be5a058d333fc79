package form

import (
	"regexp/syntax"
	"strings"

	"bedplate/expr"
)

// Engine is how the regular expressions of a database spell what others spell
// differently.
type Engine struct {
	Nothing   string // matches no text
	Begin     string // of a text
	End       string
	NoNewline string // any character but a newline
	// Literal writes a character, in all its cases where they do not matter.
	Literal func(out *strings.Builder, r rune, fold bool)
	// Class writes a class of characters by its ranges, of which there are some.
	Class func(out *strings.Builder, ranges []rune)
	// Repeat writes how often a group stands, which it writes as often as it needs it.
	// most is -1 where there is no bound.
	Repeat func(out *strings.Builder, least, most int, group func())
}

// Expression writes a pattern of the language as an engine reads it, from the tree that
// RE2's parser makes: nothing that the two would read otherwise is left to chance. What
// is no pattern matches nothing.
func (e *Engine) Expression(pattern string) string {
	if expr.CheckPattern(pattern) != nil {
		return e.Nothing
	}
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return e.Nothing
	}
	var out strings.Builder
	e.write(&out, tree)
	return out.String()
}

func (e *Engine) write(out *strings.Builder, re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpEmptyMatch:
		out.WriteString("(?:)")
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			e.Literal(out, r, re.Flags&syntax.FoldCase != 0)
		}
	case syntax.OpCharClass:
		if len(re.Rune) == 0 {
			out.WriteString(e.Nothing)
			return
		}
		e.Class(out, re.Rune)
	case syntax.OpAnyCharNotNL:
		out.WriteString(e.NoNewline)
	case syntax.OpBeginText:
		out.WriteString(e.Begin)
	case syntax.OpEndText:
		out.WriteString(e.End)
	case syntax.OpCapture, syntax.OpConcat:
		e.group(out, re.Sub, "")
	case syntax.OpAlternate:
		e.group(out, re.Sub, "|")
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest:
		e.group(out, re.Sub, "")
		out.WriteByte("*+?"[re.Op-syntax.OpStar])
	case syntax.OpRepeat:
		e.Repeat(out, re.Min, re.Max, func() { e.group(out, re.Sub, "") })
	default:
		out.WriteString(e.Nothing)
	}
}

func (e *Engine) group(out *strings.Builder, parts []*syntax.Regexp, between string) {
	out.WriteString("(?:")
	for i, sub := range parts {
		if i > 0 {
			out.WriteString(between)
		}
		e.write(out, sub)
	}
	out.WriteByte(')')
}
