package expr

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"

	"bedplate/value"
)

var (
	textType = value.Type{Kind: value.Text}
	intType  = value.Type{Kind: value.Int}
	timeType = value.Type{Kind: value.Time}
	jsonType = value.Type{Kind: value.JSON}
)

// Reserved are the names that mean something of their own in expressions.
func Reserved() []string { return []string{"auth", "now", "old", "record", "request"} }

// name finds what a bare name means: a quantifier's variable, a reserved
// word, or a member of the record.
func (c *checker) name(name string, pos Pos) operand {
	for i := len(c.vars) - 1; i >= 0; i-- {
		if v := c.vars[i]; v.name == name {
			return operand{form: records, pos: pos, node: v.self, rec: v.rec}
		}
	}
	switch name {
	case "auth":
		return operand{form: caller, pos: pos}
	case "now":
		return c.typed(&Node{Op: Now, Type: timeType, Pos: pos}, false)
	case "request":
		if !c.env.Source {
			return c.bad(pos, nameCode, "", "request is not known here")
		}
		return operand{form: source, pos: pos}
	case "old":
		if !c.env.Old || c.env.Record == nil {
			return c.bad(pos, nameCode, "old stands in update rules and checks", "old is not known here")
		}
		return operand{form: records, pos: pos, node: &Node{Op: Old, Pos: pos}, rec: c.env.Record}
	}
	if c.env.NoRecord || c.env.Record == nil {
		return c.bad(pos, nameCode, Suggest(name, []string{"auth", "now"}), "unknown name %q: only auth and now are known here", name)
	}
	if name == "record" {
		return operand{form: records, pos: pos, node: Self, rec: c.env.Record}
	}
	if m, ok := c.find(c.env.Record, name); ok {
		return c.member(Self, c.env.Record, m, name, pos)
	}
	known := slices.Concat(c.names(c.env.Record), Reserved())
	for _, v := range c.vars {
		known = append(known, v.name)
	}
	return c.bad(pos, nameCode, Suggest(name, known), "unknown name %q in %s", name, c.env.Record.RecordName())
}

// find finds a member that is there for whom the expression is read.
func (c *checker) find(rec Record, name string) (Member, bool) {
	m, ok := rec.Member(name)
	if !ok || c.env.Hidden == nil {
		return m, ok
	}
	if c.env.Hidden(rec, name) {
		return Member{}, false
	}
	if m.Field >= 0 && m.Relation != nil && c.hidesEnd(m.Relation) {
		m.Relation = nil // a field that is there, and leads to what is not
	}
	return m, ok
}

// hidesEnd tells whether the fields that a relation leads to are hidden.
func (c *checker) hidesEnd(rel *Relation) bool {
	for _, i := range rel.Remote {
		if _, name, ok := fieldMember(rel.Target, i); ok && c.env.Hidden(rel.Target, name) {
			return true
		}
	}
	return false
}

// names lists what find finds.
func (c *checker) names(rec Record) []string {
	if c.env.Hidden == nil {
		return rec.Members()
	}
	return slices.DeleteFunc(slices.Clone(rec.Members()), func(name string) bool { return c.env.Hidden(rec, name) })
}

// member gives a field or relation of the record base.
func (c *checker) member(base *Node, rec Record, m Member, name string, pos Pos) operand {
	var field *operand
	if m.Field >= 0 {
		field = &operand{
			form: rigid, pos: pos, values: m.Values, what: name,
			node:     &Node{Op: Field, Type: m.Type, Args: []*Node{base}, Index: m.Field, Name: name, Pos: pos},
			nullable: m.Nullable || base.Op == Walk,
		}
	}
	switch {
	case m.Relation == nil && field == nil:
		return c.bad(pos, nameCode, "", "%q cannot stand in an expression", name)
	case m.Relation == nil:
		return *field
	case m.Relation.Many:
		return operand{form: relation, pos: pos, node: base, rel: m.Relation}
	}
	walk := &Node{Op: Walk, Args: []*Node{base}, Rel: m.Relation, Pos: pos}
	return operand{form: records, pos: pos, node: walk, rec: m.Relation.Target, rel: m.Relation, key: field}
}

