package storetest

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// fixture is a database that a test speaks to in the words of schema files,
// expressions and JSON.
type fixture struct {
	testing.TB
	driver.Driver
	schema *schema.Schema
}

// open opens an empty database of the harness with the collections of a
// schema file.
func open(t testing.TB, h Harness, source string) *fixture {
	t.Helper()
	s := Schema(t, source)
	return &fixture{t, h.Open(t, s), s}
}

// need ends the test where the driver does not declare a capability.
func (f *fixture) need(has bool, what string) {
	f.Helper()
	if !has {
		f.Skipf("%s declares no %s", f.Capabilities().Name, what)
	}
}

func (f *fixture) collection(name string) *schema.Collection {
	f.Helper()
	c := f.schema.Collection(name)
	if c == nil {
		f.Fatalf("the test's schema has no collection %s", name)
	}
	return c
}

// record reads a JSON object as fields and their values.
func (f *fixture) record(c *schema.Collection, object string) (fields []int, values []value.Value) {
	f.Helper()
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(object), &members); err != nil {
		f.Fatalf("%s: %v", object, err)
	}
	for i, field := range c.Fields {
		raw, ok := members[field.Name]
		if !ok {
			continue
		}
		delete(members, field.Name)
		v, err := value.ParseJSON(field.Type, raw)
		if err != nil {
			f.Fatalf("%s of %s: %v", field.Name, c.Name, err)
		}
		fields, values = append(fields, i), append(values, v)
	}
	for name := range members {
		f.Fatalf("%s has no field %s", c.Name, name)
	}
	return fields, values
}

// key reads a JSON array, or a single value, as a key.
func (f *fixture) key(c *schema.Collection, text string) []value.Value {
	f.Helper()
	parts := []json.RawMessage{json.RawMessage(text)}
	if strings.HasPrefix(text, "[") {
		if err := json.Unmarshal([]byte(text), &parts); err != nil {
			f.Fatalf("%s: %v", text, err)
		}
	}
	out := make([]value.Value, len(parts))
	for i, raw := range parts {
		var err error
		if out[i], err = value.ParseJSON(c.Fields[c.Key[i]].Type, raw); err != nil {
			f.Fatalf("%s: %v", text, err)
		}
	}
	return out
}

// insert adds a record in a running transaction.
func (f *fixture) insert(tx driver.Tx, name, object string) error {
	f.Helper()
	c := f.collection(name)
	fields, values := f.record(c, object)
	_, err := tx.Insert(context.Background(), &plan.Insert{Into: c, Fields: fields}, values)
	return err
}

func (f *fixture) update(tx driver.Tx, name, key, object string) (bool, error) {
	f.Helper()
	c := f.collection(name)
	fields, values := f.record(c, object)
	return tx.Update(context.Background(), &plan.Update{Of: c, Fields: fields}, append(values, f.key(c, key)...))
}

func (f *fixture) delete(tx driver.Tx, name, key string) (bool, error) {
	f.Helper()
	c := f.collection(name)
	return tx.Delete(context.Background(), &plan.Delete{From: c}, f.key(c, key))
}

// do runs a transaction.
func (f *fixture) do(run func(tx driver.Tx) error) error {
	return f.Transact(context.Background(), driver.Mode{}, run)
}

