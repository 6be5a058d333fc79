package planner

import (
	"bedplate/expr"
	"bedplate/internal/access"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/plan"
)

// judgements plans the tests of new records. parts collects what they ask of
// the old one.
func (t *Target) judgements(in *access.Op, w *Write, parts *[]*expr.Node) (err error) {
	if in.Kind == query.Create || in.Kind == query.Upsert {
		if w.Create, err = t.judgement(in.Collection, in.Create, nil); err != nil {
			return err
		}
	}
	if in.Kind == query.Update || in.Kind == query.Upsert {
		w.Update, err = t.judgement(in.Collection, in.Update, parts)
	}
	return err
}

// judgement plans the rule and every check of a collection. Those that look
// at other records are answered by the store, after the write and inside its
// transaction; the rest is decided from the record at hand.
func (t *Target) judgement(c *schema.Collection, rule *expr.Node, parts *[]*expr.Node) (Judgement, error) {
	var j Judgement
	for _, n := range conjuncts(rule) {
		j.Tests = append(j.Tests, Test{Node: n, Output: -1})
	}
	for _, f := range c.Fields {
		if f.Check != nil {
			j.Tests = append(j.Tests, Test{Node: f.Check, Field: f, Output: -1})
		}
	}
	b := &builder{caps: t.Capabilities, record: c, parts: parts}
	root := &plan.Read{From: c, Limit: plan.None, Offset: plan.None}
	for i := range j.Tests {
		test := &j.Tests[i]
		if expr.Local(test.Node) {
			continue
		}
		node := test.Node
		if parts == nil {
			node = withoutOld(node)
		}
		e, err := b.hoist(node)
		if err != nil {
			return j, err
		}
		test.Output = len(root.Outputs)
		root.Outputs = append(root.Outputs, plan.Output{Expr: e})
	}
	if len(root.Outputs) == 0 {
		return j, nil
	}
	root.Where = b.keyEquals(c)
	var err error
	j.Read, err = b.finish(root, nil, t.Prepare)
	return j, err
}

// conjuncts splits a rule so that what the record alone decides is decided
// first, without asking the store.
func conjuncts(rule *expr.Node) []*expr.Node {
	switch {
	case rule == nil:
		return nil
	case rule.Op == expr.And:
		return rule.Args
	}
	return []*expr.Node{rule}
}

// readsOthers tells whether the write depends on records it does not lock.
func (w *Write) readsOthers() bool {
	return w.Create.Read != nil || w.Update.Read != nil ||
		w.Choose != nil && readsOthers(w.Choose.Plan)
}

func readsOthers(r *plan.Read) bool {
	if !expr.Local(r.Where) {
		return true
	}
	for _, o := range r.Outputs {
		if o.Expr != nil && !expr.Local(o.Expr) {
			return true
		}
	}
	return false
}
