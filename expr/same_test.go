package expr_test

import (
	"testing"

	"bedplate/expr"
	"bedplate/value"
)

// TestSame tells expressions apart by whatever they could differ in.
func TestSame(t *testing.T) {
	t.Parallel()
	number, text := value.Type{Kind: value.Int}, value.Type{Kind: value.Text}
	one, two := &expr.Relation{Name: "one"}, &expr.Relation{Name: "two"}
	walk := func(rel *expr.Relation, guard *expr.Node) *expr.Node {
		n := expr.WalkOf(expr.Self, rel)
		n.Guard = guard
		return expr.FieldOf(n, 1, "f", number)
	}
	all := []func() *expr.Node{
		func() *expr.Node { return nil },
		func() *expr.Node { return expr.FieldOf(expr.Self, 1, "f", number) },
		func() *expr.Node { return expr.FieldOf(expr.Self, 2, "g", number) },
		func() *expr.Node { return expr.FieldOf(expr.Self, 1, "f", text) },
		func() *expr.Node { return walk(one, nil) },
		func() *expr.Node { return walk(two, nil) },
		func() *expr.Node { return walk(one, expr.ParamOf(0, number)) },
		func() *expr.Node { return walk(one, expr.ParamOf(1, number)) },
		func() *expr.Node { return expr.LiteralOf(value.OfInt(1), number) },
		func() *expr.Node { return expr.LiteralOf(value.OfInt(2), number) },
		func() *expr.Node { return expr.LiteralOf(value.Value{}, number) },
		func() *expr.Node { return expr.TestOf(expr.Eq, walk(one, nil), walk(two, nil)) },
		func() *expr.Node { return expr.TestOf(expr.Eq, walk(two, nil), walk(one, nil)) },
		func() *expr.Node { return expr.NotOf(walk(one, nil)) },
		func() *expr.Node {
			return &expr.Node{Op: expr.Path, Args: []*expr.Node{expr.Self}, Path: []string{"a"}}
		},
		func() *expr.Node {
			return &expr.Node{Op: expr.Path, Args: []*expr.Node{expr.Self}, Path: []string{"b"}}
		},
		func() *expr.Node { return &expr.Node{Op: expr.Auth, Name: "id", Type: text} },
		func() *expr.Node { return &expr.Node{Op: expr.Auth, Name: "role", Type: text} },
	}
	for i, a := range all {
		for j, b := range all {
			if got := expr.Same(a(), b()); got != (i == j) {
				t.Errorf("%s and %s: %v", expr.Format(a()), expr.Format(b()), got)
			}
		}
	}
}
