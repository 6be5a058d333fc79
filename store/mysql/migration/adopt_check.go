package migration

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"bedplate/store/driver"
	"bedplate/store/found"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/definition"
	"bedplate/value"
)

var (
	nowCall   = regexp.MustCompile(`(?i)^\(?(current_timestamp|now|localtimestamp|localtime|utc_timestamp)(\([0-6]?\))?\)?$`)
	bitNumber = regexp.MustCompile(`^b'([01])'$`)
)

// takeDefault says a default as a literal where that can be.
func (d *declared) takeDefault(out *driver.FoundColumn) {
	given := d.fallback
	if given == "" {
		return
	}
	if out.Type == "time" && nowCall.MatchString(given) {
		out.Default.Now = true
		return
	}
	said, quoted := definition.Constant(given)
	if !quoted {
		said = given
	}
	switch out.Type {
	case "text", "enum":
		if quoted {
			out.Default.JSON = string(value.AppendQuoted(nil, said))
			return
		}
	case "bool":
		if m := bitNumber.FindStringSubmatch(said); m != nil {
			said = m[1]
		}
		if said == "0" || said == "1" {
			out.Default.JSON = strconv.FormatBool(said == "1")
			return
		}
	default:
		if found.Default(out, said) {
			return
		}
	}
	out.Default.Database = given
}

// checks takes the checks over one column that the expression language can say;
// the others are noted, and stay the database's.
func (t *adopted) checks() {
	for _, c := range t.stands.Columns {
		if words, ok := definition.Condition(c.Text); ok && !t.validates(c.Name) {
			t.check("of "+c.Name, words)
		}
	}
	for _, c := range t.stands.Checks {
		if words, ok := definition.Condition(c.Text); ok {
			t.check(c.Name, words)
		}
	}
}

func (t *adopted) check(name string, words []string) {
	p := &checkParser{words: slices.DeleteFunc(slices.Clone(words), isCharset)}
	if t.takeCheck(p) {
		return
	}
	t.Notes = append(t.Notes, "The database checks "+name+", "+strings.Join(words, " ")+"; this file does not say it.")
}

// isCharset tells the name of a character set before a constant.
func isCharset(word string) bool {
	return word == "_utf8mb4" || word == "_utf8mb3" || word == "_latin1"
}

func (t *adopted) takeCheck(p *checkParser) bool {
	said, ok := p.all()
	if !ok {
		return false
	}
	c := t.found(p.column)
	if c == nil || c.Generated || c.Check != "" || !slices.Contains([]string{"int", "float", "decimal", "text"}, c.Type) ||
		(c.Type == "text") != (p.texts || p.sized) || p.texts && p.sized {
		return false
	}
	if p.values != nil && c.Collation == "" && c.SQLType == "" {
		c.Type, c.Values, c.Max = "enum", p.values, 0
		return true
	}
	// As in SQL, a null passes.
	c.Check = said
	return true
}

// checkParser reads conditions over one column: comparisons with constants, IN,
// BETWEEN and lengths, joined by AND.
type checkParser struct {
	words  []string
	at     int
	column string
	texts  bool     // constants are texts
	sized  bool     // it is about the length
	values []string // of the only term, where that is IN
}

// take passes over words.
func (p *checkParser) take(words ...string) bool {
	for i, w := range words {
		if p.at+i >= len(p.words) || !strings.EqualFold(p.words[p.at+i], w) {
			return false
		}
	}
	p.at += len(words)
	return true
}

// all reads the whole condition.
func (p *checkParser) all() (string, bool) {
	said, ok := p.conjunction()
	return said, ok && p.at == len(p.words)
}

func (p *checkParser) conjunction() (string, bool) {
	var parts []string
	for {
		part, ok := p.term()
		if !ok {
			return "", false
		}
		if parts = append(parts, part); len(parts) > 1 {
			p.values = nil
		}
		if !p.take("and") {
			return strings.Join(parts, " && "), true
		}
	}
}

func (p *checkParser) term() (string, bool) {
	start := p.at
	if p.take("(") {
		if said, ok := p.conjunction(); ok && p.take(")") {
			return said, true
		}
		p.at = start
	}
	operand, ok := p.operand()
	if !ok {
		return "", false
	}
	switch {
	case p.take("in", "("):
		return p.oneOf(operand)
	case p.take("between"):
		low, ok := p.constant()
		if !ok || p.texts || !p.take("and") {
			return "", false
		}
		high, ok := p.constant()
		return operand + " >= " + low + " && " + operand + " <= " + high, ok
	}
	op, ok := p.operator()
	if !ok {
		return "", false
	}
	constant, ok := p.constant()
	if p.texts && op != "==" && op != "!=" {
		return "", false // it would follow the collation
	}
	return operand + " " + op + " " + constant, ok
}

// oneOf reads the list of IN.
func (p *checkParser) oneOf(operand string) (string, bool) {
	var items []string
	for {
		raw := ""
		if p.at < len(p.words) {
			raw, _ = definition.Constant(p.words[p.at])
		}
		item, ok := p.constant()
		if !ok {
			return "", false
		}
		items = append(items, item)
		if p.texts {
			p.values = append(p.values, raw)
		}
		if p.take(")") {
			return operand + " in [" + strings.Join(items, ", ") + "]", true
		}
		if !p.take(",") {
			return "", false
		}
	}
}

// operand reads the column, or the length of it.
func (p *checkParser) operand() (string, bool) {
	sized := p.take("char_length", "(") || p.take("character_length", "(")
	if p.at == len(p.words) || !strings.HasPrefix(p.words[p.at], "`") {
		return "", false
	}
	name := strings.ReplaceAll(strings.Trim(p.words[p.at], "`"), "``", "`")
	if p.column != "" && p.column != name || ddl.Quote(name) != p.words[p.at] || p.column != "" && p.sized != sized {
		return "", false
	}
	p.column, p.sized = name, sized
	p.at++
	if sized {
		return "size(" + driver.Self + ")", p.take(")")
	}
	return driver.Self, true
}

// operator reads a comparison, whose signs may be words of their own.
func (p *checkParser) operator() (string, bool) {
	signs := ""
	for p.at < len(p.words) && strings.Trim(p.words[p.at], "<>=!") == "" {
		signs += p.words[p.at]
		p.at++
	}
	op, ok := map[string]string{"=": "==", "<>": "!=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}[signs]
	return op, ok
}

// constant reads a text or a number, which some servers put in brackets behind its sign.
func (p *checkParser) constant() (string, bool) {
	if p.at == len(p.words) {
		return "", false
	}
	if text, ok := definition.Constant(p.words[p.at]); ok {
		p.at++
		p.texts = true
		return string(value.AppendQuoted(nil, text)), true
	}
	number := ""
	for p.take("-") {
		number += "-"
	}
	bracketed := p.take("(")
	for p.at < len(p.words) && strings.Trim(p.words[p.at], "-.0123456789") == "" {
		number += p.words[p.at]
		p.at++
	}
	if bracketed && !p.take(")") {
		return "", false
	}
	_, err := strconv.ParseFloat(number, 64)
	return number, err == nil
}
