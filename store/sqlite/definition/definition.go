// Package definition takes CREATE TABLE statements apart, ours and those of
// others, so that a table that stands can be compared with one that is wanted.
// It reads what SQLite has accepted and finds no mistakes.
package definition

import (
	"slices"
	"strings"
)

// Table is a CREATE TABLE statement taken apart.
type Table struct {
	Columns []Column
	Others  []string // constraints of the table, as written
	Checks  []Check
	Refs    []Reference
	Uniques []string
	Key     string // columns and words of the primary key
	Tail    string // STRICT, WITHOUT ROWID
	sql     string
}

// Column is one column's definition.
type Column struct {
	Name      string
	Text      string // as written, name included
	Kind      string // the declared type
	NotNull   bool
	Fallback  string // DEFAULT
	Collate   string
	Generated string
	Plain     bool // has neither key, unique nor generated part: ALTER TABLE can add it
	Checks    []Check
}

// Reference is a REFERENCES.
type Reference struct {
	Columns []string
	Normal  string // columns and target, written alike where they mean the same; no name
	Text    string // as written: REFERENCES ...
	Inline  bool   // written with its column
}

// Check is a CHECK.
type Check struct {
	Name   string
	Normal string // the condition
	Text   string // as written: CHECK (...)
	inline bool   // written with its column
}

// Parse takes a CREATE TABLE statement apart.
func Parse(sql string) Table {
	d := Table{sql: sql}
	ts := Tokens(sql)
	open := slices.IndexFunc(ts, func(t Token) bool { return t.Is("(") })
	if open < 0 {
		return d
	}
	end := Closing(ts, open)
	if end < len(ts) {
		d.Tail = Normal(ts[end+1:])
	}
	for _, part := range list(span(ts, open+1, end)) {
		first := part[0]
		for _, word := range []string{"constraint", "primary", "unique", "check", "foreign"} {
			if first.Is(word) {
				d.constraint(part)
				part = nil
				break
			}
		}
		if part != nil {
			d.column(part)
		}
	}
	return d
}

// span gives tokens from start to end, as many as there are.
func span(ts []Token, start, end int) []Token {
	end = min(end, len(ts))
	return ts[min(start, end):end]
}

// word gives the text of token i, "" where there is none.
func word(ts []Token, i int) string {
	if i < len(ts) {
		return ts[i].Text
	}
	return ""
}

// list cuts tokens at the commas outside parentheses.
func list(ts []Token) [][]Token {
	var parts [][]Token
	depth, start := 0, 0
	for i, t := range ts {
		switch {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case t.Is(",") && depth == 0:
			parts = append(parts, ts[start:i])
			start = i + 1
		}
	}
	if start < len(ts) {
		parts = append(parts, ts[start:])
	}
	return slices.DeleteFunc(parts, func(p []Token) bool { return len(p) == 0 })
}

// source gives the text that tokens were cut from.
func (d *Table) source(ts []Token) string {
	if len(ts) == 0 {
		return ""
	}
	return d.sql[ts[0].start:ts[len(ts)-1].end]
}

// constraint reads a constraint of the table.
func (d *Table) constraint(ts []Token) {
	d.Others = append(d.Others, d.source(ts))
	name := ""
	if ts[0].Is("constraint") && len(ts) > 2 {
		name, ts = ts[1].Text, ts[2:]
	}
	switch {
	case ts[0].Is("check"):
		end := Closing(ts, 1)
		d.Checks = append(d.Checks, Check{Name: name, Normal: Normal(span(ts, 1, end+1)), Text: d.source(ts)})
	case ts[0].Is("foreign"):
		end := Closing(ts, 2)
		d.Refs = append(d.Refs, d.reference(names(span(ts, 3, end)), span(ts, end+1, len(ts))))
	case ts[0].Is("unique"):
		d.Uniques = append(d.Uniques, Normal(span(ts, 1, len(ts))))
	case ts[0].Is("primary"):
		d.Key = Normal(span(ts, 2, len(ts)))
	}
}

// reference reads a reference, from its word REFERENCES on.
func (d *Table) reference(columns []string, ts []Token) Reference {
	return Reference{
		Columns: columns,
		Normal:  strings.ToLower(strings.Join(columns, ",")) + " " + Normal(ts),
		Text:    d.source(ts),
	}
}

// names gives the identifiers of a list of columns.
func names(ts []Token) []string {
	var out []string
	for _, part := range list(ts) {
		out = append(out, part[0].Text)
	}
	return out
}

// columnWords begin the parts of a column's definition.
var columnWords = []string{"constraint", "primary", "not", "null", "unique", "check", "default", "collate", "references", "generated", "as"}

