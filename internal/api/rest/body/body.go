// Package body reads what REST requests send: JSON objects as rows of values
// or forms as rows of values (Split, Form, Tabulate), and CSV or NDJSON of any length as a query.RowSource that
// is kept in a file (Receive). It gives every mistake with the place where it
// stands. What becomes of the rows is the door's to say.
package body

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
	"bedplate/value"
)

// Member is one name and value of a JSON object, the value as it was sent: it
// is read as its field's type, so that no number passes through a double.
type Member struct {
	name string
	raw  []byte
	text bool // raw is the value's text, and no JSON
}

// value reads the member as a value of a type.
func (m *Member) value(t value.Type) (value.Value, error) {
	if m.text {
		return value.ParseText(t, string(m.raw))
	}
	return value.ParseJSON(t, m.raw)
}

// Payload is a body: objects, one of them or an array.
type Payload struct {
	Rows  [][]Member
	Array bool
}

// Form is what a body is written in.
type Form uint8

const (
	JSON  Form = iota // an object, or an array of them
	Lines             // NDJSON: an object a line
	CSV               // a line of names and a record a line
	Pairs             // names and texts, as browsers send a form
)

// ContentType tells a body's form; nothing said is JSON.
func ContentType(header string) (Form, error) {
	if header == "" {
		return JSON, nil
	}
	name, _, err := mime.ParseMediaType(header)
	if err != nil {
		return 0, fault.Of(fault.Body, "Content-Type", "Content-Type not acceptable: %s", grammar.ValidText(header))
	}
	switch name {
	case "application/json", "application/vnd.pgrst.object+json", "application/vnd.pgrst.array+json":
		return JSON, nil
	case "application/x-ndjson":
		return Lines, nil
	case "text/csv":
		return CSV, nil
	case pairsType:
		return Pairs, nil
	}
	return 0, fault.Of(fault.Body, "Content-Type", "Content-Type not acceptable: %s", grammar.ValidText(name)).
		WithHint("send application/json, application/x-ndjson, text/csv or " + pairsType)
}

// Read reads a body whole: an array may be longer than an object.
func Read(r *http.Request, maxObject, maxBulk int64) ([]byte, error) {
	if err := plain(r.Header); err != nil {
		return nil, err
	}
	if r.ContentLength > maxBulk {
		return nil, tooLarge(maxBulk, "array")
	}
	var buf bytes.Buffer
	if r.ContentLength > 0 {
		buf.Grow(int(min(r.ContentLength, maxObject)) + bytes.MinRead)
	}
	if _, err := buf.ReadFrom(io.LimitReader(r.Body, maxObject+1)); err != nil {
		return nil, readFailure(err)
	}
	if int64(buf.Len()) <= maxObject {
		return buf.Bytes(), nil
	}
	if start := bytes.TrimLeft(buf.Bytes(), " \t\r\n"); len(start) == 0 || start[0] != '[' {
		return nil, tooLarge(maxObject, "object")
	}
	if _, err := buf.ReadFrom(io.LimitReader(r.Body, maxBulk-maxObject)); err != nil {
		return nil, readFailure(err)
	}
	if int64(buf.Len()) > maxBulk {
		return nil, tooLarge(maxBulk, "array")
	}
	return buf.Bytes(), nil
}

// plain refuses a body that is compressed: it would be read as what it is not.
func plain(h http.Header) error {
	for _, line := range h["Content-Encoding"] {
		if name := strings.ToLower(strings.TrimSpace(line)); name != "" && name != "identity" {
			return fault.Of(fault.Unsupported, "Content-Encoding", "a body in the encoding %s is not taken", grammar.Quote(name)).
				WithHint("send it as it is")
		}
	}
	return nil
}

func tooLarge(limit int64, what string) error {
	return fault.New(fault.TooLarge, "the body is too large").
		WithDetail("a body of one %s has at most %d bytes", what, limit)
}

// readFailure classifies an error of reading a body: the server's own limit,
// or a caller who went away.
func readFailure(err error) error {
	var limit *http.MaxBytesError
	if errors.As(err, &limit) {
		return tooLarge(limit.Limit, "request")
	}
	return fault.Wrap(fault.Body, err, "the body ended too early")
}

// Split splits a body into its objects and their members.
func Split(raw []byte) (Payload, error) {
	raw = bytes.TrimPrefix(raw, byteOrderMark)
	if len(bytes.TrimSpace(raw)) == 0 {
		return Payload{}, fault.New(fault.Body, "Empty or invalid json").
			WithHint("send a JSON object, or an array of objects")
	}
	if err := checkDepth(raw); err != nil {
		return Payload{}, err
	}
	if !json.Valid(raw) {
		return Payload{}, invalidJSON(raw)
	}
	s := splitter{raw: raw, names: map[string]string{}}
	var p Payload
	s.space()
	if s.raw[s.pos] == '{' {
		row, err := s.object()
		p.Rows = [][]Member{row}
		return p, err
	}
	if s.raw[s.pos] != '[' {
		return p, fault.New(fault.Body, "the body is neither a JSON object nor an array of objects")
	}
	p.Array = true
	for s.next('[', ']') {
		if s.raw[s.pos] != '{' {
			return p, &fault.Error{Code: fault.Body, Message: "the array holds something that is not an object", Row: len(p.Rows) + 1}
		}
		if len(p.Rows) == maxRows {
			return p, fault.New(fault.TooLarge, "the array has more than %d objects", maxRows).
				WithHint("send them in several requests")
		}
		row, err := s.object()
		if err != nil {
			at := *fault.As(err)
			at.Row = len(p.Rows) + 1
			return p, &at
		}
		p.Rows = append(p.Rows, row)
	}
	return p, nil
}

