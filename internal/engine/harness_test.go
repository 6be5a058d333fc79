package engine_test

import (
	"context"
	"testing"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/engine"
	"bedplate/internal/engine/enginetest"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/storetest/stores"
	"bedplate/value"
)

// now is every test's time.
var now = enginetest.Now

// app is an engine over an empty database, and short ways to ask it things.
type app struct {
	t *testing.T
	*engine.Engine
	schema *schema.Schema
	as     *query.Principal
}

// onEveryStore runs a test on every store that there is: an engine means the
// same on each.
func onEveryStore(t *testing.T, files string, test func(t *testing.T, a *app)) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, name string) {
		test(t, newApp(t, name, files))
	})
}

// newApp opens an engine over an empty database.
func newApp(t *testing.T, storeName, files string, interceptors ...engine.Interceptor) *app {
	s, err := schema.Parse(map[string][]byte{"schema/test.yaml": []byte(files)})
	if err != nil {
		t.Fatal(err)
	}
	e := enginetest.Open(t, storeName, engine.Options{Schema: s, Interceptors: interceptors, WriteRows: 1000})
	return &app{t: t, Engine: e, schema: s, as: &query.Principal{Role: query.RoleService}}
}

// by gives the same app asked by another caller.
func (a *app) by(p *query.Principal) *app {
	b := *a
	b.as = p
	return &b
}

func user(id string) *query.Principal {
	return &query.Principal{Role: query.RoleAuthenticated, ID: id}
}

// row is a record by its fields' names, as text; nil is null.
type row map[string]any

func (a *app) values(c *schema.Collection, r row) (fields []int, values []value.Value) {
	for _, f := range c.Fields {
		v, ok := r[f.Name]
		if !ok {
			continue
		}
		fields = append(fields, f.Index)
		if v == nil {
			values = append(values, value.Value{})
			continue
		}
		parsed, err := value.ParseText(f.Type, v.(string))
		if err != nil {
			a.t.Fatalf("%s.%s: %v", c.Name, f.Name, err)
		}
		values = append(values, parsed)
	}
	return fields, values
}

func (a *app) collection(name string) *schema.Collection {
	c := a.schema.Collection(name)
	if c == nil {
		a.t.Fatalf("no collection %s", name)
	}
	return c
}

// where parses a filter.
func (a *app) where(c *schema.Collection, text string) *expr.Node {
	if text == "" {
		return nil
	}
	n, problems := expr.Parse(text, expr.Env{Record: c})
	if len(problems) > 0 {
		a.t.Fatalf("%s: %v", text, problems)
	}
	return n
}

func (a *app) create(collection string, rows ...row) query.Operation {
	c := a.collection(collection)
	op := query.Operation{Kind: query.Create, Collection: c}
	for _, r := range rows {
		fields, values := a.values(c, r)
		op.Fields = fields
		op.Rows = append(op.Rows, values)
	}
	return op
}

func (a *app) upsert(collection string, r row, on ...string) query.Operation {
	op := a.create(collection, r)
	op.Kind = query.Upsert
	op.Conflict = &query.Conflict{}
	for _, name := range on {
		op.Conflict.Fields = append(op.Conflict.Fields, op.Collection.Field(name).Index)
	}
	return op
}

func (a *app) update(collection, where string, r row) query.Operation {
	c := a.collection(collection)
	op := query.Operation{Kind: query.Update, Collection: c, Where: a.where(c, where)}
	fields, values := a.values(c, r)
	for i, f := range fields {
		op.Changes = append(op.Changes, query.Change{Field: f, Value: values[i]})
	}
	return op
}

func (a *app) remove(collection, where string) query.Operation {
	c := a.collection(collection)
	return query.Operation{Kind: query.Delete, Collection: c, Where: a.where(c, where)}
}

func (a *app) read(collection, where string, fields ...string) query.Operation {
	c := a.collection(collection)
	return query.Operation{Kind: query.Read, Collection: c, Select: a.selecting(c, where, fields...)}
}

func (a *app) selecting(c *schema.Collection, where string, fields ...string) *query.Select {
	sel := &query.Select{Collection: c, Where: a.where(c, where), Limit: query.Unlimited}
	for _, name := range fields {
		f := c.Field(name)
		if f == nil {
			a.t.Fatalf("no field %s.%s", c.Name, name)
		}
		sel.Outputs = append(sel.Outputs, query.Output{Name: name, Expr: expr.FieldOf(expr.Self, f.Index, f.Name, f.Type)})
	}
	return sel
}

func byKey(op query.Operation) query.Operation {
	op.ByKey = true
	return op
}

// returning asks a write for its records.
func (a *app) returning(op query.Operation, fields ...string) query.Operation {
	op.Select = a.selecting(op.Collection, "", fields...)
	return op
}

// page is a sink that keeps the rows of each operation as JSON.
type page struct {
	shape *query.Shape
	rows  []string
}

func (p *page) Begin(_ int, shape *query.Shape) error {
	p.shape, p.rows = shape, nil
	return nil
}

func (p *page) Row(_ int, r query.Row) error {
	text, err := query.AppendRow(nil, p.shape, r, query.Encoding{})
	p.rows = append(p.rows, string(text))
	return err
}

// ask runs operations and gives the last one's rows.
func (a *app) ask(ops ...query.Operation) ([]string, []query.Result, error) {
	p := &page{}
	results, err := a.Do(context.Background(), a.as, &query.Request{Schema: a.schema, Ops: ops}, p)
	return p.rows, results, err
}

// must runs operations that have to succeed.
func (a *app) must(ops ...query.Operation) []string {
	a.t.Helper()
	rows, _, err := a.ask(ops...)
	if err != nil {
		a.t.Fatal(err)
	}
	return rows
}

// fails runs operations that have to fail with a code.
func (a *app) fails(code fault.Code, ops ...query.Operation) *fault.Error {
	a.t.Helper()
	_, _, err := a.ask(ops...)
	if got := fault.CodeOf(err); got != code {
		a.t.Fatalf("got %q (%v), want %q", got, err, code)
	}
	return fault.As(err)
}

// rows demands what a read gives.
func (a *app) rows(op query.Operation, want ...string) {
	a.t.Helper()
	got := a.must(op)
	if len(got) != len(want) {
		a.t.Fatalf("got %d rows %v, want %d %v", len(got), got, len(want), want)
	}
	for i := range want {
		if got[i] != want[i] {
			a.t.Errorf("row %d is %s, want %s", i, got[i], want[i])
		}
	}
}
