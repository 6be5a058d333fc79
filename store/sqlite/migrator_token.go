package sqlite

import "strings"

// token is a word of a statement, with its place in the text.
type token struct {
	text       string // an identifier without its quotes
	quoted     bool   // an identifier in quotes: never a keyword
	literal    bool   // a text in single quotes, kept with them
	start, end int
}

// is tells whether the token is that keyword or sign.
func (t token) is(word string) bool {
	return !t.quoted && !t.literal && strings.EqualFold(t.text, word)
}

// tokens cuts a statement that SQLite has accepted into its words; comments
// and white space are left out.
func tokens(sql string) []token {
	var out []token
	for i := 0; i < len(sql); {
		start := i
		switch c := sql[i]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f':
			i++
			continue
		case c == '-' && strings.HasPrefix(sql[i:], "--"):
			i = past(sql, i, "\n")
			continue
		case c == '/' && strings.HasPrefix(sql[i:], "/*"):
			i = past(sql, i+2, "*/")
			continue
		case c == '"' || c == '`' || c == '\'':
			i = quoteEnd(sql, i)
			text := sql[start:i]
			if c != '\'' && len(text) > 1 {
				text = strings.ReplaceAll(text[1:len(text)-1], string([]byte{c, c}), string(c))
			}
			out = append(out, token{text: text, quoted: c != '\'', literal: c == '\'', start: start, end: i})
			continue
		case c == '[':
			i = past(sql, i, "]")
			out = append(out, token{text: strings.TrimSuffix(sql[start+1:i], "]"), quoted: true, start: start, end: i})
			continue
		case wordByte(c):
			for i < len(sql) && wordByte(sql[i]) {
				i++
			}
		default:
			i++
			for _, sign := range []string{"||", "==", "!=", "<>", "<=", ">=", "<<", ">>", "->>", "->"} {
				if strings.HasPrefix(sql[start:], sign) {
					i = start + len(sign)
				}
			}
		}
		out = append(out, token{text: sql[start:i], start: start, end: i})
	}
	return out
}

func wordByte(c byte) bool {
	return c == '_' || c == '$' || c == '.' || c >= '0' && c <= '9' ||
		c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// past gives the index after the next end from i on, or the text's length.
func past(sql string, i int, end string) int {
	if at := strings.Index(sql[i:], end); at >= 0 {
		return i + at + len(end)
	}
	return len(sql)
}

// quoteEnd gives the index after the quoted text that begins at i; a doubled
// quote stands for itself.
func quoteEnd(sql string, i int) int {
	quote := sql[i]
	for i++; i < len(sql); i++ {
		if sql[i] != quote {
			continue
		}
		if i+1 < len(sql) && sql[i+1] == quote {
			i++
			continue
		}
		return i + 1
	}
	return len(sql)
}

// normal writes tokens so that texts which differ only in quotes, case of
// keywords, comments and white space are written alike.
func normal(ts []token) string {
	var b strings.Builder
	for i, t := range ts {
		if i > 0 {
			b.WriteByte(' ')
		}
		if t.literal {
			b.WriteString(t.text)
		} else {
			b.WriteString(strings.ToLower(t.text))
		}
	}
	return b.String()
}

// closing gives the index of the token that closes the parenthesis at open.
func closing(ts []token, open int) int {
	depth := 0
	for i := open; i < len(ts); i++ {
		switch {
		case ts[i].is("("):
			depth++
		case ts[i].is(")"):
			depth--
			if depth == 0 {
				return i
			}
		}
	}
	return len(ts)
}
