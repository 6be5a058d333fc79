package planner

import (
	"slices"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

var (
	boolType  = value.Type{Kind: value.Bool}
	intType   = value.Type{Kind: value.Int}
	floatType = value.Type{Kind: value.Float}
)

// builder makes one root plan.Read: it collects the arguments of everything in
// it.
type builder struct {
	caps  driver.Capabilities
	binds []Bind
	// selects counts the request's selects in the order they are met, which
	// is how the engine finds their limits again.
	selects int
	// record is what old is of; parts are what a judgement wants to know of the old record's
	// surroundings; nil where old may not be spoken of.
	record *schema.Collection
	parts  *[]*expr.Node
}

func (b *builder) bind(bind Bind) int {
	b.binds = append(b.binds, bind)
	return len(b.binds) - 1
}

func (b *builder) bindNode(bind Bind) *expr.Node {
	return &expr.Node{Op: expr.Bind, Type: bind.Type, Index: b.bind(bind)}
}

// finish closes the root and prepares it.
func (b *builder) finish(root *plan.Read, shape *query.Shape, prepare Prepare) (*Read, error) {
	root.Binds = make([]value.Type, len(b.binds))
	for i, bind := range b.binds {
		root.Binds[i] = bind.Type
	}
	prepared, err := prepare(root)
	if err != nil {
		return nil, err
	}
	return &Read{Plan: root, Prepared: prepared, Shape: shape, Binds: b.binds}, nil
}

// selection plans a select and everything nested in it. byKey drops order and
// limits, which one row does not need; rel is how it hangs on its parent.
func (b *builder) selection(sel *query.Select, rel *expr.Relation, byKey bool) (*plan.Read, *query.Shape, error) {
	number := b.selects
	b.selects++
	r := &plan.Read{From: sel.Collection, Rel: rel, Limit: plan.None, Offset: plan.None}
	members := make([]query.Member, len(sel.Outputs))
	r.Outputs = make([]plan.Output, len(sel.Outputs))
	for i := range sel.Outputs {
		if err := b.output(r, &sel.Outputs[i], &r.Outputs[i], &members[i]); err != nil {
			return nil, nil, err
		}
	}
	var err error
	if r.Where, err = b.hoist(sel.Where); err != nil {
		return nil, nil, err
	}
	if r.Within, err = b.within(sel, number); err != nil {
		return nil, nil, err
	}
	if !byKey && (rel == nil || rel.Many) {
		if err := b.order(r, sel); err != nil {
			return nil, nil, err
		}
		r.Limit = b.bind(Bind{Source: FromLimit, Index: number, Type: intType})
		r.Offset = b.bind(Bind{Source: FromOffset, Index: number, Type: intType})
	}
	return r, query.NewShape(members), nil
}

// output plans one member of a row.
func (b *builder) output(r *plan.Read, in *query.Output, out *plan.Output, m *query.Member) error {
	m.Name, m.Cast = in.Name, in.Cast
	if in.Embed != nil {
		rel := in.Embed.Relation
		if schema.Of(rel).Store != r.From.Store || !b.caps.Relations {
			return fault.Of(fault.Unsupported, rel.Name,
				"%s cannot embed %s: they are kept where they cannot be joined", r.From.Name, rel.Name)
		}
		nested, shape, err := b.selection(&in.Embed.Select, rel, false)
		if err != nil {
			return err
		}
		out.Nested = nested
		m.Nested, m.Many, m.Spread = shape, rel.Many, in.Embed.Spread
		return nil
	}
	var err error
	if out.Expr, err = b.hoist(in.Expr); err != nil {
		return err
	}
	if in.Expr != nil {
		m.Type = in.Expr.Type
	}
	if in.Aggregate != query.NoAggregate {
		r.Group = true
		out.Aggregate = plan.Aggregate(in.Aggregate)
		m.Type = aggregateType(in.Aggregate, m.Type)
	}
	m.Type = query.CastType(in.Cast, m.Type)
	return nil
}

func aggregateType(a query.Aggregate, arg value.Type) value.Type {
	switch a {
	case query.CountRows, query.CountDistinct:
		return intType
	case query.Avg, query.Variance, query.VarianceSample, query.Stddev, query.StddevSample:
		return floatType
	}
	return arg
}

// order plans a sort and makes it complete: ties are broken by the key.
func (b *builder) order(r *plan.Read, sel *query.Select) error {
	named := map[int]bool{}
	for _, o := range sel.Order {
		e, err := b.orderKey(r, sel, o.Expr)
		if err != nil {
			return err
		}
		if e.Op == expr.Bind || e.Op == expr.Literal {
			continue // the same for every row
		}
		if isField(e) {
			named[e.Index] = true
		}
		r.Order = append(r.Order, plan.Order{Expr: e, Desc: o.Desc, NullsFirst: o.NullsFirst})
	}
	if r.Group {
		orderGroups(r)
		return nil
	}
	desc := tieDescends(r.From, r.Order)
	for _, k := range r.From.Key {
		if !named[k] {
			r.Order = append(r.Order, plan.Order{Expr: fieldOf(r.From, k), Desc: desc, NullsFirst: desc})
		}
	}
	return nil
}

// orderGroups breaks the ties of groups by what they are made by, so that pages
// of them do not overlap. Documents and lists have no order: they break none.
func orderGroups(r *plan.Read) {
	add := func(e *expr.Node) {
		if k := e.Type.Kind; k == value.JSON || k == value.List || e.Op == expr.Bind || e.Op == expr.Literal ||
			slices.ContainsFunc(r.Order, func(o plan.Order) bool { return expr.Same(o.Expr, e) }) {
			return
		}
		r.Order = append(r.Order, plan.Order{Expr: e})
	}
	for _, o := range r.Outputs {
		switch {
		case o.Nested != nil:
			for _, local := range o.Nested.Rel.Local {
				add(fieldOf(r.From, local))
			}
		case o.Aggregate == plan.NoAggregate:
			add(o.Expr)
		}
	}
}

// orderKey plans what groups are sorted by as the very output that they are made
// by, and anything else on its own.
func (b *builder) orderKey(r *plan.Read, sel *query.Select, e *expr.Node) (*expr.Node, error) {
	if r.Group {
		for i := range sel.Outputs {
			if o := &sel.Outputs[i]; o.Aggregate == query.NoAggregate && o.Embed == nil && expr.Same(o.Expr, e) {
				return r.Outputs[i].Expr, nil
			}
		}
	}
	return b.hoist(e)
}

// tieDescends chooses the direction of the key at the end of a sort, so that an
// index serves the whole of it. Stores keep the key in ascending order behind
// an index's own parts: an index that is read backwards has it descending.
func tieDescends(c *schema.Collection, order []plan.Order) bool {
	if len(order) == 0 {
		return false
	}
	if ranked(order[len(order)-1].Expr) {
		return false // no index serves it anyway
	}
	desc, best := order[len(order)-1].Desc, 0
	for _, x := range c.Indexes {
		if n, backwards := servedBy(x, order); n > best {
			desc, best = backwards, n
		}
	}
	return desc
}

// servedBy counts the last keys of a sort that stand, in the same order, at the
// end of an index, and tells whether it is read backwards for them.
func servedBy(x *schema.Index, order []plan.Order) (n int, backwards bool) {
	for n < len(order) && n < len(x.Parts) {
		o, p := order[len(order)-1-n], x.Parts[len(x.Parts)-1-n]
		if !isField(o.Expr) || o.Expr.Index != p.Field || n > 0 && (o.Desc != p.Desc) != backwards {
			break
		}
		backwards = o.Desc != p.Desc
		n++
	}
	return n, backwards
}

// ranked tells an order by how well rows fit what is searched for.
func ranked(e *expr.Node) bool {
	return !expr.Visit(e, func(n *expr.Node) bool { return n.Op != expr.Rank })
}

// isField tells a field of the record itself.
func isField(e *expr.Node) bool { return e.Op == expr.Field && e.Args[0].Op == expr.Var }

// count plans the number of rows that a select would give without its limit. Of
// one that folds it gives the groups, each of which is a row.
func (b *builder) count(sel *query.Select) (r *plan.Read, groups bool, err error) {
	r = &plan.Read{From: sel.Collection, Group: true, Limit: plan.None, Offset: plan.None,
		Outputs: []plan.Output{{Aggregate: plan.CountRows}}}
	if r.Where, err = b.hoist(sel.Where); err != nil {
		return r, false, err
	}
	if r.Within, err = b.within(sel, 0); err != nil || !folds(sel) {
		return r, false, err
	}
	for i := range sel.Outputs {
		o := &sel.Outputs[i]
		switch {
		case o.Embed != nil:
			for _, local := range o.Embed.Relation.Local {
				r.Outputs = append(r.Outputs, plan.Output{Expr: fieldOf(sel.Collection, local)})
			}
		case o.Aggregate == query.NoAggregate:
			e, err := b.hoist(o.Expr)
			if err != nil {
				return nil, false, err
			}
			r.Outputs = append(r.Outputs, plan.Output{Expr: e})
		}
	}
	return r, true, nil
}

func folds(sel *query.Select) bool {
	return slices.ContainsFunc(sel.Outputs, func(o query.Output) bool { return o.Aggregate != query.NoAggregate })
}

func fieldOf(c *schema.Collection, i int) *expr.Node {
	f := c.Fields[i]
	return expr.FieldOf(expr.Self, i, f.Name, f.Type)
}
