package sqlite

import (
	"strings"
	"testing"

	"bedplate/expr"
	"bedplate/store/plan"
	"bedplate/store/storetest"
	"bedplate/value"
)

// TestReads writes down whole statements: nested reads below their parents,
// orders, bounds, groups, and guards on what a caller walks to.
func TestReads(t *testing.T) {
	t.Parallel()
	golden(t, "testdata/reads.txtar", func(files map[string]string) string {
		s := storetest.Schema(t, files["schema.yaml"])
		posts, users := s.Collection("posts"), s.Collection("users")
		author, written := posts.Relation("author"), users.Relation("posts")
		guard := func() *expr.Node { return condition(t, users, "name == auth.email") }
		hidden := func(n *expr.Node) *expr.Node {
			c := *n
			c.Guard = guard()
			return &c
		}
		nobody := plan.Read{Limit: plan.None, Offset: plan.None}
		read := func(change func(*plan.Read)) *plan.Read {
			r := nobody
			r.From, r.Outputs = posts, outputs(posts, "title")
			change(&r)
			return &r
		}
		child := func(rel *expr.Relation, change func(*plan.Read)) plan.Output {
			r := nobody
			r.Rel = rel
			change(&r)
			return plan.Output{Nested: &r}
		}
		var out strings.Builder
		for _, c := range []struct {
			name string
			read *plan.Read
		}{
			{"bounds", read(func(r *plan.Read) { r.Limit, r.Offset = 0, 1 })},
			{"an offset alone", read(func(r *plan.Read) { r.Offset = 0 })},
			{"orders", read(func(r *plan.Read) {
				r.Order = []plan.Order{{Expr: self(posts, "title")}, {Expr: self(posts, "score")}, {Expr: self(posts, "score"), Desc: true, NullsFirst: true},
					{Expr: self(posts, "score"), NullsFirst: true}, {Expr: of(expr.WalkOf(expr.Self, author), users, "name"), Desc: true}}
			})},
			{"nested both ways", read(func(r *plan.Read) {
				r.Outputs = append(r.Outputs, child(author, func(u *plan.Read) {
					u.From, u.Where = users, guard()
					u.Outputs = append(outputs(users, "name"), child(written, func(p *plan.Read) {
						p.From, p.Outputs, p.Limit = posts, outputs(posts, "title"), 3
						p.Order = []plan.Order{{Expr: self(posts, "id")}}
					}))
				}))
			})},
			{"a guarded walk", read(func(r *plan.Read) {
				walk := hidden(expr.WalkOf(expr.Self, author))
				r.Where = eq(of(walk, users, "id"), bind(1, kind(value.UUID)))
			})},
			{"a guarded quantifier", read(func(r *plan.Read) {
				r.From, r.Outputs = users, outputs(users, "name")
				back := expr.ExistsOf(expr.Self, written, 1, condition(t, posts, "score > 3"))
				back.Args[1] = expr.Rewrite(back.Args[1], func(n *expr.Node) *expr.Node {
					if n.Op == expr.Var {
						return &expr.Node{Op: expr.Var, Index: 1}
					}
					return n
				})
				back.Guard = condition(t, posts, "author == auth.id")
				r.Where = back
			})},
			{"a group", read(func(r *plan.Read) {
				r.Group = true
				r.Outputs = append(outputs(posts, "author"), plan.Output{Aggregate: plan.CountRows},
					plan.Output{Aggregate: plan.Sum, Expr: self(posts, "score")}, plan.Output{Aggregate: plan.Sum, Expr: self(posts, "price")},
					plan.Output{Aggregate: plan.Avg, Expr: self(posts, "price")}, plan.Output{Aggregate: plan.Max, Expr: self(posts, "title")})
				r.Order = []plan.Order{{Expr: self(posts, "author")}}
			})},
			{"a computed output", read(func(r *plan.Read) {
				r.Outputs = []plan.Output{{Expr: condition(t, posts, "score > 3")}, {Expr: of(expr.WalkOf(expr.Self, author), users, "id")}}
			})},
		} {
			p, err := (&Driver{}).Prepare(c.read)
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			out.WriteString(c.name + "\n")
			for line := range strings.Lines(p.Statement() + "\n") {
				out.WriteString("  " + line)
			}
		}
		return out.String()
	})
}
