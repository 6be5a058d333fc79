package postgres_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bedplate/expr"
	"bedplate/store/plan"
	"bedplate/store/postgres"
	"bedplate/store/postgres/ddl"
	"bedplate/store/postgres/dialect"
	"bedplate/store/postgres/server"
	"bedplate/store/storetest"
	"bedplate/value"
)

const indexed = `
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

// TestPlansUseIndexes explains what common reads do where there are many rows.
func TestPlansUseIndexes(t *testing.T) {
	t.Parallel()
	server.Each(t, testPlans)
}

func testPlans(t *testing.T, on server.Server) {
	d, err := postgres.Open(t.Context(), on.Schema(t), postgres.Options{StatementTimeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	s := storetest.Schema(t, indexed)
	if err := ddl.Create(t.Context(), d.Pool(), s, dialect.Postgres{}); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		"INSERT INTO users SELECT i, 'user ' || i FROM generate_series(1, 1000) i",
		`INSERT INTO posts SELECT i, 'title ' || i, 'slug ' || i, i % 1000 + 1, nullif(i % 500, 0), i, '2026-01-01Z'::timestamptz + i * interval '1 minute',
			i % 2 = 0, CASE WHEN i % 10 = 0 THEN 'published' ELSE 'draft' END, 'word' || i FROM generate_series(1, 20000) i`,
		"ANALYZE",
	} {
		if _, err := d.Pool().Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	users, posts := s.Collection("users"), s.Collection("posts")
	bind := func(k value.Kind) *expr.Node { return &expr.Node{Op: expr.Bind, Type: value.Type{Kind: k}} }
	text, whole := value.OfText("title 7"), value.OfInt(7)
	order := func(keys ...plan.Order) []plan.Order { return keys }
	byScore, byID := plan.Order{Expr: storetest.Field(posts, "score")}, plan.Order{Expr: storetest.Field(posts, "id")}
	down := func(o plan.Order) plan.Order { o.Desc, o.NullsFirst = true, true; return o }
	test := func(op expr.Op, name string, k value.Kind) *expr.Node {
		return expr.TestOf(op, storetest.Field(posts, name), bind(k))
	}
	page := value.OfInt(30)
	for _, c := range []struct {
		name  string
		where *expr.Node
		order []plan.Order
		after []int
		args  []value.Value
		use   []string
	}{
		{"by key", test(expr.Eq, "id", value.Int), nil, nil, []value.Value{whole}, []string{"posts_pkey"}},
		{"by unique field", test(expr.Eq, "slug", value.Text), nil, nil, []value.Value{text}, []string{"posts_slug_key"}},
		{"by nullable field", test(expr.Eq, "score", value.Int), nil, nil, []value.Value{whole}, []string{"posts_score_id_idx"}},
		{"a negated comparison", expr.NotOf(test(expr.Gt, "price", value.Decimal)), nil, nil, []value.Value{value.OfDecimal(7, 0)}, []string{"posts_price_idx"}},
		{"a time", test(expr.Lt, "at", value.Time), nil, nil, []value.Value{value.OfTime(1_767_225_900_000_000)}, []string{"posts_at_idx"}},
		{"is null", expr.TestOf(expr.IsNull, storetest.Field(posts, "score")), nil, nil, nil, []string{"posts_score_id_idx"}},
		{"in a bound list", expr.TestOf(expr.In, storetest.Field(posts, "id"), &expr.Node{Op: expr.Bind, Type: value.Type{Kind: value.List, Elem: value.Int}}), nil, nil,
			[]value.Value{value.OfList([]value.Value{whole, page})}, []string{"posts_pkey"}},
		{"a prefix", test(expr.StartsWith, "slug", value.Text), nil, nil, []value.Value{value.OfText("slug 19")}, []string{"posts_slug_key"}},
		{"a partial index", storetest.Condition(t, posts, `status == "published" && title == "title 70"`), nil, nil, nil, []string{"posts_live_idx"}},
		{"through a reference", expr.TestOf(expr.Eq, storetest.FieldOf(expr.WalkOf(expr.Self, posts.Relation("author")), users, "name"), bind(value.Text)), nil, nil,
			[]value.Value{value.OfText("user 7")}, []string{"users_name_idx", "posts_author_id_idx"}},
		{"a page, nulls last", nil, order(byScore, byID), nil, []value.Value{page}, []string{"posts_score_id_idx"}},
		{"a page, nulls first", nil, order(down(byScore), down(byID)), nil, []value.Value{page}, []string{"posts_score_id_idx"}},
		{"the next page", nil, order(byScore, byID), []int{1, 2}, []value.Value{page, whole, whole}, []string{"posts_score_id_idx"}},
		{"a search", &expr.Node{Op: expr.Search, Type: value.Type{Kind: value.Bool}, Args: []*expr.Node{bind(value.Text), storetest.Field(posts, "body")}}, nil, nil,
			[]value.Value{value.OfText("'word77'")}, []string{ddl.SearchIndex(posts)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &plan.Read{From: posts, Outputs: storetest.Fields(posts, "id"), Where: c.where, Order: c.order, After: c.after, Limit: plan.None, Offset: plan.None}
			if c.order != nil {
				r.Limit = 0
			}
			p, err := d.Prepare(r)
			if err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]value.Value{c.args, nil} {
				if args == nil && slices.Contains([]string{"a time", "a prefix", "a negated comparison"}, c.name) {
					continue // any argument may leave most of the rows
				}
				explained, err := d.Explain(t.Context(), p, args)
				if err != nil {
					t.Fatal(err)
				}
				plan := explained.String()
				for _, use := range c.use {
					if !strings.Contains(plan, use) {
						t.Errorf("%q is not in the plan for %v\n%s%s", use, args, plan, p.Statement())
					}
				}
				for _, l := range explained.Lines {
					if l.Scans != nil || l.Sorts {
						t.Errorf("rows are read in vain or sorted for %v\n%s%s", args, plan, p.Statement())
						break
					}
				}
			}
		})
	}
	t.Run("a count that is calculated with is made once", func(t *testing.T) {
		p, err := d.Prepare(&plan.Read{From: users, Limit: plan.None, Offset: plan.None, Outputs: storetest.Fields(users, "id"),
			Where: storetest.Condition(t, users, "(size(posts) * 10 + 1) * 2 > 100")})
		if err != nil {
			t.Fatal(err)
		}
		explained, err := d.Explain(t.Context(), p, nil)
		if err != nil {
			t.Fatal(err)
		}
		if plan := explained.String(); strings.Count(plan, "Aggregate") != 1 {
			t.Errorf("%s%s", plan, p.Statement())
		}
	})
	t.Run("nested", func(t *testing.T) {
		p, err := d.Prepare(&plan.Read{From: users, Limit: plan.None, Offset: plan.None, Where: expr.TestOf(expr.Eq, storetest.Field(users, "id"), bind(value.Int)),
			Outputs: append(storetest.Fields(users, "name"), plan.Output{Nested: &plan.Read{From: posts, Rel: users.Relation("posts"), Limit: 1, Offset: plan.None,
				Order: []plan.Order{{Expr: storetest.Field(posts, "id"), Desc: true}},
				Outputs: append(storetest.Fields(posts, "title"), plan.Output{Nested: &plan.Read{From: users, Rel: posts.Relation("author"),
					Outputs: storetest.Fields(users, "name"), Limit: plan.None, Offset: plan.None}})}})})
		if err != nil {
			t.Fatal(err)
		}
		explained, err := d.Explain(t.Context(), p, []value.Value{whole, value.OfInt(5)})
		if err != nil {
			t.Fatal(err)
		}
		plan := explained.String()
		if !strings.Contains(plan, "posts_author_id_idx") || strings.Count(plan, "users_pkey") != 2 || strings.Contains(plan, "Seq Scan") || strings.Contains(plan, "Sort") {
			t.Errorf("%s%s", plan, p.Statement())
		}
		if len(explained.Statistics) == 0 {
			t.Error("there are no statistics")
		}
	})
}
