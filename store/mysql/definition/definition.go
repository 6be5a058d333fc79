// Package definition takes apart what SHOW CREATE TABLE says of a table. The
// server writes it in one form, a definition on each line, so that two columns or
// indexes are the same where their texts are.
package definition

import (
	"slices"
	"strings"

	"bedplate/store/mysql/ddl"
)

// Table is a table as it stands.
type Table struct {
	Name       string
	Columns    []ddl.Part
	Key        string // PRIMARY KEY (...), "" for none
	Indexes    []Index
	Checks     []ddl.Part // of the table; a column's own stand in its text
	References []Reference
	Options    string // what stands behind the definitions
}

// Index is an index other than the key.
type Index struct {
	ddl.Part
	Columns []string // "" is an expression
}

// Reference is a foreign key.
type Reference struct {
	Name    string
	Columns []string
	Schema  string // of another database, "" for this one
	To      string
	Target  []string
	Actions string // ON DELETE ... ON UPDATE ..., "" for none
}

// Parse takes a CREATE TABLE statement apart, as the server writes it.
func Parse(sql string) *Table {
	t := &Table{}
	lines := strings.Split(sql, "\n")
	if words := scan(lines[0]); len(words) > 2 {
		t.Name = words[len(words)-2].text
	}
	for _, line := range lines[1:] {
		line = strings.TrimSuffix(strings.TrimPrefix(line, "  "), ",")
		words := scan(line)
		switch {
		case len(words) == 0:
		case words[0].quoted:
			t.Columns = append(t.Columns, ddl.Part{Name: words[0].text, Text: line})
		case words[0].text == "PRIMARY":
			t.Key = line
		case words[0].text == "CONSTRAINT" && len(words) > 2 && words[2].text == "CHECK":
			t.Checks = append(t.Checks, ddl.Part{Name: words[1].text, Text: line})
		case words[0].text == "CONSTRAINT":
			t.References = append(t.References, reference(words))
		case words[0].text == ")":
			t.Options = line
		default:
			t.Indexes = append(t.Indexes, index(line, words))
		}
	}
	return t
}

// Text writes all of the table's definitions, in an order of its own.
func (t *Table) Text() string {
	lines := []string{t.Name, t.Key}
	for _, c := range t.Columns {
		lines = append(lines, c.Text)
	}
	for _, ix := range t.Indexes {
		lines = append(lines, ix.Text)
	}
	for _, c := range t.Checks {
		lines = append(lines, c.Text)
	}
	for _, r := range t.References {
		lines = append(lines, r.Text())
	}
	slices.Sort(lines[2:])
	return strings.Join(lines, "\n")
}

// Column finds a column by name, nil where there is none.
func (t *Table) Column(name string) *ddl.Part {
	at := slices.IndexFunc(t.Columns, func(c ddl.Part) bool { return strings.EqualFold(c.Name, name) })
	if at < 0 {
		return nil
	}
	return &t.Columns[at]
}

// Index finds an index by name, nil where there is none.
func (t *Table) Index(name string) *Index {
	at := slices.IndexFunc(t.Indexes, func(ix Index) bool { return strings.EqualFold(ix.Name, name) })
	if at < 0 {
		return nil
	}
	return &t.Indexes[at]
}

// KeyColumns are the columns of the key.
func (t *Table) KeyColumns() []string {
	_, columns := group(scan(t.Key))
	return columns
}

// Body is an index without its name, which is a word of its own in its text.
func (ix Index) Body() string {
	return strings.Replace(ix.Text, " "+ddl.Quote(ix.Name), "", 1)
}

// Text writes the reference as ADD takes it.
func (r Reference) Text() string {
	to := ddl.Quote(r.To)
	if r.Schema != "" {
		to = ddl.Quote(r.Schema) + "." + to
	}
	text := "CONSTRAINT " + ddl.Quote(r.Name) + " FOREIGN KEY (" + list(r.Columns) + ") REFERENCES " + to + " (" + list(r.Target) + ")"
	if r.Actions != "" {
		text += " " + r.Actions
	}
	return text
}

