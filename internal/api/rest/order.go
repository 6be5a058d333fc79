package rest

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
)

// order reads an order argument.
func (p *parser) order(l *level, arg argument) error {
	t := text{s: arg.val, arg: arg.key}
	for {
		o, err := p.orderKey(l, &t)
		if err != nil {
			return err
		}
		l.order = append(l.order, o)
		if t.spaces(); t.done() {
			return nil
		}
		if err := t.expect(','); err != nil {
			return err
		}
	}
}

// orderKey reads one key: a field, a JSON path, or a field of an embed to one.
func (p *parser) orderKey(l *level, t *text) (query.Order, error) {
	var o query.Order
	if err := p.term(t.arg); err != nil {
		return o, err
	}
	name, err := t.name()
	if err != nil {
		return o, err
	}
	c, base := l.collection, expr.Self
	walked := t.at('(')
	if walked {
		rel, err := p.toOne(l, name)
		if err != nil {
			return o, err
		}
		c, base = schema.Of(rel), expr.WalkOf(expr.Self, rel)
		t.pos++
		if name, err = t.name(); err != nil {
			return o, err
		}
	}
	path, asText, err := t.path()
	if err != nil {
		return o, err
	}
	if walked {
		if err := t.expect(')'); err != nil {
			return o, err
		}
	}
	v, err := p.operand(c, base, subject{name, path, asText})
	if err != nil {
		return o, err
	}
	o.Expr = v.node
	switch {
	case t.take(".desc"):
		o.Desc = true
	case t.take(".asc"):
	}
	switch {
	case t.take(".nullsfirst"):
		o.NullsFirst = true
	case t.take(".nullslast"):
	default:
		o.NullsFirst = o.Desc
	}
	if !t.done() && !t.at(',') && !t.at(' ') {
		return o, t.fail("unexpected %s; after a field stand .asc or .desc, then .nullsfirst or .nullslast", quote(t.rest()))
	}
	return o, nil
}

// toOne finds the relation to one that a sort walks.
func (p *parser) toOne(l *level, name string) (*expr.Relation, error) {
	var rel *expr.Relation
	if i := l.embed(name); i >= 0 {
		rel = l.selection.embeds[i].relation
	} else if rel = p.sight.relation(l.collection, name); rel == nil {
		return nil, fault.Of(fault.UnknownRelation, name, "%s is not an embedded resource in this request", quote(name)).
			WithHint("name it in select, as in select=*,%s(*)", validText(name))
	}
	if rel.Many {
		return nil, fault.Of(fault.Unsupported, name, "rows cannot be sorted by %s, which gives many rows for each", quote(name)).
			WithHint("sort the embed itself by %s.order=", validText(name))
	}
	return rel, nil
}
