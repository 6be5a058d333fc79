package schema

import (
	"slices"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/value"
)

// computation is the value of a computed field on the way.
type computation struct {
	decl  *FieldDecl
	field *Field
	node  *expr.Node // as written, nil where it is wrong
	state uint8      // as of a reference: unresolved, resolving, ...
}

// valueLimits bound a value with all that the computed
// fields it names bring along.
var valueLimits = expr.Limits{Terms: 200, Depth: 30}

// computedLast orders fields so that stored ones stand first.
func computedLast(fd *FieldDecl) int {
	if fd.Value != "" {
		return 1
	}
	return 0
}

// computable refuses what cannot be said of a computed field: whatever is about
// storing or writing it.
func (d *draft) computable(fd *FieldDecl) bool {
	ok := true
	for _, a := range []attribute{
		{key: "type", given: fd.Type == "ref" || fd.Type == "enum"},
		{key: "column", given: fd.Column != ""}, {key: "was", given: fd.Was != ""},
		{key: "sql_type", given: fd.SQLType != ""}, {key: "collation", given: fd.Collation != ""},
		{key: "required", given: fd.Required}, {key: "unique", given: fd.Unique},
		{key: "generated", given: fd.Generated}, {key: "identity", given: fd.Identity},
		{key: "max", given: fd.Max != 0}, {key: "format", given: fd.Format != ""}, {key: "pattern", given: fd.Pattern != ""},
		{key: "default", given: fd.Default != nil}, {key: "set", given: fd.Set != ""},
		{key: "check", given: fd.Check != ""}, {key: "write", given: fd.Write != ""},
	} {
		if !a.given {
			continue
		}
		ok = false
		if a.key == "type" {
			d.fail(fd, "type", fault.Unsupported, "a computed field is no "+fd.Type, "give it the type of its value: text, uuid, ...")
			continue
		}
		d.fail(fd, a.key, fault.ReadOnly, "a computed field is not stored and takes no input: it has no "+a.key, "leave "+a.key+": out, or value:")
	}
	return ok
}

// addValues parses the values of computed fields.
func (d *draft) addValues() {
	for _, f := range d.c.Computed() {
		fd := d.fields[f.Index]
		v := &computation{decl: fd, field: f}
		d.values[f.Index] = v
		f.Value = expr.LiteralOf(value.Value{}, f.Type) // until it is known
		n, problems := expr.Parse(fd.Value, expr.Env{Record: d.c, Want: f.Type})
		if len(problems) > 0 {
			d.report(fd, "value", fd.Value, problems, false)
			continue
		}
		if d.ownValue(v, n) {
			v.node = n
		}
	}
}

// ownValue refuses a value that is not the same for everybody at all times, or
// that the field's type does not hold.
func (d *draft) ownValue(v *computation, n *expr.Node) bool {
	fine := expr.Visit(n, func(n *expr.Node) bool {
		what := ""
		switch n.Op {
		case expr.Auth:
			what = "auth"
		case expr.Request:
			what = "request"
		case expr.Now:
			what = "now"
		default:
			return true
		}
		d.failAt(v.decl, "value", v.decl.Value, n.Pos, fault.Unsupported,
			"a computed field is the same for everybody and at any time: it cannot depend on "+what,
			"write it into a rule, or into the filter that asks")
		return false
	})
	have, want := n.Type, v.field.Type
	switch {
	case !fine:
	case have.Kind != value.Null && !expr.TouchesRecord(n):
		d.fail(v.decl, "value", fault.Value, "the value is the same for every record", "")
		fine = false
	case have.Kind == value.Null:
		d.fail(v.decl, "value", fault.Type, "the value is always null", "")
		fine = false
	case have.Kind == value.Decimal && (have.Scale != want.Scale || have.Precision > want.Precision):
		d.fail(v.decl, "value", fault.Type, "the value is "+typeText(have)+", which "+typeText(want)+" does not hold exactly",
			"write precision: "+itoa(int(have.Precision))+", scale: "+itoa(int(have.Scale)))
		fine = false
	}
	return fine
}

// settleValues tells each value in terms of stored fields alone.
func (d *draft) settleValues() {
	for _, f := range d.c.Computed() {
		d.settleValue(d.values[f.Index], nil)
	}
}

// settleValue gives a computed field its final value; chain are the fields on
// the way to it.
func (d *draft) settleValue(v *computation, chain []string) {
	chain = append(slices.Clip(chain), d.c.Name+"."+v.field.Name)
	switch v.state {
	case resolving:
		d.fail(v.decl, "value", fault.Value, "the value depends on itself: "+strings.Join(chain, ", "),
			"compute one of these fields from stored ones")
		v.state = unresolvable
	case unresolved:
		if v.node == nil {
			v.state = unresolvable
			return
		}
		v.state = resolving
		e := expander{vars: recordsOf(v.node, d.c), next: expr.MaxVar(v.node) + 1, value: func(c *Collection, f *Field) *expr.Node {
			of := d.l.byName[c.Name]
			of.settleValue(of.values[f.Index], chain)
			return f.Value
		}}
		n := e.node(v.node)
		if v.state == unresolvable {
			return
		}
		v.state = resolved
		if p := valueLimits.Check(n); p != nil {
			d.fail(v.decl, "value", fault.TooComplex, "with the computed fields that it names, "+p.Message, "")
			return
		}
		v.field.Value, v.field.Reaches = expr.Settle(n), !expr.Local(n)
	}
}

