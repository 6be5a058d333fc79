package grammar

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
)

// order reads an order argument.
func (p *Parser) order(l *Level, arg Argument) error {
	t := text{s: arg.Val, arg: arg.Key}
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
func (p *Parser) orderKey(l *Level, t *text) (query.Order, error) {
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
	if o.Expr = v.node; !l.constant(v.node) {
		return o, fault.Of(fault.Unsupported, name, "rows that an aggregate folds cannot be sorted by %s, which differs within them", Quote(name)).
			WithHint("select it too, so that they are grouped by it")
	}
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
		return o, t.fail("unexpected %s; after a field stand .asc or .desc, then .nullsfirst or .nullslast", Quote(t.rest()))
	}
	return o, nil
}

// toOne finds the relation to one that a sort walks.
func (p *Parser) toOne(l *Level, name string) (*expr.Relation, error) {
	var rel *expr.Relation
	if i := l.embed(name); i >= 0 {
		rel = l.selection.embeds[i].relation
	} else if rel = p.Sight.relation(l.collection, name); rel == nil {
		return nil, fault.Of(fault.UnknownRelation, name, "%s is not an embedded resource in this request", Quote(name)).
			WithHint("name it in select, as in select=*,%s(*)", ValidText(name))
	}
	if rel.Many {
		return nil, fault.Of(fault.Unsupported, name, "rows cannot be sorted by %s, which gives many rows for each", Quote(name)).
			WithHint("sort the embed itself by %s.order=", ValidText(name))
	}
	return rel, nil
}
