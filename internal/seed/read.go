package seed

import (
	"errors"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

// maxFile bounds a YAML or JSON file: it is read whole.
const maxFile = 64 << 20

// readFile gives the rows of a YAML or JSON file to the walk.
func (r *reader) readFile(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fault.Wrap(fault.Path, err, "%s cannot be read: %v", path, err)
	}
	if info.Size() > maxFile {
		return fault.New(fault.TooLarge, "%s is larger than 64 MiB", path).
			WithHint("write it as NDJSON, a row a line: such a file may have any size")
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return fault.Wrap(fault.Path, err, "%s cannot be read: %v", path, err)
	}
	if !utf8.Valid(raw) {
		r.wrong(0, 0, fault.Syntax, "the file is not UTF-8 text", "")
		return nil
	}
	file, err := parser.ParseBytes(raw, 0)
	if err != nil {
		r.syntax(err)
		return nil
	}
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if err := r.collections(doc.Body); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) syntax(err error) {
	var at yaml.Error
	if errors.As(err, &at) {
		r.at(at.GetToken(), at.GetMessage(), "")
		return
	}
	r.wrong(0, 0, fault.Syntax, err.Error(), "")
}

func (r *reader) at(t *token.Token, message, hint string) {
	line, column := 0, 0
	if t != nil && t.Position != nil {
		line, column = t.Position.Line, t.Position.Column
	}
	r.wrong(line, column, fault.Value, message, hint)
}

func members(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch m := n.(type) {
	case *ast.MappingNode:
		return m.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{m}, true
	}
	return nil, false
}

func (r *reader) collections(n ast.Node) error {
	all, ok := members(n)
	if !ok {
		r.at(n.GetToken(), "a seed file is collections, each with a list of rows", "write users: and below it - {name: ...}")
		return nil
	}
	for _, m := range all {
		key := m.Key.GetToken()
		c := r.schema.Collection(key.Value)
		if c == nil || c.System {
			r.at(key, "there is no collection "+key.Value, r.meant(key.Value))
			continue
		}
		list, ok := m.Value.(*ast.SequenceNode)
		if !ok {
			if m.Value.Type() != ast.NullType {
				r.at(m.Value.GetToken(), key.Value+" must be a list of rows", "")
			}
			continue
		}
		for _, item := range list.Values {
			if err := r.row(c, item); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *reader) meant(name string) string {
	var known []string
	for _, c := range r.schema.Collections {
		if !c.System {
			known = append(known, c.Name)
		}
	}
	return didYouMean(name, known)
}

func didYouMean(name string, known []string) string {
	if near := fault.Nearest(name, known); near != "" {
		return "did you mean " + near + "?"
	}
	return ""
}

func (r *reader) row(c *schema.Collection, n ast.Node) error {
	all, ok := members(n)
	if !ok {
		r.at(n.GetToken(), "a row of "+c.Name+" must be a mapping of fields to values", "")
		return nil
	}
	next := row{collection: c, values: map[int]value.Value{}, file: r.file}
	if t := n.GetToken(); len(all) > 0 {
		t = all[0].Key.GetToken()
		next.line, next.column = t.Position.Line, t.Position.Column
	} else {
		next.line, next.column = t.Position.Line, t.Position.Column
	}
	for _, m := range all {
		key := m.Key.GetToken()
		f := c.Field(key.Value)
		if f == nil {
			r.at(key, c.Name+" has no field "+key.Value, didYouMean(key.Value, fieldNames(c)))
			continue
		}
		v, err := convert(f.Type, m.Value)
		if err != nil {
			r.at(m.Value.GetToken(), c.Name+"."+f.Name+": "+fault.As(err).Message, fault.As(err).Hint)
		}
		next.values[f.Index] = v // of a mistake too: the field is not missing
	}
	return r.give(next)
}

func fieldNames(c *schema.Collection) []string {
	names := make([]string, len(c.Fields))
	for i, f := range c.Fields {
		names[i] = f.Name
	}
	slices.Sort(names)
	return names
}

// convert reads a value of a field's type. Numbers are read as they are
// written, so that none loses a digit on the way.
func convert(t value.Type, n ast.Node) (value.Value, error) {
	if n.Type() == ast.NullType {
		return value.Value{}, nil
	}
	if t.Kind == value.JSON || t.Kind == value.List {
		raw, err := appendJSON(nil, n)
		if err != nil {
			return value.Value{}, err
		}
		return value.ParseJSON(t, raw)
	}
	text, ok := scalar(n)
	if !ok {
		return value.Value{}, fault.New(fault.Value, "the value must be a single one")
	}
	return value.ParseText(t, text)
}

func scalar(n ast.Node) (string, bool) {
	switch s := n.(type) {
	case *ast.StringNode:
		return s.Value, true
	case *ast.LiteralNode:
		return s.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func appendJSON(dst []byte, n ast.Node) ([]byte, error) {
	var err error
	switch m := n.(type) {
	case *ast.NullNode:
		return append(dst, "null"...), nil
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return append(dst, strings.TrimPrefix(n.GetToken().Value, "+")...), nil
	case *ast.SequenceNode:
		dst = append(dst, '[')
		for i, v := range m.Values {
			if i > 0 {
				dst = append(dst, ',')
			}
			if dst, err = appendJSON(dst, v); err != nil {
				return nil, err
			}
		}
		return append(dst, ']'), nil
	}
	if text, ok := scalar(n); ok {
		return value.AppendQuoted(dst, text), nil
	}
	all, ok := members(n)
	if !ok {
		return nil, fault.New(fault.Value, "anchors, aliases and tags are not read here")
	}
	dst = append(dst, '{')
	for i, m := range all {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(value.AppendQuoted(dst, m.Key.GetToken().Value), ':')
		if dst, err = appendJSON(dst, m.Value); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}
