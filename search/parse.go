package search

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Form is a way of writing queries.
type Form uint8

// The forms, which are those of PostgreSQL.
const (
	// Boolean is words with & (and), | (or), ! (not), <-> (followed by), :*
	// (as a beginning) and parentheses; a quoted text is its words in a row.
	Boolean Form = iota
	// Plain is words, all of which are wanted.
	Plain
	// InRow is words that are wanted in this order, with nothing between.
	InRow
	// Web is what people type: words, "quoted phrases", or, and - before what is
	// not wanted.
	Web
)

// The bounds of a query.
const (
	maxWords = 100
	maxDepth = 10
)

// Mistake is what is wrong with a query.
type Mistake struct {
	At      int // the character it begins at, counted from 1
	Message string
	Hint    string
	// TooLong tells that the query is well-formed and over a bound.
	TooLong bool
}

// Error tells the mistake and its place.
func (m *Mistake) Error() string { return fmt.Sprintf("%s, at character %d", m.Message, m.At) }

// Parse reads a query. negated tells that what does not satisfy it is wanted: a
// query of negations alone. A query without words is Empty and never negated.
func Parse(form Form, text string) (q *Query, negated bool, err *Mistake) {
	p := &parser{text: text}
	var r *raw
	switch form {
	case Boolean:
		r = p.boolean()
	case Web:
		r = p.web()
	case Plain:
		for _, w := range p.words(text, 0) {
			r = join(rawAnd, r, &raw{words: []string{w}})
		}
	case InRow:
		r = phrase(p.words(text, 0))
	}
	if p.mistake != nil {
		return nil, false, p.mistake
	}
	if r == nil {
		return none, false, nil
	}
	q, negated = r.settle()
	return q, negated, nil
}

func phrase(words []string) *raw {
	if len(words) == 0 {
		return nil
	}
	return &raw{words: words}
}

type parser struct {
	text    string
	at      int
	count   int
	mistake *Mistake
}

// fail keeps the first mistake and moves to the end.
func (p *parser) fail(at int, message, hint string) {
	if p.mistake == nil {
		p.mistake = &Mistake{At: utf8.RuneCountInString(p.text[:at]) + 1, Message: message, Hint: hint}
	}
	p.at = len(p.text)
}

// words gives the words of a part of the text that begins at at, and counts them.
func (p *parser) words(part string, at int) []string {
	var words []string
	eachWord(part, func(word string, within int) {
		if p.count++; p.count > maxWords {
			p.fail(at+within, fmt.Sprintf("the query has more than %d words", maxWords), "")
			p.mistake.TooLong = true
			return
		}
		words = append(words, word)
	})
	return words
}

func (p *parser) space() {
	for p.at < len(p.text) {
		r, size := utf8.DecodeRuneInString(p.text[p.at:])
		if !unicode.IsSpace(r) {
			return
		}
		p.at += size
	}
}

// take passes over a sign where it stands next.
func (p *parser) take(sign string) bool {
	p.space()
	if !strings.HasPrefix(p.text[p.at:], sign) {
		return false
	}
	p.at += len(sign)
	return true
}

// boolean reads the form Boolean, to the end.
func (p *parser) boolean() *raw {
	p.space()
	if p.at == len(p.text) {
		return nil
	}
	r := p.either(0)
	if p.space(); p.mistake == nil && p.at < len(p.text) {
		if p.text[p.at] == ')' {
			p.fail(p.at, "a parenthesis is closed that was not opened", "")
		} else {
			p.fail(p.at, "an operator is missing", "write & or | between words, or use plfts or wfts")
		}
	}
	return r
}

func (p *parser) either(depth int) *raw {
	args := []*raw{p.both(depth)}
	for p.take("|") {
		args = append(args, p.both(depth))
	}
	return join(rawOr, args...)
}

func (p *parser) both(depth int) *raw {
	args := []*raw{p.opposite(depth)}
	for p.take("&") {
		args = append(args, p.opposite(depth))
	}
	return join(rawAnd, args...)
}

func (p *parser) opposite(depth int) *raw {
	negated := false
	for p.take("!") {
		negated = !negated
	}
	r := p.row(depth)
	if negated && r != nil {
		return join(rawNot, r)
	}
	return r
}

