package sqlite

import (
	"strings"
	"testing"

	"bedplate/expr"
	"bedplate/store/plan"
	"bedplate/store/storetest/indexes"
	"bedplate/value"
)

// uses expects words in a plan, and that nothing is sorted.
func uses(t *testing.T, d *Driver, r *plan.Read, words ...string) {
	t.Helper()
	explained := indexes.Explain(t, d, r, nil)
	text := explained.String()
	for _, use := range words {
		if !strings.Contains(text, use) {
			t.Errorf("%q is not in the plan\n%s%s", use, text, explained.Statement)
		}
	}
	if strings.Contains(text, "TEMP B-TREE") {
		t.Errorf("the rows are sorted\n%s%s", text, explained.Statement)
	}
}

// TestPlansUseIndexes explains what common reads do.
func TestPlansUseIndexes(t *testing.T) {
	t.Parallel()
	f := newFixture()
	d := open(t, f, Options{})
	score := bind(0, kind(value.Int))
	for _, c := range []struct {
		name  string
		where *expr.Node
		order []plan.Order
		use   []string
	}{
		{"by key", eq(self(f.posts, "id"), score), nil, []string{"SEARCH t0 USING INTEGER PRIMARY KEY"}},
		{"by unique field", eq(self(f.posts, "slug"), bind(0, kind(value.Text))), nil, []string{"posts_slug_key (slug=?)"}},
		{"by nullable field", eq(self(f.posts, "score"), score), nil, []string{"posts_score_idx (score=?)"}},
		{"a negated comparison", expr.NotOf(expr.TestOf(expr.Ge, self(f.posts, "score"), score)), nil,
			[]string{"posts_score_idx (score<?)", "posts_score_idx (score=?)"}},
		{"is null", expr.TestOf(expr.IsNull, self(f.posts, "score")), nil, []string{"posts_score_idx (score=?)"}},
		{"in a bound list", expr.TestOf(expr.In, self(f.posts, "score"), bind(0, value.Type{Kind: value.List, Elem: value.Int})), nil,
			[]string{"posts_score_idx (score=?)"}},
		{"a prefix", expr.TestOf(expr.StartsWith, self(f.posts, "slug"), bind(0, kind(value.Text))), nil, []string{"posts_slug_key (slug>? AND slug<?)"}},
		{"a partial index", expr.AndOf(eq(self(f.posts, "status"), text("published")), eq(self(f.posts, "title"), bind(0, kind(value.Text)))), nil,
			[]string{"posts_live_idx (title=?)"}},
		{"through a reference", expr.TestOf(expr.Eq, of(expr.WalkOf(expr.Self, f.author), f.users, "name"), text("Ada")), nil,
			[]string{"SEARCH t1 USING INTEGER PRIMARY KEY"}},
		{"nulls last", nil, []plan.Order{{Expr: self(f.posts, "score")}, {Expr: self(f.posts, "id")}}, []string{"posts_score_idx"}},
		{"nulls first", nil, []plan.Order{{Expr: self(f.posts, "score"), Desc: true, NullsFirst: true}, {Expr: self(f.posts, "id"), Desc: true}},
			[]string{"posts_score_idx"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			uses(t, d, &plan.Read{From: f.posts, Outputs: outputs(f.posts, "id"), Where: c.where, Order: c.order, Limit: plan.None, Offset: plan.None}, c.use...)
		})
	}
}

// TestNestedPlansUseIndexes explains both directions of a reference.
func TestNestedPlansUseIndexes(t *testing.T) {
	t.Parallel()
	f := newFixture()
	d := open(t, f, Options{})
	uses(t, d, &plan.Read{From: f.users, Limit: plan.None, Offset: plan.None, Outputs: append(outputs(f.users, "name"),
		plan.Output{Nested: &plan.Read{From: f.posts, Rel: f.written, Limit: 0, Offset: plan.None,
			Order: []plan.Order{{Expr: self(f.posts, "id"), Desc: true}},
			Outputs: append(outputs(f.posts, "title"), plan.Output{Nested: &plan.Read{From: f.users, Rel: f.author,
				Outputs: outputs(f.users, "name"), Limit: plan.None, Offset: plan.None}})}})},
		"posts_author_idx (author=?)", "SEARCH t1 USING INTEGER PRIMARY KEY (rowid=?)")
}
