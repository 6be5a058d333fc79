package sqlite

import (
	"context"
	"path/filepath"
	"testing"

	"bedplate/expr"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/sqlite/ddl"
	"bedplate/value"
)

// The fixture: users with posts, made by hand so that these tests need nothing
// but the driver.
type fixture struct {
	users, posts *schema.Collection
	author       *expr.Relation // posts to users
	written      *expr.Relation // users to posts
}

func field(name string, t value.Type, change ...func(*schema.Field)) *schema.Field {
	f := &schema.Field{Name: name, Column: name, Type: t}
	for _, c := range change {
		c(f)
	}
	return f
}

func required(f *schema.Field) { f.Required = true }
func unique(f *schema.Field)   { f.Unique = true }

func kind(k value.Kind) value.Type { return value.Type{Kind: k} }

func decimalType(p, s uint8) value.Type {
	return value.Type{Kind: value.Decimal, Precision: p, Scale: s}
}

func collection(name string, key int, fields ...*schema.Field) *schema.Collection {
	for i, f := range fields {
		f.Index = i
	}
	return &schema.Collection{Name: name, Table: name, Fields: fields, Key: []int{key}, Managed: true}
}

func newFixture() *fixture {
	users := collection("users", 0, field("id", kind(value.Int)), field("name", kind(value.Text), required))
	posts := collection("posts", 0,
		field("id", kind(value.Int)),
		field("title", kind(value.Text), required),
		field("slug", kind(value.Text), unique),
		field("author", kind(value.Int)),
		field("score", kind(value.Int)),
		field("price", decimalType(12, 2)),
		field("wide", decimalType(30, 4)),
		field("ratio", kind(value.Float)),
		field("live", kind(value.Bool)),
		field("at", kind(value.Time)),
		field("meta", kind(value.JSON)),
		field("tags", value.Type{Kind: value.List, Elem: value.Text}),
		field("token", kind(value.UUID)),
		field("status", kind(value.Text), func(f *schema.Field) { f.Values = []string{"draft", "published"} }),
	)
	posts.Indexes = []*schema.Index{
		{Name: "posts_slug_key", Unique: true, Parts: []schema.Part{{Field: 2}}},
		{Name: "posts_score_idx", Parts: []schema.Part{{Field: 4}}},
		{Name: "posts_author_idx", Parts: []schema.Part{{Field: 3}, {Field: 0, Desc: true}}},
		{Name: "posts_live_idx", Parts: []schema.Part{{Field: 1}}, Where: eq(self(posts, "status"), text("published"))},
	}
	f := &fixture{users: users, posts: posts}
	f.author = &expr.Relation{Name: "author", Base: nil2(posts), Target: nil2(users), Local: []int{3}, Remote: []int{0}, Constraint: "posts_author_fkey"}
	f.written = &expr.Relation{Name: "posts", Base: nil2(users), Target: nil2(posts), Many: true, Local: []int{0}, Remote: []int{3}}
	ref := &schema.Ref{Name: "posts_author_fkey", From: posts, To: users, Columns: []int{3}, Target: []int{0}, Forward: f.author, Back: f.written}
	posts.Refs, users.Referrers = []*schema.Ref{ref}, []*schema.Ref{ref}
	return f
}

// tables gives the statements that make the fixture's tables.
func (f *fixture) tables(t testing.TB) []string {
	t.Helper()
	var all []string
	for _, c := range []*schema.Collection{f.users, f.posts} {
		statements, err := ddl.Statements(c)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, statements...)
	}
	return all
}

func nil2(c *schema.Collection) expr.Record { return c }

func self(c *schema.Collection, name string) *expr.Node { return of(expr.Self, c, name) }

func of(base *expr.Node, c *schema.Collection, name string) *expr.Node {
	for _, f := range c.Fields {
		if f.Name == name {
			return expr.FieldOf(base, f.Index, f.Name, f.Type)
		}
	}
	panic("no field " + name)
}

func eq(a, b *expr.Node) *expr.Node { return expr.TestOf(expr.Eq, a, b) }

func text(s string) *expr.Node { return expr.LiteralOf(value.OfText(s), kind(value.Text)) }
func whole(i int64) *expr.Node { return expr.LiteralOf(value.OfInt(i), kind(value.Int)) }

func bind(i int, t value.Type) *expr.Node { return &expr.Node{Op: expr.Bind, Index: i, Type: t} }

func outputs(c *schema.Collection, names ...string) []plan.Output {
	var out []plan.Output
	for _, name := range names {
		out = append(out, plan.Output{Expr: self(c, name)})
	}
	return out
}

// open opens a fresh database with the fixture's tables.
func open(t testing.TB, f *fixture, o Options) *Driver {
	t.Helper()
	d, err := Open(filepath.Join(t.TempDir(), "test.db"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	if f != nil {
		if err := d.Exec(t.Context(), f.tables(t)...); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func insert(ctx context.Context, tx driver.Tx, c *schema.Collection, row map[string]value.Value) error {
	in := &plan.Insert{Into: c}
	var values []value.Value
	for _, f := range c.Fields {
		if v, ok := row[f.Name]; ok {
			in.Fields = append(in.Fields, f.Index)
			values = append(values, v)
		}
	}
	_, err := tx.Insert(ctx, in, values)
	return err
}

func add(t testing.TB, d *Driver, c *schema.Collection, rows ...map[string]value.Value) {
	t.Helper()
	err := d.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
		for _, row := range rows {
			if err := insert(t.Context(), tx, c, row); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// rows reads a plan and prints each row's values.
func rows(t testing.TB, d *Driver, r *plan.Read, args ...value.Value) [][]string {
	t.Helper()
	p, err := d.Prepare(r)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	err = d.Read(t.Context(), p, args, func(row query.Row) error {
		var line []string
		for i, o := range r.Outputs {
			if o.Nested == nil {
				line = append(line, row.Value(i).String())
				continue
			}
			if err := row.Nested(i, func(child query.Row) error {
				for j := range o.Nested.Outputs {
					line = append(line, child.Value(j).String())
				}
				return nil
			}); err != nil {
				return err
			}
		}
		out = append(out, line)
		return nil
	})
	if err != nil {
		t.Fatalf("%v\n%s", err, p.Statement())
	}
	return out
}
