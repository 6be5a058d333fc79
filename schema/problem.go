package schema

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
)

// Problem is one mistake in the schema files.
type Problem struct {
	File   string     `json:"file"`   // "" where the collection was made in Go
	Line   int        `json:"line"`   // from 1; 0 is unknown
	Column int        `json:"column"` // from 1, in code points
	Where  string     `json:"where"`  // what it is about: posts, posts.title
	Code   fault.Code `json:"code"`
	// Message says what is wrong, Hint what to write instead (may be empty).
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	// Warning: the schema works as it is.
	Warning bool `json:"warning,omitempty"`
}

// String gives the problem as editors understand it: file:line:column: message (hint).
func (p Problem) String() string {
	var b strings.Builder
	switch {
	case p.File != "" && p.Line > 0:
		fmt.Fprintf(&b, "%s:%d:%d: ", p.File, p.Line, p.Column)
	case p.File != "":
		b.WriteString(p.File + ": ")
	case p.Where != "":
		b.WriteString(p.Where + ": ")
	}
	if p.Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(p.Message)
	if p.Hint != "" {
		b.WriteString(" (" + p.Hint + ")")
	}
	return b.String()
}

// Problems are all mistakes of a schema, sorted by file and position. It is
// the error that Load, Parse and New give.
type Problems []Problem

// Error gives every problem, one a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

// maxProblems is how many are reported: nobody reads further.
const maxProblems = 500

// sorted gives the problems in order of file and position, each once; nil
// where there are none.
func (p Problems) sorted() error {
	if len(p) == 0 {
		return nil
	}
	slices.SortStableFunc(p, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line, a.Column-b.Column)
	})
	p = slices.Compact(p)
	return p[:min(len(p), maxProblems)]
}

// mark is where something stands in a file.
type mark struct {
	file string
	pos  expr.Pos
	// origin gives, for an expression, the position of each of its code points.
	origin func() []expr.Pos
}

// marks are the places of a declaration's parts, by path (rules.read); "" is
// the declaration itself. It is nil for what was made in Go.
type marks map[string]mark

// of finds the mark of a part, or the nearest one around it.
func (m marks) of(path string) mark {
	for {
		if at, ok := m[path]; ok || path == "" {
			return at
		}
		path = path[:max(0, strings.LastIndexByte(path, '.'))]
	}
}

// place gives the position in the file of a position in the expression.
func (m mark) place(text string, at expr.Pos) expr.Pos {
	if m.origin == nil || at.Line < 1 {
		return m.pos
	}
	offset := 0
	for range at.Line - 1 {
		i := strings.IndexByte(text, '\n')
		if i < 0 {
			return m.pos
		}
		offset += len([]rune(text[:i+1]))
		text = text[i+1:]
	}
	offset += at.Column - 1
	origin := m.origin()
	switch {
	case len(origin) == 0:
		return m.pos
	case offset >= len(origin): // the end of the text
		last := origin[len(origin)-1]
		return expr.Pos{Line: last.Line, Column: last.Column + 1}
	}
	return origin[offset]
}
