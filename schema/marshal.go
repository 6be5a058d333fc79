package schema

import (
	"strconv"
	"strings"

	"bedplate/value"
)

// Marshal writes a collection as a schema file that a person could have
// written: short forms where they suffice, keys always in one order, fields in
// theirs. Reading it gives the same collection.
func Marshal(c *Collection) []byte { return MarshalDecl(c.decl) }

// lineWidth is where a map moves from one line to one line a key.
const lineWidth = 110

// pair is one key of a map, its value as YAML.
type pair struct{ key, value string }

// pairs are the keys of a map that are there.
type pairs []pair

func (p *pairs) text(key, s string) {
	if s != "" {
		*p = append(*p, pair{key, yamlText(s)})
	}
}

func (p *pairs) flag(key string, b bool) {
	if b {
		*p = append(*p, pair{key, "true"})
	}
}

func (p *pairs) number(key string, n int) {
	if n != 0 {
		*p = append(*p, pair{key, strconv.Itoa(n)})
	}
}

func (p *pairs) texts(key string, list []string) {
	if list != nil {
		*p = append(*p, pair{key, yamlList(list)})
	}
}

func (p pairs) flow() string {
	var b strings.Builder
	for i, one := range p {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(one.key + ": " + one.value)
	}
	return "{" + b.String() + "}"
}

// MarshalDecl writes a declaration as a schema file.
func MarshalDecl(d *Decl) []byte {
	var b strings.Builder
	var head pairs
	head.text("collection", d.Name)
	head.text("comment", d.Comment)
	head.text("table", d.Table)
	head.text("was", d.Was)
	head.text("store", d.Store)
	if d.Unmanaged {
		head = append(head, pair{"manage", "false"})
	}
	head = append(head, viewPairs(d)...)
	head.flag("internal", d.Internal)
	head.flag("aggregates", d.Aggregates)
	head.texts("key", d.Key)
	for _, one := range head {
		b.WriteString(one.key + ": " + one.value + "\n")
	}
	writeFields(&b, d.Fields)
	writeIndexes(&b, d.Indexes)
	if d.Search != nil {
		b.WriteString("search: " + yamlList(d.Search) + "\n")
	}
	writeRules(&b, d.Rules)
	return []byte(b.String())
}

func writeFields(b *strings.Builder, fields []*FieldDecl) {
	if len(fields) == 0 {
		return
	}
	b.WriteString("fields:\n")
	width := 0
	for _, f := range fields {
		width = max(width, min(len(yamlText(f.Name)), 24))
	}
	for _, f := range fields {
		name := yamlText(f.Name)
		p := fieldPairs(f)
		line := p.flow()
		if len(p) == 1 && f.Type != "" {
			line = p[0].value
		}
		if len(line) <= lineWidth {
			b.WriteString("  " + name + ":" + strings.Repeat(" ", 1+max(0, width-len(name))) + line + "\n")
			continue
		}
		b.WriteString("  " + name + ":\n")
		for _, one := range p {
			b.WriteString("    " + one.key + ": " + one.value + "\n")
		}
	}
}

func fieldPairs(f *FieldDecl) pairs {
	var p pairs
	p.text("type", f.Type)
	p.text("of", f.Of)
	p.text("to", f.To)
	p.texts("columns", f.Columns)
	p.texts("target", f.Target)
	p.texts("values", f.Values)
	p.number("precision", f.Precision)
	p.number("scale", f.Scale)
	p.text("column", f.Column)
	p.text("sql_type", f.SQLType)
	p.text("collation", f.Collation)
	p.flag("identity", f.Identity)
	p.flag("generated", f.Generated)
	p.flag("required", f.Required)
	p.flag("unique", f.Unique)
	p.number("max", f.Max)
	p.text("format", f.Format)
	p.text("pattern", f.Pattern)
	if f.Default != nil {
		p = append(p, pair{"default", defaultText(f.Default)})
	}
	p.text("set", f.Set)
	p.text("on_delete", f.OnDelete)
	p.text("back", f.Back)
	p.text("constraint", f.Constraint)
	p.text("value", f.Value)
	p.text("check", f.Check)
	p.text("read", f.Read)
	p.text("write", f.Write)
	p.flag("internal", f.Internal)
	p.text("was", f.Was)
	p.text("comment", f.Comment)
	return p
}

