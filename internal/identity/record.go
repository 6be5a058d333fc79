package identity

import (
	"context"

	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// desk is where requests of the service's own are answered, all as owner.
type desk interface {
	Do(ctx context.Context, req *query.Request, sink query.Sink) ([]query.Result, error)
}

// background answers requests that belong to nobody's call.
type background struct{ query.Doer }

// Do runs a request.
func (b background) Do(ctx context.Context, req *query.Request, sink query.Sink) ([]query.Result, error) {
	own := *req
	own.Schema = b.Doer.Schema()
	return b.Doer.Do(ctx, owner, &own, sink)
}

// member is a field of a record by its name, with a value.
type member struct {
	name string
	v    value.Value
}

// is is short for a member.
func is(name string, v value.Value) member { return member{name, v} }

func text(name, s string) member {
	if s == "" {
		return member{name, value.Value{}}
	}
	return member{name, value.OfText(s)}
}

// test is a condition on a field.
type test struct {
	name string
	op   expr.Op
	v    value.Value
}

func eq(name string, v value.Value) test { return test{name, expr.Eq, v} }
func ne(name string, v value.Value) test { return test{name, expr.Ne, v} }
func gt(name string, v value.Value) test { return test{name, expr.Gt, v} }
func lt(name string, v value.Value) test { return test{name, expr.Lt, v} }

func notAfter(name string, v value.Value) test { return test{name, expr.Le, v} }

// list is a request on the way: operations that stand or fall together.
type list struct {
	schema *schema.Schema
	req    query.Request
}

func newList(s *schema.Schema) *list { return &list{schema: s} }

func (l *list) add(op query.Operation) *list {
	l.req.Ops = append(l.req.Ops, op)
	return l
}

func (l *list) create(collection string, members ...member) *list {
	c := l.schema.Collection(collection)
	op := query.Operation{Kind: query.Create, Collection: c, Rows: [][]value.Value{nil}}
	for _, m := range members {
		op.Fields, op.Rows[0] = append(op.Fields, c.Field(m.name).Index), append(op.Rows[0], m.v)
	}
	return l.add(op)
}

// update changes the records that pass every test, and gives fields of theirs.
func (l *list) update(collection string, tests []test, changes []member, give ...string) *list {
	c := l.schema.Collection(collection)
	op := query.Operation{Kind: query.Update, Collection: c, Where: l.where(c, tests), Select: selected(c, give)}
	for _, m := range changes {
		op.Changes = append(op.Changes, query.Change{Field: c.Field(m.name).Index, Value: m.v})
	}
	return l.add(op)
}

// remove deletes the record of a key, which must be there: the whole list fails
// with NotFound otherwise. Of many at the same time, one succeeds.
func (l *list) remove(collection string, key value.Value) *list {
	c := l.schema.Collection(collection)
	return l.add(query.Operation{Kind: query.Delete, Collection: c, ByKey: true,
		Where: l.where(c, []test{eq(c.Fields[c.Key[0]].Name, key)})})
}

// clear deletes the records that pass every test, and gives fields of theirs.
func (l *list) clear(collection string, tests []test, give ...string) *list {
	c := l.schema.Collection(collection)
	return l.add(query.Operation{Kind: query.Delete, Collection: c, Where: l.where(c, tests), Select: selected(c, give)})
}

// read gives fields of all records that pass every test.
func (l *list) read(collection string, tests []test, give ...string) *list {
	c := l.schema.Collection(collection)
	sel := selected(c, give)
	sel.Where, sel.Limit, sel.Stream = l.where(c, tests), query.Unlimited, true
	return l.add(query.Operation{Kind: query.Read, Collection: c, Select: sel})
}

func (l *list) where(c *schema.Collection, tests []test) *expr.Node {
	all := make([]*expr.Node, len(tests))
	for i, t := range tests {
		field := fieldOf(c, t.name)
		if t.v.IsNull() {
			all[i] = expr.TestOf(t.op, field, expr.LiteralOf(t.v, value.Type{}))
			continue
		}
		typ := field.Type
		if t.op == expr.In {
			typ = value.Type{Kind: value.List, Elem: typ.Kind}
		}
		all[i] = expr.ParamTestOf(t.op, field, len(l.req.Params), typ)
		l.req.Params = append(l.req.Params, t.v)
	}
	return expr.AndOf(all...)
}

func fieldOf(c *schema.Collection, name string) *expr.Node {
	f := c.Field(name)
	return expr.FieldOf(expr.Self, f.Index, f.Name, f.Type)
}

func selected(c *schema.Collection, names []string) *query.Select {
	if len(names) == 0 {
		return nil
	}
	sel := &query.Select{Collection: c}
	for _, name := range names {
		sel.Outputs = append(sel.Outputs, query.Output{Name: name, Expr: fieldOf(c, name)})
	}
	return sel
}

// record is a row: values by their fields' names, which are so few that they are
// looked through.
type record []member

// at gives the value of a field, null where there is none.
func (r record) at(name string) value.Value {
	for i := range r {
		if r[i].name == name {
			return r[i].v
		}
	}
	return value.Value{}
}

// with is the record with a value of a field, which may have another one in it.
func (r record) with(name string, v value.Value) record {
	for i := range r {
		if r[i].name == name {
			r[i].v = v
			return r
		}
	}
	return append(r, is(name, v))
}

// do runs the list, and gives the rows of its last operation that gives any.
func (l *list) do(ctx context.Context, d desk) ([]record, []query.Result, error) {
	rows := kept{}
	results, err := d.Do(ctx, &l.req, &rows)
	return rows.records, results, err
}

// kept is a sink that keeps rows by their members' names.
type kept struct {
	shape   *query.Shape
	records []record
}

// Begin forgets what came before.
func (k *kept) Begin(_ int, shape *query.Shape) error {
	k.shape, k.records = shape, nil
	return nil
}

// Row keeps one row.
func (k *kept) Row(_ int, row query.Row) error {
	r := make(record, len(k.shape.Members))
	for i := range k.shape.Members {
		r[i] = is(k.shape.Members[i].Name, row.Value(i).Clone())
	}
	k.records = append(k.records, r)
	return nil
}

// raiseBy adds to the last update that a field becomes greater by n.
func (l *list) raiseBy(name string, n int64) *list {
	op := &l.req.Ops[len(l.req.Ops)-1]
	op.Changes = append(op.Changes, query.Change{Field: op.Collection.Field(name).Index, Op: query.Increment, Value: value.OfInt(n)})
	return l
}
