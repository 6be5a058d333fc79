// Package indexes asks a driver's database how it would run common reads where there
// are many rows: by the index that is there for each, and without sorting.
package indexes

import (
	"slices"
	"strings"
	"testing"

	"bedplate/expr"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/storetest"
	"bedplate/value"
)

const blog = `
collection: users
key: [id]
fields:
  id:   {type: int, required: true}
  name: {type: text, required: true, max: 100}
indexes: [[name]]
---
collection: posts
key: [id]
fields:
  id:     {type: int, required: true}
  title:  {type: text, required: true, max: 200}
  slug:   {type: text, unique: true, max: 100}
  author: {type: ref, to: users, back: posts}
  score:  int
  price:  {type: decimal, precision: 12, scale: 2}
  at:     time
  live:   {type: bool, required: true}
  status: {type: enum, values: [draft, published], required: true}
  body:   text
indexes:
  - [score, id]
  - [author, -id]
  - [price]
  - [at]
  - {on: [title], name: posts_live_idx, where: status == "published"}
search: [body]
`

// Blog is the schema of the tables. Run wants 1000 users there, "user 1" and so on,
// and 20000 posts i by user i % 1000 + 1, with "title i", "slug i", a score of
// i % 500 that is null for 0, a price of i, the minute i of 2026, and the text
// "wordi"; every tenth is published.
func Blog(t testing.TB) *schema.Schema { t.Helper(); return storetest.Schema(t, blog) }

// Expected is what is a database's own.
type Expected struct {
	// Users and Posts are what a read by the key of a table is told by.
	Users, Posts string
	// Search is the full-text index, "" where there is none.
	Search string
	// NullsLast tells that nulls stand last in an index, where others have them first.
	NullsLast bool
	// Numbering tells that the rows within a record are sorted to be numbered.
	Numbering bool
	// Other are reads for which another way is as good here.
	Other []string
	// Known are reads for which the arguments matter.
	Known []string
}

// read is a common read of posts.
type read struct {
	name  string
	where *expr.Node
	order []plan.Order
	after []int
	args  []value.Value
	use   []string
}

// Run explains the reads, with their arguments and for any.
func Run(t *testing.T, d driver.Driver, s *schema.Schema, e Expected) {
	t.Helper()
	all := reads(t, s, e)
	for _, name := range slices.Concat(e.Known, e.Other) {
		if !slices.ContainsFunc(all, func(r read) bool { return r.name == name }) {
			t.Errorf("there is no read %q", name)
		}
	}
	posts := s.Collection("posts")
	for _, c := range all {
		if slices.Contains(e.Other, c.name) || slices.Contains(c.use, "") {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			r := &plan.Read{From: posts, Outputs: storetest.Fields(posts, "id"), Where: c.where, Order: c.order, After: c.after, Limit: plan.None, Offset: plan.None}
			if c.order != nil {
				r.Limit = 0
			}
			for _, args := range [][]value.Value{c.args, nil} {
				if args != nil || !slices.Contains(e.Known, c.name) {
					thrifty(t, uses(t, d, r, args, c.use...), args, false)
				}
			}
		})
	}
	t.Run("nested", func(t *testing.T) { nested(t, d, s, e) })
}

// uses expects indexes in an explanation, and gives it.
func uses(t *testing.T, d driver.Driver, r *plan.Read, args []value.Value, names ...string) *driver.Explanation {
	t.Helper()
	explained := Explain(t, d, r, args)
	text := explained.String()
	for _, name := range names {
		if !strings.Contains(text, name) {
			t.Errorf("%q is not in the plan for %v\n%s%s", name, args, text, explained.Statement)
		}
	}
	return explained
}

// thrifty expects that no rows are read in vain, or sorted where they may not be.
func thrifty(t *testing.T, explained *driver.Explanation, args []value.Value, sorts bool) {
	t.Helper()
	for _, l := range explained.Lines {
		if l.Scans != nil || l.Sorts && !sorts {
			t.Errorf("rows are read in vain or sorted for %v\n%s%s", args, explained, explained.Statement)
			break
		}
	}
}

// Explain explains a read.
func Explain(t *testing.T, d driver.Driver, r *plan.Read, args []value.Value) *driver.Explanation {
	t.Helper()
	p, err := d.Prepare(r)
	if err != nil {
		t.Fatal(err)
	}
	explained, err := d.(driver.Explainer).Explain(t.Context(), p, args)
	if err != nil {
		t.Fatal(err)
	}
	return explained
}

func bind(k value.Kind) *expr.Node { return &expr.Node{Op: expr.Bind, Type: value.Type{Kind: k}} }

