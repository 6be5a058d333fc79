package grammar

import (
	"strings"
	"unicode/utf8"

	"bedplate/fault"
	"bedplate/value"
)

// text reads one argument of a URL from left to right.
type text struct {
	s   string
	pos int
	arg string // the argument's name, for messages
}

func (t *text) fail(format string, args ...any) error {
	return fault.Of(fault.Syntax, t.arg, format, args...).
		WithDetail("at character %d of %s", utf8.RuneCountInString(t.s[:t.pos])+1, Quote(t.arg))
}

func (t *text) done() bool { return t.pos >= len(t.s) }

// at tells whether c stands here.
func (t *text) at(c byte) bool { return t.pos < len(t.s) && t.s[t.pos] == c }

func (t *text) rest() string { return t.s[t.pos:] }

// take passes over prefix where it stands here.
func (t *text) take(prefix string) bool {
	if !strings.HasPrefix(t.s[t.pos:], prefix) {
		return false
	}
	t.pos += len(prefix)
	return true
}

func (t *text) spaces() {
	for t.at(' ') || t.at('\t') {
		t.pos++
	}
}

// end demands that nothing follows.
func (t *text) end() error {
	if t.done() {
		return nil
	}
	return t.fail("unexpected %s", Quote(t.rest()))
}

// expect demands c, with spaces around it.
func (t *text) expect(c byte) error {
	t.spaces()
	if !t.at(c) {
		if t.done() {
			return t.fail("it ends where %q should follow", c)
		}
		return t.fail("unexpected %s where %q should stand", Quote(t.rest()), c)
	}
	t.pos++
	t.spaces()
	return nil
}

// name takes a field's, collection's or alias's name, quoted or not.
func (t *text) name() (string, error) {
	t.spaces()
	if t.at('"') {
		return t.quoted()
	}
	start := t.pos
	for t.pos < len(t.s) && nameByte(t.s, t.pos) {
		t.pos++
	}
	name := strings.TrimRight(t.s[start:t.pos], " ")
	if name == "" {
		return "", t.fail("a name is missing")
	}
	return name, nil
}

// nameByte tells whether the byte at i belongs to a bare name. A dash does,
// but for that of an arrow.
func nameByte(s string, i int) bool {
	switch c := s[i]; {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9',
		c == '_', c == '$', c == ' ', c >= utf8.RuneSelf:
		return true
	case c == '-':
		return i+1 >= len(s) || s[i+1] != '>'
	}
	return false
}

// quoted takes a text in double quotes, with backslashes before quotes and
// backslashes.
func (t *text) quoted() (string, error) {
	start := t.pos + 1
	end := strings.IndexAny(t.s[start:], `"\`)
	if end >= 0 && t.s[start+end] == '"' {
		t.pos = start + end + 1
		return t.s[start : start+end], nil
	}
	var b strings.Builder
	for i := start; i < len(t.s); i++ {
		switch c := t.s[i]; {
		case c == '\\' && i+1 < len(t.s):
			i++
			b.WriteByte(t.s[i])
		case c == '"':
			t.pos = i + 1
			return b.String(), nil
		default:
			b.WriteByte(c)
		}
	}
	return "", t.fail("a quoted text has no closing quote")
}

// path takes the arrows of a JSON path: ->a->0->>b. asText tells that the last
// one is ->>.
func (t *text) path() (steps []string, asText bool, err error) {
	for t.take("->") {
		if asText {
			return nil, false, t.fail("nothing can follow ->>")
		}
		asText = t.take(">")
		step, err := t.name()
		if err != nil {
			return nil, false, err
		}
		if _, err := value.ParseText(textType, step); err != nil {
			return nil, false, err // no document has such a member
		}
		if steps = append(steps, step); len(steps) > maxPath {
			return nil, false, fault.Of(fault.TooComplex, t.arg, "a JSON path has at most %d steps", maxPath)
		}
	}
	return steps, asText, nil
}

// maxPath bounds the steps of a JSON path.
const maxPath = 64

// Quote shows a piece of what a client sent, cut to what a message can bear.
func Quote(s string) string {
	const most = 60
	if len(s) > most {
		s = s[:most] + "..."
	}
	return `"` + ValidText(s) + `"`
}

// ValidText is s with what is not UTF-8 replaced.
func ValidText(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
