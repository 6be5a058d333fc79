package schema

import (
	"strconv"
	"strings"

	"bedplate/fault"
	"bedplate/value"
)

// The bounds of a decimal: what every store can keep.
const (
	maxPrecision = 65
	maxScale     = 30
)

// field reads one field: title: text, or title: {type: text, ...}.
func (d *decoder) field(e entry) *FieldDecl {
	f := &FieldDecl{Name: e.key, at: marks{
		"":     {file: d.file, pos: e.pos},
		"type": {file: d.file, pos: e.value.pos},
	}}
	switch e.value.kind {
	case scalarNode:
		d.text(&f.Type)(e.value, "type")
	case mapNode:
		d.mapOf(e.value, "", f.at, d.fieldKeys(f))
		if _, given := given(e.value, "type"); !given {
			d.fail(e.pos, fault.Required, "the field "+show(e.key)+" has no type",
				"write type: and one of "+strings.Join(typeNames, ", "))
		}
	default:
		d.fail(e.pos, fault.Required, "the field "+show(e.key)+" has no type",
			"write "+e.key+": text, or a map with type:")
	}
	return f
}

// given finds a key of a map.
func given(n *node, key string) (*node, bool) {
	for _, e := range n.entries {
		if e.key == key {
			return e.value, true
		}
	}
	return nil, false
}

func (d *decoder) fieldKeys(f *FieldDecl) keys {
	return keys{
		"type":       d.text(&f.Type),
		"column":     d.text(&f.Column),
		"comment":    d.text(&f.Comment),
		"was":        d.text(&f.Was),
		"sql_type":   d.text(&f.SQLType),
		"required":   d.flag(&f.Required),
		"unique":     d.flag(&f.Unique),
		"internal":   d.flag(&f.Internal),
		"generated":  d.flag(&f.Generated),
		"identity":   d.flag(&f.Identity),
		"of":         d.text(&f.Of),
		"precision":  d.number(&f.Precision, 1, maxPrecision),
		"scale":      d.number(&f.Scale, 0, maxScale),
		"max":        d.number(&f.Max, 1, 1<<30),
		"format":     d.text(&f.Format),
		"pattern":    d.text(&f.Pattern),
		"values":     d.texts(&f.Values, f.at),
		"collation":  d.text(&f.Collation),
		"set":        d.text(&f.Set),
		"default":    d.defaultOf(f),
		"value":      d.expression(&f.Value, f.at),
		"check":      d.expression(&f.Check, f.at),
		"read":       d.expression(&f.Read, f.at),
		"write":      d.expression(&f.Write, f.at),
		"to":         d.text(&f.To),
		"columns":    d.texts(&f.Columns, f.at),
		"target":     d.texts(&f.Target, f.at),
		"on_delete":  d.text(&f.OnDelete),
		"back":       d.text(&f.Back),
		"constraint": d.text(&f.Constraint),
	}
}

// defaultOf reads a literal, {expr: ...} or {database: ...}.
func (d *decoder) defaultOf(f *FieldDecl) func(*node, string) {
	return func(n *node, at string) {
		out := &DefaultDecl{}
		if isComputed(n) {
			d.mapOf(n, at, f.at, keys{
				"expr":     d.expression(&out.Expr, f.at),
				"database": d.text(&out.Database),
			})
			if out.Expr != "" && out.Database != "" {
				d.fail(n.pos, fault.Value, "the default is computed twice", "keep expr: or database:")
			} else if out.Expr != "" || out.Database != "" {
				f.Default = out
			}
			return
		}
		if n.kind == nullNode {
			d.fail(n.pos, fault.Value, "a default of null says nothing", "leave default: out")
			return
		}
		json, ok := d.json(n)
		if ok {
			out.JSON = string(json)
			f.Default = out
		}
	}
}

// isComputed tells {expr: ...} and {database: ...} from a literal document.
func isComputed(n *node) bool {
	for _, e := range n.entries {
		if e.key != "expr" && e.key != "database" {
			return false
		}
	}
	return len(n.entries) > 0
}

// json gives a literal as JSON, numbers with every digit they were written
// with.
func (d *decoder) json(n *node) ([]byte, bool) {
	switch n.kind {
	case nullNode:
		return []byte("null"), true
	case scalarNode:
		return d.jsonScalar(n)
	}
	var out []byte
	ok := true
	add := func(n *node) {
		text, fine := d.json(n)
		out, ok = append(out, text...), ok && fine
	}
	for i, item := range n.items {
		if i > 0 {
			out = append(out, ',')
		}
		add(item)
	}
	for i, e := range n.entries {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(value.AppendQuoted(out, e.key), ':')
		add(e.value)
	}
	if n.kind == listNode {
		return []byte("[" + string(out) + "]"), ok
	}
	return []byte("{" + string(out) + "}"), ok
}

func (d *decoder) jsonScalar(n *node) ([]byte, bool) {
	if !n.literal {
		if !value.ValidText(n.text) {
			d.fail(n.pos, fault.Value, "the text contains a NUL character", "")
			return nil, false
		}
		return value.AppendQuoted(nil, n.text), true
	}
	if n.text == "true" || n.text == "false" {
		return []byte(n.text), true
	}
	if _, err := value.ParseJSON(value.Type{Kind: value.Decimal}, []byte(n.text)); err != nil {
		d.fail(n.pos, fault.Value, show(n.text)+" is not a number that can be kept",
			"write digits, with a point and an exponent where needed; quote a text: "+strconv.Quote(n.text))
		return nil, false
	}
	return []byte(n.text), true
}