func startsPart(t Token) bool {
	return slices.ContainsFunc(columnWords, t.Is)
}

// column reads a column's definition.
func (d *Table) column(ts []Token) {
	c := Column{Name: ts[0].Text, Text: d.source(ts), Plain: true}
	at := 1
	for at < len(ts) && !startsPart(ts[at]) {
		at++
	}
	c.Kind = Normal(ts[1:at])
	name := ""
	for at < len(ts) {
		end := partEnd(ts, at)
		part := ts[at:end]
		switch {
		case part[0].Is("constraint"):
			name = word(part, 1)
			at = end
			continue
		case part[0].Is("not"):
			c.NotNull = true
		case part[0].Is("primary"):
			c.Plain = false
			d.Key = strings.TrimSpace("( " + strings.ToLower(c.Name) + " ) " + Normal(span(part, 2, len(part))))
		case part[0].Is("unique"):
			c.Plain = false
			d.Uniques = append(d.Uniques, "( "+strings.ToLower(c.Name)+" )")
		case part[0].Is("check"):
			c.Checks = append(c.Checks, Check{Name: name, Normal: Normal(part[1:]), Text: d.source(part), inline: true})
		case part[0].Is("default"):
			c.Fallback = Normal(part[1:])
		case part[0].Is("collate"):
			c.Collate = strings.ToLower(word(part, 1))
		case part[0].Is("references"):
			ref := d.reference([]string{c.Name}, part)
			ref.Inline = true
			d.Refs = append(d.Refs, ref)
		case part[0].Is("generated"), part[0].Is("as"):
			c.Generated, c.Plain = Normal(part), false
		}
		name, at = "", end
	}
	d.Checks = append(d.Checks, c.Checks...)
	d.Columns = append(d.Columns, c)
}

// partEnd gives the end of the part of a column's definition that begins at
// i. Words inside a part that would begin another (NOT DEFERRABLE, SET NULL,
// SET DEFAULT, NOT NULL, ALWAYS AS) are its own.
func partEnd(ts []Token, i int) int {
	at := i + 1
	if ts[i].Is("constraint") {
		return min(i+2, len(ts))
	}
	if ts[i].Is("not") || ts[i].Is("primary") {
		at = i + 2
	}
	if ts[i].Is("default") {
		at = i + 2
		if i+1 < len(ts) && (ts[i+1].Is("-") || ts[i+1].Is("+")) {
			at++
		}
		if i+1 < len(ts) && ts[i+1].Is("(") {
			at = Closing(ts, i+1) + 1
		}
		return min(at, len(ts))
	}
	for at < len(ts) {
		switch {
		case ts[at].Is("("):
			at = Closing(ts, at) + 1
		case ts[i].Is("references") && ts[at].Is("set"):
			at += 2
		case ts[i].Is("references") && ts[at].Is("not") && at+1 < len(ts) && ts[at+1].Is("deferrable"):
			at += 2
		case ts[i].Is("generated") && ts[at].Is("as"):
			at++
		case startsPart(ts[at]):
			return at
		default:
			at++
		}
	}
	return min(at, len(ts))
}

// Find gives the column of that name, nil where there is none.
func (d *Table) Find(name string) *Column {
	for i := range d.Columns {
		if strings.EqualFold(d.Columns[i].Name, name) {
			return &d.Columns[i]
		}
	}
	return nil
}

// keyColumns gives the columns of the primary key.
func (d *Table) keyColumns() []string {
	ts := Tokens(d.Key)
	if len(ts) == 0 {
		return nil
	}
	return names(span(ts, 1, Closing(ts, 0)))
}

// RowidAlias gives the column that is the table's rowid, "" where none is.
func (d *Table) RowidAlias() string {
	key := d.keyColumns()
	if len(key) != 1 || d.WithoutRowid() {
		return ""
	}
	if c := d.Find(key[0]); c != nil && c.Kind == "integer" {
		return c.Name
	}
	return ""
}

// WithoutRowid tells a table that has no row numbers.
func (d *Table) WithoutRowid() bool { return strings.Contains(d.Tail, "without rowid") }

// Affinity says what SQLite makes of a declared type.
func Affinity(declared string) string {
	declared = strings.ToLower(declared)
	for _, rule := range [][2]string{
		{"int", "integer"}, {"char", "text"}, {"clob", "text"}, {"text", "text"},
		{"blob", "blob"}, {"real", "real"}, {"floa", "real"}, {"doub", "real"},
	} {
		if strings.Contains(declared, rule[0]) {
			return rule[1]
		}
	}
	if declared == "" {
		return "blob"
	}
	return "numeric"
}
