package expr_test

import (
	"testing"

	"bedplate/expr"
	"bedplate/value"
)

// TestQuestions checks what planners ask of a tree.
func TestQuestions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		src                string
		record, local, old bool
		vars               int
	}{
		{"auth.id != null && now > timestamp('2026-01-01T00:00:00Z')", false, true, false, 0},
		{"author == auth.id", true, true, false, 0},
		{"old.score > 1", true, true, true, 0},
		{"author.name == old.author.name", true, false, true, 0},
		{"comments.exists(c, c.post.comments.all(d, d.votes > 1)) && size(comments) > 1", true, false, false, 3},
	} {
		n := parse(t, test.src, onPosts)
		if expr.TouchesRecord(n) != test.record || expr.Local(n) != test.local || expr.UsesOld(n) != test.old || expr.MaxVar(n) != test.vars {
			t.Errorf("%s: touches %v, local %v, old %v, variables %d", test.src, expr.TouchesRecord(n), expr.Local(n), expr.UsesOld(n), expr.MaxVar(n))
		}
	}
}

// TestJunctions checks how filters and rules are put together.
func TestJunctions(t *testing.T) {
	t.Parallel()
	a := parse(t, "published", onPosts)
	if expr.AndOf() != nil || expr.AndOf(nil, expr.True) != nil || expr.AndOf(nil, a) != a || expr.OrOf(a) != a {
		t.Error("what is constantly true is left out")
	}
	if !expr.IsFalse(expr.AndOf(a, expr.False)) || !expr.IsTrue(nil) || !expr.IsTrue(expr.True) || expr.IsTrue(a) || expr.IsFalse(a) {
		t.Error("false decides")
	}
	if got := expr.Format(expr.NotOf(expr.AndOf(a, expr.OrOf(a, a)))); got != "!(published && (published || published))" {
		t.Error(got)
	}
	m, _ := posts.Member("author")
	c, _ := posts.Member("comments")
	name := expr.FieldOf(expr.WalkOf(expr.Self, m.Relation), 1, "name", value.Type{Kind: value.Text})
	if got := expr.Format(expr.AndOf(expr.TestOf(expr.IsNull, name), expr.ExistsOf(expr.Self, c.Relation, 1, nil))); got != "author.name == null && comments.exists(r1, true)" {
		t.Error(got)
	}
}

// TestArgument checks that what is computed beforehand stays undefined.
func TestArgument(t *testing.T) {
	t.Parallel()
	nobody := &expr.Scope{Facts: &expr.Caller{}}
	for src, want := range map[string]value.Value{
		`auth.email == "a"`:  {},
		`auth.email == null`: value.OfBool(true),
		`auth.aal == 1`:      {},
		`1 > 2`:              value.OfBool(false),
	} {
		if got, err := expr.Argument(parse(t, src, onPosts), nobody); err != nil || !value.Equal(got, want) {
			t.Errorf("%s: %s, %v", src, got.AppendJSON(nil), err)
		}
	}
}
