package migration

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"bedplate/store/driver"
	"bedplate/store/found"
	"bedplate/store/postgres/ddl"
	"bedplate/value"
)

// cast is what PostgreSQL writes behind a constant.
const cast = `(?:::[a-z_ ]+(?:\([0-9, ]+\))?(?:\[\])?)`

var (
	quotedConstant = regexp.MustCompile(`^'((?:[^']|'')*)'` + cast + `?$`)
	plainConstant  = regexp.MustCompile(`^\(?(-?[0-9.]+(?:e[+-]?[0-9]+)?)\)?` + cast + `?$`)
	nowCall        = regexp.MustCompile(`(?i)^\(?(now\(\)|current_timestamp|transaction_timestamp\(\)|statement_timestamp\(\)|clock_timestamp\(\)|timezone\('utc'::text, now\(\)\))\)?$`)
)

// takeDefault says a default as a literal where that can be.
func (d *declared) takeDefault(out *driver.FoundColumn) {
	text := d.fallback
	if text == "" || strings.HasPrefix(text, "NULL") {
		return
	}
	if out.Type == "time" && nowCall.MatchString(text) {
		out.Default.Now = true
		return
	}
	said, quoted := text, false
	if m := quotedConstant.FindStringSubmatch(text); m != nil {
		said, quoted = strings.ReplaceAll(m[1], "''", "'"), true
	} else if m := plainConstant.FindStringSubmatch(text); m != nil {
		said = m[1]
	}
	switch out.Type {
	case "text", "enum":
		if quoted {
			out.Default.JSON = string(value.AppendQuoted(nil, said))
			return
		}
	default:
		if found.Default(out, said) {
			return
		}
	}
	out.Default.Database = text
}

// checks takes the checks over one column that the expression language can say;
// the others are noted, and stay the database's.
func (t *adopted) checks() {
	for _, k := range t.stands.constraints {
		if k.kind != "c" && k.kind != "x" {
			continue
		}
		if k.kind == "x" || len(k.columns) != 1 || !t.takeCheck(t.found(k.columns[0]), k.text) {
			t.Notes = append(t.Notes, "The database checks "+k.name+", "+k.text+"; this file does not say it.")
		}
	}
}

func (t *adopted) takeCheck(c *driver.FoundColumn, text string) bool {
	if c == nil || c.Generated || c.SQLType != "" {
		return false
	}
	text, valid := strings.CutSuffix(text, " NOT VALID")
	body, ok := strings.CutPrefix(text, "CHECK ")
	if !ok || valid {
		return false
	}
	p := &checkParser{column: c.Name, text: body}
	if values, ok := p.values(); ok && c.Type == "text" && c.Check == "" {
		if c.Collation == "" {
			c.Type, c.Values, c.Max = "enum", values, 0
			return true
		}
		// An enum is in the order of its bytes, which this one is not.
		texts := make([]string, len(values))
		for i, v := range values {
			texts[i] = string(value.AppendQuoted(nil, v))
		}
		c.Check = driver.Self + " in [" + strings.Join(texts, ", ") + "]"
		return true
	}
	if c.Check != "" || !slices.Contains([]string{"int", "float", "decimal", "text"}, c.Type) {
		return false
	}
	check, ok := p.comparisons(c.Type)
	if ok {
		c.Check = check
	}
	return ok
}

// checkParser reads a condition over one column as pg_get_constraintdef writes
// it.
type checkParser struct{ column, text string }

// bare takes parentheses away that are around all of a text.
func bare(text string) string {
	for {
		text = strings.TrimSpace(text)
		if !strings.HasPrefix(text, "(") || closing(text) != len(text)-1 {
			return text
		}
		text = text[1 : len(text)-1]
	}
}

