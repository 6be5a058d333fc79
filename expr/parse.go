package expr

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"cel.dev/cel-go/common"
	"cel.dev/cel-go/parser"

	"bedplate/fault"
	"bedplate/value"
)

// Env says where an expression stands: what it may name and what it must give.
type Env struct {
	// Record is what bare names are about; nil where NoRecord is set.
	Record Record
	// NoRecord allows only the caller and the clock: defaults and field rules.
	NoRecord bool
	Old      bool // old is known: update rules and checks
	Source   bool // request is known: rules of ordinary requests
	// Hidden tells the members that are not there for whoever wrote the
	// expression: they are unknown names, in suggestions too. nil hides none.
	Hidden func(rec Record, name string) bool
	// Want is the type to give; the zero Type asks for a condition, as Bool does.
	Want   value.Type
	Limits Limits
}

// Problem is one mistake in an expression.
type Problem struct {
	Pos     Pos
	Code    fault.Code
	Message string
	Hint    string // what to write instead; may be empty
}

// Problems are all mistakes of one expression, in the order they stand.
type Problems []Problem

// Error gives every problem with its position, one a line.
func (p Problems) Error() string {
	var b strings.Builder
	for i, one := range p {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%d:%d: %s", one.Pos.Line, one.Pos.Column, one.Message)
		if one.Hint != "" {
			b.WriteString(" (" + one.Hint + ")")
		}
	}
	return b.String()
}

// Fault gives the problems as the error of the argument or field that held
// the expression, nil for none.
func (p Problems) Fault(field string) *fault.Error {
	errs := make([]*fault.Error, len(p))
	for i, one := range p {
		errs[i] = &fault.Error{
			Code: one.Code, Field: field, Message: one.Message, Hint: one.Hint,
			Detail: fmt.Sprintf("at line %d, column %d", one.Pos.Line, one.Pos.Column),
		}
	}
	return fault.Join(errs)
}

// maxProblems is where looking for more mistakes ends: nobody reads further.
const maxProblems = 50

// maxNesting bounds the parser's own recursion, well above any Limits.Depth
// so that this package's clearer error mostly comes first.
const maxNesting = 64

// grammar is CEL's, without macros: exists and all are read here as the plain
// calls that they are written as, so every node has the position it was
// written at. It is safe for concurrent use and keeps nothing between texts.
var grammar = newGrammar()

func newGrammar() *parser.Parser {
	p, err := parser.NewParser(
		parser.EnablePrattParser(true),
		parser.EnableVariadicOperatorASTs(true),
		parser.EnableIdentEscapeSyntax(true),
		parser.MaxRecursionDepth(maxNesting),
		parser.ErrorReportingLimit(maxProblems),
	)
	if err != nil {
		panic(err) // the options are constants
	}
	return p
}

// Parse reads an expression and checks it against env: its names, its types,
// its size. It gives the tree as it was written, or every mistake in it.
//
// The types are checked on the way down to Nodes and not by cel-go, whose
// checker knows neither decimals nor literals that take the other side's type,
// and would need an environment for every record.
func Parse(src string, env Env) (*Node, Problems) {
	limits := env.Limits.withDefaults()
	if p := textProblems(src, limits); p != nil {
		return nil, p
	}
	ast, errs := grammar.Parse(common.NewTextSource(src))
	if list := errs.GetErrors(); len(list) > 0 {
		return nil, syntaxProblems(list)
	}
	c := checker{env: env, text: newText(src), info: ast.SourceInfo()}
	n := c.root(ast.Expr())
	if len(c.problems) > 0 {
		slices.SortStableFunc(c.problems, func(a, b Problem) int {
			return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
		})
		return nil, c.problems
	}
	if p := limits.Check(n); p != nil {
		return nil, Problems{*p}
	}
	return n, nil
}

// textProblems refuses what the parser should not even see.
func textProblems(src string, limits Limits) Problems {
	refuse := func(code fault.Code, message, hint string) Problems {
		return Problems{{Pos: Pos{1, 1}, Code: code, Message: message, Hint: hint}}
	}
	switch {
	case len(src) > limits.Length:
		return refuse(fault.TooComplex,
			fmt.Sprintf("the expression has %d bytes; at most %d are read", len(src), limits.Length),
			"split it, or move values into the data")
	case !utf8.ValidString(src):
		return refuse(fault.Syntax, "the expression is not valid UTF-8", "")
	case strings.IndexByte(src, 0) >= 0:
		return refuse(fault.Syntax, "the expression contains a NUL character", "")
	case strings.TrimSpace(src) == "":
		return refuse(fault.Syntax, "the expression is empty", `write "true" to allow everything`)
	}
	return nil
}

// clip shortens a message that quotes what was written at length.
func clip(message string) string {
	const most = 300
	if len(message) <= most {
		return message
	}
	return strings.ToValidUTF8(message[:most], "") + "..."
}

func syntaxProblems(list []*common.Error) Problems {
	var out Problems
	for _, e := range list {
		p := Problem{Pos: Pos{1, 1}, Code: fault.Syntax, Message: clip(strings.TrimPrefix(e.Message, "Syntax error: "))}
		if e.Location != nil && e.Location.Line() > 0 {
			p.Pos = Pos{Line: e.Location.Line(), Column: e.Location.Column() + 1}
		} else { // only the bound on recursion has no place
			p.Code = fault.TooComplex
			p.Message = fmt.Sprintf("the expression is nested more than %d deep", maxNesting)
		}
		if p.Message == "invalid int literal" {
			p.Message = "the number does not fit an int"
			p.Hint = "a decimal is written with a point: 100000000000000000000.0"
		}
		if i := len(out) - 1; i >= 0 && out[i].Pos == p.Pos {
			continue // what follows from the mistake before
		}
		out = append(out, p)
	}
	return out
}
