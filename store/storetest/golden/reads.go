package golden

import (
	_ "embed"
	"strings"
	"testing"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/store/plan"
	"bedplate/store/sqlgen"
	"bedplate/store/storetest"
	"bedplate/value"
)

//go:embed reads.yaml
var readsSchema string

// Reads writes down whole statements, in testdata/reads.sql: nested reads, orders,
// bounds, groups, and guards on what a caller walks to. A statement that is run for
// each row of another one stands below that; where whole is said there is none.
func Reads(t *testing.T, whole bool, dialects ...Dialect) {
	t.Helper()
	b := newBlog(t)
	var out strings.Builder
	for _, c := range append(b.plain(), b.nested()...) {
		out.WriteString(c.name + "\n")
		for _, d := range dialects {
			s, err := sqlgen.Read(c.read, d.SQL)
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			if d.Name != "" {
				d.Name += " "
			}
			write(&out, "  "+d.Name, s)
			if whole && len(s.Children()) > 0 {
				t.Errorf("%s takes several statements", c.name)
			}
		}
	}
	compare(t, "testdata/reads.sql", out.String())
}

func write(out *strings.Builder, before string, s *sqlgen.Statement) {
	out.WriteString(before + s.SQL + "\n")
	for _, child := range s.Children() {
		write(out, "  "+before, child)
	}
}

// blog is the schema of Reads.
type blog struct {
	t               *testing.T
	posts, users    *schema.Collection
	author, written *expr.Relation
}

func newBlog(t *testing.T) *blog {
	t.Helper()
	s := storetest.Schema(t, readsSchema)
	b := &blog{t: t, posts: s.Collection("posts"), users: s.Collection("users")}
	b.author, b.written = b.posts.Relation("author"), b.users.Relation("posts")
	return b
}

// named is a read and what it shows.
type named struct {
	name string
	read *plan.Read
}

// change is what a read has beyond its fields.
type change func(*plan.Read)

// read reads fields of a collection.
func (b *blog) read(from *schema.Collection, change change, names ...string) *plan.Read {
	r := &plan.Read{From: from, Outputs: storetest.Fields(from, names...), Limit: plan.None, Offset: plan.None}
	if change != nil {
		change(r)
	}
	return r
}

// to adds the records of a relation to a read.
func (b *blog) to(r *plan.Read, rel *expr.Relation, change change, names ...string) {
	inner := b.read(schema.Of(rel), change, names...)
	inner.Rel = rel
	r.Outputs = append(r.Outputs, plan.Output{Nested: inner})
}

// guarded hides records from a walk or a quantifier.
func (b *blog) guarded(n *expr.Node, of *schema.Collection, guard string) *expr.Node {
	c := *n
	c.Guard = storetest.Condition(b.t, of, guard)
	return &c
}

// plain are reads of one collection.
func (b *blog) plain() []named {
	author := expr.WalkOf(expr.Self, b.author)
	title, score, price := storetest.Field(b.posts, "title"), storetest.Field(b.posts, "score"), storetest.Field(b.posts, "price")
	posts := func(change change, names ...string) *plan.Read { return b.read(b.posts, change, names...) }
	return []named{
		{"bounds", posts(func(r *plan.Read) { r.Limit, r.Offset = 0, 1 }, "title")},
		{"an offset alone", posts(func(r *plan.Read) { r.Offset = 0 }, "title")},
		{"locked", posts(func(r *plan.Read) { r.Lock = true; b.to(r, b.author, nil, "name") }, "title")},
		{"orders", posts(func(r *plan.Read) {
			r.Order = []plan.Order{{Expr: title}, {Expr: score}, {Expr: score, Desc: true, NullsFirst: true}, {Expr: score, NullsFirst: true},
				{Expr: storetest.FieldOf(author, b.users, "name"), Desc: true}}
		}, "title")},
		{"a group", posts(func(r *plan.Read) {
			r.Group = true
			r.Outputs = append(r.Outputs, plan.Output{Aggregate: plan.CountRows}, plan.Output{Aggregate: plan.Sum, Expr: score},
				plan.Output{Aggregate: plan.Sum, Expr: price}, plan.Output{Aggregate: plan.Avg, Expr: price}, plan.Output{Aggregate: plan.Max, Expr: title})
			r.Order = []plan.Order{{Expr: storetest.Field(b.posts, "author")}}
		}, "author")},
		{"behind a row", posts(func(r *plan.Read) {
			r.Order = []plan.Order{{Expr: title, Desc: true}, {Expr: storetest.Field(b.posts, "id"), Desc: true}}
			r.After = []int{0, 1}
		}, "title")},
		{"a computed output", posts(func(r *plan.Read) {
			r.Outputs = []plan.Output{{Expr: storetest.Condition(b.t, b.posts, "score > 3")}, {Expr: storetest.FieldOf(author, b.users, "id")}}
		})},
		{"a guarded walk", posts(func(r *plan.Read) {
			walk := b.guarded(author, b.users, "name == auth.email")
			r.Where = expr.TestOf(expr.Eq, storetest.FieldOf(walk, b.users, "id"), &expr.Node{Op: expr.Bind, Type: value.Type{Kind: value.UUID}, Index: 1})
		}, "title")},
		{"a guarded quantifier", b.read(b.users, func(r *plan.Read) {
			many := expr.Rewrite(storetest.Condition(b.t, b.posts, "score > 3"), func(n *expr.Node) *expr.Node {
				if n.Op == expr.Var {
					return &expr.Node{Op: expr.Var, Index: 1}
				}
				return n
			})
			r.Where = b.guarded(expr.ExistsOf(expr.Self, b.written, 1, many), b.posts, "author == auth.id")
		}, "name")},
	}
}

// nested are reads with records of relations within.
func (b *blog) nested() []named {
	latest := func(r *plan.Read) {
		r.Limit, r.Order = 3, []plan.Order{{Expr: storetest.Field(b.posts, "id"), Desc: true}}
	}
	return []named{
		{"nested both ways", b.read(b.posts, func(r *plan.Read) {
			b.to(r, b.author, func(u *plan.Read) {
				u.Where = storetest.Condition(b.t, b.users, "name == auth.email")
				b.to(u, b.written, latest, "title", "id")
			}, "name")
		}, "title")},
		{"nested in nested", b.read(b.users, func(r *plan.Read) {
			b.to(r, b.written, func(p *plan.Read) {
				latest(p)
				b.to(p, b.author, func(u *plan.Read) { b.to(u, b.written, nil, "id") }, "name")
			}, "title")
		}, "name")},
		{"a count of nested rows", b.read(b.users, func(r *plan.Read) {
			b.to(r, b.written, func(p *plan.Read) {
				p.Group = true
				p.Outputs = append(p.Outputs, plan.Output{Aggregate: plan.CountRows})
			}, "score")
		}, "name")},
		{"how many nested rows", b.read(b.users, func(r *plan.Read) {
			b.to(r, b.written, func(p *plan.Read) {
				p.Group = true
				p.Outputs = append(p.Outputs, plan.Output{Aggregate: plan.CountRows})
			})
		}, "name")},
	}
}
