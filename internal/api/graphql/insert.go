package graphql

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// maxObjects bounds the records of one insert, nested ones included.
const maxObjects = 10_000

// insert is insert_posts.
func (t *translator) insert(c *seen, p *picked, out *piece) error {
	v := t.argument(p.field, "objects")
	if v == nil {
		return t.fail(nil, fault.Value, "objects are missing")
	}
	var objects []*ast.Value
	t.enter("objects")
	if err := t.items(v, func(item *ast.Value) error { objects = append(objects, item); return nil }); err != nil {
		return err
	}
	t.leave()
	return t.response(c, p, out, len(objects), func(sel *query.Select, l *layout) ([]int, []int, error) {
		return t.insertAll(c, objects, t.argument(p.field, "on_conflict"), sel, l)
	})
}

// insertOne is insert_posts_one.
func (t *translator) insertOne(c *seen, p *picked, out *piece) error {
	v := t.argument(p.field, "object")
	if v == nil {
		return t.fail(nil, fault.Value, "object is missing")
	}
	sel, l, err := t.answering(c, p.sets, 1)
	if err != nil {
		return err
	}
	t.enter("object")
	rows, _, err := t.insertAll(c, []*ast.Value{v}, t.argument(p.field, "on_conflict"), sel, l)
	if err != nil {
		return err
	}
	t.leave()
	out.kind, out.ops = pieceOne, rows
	return nil
}

// insertAll adds the operations that make records: one for all of them where none has
// others nested in it, else one for each, around those of what is nested. It gives the
// operations that answer with the records, and all that count.
func (t *translator) insertAll(c *seen, objects []*ast.Value, conflict *ast.Value, sel *query.Select, l *layout) (rows, counted []int, err error) {
	if len(objects) > maxObjects {
		return nil, nil, t.fail(nil, fault.TooComplex, "the request makes more than %d records", maxObjects)
	}
	nested := slices.ContainsFunc(objects, func(o *ast.Value) bool { return t.holds(c, o) })
	if !nested {
		if len(objects) == 0 {
			return nil, nil, nil
		}
		op, err := t.create(c, objects, conflict, nil)
		if err != nil {
			return nil, nil, err
		}
		op.Select = sel
		at := []int{t.add(op, l)}
		return at, at, nil
	}
	var made []int
	for _, o := range objects {
		at, err := t.tree(c, o, conflict, nil, &counted, 0)
		if err != nil {
			return nil, nil, err
		}
		made = append(made, at)
	}
	if sel == nil {
		return nil, counted, nil
	}
	if c.key == nil {
		return nil, nil, t.fail(nil, fault.Unsupported, "records that others are nested in are answered by their keys, which are hidden")
	}
	for _, at := range made {
		rows = append(rows, t.again(c, at, *sel, l))
	}
	return rows, counted, nil
}

// again reads a record that an operation made, when all that is nested in it stands.
func (t *translator) again(c *seen, made int, sel query.Select, l *layout) int {
	op := query.Operation{Kind: query.Read, Collection: c.Collection, Select: &sel}
	tests := make([]*expr.Node, len(c.key))
	for i, k := range c.key {
		param := t.param(value.Value{}, k.Type)
		tests[i] = expr.TestOf(expr.Eq, k.node, param)
		op.Uses = append(op.Uses, query.Use{Param: true, Value: param.Index, Op: made, Field: k.Index})
	}
	sel.Where = expr.AndOf(tests...)
	return t.add(op, l)
}

// holds tells whether an object has others nested in it.
func (t *translator) holds(c *seen, o *ast.Value) bool {
	for _, child := range o.Children {
		if v := t.resolved(child.Value); v != nil && v.Kind != ast.NullValue && c.members[child.Name].link != nil {
			return true
		}
	}
	return false
}

