package expr_test

import (
	"testing"

	"bedplate/expr"
	"bedplate/value"
)

// FuzzParse holds Parse to never panicking, to positions within the text, and
// to trees that evaluate, print and read back.
func FuzzParse(f *testing.F) {
	for _, src := range []string{
		`status == "published" || author == auth.id`, `comments.exists(c, c.author == auth.id && c.votes > 3)`,
		`author.boss.name.lower().startsWith("a")`, `price * 2.5 - 1 >= 0.10`, `created > now - duration("7d")`,
		`meta.list[0] in [1, "x", 2.5]`, `!("go" in tags) && size(title) % 2 == 0`, `auth.claims.org["a b"].level + 1 == score`,
		`title.matches("^(a|b)+\\d{2}$")`, `old.score != null && request.headers["x-y"] == 'z'`, `token == uuid("x")`,
		"a ? b : c", "{1: [2, 3]}", `r"\d" + b'x' + """y"""`, "-9223372036854775808 == score", "!!!!-1", "1e308 * 10 < ratio",
		"comments.all(c, c.post.comments.size() > 1)", "// comment\ntrue", "`x`.`y`", "é == 'é'", "a.b.C{d: 1}",
	} {
		f.Add(src)
	}
	full, bare := examples()
	f.Fuzz(func(t *testing.T, src string) {
		for _, env := range []expr.Env{onPosts, {NoRecord: true, Want: value.Type{Kind: value.Decimal, Precision: 12, Scale: 2}}} {
			n, problems := expr.Parse(src, env)
			if (n == nil) == (problems == nil) {
				t.Fatalf("%q: %v, %v", src, n, problems)
			}
			for _, p := range problems {
				if p.Pos.Line < 1 || p.Pos.Column < 1 || p.Code == "" || p.Message == "" {
					t.Fatalf("%q: %+v", src, p)
				}
			}
			if n == nil {
				continue
			}
			for _, s := range []*expr.Scope{{Record: full, Old: bare, Facts: ann()}, {Record: bare, Old: full}, {}} {
				if _, err := expr.Eval(n, s); err != nil {
					t.Fatalf("%q: %v", src, err)
				}
			}
			shape := expr.AppendShape(nil, n)
			again, problems := expr.Parse(expr.Format(n), env)
			if problems != nil || string(expr.AppendShape(nil, again)) != string(shape) {
				t.Fatalf("%q: %s\nreads back as %s\n%v", src, expr.Format(n), expr.Format(again), problems)
			}
		}
	})
}
