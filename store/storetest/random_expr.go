package storetest

import (
	"math/rand/v2"
	"strings"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/value"
)

// grower makes random well-typed expressions over the collections of a world,
// and the plan's arguments that they need.
type grower struct {
	*rand.Rand
	corpus *corpus
	binds  []value.Type
	args   []value.Value
	vars   int // the highest record variable in use
}

// record is a record-valued node and what it is a record of.
type record struct {
	node *expr.Node
	of   *schema.Collection
}

// scope is the records that a part of an expression may speak of.
type scope []record

func self(c *schema.Collection) scope { return scope{{expr.Self, c}} }

var (
	boolType  = value.Type{Kind: value.Bool}
	intType   = value.Type{Kind: value.Int}
	floatType = value.Type{Kind: value.Float}
	textType  = value.Type{Kind: value.Text}
	jsonType  = value.Type{Kind: value.JSON}
)

// chance is true n times in 100.
func (g *grower) chance(n int) bool { return g.IntN(100) < n }

func pick[T any](g *grower, from []T) T { return from[g.IntN(len(from))] }

// test makes a boolean expression of at most the given depth.
func (g *grower) test(in scope, depth int) *expr.Node {
	if depth <= 0 {
		return g.leaf(in, 0)
	}
	switch n := g.IntN(100); {
	case n < 12:
		return expr.NotOf(g.test(in, depth-1))
	case n < 24:
		return g.several(expr.And, in, depth)
	case n < 36:
		return g.several(expr.Or, in, depth)
	case n < 56:
		if q := g.quantifier(in, depth); q != nil {
			return q
		}
	}
	return g.leaf(in, depth-1)
}

func (g *grower) several(op expr.Op, in scope, depth int) *expr.Node {
	args := make([]*expr.Node, 2+g.IntN(2))
	for i := range args {
		args[i] = g.test(in, depth-1)
	}
	return expr.TestOf(op, args...)
}

// quantifier makes an exists or all over a relation to many, nil where there
// is none.
func (g *grower) quantifier(in scope, depth int) *expr.Node {
	from, rel := g.relation(in, true)
	if rel == nil {
		return nil
	}
	g.vars++
	v := g.vars
	inner := record{&expr.Node{Op: expr.Var, Index: v}, schema.Of(rel)}
	op := expr.Exists
	if g.chance(40) {
		op = expr.All
	}
	pred := g.test(append(in[:len(in):len(in)], inner), depth-1)
	return &expr.Node{Op: op, Type: boolType, Args: []*expr.Node{from, pred}, Rel: rel, Index: v, Guard: g.guard(rel, depth-1)}
}

// guard hides records of a relation's target, now and then.
func (g *grower) guard(rel *expr.Relation, depth int) *expr.Node {
	if !g.chance(25) {
		return nil
	}
	return g.test(self(schema.Of(rel)), min(depth, 1))
}

// relation chooses a relation from a record in scope, nil where there is none.
func (g *grower) relation(in scope, many bool) (*expr.Node, *expr.Relation) {
	from := g.record(in)
	var rels []*expr.Relation
	for _, r := range from.of.Relations {
		if r.Many == many {
			rels = append(rels, r)
		}
	}
	if len(rels) == 0 {
		return nil, nil
	}
	return from.node, pick(g, rels)
}

// record chooses a record in scope, or one that a reference of it leads to.
func (g *grower) record(in scope) record {
	r := pick(g, in)
	if g.chance(60) {
		r = in[len(in)-1]
	}
	for g.chance(20) {
		node, rel := g.relation(scope{r}, false)
		if rel == nil {
			break
		}
		walk := expr.WalkOf(node, rel)
		walk.Guard = g.guard(rel, 1)
		r = record{walk, schema.Of(rel)}
	}
	return r
}

// field chooses a field that ok accepts, of a record in scope; nil where none
// was met.
func (g *grower) field(in scope, ok func(value.Type) bool) *expr.Node {
	for range 3 {
		r := g.record(in)
		var fields []*schema.Field
		for _, f := range r.of.Fields {
			if ok(f.Type) {
				fields = append(fields, f)
			}
		}
		if len(fields) > 0 {
			f := pick(g, fields)
			return expr.FieldOf(r.node, f.Index, f.Name, f.Type)
		}
	}
	return nil
}

