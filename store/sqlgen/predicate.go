package sqlgen

import (
	"bedplate/expr"
	"bedplate/value"
)

// A boolean expression compiles to two conditions: truth(n) holds where n is
// true, falsehood(n) where it is false, and neither where n is undefined.
// Either may be NULL instead of false, since they stand only under AND, OR,
// WHERE and IS TRUE. Negation therefore never reaches the database as NOT over
// a compound, and indexes stay usable.

const (
	always = "1 = 1"
	never  = "1 = 0"
)

// truth is the condition under which n is true.
func (g *builder) truth(n *expr.Node, s scope) string {
	switch n.Op {
	case expr.Literal:
		if n.Value.Bool() {
			return always
		}
		return never
	case expr.Not:
		return g.falsehood(n.Args[0], s)
	case expr.And, expr.Or:
		return g.both(n, s)
	case expr.Exists:
		return "EXISTS (" + g.rows(n, s, g.truth) + ")"
	case expr.All:
		return "NOT EXISTS (" + g.rows(n, s, g.notTrue) + ")"
	case expr.Bind, expr.Field, expr.Path, expr.If, expr.Coalesce, expr.Settled:
		return g.dialect.Flag(g.flag(n, s).sql, true)
	}
	if g.dialect.Gathers() {
		// A server may begin at the record that a reference leads to, if it is told
		// what has to be there rather than which value.
		if walk := aboutOne(n); walk != nil {
			return g.onRecord([]*expr.Node{n}, walk, s, and)
		}
	}
	return g.test(n, s, true)
}

// falsehood is the condition under which n is false.
func (g *builder) falsehood(n *expr.Node, s scope) string {
	switch n.Op {
	case expr.Literal:
		if n.Value.Bool() {
			return never
		}
		return always
	case expr.Not:
		return g.truth(n.Args[0], s)
	case expr.And:
		return g.each(n.Args, s, g.falsehood, or, never)
	case expr.Or:
		return g.each(n.Args, s, g.falsehood, and, always)
	case expr.Exists:
		return "NOT EXISTS (" + g.rows(n, s, g.truth) + ")"
	case expr.All:
		return "EXISTS (" + g.rows(n, s, g.notTrue) + ")"
	case expr.Bind, expr.Field, expr.Path, expr.If, expr.Coalesce, expr.Settled:
		flag := g.flag(n, s)
		return or(g.dialect.Flag(flag.sql, false), nullEscape(flag))
	}
	return g.test(n, s, false)
}

func (g *builder) each(args []*expr.Node, s scope, of func(*expr.Node, scope) string, with func(...string) string, empty string) string {
	parts := make([]string, len(args))
	for i, a := range args {
		parts[i] = of(a, s)
	}
	if len(parts) == 0 {
		return empty
	}
	return with(parts...)
}

// notTrue is the condition under which n is not true: false or undefined.
func (g *builder) notTrue(n *expr.Node, s scope) string {
	return "(" + g.truth(n, s) + ") IS NOT TRUE"
}

// flag gives a boolean that is not a test.
func (g *builder) flag(n *expr.Node, s scope) scalar {
	if n.Type.Kind == value.JSON {
		return g.member(n, s, JSONBool)
	}
	return g.value(n, s)
}

// nullEscape is the condition under which one of the operands is an ordinary
// null and all are defined: where tests that null fails are false, not
// undefined. It is "" where none can be null.
func nullEscape(operands ...scalar) string {
	var nulls, defined []string
	for _, o := range operands {
		if o.null {
			nulls = append(nulls, o.sql+" IS NULL")
		}
		defined = append(defined, o.defined)
	}
	if len(nulls) == 0 {
		return ""
	}
	return and(or(nulls...), and(defined...))
}

// test compiles a leaf: its truth, or its falsehood.
func (g *builder) test(n *expr.Node, s scope, want bool) string {
	switch n.Op {
	case expr.Eq, expr.Ne:
		return g.equality(n.Args[0], n.Args[1], s, want == (n.Op == expr.Eq))
	case expr.Lt, expr.Le, expr.Gt, expr.Ge:
		return g.ordering(n, s, want)
	case expr.In:
		return g.membership(n, s, want)
	case expr.IsNull:
		return g.isNull(n.Args[0], s, want)
	case expr.StartsWith, expr.EndsWith, expr.Contains, expr.Matches, expr.Like, expr.ILike:
		return g.textTest(n, s, want)
	case expr.Includes, expr.Within:
		return g.inclusion(n, s, want)
	case expr.Search:
		return g.search(n, s, want)
	}
	return g.fail("an expression of this kind (%d) cannot be a condition", n.Op)
}

func (g *builder) isNull(n *expr.Node, s scope, want bool) string {
	v := g.value(n, s)
	switch {
	case !want:
		return v.sql + " IS NOT NULL"
	case n.Op == expr.Bind, v.null:
		return v.sql + " IS NULL"
	}
	// What is undefined is not null, but for a caller's fact, which is a Bind.
	return never
}

func (g *builder) textTest(n *expr.Node, s scope, want bool) string {
	a, b := g.text(n.Args[0], s), g.text(n.Args[1], s)
	f := textFuncs[n.Op]
	if end, ok := g.prefixEnd(n); ok {
		sql := g.dialect.Prefixed(a.sql, b.sql, end)
		if want {
			return sql
		}
		return or("NOT "+sql, nullEscape(a, b))
	}
	switch n.Op {
	case expr.Like:
		b, f = g.pattern(n.Args[1], b, Pattern, Like, LikeComputed)
	case expr.Matches:
		b, f = g.pattern(n.Args[1], b, Expression, Matches, MatchesOther)
	}
	sql := g.dialect.Call(f, a.sql, b.sql)
	if want {
		return sql
	}
	return or("NOT "+sql, nullEscape(a, b))
}

// prefixEnd gives the text before which every text with a known prefix stands,
// so that an index on the field serves StartsWith.
func (g *builder) prefixEnd(n *expr.Node) (string, bool) {
	field, prefix := n.Args[0], n.Args[1]
	if n.Op != expr.StartsWith || field.Op != expr.Field || field.Args[0].Op != expr.Var || field.Type.Kind != value.Text {
		return "", false
	}
	b := Bind{Index: prefix.Index, Type: prefix.Type, Form: PrefixEnd}
	switch {
	case prefix.Op == expr.Literal && !isNullLiteral(prefix):
		b.Source, b.Value = Constant, prefix.Value
	case prefix.Op != expr.Bind:
		return "", false
	}
	return g.bind(b), true
}

// pattern gives a pattern in the dialect's own form where it is known before
// the statement runs.
func (g *builder) pattern(n *expr.Node, plain scalar, form Form, known, other Func) (scalar, Func) {
	text := value.Type{Kind: value.Text}
	switch n.Op {
	case expr.Literal:
		return scalar{sql: g.bind(Bind{Source: Constant, Value: n.Value, Type: text, Form: form}), null: plain.null}, known
	case expr.Bind:
		sql := g.bind(Bind{Index: n.Index, Type: text, Form: form})
		return scalar{sql: sql, defined: sql + " IS NOT NULL"}, known
	}
	return plain, other
}

var textFuncs = map[expr.Op]Func{expr.StartsWith: StartsWith, expr.EndsWith: EndsWith,
	expr.Contains: Contains, expr.ILike: ILike}