// selection gives base.name.
func (c *checker) selection(base operand, name string, pos Pos) operand {
	switch base.form {
	case bad:
		return operand{pos: pos}
	case records:
		return c.selectMember(base, name, pos)
	case caller:
		return c.authFact(name, pos)
	case source:
		return c.requestFact(name, pos)
	case headers:
		return c.typed(&Node{Op: Request, Type: textType, Name: "headers", Path: []string{strings.ToLower(name)}, Pos: pos}, true)
	case fact:
		if base.node.Name == "claims" {
			n := *base.node
			n.Path = append(slices.Clip(n.Path), name)
			return operand{form: fact, pos: pos, node: &n}
		}
	case relation:
		return c.bad(pos, typeCode, fmt.Sprintf("write %s.exists(x, x.%s == ...)", base.rel.Name, name),
			"%s leads to many records, which have no single %q", base.rel.Name, name)
	case rigid:
		switch {
		case base.node.Op == Path:
			n := *base.node
			n.Path = append(slices.Clip(n.Path), name)
			return c.typed(&n, true)
		case base.node.Type.Kind == value.JSON:
			return c.typed(&Node{Op: Path, Type: jsonType, Args: []*Node{base.node}, Path: []string{name}, Pos: pos}, true)
		}
	}
	return c.bad(pos, typeCode, "", "%s has no member %q", base.describe(), name)
}

// selectMember gives a member of a record. The key that a reference holds is
// read where it stands, without a walk.
func (c *checker) selectMember(base operand, name string, pos Pos) operand {
	m, ok := c.find(base.rec, name)
	if !ok {
		return c.bad(pos, nameCode, Suggest(name, c.names(base.rec)), "unknown name %q in %s", name, base.rec.RecordName())
	}
	if base.rel != nil && base.node.Op == Walk && m.Field >= 0 {
		if i := slices.Index(base.rel.Remote, m.Field); i >= 0 {
			if local, localName, ok := fieldMember(base.rel.Base, base.rel.Local[i]); ok {
				held := c.member(base.node.Args[0], base.rel.Base, local, localName, pos)
				if held.form == records && held.key != nil {
					held = *held.key
				}
				if m.Relation == nil || held.form != rigid {
					return held
				}
				further := c.member(base.node, base.rec, m, name, pos)
				further.key = &held
				return further
			}
		}
	}
	return c.member(base.node, base.rec, m, name, pos)
}

// fieldMember finds the member that is a field, by its index.
func fieldMember(rec Record, field int) (Member, string, bool) {
	for _, name := range rec.Members() {
		if m, ok := rec.Member(name); ok && m.Field == field {
			return m, name, true
		}
	}
	return Member{}, "", false
}

// authNames are the members of auth.
var authNames = []string{"aal", "claims", "email", "id", "role", "roles", "tenant"}

func (c *checker) authFact(name string, pos Pos) operand {
	n := &Node{Op: Auth, Name: name, Pos: pos}
	switch name {
	case "id", "tenant", "claims":
		return operand{form: fact, pos: pos, node: n}
	case "role", "email":
		n.Type = textType
	case "aal":
		n.Type = intType
	case "roles":
		n.Type = value.Type{Kind: value.List, Elem: value.Text}
		return c.typed(n, false)
	default:
		return c.bad(pos, nameCode, Suggest(name, authNames), "unknown name %q in auth", name)
	}
	return c.typed(n, true)
}

func (c *checker) requestFact(name string, pos Pos) operand {
	switch name {
	case "method", "ip":
		return c.typed(&Node{Op: Request, Type: textType, Name: name, Pos: pos}, true)
	case "headers":
		return operand{form: headers, pos: pos}
	}
	return c.bad(pos, nameCode, Suggest(name, []string{"method", "ip", "headers"}), "unknown name %q in request", name)
}

// index gives base[key]: a member of a JSON document, of the claims or of the
// headers.
func (c *checker) index(base operand, key ast.Expr, pos Pos) operand {
	if base.form == bad {
		return operand{pos: pos}
	}
	if base.form == rigid && base.node.Type.Kind == value.List {
		return c.bad(pos, refusedCode, `"x" in tags tells whether it is there`, "a list's items have no names here")
	}
	if key.Kind() == ast.LiteralKind {
		switch k := key.AsLiteral().(type) {
		case types.String:
			if base.form != records {
				return c.selection(base, string(k), pos)
			}
		case types.Int:
			if k >= 0 && (base.form == fact || base.form == rigid) {
				return c.selection(base, fmt.Sprint(int64(k)), pos)
			}
		}
	}
	return c.bad(pos, typeCode, `write meta["key"] or meta.list[0]`, "%s cannot be indexed so", base.describe())
}