func ofKind(k value.Kind) func(value.Type) bool {
	return func(t value.Type) bool { return t.Kind == k }
}

func anyType(value.Type) bool { return true }

// leaf makes a boolean expression without not, and, or; depth is that of its
// operands.
func (g *grower) leaf(in scope, depth int) *expr.Node {
	switch n := g.IntN(100); {
	case n < 45:
		return g.comparison(in, depth)
	case n < 55:
		return g.membership(in, depth)
	case n < 63:
		if f := g.field(in, anyType); f != nil {
			return expr.TestOf(expr.IsNull, g.pathOf(f))
		}
	case n < 80:
		return g.textTest(in, depth)
	case n < 90:
		return g.jsonTest(in)
	case n < 95:
		if f := g.field(in, ofKind(value.Bool)); f != nil {
			return f
		}
	case n < 97:
		return g.constant(boolType)
	case n < 99:
		if f := g.fold(in, depth); f != nil {
			return f
		}
	}
	return g.comparison(in, depth)
}

var comparisons = []expr.Op{expr.Eq, expr.Ne, expr.Lt, expr.Le, expr.Gt, expr.Ge}

// comparison compares a field, or what is computed from one, with something
// of its type.
func (g *grower) comparison(in scope, depth int) *expr.Node {
	t := intType
	if f := g.field(in, comparableKind); f != nil {
		t = f.Type
	}
	left, right := g.operand(in, t, depth), g.operand(in, t, depth)
	op := pick(g, comparisons)
	if !ordered(t) {
		op = pick(g, comparisons[:2])
	}
	if g.chance(20) {
		left, right = right, left
	}
	return expr.TestOf(op, left, right)
}

// comparableKind tells what == is for; a list is looked into by in.
func comparableKind(t value.Type) bool { return t.Kind != value.JSON && t.Kind != value.List }

// ordered tells whether < is for values of t.
func ordered(t value.Type) bool {
	switch t.Kind {
	case value.Bool, value.JSON, value.List:
		return false
	}
	return true
}

// operand makes a value comparable with type t.
func (g *grower) operand(in scope, t value.Type, depth int) *expr.Node {
	if depth > 0 && g.chance(15) {
		return g.choice(in, t, depth)
	}
	if depth > 0 && g.chance(50) {
		if n := g.computed(in, t, depth); n != nil {
			return n
		}
	}
	if g.chance(60) {
		if f := g.field(in, func(o value.Type) bool { return alike(t, o) }); f != nil {
			return f
		}
	}
	return g.constant(t)
}

// alike tells whether values of two types may be compared.
func alike(a, b value.Type) bool {
	return a == b || a.Kind == value.Decimal && b.Kind == value.Decimal
}

// constant is a literal or an argument, which may be null and then undefined.
func (g *grower) constant(t value.Type) *expr.Node {
	v := g.corpus.one(g.Rand, t)
	if g.chance(55) {
		return expr.LiteralOf(v, literalType(v, t))
	}
	if g.chance(12) {
		v = value.Value{}
	}
	return g.bind(t, v)
}

// literalType is the type that a literal has beside a value of type t: a
// decimal has the digits that it is written with.
func literalType(v value.Value, t value.Type) value.Type {
	if t.Kind == value.Decimal {
		digits := strings.TrimPrefix(v.Digits(), "-")
		return value.Type{Kind: value.Decimal, Precision: uint8(max(len(digits), int(v.DecimalScale()))), Scale: v.DecimalScale()}
	}
	return t
}

// bind adds an argument to the plan.
func (g *grower) bind(t value.Type, v value.Value) *expr.Node {
	g.binds, g.args = append(g.binds, t), append(g.args, v)
	return &expr.Node{Op: expr.Bind, Type: t, Index: len(g.binds) - 1}
}