func list(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = ddl.Quote(n)
	}
	return strings.Join(quoted, ", ")
}

// Same tells whether two references say the same, but for their names.
func (r Reference) Same(o Reference) bool {
	return slices.Equal(r.Columns, o.Columns) && r.Schema == o.Schema && r.To == o.To && slices.Equal(r.Target, o.Target) && r.Actions == o.Actions
}

func index(line string, words []word) Index {
	ix := Index{Part: ddl.Part{Text: line}}
	at := slices.IndexFunc(words, func(w word) bool { return w.quoted })
	if at < 0 {
		return ix
	}
	ix.Name = words[at].text
	depth, named := 0, false
	for _, w := range words[at+1:] {
		switch {
		case !w.quoted && w.text == "(":
			if depth++; depth == 2 && !named { // an expression; a prefix stands behind a name
				ix.Columns, named = append(ix.Columns, ""), true
			}
		case !w.quoted && w.text == ")":
			if depth--; depth == 0 {
				return ix
			}
		case !w.quoted && w.text == "," && depth == 1:
			named = false
		case w.quoted && depth == 1:
			ix.Columns, named = append(ix.Columns, w.text), true
		}
	}
	return ix
}

func reference(words []word) Reference {
	r := Reference{Name: words[1].text}
	rest, columns := group(words[2:])
	r.Columns = columns
	if len(rest) > 0 && rest[0].text == "REFERENCES" {
		rest = rest[1:]
	}
	if len(rest) > 2 && rest[1].text == "." {
		r.Schema, rest = rest[0].text, rest[2:]
	}
	if len(rest) > 0 {
		r.To = rest[0].text
	}
	rest, r.Target = group(rest)
	var actions []string
	for _, w := range rest {
		actions = append(actions, w.text)
	}
	r.Actions = strings.Join(actions, " ")
	return r
}

// group gives the quoted names between the first parentheses, and what follows.
func group(words []word) (rest []word, names []string) {
	open := false
	for i, w := range words {
		switch {
		case !w.quoted && w.text == "(":
			open = true
		case !w.quoted && w.text == ")" && open:
			return words[i+1:], names
		case w.quoted && open:
			names = append(names, w.text)
		}
	}
	return nil, names
}

// word is a name in backticks, a constant, a bare word, or a sign, and where it
// stands.
type word struct {
	text       string
	quoted     bool
	start, end int
}

// scan divides a line into words.
func scan(line string) []word {
	var out []word
	for i := 0; i < len(line); {
		switch c := line[i]; {
		case c == ' ':
			i++
		case c == '`':
			text, end := quoted(line, i, false)
			out, i = append(out, word{text, true, i, end}), end
		case c == '\'':
			_, end := quoted(line, i, true)
			out, i = append(out, word{line[i:end], false, i, end}), end
		case strings.IndexByte("(),.=", c) >= 0:
			out, i = append(out, word{line[i : i+1], false, i, i + 1}), i+1
		default:
			end := i
			for end < len(line) && strings.IndexByte(" `'(),.=", line[end]) < 0 {
				end++
			}
			out, i = append(out, word{line[i:end], false, i, end}), end
		}
	}
	return out
}

// quoted reads what stands in quotes from i on: a doubled quote is one, and in a
// constant a backslash escapes.
func quoted(line string, i int, escapes bool) (text string, end int) {
	q := line[i]
	var b strings.Builder
	for i++; i < len(line); i++ {
		switch {
		case escapes && line[i] == '\\' && i+1 < len(line):
			i++
		case line[i] == q && i+1 < len(line) && line[i+1] == q:
			i++
		case line[i] == q:
			return b.String(), i + 1
		}
		b.WriteByte(line[i])
	}
	return b.String(), len(line)
}
