package schema

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/value"
)

// decoder turns a document's nodes into a Decl and collects what is wrong
// with its form. What names and texts mean is checked when decls are linked.
type decoder struct {
	file     string
	problems *Problems
	where    string
}

func (d *decoder) fail(pos expr.Pos, code fault.Code, message, hint string) {
	*d.problems = append(*d.problems, Problem{File: d.file, Line: pos.Line, Column: pos.Column,
		Where: d.where, Code: code, Message: message, Hint: hint})
}

// keys are what a map may hold, each with what reads its value.
type keys map[string]func(n *node, at string)

func (k keys) names() []string {
	return slices.Sorted(maps.Keys(k))
}

// mapOf reads the members of a map; path is where its members are marked.
func (d *decoder) mapOf(n *node, path string, m marks, k keys) {
	if n.kind == nullNode {
		return
	}
	if n.kind != mapNode {
		d.fail(n.pos, fault.Value, "this must be a map", "write keys and values: {"+strings.Join(k.names()[:1], "")+": ...}")
		return
	}
	seen := map[string]bool{}
	for _, e := range n.entries {
		if seen[e.key] {
			d.fail(e.pos, fault.Value, "the key "+show(e.key)+" stands here twice", "keep one of them")
			continue
		}
		seen[e.key] = true
		read, ok := k[e.key]
		if !ok {
			hint := expr.Suggest(e.key, k.names())
			if e.key == "collections" {
				hint = "write each collection as a document of its own, with --- between them"
			}
			d.fail(e.pos, fault.UnknownField, "unknown key "+show(e.key), hint)
			continue
		}
		at := join(path, e.key)
		m[at] = mark{file: d.file, pos: e.value.pos}
		read(e.value, at)
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// show quotes a name for a message, cut to a readable length.
func show(s string) string {
	if r := []rune(s); len(r) > 48 {
		s = string(r[:48]) + "..."
	}
	return strconv.Quote(s)
}

// text reads a name or sentence.
func (d *decoder) text(to *string) func(*node, string) {
	return func(n *node, _ string) {
		switch {
		case n.kind != scalarNode:
			d.fail(n.pos, fault.Value, "this must be a text", "")
		case n.literal:
			d.fail(n.pos, fault.Value, n.text+" is not a text", "quote it: "+strconv.Quote(n.text))
		case !value.ValidText(n.text):
			d.fail(n.pos, fault.Value, "the text contains a NUL character", "")
		case n.text == "":
			d.fail(n.pos, fault.Value, "the text is empty", "leave the key out")
		default:
			*to = n.text
		}
	}
}

func (d *decoder) flag(to *bool) func(*node, string) {
	return func(n *node, _ string) {
		if n.kind == scalarNode && n.literal && (n.text == "true" || n.text == "false") {
			*to = n.text == "true"
			return
		}
		d.fail(n.pos, fault.Value, "this must be true or false", "")
	}
}

// number reads a whole number between low and high.
func (d *decoder) number(to *int, low, high int) func(*node, string) {
	return func(n *node, _ string) {
		i, err := strconv.Atoi(n.text)
		if n.kind != scalarNode || !n.literal || err != nil || n.text != strconv.Itoa(i) || i < low || i > high {
			d.fail(n.pos, fault.Value, "this must be a whole number from "+strconv.Itoa(low)+" to "+strconv.Itoa(high), "")
			return
		}
		*to = i
	}
}

// texts reads a list of names.
func (d *decoder) texts(to *[]string, m marks) func(*node, string) {
	return func(n *node, at string) {
		if n.kind != listNode {
			d.fail(n.pos, fault.Value, "this must be a list of texts", "write [a, b]")
			return
		}
		out := []string{}
		for i, item := range n.items {
			var s string
			d.text(&s)(item, "")
			m[at+"."+strconv.Itoa(i)] = mark{file: d.file, pos: item.pos}
			if s != "" {
				out = append(out, s)
			}
		}
		*to = out
	}
}

// expression reads an expression. What could silently lose a part of it is
// refused: a comment behind it, or inside it.
func (d *decoder) expression(to *string, m marks) func(*node, string) {
	return func(n *node, at string) {
		switch {
		case n.kind != scalarNode:
			d.fail(n.pos, fault.Value, "this must be an expression", `write it as one text; "true" allows everything`)
			return
		case n.comment != nil:
			d.fail(*n.comment, fault.Syntax, "a comment behind an expression could hide a part of it",
				"put the comment on a line of its own, or quote the expression")
			return
		case strings.TrimSpace(n.text) == "":
			d.fail(n.pos, fault.Syntax, "the expression is empty", `write "true" to allow everything, or leave the key out`)
			return
		}
		here := mark{file: d.file, pos: n.pos, origin: n.origin}
		if offset := commentIn(n.text); offset >= 0 {
			pos := n.pos
			if origin := n.origin(); offset < len(origin) {
				pos = origin[offset]
			}
			d.fail(pos, fault.Syntax, "a comment inside an expression could hide a part of it",
				"put the comment on a line of its own above the key")
			return
		}
		m[at] = here
		*to = n.text
	}
}

// commentIn gives the offset, in code points, of a // comment outside string
// literals; -1 where there is none. Folding joins lines, so that such a
// comment would swallow the lines below it.
func commentIn(text string) int {
	var quote rune
	raw := false // r"..." knows no escapes
	runes := []rune(text)
	for i := 0; i < len(runes); i++ {
		switch c := runes[i]; {
		case quote != 0 && c == '\\' && !raw:
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
			raw = i > 0 && (runes[i-1] == 'r' || runes[i-1] == 'R')
		case c == '/' && i+1 < len(runes) && runes[i+1] == '/':
			return i
		}
	}
	return -1
}

// collection reads a document.
func (d *decoder) collection(n *node) *Decl {
	decl := &Decl{at: marks{"": {file: d.file, pos: n.pos}}}
	if n.kind != mapNode {
		d.fail(n.pos, fault.Value, "this must be a collection", "begin with collection: name")
		return nil
	}
	manage := true
	d.mapOf(n, "", decl.at, d.collectionKeys(decl, &manage))
	decl.Unmanaged = !manage
	if decl.Name == "" {
		_, named := given(n, "collection")
		if _, list := given(n, "collections"); !named && !list {
			d.fail(n.pos, fault.Required, "the collection has no name", "begin with collection: name")
		}
		return nil
	}
	return decl
}

func (d *decoder) collectionKeys(decl *Decl, manage *bool) keys {
	return keys{
		"collection": func(n *node, at string) { d.text(&decl.Name)(n, at); d.where = decl.Name },
		"comment":    d.text(&decl.Comment),
		"table":      d.text(&decl.Table),
		"was":        d.text(&decl.Was),
		"store":      d.text(&decl.Store),
		"key":        d.key(decl),
		"fields":     d.fields(decl),
		"indexes":    d.indexes(decl),
		"search":     d.texts(&decl.Search, decl.at),
		"rules":      d.rules(decl),
		"internal":   d.flag(&decl.Internal),
		"aggregates": d.flag(&decl.Aggregates),
		"view":       d.view(decl),
		"manage":     d.flag(manage),
	}
}

// key reads [a, b], or one name.
func (d *decoder) key(decl *Decl) func(*node, string) {
	return func(n *node, at string) {
		if n.kind == scalarNode {
			var name string
			if d.text(&name)(n, at); name != "" {
				decl.Key = []string{name}
			}
			return
		}
		d.texts(&decl.Key, decl.at)(n, at)
	}
}

func (d *decoder) rules(decl *Decl) func(*node, string) {
	return func(n *node, at string) {
		d.mapOf(n, at, decl.at, keys{
			"read":   d.expression(&decl.Rules.Read, decl.at),
			"create": d.expression(&decl.Rules.Create, decl.at),
			"update": d.expression(&decl.Rules.Update, decl.at),
			"delete": d.expression(&decl.Rules.Delete, decl.at),
		})
	}
}

// indexes reads a list of [author, -created] and {on: [...], where: ...}.
func (d *decoder) indexes(decl *Decl) func(*node, string) {
	return func(n *node, at string) {
		if n.kind == nullNode {
			return
		}
		if n.kind != listNode {
			d.fail(n.pos, fault.Value, "this must be a list of indexes", "write one a line: - [author, -created]")
			return
		}
		for i, item := range n.items {
			here := at + "." + strconv.Itoa(i)
			decl.at[here] = mark{file: d.file, pos: item.pos}
			x := &IndexDecl{}
			if item.kind == listNode {
				d.texts(&x.On, decl.at)(item, here+".on")
			} else {
				d.mapOf(item, here, decl.at, keys{
					"on":     d.texts(&x.On, decl.at),
					"where":  d.expression(&x.Where, decl.at),
					"unique": d.flag(&x.Unique),
					"name":   d.text(&x.Name),
				})
			}
			decl.Indexes = append(decl.Indexes, x)
		}
	}
}

func (d *decoder) fields(decl *Decl) func(*node, string) {
	return func(n *node, at string) {
		if n.kind == nullNode {
			return
		}
		if n.kind != mapNode {
			d.fail(n.pos, fault.Value, "this must be a map of fields", "write one a line: title: text")
			return
		}
		seen := map[string]bool{}
		outer := d.where
		for _, e := range n.entries {
			d.where = decl.Name + "." + e.key
			if seen[e.key] {
				d.fail(e.pos, fault.Value, "the field "+show(e.key)+" stands here twice", "keep one of them")
				continue
			}
			seen[e.key] = true
			decl.Fields = append(decl.Fields, d.field(e))
		}
		d.where = outer
	}
}
