package gathered

import "bedplate/fault"

// scan goes through a JSON document that is known to be one.
type scan struct {
	text []byte
	pos  int
	cut  bool // the text ended before what it holds
}

func (s *scan) space() {
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return
		}
	}
}

// open goes into an array.
func (s *scan) open() bool {
	s.space()
	if s.pos < len(s.text) && s.text[s.pos] == '[' {
		s.pos++
		return true
	}
	return false
}

// closed goes out of an array where it ends, or to its next item. The end of the text
// ends it too.
func (s *scan) closed() bool {
	s.space()
	if s.pos == len(s.text) {
		s.cut = true
		return true
	}
	switch s.text[s.pos] {
	case ',':
		s.pos++
	case ']':
		s.pos++
		return true
	}
	return false
}

// number takes a number that stands next.
func (s *scan) number() (n int, ok bool) {
	for s.space(); s.pos < len(s.text) && s.text[s.pos] >= '0' && s.text[s.pos] <= '9'; s.pos++ {
		n, ok = n*10+int(s.text[s.pos]-'0'), true
	}
	return n, ok
}

// whole tells, as an error, that the text was not whole.
func (s *scan) whole() error {
	if s.cut {
		return s.bad()
	}
	return nil
}

// skip gives the text of the value that stands next, nil where there is none.
func (s *scan) skip() []byte {
	s.space()
	start, depth := s.pos, 0
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case '"':
			if !s.quoted() {
				return nil
			}
			if depth == 0 {
				return s.text[start:s.pos]
			}
			continue
		case '[', '{':
			depth++
		case ']', '}':
			if depth == 0 {
				return s.since(start)
			}
			if depth--; depth == 0 {
				s.pos++
				return s.text[start:s.pos]
			}
		case ',', ' ', '\t', '\n', '\r':
			if depth == 0 {
				return s.since(start)
			}
		}
		s.pos++
	}
	if depth > 0 {
		return nil
	}
	return s.since(start)
}

func (s *scan) since(start int) []byte {
	if s.pos == start {
		return nil
	}
	return s.text[start:s.pos]
}

// quoted goes behind a string.
func (s *scan) quoted() bool {
	for s.pos++; s.pos < len(s.text); s.pos++ {
		switch s.text[s.pos] {
		case '\\':
			s.pos++
		case '"':
			s.pos++
			return true
		}
	}
	return false
}

func (s *scan) bad() error {
	return fault.New(fault.Internal, "gathered rows are no rows at byte %d of %d", s.pos, len(s.text))
}
