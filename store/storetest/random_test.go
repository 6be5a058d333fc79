package storetest

import (
	"math/rand/v2"
	"testing"

	"bedplate/expr"
	"bedplate/value"
)

// What random expressions don't contain is not compared: every operation that
// a plan may hold must be drawn.
func TestEveryOperationIsDrawn(t *testing.T) {
	t.Parallel()
	left := map[expr.Op]bool{expr.Literal: true, expr.Bind: true, expr.Var: true, expr.Walk: true, expr.Field: true, expr.Path: true}
	for op := range opNames {
		left[op] = true
	}
	guards, absent := 0, 0
	for seed := range uint64(20) {
		g := &grower{Rand: rand.New(rand.NewPCG(seed, 1)), corpus: shared}
		s := Schema(t, randomSchema(g))
		for range 200 {
			expr.Visit(g.test(self(pick(g, s.Collections)), 3), func(n *expr.Node) bool {
				delete(left, n.Op)
				if n.Guard != nil {
					guards++
				}
				return true
			})
		}
		for _, arg := range g.args {
			if arg.IsNull() {
				absent++
			}
		}
	}
	for op := range left {
		t.Errorf("operation %d (%s) is never drawn", op, opNames[op])
	}
	if guards == 0 || absent == 0 {
		t.Errorf("%d guards and %d absent arguments were drawn", guards, absent)
	}
}

// A seed repeats its case.
func TestSeedsRepeat(t *testing.T) {
	t.Parallel()
	draw := func() string {
		g := &grower{Rand: rand.New(rand.NewPCG(7, 0)), corpus: shared}
		source := randomSchema(g)
		n := g.test(self(Schema(t, source).Collections[0]), 3)
		return source + show(n, g.args)
	}
	if a, b := draw(), draw(); a != b {
		t.Errorf("one seed gave\n%s\nand\n%s", a, b)
	}
}

// A failing expression is cut down to what fails.
func TestShrink(t *testing.T) {
	t.Parallel()
	title := expr.FieldOf(expr.Self, 1, "title", textType)
	null := expr.TestOf(expr.IsNull, title)
	culprit := expr.TestOf(expr.Like, title, expr.LiteralOf(value.OfText("%"), textType))
	n := expr.TestOf(expr.And, null, expr.NotOf(expr.OrOf(null, expr.TestOf(expr.And, expr.NotOf(culprit), null))), null)
	fails := func(n *expr.Node) bool {
		return !expr.Visit(n, func(n *expr.Node) bool { return n.Op != expr.Like })
	}
	if got := show(shrink(n, smallerExpr, fails), nil); got != `(like v0.title text:"%")` {
		t.Errorf("shrunk to %s", got)
	}
}