// closing finds the parenthesis that closes the first one.
func closing(text string) int {
	depth, quoted := 0, byte(0)
	for i := range len(text) {
		switch c := text[i]; {
		case quoted != 0:
			if c == quoted {
				quoted = 0
			}
		case c == '\'' || c == '"':
			quoted = c
		case c == '(':
			depth++
		case c == ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// isColumn tells the column itself, perhaps as a text.
func (p *checkParser) isColumn(text string) bool {
	text = bare(text)
	if name, ok := strings.CutSuffix(text, "::text"); ok {
		text = bare(name)
	}
	return text == p.column || text == ddl.Quote(p.column)
}

var (
	anyOf = regexp.MustCompile(`^(.+) = ANY \((.+)\)$`)
	list  = regexp.MustCompile(`^\(?ARRAY\[(.*)\]\)?` + cast + `?$`)
	item  = regexp.MustCompile(`^'((?:[^']|'')*)'` + cast + `?(?:, |$)`)
)

// values reads col IN ('a', 'b').
func (p *checkParser) values() ([]string, bool) {
	m := anyOf.FindStringSubmatch(bare(p.text))
	if m == nil || !p.isColumn(m[1]) {
		return nil, false
	}
	items := list.FindStringSubmatch(bare(m[2]))
	if items == nil {
		return nil, false
	}
	var out []string
	for rest := items[1]; rest != ""; {
		m := item.FindStringSubmatch(rest)
		if m == nil {
			return nil, false
		}
		out, rest = append(out, strings.ReplaceAll(m[1], "''", "'")), rest[len(m[0]):]
	}
	return out, len(out) > 0
}

var comparison = regexp.MustCompile(`^(.+?) (>=|<=|<>|=|>|<) (.+)$`)

// comparisons reads comparisons with constants, joined by AND. As in SQL, a null
// passes.
func (p *checkParser) comparisons(kind string) (string, bool) {
	var parts []string
	for _, part := range conjuncts(bare(p.text)) {
		m := comparison.FindStringSubmatch(bare(part))
		if m == nil {
			return "", false
		}
		said := driver.Self
		sized := false
		for _, f := range []string{"char_length(", "length(", "character_length("} {
			if inner, ok := strings.CutPrefix(m[1], f); ok && p.isColumn(strings.TrimSuffix(inner, ")")) && kind == "text" {
				said, sized = "size("+driver.Self+")", true
			}
		}
		if !sized && !p.isColumn(m[1]) {
			return "", false
		}
		op := map[string]string{"=": "==", "<>": "!="}[m[2]]
		if op == "" {
			op = m[2]
		}
		constant, ok := constantOf(bare(m[3]), kind == "text" && !sized)
		if !ok || kind == "text" && !sized && op != "==" && op != "!=" {
			return "", false
		}
		parts = append(parts, said+" "+op+" "+constant)
	}
	return strings.Join(parts, " && "), len(parts) > 0
}

// conjuncts splits what AND joins, parentheses around each.
func conjuncts(text string) []string {
	if !strings.HasPrefix(text, "(") {
		return []string{text}
	}
	var out []string
	for {
		end := closing(text)
		if end < 0 {
			return []string{text}
		}
		out = append(out, text[:end+1])
		if end == len(text)-1 {
			return out
		}
		rest, ok := strings.CutPrefix(text[end+1:], " AND ")
		if !ok || !strings.HasPrefix(rest, "(") {
			return []string{strings.Join(out, "") + text[end+1:]}
		}
		text = rest
	}
}

func constantOf(text string, texts bool) (string, bool) {
	if m := quotedConstant.FindStringSubmatch(text); m != nil && texts {
		return string(value.AppendQuoted(nil, strings.ReplaceAll(m[1], "''", "'"))), true
	}
	number := ""
	if m := plainConstant.FindStringSubmatch(text); m != nil {
		number = m[1]
	} else if m := quotedConstant.FindStringSubmatch(text); m != nil {
		number = m[1]
	}
	_, err := strconv.ParseFloat(number, 64)
	return number, !texts && err == nil && !strings.ContainsAny(number, "eEnN")
}
