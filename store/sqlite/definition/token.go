package definition

import "strings"

// Token is a word of a statement, with its place in the text.
type Token struct {
	Text       string // an identifier without its quotes
	Quoted     bool   // an identifier in quotes: never a keyword
	Literal    bool   // a text in single quotes, kept with them
	start, end int
}

// Is tells whether the token is that keyword or sign.
func (t Token) Is(word string) bool {
	return !t.Quoted && !t.Literal && strings.EqualFold(t.Text, word)
}

// Tokens cuts a statement that SQLite has accepted into its words; comments
// and white space are left out.
func Tokens(sql string) []Token {
	var out []Token
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
			out = append(out, Token{Text: text, Quoted: c != '\'', Literal: c == '\'', start: start, end: i})
			continue
		case c == '[':
			i = past(sql, i, "]")
			out = append(out, Token{Text: strings.TrimSuffix(sql[start+1:i], "]"), Quoted: true, start: start, end: i})
			continue
		case WordByte(c):
			for i < len(sql) && WordByte(sql[i]) {
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
		out = append(out, Token{Text: sql[start:i], start: start, end: i})
	}
	return out
}

// WordByte tells whether a byte can stand in a word that has no quotes.
func WordByte(c byte) bool {
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

// Normal writes tokens so that texts which differ only in quotes, case of
// keywords, comments and white space are written alike.
func Normal(ts []Token) string {
	var b strings.Builder
	for i, t := range ts {
		if i > 0 {
			b.WriteByte(' ')
		}
		if t.Literal {
			b.WriteString(t.Text)
		} else {
			b.WriteString(strings.ToLower(t.Text))
		}
	}
	return b.String()
}

// Closing gives the index of the token that closes the parenthesis at open.
func Closing(ts []Token, open int) int {
	depth := 0
	for i := open; i < len(ts); i++ {
		switch {
		case ts[i].Is("("):
			depth++
		case ts[i].Is(")"):
			depth--
			if depth == 0 {
				return i
			}
		}
	}
	return len(ts)
}
