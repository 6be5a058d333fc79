package migration

import (
	"slices"
	"strings"

	"bedplate/store/driver"
	"bedplate/store/sqlite/definition"
	"bedplate/value"
)

// checks takes the table's checks over one column that the expression language
// can say; the others are noted, and stay the database's.
func (t *adopted) checks() {
	for _, check := range t.definition.Checks {
		ts := definition.Tokens(check.Normal)
		// The normal form has lost its quotes; the text still has them.
		if all := definition.Tokens(check.Text); len(all) > 1 {
			ts = all[1:]
		}
		if !t.takeCheck(ts) {
			t.Notes = append(t.Notes, "The database checks "+check.Text+"; this file does not say it.")
		}
	}
}

func (t *adopted) takeCheck(ts []definition.Token) bool {
	p := checkParser{ts: ts}
	text, ok := p.all()
	if !ok || p.column == "" {
		return false
	}
	c := t.found(p.column)
	if c == nil || c.Generated || !slices.Contains([]string{"int", "float", "decimal", "text"}, c.Type) {
		return false
	}
	if (c.Type == "text") != p.texts && !p.sized {
		return false
	}
	if p.values != nil && c.Type == "text" && c.Values == nil && c.Check == "" && c.Collation == "" {
		c.Type, c.Values, c.Max = "enum", p.values, 0
		return true
	}
	if c.Type == "enum" || c.Check != "" {
		return false
	}
	// As in SQL, a null passes.
	c.Check = text
	return true
}

// checkParser reads conditions over one column: comparisons with constants,
// IN, BETWEEN, length, joined by AND, perhaps allowing null first.
type checkParser struct {
	ts     []definition.Token
	at     int
	column string
	texts  bool // constants are texts
	sized  bool // it is about the length
	values []string
}

func (p *checkParser) peek(word string) bool { return p.at < len(p.ts) && p.ts[p.at].Is(word) }

func (p *checkParser) take(words ...string) bool {
	for i, w := range words {
		if p.at+i >= len(p.ts) || !p.ts[p.at+i].Is(w) {
			return false
		}
	}
	p.at += len(words)
	return true
}

// all reads the whole condition.
func (p *checkParser) all() (string, bool) {
	for len(p.ts) > 2 && p.ts[0].Is("(") && definition.Closing(p.ts, 0) == len(p.ts)-1 {
		p.ts = p.ts[1 : len(p.ts)-1]
	}
	start := p.at
	if p.operand() && p.take("is", "null", "or") {
		if p.peek("(") && definition.Closing(p.ts, p.at) == len(p.ts)-1 {
			p.ts = p.ts[p.at+1 : len(p.ts)-1]
			p.at = 0
		}
	} else {
		p.at = start
	}
	var parts []string
	for {
		part, ok := p.term()
		if !ok {
			return "", false
		}
		parts = append(parts, part)
		if p.at == len(p.ts) {
			if len(parts) > 1 {
				p.values = nil
			}
			return strings.Join(parts, " && "), true
		}
		if !p.take("and") {
			return "", false
		}
	}
}

// operand reads the column, or the length of it.
func (p *checkParser) operand() bool {
	length := p.take("length", "(")
	if p.at >= len(p.ts) || p.ts[p.at].Literal || !p.ts[p.at].Quoted && !definition.WordByte(p.ts[p.at].Text[0]) {
		return false
	}
	name := p.ts[p.at].Text
	if p.column != "" && !strings.EqualFold(p.column, name) {
		return false
	}
	p.column = name
	p.at++
	if length {
		p.sized = true
		return p.take(")")
	}
	return true
}

// operators are SQL's, as the expression language has them.
var operators = map[string]string{
	"=": "==", "==": "==", "<>": "!=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=",
}

func (p *checkParser) term() (string, bool) {
	sized := p.peek("length")
	if !p.operand() {
		return "", false
	}
	self := driver.Self
	if sized {
		self = "size(" + driver.Self + ")"
	}
	switch {
	case p.take("between"):
		low, ok := p.constant()
		if !ok || !p.take("and") {
			return "", false
		}
		high, ok := p.constant()
		return self + " >= " + low + " && " + self + " <= " + high, ok
	case p.take("in", "("):
		return p.in(self)
	case p.at < len(p.ts):
		op, ok := operators[p.ts[p.at].Text]
		if !ok {
			return "", false
		}
		p.at++
		constant, ok := p.constant()
		return self + " " + op + " " + constant, ok
	}
	return "", false
}

func (p *checkParser) in(self string) (string, bool) {
	var items []string
	for {
		if p.at < len(p.ts) && p.ts[p.at].Literal {
			p.values = append(p.values, unquote(p.ts[p.at].Text))
		}
		item, ok := p.constant()
		if !ok {
			return "", false
		}
		items = append(items, item)
		if p.take(")") {
			return self + " in [" + strings.Join(items, ", ") + "]", true
		}
		if !p.take(",") {
			return "", false
		}
	}
}

// constant reads a number or text.
func (p *checkParser) constant() (string, bool) {
	sign := ""
	if p.take("-") {
		sign = "-"
	}
	if p.at >= len(p.ts) {
		return "", false
	}
	t := p.ts[p.at]
	p.at++
	if t.Literal && sign == "" {
		p.texts = true
		return string(value.AppendQuoted(nil, unquote(t.Text))), true
	}
	if _, err := value.ParseDecimal(t.Text, 0, 0); err != nil || t.Quoted {
		return "", false
	}
	return sign + t.Text, true
}