// expanded gives an expression of the schema without computed fields, and
// refuses one that becomes too large so.
func (d *draft) expanded(fd *FieldDecl, path string, n *expr.Node) *expr.Node {
	out := Expand(n, d.c)
	if out == n {
		return n
	}
	if strings.HasPrefix(path, "indexes.") {
		d.fail(fd, path, fault.Unsupported, "the condition of an index depends on stored fields alone, not on computed ones", "")
		return nil
	}
	if p := valueLimits.Check(out); p != nil {
		d.fail(fd, path, fault.TooComplex, "with the computed fields that it names, "+p.Message, "")
		return nil
	}
	return out
}

// Expand gives an expression over c, as it was written, with the values of
// computed fields in their place. Guards are left alone: what access puts there
// is expanded.
func Expand(n *expr.Node, c *Collection) *expr.Node {
	if n == nil {
		return nil
	}
	e := expander{vars: recordsOf(n, c), value: func(_ *Collection, f *Field) *expr.Node { return f.Value }}
	e.next = expr.MaxVar(n) + 1
	return e.node(n)
}

// expander puts the values of computed fields into an expression.
type expander struct {
	vars  map[int]*Collection // what each record variable is of
	next  int                 // the first variable that is free
	value func(*Collection, *Field) *expr.Node
}

// recordsOf finds what the record variables of an expression are of.
func recordsOf(n *expr.Node, c *Collection) map[int]*Collection {
	vars := map[int]*Collection{0: c}
	var look func(*expr.Node)
	look = func(n *expr.Node) {
		switch n.Op {
		case expr.Exists, expr.All, expr.Count, expr.Fold:
			vars[n.Index] = Of(n.Rel)
		}
		for _, a := range n.Args {
			look(a)
		}
	}
	look(n)
	return vars
}

func (e *expander) node(n *expr.Node) *expr.Node {
	out := n
	for i, a := range n.Args {
		if r := e.node(a); r != a {
			if out == n {
				c := *n
				c.Args = slices.Clone(n.Args)
				out = &c
			}
			out.Args[i] = r
		}
	}
	if n.Op != expr.Field {
		return out
	}
	c := e.of(n.Args[0])
	if c == nil || n.Index < c.firstComputed() || n.Index >= len(c.Fields) {
		return out
	}
	return e.computed(c, e.value(c, c.Fields[n.Index]), out)
}

// of gives the collection of a record-valued node.
func (e *expander) of(n *expr.Node) *Collection {
	switch n.Op {
	case expr.Walk:
		return Of(n.Rel)
	case expr.Old:
		return e.vars[0]
	}
	return e.vars[n.Index]
}

// computed gives a value as that of the record which a field is named of: null
// where there is none.
func (e *expander) computed(c *Collection, v, named *expr.Node) *expr.Node {
	base := named.Args[0]
	out := e.moved(v, base, named.Pos, map[int]int{})
	if base.Op == expr.Var || expr.NullWithRecord(v) {
		return out
	}
	present := c.Fields[c.presence()]
	none := expr.TestOf(expr.IsNull, expr.FieldOf(base, present.Index, present.Name, present.Type))
	return &expr.Node{Op: expr.If, Type: out.Type, Args: []*expr.Node{none, expr.LiteralOf(value.Value{}, out.Type), out}}
}

// presence is a field that is null only where there is no record. What is
// walked to has a key.
func (c *Collection) presence() int {
	if len(c.Key) > 0 {
		return c.Key[0]
	}
	return 0
}

// moved gives n with base for its record, and variables of its own. It stands
// at the place where the field is named.
func (e *expander) moved(n, base *expr.Node, at expr.Pos, vars map[int]int) *expr.Node {
	switch n.Op {
	case expr.Var:
		if n.Index == 0 {
			return base
		}
		return &expr.Node{Op: expr.Var, Index: vars[n.Index]}
	case expr.Exists, expr.All, expr.Count, expr.Fold:
		vars[n.Index] = e.next
		e.next++
	}
	out := *n
	out.Pos = at
	switch n.Op {
	case expr.Exists, expr.All, expr.Count, expr.Fold:
		out.Index = vars[n.Index]
	}
	out.Args = make([]*expr.Node, len(n.Args))
	for i, a := range n.Args {
		out.Args[i] = e.moved(a, base, at, vars)
	}
	return &out
}
