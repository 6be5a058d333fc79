package access

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
)

// Grant adds the rules to a request as the principal p makes it. It fails with
// UnknownCollection, UnknownField or UnknownRelation where something is named
// that does not exist for p, and with Denied where no row could be allowed.
// What depends on single rows becomes part of the expressions.
func Grant(p *query.Principal, facts expr.Facts, req *query.Request) (*Granted, error) {
	return granterOf(p, facts).grant(req)
}

func (g *granter) grant(req *query.Request) (*Granted, error) {
	out := &Granted{request: req, ops: make([]Op, len(req.Ops))}
	for i := range req.Ops {
		g.number = i
		op, err := g.operation(&req.Ops[i])
		if err == nil {
			err = g.uses(req.Ops, i)
		}
		if err != nil && len(req.Ops) > 1 {
			err = fault.InOperation(err, i)
		}
		if err != nil {
			return nil, err
		}
		out.ops[i] = op
	}
	return out, nil
}

// granter holds what every step of one Grant needs.
type granter struct {
	service bool
	owner   string // the service whose own collections are open to the caller
	scope   *query.Scope
	facts   expr.Facts
	// notes collects what is added, of the operation at hand; nil where nobody
	// wants to know.
	notes  *[]Note
	number int
}

func granterOf(p *query.Principal, facts expr.Facts) *granter {
	return &granter{service: p.Service(), owner: p.Owner, scope: p.Scope, facts: facts}
}

// owns tells whether the caller is the service that a collection belongs to,
// from which nothing of it is kept.
func (g *granter) owns(c *schema.Collection) bool { return g.owner != "" && g.owner == c.Owner }

// shut tells a collection that is not there for the caller.
func (g *granter) shut(c *schema.Collection) bool { return c.Internal && !g.owns(c) }

// kept tells a collection that the caller cannot write, whatever its rules say.
func (g *granter) kept(c *schema.Collection) bool { return c.View || c.Owner != "" && !g.owns(c) }

// rule is what a rule of the schema means for this caller: absent, it allows
// the service role everything and everyone else nothing.
func (g *granter) rule(c *schema.Collection, name string, rule *expr.Node) *expr.Node {
	g.note(c, name, rule)
	switch {
	case g.service:
		return nil
	case rule == nil:
		return expr.False
	case expr.IsTrue(rule):
		return nil
	}
	return rule
}

func (g *granter) operation(in *query.Operation) (Op, error) {
	op := Op{Operation: *in}
	c := in.Collection
	if in.Kind == query.Act {
		return op, g.act(in)
	}
	if c == nil || g.shut(c) {
		return op, fault.New(fault.UnknownCollection, "no such collection")
	}
	if in.Kind != query.Read && c.View {
		return op, fault.Of(fault.ReadOnly, c.Name, "%s is a view and cannot be written", c.Name)
	}
	if in.Kind != query.Read && g.kept(c) {
		return op, fault.Of(fault.ReadOnly, c.Name, "%s is written by the actions of %s alone", c.Name, c.Owner)
	}
	if !g.scope.Allows(c, in.Kind) {
		return op, unscoped(c, in.Kind)
	}
	if in.Select != nil {
		sel, err := g.selection(in.Select)
		if err != nil {
			return op, err
		}
		op.Select = sel
	}
	where, err := g.expression(c, in.Where)
	if err != nil {
		return op, err
	}
	op.Where = where
	op.Read = g.rule(c, "read", c.Rules.Read)
	switch in.Kind {
	case query.Read:
		return op, nil
	case query.Create:
		err = g.create(&op, c)
	case query.Update:
		err = g.update(&op, c)
	case query.Delete:
		g.choose(&op, g.rule(c, "delete", c.Rules.Delete))
	case query.Upsert:
		if err = g.create(&op, c); err == nil {
			err = g.conflict(&op, c)
		}
	}
	return op, err
}

// act looks at what is wanted of the records of a call, before it is made. The
// call itself is judged by its arguments, and the records are read, by a request
// of their own.
func (g *granter) act(in *query.Operation) error {
	if in.Select == nil {
		return nil
	}
	_, err := g.selection(in.Select)
	return err
}

// choose sets which records a write by filter or key touches.
func (g *granter) choose(op *Op, rule *expr.Node) {
	if op.ByKey {
		op.Chosen = expr.AndOf(op.Where, op.Read)
		op.May = rule
		return
	}
	op.Chosen = expr.AndOf(op.Where, op.Read, rule)
}

func (g *granter) create(op *Op, c *schema.Collection) error {
	op.Create = g.rule(c, "create", c.Rules.Create)
	if op.Kind == query.Create && expr.IsFalse(op.Create) {
		return denied(c, "create")
	}
	for _, f := range op.Fields {
		if err := g.writable(c, c.Fields[f]); err != nil {
			return err
		}
	}
	return nil
}

func (g *granter) update(op *Op, c *schema.Collection) error {
	for _, ch := range op.Changes {
		if err := g.writable(c, c.Fields[ch.Field]); err != nil {
			return err
		}
	}
	op.Update = g.rule(c, "update", c.Rules.Update)
	g.choose(op, onOld(op.Update))
	return nil
}

