package grammar

import (
	"slices"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
)

// Where records are folded, the members of a spread embed to one are as the
// record's own: they are grouped by, and what is folded there is folded over
// the groups. lift puts them among the selection's members, as what is found
// along the reference.
func (s *selecting) lift(sel *selection) error {
	if !sel.folds() && !slices.ContainsFunc(sel.embeds, func(e embedding) bool { return e.spread && e.rows.folds() }) {
		return nil
	}
	return s.liftAll(sel)
}

func (s *selecting) liftAll(sel *selection) error {
	var outputs []query.Output
	for i := range sel.outputs {
		at := slices.IndexFunc(sel.embeds, func(e embedding) bool { return e.output == i })
		if at < 0 || !sel.embeds[at].spread {
			outputs = append(outputs, sel.outputs[i])
			continue
		}
		members, err := s.lifted(&sel.embeds[at])
		if err != nil {
			return err
		}
		outputs = append(outputs, members...)
	}
	for i := range sel.embeds {
		e := &sel.embeds[i]
		if e.output == hidden || e.spread {
			e.lifted, e.output = e.lifted || e.output != hidden, hidden
			continue
		}
		e.output = slices.IndexFunc(outputs, func(o query.Output) bool { return o.Embed == sel.outputs[e.output].Embed })
	}
	sel.outputs = outputs
	return nil
}

// lifted gives the members of a spread embed over the record that has it.
func (s *selecting) lifted(e *embedding) ([]query.Output, error) {
	if e.relation.Many {
		return nil, fault.Of(fault.Unsupported, e.name, "...%s gives many rows for each: they are neither folded nor grouped by", ValidText(e.name)).
			WithHint("embed it without the dots, as in %s(...)", ValidText(e.name))
	}
	rows := e.rows
	if err := s.liftAll(rows); err != nil {
		return nil, err
	}
	record := expr.WalkOf(expr.Self, e.relation)
	var members []query.Output
	for _, o := range rows.outputs {
		switch {
		case o.Embed != nil:
			return nil, fault.Of(fault.Unsupported, o.Name, "records cannot be grouped by %s(...) within ...%s", ValidText(o.Name), ValidText(e.name)).
				WithHint("embed %s without the dots", ValidText(e.name))
		case o.Implied && !s.parser.Sight.Sees(schema.Of(e.relation), o.Expr.Index):
			continue
		case o.Expr != nil:
			o.Expr = replaceSelf(o.Expr, record)
		}
		o.Implied = false
		members = append(members, o)
	}
	return members, nil
}

// unfiltered refuses conditions on lifted embeds that leave records without
// them in: what those would be grouped by is neither there nor null.
func (l *Level) unfiltered() error {
	for i := range l.Embeds {
		e, sub := &l.selection.embeds[i], &l.Embeds[i]
		if e.lifted && !e.inner && (len(sub.Where) > 0 || slices.ContainsFunc(e.rows.embeds, func(e embedding) bool { return e.inner })) {
			return fault.Of(fault.Unsupported, e.name, "records that are folded cannot be grouped by ...%s where it is filtered", ValidText(e.name)).
				WithHint("demand that it is there, as in ...%s!inner(...)", ValidText(e.name))
		}
		if err := sub.unfiltered(); err != nil {
			return err
		}
	}
	return nil
}
