package expr_test

import (
	"fmt"
	"strings"
	"testing"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/value"
)

// TestProblems lists mistakes: where each is found, and of which kind.
func TestProblems(t *testing.T) {
	t.Parallel()
	tests := []struct{ src, want string }{
		// grammar
		{``, "1:1 syntax"},
		{"  \n ", "1:1 syntax"},
		{"score ==", "1:9 syntax"},
		{"score == 1 &&& title == ''", "1:14 syntax, 1:16 syntax"},
		{`"abc`, "1:1 syntax"},
		{"score == 99999999999999999999", "1:10 syntax"},
		{"function == 1", "1:1 syntax"},
		{"score == 1\xff", "1:1 syntax"},
		{"score == 1\x00", "1:1 syntax"},
		{`title == "a\u0000b"`, "1:10 value"},

		// names, all of them at once, wherever they stand
		{"autor == 1", "1:1 unknown_field"},
		{"titel == 'x' && scre > 1\n || author.nme == 3", "1:1 unknown_field, 1:17 unknown_field, 2:12 unknown_field"},
		{"title == 'é' && autor == 1", "1:17 unknown_field"},
		{"old.titl == 'x'", "1:5 unknown_field"},
		{"auth.idd == 1 || request.foo == 1", "1:6 unknown_field, 1:26 unknown_field"},
		{"comments.exists(c, c.vote > 1 && d.votes > 1)", "1:22 unknown_field, 1:34 unknown_field"},
		{"comments.exists(c, c.votes > 1) && c.votes > 1", "1:36 unknown_field"},
		{"foo(1) || title.startsWth('x')", "1:1 unknown_field, 1:17 unknown_field"},
		{"comments.exists(auth, true)", "1:17 unknown_field"},

		// types
		{"title", "1:1 type"},
		{"author", "1:1 type"},
		{"record == 1", "1:1 type"},
		{"auth", "1:1 type"},
		{"meta.on", "1:6 type"},
		{"title && published", "1:1 type"},
		{"score == 'x' || title == 3", "1:10 type, 1:26 type"},
		{"score == title", "1:7 type"},
		{"score == ratio", "1:7 type"},
		{"score + title > 1", "1:7 type"},
		{"published > true", "1:11 type"},
		{"title == null || now == null || auth.roles == null", "1:7 type, 1:22 type, 1:44 type"},
		{"old.title == null", "1:11 type"},
		{"score + 1 == null", "1:11 type"},
		{"score < null", "1:7 type"},
		{"null == null", "1:6 type"},
		{"comments.text == 'x'", "1:10 type"},
		{"comments == null", "1:1 type"},
		{"slot == 1 || slot > null", "1:1 type, 1:19 type"},
		{"score in ['x', 1, null]", "1:11 type, 1:19 type"},
		{"score in title", "1:7 type"},
		{"1 in tags", "1:1 type"},
		{"1 in ['x']", "1:3 type"},
		{"tags.contains('x')", "1:1 type"},
		{"size(score) == 1", "1:6 type"},
		{"now - 3 > created", "1:5 type"},
		{"created - created > created", "1:9 type"},
		{"day - duration('1d') == day", "1:5 type"},
		{"-title == 1", "1:1 type"},
		{"-null == 1 || null + 1 == 1 || -huge > 1", "1:1 type, 1:20 type, 1:32 unsupported"},
		{"'a' - 'b' == title || 1 + 'b' == score || score + '1' == 2", "1:5 type, 1:25 type, 1:51 type"},
		{"title + 1 == title || title + score == title || title - title == title", "1:7 type, 1:29 type, 1:55 type"},
		{"duration('1h') - now == now || now * duration('1h') == now", "1:16 type, 1:36 type"},
		{"'noon' + duration('1h') == now || tags + duration('1h') == now", "1:1 value, 1:40 type"},
		{"auth.claims.a + 1 == title || auth.roles in auth.roles || auth.id in auth.tenant", "1:15 type, 1:42 type, 1:67 type"},
		{"auth.claims.a == auth.claims.b", "1:15 type"},
		{"meta.x > meta.y", "1:8 type"},
		{"meta.x == token", "1:8 type"},
		{"title.matches(title)", "1:15 type"},

		// values that their type cannot take
		{"score == 1.5", "1:10 value"},
		{"ratio == 9007199254740993", "1:10 value"},
		{"token == 'abc' || created > 'yesterday' || day == '2026-02-30'", "1:10 value, 1:29 value, 1:51 value"},
		{"status == 'publishd'", "1:11 value"},
		{"status in ['draft', 'lost']", "1:21 value"},
		{"created > now - duration('1.5d')", "1:26 value"},
		{"created > now - duration('999999999d')", "1:26 value"},
		{"score in []", "1:7 value"},
		{"title.matches('a(?i)b') || title.matches('[')", "1:15 value, 1:42 value"},

		// what is not part of the language
		{"(score ? 1 : 2) == 1", "1:2 type"},
		{"(published ? 1 : 'x') == score || (published ? null : null) == score", "1:12 type, 1:46 type"},
		{"(published ? score : title) == score", "1:22 type"},
		{"coalesce(score) == 1 || coalesce(score, null) == 1 || coalesce(score, title) == 1", "1:1 type, 1:41 type, 1:71 type"},
		{"coalesce(score, 1) == null || (published ? 1 : 2) == null", "1:20 type, 1:51 type"},
		{"meta == {'a': 1}", "1:9 unsupported"},
		{"comments.exists_one(c, true) || comments.filter(c, true) || comments.map(c, c)", "1:10 unsupported, 1:42 unsupported, 1:70 unsupported"},
		{"tags.exists(t, t == 'x')", "1:6 unsupported"},
		{"tags == tags", "1:6 unsupported"},
		{"tags[0] == 'x'", "1:5 unsupported"},
		{"has(author.name)", "1:1 unsupported"},
		{"(score > 1) == (score > 2)", "1:13 unsupported"},
		{"price / 2 > 1 || ratio % 2 == 1 || huge + 1 > 1", "1:7 unsupported, 1:24 unsupported, 1:41 unsupported"},
		{"score == 1u", "1:10 unsupported"},
	}
	for _, test := range tests {
		n, problems := expr.Parse(test.src, onPosts)
		if got := summary(problems); got != test.want || n != nil {
			t.Errorf("%q\n got %s\nwant %s\n%v", test.src, got, test.want, problems)
		}
	}
}