func reads(t *testing.T, s *schema.Schema, e Expected) []read {
	t.Helper()
	users, posts := s.Collection("users"), s.Collection("posts")
	field := func(name string) *expr.Node { return storetest.Field(posts, name) }
	test := func(op expr.Op, name string, k value.Kind) *expr.Node { return expr.TestOf(op, field(name), bind(k)) }
	with := func(args ...value.Value) []value.Value { return args }
	whole, page := value.OfInt(7), value.OfInt(30)

	author := storetest.FieldOf(expr.WalkOf(expr.Self, posts.Relation("author")), users, "name")
	unscored := expr.TestOf(expr.IsNull, field("score"))
	all := []read{
		{"by key", test(expr.Eq, "id", value.Int), nil, nil, with(whole), []string{e.Posts}},
		{"by unique field", test(expr.Eq, "slug", value.Text), nil, nil, with(value.OfText("slug 7")), []string{"posts_slug_key"}},
		{"by nullable field", test(expr.Eq, "score", value.Int), nil, nil, with(whole), []string{"posts_score_id_idx"}},
		{"a negated comparison", expr.NotOf(test(expr.Gt, "price", value.Decimal)), nil, nil, with(value.OfDecimal(7, 0)), []string{"posts_price_idx"}},
		{"a time", test(expr.Lt, "at", value.Time), nil, nil, with(value.OfTime(1_767_225_900_000_000)), []string{"posts_at_idx"}},
		{"is null", unscored, nil, nil, nil, []string{"posts_score_id_idx"}},
		{"in a bound list", expr.TestOf(expr.In, field("id"), &expr.Node{Op: expr.Bind, Type: value.Type{Kind: value.List, Elem: value.Int}}), nil, nil,
			with(value.OfList([]value.Value{whole, page})), []string{e.Posts}},
		{"a prefix", test(expr.StartsWith, "slug", value.Text), nil, nil, with(value.OfText("slug 19")), []string{"posts_slug_key"}},
		{"a partial index", storetest.Condition(t, posts, `status == "published" && title == "title 70"`), nil, nil, nil, []string{"posts_live_idx"}},
		{"through a reference", expr.TestOf(expr.Eq, author, bind(value.Text)), nil, nil, with(value.OfText("user 7")), []string{"users_name_idx", "posts_author_id_idx"}},
	}
	// An index is read from one end to the other: which nulls come first there?
	up := []plan.Order{{Expr: field("score"), NullsFirst: !e.NullsLast}, {Expr: field("id"), NullsFirst: !e.NullsLast}}
	down := []plan.Order{{Expr: field("score"), Desc: true, NullsFirst: e.NullsLast}, {Expr: field("id"), Desc: true, NullsFirst: e.NullsLast}}
	last := []plan.Order{{Expr: field("score")}, {Expr: field("id")}}
	return append(all, []read{
		{"a page", nil, up, nil, with(page), []string{"posts_score_id_idx"}},
		{"a page from the end", nil, down, nil, with(page), []string{"posts_score_id_idx"}},
		{"a page of nulls, wherever they stand", unscored, last, nil, with(page), []string{"posts_score_id_idx"}},
		{"a page of others", expr.NotOf(unscored), last, nil, with(page), []string{"posts_score_id_idx"}},
		{"the next page", nil, last, []int{1, 2}, with(page, whole, whole), []string{"posts_score_id_idx"}},
		{"a search", &expr.Node{Op: expr.Search, Type: value.Type{Kind: value.Bool}, Args: []*expr.Node{bind(value.Text), field("body")}}, nil, nil,
			with(value.OfText("'word77'")), []string{e.Search}},
	}...)
}

// nested explains records within records within a record.
func nested(t *testing.T, d driver.Driver, s *schema.Schema, e Expected) {
	users, posts := s.Collection("users"), s.Collection("posts")
	author := &plan.Read{From: users, Rel: posts.Relation("author"), Outputs: storetest.Fields(users, "name"), Limit: plan.None, Offset: plan.None}
	written := &plan.Read{From: posts, Rel: users.Relation("posts"), Limit: 1, Offset: plan.None,
		Outputs: append(storetest.Fields(posts, "title"), plan.Output{Nested: author}),
		Order:   []plan.Order{{Expr: storetest.Field(posts, "id"), Desc: true}}}
	args := []value.Value{value.OfInt(7), value.OfInt(5)}
	explained := uses(t, d, &plan.Read{From: users, Limit: plan.None, Offset: plan.None,
		Outputs: append(storetest.Fields(users, "name"), plan.Output{Nested: written}),
		Where:   expr.TestOf(expr.Eq, storetest.Field(users, "id"), bind(value.Int))}, args, "posts_author_id_idx")
	thrifty(t, explained, args, e.Numbering)
	if text := explained.String(); strings.Count(text, e.Users) != 2 {
		t.Errorf("the users are not found by their key\n%s%s", text, explained.Statement)
	}
	if len(explained.Statistics) == 0 {
		t.Error("there are no statistics")
	}
}