// tree adds the operations of one object and of all that is nested in it: those that it
// refers to before it, those that refer to it behind. uses are what it takes from an
// operation around it. It gives the object's own operation.
func (t *translator) tree(c *seen, o, conflict *ast.Value, uses []taken, counted *[]int, depth int) (int, error) {
	if depth > maxDepth {
		return 0, t.fail(o.Position, fault.TooComplex, "objects are nested more than %d deep", maxDepth)
	}
	if len(t.ops) >= maxOperations {
		return 0, t.fail(o.Position, fault.TooComplex, "the request makes more than %d records that are nested or have nested ones", maxOperations)
	}
	err := t.nestedIn(c, o, false, func(l *link, target *seen, data *ast.Value, conflict *ast.Value) error {
		at, err := t.tree(target, data, conflict, nil, counted, depth+1)
		if err != nil {
			return err
		}
		for i, local := range l.Local {
			uses = append(uses, taken{field: local, op: at, of: l.Remote[i]})
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	op, err := t.create(c, []*ast.Value{o}, conflict, uses)
	if err != nil {
		return 0, err
	}
	at := t.add(op, nil)
	*counted = append(*counted, at)
	return at, t.nestedIn(c, o, true, func(l *link, target *seen, data *ast.Value, conflict *ast.Value) error {
		from := make([]taken, len(l.Remote))
		for i, remote := range l.Remote {
			from[i] = taken{field: remote, op: at, of: l.Local[i]}
		}
		return t.items(data, func(item *ast.Value) error {
			_, err := t.tree(target, item, conflict, from, counted, depth+1)
			return err
		})
	})
}

// maxOperations bounds the operations of one request.
const maxOperations = 200

// taken is a field that takes its value from the record of another operation.
type taken struct{ field, op, of int }

// nestedIn visits what is nested in an object: of what it refers to, or of what refers
// to it.
func (t *translator) nestedIn(c *seen, o *ast.Value, behind bool, visit func(l *link, target *seen, data, conflict *ast.Value) error) error {
	return t.each(o, func(name string, v *ast.Value) error {
		l := c.members[name].link
		if l == nil || v.Kind == ast.NullValue || refers(l) == behind {
			return nil
		}
		data := t.member(v, "data")
		if data == nil {
			return t.fail(v.Position, fault.Value, "data is missing")
		}
		t.enter("data")
		err := visit(l, t.of[l.target.Collection], data, t.member(v, "on_conflict"))
		if err == nil {
			t.leave()
		}
		return err
	})
}

// create makes the operation that makes records of objects, without what is nested in
// them.
func (t *translator) create(c *seen, objects []*ast.Value, conflict *ast.Value, uses []taken) (query.Operation, error) {
	op := query.Operation{Kind: query.Create, Collection: c.Collection}
	place := map[int]int{} // of a field among op.Fields
	at := func(field int) int {
		i, ok := place[field]
		if !ok {
			i = len(op.Fields)
			place[field], op.Fields = i, append(op.Fields, field)
		}
		return i
	}
	type cell struct {
		at int
		v  value.Value
	}
	rows := make([][]cell, len(objects))
	for r, o := range objects {
		err := t.each(o, func(name string, v *ast.Value) error {
			col := c.members[name].column
			if col == nil {
				return nil
			}
			for _, u := range uses {
				if u.field == col.Index {
					return t.fail(v.Position, fault.Body, "%s is given, and by what it is nested in as well", name)
				}
			}
			val, err := t.scalar(col.Type, v)
			rows[r] = append(rows[r], cell{at(col.Index), val})
			return err
		})
		if err != nil {
			return op, err
		}
	}
	for _, u := range uses {
		op.Uses = append(op.Uses, query.Use{Value: at(u.field), Op: u.op, Field: u.of})
	}
	op.Rows = make([][]value.Value, len(rows))
	for r, cells := range rows {
		op.Rows[r] = make([]value.Value, len(op.Fields))
		if len(cells)+len(uses) < len(op.Fields) && op.Absent == nil {
			op.Absent = make([][]bool, len(rows))
		}
		for _, cell := range cells {
			op.Rows[r][cell.at] = cell.v
		}
	}
	if op.Absent != nil {
		for r, cells := range rows {
			op.Absent[r] = make([]bool, len(op.Fields))
			for i := range op.Absent[r] {
				op.Absent[r][i] = true
			}
			for _, cell := range cells {
				op.Absent[r][cell.at] = false
			}
		}
	}
	return op, t.upsert(c, &op, conflict)
}

// upsert reads on_conflict.
func (t *translator) upsert(c *seen, op *query.Operation, v *ast.Value) error {
	if v == nil {
		return nil
	}
	t.enter("on_conflict")
	name := t.member(v, "constraint")
	if name == nil {
		return t.fail(v.Position, fault.Value, "constraint is missing")
	}
	op.Kind, op.Conflict = query.Upsert, &query.Conflict{}
	for _, x := range c.constraints() {
		if x.name == name.Raw {
			op.Conflict.Fields = x.fields
		}
	}
	columns := t.member(v, "update_columns")
	update := []int{}
	if columns != nil {
		err := t.items(columns, func(item *ast.Value) error {
			if col := c.byName[item.Raw]; col != nil && !slices.Contains(update, col.Index) {
				update = append(update, col.Index)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	op.Conflict.Ignore, op.Conflict.Update = len(update) == 0, update
	if where := t.member(v, "where"); where != nil {
		t.enter("where")
		var err error
		if op.Where, err = t.where(c, expr.Self, where, false, 0); err != nil {
			return err
		}
		t.leave()
	}
	t.leave()
	return nil
}