func summary(problems expr.Problems) string {
	var out []string
	for _, p := range problems {
		out = append(out, fmt.Sprintf("%d:%d %s", p.Pos.Line, p.Pos.Column, p.Code))
	}
	return strings.Join(out, ", ")
}

// TestPlaces checks what is known where.
func TestPlaces(t *testing.T) {
	t.Parallel()
	timeType := value.Type{Kind: value.Time}
	tests := []struct {
		src, want string
		env       expr.Env
	}{
		{"old.score > 1", "1:1 unknown_field", expr.Env{Record: posts}},
		{"request.method == 'GET'", "1:1 unknown_field", expr.Env{Record: posts}},
		{"author == auth.id", "1:1 unknown_field", expr.Env{NoRecord: true}},
		{"record.author == auth.id", "1:1 unknown_field", expr.Env{NoRecord: true}},
		{"old == null", "1:1 unknown_field", expr.Env{NoRecord: true, Old: true}},
		{"auth.role", "1:6 type", expr.Env{NoRecord: true, Want: timeType}},
		{"'x'", "1:1 value", expr.Env{NoRecord: true, Want: timeType}},
		{"duration('1h')", "1:1 type", expr.Env{NoRecord: true, Want: timeType}},
		{"title", "1:1 type", expr.Env{Record: posts, Want: timeType}},
		{"old.score > 1 && auth.id == null", "", expr.Env{Record: posts, Old: true}},
		{"title", "", expr.Env{Record: posts, Want: value.Type{Kind: value.Text}}},
	}
	for _, test := range tests {
		if _, problems := expr.Parse(test.src, test.env); summary(problems) != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.src, summary(problems), test.want)
		}
	}
}

// TestHidden checks that what is hidden is unknown, and suggested to nobody.
func TestHidden(t *testing.T) {
	t.Parallel()
	env := expr.Env{Record: posts, Hidden: func(rec expr.Record, name string) bool {
		return name == "secret" || rec.RecordName() == "users" && name == "age"
	}}
	for src, want := range map[string]string{
		"secret == 1":          "1:1 unknown_field",
		"secrte == 1":          "1:1 unknown_field",
		"author.age > 1":       "1:8 unknown_field",
		"author.name == title": "",
	} {
		_, problems := expr.Parse(src, env)
		if summary(problems) != want {
			t.Errorf("%s: %v", src, problems)
		}
		for _, p := range problems {
			if strings.Contains(p.Hint, "secret") {
				t.Errorf("%s: the hint tells %s", src, p.Hint)
			}
		}
	}
}

