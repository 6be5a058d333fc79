package postgres_test

import (
	"strings"
	"testing"
	"time"

	"bedplate/store/plan"
	"bedplate/store/postgres"
	"bedplate/store/postgres/ddl"
	"bedplate/store/postgres/server"
	"bedplate/store/storetest"
	"bedplate/store/storetest/indexes"
)

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
	s := indexes.Blog(t)
	server.Create(t, d.Pool(), s)
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
	indexes.Run(t, d, s, indexes.Expected{Users: "users_pkey", Posts: "posts_pkey", Search: ddl.SearchIndex(s.Collection("posts")), NullsLast: true,
		Other: []string{"a page of nulls, wherever they stand"},
		Known: []string{"a time", "a prefix", "a negated comparison"}}) // any argument may leave most of the rows
	t.Run("a count that is calculated with is made once", func(t *testing.T) {
		users := s.Collection("users")
		explained := indexes.Explain(t, d, &plan.Read{From: users, Limit: plan.None, Offset: plan.None, Outputs: storetest.Fields(users, "id"),
			Where: storetest.Condition(t, users, "(size(posts) * 10 + 1) * 2 > 100")}, nil)
		if text := explained.String(); strings.Count(text, "Aggregate") != 1 {
			t.Errorf("%s%s", text, explained.Statement)
		}
	})
}
