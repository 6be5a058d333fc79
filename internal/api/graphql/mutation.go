package graphql

import (
	"github.com/vektah/gqlparser/v2/ast"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// mutation reads a root field of a mutation. All of a request's are one transaction.
func (t *translator) mutation(p *picked, out *piece) error {
	name := p.field.Name
	if a := t.actionOf[name]; a != nil {
		return t.action(a, p, out)
	}
	for _, form := range mutations {
		if c := t.rootOf(name, form.prefix, form.suffix); c != nil {
			t.enter("args")
			err := form.read(t, c, p, out)
			if err == nil {
				t.leave()
			}
			return err
		}
	}
	return t.fail(p.field.Position, fault.Internal, "there is no mutation %s", name)
}

// mutations are the forms of the root fields' names. No two can be of one name: the
// catalog gives out each once.
var mutations = []struct {
	prefix, suffix string
	read           func(*translator, *seen, *picked, *piece) error
}{
	{"insert_", "_one", (*translator).insertOne},
	{"insert_", "", (*translator).insert},
	{"update_", "_by_pk", (*translator).updateByKey},
	{"update_", "_many", (*translator).updateMany},
	{"update_", "", (*translator).updateWhere},
	{"delete_", "_by_pk", (*translator).deleteByKey},
	{"delete_", "", (*translator).deleteWhere},
}

// answering is what of the records that a write touches is asked for; nil for nothing.
func (t *translator) answering(c *seen, sets []ast.SelectionSet, times int) (*query.Select, *layout, error) {
	sel := &query.Select{Collection: c.Collection, Limit: query.Unlimited}
	if len(sets) == 0 {
		return nil, nil, nil
	}
	l, err := t.record(c, sets, sel, times)
	if err == nil && len(sel.Outputs) == 0 { // __typename alone: a row is answered all the same
		if c.key != nil {
			output(sel, query.Output{Name: "key", Expr: c.key[0].node})
		} else if len(c.rows) > 0 {
			output(sel, query.Output{Name: "key", Expr: c.rows[0].node})
		}
	}
	return sel, l, err
}

// response reads what is asked of a mutation's response. write adds the operations that
// answer with what is selected, and gives those of the rows and those that count.
func (t *translator) response(c *seen, p *picked, out *piece, times int,
	write func(sel *query.Select, l *layout) (rows, counted []int, err error)) error {
	fields, err := t.collect(c.name+"_mutation_response", p.sets)
	if err != nil {
		return err
	}
	var sets []ast.SelectionSet
	returning := 0
	for i := range fields {
		if fields[i].field.Name == "returning" {
			returning++
			sets = append(sets, fields[i].sets...)
		}
	}
	if returning > 1 {
		return t.fail(p.field.Position, fault.Unsupported, "returning is asked for once")
	}
	var sel *query.Select
	var l *layout
	if returning > 0 {
		t.enter("returning")
		if sel, l, err = t.answering(c, sets, times); err != nil {
			return err
		}
		t.leave()
	}
	rows, counted, err := write(sel, l)
	if err != nil {
		return err
	}
	out.kind = pieceObject
	for i := range fields {
		in := piece{key: keyOf(fields[i].key)}
		switch fields[i].field.Name {
		case "__typename":
			in.text = value.AppendQuoted(nil, c.name+"_mutation_response")
		case "affected_rows":
			in.kind, in.ops = pieceAffected, counted
		case "returning":
			in.kind, in.ops = pieceList, rows
		}
		out.inner = append(out.inner, in)
	}
	return nil
}

// updateWhere is update_posts.
func (t *translator) updateWhere(c *seen, p *picked, out *piece) error {
	return t.update(c, p, out, func(name string) *ast.Value { return t.argument(p.field, name) })
}

// update reads an update of the records that where chooses, from what find gives.
func (t *translator) update(c *seen, p *picked, out *piece, find func(string) *ast.Value) error {
	op := query.Operation{Kind: query.Update, Collection: c.Collection}
	var err error
	if op.Where, err = t.chosenBy(c, find("where")); err != nil {
		return err
	}
	op.All = op.Where == nil
	if op.Changes, err = t.changes(c, find); err != nil {
		return err
	}
	return t.response(c, p, out, assumed, func(sel *query.Select, l *layout) ([]int, []int, error) {
		op.Select = sel
		at := []int{t.add(op, l)}
		return at, at, nil
	})
}

// chosenBy reads the condition of a write, which must be there: {} is all records.
func (t *translator) chosenBy(c *seen, v *ast.Value) (*expr.Node, error) {
	if v == nil {
		return nil, t.fail(nil, fault.Unfiltered, "where is missing; {} means all records")
	}
	t.enter("where")
	n, err := t.where(c, expr.Self, v, false, 0)
	if err == nil {
		t.leave()
	}
	return n, err
}

// updateMany is update_posts_many: several updates, one behind the other.
func (t *translator) updateMany(c *seen, p *picked, out *piece) error {
	out.kind = pieceObjects
	v := t.argument(p.field, "updates")
	if v == nil {
		return t.fail(nil, fault.Value, "updates are missing")
	}
	t.enter("updates")
	defer t.leave()
	return t.items(v, func(item *ast.Value) error {
		if len(t.ops) >= t.limits.Roots {
			return t.fail(item.Position, fault.TooComplex, "the request has more than %d operations", t.limits.Roots)
		}
		var in piece
		if err := t.update(c, p, &in, func(name string) *ast.Value { return t.member(item, name) }); err != nil {
			return err
		}
		out.inner = append(out.inner, in)
		return nil
	})
}

// updateByKey is update_posts_by_pk.
func (t *translator) updateByKey(c *seen, p *picked, out *piece) error {
	key := t.argument(p.field, "pk_columns")
	if key == nil {
		return t.fail(nil, fault.Value, "pk_columns are missing")
	}
	t.enter("pk_columns")
	where, err := t.keyed(c, func(name string) *ast.Value { return t.member(key, name) })
	if err != nil {
		return err
	}
	t.leave()
	op := query.Operation{Kind: query.Update, Collection: c.Collection, Where: where}
	if op.Changes, err = t.changes(c, func(name string) *ast.Value { return t.argument(p.field, name) }); err != nil {
		return err
	}
	return t.one(c, p, out, op)
}

// one adds a write of one record at most, which is answered.
func (t *translator) one(c *seen, p *picked, out *piece, op query.Operation) error {
	sel, l, err := t.answering(c, p.sets, 1)
	if err != nil {
		return err
	}
	op.Select = sel
	out.kind, out.ops = pieceOne, []int{t.add(op, l)}
	return nil
}

// deleteWhere is delete_posts.
func (t *translator) deleteWhere(c *seen, p *picked, out *piece) error {
	where, err := t.chosenBy(c, t.argument(p.field, "where"))
	if err != nil {
		return err
	}
	op := query.Operation{Kind: query.Delete, Collection: c.Collection, Where: where, All: where == nil}
	return t.response(c, p, out, assumed, func(sel *query.Select, l *layout) ([]int, []int, error) {
		op.Select = sel
		at := []int{t.add(op, l)}
		return at, at, nil
	})
}

// deleteByKey is delete_posts_by_pk.
func (t *translator) deleteByKey(c *seen, p *picked, out *piece) error {
	where, err := t.keyed(c, func(name string) *ast.Value { return t.argument(p.field, name) })
	if err != nil {
		return err
	}
	return t.one(c, p, out, query.Operation{Kind: query.Delete, Collection: c.Collection, Where: where})
}

// changeOps are what the updaters do to a field.
var changeOps = map[string]query.ChangeOp{
	"_set": query.Set, "_inc": query.Increment, "_append": query.Append, "_prepend": query.Prepend,
	"_delete_key": query.DeleteKey, "_delete_at_path": query.DeleteKey, "_delete_elem": query.DeleteKey,
}

// changes reads what an update does to each record.
func (t *translator) changes(c *seen, find func(string) *ast.Value) ([]query.Change, error) {
	var out []query.Change
	for _, u := range updaters {
		v := find(u.name)
		if v == nil {
			continue
		}
		t.enter(u.name)
		err := t.each(v, func(name string, in *ast.Value) error {
			col := c.byName[name]
			for _, ch := range out {
				if ch.Field == col.Index {
					return t.fail(in.Position, fault.Syntax, "%s is changed twice", name)
				}
			}
			ch := query.Change{Field: col.Index, Op: changeOps[u.name]}
			if ch.Op == query.DeleteKey {
				return t.without(in, &ch, &out)
			}
			var err error
			if ch.Value, err = t.scalar(col.Type, in); err != nil {
				return err
			}
			out = append(out, ch)
			return nil
		})
		if err != nil {
			return nil, err
		}
		t.leave()
	}
	if len(out) == 0 {
		return nil, t.refuse(fault.New(fault.Body, "the update changes nothing").WithHint("give _set, or another of its operators"), nil)
	}
	return out, nil
}

// without reads what is taken out of a document: a member, an element, or what stands
// at a path.
func (t *translator) without(v *ast.Value, ch *query.Change, out *[]query.Change) error {
	if v.Kind == ast.NullValue {
		return nil
	}
	err := t.items(v, func(item *ast.Value) error {
		if item.Kind == ast.NullValue {
			return t.fail(item.Position, fault.Value, "null is no part of a path")
		}
		ch.Path = append(ch.Path, item.Raw)
		return nil
	})
	if err == nil && len(ch.Path) > 0 {
		*out = append(*out, *ch)
	}
	return err
}
