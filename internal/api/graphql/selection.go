package graphql

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// record reads what of each record is asked for: outputs of a select, and how they
// become an object. times is how many records there may be.
func (t *translator) record(c *seen, sets []ast.SelectionSet, sel *query.Select, times int) (*layout, error) {
	fields, err := t.collect(c.name, sets)
	if err != nil {
		return nil, err
	}
	l := &layout{slots: make([]slot, 0, len(fields))}
	for i := range fields {
		p := &fields[i]
		t.enter(p.key)
		s, err := t.memberOf(c, p, sel, times)
		if err != nil {
			return nil, err
		}
		t.leave()
		s.key = keyOf(p.key)
		l.slots = append(l.slots, s)
	}
	return l, nil
}

// memberOf reads one member of a record.
func (t *translator) memberOf(c *seen, p *picked, sel *query.Select, times int) (slot, error) {
	name := p.field.Name
	if name == "__typename" {
		return typename(c.name), nil
	}
	if t.relay && c.key != nil {
		if name == "id" {
			return t.nodeID(c, sel), nil
		}
		if rest, ok := strings.CutSuffix(name, "_connection"); ok && c.members[name].column == nil {
			return t.connected(c, c.members[rest].link, p, sel, times)
		}
	}
	m := c.members[name]
	switch {
	case m.column != nil:
		return t.value(m.column, p.field, sel)
	case m.total:
		return t.totals(m.link, p, sel, times)
	}
	target := t.of[m.link.target.Collection]
	embed := &query.Embed{Relation: m.link.Relation, Select: query.Select{Collection: target.Collection, Limit: query.Unlimited}}
	s := slot{kind: slotOne, typ: value.Type{}}
	rows := times
	if m.link.Many {
		s.kind = slotMany
		var err error
		if rows, err = t.listed(target, p.field, &embed.Select, times); err != nil {
			return s, err
		}
	}
	if err := t.spend(rows, p.field.Position); err != nil {
		return s, err
	}
	inner, err := t.record(target, p.sets, &embed.Select, rows)
	if err != nil {
		return s, err
	}
	s.inner, s.at = inner, output(sel, query.Output{Name: p.key, Embed: embed})
	return s, nil
}

// typename is the slot of __typename.
func typename(name string) slot {
	return slot{kind: slotConstant, text: value.AppendQuoted(nil, name)}
}

// output adds an output to a select, and gives its place.
func output(sel *query.Select, o query.Output) int {
	sel.Outputs = append(sel.Outputs, o)
	return len(sel.Outputs) - 1
}

// value reads a column, or the member of a document in it.
func (t *translator) value(col *column, f *ast.Field, sel *query.Select) (slot, error) {
	n := col.node
	if path := t.argument(f, "path"); path != nil {
		steps, ok := jsonPath(path.Raw)
		if !ok {
			return slot{}, t.refuse(fault.New(fault.Value, "%q is no path in a document", excerpt(path.Raw)).
				WithHint("write it as $.a.b[0]"), path.Position)
		}
		if len(steps) > 0 {
			n = &expr.Node{Op: expr.Path, Type: col.Type, Args: []*expr.Node{n}, Path: steps}
		}
	}
	if n == col.node {
		for i := range sel.Outputs {
			if sel.Outputs[i].Expr == n && sel.Outputs[i].Aggregate == query.NoAggregate {
				return slot{at: i, typ: col.Type}, nil
			}
		}
	}
	return slot{at: output(sel, query.Output{Name: col.Field.Name, Expr: n}), typ: col.Type}, nil
}

// jsonPath takes $.a.b[0]['c'] apart; the $ may be left out.
func jsonPath(text string) ([]string, bool) {
	const most = 20
	text = strings.TrimPrefix(text, "$")
	var steps []string
	for first := true; text != ""; first = false {
		if len(steps) == most {
			return nil, false
		}
		switch {
		case text[0] == '[':
			end := strings.IndexByte(text, ']')
			if end < 2 {
				return nil, false
			}
			step := text[1:end]
			if q := step[0]; q == '"' || q == '\'' {
				if len(step) < 2 || step[len(step)-1] != q {
					return nil, false
				}
				step = step[1 : len(step)-1]
			}
			steps, text = append(steps, step), text[end+1:]
			continue
		case text[0] == '.':
			text = text[1:]
		case !first:
			return nil, false
		}
		end := strings.IndexAny(text, ".[")
		if end < 0 {
			end = len(text)
		}
		if end == 0 {
			return nil, false
		}
		steps, text = append(steps, text[:end]), text[end:]
	}
	return steps, true
}

// listed reads the arguments of a list, and gives how many rows it may have, each of
// times lists taken together.
func (t *translator) listed(c *seen, f *ast.Field, sel *query.Select, times int) (int, error) {
	limit, err := t.number(f, "limit", query.Unlimited)
	if err != nil {
		return 0, err
	}
	sel.Limit = limit
	if sel.Offset, err = t.number(f, "offset", 0); err != nil {
		return 0, err
	}
	t.enter("args")
	if v := t.argument(f, "where"); v != nil {
		t.enter("where")
		if sel.Where, err = t.where(c, expr.Self, v, false, 0); err != nil {
			return 0, err
		}
		t.leave()
	}
	if v := t.argument(f, "order_by"); v != nil {
		t.enter("order_by")
		if sel.Order, err = t.order(c, v); err != nil {
			return 0, err
		}
		t.leave()
	}
	if v := t.argument(f, "distinct_on"); v != nil {
		t.enter("distinct_on")
		if err = t.distinct(c, v, sel); err != nil {
			return 0, err
		}
		t.leave()
	}
	t.leave()
	return times * t.counts(limit), nil
}

// counts is how many rows a limit counts for.
func (t *translator) counts(limit int) int {
	switch {
	case limit < 0:
		return assumed
	case t.page > 0 && limit > t.page:
		return t.page
	}
	return min(limit, 1<<20)
}
