package schema

import (
	"maps"
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
)

// Query is the SELECT that a view is made of.
type Query struct {
	Text  string            // for any kind of store, "" where Texts say it
	Texts map[string]string // by the kind of store: sqlite, ...
	Place string            // where it was written, file:line:column; for messages
}

// For gives the text for a kind of store, "" where there is none.
func (q *Query) For(store string) string {
	if text, ok := q.Texts[store]; ok {
		return text
	}
	return q.Text
}

// The kinds of stores that a view can have texts for.
const (
	MySQL    = "mysql"
	Postgres = "postgres"
	SQLite   = "sqlite"
)

var storeKinds = []string{MySQL, Postgres, SQLite}

// view reads true, a SELECT, or a map of them.
func (d *decoder) view(decl *Decl) func(*node, string) {
	return func(n *node, at string) {
		switch {
		case n.kind == mapNode:
			decl.ViewTexts = map[string]string{}
			read := keys{}
			for _, kind := range storeKinds {
				read[kind] = func(n *node, at string) {
					var text string
					if d.query(&text)(n, at); text != "" {
						decl.ViewTexts[kind] = text
					}
				}
			}
			d.mapOf(n, at, decl.at, read)
			if len(n.entries) == 0 {
				d.fail(n.pos, fault.Required, "the view has no text", "write {sqlite: SELECT ...}")
			}
		case n.kind == scalarNode && n.literal && (n.text == "true" || n.text == "false"):
			decl.View = n.text == "true"
		case n.kind == scalarNode && !n.literal:
			d.query(&decl.ViewText)(n, at)
		default:
			d.fail(n.pos, fault.Value, "this must be a SELECT, or true for a view that the database has",
				"write view: SELECT author AS id, count(*) AS posts FROM posts GROUP BY author")
		}
	}
}

// query reads the text of a view, behind which no comment may stand: it could
// hide a part of it.
func (d *decoder) query(to *string) func(*node, string) {
	return func(n *node, at string) {
		if n.comment != nil {
			d.fail(*n.comment, fault.Syntax, "a comment behind the SELECT could hide a part of it",
				"put the comment on a line of its own above the key, or quote the text")
			return
		}
		d.text(to)(n, at)
	}
}

// addQuery checks a view of ours: its text as far as that can be done without
// a database, and that nothing is said of it which is about storing records.
func (d *draft) addQuery() {
	decl := d.decl
	if decl.ViewText == "" && decl.ViewTexts == nil {
		return
	}
	d.c.Query = &Query{Text: decl.ViewText, Texts: decl.ViewTexts, Place: decl.at.of("view").String()}
	if decl.View {
		d.fail(nil, "view", fault.Value, "the view is said to be the database's and has a text", "leave one of them out")
	}
	if decl.ViewText != "" {
		d.queryText("view", decl.ViewText)
	}
	for _, kind := range slices.Sorted(maps.Keys(decl.ViewTexts)) {
		if !slices.Contains(storeKinds, kind) {
			d.fail(nil, "view", fault.Value, "there is no kind of store "+show(kind), expr.Suggest(kind, storeKinds))
		}
		d.queryText("view."+kind, decl.ViewTexts[kind])
	}
	if kind := d.l.options.Kinds[d.c.Store]; kind != "" && d.c.Query.For(kind) == "" {
		d.fail(nil, "view", fault.Unsupported, "the view has no text for "+kind+", which its store is", "add "+kind+": SELECT ...")
	}
	refused := func(key string, given bool, hint string) {
		if given {
			d.fail(nil, key, fault.ReadOnly, "a view holds no records of its own: it has no "+key, hint)
		}
	}
	refused("manage", decl.Unmanaged, "view: true is a view that the database has")
	refused("was", decl.Was != "", "a view is made anew under its new name")
	refused("indexes", len(decl.Indexes) > 0, "index what it is made of")
	for i, f := range d.c.Stored() {
		f.Derived = true
		d.viewField(d.fields[i])
	}
}

// queryText refuses a text that cannot be the SELECT of a view.
func (d *draft) queryText(path, text string) {
	if hasLineComment(text) {
		d.fail(nil, path, fault.Syntax, "a comment to the end of the line could hide a part of the SELECT, whose lines are joined where YAML folds them",
			"write /* ... */, or put it above the key")
		return
	}
	word, _, _ := strings.Cut(strings.ToUpper(strings.Join(strings.Fields(text), " ")), " ")
	switch word {
	case "SELECT", "WITH", "VALUES":
		return
	}
	d.fail(nil, path, fault.Syntax, "the text of a view is a SELECT", "write view: SELECT ... FROM ...")
}

// hasLineComment finds a -- outside of quotes and other comments.
func hasLineComment(text string) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case strings.HasPrefix(text[i:], "--"):
			return true
		case c == '\'', c == '"', c == '`':
			end := strings.IndexByte(text[i+1:], c) // a doubled quote begins anew
			if end < 0 {
				return false
			}
			i += 1 + end
		case strings.HasPrefix(text[i:], "/*"):
			end := strings.Index(text[i+2:], "*/")
			if end < 0 {
				return false
			}
			i += 3 + end
		}
	}
	return false
}

// viewField refuses what is about storing or writing a view's column.
func (d *draft) viewField(fd *FieldDecl) {
	for _, a := range []attribute{
		{key: "required", given: fd.Required}, {key: "unique", given: fd.Unique},
		{key: "generated", given: fd.Generated}, {key: "identity", given: fd.Identity},
		{key: "max", given: fd.Max != 0}, {key: "format", given: fd.Format != ""}, {key: "pattern", given: fd.Pattern != ""},
		{key: "default", given: fd.Default != nil}, {key: "set", given: fd.Set != ""},
		{key: "check", given: fd.Check != ""}, {key: "write", given: fd.Write != ""},
		{key: "was", given: fd.Was != ""},
	} {
		if a.given {
			d.fail(fd, a.key, fault.ReadOnly, "nobody writes a field of a view: it has no "+a.key, "leave "+a.key+": out")
		}
	}
}

// viewPairs writes how a collection is a view.
func viewPairs(d *Decl) pairs {
	var p pairs
	switch {
	case d.ViewText != "":
		p.text("view", d.ViewText)
	case d.ViewTexts != nil:
		var texts pairs
		for _, kind := range slices.Sorted(maps.Keys(d.ViewTexts)) {
			texts = append(texts, pair{kind, yamlText(d.ViewTexts[kind])})
		}
		p = append(p, pair{"view", texts.flow()})
	default:
		p.flag("view", d.View)
	}
	return p
}
