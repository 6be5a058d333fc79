package sqlite

import (
	"slices"
	"strings"
)

// definition is a CREATE TABLE statement taken apart.
type definition struct {
	columns []columnDef
	others  []string // constraints of the table, as written
	checks  []constraint
	refs    []refDef
	uniques []string
	key     string // columns and words of the primary key
	tail    string // STRICT, WITHOUT ROWID
	sql     string
}

// columnDef is one column's definition.
type columnDef struct {
	name      string
	text      string // as written, name included
	kind      string // the declared type
	notNull   bool
	fallback  string // DEFAULT
	collate   string
	generated string
	plain     bool // has neither key, unique nor generated part: ALTER TABLE can add it
	checks    []constraint
}

// refDef is a REFERENCES.
type refDef struct {
	columns []string
	normal  string // columns and target, written alike where they mean the same; no name
	text    string // as written: REFERENCES ...
	inline  bool   // written with its column
}

// constraint is a CHECK.
type constraint struct {
	name   string
	normal string // the condition
	text   string // as written: CHECK (...)
	inline bool   // written with its column
}

// define takes a CREATE TABLE statement apart.
func define(sql string) definition {
	d := definition{sql: sql}
	ts := tokens(sql)
	open := slices.IndexFunc(ts, func(t token) bool { return t.is("(") })
	if open < 0 {
		return d
	}
	end := closing(ts, open)
	if end < len(ts) {
		d.tail = normal(ts[end+1:])
	}
	for _, part := range list(span(ts, open+1, end)) {
		first := part[0]
		for _, word := range []string{"constraint", "primary", "unique", "check", "foreign"} {
			if first.is(word) {
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
func span(ts []token, start, end int) []token {
	end = min(end, len(ts))
	return ts[min(start, end):end]
}

// word gives the text of token i, "" where there is none.
func word(ts []token, i int) string {
	if i < len(ts) {
		return ts[i].text
	}
	return ""
}

// list cuts tokens at the commas outside parentheses.
func list(ts []token) [][]token {
	var parts [][]token
	depth, start := 0, 0
	for i, t := range ts {
		switch {
		case t.is("("):
			depth++
		case t.is(")"):
			depth--
		case t.is(",") && depth == 0:
			parts = append(parts, ts[start:i])
			start = i + 1
		}
	}
	if start < len(ts) {
		parts = append(parts, ts[start:])
	}
	return slices.DeleteFunc(parts, func(p []token) bool { return len(p) == 0 })
}

// source gives the text that tokens were cut from.
func (d *definition) source(ts []token) string {
	if len(ts) == 0 {
		return ""
	}
	return d.sql[ts[0].start:ts[len(ts)-1].end]
}

// constraint reads a constraint of the table.
func (d *definition) constraint(ts []token) {
	d.others = append(d.others, d.source(ts))
	name := ""
	if ts[0].is("constraint") && len(ts) > 2 {
		name, ts = ts[1].text, ts[2:]
	}
	switch {
	case ts[0].is("check"):
		end := closing(ts, 1)
		d.checks = append(d.checks, constraint{name: name, normal: normal(span(ts, 1, end+1)), text: d.source(ts)})
	case ts[0].is("foreign"):
		end := closing(ts, 2)
		d.refs = append(d.refs, d.reference(names(span(ts, 3, end)), span(ts, end+1, len(ts))))
	case ts[0].is("unique"):
		d.uniques = append(d.uniques, normal(span(ts, 1, len(ts))))
	case ts[0].is("primary"):
		d.key = normal(span(ts, 2, len(ts)))
	}
}

// reference reads a reference, from its word REFERENCES on.
func (d *definition) reference(columns []string, ts []token) refDef {
	return refDef{
		columns: columns,
		normal:  strings.ToLower(strings.Join(columns, ",")) + " " + normal(ts),
		text:    d.source(ts),
	}
}

// names gives the identifiers of a list of columns.
func names(ts []token) []string {
	var out []string
	for _, part := range list(ts) {
		out = append(out, part[0].text)
	}
	return out
}

// columnWords begin the parts of a column's definition.
var columnWords = []string{"constraint", "primary", "not", "null", "unique", "check", "default", "collate", "references", "generated", "as"}

func startsPart(t token) bool {
	return slices.ContainsFunc(columnWords, t.is)
}

// column reads a column's definition.
func (d *definition) column(ts []token) {
	c := columnDef{name: ts[0].text, text: d.source(ts), plain: true}
	at := 1
	for at < len(ts) && !startsPart(ts[at]) {
		at++
	}
	c.kind = normal(ts[1:at])
	name := ""
	for at < len(ts) {
		end := partEnd(ts, at)
		part := ts[at:end]
		switch {
		case part[0].is("constraint"):
			name = word(part, 1)
			at = end
			continue
		case part[0].is("not"):
			c.notNull = true
		case part[0].is("primary"):
			c.plain = false
			d.key = strings.TrimSpace("( " + strings.ToLower(c.name) + " ) " + normal(span(part, 2, len(part))))
		case part[0].is("unique"):
			c.plain = false
			d.uniques = append(d.uniques, "( "+strings.ToLower(c.name)+" )")
		case part[0].is("check"):
			c.checks = append(c.checks, constraint{name: name, normal: normal(part[1:]), text: d.source(part), inline: true})
		case part[0].is("default"):
			c.fallback = normal(part[1:])
		case part[0].is("collate"):
			c.collate = strings.ToLower(word(part, 1))
		case part[0].is("references"):
			ref := d.reference([]string{c.name}, part)
			ref.inline = true
			d.refs = append(d.refs, ref)
		case part[0].is("generated"), part[0].is("as"):
			c.generated, c.plain = normal(part), false
		}
		name, at = "", end
	}
	d.checks = append(d.checks, c.checks...)
	d.columns = append(d.columns, c)
}

// partEnd gives the end of the part of a column's definition that begins at
// i. Words inside a part that would begin another (NOT DEFERRABLE, SET NULL,
// SET DEFAULT, NOT NULL, ALWAYS AS) are its own.
func partEnd(ts []token, i int) int {
	at := i + 1
	if ts[i].is("constraint") {
		return min(i+2, len(ts))
	}
	if ts[i].is("not") || ts[i].is("primary") {
		at = i + 2
	}
	if ts[i].is("default") {
		at = i + 2
		if i+1 < len(ts) && (ts[i+1].is("-") || ts[i+1].is("+")) {
			at++
		}
		if i+1 < len(ts) && ts[i+1].is("(") {
			at = closing(ts, i+1) + 1
		}
		return min(at, len(ts))
	}
	for at < len(ts) {
		switch {
		case ts[at].is("("):
			at = closing(ts, at) + 1
		case ts[i].is("references") && ts[at].is("set"):
			at += 2
		case ts[i].is("references") && ts[at].is("not") && at+1 < len(ts) && ts[at+1].is("deferrable"):
			at += 2
		case ts[i].is("generated") && ts[at].is("as"):
			at++
		case startsPart(ts[at]):
			return at
		default:
			at++
		}
	}
	return min(at, len(ts))
}

// find gives the column of that name, nil where there is none.
func (d *definition) find(name string) *columnDef {
	for i := range d.columns {
		if strings.EqualFold(d.columns[i].name, name) {
			return &d.columns[i]
		}
	}
	return nil
}

// keyColumns gives the columns of the primary key.
func (d *definition) keyColumns() []string {
	ts := tokens(d.key)
	if len(ts) == 0 {
		return nil
	}
	return names(span(ts, 1, closing(ts, 0)))
}

// rowidAlias gives the column that is the table's rowid, "" where none is.
func (d *definition) rowidAlias() string {
	key := d.keyColumns()
	if len(key) != 1 || d.withoutRowid() {
		return ""
	}
	if c := d.find(key[0]); c != nil && c.kind == "integer" {
		return c.name
	}
	return ""
}

func (d *definition) withoutRowid() bool { return strings.Contains(d.tail, "without rowid") }

// affinity says what SQLite makes of a declared type.
func affinity(declared string) string {
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