// row reads operands that follow each other.
func (p *parser) row(depth int) *raw {
	r := p.operand(depth)
	for {
		p.space()
		at := p.at
		if !p.take("<") {
			return r
		}
		if !p.take("->") && !p.take("1>") {
			p.fail(at, "only the distance <-> is known", "write <->, or & for any distance")
			return nil
		}
		next := p.operand(depth)
		if r == nil || next == nil {
			if r == nil {
				r = next
			}
			continue
		}
		if r.op != rawPhrase || next.op != rawPhrase {
			p.fail(at, "<-> stands between words", "write the alternatives out: a <-> c | b <-> c")
			return nil
		}
		if r.pre {
			p.fail(at, "only the last word of a row can be a beginning", "leave :* out")
			return nil
		}
		r = &raw{words: append(r.words, next.words...), pre: next.pre}
	}
}

// operand reads a word, a quoted text, or what stands in parentheses.
func (p *parser) operand(depth int) *raw {
	p.space()
	at := p.at
	if p.take("(") {
		if depth == maxDepth {
			p.fail(at, fmt.Sprintf("the query is nested more than %d deep", maxDepth), "")
			p.mistake.TooLong = true
			return nil
		}
		r := p.either(depth + 1)
		if !p.take(")") && p.mistake == nil {
			p.fail(at, "a parenthesis is not closed", "")
		}
		return r
	}
	text, ok := p.quoted()
	if !ok {
		end := strings.IndexFunc(p.text[p.at:], func(r rune) bool {
			return unicode.IsSpace(r) || strings.ContainsRune("&|!<>():*'\"", r)
		})
		if end < 0 {
			end = len(p.text) - p.at
		}
		text = p.text[p.at : p.at+end]
		p.at += end
	}
	if p.mistake == nil && !ok && text == "" {
		p.fail(p.at, "a word is missing", "")
	}
	r := phrase(p.words(text, at))
	p.label(r)
	return r
}

// label reads :* behind a word.
func (p *parser) label(r *raw) {
	at := p.at
	if p.at == len(p.text) || p.text[p.at] != ':' {
		return
	}
	p.at++
	if p.at == len(p.text) || p.text[p.at] != '*' {
		p.fail(at, "behind : only * is known", "weights are not known here")
		return
	}
	p.at++
	if r != nil {
		r.pre = true
	}
}

// quoted reads a text in quotes, in which a doubled quote stands for one; false
// where none begins.
func (p *parser) quoted() (string, bool) {
	if p.at == len(p.text) || p.text[p.at] != '\'' && p.text[p.at] != '"' {
		return "", false
	}
	quote, start := p.text[p.at], p.at
	for p.at++; p.at < len(p.text); p.at++ {
		if p.text[p.at] != quote {
			continue
		}
		if p.at+1 < len(p.text) && p.text[p.at+1] == quote {
			p.at++
			continue
		}
		p.at++
		return p.text[start+1 : p.at-1], true
	}
	p.fail(start, "a quote is not closed", "")
	return "", true
}

// web reads the form Web, in which nothing is a mistake: a quote that is not
// closed goes to the end.
func (p *parser) web() *raw {
	var options []*raw
	var all *raw
	or := false
	for p.space(); p.at < len(p.text); p.space() {
		negated := false
		for p.at < len(p.text) && p.text[p.at] == '-' {
			negated = true
			p.at++
		}
		start, text := p.at, ""
		if p.at < len(p.text) && p.text[p.at] == '"' {
			text, _, _ = strings.Cut(p.text[p.at+1:], `"`)
			p.at = min(p.at+len(text)+2, len(p.text))
		} else {
			end := strings.IndexFunc(p.text[p.at:], func(r rune) bool { return unicode.IsSpace(r) || r == '"' })
			if end < 0 {
				end = len(p.text) - p.at
			}
			text = p.text[p.at : p.at+end]
			p.at += end
			if !negated && strings.EqualFold(text, "or") {
				or = all != nil
				continue
			}
		}
		r := phrase(p.words(text, start))
		if r == nil {
			continue
		}
		if negated {
			r = join(rawNot, r)
		}
		if or {
			options = append(options, all)
			all, or = nil, false
		}
		all = join(rawAnd, all, r)
	}
	return join(rawOr, append(options, all)...)
}
