package schema

import (
	"unicode"

	"bedplate/expr"
)

// scalarStyle is how a scalar is written.
type scalarStyle uint8

const (
	plainScalar scalarStyle = iota
	singleQuoted
	doubleQuoted
	blockScalar
)

// cursor walks a file's code points.
type cursor struct {
	lines  []string
	line   []rune
	at     int // in line
	number int // of the line, from 0
}

func (c *cursor) done() bool { return c.number >= len(c.lines) }

// rune gives the code point under the cursor; a line ends in a newline.
func (c *cursor) rune() rune {
	if c.at < len(c.line) {
		return c.line[c.at]
	}
	return '\n'
}

func (c *cursor) peek() rune {
	if c.at+1 < len(c.line) {
		return c.line[c.at+1]
	}
	return '\n'
}

func (c *cursor) step(n int) {
	for ; n > 0 && !c.done(); n-- {
		if c.at < len(c.line) {
			c.at++
			continue
		}
		c.number, c.at, c.line = c.number+1, 0, nil
		if !c.done() {
			c.line = []rune(c.lines[c.number])
		}
	}
}

func (c *cursor) pos() expr.Pos { return expr.Pos{Line: c.number + 1, Column: c.at + 1} }

// origin gives the position in the file of each code point of the scalar's
// text, by reading both side by side: YAML folds lines, drops indentation and
// resolves escapes.
func (n *node) origin() []expr.Pos {
	c := &cursor{lines: n.lines, number: n.pos.Line - 1, at: n.pos.Column - 1}
	if n.kind != scalarNode || c.number < 0 || c.done() {
		return nil
	}
	c.line = []rune(c.lines[c.number])
	switch n.style {
	case singleQuoted, doubleQuoted:
		c.step(1)
	case blockScalar:
		c.step(len(c.line) - c.at + 1)
	}
	text := []rune(n.text)
	out := make([]expr.Pos, 0, len(text))
	for _, r := range text {
		if c.done() {
			break
		}
		n.align(c, r)
		out = append(out, c.pos())
		c.step(n.width(c, r))
	}
	return out
}

// align moves the cursor to where r was written.
func (n *node) align(c *cursor, r rune) {
	for !c.done() {
		escaped := n.style == doubleQuoted && c.rune() == '\\'
		switch {
		case escaped && c.peek() == '\n': // a line that goes on below
			c.step(2)
			for !c.done() && (c.rune() == ' ' || c.rune() == '\t') {
				c.step(1)
			}
		case !escaped && unicode.IsSpace(c.rune()) && !unicode.IsSpace(r):
			c.step(1)
		default:
			return
		}
	}
}

// width is how many code points r takes where the cursor stands.
func (n *node) width(c *cursor, r rune) int {
	switch {
	case n.style == singleQuoted && c.rune() == '\'':
		return 2
	case n.style == doubleQuoted && c.rune() == '\\':
		switch c.peek() {
		case 'x':
			return 4
		case 'u':
			return 6
		case 'U':
			return 10
		}
		return 2
	case unicode.IsSpace(r) && !unicode.IsSpace(c.rune()):
		return 0
	}
	return 1
}