// computed makes a value of type t by an operation, nil where there is none
// for it.
func (g *grower) computed(in scope, t value.Type, depth int) *expr.Node {
	switch t.Kind {
	case value.Int:
		return g.integer(in, depth)
	case value.Float:
		return g.arithmetic(in, t, depth, []expr.Op{expr.Add, expr.Sub, expr.Mul, expr.Div, expr.Neg})
	case value.Decimal:
		return g.decimal(in, depth)
	case value.Text:
		op := pick(g, []expr.Op{expr.Lower, expr.Upper, expr.Concat})
		if op == expr.Concat {
			return &expr.Node{Op: op, Type: textType, Args: []*expr.Node{g.operand(in, textType, depth-1), g.operand(in, textType, depth-1)}}
		}
		return &expr.Node{Op: op, Type: textType, Args: []*expr.Node{g.operand(in, textType, depth-1)}}
	case value.Time:
		return g.moved(in, depth)
	}
	return nil
}

func (g *grower) integer(in scope, depth int) *expr.Node {
	switch n := g.IntN(100); {
	case n < 15:
		return &expr.Node{Op: expr.Size, Type: intType, Args: []*expr.Node{g.operand(in, textType, depth-1)}}
	case n < 25:
		if f := g.field(in, ofKind(value.List)); f != nil {
			return &expr.Node{Op: expr.Size, Type: intType, Args: []*expr.Node{f}}
		}
	case n < 40:
		if from, rel := g.relation(in, true); rel != nil {
			g.vars++
			n := &expr.Node{Op: expr.Count, Type: intType, Args: []*expr.Node{from}, Rel: rel, Index: g.vars, Guard: g.guard(rel, depth)}
			if g.chance(50) {
				of := record{&expr.Node{Op: expr.Var, Index: n.Index}, schema.Of(rel)}
				n.Args = append(n.Args, g.test(append(in[:len(in):len(in)], of), depth-1))
			}
			return n
		}
	}
	return g.arithmetic(in, intType, depth, []expr.Op{expr.Add, expr.Sub, expr.Mul, expr.Div, expr.Mod, expr.Neg})
}

func (g *grower) arithmetic(in scope, t value.Type, depth int, ops []expr.Op) *expr.Node {
	op := pick(g, ops)
	args := []*expr.Node{g.operand(in, t, depth-1)}
	if op != expr.Neg {
		args = append(args, g.operand(in, t, depth-1))
	}
	return &expr.Node{Op: op, Type: t, Args: args}
}

// decimal makes exact arithmetic, which takes operands of 18 digits at most
// and gives 18 digits after the point at most.
func (g *grower) decimal(in scope, depth int) *expr.Node {
	operands := []*expr.Node{g.narrow(in, depth-1)}
	op := pick(g, []expr.Op{expr.Add, expr.Sub, expr.Mul, expr.Neg})
	if op != expr.Neg {
		operands = append(operands, g.narrow(in, depth-1))
	}
	scale := 0
	for _, o := range operands {
		if op == expr.Mul {
			scale += int(o.Type.Scale)
		} else {
			scale = max(scale, int(o.Type.Scale))
		}
	}
	if scale > 18 {
		return operands[0]
	}
	return &expr.Node{Op: op, Type: value.Type{Kind: value.Decimal, Precision: 18, Scale: uint8(scale)}, Args: operands}
}

// narrow makes a decimal of 18 digits at most.
func (g *grower) narrow(in scope, depth int) *expr.Node {
	if depth > 0 && g.chance(20) {
		return g.among(in, value.Type{Kind: value.Decimal}, depth, g.narrow(in, depth-1), g.narrow(in, depth-1))
	}
	if depth > 0 && g.chance(30) {
		return g.decimal(in, depth)
	}
	if g.chance(60) {
		f := g.field(in, func(t value.Type) bool { return t.Kind == value.Decimal && t.Precision <= 18 })
		if f != nil {
			return f
		}
	}
	return g.constant(value.Type{Kind: value.Decimal, Precision: 6, Scale: uint8(g.IntN(4))})
}

// moved makes a time earlier or later by a constant.
func (g *grower) moved(in scope, depth int) *expr.Node {
	by := pick(g, []int64{0, 1, -1, 86_400_000_000, 400 * 86_400_000_000, 9_000_000_000_000_000_000})
	args := []*expr.Node{g.operand(in, value.Type{Kind: value.Time}, depth-1), expr.LiteralOf(value.OfInt(by), intType)}
	return &expr.Node{Op: pick(g, []expr.Op{expr.Add, expr.Sub}), Type: value.Type{Kind: value.Time}, Args: args}
}