// maxNesting is a JSON document's depth, in an object, in an array.
const maxNesting = 64 + 2

// checkDepth refuses deep nesting before anything recurses.
func checkDepth(raw []byte) error {
	depth := 0
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			i = stringEnd(raw, i)
		case '{', '[':
			if depth++; depth > maxNesting {
				return fault.New(fault.TooComplex, "the JSON nests deeper than 64 levels")
			}
		case '}', ']':
			depth--
		}
	}
	return nil
}

// stringEnd gives the position of the quote that ends the string at start, or
// the last position where none does.
func stringEnd(raw []byte, start int) int {
	for i := start + 1; i < len(raw); i++ {
		switch raw[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return len(raw) - 1
}

// invalidJSON says where a body stops being JSON.
func invalidJSON(raw []byte) error {
	err := fault.New(fault.Body, "Empty or invalid json")
	var syntax *json.SyntaxError
	var ignored json.RawMessage
	if errors.As(json.Unmarshal(raw, &ignored), &syntax) {
		return err.WithDetail("%s, at byte %d", syntax.Error(), syntax.Offset)
	}
	return err
}

// splitter walks a valid JSON text.
type splitter struct {
	raw   []byte
	pos   int
	names map[string]string // each name once, however many objects have it

	seen    map[string]bool // of the object at hand, where it has many
	members int             // of all objects so far
}

func (s *splitter) space() {
	for s.pos < len(s.raw) {
		switch s.raw[s.pos] {
		case ' ', '\t', '\r', '\n':
			s.pos++
		default:
			return
		}
	}
}

// next goes to the next item of an array or object; false at its end.
func (s *splitter) next(open, end byte) bool {
	s.space()
	if c := s.raw[s.pos]; c == open || c == ',' {
		s.pos++
		s.space()
	}
	if s.raw[s.pos] == end {
		s.pos++
		return false
	}
	return true
}

// object takes an object's members. A name that stands twice is refused: one
// of its values would be lost.
func (s *splitter) object() ([]Member, error) {
	var row []Member
	s.pos++
	for s.next(',', '}') {
		name, err := s.name()
		if err != nil {
			return nil, err
		}
		if s.twice(row, name) {
			return nil, fault.Of(fault.Body, grammar.ValidText(name), "the member %s stands twice in one object", grammar.Quote(name))
		}
		if len(row) == maxMembers {
			return nil, fault.New(fault.TooComplex, "an object has more than %d members", maxMembers)
		}
		if s.members++; s.members > maxBodyMembers {
			return nil, fault.New(fault.TooLarge, "the body's objects have more than %d members in all", maxBodyMembers)
		}
		s.space()
		s.pos++ // the colon
		s.space()
		start := s.pos
		s.skip()
		row = append(row, Member{name: name, raw: s.raw[start:s.pos]})
	}
	return row, nil
}

// twice tells whether the object at hand has the name already. Few members are
// compared one by one, more are looked up.
func (s *splitter) twice(row []Member, name string) bool {
	const few = 16
	if len(row) < few {
		return slices.ContainsFunc(row, func(m Member) bool { return m.name == name })
	}
	if len(row) == few {
		if s.seen == nil {
			s.seen = make(map[string]bool)
		}
		clear(s.seen)
		for i := range row {
			s.seen[row[i].name] = true
		}
	}
	if s.seen[name] {
		return true
	}
	s.seen[name] = true
	return false
}

// The bounds of a body: an object's members, which no collection has more
// fields than, those of all its objects, and its objects.
const (
	maxMembers     = 2000
	maxBodyMembers = 2 << 20
	maxRows        = 100_000
)

// name takes a member's name.
func (s *splitter) name() (string, error) {
	start := s.pos
	s.pos = stringEnd(s.raw, s.pos) + 1
	raw := s.raw[start+1 : s.pos-1]
	if name, ok := s.names[string(raw)]; ok {
		return name, nil
	}
	name := string(raw)
	if strings.IndexByte(name, '\\') >= 0 {
		if err := json.Unmarshal(s.raw[start:s.pos], &name); err != nil {
			return "", fault.Wrap(fault.Body, err, "a member's name is not a string")
		}
	}
	if len(s.names) < maxMembers {
		s.names[string(raw)] = name
	}
	return name, nil
}

// skip passes over one value.
func (s *splitter) skip() {
	depth := 0
	for s.pos < len(s.raw) {
		switch s.raw[s.pos] {
		case '"':
			s.pos = stringEnd(s.raw, s.pos)
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return
			}
			depth--
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return
			}
		}
		s.pos++
	}
}
