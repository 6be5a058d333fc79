package access

import (
	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
)

// Hiding is one rule that may keep a record from an operation which its own
// filter would choose.
type Hiding struct {
	Collection *schema.Collection
	Rule       string     // read, update or delete
	Rules      *expr.Node // as the schema has it; nil where it is absent
	// Passes is where the rule does not keep the record from the operation,
	// over the operation's collection.
	Passes *expr.Node
}

// Chosen gives the records that an operation's own filter chooses, without any
// rule, and each rule that may hide one of them. nil is all records.
func Chosen(p *query.Principal, facts expr.Facts, op *query.Operation) (alone *expr.Node, by []Hiding) {
	g := granterOf(p, facts)
	c := op.Collection
	where := op.Where
	if op.Kind == query.Read {
		where = op.Select.Where
	}
	conjuncts := []*expr.Node{schema.Expand(where, c)}
	if g.rule(c, "read", c.Rules.Read) != nil {
		by = append(by, Hiding{c, "read", c.Rules.Read, g.rule(c, "read", c.Rules.Read)})
	}
	by = append(by, g.hops(c, where)...)
	if op.Kind == query.Read {
		for i := range op.Select.Outputs {
			if e := op.Select.Outputs[i].Embed; e != nil && e.Inner {
				conjuncts = append(conjuncts, some(e.Relation, inner(&e.Select)))
				by = append(by, g.embed(e)...)
			}
		}
	}
	switch op.Kind {
	case query.Update:
		if rule := g.rule(c, "update", c.Rules.Update); rule != nil {
			by = append(by, Hiding{c, "update", c.Rules.Update, onOld(rule)})
		}
	case query.Delete:
		if rule := g.rule(c, "delete", c.Rules.Delete); rule != nil {
			by = append(by, Hiding{c, "delete", c.Rules.Delete, rule})
		}
	}
	return expr.AndOf(conjuncts...), by
}

// hops gives the rules of the collections that a filter walks to: the filter
// with that one rule in it.
func (g *granter) hops(c *schema.Collection, where *expr.Node) []Hiding {
	var by []Hiding
	seen := map[*schema.Collection]bool{}
	expr.Visit(where, func(n *expr.Node) bool {
		if n.Rel == nil || seen[schema.Of(n.Rel)] {
			return true
		}
		target := schema.Of(n.Rel)
		seen[target] = true
		rule := g.rule(target, "read", target.Rules.Read)
		if rule == nil {
			return true
		}
		guarded := expr.Rewrite(where, func(n *expr.Node) *expr.Node {
			if n.Rel == nil || schema.Of(n.Rel) != target {
				return n
			}
			out := *n
			out.Guard = rule
			return &out
		})
		by = append(by, Hiding{target, "read", target.Rules.Read, schema.Expand(guarded, c)})
		return true
	})
	return by
}

// embed gives the rule that may take away what an inner embed demands.
func (g *granter) embed(e *query.Embed) []Hiding {
	target := schema.Of(e.Relation)
	rule := g.rule(target, "read", target.Rules.Read)
	if rule == nil {
		return nil
	}
	return []Hiding{{target, "read", target.Rules.Read, some(e.Relation, expr.AndOf(rule, inner(&e.Select)))}}
}

// inner is what a select demands of its rows, without rules.
func inner(s *query.Select) *expr.Node {
	conjuncts := []*expr.Node{schema.Expand(s.Where, s.Collection)}
	for i := range s.Outputs {
		if e := s.Outputs[i].Embed; e != nil && e.Inner {
			conjuncts = append(conjuncts, some(e.Relation, inner(&e.Select)))
		}
	}
	return expr.AndOf(conjuncts...)
}

// some is where there is a record of rel that passes a condition over it.
func some(rel *expr.Relation, passes *expr.Node) *expr.Node {
	return &expr.Node{Op: expr.Exists, Type: expr.True.Type,
		Args: []*expr.Node{expr.Self, expr.True}, Rel: rel, Index: 1, Guard: passes}
}
