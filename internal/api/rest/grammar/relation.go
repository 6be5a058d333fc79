package grammar

import (
	"iter"
	"slices"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

// way is a relation that an embed may mean, through a join where via is set.
type way struct {
	relation, via *expr.Relation
}

// relation finds what an embed in c is called by: a relation's own name, or
// the collection or constraint it leads by, told apart by a hint.
func (s *Sight) embed(c *schema.Collection, name, hint string) (*expr.Relation, *expr.Relation, error) {
	if hint == "" {
		if rel := s.relation(c, name); rel != nil {
			return rel, nil, nil
		}
	}
	ways := s.direct(c, name, hint)
	if len(ways) == 0 {
		ways = s.joined(c, name, hint)
	}
	switch len(ways) {
	case 1:
		return ways[0].relation, ways[0].via, nil
	case 0:
		return nil, nil, noRelation(c, name, hint)
	}
	return nil, nil, ambiguous(c, name, ways)
}

// direct lists the relations that lead there in one step.
func (s *Sight) direct(c *schema.Collection, name, hint string) []way {
	var ways []way
	for rel := range relations(c) {
		target := schema.Of(rel)
		if name != target.Name && name != rel.Name && name != rel.Constraint {
			continue
		}
		if (hint == "" || hinted(c, rel, hint)) && s.leads(c, rel) {
			ways = append(ways, way{relation: rel})
		}
	}
	return ways
}

// relations gives every way out of c: those with a name, and the ways back that
// have none but their collection's.
func relations(c *schema.Collection) iter.Seq[*expr.Relation] {
	return func(yield func(*expr.Relation) bool) {
		for _, rel := range c.Relations {
			if !yield(rel) {
				return
			}
		}
		for _, ref := range c.Referrers {
			if ref.Back == nil && !yield(ref.Reverse()) {
				return
			}
		}
	}
}

// hinted tells whether a hint means a relation: its name, its constraint, or
// the field that refers.
func hinted(c *schema.Collection, rel *expr.Relation, hint string) bool {
	if hint == rel.Name || hint == rel.Constraint {
		return true
	}
	if rel.Many {
		return len(rel.Remote) == 1 && schema.Of(rel).Fields[rel.Remote[0]].Name == hint
	}
	return len(rel.Local) == 1 && c.Fields[rel.Local[0]].Name == hint
}

// joined lists the ways through a collection that joins two others: one whose
// key holds the references to both.
func (s *Sight) joined(c *schema.Collection, name, hint string) []way {
	var ways []way
	for rel := range relations(c) {
		join := schema.Of(rel)
		if !rel.Many || !keyHolds(join, rel.Remote) {
			continue
		}
		for _, via := range join.Relations {
			target := schema.Of(via)
			if via.Many || target.Name != name || via == rel.Inverse || !keyHolds(join, via.Local) {
				continue
			}
			if hint != "" && hint != join.Name && hint != rel.Name && hint != via.Name && hint != via.Constraint {
				continue
			}
			if s.leads(c, rel) && s.leads(join, via) {
				ways = append(ways, way{rel, via})
			}
		}
	}
	return ways
}

// keyHolds tells whether the fields are all in the key.
func keyHolds(c *schema.Collection, fields []int) bool {
	for _, f := range fields {
		if !c.IsKey(f) {
			return false
		}
	}
	return true
}

func noRelation(c *schema.Collection, name, hint string) error {
	what := Quote(name)
	if hint != "" {
		what = Quote(name + "!" + hint)
	}
	err := fault.Of(fault.UnknownRelation, ValidText(name), "there is no relation from %s to %s", Quote(c.Name), what)
	var known []string
	for _, rel := range c.Relations {
		if mentionable(c, rel) {
			known = append(known, rel.Name)
		}
	}
	if near := fault.Nearest(name, known); near != "" && !slices.Contains(known, name) {
		err.WithHint("did you mean %s?", near)
	}
	return err
}

// mentionable tells a relation that hints may name: anyone may know what it is made of.
func mentionable(c *schema.Collection, rel *expr.Relation) bool {
	target := schema.Of(rel)
	for i := range rel.Local {
		if !open(c.Fields[rel.Local[i]]) || !open(target.Fields[rel.Remote[i]]) {
			return false
		}
	}
	return !target.Internal
}

// ambiguous lists the choices, in the form that clients know.
func ambiguous(c *schema.Collection, name string, ways []way) error {
	detail := []byte{'['}
	hints := ""
	for i, w := range ways {
		if i > 0 {
			detail = append(detail, ',')
			hints += ", "
		}
		cardinality, hint := "many-to-one", w.relation.Name
		switch {
		case w.via != nil:
			cardinality, hint = "many-to-many", schema.Of(w.relation).Name
		case w.relation.Many:
			cardinality = "one-to-many"
		}
		hints += name + "!" + hint
		detail = appendChoice(append(detail, '{'), "cardinality", cardinality)
		detail = appendChoice(append(detail, ','), "embedding", c.Name+" with "+name)
		detail = appendChoice(append(detail, ','), "relationship", name+"!"+hint+" using "+w.relation.Constraint)
		detail = append(detail, '}')
	}
	err := fault.Of(fault.AmbiguousRelation, name,
		"more than one relation was found from %s to %s", Quote(c.Name), Quote(name))
	err.Detail = string(append(detail, ']'))
	return err.WithHint("name one of them: %s", hints)
}

// appendChoice appends one member of a choice, as JSON.
func appendChoice(dst []byte, name, text string) []byte {
	return value.AppendQuoted(append(append(append(dst, '"'), name...), `":`...), text)
}