// TestTooMuch checks that every way to ask for too much is refused, quickly.
func TestTooMuch(t *testing.T) {
	t.Parallel()
	around := func(open, inner, shut string, n int) string {
		return strings.Repeat(open, n) + inner + strings.Repeat(shut, n)
	}
	for _, src := range []string{
		strings.Repeat("score == 1 && ", 100) + "true",
		strings.Repeat("score == 1 || ", 4000) + "true",
		strings.Repeat("score == 1 || ", 10000) + "true",
		strings.Repeat("published || ", 100) + "true",
		strings.Repeat("1 + ", 10000) + "1 == score",
		around("(", "true", ")", 10000), around("!(", "true", ")", 10000), around("-(", "1", ")", 5000) + " == score",
		around("[", "1", "]", 10000), around("{1: ", "1", "}", 10000), around("f(", "1", ")", 10000), around("a[", "1", "]", 10000),
		strings.Repeat("a ? b : ", 5000) + "c",
		"author" + strings.Repeat(".boss", 5000) + ".name == 'x'",
		"author" + strings.Repeat(".boss", 11) + ".name == 'x'",
		"score in [" + strings.Repeat("1, ", 500) + "1]",
		around("!(published && (published || ", "true", "))", 6),
	} {
		_, problems := expr.Parse(src, onPosts)
		if len(problems) != 1 || problems[0].Code != fault.TooComplex {
			t.Errorf("%.60s...: %v", src, problems)
		}
	}
	for _, src := range []string{
		strings.Repeat("score == 1 && ", 99) + "true",
		"score in [" + strings.Repeat("1, ", 499) + "1]",
		strings.Repeat("!", 10000) + "published",
		"score + 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 12 == 1",
	} {
		if _, problems := expr.Parse(src, onPosts); problems != nil {
			t.Errorf("%.60s...: %v", src, problems)
		}
	}
	for _, src := range []string{strings.Repeat("a", 50_000) + " == 1", "score == 1." + strings.Repeat("1", 50_000), "'" + strings.Repeat("x", 50_000) + "' == score"} {
		_, problems := expr.Parse(src, onPosts)
		if len(problems) == 0 || len(problems.Error()) > 1000 {
			t.Errorf("%.60s...: a message of %d bytes", src, len(problems.Error()))
		}
	}
	if _, problems := expr.Parse(strings.Repeat("a || ", 10000)+"b", expr.Env{Record: posts, Limits: expr.Limits{Length: 1 << 20}}); len(problems) > 50 {
		t.Errorf("%d problems are more than anyone reads", len(problems))
	}
}

func TestPatterns(t *testing.T) {
	t.Parallel()
	for _, p := range []string{"", "abc", "^a.c$", "[a-z][^0-9_]", `\d+\W*\s?`, "(a|b){2,3}", "(?:x)", `a\.b\-c`, `[\d\]]`, "é"} {
		if err := expr.CheckPattern(p); err != nil {
			t.Errorf("%s: %v", p, err)
		}
	}
	for _, p := range []string{"(", "[", "a**", "(?i)a", "(?P<n>a)", `\bx`, `\pL`, `\Aa`, `\z`, "[[:alpha:]]", "a+?", `\x41`, "a{2000}", "(a{1000}){6}", strings.Repeat("a{500}", 100), strings.Repeat("a", 2000)} {
		if expr.CheckPattern(p) == nil {
			t.Errorf("%s is taken", p)
		}
	}
}

// TestFault checks that problems become one error that carries all of them.
func TestFault(t *testing.T) {
	t.Parallel()
	_, problems := expr.Parse("autor == 1 && score == 'x'", onPosts)
	err := problems.Fault("filter")
	if err.Code != fault.UnknownField || len(err.All()) != 2 || err.Field != "filter" {
		t.Error(err)
	}
	if expr.Problems(nil).Fault("filter") != nil {
		t.Error("no problem is no error")
	}
}
