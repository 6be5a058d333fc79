package sqlgen

import (
	"strconv"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/value"
)

// scalar is a value in SQL.
type scalar struct {
	sql string
	// null: NULL there may be an ordinary null.
	null bool
	// defined is the condition under which the value is defined, "" for
	// always. Where it is not, sql is NULL.
	defined string
}

// scope says what the record variables stand for: aliases of tables, by
// variable.
type scope struct {
	alias map[int]string
	of    map[int]*schema.Collection
	// unindexed: columns are written so that no index is chosen for them.
	unindexed bool
}

func scopeOf(v int, alias string, c *schema.Collection) scope {
	return scope{alias: map[int]string{v: alias}, of: map[int]*schema.Collection{v: c}}
}

func (s scope) with(v int, alias string, c *schema.Collection) scope {
	out := scope{alias: map[int]string{v: alias}, of: map[int]*schema.Collection{v: c}}
	for k, a := range s.alias {
		if k != v {
			out.alias[k], out.of[k] = a, s.of[k]
		}
	}
	return out
}

// column names a stored column.
func (g *builder) column(alias string, f *schema.Field) string {
	if alias == "" {
		return g.dialect.Quote(f.Column)
	}
	return alias + "." + g.dialect.Quote(f.Column)
}

// value gives n in canonical storage form. Decimals are in the form that
// numberOf says.
func (g *builder) value(n *expr.Node, s scope) scalar {
	switch n.Op {
	case expr.Literal:
		return g.literal(n)
	case expr.Bind:
		return g.argument(n)
	case expr.Field:
		return g.field(n, s, false)
	case expr.Path:
		return g.member(n, s, JSONMember)
	case expr.Count:
		return scalar{sql: g.count(n, s)}
	case expr.Fold:
		return g.fold(n, s)
	case expr.Tuple:
		return g.tuple(n, s)
	case expr.Add, expr.Sub, expr.Mul, expr.Div, expr.Mod, expr.Neg:
		return g.arithmetic(n, s)
	case expr.Lower:
		return g.through(Lower, g.text(n.Args[0], s))
	case expr.Upper:
		return g.through(Upper, g.text(n.Args[0], s))
	case expr.Concat:
		a, b := g.text(n.Args[0], s), g.text(n.Args[1], s)
		return scalar{sql: g.dialect.Call(Concat, a.sql, b.sql), null: a.null || b.null, defined: and(a.defined, b.defined)}
	case expr.If:
		return g.conditional(n, s)
	case expr.Coalesce:
		return g.coalesce(n, s)
	case expr.Settled:
		return scalar{sql: g.alternative(n, n.Args[0], s).sql, null: true}
	case expr.Size:
		if n.Args[0].Type.Kind == value.List {
			return g.through(ListSize, g.value(n.Args[0], s))
		}
		return g.through(TextSize, g.text(n.Args[0], s))
	case expr.Rank:
		return g.rank(n, s)
	}
	if n.Type.Kind == value.Bool {
		sql := "CASE WHEN " + g.truth(n, s) + " THEN " + g.boolean(true) + " WHEN " + g.falsehood(n, s) + " THEN " + g.boolean(false) + " END"
		return scalar{sql: "(" + sql + ")", defined: "(" + sql + ") IS NOT NULL"}
	}
	return scalar{sql: g.fail("an expression of this kind (%d) cannot be a value", n.Op)}
}

// boolean spells true or false as a value.
func (g *builder) boolean(b bool) string {
	return g.constant(value.OfBool(b), value.Type{Kind: value.Bool})
}

// text gives n as text: a JSON member there is its string.
func (g *builder) text(n *expr.Node, s scope) scalar {
	if n.Type.Kind == value.JSON {
		return g.member(n, s, JSONText)
	}
	return g.value(n, s)
}

// through applies a function of one argument that passes null and undefined on.
func (g *builder) through(f Func, a scalar) scalar {
	return scalar{sql: g.dialect.Call(f, a.sql), null: a.null, defined: a.defined}
}

func (g *builder) literal(n *expr.Node) scalar {
	if n.Value.IsNull() {
		return scalar{sql: "NULL", null: true}
	}
	if n.Value.Kind() == value.Decimal && !g.dialect.Exact() {
		if unscaled, ok := n.Value.Unscaled(); ok {
			return scalar{sql: number(unscaled)}
		}
		return scalar{sql: g.bind(Bind{Source: Constant, Value: n.Value, Type: n.Type, Form: NumberKey})}
	}
	return scalar{sql: g.constant(n.Value, n.Type)}
}

func number(i int64) string {
	if i < 0 {
		return "(" + strconv.FormatInt(i, 10) + ")"
	}
	return strconv.FormatInt(i, 10)
}

func (g *builder) argument(n *expr.Node) scalar {
	b := Bind{Index: n.Index, Type: n.Type}
	if n.Type.Kind == value.Decimal && !g.dialect.Exact() {
		if b.Form = NumberKey; narrow(n.Type) {
			b.Form, b.Scale = Scaled, n.Type.Scale
		}
	}
	sql := g.bind(b)
	return scalar{sql: sql, defined: sql + " IS NOT NULL"}
}

// field gives a field of a record or of what it walks to; raw as it is
// stored, otherwise in canonical form.
func (g *builder) field(n *expr.Node, s scope, raw bool) scalar {
	base := n.Args[0]
	switch base.Op {
	case expr.Var:
		c := s.of[base.Index]
		if c == nil {
			return scalar{sql: g.fail("an expression uses a record that is not there")}
		}
		f := c.Fields[n.Index]
		sql := g.column(s.alias[base.Index], f)
		if !raw {
			sql = g.dialect.Column(sql, f)
		}
		if s.unindexed {
			sql = g.dialect.Unindexed(sql)
		}
		return scalar{sql: sql, null: nullable(c, n.Index)}
	case expr.Walk:
		return g.walked(n, s, raw)
	}
	return scalar{sql: g.fail("the record before the write cannot be read by a statement")}
}

// nullable tells whether a stored field may be null. A view promises nothing.
func nullable(c *schema.Collection, field int) bool {
	return c.View || !c.Fields[field].Required && !c.IsKey(field)
}

// member gives a JSON document, or the member of one, as f gives it.
func (g *builder) member(n *expr.Node, s scope, f Func) scalar {
	doc, at := n, []string{}
	if n.Op == expr.Path {
		doc, at = n.Args[0], n.Path
	}
	return g.memberAt(g.value(doc, s), at, f)
}

func (g *builder) memberAt(doc scalar, at []string, f Func) scalar {
	path := g.bind(Bind{Source: Constant, Type: value.Type{Kind: value.Text}, Value: value.OfText(pathText(at)), Form: Path})
	return scalar{sql: g.dialect.Member(f, doc.sql, path, at), null: true, defined: doc.defined}
}