func defaultText(d *DefaultDecl) string {
	switch {
	case d.Expr != "":
		return pairs{{"expr", yamlText(d.Expr)}}.flow()
	case d.Database != "":
		return pairs{{"database", yamlText(d.Database)}}.flow()
	}
	if strings.HasPrefix(d.JSON, `"`) {
		if v, err := value.ParseJSON(value.Type{Kind: value.Text}, []byte(d.JSON)); err == nil {
			return yamlText(v.Raw())
		}
	}
	return d.JSON // which is YAML too
}

func writeIndexes(b *strings.Builder, indexes []*IndexDecl) {
	if len(indexes) == 0 {
		return
	}
	b.WriteString("indexes:\n")
	for _, x := range indexes {
		if x.Where == "" && x.Name == "" && !x.Unique {
			b.WriteString("  - " + yamlList(x.On) + "\n")
			continue
		}
		var p pairs
		p.texts("on", x.On)
		p.flag("unique", x.Unique)
		p.text("where", x.Where)
		p.text("name", x.Name)
		b.WriteString("  - " + p.flow() + "\n")
	}
}

func writeRules(b *strings.Builder, r RuleDecls) {
	if r == (RuleDecls{}) {
		return
	}
	b.WriteString("rules:\n")
	for _, rule := range []pair{{"read", r.Read}, {"create", r.Create}, {"update", r.Update}, {"delete", r.Delete}} {
		if rule.value != "" {
			b.WriteString("  " + rule.key + ":" + strings.Repeat(" ", 7-len(rule.key)) + yamlRule(rule.value) + "\n")
		}
	}
}

// yamlRule writes an expression of a line of its own, where a plain text may
// hold more than inside a map in braces.
func yamlRule(s string) string {
	if !isPlain(s) {
		return yamlText(s)
	}
	return s
}

func yamlList(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = yamlText(s)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// yamlText writes a text as YAML that means just that text anywhere: plain
// where it can be, in single quotes, or in double quotes with escapes.
func yamlText(s string) string {
	if isPlain(s) && !strings.ContainsAny(s, ",[]{}") {
		return s
	}
	for _, r := range s {
		if r < ' ' || r == 0x7f || r == '\u0085' || r == '\u00a0' || r == '\u2028' || r == '\u2029' || r == '\ufeff' {
			return yamlQuoted(s)
		}
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// yamlQuoted writes s in double quotes, with escapes for what cannot be seen.
func yamlQuoted(s string) string {
	var b strings.Builder
	for _, r := range string(value.AppendQuoted(nil, s)) {
		switch r {
		case 0x7f, '\u0085', '\u00a0', '\u2028', '\u2029', '\ufeff':
			b.WriteString(`\u` + strconv.FormatInt(0x10000+int64(r), 16)[1:])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// yamlWords mean something other than a text in some YAML.
var yamlWords = map[string]bool{"true": true, "false": true, "null": true, "yes": true, "no": true,
	"on": true, "off": true, "y": true, "n": true, "~": true}

// isPlain tells whether s means itself without quotes, outside braces.
func isPlain(s string) bool {
	if s == "" || yamlWords[strings.ToLower(s)] || strings.HasPrefix(s, "---") || strings.HasPrefix(s, "...") {
		return false
	}
	first, last := s[0], s[len(s)-1]
	letter := first >= 'a' && first <= 'z' || first >= 'A' && first <= 'Z' || first == '_' || first == '('
	minus := first == '-' && len(s) > 1 && (s[1] >= 'a' && s[1] <= 'z' || s[1] >= 'A' && s[1] <= 'Z' || s[1] == '_')
	if !letter && !minus || last == ' ' || strings.Contains(s, ":") || strings.Contains(s, " #") {
		return false
	}
	for _, c := range []byte(s) {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}
