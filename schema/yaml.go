package schema

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/value"
)

// Bounds on a schema file.
const (
	maxFile    = 256 << 10
	maxNesting = 32
	// maxTokens bounds one document: the library takes the square of the
	// number of a map's keys.
	maxTokens = 50_000
)

// nodeKind is what a node of a YAML document is.
type nodeKind uint8

const (
	nullNode nodeKind = iota
	scalarNode
	listNode
	mapNode
)

// node is a YAML document as the decoder needs it: the library's tree without
// its peculiarities, with true positions.
type node struct {
	kind    nodeKind
	pos     expr.Pos
	text    string // of a scalar
	literal bool   // a plain bool or number, not a text
	style   scalarStyle
	comment *expr.Pos // of a scalar: a comment behind it on its line
	items   []*node
	entries []entry
	lines   []string // the document's, for the origin of scalars
}

// entry is one member of a map.
type entry struct {
	key   string
	pos   expr.Pos
	value *node
}

// reader turns a file into nodes and collects what is wrong with it as YAML.
type reader struct {
	file     string
	problems *Problems
	lines    []string
	shift    int // lines before the current document
}

func (r *reader) fail(pos expr.Pos, code fault.Code, message, hint string) {
	*r.problems = append(*r.problems, Problem{File: r.file, Line: pos.Line, Column: pos.Column,
		Code: code, Message: message, Hint: hint})
}

// readFile gives the documents of a file. Each is parsed by itself, so that a
// mistake in one does not hide the mistakes of the others; whole tells whether
// all of them could be read.
func readFile(file string, data []byte, problems *Problems) (docs []*node, whole bool) {
	r := &reader{file: file, problems: problems}
	start := expr.Pos{Line: 1, Column: 1}
	switch {
	case len(data) > maxFile:
		r.fail(start, fault.TooLarge, "the file is larger than 256 KiB", "one file can hold one collection")
		return nil, false
	case !utf8.Valid(data):
		r.fail(start, fault.Syntax, "the file is not valid UTF-8", "")
		return nil, false
	}
	text := strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n")
	if i := strings.IndexAny(text, "\x00\r"); i >= 0 {
		line := strings.Count(text[:i], "\n") + 1
		r.fail(expr.Pos{Line: line, Column: 1}, fault.Syntax, "the file contains a control character", "")
		return nil, false
	}
	r.lines = strings.Split(text, "\n")
	whole = true
	for first := 0; first < len(r.lines); {
		next := first + 1
		for next < len(r.lines) && !isDocumentStart(r.lines[next]) {
			next++
		}
		r.shift = first
		doc, ok := r.document(strings.Join(r.lines[first:next], "\n"))
		docs = append(docs, doc...)
		whole = whole && ok
		first = next
	}
	return docs, whole
}

func isDocumentStart(line string) bool {
	return line == "---" || strings.HasPrefix(line, "--- ")
}

func (r *reader) document(text string) (docs []*node, ok bool) {
	before := len(*r.problems)
	tokens := lexer.Tokenize(text)
	if len(tokens) > maxTokens {
		r.fail(r.shifted(expr.Pos{Line: 1, Column: 1}), fault.TooLarge, "the document is too large", "a collection has some hundred fields at most")
		return nil, false
	}
	if pos, deep := tooDeep(tokens); deep {
		r.fail(r.shifted(pos), fault.TooComplex, "the YAML nests too deeply", "")
		return nil, false
	}
	file, err := parser.Parse(tokens, parser.ParseComments, parser.AllowDuplicateMapKey())
	if err != nil {
		r.syntax(err)
		return nil, false
	}
	for _, doc := range file.Docs {
		if doc.Body == nil || doc.Body.Type() == ast.CommentType {
			continue
		}
		docs = append(docs, r.node(doc.Body, expr.Pos{Line: 1, Column: 1}))
	}
	return docs, len(*r.problems) == before
}

// tooDeep finds nesting that the parser, which recurses, should not see.
func tooDeep(tokens token.Tokens) (expr.Pos, bool) {
	flow, run := 0, 0
	for _, t := range tokens {
		run++
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			flow++
		case token.MappingEndType, token.SequenceEndType:
			flow--
		case token.SequenceEntryType, token.MappingKeyType, token.TagType, token.AnchorType:
		default:
			run = 0
		}
		if flow > maxNesting || run > maxNesting {
			return expr.Pos{Line: t.Position.Line, Column: t.Position.Column}, true
		}
	}
	return expr.Pos{}, false
}

func (r *reader) shifted(pos expr.Pos) expr.Pos {
	pos.Line += r.shift
	return pos
}

