package value

import (
	"unicode/utf16"
	"unicode/utf8"

	"bedplate/fault"
)

// MaxDepth is how deep arrays and objects of a JSON document may nest.
const MaxDepth = 64

// scanner reads JSON strictly (RFC 8259), and refuses what a text cannot hold:
// invalid UTF-8, NUL, surrogates without their other half.
type scanner struct {
	src   []byte
	pos   int
	depth int
}

// fail says that the document is wrong where the scanner stands.
func (s *scanner) fail(format string, args ...any) error {
	return fault.New(fault.Value, format, args...).WithDetail("at byte %d of the JSON", s.pos+1)
}

// peek skips white space and gives the next byte; 0 at the end.
func (s *scanner) peek() byte {
	for s.pos < len(s.src) {
		switch c := s.src[s.pos]; c {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return c
		}
	}
	return 0
}

// end is an error where anything follows.
func (s *scanner) end() error {
	if s.peek(); s.pos < len(s.src) {
		return s.fail("something follows the JSON value: %s", excerpt(string(s.src[s.pos:min(len(s.src), s.pos+64)])))
	}
	return nil
}

// word takes true, false or null.
func (s *scanner) word(w string) error {
	if len(s.src)-s.pos < len(w) || string(s.src[s.pos:s.pos+len(w)]) != w {
		return s.unexpected()
	}
	s.pos += len(w)
	return nil
}

func (s *scanner) unexpected() error {
	if s.pos >= len(s.src) {
		return s.fail("the JSON ends too early")
	}
	return s.fail("%s is not JSON", excerpt(string(s.src[s.pos:min(len(s.src), s.pos+20)])))
}

// enter counts a level of nesting.
func (s *scanner) enter() error {
	if s.depth++; s.depth > MaxDepth {
		return fault.New(fault.TooComplex, "the JSON nests deeper than %d levels", MaxDepth)
	}
	s.pos++
	return nil
}

// numberText takes a number as it is written.
func (s *scanner) numberText() (string, error) {
	start := s.pos
	if s.at('-') {
		s.pos++
	}
	switch {
	case s.at('0'):
		s.pos++
	case s.digits() == 0:
		return "", s.unexpected()
	}
	if s.at('.') {
		s.pos++
		if s.digits() == 0 {
			return "", s.unexpected()
		}
	}
	if s.at('e') || s.at('E') {
		s.pos++
		if s.at('+') || s.at('-') {
			s.pos++
		}
		if s.digits() == 0 {
			return "", s.unexpected()
		}
	}
	return string(s.src[start:s.pos]), nil
}

func (s *scanner) at(c byte) bool { return s.pos < len(s.src) && s.src[s.pos] == c }

func (s *scanner) digits() int {
	start := s.pos
	for s.pos < len(s.src) && s.src[s.pos] >= '0' && s.src[s.pos] <= '9' {
		s.pos++
	}
	return s.pos - start
}

// text takes a string and gives what it means.
func (s *scanner) text() (string, error) {
	if !s.at('"') {
		return "", s.unexpected()
	}
	s.pos++
	start := s.pos
	for s.pos < len(s.src) {
		switch c := s.src[s.pos]; {
		case c == '"':
			plain := string(s.src[start:s.pos])
			s.pos++
			return plain, nil
		case c == '\\' || c < ' ' || c >= utf8.RuneSelf:
			return s.slowText(start)
		}
		s.pos++
	}
	return "", s.unexpected()
}

// slowText goes on with a string that is not plain ASCII.
func (s *scanner) slowText(start int) (string, error) {
	out := append([]byte(nil), s.src[start:s.pos]...)
	for s.pos < len(s.src) {
		c := s.src[s.pos]
		switch {
		case c == '"':
			s.pos++
			return string(out), nil
		case c == '\\':
			r, err := s.escape()
			if err != nil {
				return "", err
			}
			out = utf8.AppendRune(out, r)
		case c < ' ':
			return "", s.fail("a control character stands bare in a JSON string; escape it")
		case c < utf8.RuneSelf:
			out = append(out, c)
			s.pos++
		default:
			r, size := utf8.DecodeRune(s.src[s.pos:])
			if r == utf8.RuneError && size <= 1 {
				return "", s.fail("the text is not valid UTF-8")
			}
			out = append(out, s.src[s.pos:s.pos+size]...)
			s.pos += size
		}
	}
	return "", s.unexpected()
}

var escapes = map[byte]rune{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escape takes one escape, or the two of a surrogate pair.
func (s *scanner) escape() (rune, error) {
	if s.pos+1 >= len(s.src) {
		s.pos = len(s.src)
		return 0, s.unexpected()
	}
	if r, ok := escapes[s.src[s.pos+1]]; ok {
		s.pos += 2
		return r, nil
	}
	r, err := s.unit()
	if err != nil {
		return 0, err
	}
	if r == 0 {
		return 0, s.fail("the text contains a NUL character")
	}
	if !utf16.IsSurrogate(r) {
		return r, nil
	}
	if s.at('\\') {
		low, err := s.unit()
		if err != nil {
			return 0, err
		}
		if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
			return pair, nil
		}
	}
	return 0, s.fail("the text contains half of a surrogate pair")
}

// unit takes \uXXXX.
func (s *scanner) unit() (rune, error) {
	if s.pos+6 > len(s.src) || s.src[s.pos+1] != 'u' {
		return 0, s.unexpected()
	}
	var r rune
	for _, c := range s.src[s.pos+2 : s.pos+6] {
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, s.unexpected()
		}
	}
	s.pos += 6
	return r, nil
}
