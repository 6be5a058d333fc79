package expr_test

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"bedplate/expr"
)

// unlimited lets the random expressions be as large as they come.
var unlimited = expr.Env{Record: posts, Old: true, Source: true, Limits: expr.Limits{Terms: 1000, Depth: 60}}

func test(t rapid.TB, n *expr.Node, s *expr.Scope) bool {
	t.Helper()
	got, err := expr.Test(n, s)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func parsed(t rapid.TB, src string) *expr.Node {
	t.Helper()
	n, problems := expr.Parse(src, unlimited)
	if problems != nil {
		t.Fatalf("%s\n%v", src, problems)
	}
	return n
}

// TestLaws holds conditions to what any three-valued logic keeps.
func TestLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := parsed(t, conditionOf(t)), parsed(t, conditionOf(t))
		s := scopeOf(t)
		and, or := func(a, b *expr.Node) *expr.Node { return expr.TestOf(expr.And, a, b) }, func(a, b *expr.Node) *expr.Node { return expr.OrOf(a, b) }
		not := expr.NotOf
		for _, law := range []struct {
			name string
			l, r *expr.Node
		}{
			{"not and", not(and(a, b)), or(not(a), not(b))},
			{"not or", not(or(a, b)), and(not(a), not(b))},
			{"twice not", not(not(a)), a},
			{"and commutes", and(a, b), and(b, a)},
			{"or commutes", or(a, b), or(b, a)},
			{"absorption", or(a, and(a, b)), a},
			{"distribution", and(a, or(b, not(b))), or(and(a, b), and(a, not(b)))},
		} {
			if test(t, law.l, s) != test(t, law.r, s) {
				t.Fatalf("%s: %s\nis not %s", law.name, expr.Format(law.l), expr.Format(law.r))
			}
		}
		if test(t, a, s) && test(t, not(a), s) {
			t.Fatalf("%s is true, and so is its opposite", expr.Format(a))
		}
	})
}

// TestFormatReadsBack checks that what Format writes is the same expression,
// and that a shape is that expression's alone.
func TestFormatReadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := parsed(t, conditionOf(t)), parsed(t, conditionOf(t))
		again := parsed(t, expr.Format(a))
		if !bytes.Equal(expr.AppendShape(nil, a), expr.AppendShape(nil, again)) {
			t.Fatalf("%s\nreads back as %s", expr.Format(a), expr.Format(again))
		}
		sameShape := bytes.Equal(expr.AppendShape(nil, a), expr.AppendShape(nil, b))
		if sameShape != (expr.Format(a) == expr.Format(b)) {
			t.Fatalf("%s and %s share a shape: %v", expr.Format(a), expr.Format(b), sameShape)
		}
	})
}

// TestRewriteIdentity checks that a rewrite that changes nothing copies nothing.
func TestRewriteIdentity(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := parsed(t, conditionOf(t))
		if expr.Rewrite(n, func(n *expr.Node) *expr.Node { return n }) != n {
			t.Fatal("a new tree")
		}
		copied := expr.Rewrite(n, func(n *expr.Node) *expr.Node { c := *n; return &c })
		if !bytes.Equal(expr.AppendShape(nil, n), expr.AppendShape(nil, copied)) {
			t.Fatal("another tree")
		}
	})
}
