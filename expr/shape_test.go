package expr_test

import (
	"testing"

	"bedplate/expr"
	"bedplate/value"
)

// TestShapes checks what makes a shape: everything but parameters' values and
// positions.
func TestShapes(t *testing.T) {
	t.Parallel()
	shape := func(n *expr.Node) string { return string(expr.AppendShape(nil, n)) }
	score := parse(t, "score > 1", onPosts)

	if shape(score) != shape(parse(t, "\n  score   > 1", onPosts)) {
		t.Error("where it is written matters")
	}
	distinct := map[string]string{}
	add := func(n *expr.Node) {
		s, text := shape(n), expr.Format(n)
		if other, taken := distinct[s]; taken {
			t.Errorf("%s has the shape of %s", text, other)
		}
		distinct[s] = text
	}
	for _, src := range []string{
		"score > 1", "score > 2", "score >= 1", "old.score > 1", "author.age > 1", "author.boss.age > 1", "reviewer.age > 1",
		"price == 1", "price == 1.001", "ratio == 1", "meta.a == 1", "meta.a.b == 1", `meta["a.b"] == 1`, `title == "1"`,
		"comments.exists(c, c.votes > 1)", "comments.all(c, c.votes > 1)", "comments.exists(c, score > 1)", "size(comments) > 1",
		"published && (published || published)", "(published && published) || published", "published && published && published",
		"score in [1, 2]", "score in [12]", "auth.claims.a.b == score", `auth.claims["a.b"] == score`, "auth.id == score", "auth.id == null",
		"request.ip == title", "request.method == title", `request.headers.ip == title`, "true", "false",
	} {
		add(parse(t, src, onPosts))
	}
	intType := value.Type{Kind: value.Int}
	for _, of := range []value.Type{intType, {Kind: value.Text}, {Kind: value.Decimal, Precision: 4}} {
		add(expr.ParamOf(0, of))
		add(expr.ParamOf(1, of))
		add(&expr.Node{Op: expr.Bind, Type: of})
	}
	walk := parse(t, "author.age > 3", onPosts)
	for _, guard := range []*expr.Node{nil, expr.True, parse(t, "age > 3", expr.Env{Record: users})} {
		add(expr.Rewrite(walk, func(n *expr.Node) *expr.Node {
			if n.Op != expr.Walk {
				return n
			}
			c := *n
			c.Guard = guard
			return &c
		}))
	}
}

func TestShapeAllocatesNothing(t *testing.T) {
	n := parse(t, `status == "published" || author == auth.id && comments.exists(c, c.votes > 3 && price > 1.5)`, onPosts)
	buf := make([]byte, 0, 4096)
	if allocs := testing.AllocsPerRun(100, func() { buf = expr.AppendShape(buf[:0], n) }); allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}

// TestFormat shows how trees print that no text stands for.
func TestFormat(t *testing.T) {
	t.Parallel()
	guard := parse(t, `name == "Ben"`, expr.Env{Record: users})
	intType := value.Type{Kind: value.Int}
	guarded := expr.Rewrite(parse(t, "author.boss.age == null && comments.exists(c, c.author.age > 1)", onPosts), func(n *expr.Node) *expr.Node {
		if n.Rel == nil || n.Rel.Target != users {
			return n
		}
		c := *n
		c.Guard = guard
		return &c
	})
	score := expr.FieldOf(expr.Self, 3, "score", intType)
	for _, test := range []struct {
		n    *expr.Node
		want string
	}{
		{nil, "true"},
		{guarded, `author{name == "Ben"}.boss{name == "Ben"}.age == null && comments.exists(r1, r1.author{name == "Ben"}.age > 1)`},
		{expr.TestOf(expr.In, score, expr.ParamOf(0, intType), &expr.Node{Op: expr.Bind, Index: 1, Type: intType}), "score in [$1, ?2]"},
		{expr.NotOf(expr.TestOf(expr.ILike, score, expr.ParamOf(0, intType))), "!score.ilike($1)"},
		{parse(t, "!(score + 1 - (2 - score) == -score) || !published", onPosts), "!(score + 1 - (2 - score) == -score) || !published"},
		{parse(t, "record.created > now - duration('36h') && old.title != title", onPosts), `created > now - duration("1d12h0m0s") && old.title != title`},
		{parse(t, "author.id == auth.id && comments.exists(c, c.post.id == id)", onPosts), "author == auth.id && comments.exists(r1, r1.post == id)"},
	} {
		if got := expr.Format(test.n); got != test.want {
			t.Errorf("\n got %s\nwant %s", got, test.want)
		}
	}
}

// TestPositions checks that nodes know where they were written.
func TestPositions(t *testing.T) {
	t.Parallel()
	n := parse(t, "title == 'é' &&\n  comments.exists(c,\n    c.votes > 3)", onPosts)
	exists := n.Args[1]
	votes := exists.Args[1].Args[0]
	for _, test := range []struct {
		n    *expr.Node
		want expr.Pos
	}{
		{n.Args[0], expr.Pos{Line: 1, Column: 7}},
		{exists, expr.Pos{Line: 2, Column: 12}},
		{votes, expr.Pos{Line: 3, Column: 7}},
	} {
		if test.n.Pos != test.want {
			t.Errorf("%s is at %v, not %v", expr.Format(test.n), test.n.Pos, test.want)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		expr.Parse(`status == "published" || author == auth.id || comments.exists(c, c.author == auth.id && c.votes > 3)`, onPosts)
	}
}

func BenchmarkTest(b *testing.B) {
	n := parse(b, `status == "draft" || author == auth.id && score > 3`, onPosts)
	full, _ := examples()
	s := &expr.Scope{Record: full, Facts: ann()}
	b.ReportAllocs()
	for b.Loop() {
		expr.Test(n, s)
	}
}