// at gives a token's position in the file.
func (r *reader) at(t *token.Token) expr.Pos {
	return r.shifted(expr.Pos{Line: max(t.Position.Line, 1), Column: max(t.Position.Column, 1)})
}

func (r *reader) syntax(err error) {
	pos, message := expr.Pos{Line: 1 + r.shift, Column: 1}, "the YAML cannot be read"
	hint := ""
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) {
		message = "YAML: " + syntax.GetMessage()
		if t := syntax.GetToken(); t != nil {
			pos = r.at(t)
			if p := t.Prev; p != nil && (p.Type == token.DoubleQuoteType || p.Type == token.SingleQuoteType) {
				hint = `an expression that begins with a quote is quoted as a whole: '"editor" in auth.roles'`
			}
		}
	}
	r.fail(pos, fault.Syntax, message, hint)
}

// node converts a node of the library's; near is where what surrounds it
// stands, for nodes that were left out.
func (r *reader) node(n ast.Node, near expr.Pos) *node {
	switch n := n.(type) {
	case nil:
		return &node{pos: near}
	case *ast.NullNode:
		if n.Token.Type == token.ImplicitNullType {
			return &node{pos: near}
		}
		return &node{pos: r.at(n.Token)}
	case *ast.MappingNode:
		return r.mapping(n.Values, near)
	case *ast.MappingValueNode:
		return r.mapping([]*ast.MappingValueNode{n}, near)
	case *ast.SequenceNode:
		out := &node{kind: listNode, pos: r.at(n.Start)}
		for _, item := range n.Values {
			out.items = append(out.items, r.node(item, out.pos))
		}
		return out
	case *ast.LiteralNode:
		return r.scalar(n.Start, n.Value.Value, blockScalar, false)
	case *ast.StringNode:
		style := styleOf(n.Token)
		return r.scalar(n.Token, n.Value, style, style == plainScalar && isNumber(n.Value))
	case *ast.BoolNode, *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return r.scalar(n.GetToken(), n.GetToken().Value, plainScalar, true)
	case *ast.TagNode:
		r.fail(r.at(n.Start), fault.Syntax, "a YAML tag (!) has no meaning here",
			`quote an expression that begins with an exclamation mark: "!done"`)
		return r.node(n.Value, r.at(n.Start))
	case *ast.AnchorNode:
		r.fail(r.at(n.Start), fault.Syntax, "anchors and aliases are not read in schema files", "write it out")
		return r.node(n.Value, r.at(n.Start))
	}
	pos := near
	if t := n.GetToken(); t != nil {
		pos = r.at(t)
	}
	if n.Type() == ast.AliasType {
		r.fail(pos, fault.Syntax, "anchors and aliases are not read in schema files",
			"write it out; quote a text that begins with an asterisk")
	} else {
		r.fail(pos, fault.Syntax, "this kind of YAML is not read in schema files", "write maps, lists and plain or quoted texts")
	}
	return &node{pos: pos}
}

func (r *reader) mapping(values []*ast.MappingValueNode, near expr.Pos) *node {
	out := &node{kind: mapNode, pos: near}
	for i, v := range values {
		t := v.Key.GetToken()
		pos := r.at(t)
		if i == 0 {
			out.pos = pos
		}
		if v.Key.IsMergeKey() || v.Key.Type() == ast.MappingKeyType {
			r.fail(pos, fault.Syntax, "merge keys and complex keys are not read in schema files", "write each key out")
			continue
		}
		out.entries = append(out.entries, entry{key: t.Value, pos: pos, value: r.node(v.Value, pos)})
	}
	return out
}

// isNumber tells numbers that the library takes for texts because they are
// over 64 bits.
func isNumber(s string) bool {
	if s == "" || s[0] != '-' && (s[0] < '0' || s[0] > '9') {
		return false
	}
	_, err := value.ParseJSON(value.Type{Kind: value.Decimal}, []byte(s))
	return err == nil
}

func styleOf(t *token.Token) scalarStyle {
	switch t.Type {
	case token.SingleQuoteType:
		return singleQuoted
	case token.DoubleQuoteType:
		return doubleQuoted
	}
	return plainScalar
}

func (r *reader) scalar(t *token.Token, text string, style scalarStyle, literal bool) *node {
	n := &node{kind: scalarNode, pos: r.at(t), text: text, style: style, literal: literal, lines: r.lines}
	if next := t.Next; style != blockScalar && next != nil && next.Type == token.CommentType {
		// The comment may belong to what comes below: only one on the
		// scalar's own last line cuts it short.
		last := t.Position.Line + strings.Count(strings.TrimSpace(t.Origin), "\n")
		if next.Position.Line == last {
			pos := r.at(next)
			n.comment = &pos
		}
	}
	return n
}
