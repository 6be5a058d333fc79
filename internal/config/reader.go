package config

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"bedplate/fault"
	"bedplate/schema"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// reader walks a YAML tree and collects every mistake with its place.
type reader struct {
	file     string
	getenv   func(string) (string, bool)
	mistakes schema.Problems
}

// keys says what to do with each key of a mapping.
type keys map[string]func(ast.Node)

// later marks keys that belong to parts of Bedplate which this version does
// not have: naming them is refused, so that nobody believes they work.
func (r *reader) later(ks keys, names ...string) {
	for _, name := range names {
		ks[name] = nil
	}
}

func (r *reader) wrong(n ast.Node, message, hint string) {
	r.at(n.GetToken(), message, hint)
}

func (r *reader) at(t *token.Token, message, hint string) {
	m := schema.Problem{File: r.file, Code: fault.Value, Message: message, Hint: hint}
	if t != nil && t.Position != nil {
		m.Line, m.Column = t.Position.Line, t.Position.Column
	}
	r.mistakes = append(r.mistakes, m)
}

// mapping hands each value of n to its key's function. Unknown keys and keys
// of later versions are mistakes.
func (r *reader) mapping(n ast.Node, what string, ks keys) {
	var values []*ast.MappingValueNode
	switch m := n.(type) {
	case *ast.MappingNode:
		values = m.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{m}
	case *ast.NullNode:
		return
	default:
		r.wrong(n, what+" must be a mapping of keys to values", "")
		return
	}
	for _, v := range values {
		r.member(v, what, ks)
	}
}

func (r *reader) member(v *ast.MappingValueNode, what string, ks keys) {
	name := v.Key.GetToken().Value
	read, known := ks[name]
	switch {
	case v.Key.IsMergeKey():
		r.at(v.Key.GetToken(), "merge keys are not read here", "write the keys out")
	case !known:
		hint := "known are " + strings.Join(names(ks), ", ")
		if near := fault.Nearest(name, names(ks)); near != "" {
			hint = "did you mean " + near + "?"
		}
		r.at(v.Key.GetToken(), "unknown key "+name+" in "+what, hint)
	case read == nil:
		r.at(v.Key.GetToken(), "the key "+name+" is not available in this version", "remove it")
	default:
		read(v.Value)
	}
}

// names lists the keys that are available, sorted.
func names(ks keys) []string {
	var out []string
	for name, read := range ks {
		if read != nil {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// text reads a scalar with its ${NAME} replaced.
func (r *reader) text(n ast.Node, what string) (string, bool) {
	var raw string
	switch s := n.(type) {
	case *ast.StringNode:
		raw = s.Value
	case *ast.LiteralNode:
		raw = s.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		raw = n.GetToken().Value
	case *ast.NullNode:
		r.wrong(n, what+" is empty", "give it a value, or remove the key")
		return "", false
	default:
		r.wrong(n, what+" must be a single value", "")
		return "", false
	}
	return r.expand(n, raw)
}

// set reads a scalar into dst through parse, whose error is the mistake.
func set[T any](r *reader, dst *T, what string, parse func(string) (T, string)) func(ast.Node) {
	return func(n ast.Node) {
		text, ok := r.text(n, what)
		if !ok {
			return
		}
		v, problem := parse(text)
		if problem != "" {
			r.wrong(n, what+" "+problem, "")
			return
		}
		*dst = v
	}
}

// list reads a sequence, or one value in its place, item by item.
func (r *reader) list(n ast.Node, item func(ast.Node)) {
	if seq, ok := n.(*ast.SequenceNode); ok {
		for _, v := range seq.Values {
			item(v)
		}
		return
	}
	item(n)
}

// An environment reference is ${NAME}. Its braces would end a plain scalar
// inside {...}, so hide puts other characters in their place before the file is
// parsed; they are as many, so that positions stay.
const (
	openBrace  = '\uE0F0'
	closeBrace = '\uE0F1'
)

var (
	reference = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)
	hidden    = regexp.MustCompile("\\$\uE0F0([A-Za-z_][A-Za-z0-9_]*)\uE0F1")
)

func hide(text string) string {
	return reference.ReplaceAllString(text, "$$"+string(openBrace)+"$1"+string(closeBrace))
}

func (r *reader) expand(n ast.Node, raw string) (string, bool) {
	ok := true
	text := hidden.ReplaceAllStringFunc(raw, func(ref string) string {
		name := hidden.FindStringSubmatch(ref)[1]
		v, found := r.getenv(name)
		if !found {
			r.wrong(n, "the environment variable "+name+" is not set", "set it, or write the value here")
			ok = false
		}
		return v
	})
	return text, ok
}

// number parses an integer between low and high.
func number(low, high int) func(string) (int, string) {
	return func(s string) (int, string) {
		n, err := strconv.Atoi(s)
		if err != nil || n < low || n > high {
			return 0, "must be a whole number from " + strconv.Itoa(low) + " to " + strconv.Itoa(high) + ", not " + strconv.Quote(s)
		}
		return n, ""
	}
}

// duration parses 5s, 500ms, 1m30s between low and high.
func duration(low, high time.Duration) func(string) (time.Duration, string) {
	return func(s string) (time.Duration, string) {
		d, err := time.ParseDuration(s)
		if err != nil || d < low || d > high {
			return 0, "must be a time from " + low.String() + " to " + high.String() + " such as 5s or 500ms, not " + strconv.Quote(s)
		}
		return d, ""
	}
}

var units = map[string]int64{"": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}

// size parses 1MiB, 512KiB or a number of bytes, up to high.
func size(high int64) func(string) (int64, string) {
	return func(s string) (int64, string) {
		digits := strings.TrimRight(s, "BKMGi ")
		n, err := strconv.ParseInt(digits, 10, 64)
		unit, known := units[strings.TrimSpace(s[len(digits):])]
		if err != nil || !known || n < 1 || n > high/unit {
			return 0, "must be a size up to " + strconv.FormatInt(high>>20, 10) + "MiB such as 512KiB or 1MiB, not " + strconv.Quote(s)
		}
		return n * unit, ""
	}
}
