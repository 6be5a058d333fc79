package graphql

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// operation reads the root fields of an operation, and gives what its data is made of.
func (t *translator) operation(op *ast.OperationDefinition) ([]piece, error) {
	root := t.schema.Query
	if op.Operation == ast.Mutation {
		root = t.schema.Mutation
	}
	fields, err := t.collect(root.Name, []ast.SelectionSet{op.SelectionSet})
	if err != nil {
		return nil, err
	}
	if len(fields) > t.limits.Roots {
		return nil, t.fail(op.Position, fault.TooComplex, "the operation has more than %d root fields", t.limits.Roots)
	}
	pieces := make([]piece, len(fields))
	for i := range fields {
		p := &fields[i]
		t.pos, t.root = p.field.Position, p.key
		t.place = append(t.place[:0], p.key)
		out := &pieces[i]
		switch {
		case p.field.Name == "__typename":
			out.text = value.AppendQuoted(nil, root.Name)
		case p.field.Name == "__schema" || p.field.Name == "__type":
			out.text, err = t.introspect(p)
		case op.Operation == ast.Mutation:
			err = t.mutation(p, out)
		default:
			err = t.query(p, out)
		}
		if err != nil {
			return nil, err
		}
		out.key = keyOf(p.key)
	}
	return pieces, nil
}

// add adds an operation whose rows a layout writes, and gives its number.
func (t *translator) add(op query.Operation, l *layout) int {
	t.ops = append(t.ops, op)
	t.layouts = append(t.layouts, l)
	t.roots = append(t.roots, t.root)
	return len(t.ops) - 1
}

// placeOf says of which root field an operation is, and what a field of its collection
// is called. The engine numbers operations where there are several.
func (t *translator) placeOf(op int, field string) (path, name string) {
	if op < 0 && len(t.roots) == 1 {
		op = 0
	}
	if op < 0 || op >= len(t.roots) {
		return "$", field
	}
	if c := t.of[t.ops[op].Collection]; c != nil {
		if f := c.Field(field); f != nil && c.columns[f.Index] != nil {
			field = c.columns[f.Index].name
		}
	}
	return "$.selectionSet." + t.roots[op], field
}

// rootOf finds the collection that a root field is about, and what of it: the name
// between a prefix and a suffix.
func (t *translator) rootOf(name, prefix, suffix string) *seen {
	rest, ok := strings.CutPrefix(name, prefix)
	if !ok {
		return nil
	}
	if rest, ok = strings.CutSuffix(rest, suffix); !ok {
		return nil
	}
	return t.byName[rest]
}

// query reads a root field of a query.
func (t *translator) query(p *picked, out *piece) error {
	name := p.field.Name
	if a := t.actionOf[name]; a != nil {
		return t.action(a, p, out)
	}
	if t.relay {
		return t.relayQuery(p, out)
	}
	if c := t.byName[name]; c != nil {
		return t.listOf(c, p, out)
	}
	if c := t.rootOf(name, "", "_by_pk"); c != nil {
		return t.byKey(c, p, out)
	}
	if c := t.rootOf(name, "", "_aggregate"); c != nil {
		return t.totalsOf(c, p, out)
	}
	out.text = []byte("null") // of the field that stands where there is nothing to ask
	return nil
}

func (t *translator) listOf(c *seen, p *picked, out *piece) error {
	sel := &query.Select{Collection: c.Collection, Limit: query.Unlimited}
	rows, err := t.listed(c, p.field, sel, 1)
	if err != nil {
		return err
	}
	if err := t.spend(rows, p.field.Position); err != nil {
		return err
	}
	l, err := t.record(c, p.sets, sel, rows)
	if err != nil {
		return err
	}
	out.kind = pieceList
	out.ops = []int{t.add(query.Operation{Kind: query.Read, Collection: c.Collection, Select: sel}, l)}
	return nil
}

// keyed is the condition that a record has the key that arguments or members give.
func (t *translator) keyed(c *seen, find func(name string) *ast.Value) (*expr.Node, error) {
	tests := make([]*expr.Node, len(c.key))
	for i, k := range c.key {
		v := find(k.name)
		if v == nil {
			return nil, t.fail(nil, fault.Value, "%s is missing", k.name)
		}
		t.enter(k.name)
		given, err := t.operand(k.Type, v)
		if err != nil {
			return nil, err
		}
		t.leave()
		tests[i] = expr.TestOf(expr.Eq, k.node, given)
	}
	return expr.AndOf(tests...), nil
}

// byKey reads one record by its key. It is a list of one at most: that there is none is
// no error here.
func (t *translator) byKey(c *seen, p *picked, out *piece) error {
	t.enter("args")
	where, err := t.keyed(c, func(name string) *ast.Value { return t.argument(p.field, name) })
	if err != nil {
		return err
	}
	t.leave()
	return t.oneWhere(c, p, where, out)
}

func (t *translator) oneWhere(c *seen, p *picked, where *expr.Node, out *piece) error {
	sel := &query.Select{Collection: c.Collection, Where: where, Limit: query.Unlimited}
	if err := t.spend(1, p.field.Position); err != nil {
		return err
	}
	l, err := t.record(c, p.sets, sel, 1)
	if err != nil {
		return err
	}
	out.kind = pieceOne
	out.ops = []int{t.add(query.Operation{Kind: query.Read, Collection: c.Collection, Select: sel}, l)}
	return nil
}

// totalsOf reads the aggregates of a collection: an operation for them, and one for
// the records.
func (t *translator) totalsOf(c *seen, p *picked, out *piece) error {
	rows := query.Select{Collection: c.Collection, Limit: query.Unlimited}
	n, err := t.listed(c, p.field, &rows, 1)
	if err != nil {
		return err
	}
	var inner []piece
	l, err := t.aggregated(c, p.sets, rows, 1, n, func(fold bool, s query.Select, in *layout) slot {
		kind := pieceList
		if fold {
			kind = pieceFold
		}
		inner = append(inner, piece{kind: kind, ops: []int{t.add(query.Operation{Kind: query.Read, Collection: c.Collection, Select: &s}, in)}})
		return slot{kind: slotMany, at: len(inner) - 1}
	})
	if err != nil {
		return err
	}
	out.kind = pieceObject
	for _, s := range l.slots {
		if s.kind == slotConstant {
			out.inner = append(out.inner, piece{key: s.key, text: s.text})
			continue
		}
		in := inner[s.at]
		in.key = s.key
		out.inner = append(out.inner, in)
	}
	return nil
}