// add inserts records that must be accepted.
func (f *fixture) add(name string, objects ...string) {
	f.Helper()
	err := f.do(func(tx driver.Tx) error {
		for _, o := range objects {
			if err := f.insert(tx, name, o); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		f.Fatalf("adding to %s: %v", name, err)
	}
}

// ask is a read in words.
type ask struct {
	from   string
	get    []string       // fields
	nested map[string]ask // by relation, after get, in the order of their names
	sums   []sum          // aggregates, after nested; get is what they group by
	where  string         // an expression
	order  []string       // fields, "-" before for descending, "?" after for nulls first
	limit  int            // 0 is none
	offset int
	within *within
}

// within chooses rows before they are folded.
type within struct {
	by            int
	order         []string
	limit, offset int
}

type sum struct {
	of   string // a field, "" for rows
	what plan.Aggregate
}

// plan writes an ask as a plan and its arguments.
func (f *fixture) plan(a ask) (*plan.Read, []value.Value) {
	f.Helper()
	var args []value.Value
	p := f.planOf(f.collection(a.from), a, &args)
	for range args {
		p.Binds = append(p.Binds, value.Type{Kind: value.Int})
	}
	return p, args
}

func (f *fixture) planOf(c *schema.Collection, a ask, args *[]value.Value) *plan.Read {
	f.Helper()
	p := &plan.Read{From: c, Limit: plan.None, Offset: plan.None, Group: len(a.sums) > 0}
	for _, name := range a.get {
		p.Outputs = append(p.Outputs, plan.Output{Expr: f.field(c, name)})
	}
	for _, name := range sortedKeys(a.nested) {
		rel := c.Relation(name)
		if rel == nil {
			f.Fatalf("%s has no relation %s", c.Name, name)
		}
		inner := f.planOf(schema.Of(rel), a.nested[name], args)
		inner.Rel = rel
		p.Outputs = append(p.Outputs, plan.Output{Nested: inner})
	}
	for _, s := range a.sums {
		out := plan.Output{Aggregate: s.what}
		if s.of != "" {
			var of []*expr.Node
			for _, name := range strings.Fields(s.of) {
				of = append(of, f.field(c, name))
			}
			out.Expr = expr.TupleOf(of...)
		}
		p.Outputs = append(p.Outputs, out)
	}
	p.Where = f.where(c, a.where)
	p.Order = f.order(c, a.order)
	bind := func(n int) int {
		if n == 0 {
			return plan.None
		}
		*args = append(*args, value.OfInt(int64(n)))
		return len(*args) - 1
	}
	p.Limit, p.Offset = bind(a.limit), bind(a.offset)
	if w := a.within; w != nil {
		p.Within = &plan.Within{By: w.by, Order: append(f.order(c, w.order), byKey(c)...), Limit: bind(w.limit), Offset: bind(w.offset)}
	}
	return p
}

func (f *fixture) order(c *schema.Collection, keys []string) []plan.Order {
	f.Helper()
	var out []plan.Order
	for _, key := range keys {
		name, first := strings.CutSuffix(key, "?")
		name, desc := strings.CutPrefix(name, "-")
		out = append(out, plan.Order{Expr: f.field(c, name), Desc: desc, NullsFirst: first})
	}
	return out
}

func sortedKeys(m map[string]ask) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// field names a field, or one of a record that a reference leads to.
func (f *fixture) field(c *schema.Collection, name string) *expr.Node {
	f.Helper()
	base := expr.Self
	for {
		hop, rest, walks := strings.Cut(name, ".")
		if !walks {
			break
		}
		rel := c.Relation(hop)
		base, c, name = expr.WalkOf(base, rel), schema.Of(rel), rest
	}
	field := c.Field(name)
	if field == nil {
		f.Fatalf("%s has no field %s", c.Name, name)
	}
	return expr.FieldOf(base, field.Index, field.Name, field.Type)
}

func (f *fixture) where(c *schema.Collection, text string) *expr.Node {
	f.Helper()
	if text == "" {
		return nil
	}
	n, problems := expr.Parse(text, expr.Env{Record: c})
	if problems != nil {
		f.Fatalf("%s: %v", text, problems)
	}
	return n
}

// rows reads what a asks for, each row as a JSON array, nested rows as arrays
// within.
func (f *fixture) rows(a ask) []string {
	f.Helper()
	out, err := f.try(f.Driver, a)
	if err != nil {
		f.Fatalf("reading %s: %v", a.from, err)
	}
	return out
}

// reader is a database or a transaction.
type reader interface {
	Read(ctx context.Context, p driver.Prepared, args []value.Value, visit driver.Visit) error
}

// try reads what a asks for from a database or in a transaction.
func (f *fixture) try(from reader, a ask) ([]string, error) {
	f.Helper()
	p, args := f.plan(a)
	prepared, err := f.Prepare(p)
	if err != nil {
		return nil, err
	}
	out := []string{}
	err = from.Read(context.Background(), prepared, args, func(r query.Row) error {
		kept, err := keep(p, r)
		out = append(out, kept.json(p))
		return err
	})
	return out, err
}

// json writes a row as a JSON array.
func (b branch) json(p *plan.Read) string {
	var parts []string
	for i, out := range p.Outputs {
		if out.Nested == nil {
			parts = append(parts, string(b.values[i].AppendJSON(nil)))
			continue
		}
		var rows []string
		for _, inner := range b.nested[i] {
			rows = append(rows, inner.json(out.Nested))
		}
		parts = append(parts, "["+strings.Join(rows, ",")+"]")
	}
	return "[" + strings.Join(parts, ",") + "]"
}

// count reads and counts the rows.
func (f *fixture) count(a ask, want int) {
	f.Helper()
	if got := f.rows(a); len(got) != want {
		f.Errorf("%+v gives %d rows, not %d", a, len(got), want)
	}
}

// expect reads and compares, row by row.
func (f *fixture) expect(a ask, want ...string) {
	f.Helper()
	got := f.rows(a)
	if !slices.Equal(got, want) {
		f.Errorf("%+v\n got %s\nwant %s", a, strings.Join(got, " "), strings.Join(want, " "))
	}
}