// conflict grants the update half of an Upsert.
func (g *granter) conflict(op *Op, c *schema.Collection) error {
	if op.Conflict != nil {
		for _, f := range op.Conflict.Fields {
			if err := g.visible(c, f); err != nil {
				return err
			}
		}
	}
	op.Update = g.rule(c, "update", c.Rules.Update)
	op.May = onOld(op.Update)
	if expr.IsFalse(op.Create) && expr.IsFalse(op.Update) {
		return denied(c, "create")
	}
	return nil
}

// onOld is an update rule as it is judged on the record before the write,
// where old is the record itself.
func onOld(rule *expr.Node) *expr.Node {
	return expr.Rewrite(rule, func(n *expr.Node) *expr.Node {
		if n.Op == expr.Old {
			return expr.Self
		}
		return n
	})
}

// selection grants the reading of rows, at any depth.
func (g *granter) selection(in *query.Select) (*query.Select, error) {
	c := in.Collection
	if c == nil || g.shut(c) {
		return nil, fault.New(fault.UnknownCollection, "no such collection")
	}
	if !g.scope.Allows(c, query.Read) {
		return nil, unscoped(c, query.Read)
	}
	out := *in
	where, err := g.expression(c, in.Where)
	if err != nil {
		return nil, err
	}
	conjuncts := []*expr.Node{g.rule(c, "read", c.Rules.Read), in.Chosen, where}
	out.Outputs = make([]query.Output, 0, len(in.Outputs))
	for _, o := range in.Outputs {
		inner, keep, err := g.output(c, &o)
		if err != nil {
			return nil, err
		}
		if keep {
			out.Outputs = append(out.Outputs, o)
			conjuncts = append(conjuncts, inner)
		}
	}
	if in.Paged || in.After != nil { // a position holds the key
		for _, k := range c.Key {
			if err := g.visible(c, k); err != nil {
				return nil, err
			}
		}
	}
	out.Where, out.Chosen = expr.AndOf(conjuncts...), nil
	if out.Order, err = g.order(c, in.Order); err != nil || in.Within == nil {
		return &out, err
	}
	within := *in.Within
	within.Order, err = g.order(c, in.Within.Order)
	out.Within = &within
	return &out, err
}

// order grants what rows are sorted by.
func (g *granter) order(c *schema.Collection, in []query.Order) ([]query.Order, error) {
	out := make([]query.Order, len(in))
	for i, o := range in {
		var err error
		if o.Expr, err = g.expression(c, o.Expr); err != nil {
			return nil, err
		}
		out[i] = o
	}
	return out, nil
}

// output grants one member of an answer, in place. inner is what an inner
// embed demands of its parent.
func (g *granter) output(c *schema.Collection, o *query.Output) (inner *expr.Node, keep bool, err error) {
	if o.Aggregate != query.NoAggregate && !g.service {
		if err := folds(c, o); err != nil {
			return nil, false, err
		}
	}
	if o.Expr != nil {
		if o.Implied && !g.sees(c, o.Expr.Index) {
			g.noteField(c, c.Fields[o.Expr.Index])
			return nil, false, nil
		}
		if o.Expr, err = g.expression(c, o.Expr); err != nil {
			return nil, false, err
		}
	}
	if o.Embed == nil {
		return nil, true, nil
	}
	rel := o.Embed.Relation
	if err := g.relation(c, rel); err != nil {
		return nil, false, err
	}
	sel, err := g.selection(&o.Embed.Select)
	if err != nil {
		return nil, false, err
	}
	embed := *o.Embed
	embed.Select = *sel
	o.Embed = &embed
	if embed.Inner {
		inner = &expr.Node{Op: expr.Exists, Type: expr.True.Type,
			Args: []*expr.Node{expr.Self, expr.True}, Rel: rel, Index: 1, Guard: sel.Where}
	}
	return inner, true, nil
}

// folds refuses an aggregate over a collection that does not allow any, or over
// what it walks to in one.
func folds(c *schema.Collection, o *query.Output) error {
	strict := c
	expr.Visit(o.Expr, func(n *expr.Node) bool {
		if n.Rel != nil && !schema.Of(n.Rel).Aggregates && strict.Aggregates {
			strict = schema.Of(n.Rel)
		}
		return true
	})
	if strict.Aggregates {
		return nil
	}
	return unfoldable(strict, o.Name)
}

func unfoldable(c *schema.Collection, name string) error {
	return fault.Of(fault.Aggregates, name, "%s does not allow aggregates", c.Name).
		WithHint("say aggregates: true in the collection's schema to allow them")
}

// verbs are the kinds of operations in messages.
var verbs = [...]string{query.Read: "read", query.Create: "create", query.Update: "update", query.Delete: "delete", query.Upsert: "create and update"}

// unscoped is the refusal of what the credential's scope does not have.
func unscoped(c *schema.Collection, kind query.Kind) error {
	return denied(c, verbs[kind]).WithHint("the scope of the credential does not have it")
}

func denied(c *schema.Collection, what string) *fault.Error {
	return fault.Of(fault.Denied, c.Name, "not allowed to %s %s", what, c.Name)
}
