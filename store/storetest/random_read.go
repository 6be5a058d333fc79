package storetest

import (
	"slices"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/store/plan"
	"bedplate/value"
)

// read makes a random plan over a collection, nested at most depth deep.
func (g *grower) read(c *schema.Collection, depth int) *plan.Read {
	p := &plan.Read{From: c, Limit: plan.None, Offset: plan.None}
	if g.chance(70) {
		p.Where = g.test(self(c), 2)
	}
	if g.chance(20) {
		p.Within = g.chosen(c)
	}
	if g.chance(25) {
		g.grouped(p)
		return p
	}
	for range 1 + g.IntN(4) {
		p.Outputs = append(p.Outputs, plan.Output{Expr: g.output(c)})
	}
	for range g.IntN(3) {
		if depth > 0 {
			p.Outputs = append(p.Outputs, g.nested(c, depth-1)...)
		}
	}
	for range g.IntN(3) {
		if e := g.sortable(c); e != nil {
			p.Order = append(p.Order, g.order(e))
		}
	}
	p.Order = append(p.Order, byKey(c)...)
	if g.chance(40) {
		p.Limit = g.number(0, 1, 2, 5)
	}
	if g.chance(25) {
		p.Offset = g.number(0, 1, 3)
	}
	return p
}

// chosen chooses rows before they are folded.
func (g *grower) chosen(c *schema.Collection) *plan.Within {
	w := &plan.Within{Limit: plan.None, Offset: plan.None}
	for range g.IntN(3) {
		if e := g.sortable(c); e != nil {
			w.Order = append(w.Order, g.order(e))
		}
	}
	w.By = g.IntN(len(w.Order) + 1)
	w.Order = append(w.Order, byKey(c)...)
	if g.chance(50) {
		w.Limit = g.bind(intType, value.OfInt(pick(g, []int64{0, 1, 2, 5}))).Index
	}
	if g.chance(30) {
		w.Offset = g.bind(intType, value.OfInt(pick(g, []int64{1, 3}))).Index
	}
	return w
}

// number adds an Int argument for a limit or offset; null is none.
func (g *grower) number(from ...int64) int {
	v := value.OfInt(pick(g, from))
	if g.chance(10) {
		v = value.Value{}
	}
	return g.bind(intType, v).Index
}

// output makes a value to be read: mostly a field.
func (g *grower) output(c *schema.Collection) *expr.Node {
	if g.chance(30) {
		return g.test(self(c), 1)
	}
	f := g.field(self(c), anyType)
	if g.chance(30) {
		return g.pathOf(f)
	}
	return f
}

// nested makes an output with the rows of a relation, where there is one.
func (g *grower) nested(c *schema.Collection, depth int) []plan.Output {
	_, rel := g.relation(self(c), g.chance(60))
	if rel == nil || rel.Base != expr.Record(c) {
		return nil
	}
	inner := g.read(schema.Of(rel), depth)
	inner.Rel = rel
	if !rel.Many {
		inner.Order, inner.Limit, inner.Offset, inner.Within = nil, plan.None, plan.None, nil
	}
	return []plan.Output{{Nested: inner}}
}

// sortable makes a sort key: a field of the record, or of one it refers to.
func (g *grower) sortable(c *schema.Collection) *expr.Node {
	f := g.field(self(c), func(t value.Type) bool { return t.Kind != value.List })
	if f == nil {
		return nil
	}
	return g.pathOf(f)
}

func (g *grower) order(e *expr.Node) plan.Order {
	return plan.Order{Expr: e, Desc: g.chance(50), NullsFirst: g.chance(50)}
}

// byKey ends an order with what makes it complete.
func byKey(c *schema.Collection) []plan.Order {
	var out []plan.Order
	for _, k := range c.Key {
		out = append(out, plan.Order{Expr: fieldOf(c, k)})
	}
	return out
}

func fieldOf(c *schema.Collection, field int) *expr.Node {
	f := c.Fields[field]
	return expr.FieldOf(expr.Self, f.Index, f.Name, f.Type)
}

// grouped makes the plan one of aggregates over some of the fields' groups,
// in the order of those fields.
func (g *grower) grouped(p *plan.Read) {
	p.Group = true
	var fields []int
	for range g.IntN(3) {
		f := g.IntN(len(p.From.Fields))
		if !slices.Contains(fields, f) && p.From.Fields[f].Type.Kind != value.List {
			fields = append(fields, f)
		}
	}
	for _, f := range fields {
		p.Outputs = append(p.Outputs, plan.Output{Expr: fieldOf(p.From, f)})
		p.Order = append(p.Order, g.order(fieldOf(p.From, f)))
	}
	p.Outputs = append(p.Outputs, plan.Output{Aggregate: plan.CountRows})
	for range 1 + g.IntN(3) {
		e := g.field(self(p.From), anyType)
		if g.chance(30) {
			if computed := g.computed(self(p.From), e.Type, 2); computed != nil {
				e = computed
			}
		}
		what := g.aggregate(e.Type)
		if (what == plan.CountRows || what == plan.CountDistinct) && g.chance(40) {
			e = g.tuple(e, self(p.From))
		}
		p.Outputs = append(p.Outputs, plan.Output{Expr: e, Aggregate: what})
	}
}

// tuple puts fields beside a value, to be counted with it.
func (g *grower) tuple(e *expr.Node, in scope) *expr.Node {
	parts := []*expr.Node{e}
	for range 1 + g.IntN(2) {
		if f := g.field(in, comparableKind); f != nil && comparableKind(e.Type) {
			parts = append(parts, f)
		}
	}
	return expr.TupleOf(parts...)
}

// aggregate chooses a function for values of a type.
func (g *grower) aggregate(t value.Type) plan.Aggregate {
	switch t.Kind {
	case value.Int, value.Decimal, value.Float:
		return pick(g, []plan.Aggregate{plan.CountRows, plan.CountDistinct, plan.Sum, plan.Avg, plan.Min, plan.Max})
	case value.JSON, value.List:
		return plan.CountRows
	case value.Bool:
		return pick(g, []plan.Aggregate{plan.CountRows, plan.CountDistinct})
	}
	return pick(g, []plan.Aggregate{plan.CountRows, plan.CountDistinct, plan.Min, plan.Max})
}
