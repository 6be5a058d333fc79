package expr_test

import (
	"errors"
	"testing"

	"bedplate/expr"
	"bedplate/value"
)

// TestMeaning is the language's meaning by example: what is true of a full
// post and of one that is all nulls, for Ann and for nobody.
func TestMeaning(t *testing.T) {
	t.Parallel()
	full, bare := examples()
	tests := []struct {
		src                                      string
		fullAnn, fullNobody, bareAnn, bareNobody bool
	}{
		// constants
		{"true", true, true, true, true},
		{"false || 1 == 1 && 1.5 > 1", true, true, true, true},

		// null is a value to == and !=
		{"score == null", false, false, true, true},
		{"score != null", true, true, false, false},
		{"null == reviewer", true, true, true, true},
		{"score != 3", true, true, true, true},
		{"score == 5", true, true, false, false},
		{"author == reviewer", false, false, true, true},
		{"author != reviewer", true, true, false, false},

		// an absent caller equals nothing, not even null
		{"author == auth.id", true, false, false, false},
		{"author != auth.id", false, false, true, false},
		{"!(author == auth.id)", false, false, true, false},
		{"!(author != auth.id)", true, false, false, false},
		{"auth.id == null", false, true, false, true},
		{"auth.id != null", true, false, true, false},
		{"auth.id == null || author == auth.id", true, true, false, true},
		{"author == auth.id || true", true, true, true, true},
		{"!(author == auth.id && false)", true, true, true, true},
		{"auth.email == null", false, true, false, true},
		{`auth.email.lower() == "ann@example.com"`, true, false, true, false},
		{`!auth.email.startsWith("Ann")`, false, false, false, false},
		{"auth.aal >= 2", true, false, true, false},
		{"score == auth.tenant", false, false, false, false},
		{"score != auth.tenant", true, false, true, false},
		{"author == auth.tenant || author != auth.tenant", false, false, false, false}, // 7 is no uuid
		{`"editor" in auth.roles`, true, false, true, false},
		{`!("editor" in auth.roles)`, false, true, false, true}, // roles are never absent
		{`auth.role in ["authenticated", "service"]`, true, false, true, false},
		{"auth.claims.org.admin", true, false, true, false},
		{"!auth.claims.org.admin", false, false, false, false},
		{"auth.claims.org.level > 2", true, false, true, false},
		{"auth.claims.org.level + 2 == score", true, false, false, false},
		{"auth.claims.org.half < 0.6", true, false, true, false},
		{`auth.claims["org"].plan == "pro"`, true, false, true, false},
		{`auth.claims.org.plan != 3`, false, false, false, false}, // does not convert
		{"auth.claims.org.nothing == null", true, true, true, true},
		{`"a" in auth.claims.org.groups`, true, false, true, false},
		{"auth.claims.sub == author", true, false, false, false},
		{"auth.id in members", true, false, false, false},
		{"auth.id in [author, reviewer]", true, false, false, false},
		{"!(auth.id in [author, reviewer])", false, false, true, false},
		{`request.method == "GET"`, true, false, true, false},
		{`request.headers["X-Flag"] == "yes"`, true, false, true, false},
		{"request.ip == null", true, true, true, true},

		// order, in and text tests are false on null, and so their negation is true
		{"score > 3", true, true, false, false},
		{"!(score > 3)", false, false, true, true},
		{"score <= 5 && score >= 5 && score < 6", true, true, false, false},
		{"score in [1, 5]", true, true, false, false},
		{"!(score in [1, 2])", true, true, true, true},
		{`title.startsWith("H") && title.endsWith("llo") && title.contains("é")`, true, true, false, false},
		{`!(status.startsWith("x"))`, true, true, true, true},
		{`title.matches("^H.llo$")`, true, true, false, false},
		{`matches(status, "pub(lished)?")`, true, true, false, false},
		{`status.contains(title)`, false, false, false, false},
		{"published", true, true, false, false},
		{"!published", false, false, true, true},
		{"published == true", true, true, false, false},
		{"published != true", false, false, true, true},

		// literals take the other side's type, exactly
		{"price == 1.1", true, true, false, false},
		{"price == 1.10", true, true, false, false},
		{"price > 1.099999999999999999999", true, true, false, false},
		{"price == 11e-1", true, true, false, false},
		{"price - 1 == 0.1", true, true, false, false},
		{"price * 3 == 3.3", true, true, false, false},
		{"-price < - 1.05", true, true, false, false},
		{"price in [1, 1.1]", true, true, false, false},
		{"huge == 12345678901234567890.1234", true, true, false, false},
		{"huge > 12345678901234567890.1233", true, true, false, false},
		{"ratio > 0", true, true, false, false},
		{"ratio == 0.5", true, true, false, false},
		{"0.25 == ratio * ratio", true, true, false, false},
		{`token == "00000000-0000-0000-0000-000000000009"`, true, true, false, false},
		{`token == uuid("00000000-0000-0000-0000-000000000009")`, true, true, false, false},
		{`created == "1970-01-01T00:00:01Z"`, true, true, false, false},
		{`created < timestamp("1970-01-01T01:00:01.5+01:00")`, true, true, false, false},
		{`day == "2026-01-31" && day < date("2026-02-01")`, true, true, false, false},
		{`secret == "\\x00ff"`, true, true, false, false},
		{`status == "published"`, true, true, false, false},

		// failed arithmetic compares false both ways, and so does its negation
		{"score + 9223372036854775807 == 1", false, false, false, false},
		{"score + 9223372036854775807 != 1", false, false, false, false},
		{"!(score + 9223372036854775807 != 1)", false, false, false, false},
		{"!(score / 0 == 1)", false, false, false, false},
		{"!(score % 0 == 1)", false, false, false, false},
		{"score / 2 == 2 && -score / 2 == -2 && score % 3 == 2 && -score % 3 == -2", true, true, false, false},
		{"score + 1 != 7", true, true, false, false}, // arithmetic on null fails
		{"ratio / 0 > 1 || !(ratio / 0 > 1)", false, false, false, false},
		{"price * 9999999999999999 * 100 > 0", false, false, false, false},
		{"-9223372036854775808 / -1 == 0 || -9223372036854775808 / -1 != 0", false, false, false, false},

		{"ratio - 1 == -0.5 && ratio + 1 == 1.5 && 1 / ratio == 2 && -ratio == -0.5", true, true, false, false},
		{"ratio * 1e308 * 100 > 0 || !(ratio * 1e308 * 100 > 0)", false, false, false, false},
		{"-(-price) == price && price + 0.001 == 1.101", true, true, false, false},
		{"-(auth.claims.org.level + 1) < score", true, false, false, false},
		{"-auth.claims.org.half == -ratio", true, false, false, false},
		{"score == 5 // five", true, true, false, false},
		{"score == - 5 + 0xA", true, true, false, false},
		{"price == - // minus\n 1.1 + 2.2", true, true, false, false},

		// text joins text, and null swallows it
		{`title + "!" == "Héllo!" && "a" + "b" == "ab"`, true, true, false, false},
		{`title + author.name == null`, false, false, true, true},
		{`author.name + "!" != "x"`, true, true, true, true},
		{`auth.role + "/" + title == "authenticated/Héllo"`, true, false, false, false},
		{`auth.email + "x" != "y"`, true, false, true, false},

		// ? : takes what is undefined for false, and gives what it chose
		{"(score > 3 ? 1 : 2) == 1", true, true, false, false},
		{"(score / 0 > 1 ? 1 : 2) == 2", true, true, true, true},
		{"(published ? score : null) == null", false, false, true, true},
		{"(published ? score / 0 : score) == 5 || (published ? score / 0 : score) != 5", false, false, true, true},
		{"author == (published ? auth.id : auth.id)", true, false, false, false},
		{"author != (true ? auth.id : reviewer)", false, false, true, false},
		{"published ? score > 3 : auth.id != null", true, true, true, false},
		{"(published ? price : 0) >= 0 && (published ? 1 : 2.5) > 1.5 || published", true, true, true, true},
		{"(published ? price * 2 : price) == 2.2", true, true, false, false},
		{`(score == 5 ? title : "none") + "!" == "none!"`, false, false, true, true},

		// coalesce gives what is there, and otherwise what its last one is
		{"coalesce(score, 7) == 7", false, false, true, true},
		{"coalesce(score / 0, ratio > 0 ? 1 : 0, 7) == 1", true, true, false, false},
		{"coalesce(score / 0, score) == null", false, false, true, true},
		{`coalesce(auth.email, "nobody") == "nobody"`, false, true, false, true},
		{"author == coalesce(auth.id, auth.id)", true, false, false, false},
		{"author == coalesce(null == author ? null : author, auth.id)", true, true, false, false},

		// times
		{`"1970-01-01T00:00:00Z" + duration("1s") == created && duration("-1s") + created < created`, true, true, false, false},
		{`created == old.created + duration("0s")`, true, true, false, false},
		{`created > now - duration("10s")`, true, false, false, false},
		{`created + duration("1d12h") == "1970-01-02T12:00:01Z"`, true, true, false, false},

		// walks: null where there is no record
		{`author.name == "Ann"`, true, true, false, false},
		{`author.name == null`, false, false, true, true},
		{`author.name != "Ben"`, true, true, true, true},
		{`author.boss.name == "Ben"`, true, true, false, false},
		{`author.id == auth.id`, true, false, false, false},
		{`author.boss.id == author.boss`, true, true, true, true},
		{`reviewer == null`, true, true, true, true},
		{`slot == null`, false, false, true, true},
		{`slot != null && slot.text == null`, true, true, false, false}, // it leads to no record all the same
		{`slot.votes == score && slot.post == id`, true, true, true, true},
		{`record.title == title && record.author.name == author.name`, true, true, true, true},

		// quantifiers: exists over nothing is false, all over nothing is true
		{`comments.exists(c, c.author == auth.id)`, true, false, false, false},
		{`comments.exists(c, c.author != auth.id)`, true, false, false, false},
		{`comments.all(c, c.author == auth.id)`, false, false, true, true},
		{`comments.all(c, c.votes == null || c.votes > 2)`, true, true, true, true},
		{`!comments.exists(c, c.votes > 2)`, false, false, true, true},
		{`comments.exists(c, c.votes == null)`, true, true, false, false},
		{`!comments.exists(c, c.author == auth.id)`, false, true, true, true}, // a quantifier takes undefined for false
		{`comments.exists(c, c.post.comments.exists(d, d.id != c.id && c.author != d.author))`, true, true, false, false},
		{`size(comments) == 2`, true, true, false, false},
		{`author.comments.size() == 1`, true, true, false, false},

		// lists, texts, JSON
		{`"go" in tags`, true, true, false, false},
		{`!("go" in tags)`, false, false, true, true},
		{`title in tags`, false, false, false, false},
		{`size(tags) == 2`, true, true, false, false},
		{`size(tags) == size(tags)`, true, true, true, true},
		{`size(title) == 5`, true, true, false, false},
		{`upper(title) == "HéLLO" && title.lowerAscii() == "héllo"`, true, true, false, false},
		{`meta.colour == "red"`, true, true, false, false},
		{`meta["a key"] == "v"`, true, true, false, false},
		{`meta.red == "a\"b"`, true, true, false, false},
		{`meta.colour != 1`, true, true, true, true},
		{`meta.n == 1.5 && meta.n > 1 && meta.n < 2`, true, true, false, false},
		{`!(meta.colour > 1)`, true, true, true, true},
		{`meta.colour >= "rec" && meta.colour < "ree"`, true, true, false, false},
		{`meta.on == true`, true, true, false, false},
		{`meta.nil == null && meta.none == null && meta.list[7] == null`, true, true, true, true},
		{`meta.list[0] == 10 && meta.list[1] == "x"`, true, true, false, false},
		{`meta.colour in ["red", "blue"]`, true, true, false, false},
		{`meta.n == ratio || meta.colour == status`, false, false, true, true}, // null == null
		{`meta.list == meta.list`, true, true, true, true},
		{`meta == meta && !(meta != old.meta)`, true, true, true, true},
		{`meta.list[0] == meta.list[0] && meta.n == meta["n"]`, true, true, true, true},
		{`meta.n != meta.colour`, true, true, false, false},
		{`meta.n >= price && meta.n > ratio && meta.n < 1.51`, true, true, false, false},
		{`"a" <= meta.colour && 2 > meta.n`, true, true, false, false},
		{`-1 < meta.n && meta.n > -1.6`, true, true, false, false},
		{`meta == null`, false, false, true, true},
	}
	for _, test := range tests {
		t.Run(test.src, func(t *testing.T) {
			t.Parallel()
			n := parse(t, test.src, onPosts)
			nobody := &expr.Caller{Role: "anon", Time: 1_000_000_000}
			for _, c := range []struct {
				on     *row
				facts  expr.Facts
				want   bool
				called string
			}{
				{full, ann(), test.fullAnn, "full post, ann"}, {full, nobody, test.fullNobody, "full post, nobody"},
				{bare, ann(), test.bareAnn, "bare post, ann"}, {bare, nobody, test.bareNobody, "bare post, nobody"},
			} {
				got, err := expr.Test(n, &expr.Scope{Record: c.on, Old: c.on, Facts: c.facts})
				if err != nil || got != c.want {
					t.Errorf("%s: %v, %v; want %v\n%s", c.called, got, err, c.want, expr.Format(n))
				}
			}
		})
	}
}

// TestGuards checks that records a guard hides are not there.
func TestGuards(t *testing.T) {
	t.Parallel()
	full, _ := examples()
	guard := parse(t, `name == "Ben"`, expr.Env{Record: users})
	voted := parse(t, "votes > 0", expr.Env{Record: comments})
	tests := []struct {
		src  string
		want bool
	}{
		{`author.name == "Ann"`, false},
		{`author.name == null`, true},
		{`author.boss.name == null`, true}, // what is behind a hidden record is hidden
		{`comments.all(c, c.votes > 0)`, true},
		{`size(comments) == 1`, true},
		{`comments.exists(c, c.author.name == "Ben")`, false}, // Ben's has no votes
		{`comments.exists(c, c.author.name == null)`, true},
	}
	for _, test := range tests {
		n := expr.Rewrite(parse(t, test.src, onPosts), func(n *expr.Node) *expr.Node {
			if n.Rel == nil {
				return n
			}
			c := *n
			c.Guard = guard
			if n.Rel.Target == comments {
				c.Guard = voted
			}
			return &c
		})
		got, err := expr.Test(n, &expr.Scope{Record: full, Facts: ann()})
		if err != nil || got != test.want {
			t.Errorf("%s: %v, %v; want %v", expr.Format(n), got, err, test.want)
		}
	}
}

// TestValues checks expressions that are not conditions: defaults.
func TestValues(t *testing.T) {
	t.Parallel()
	tests := []struct {
		src  string
		want value.Type
		is   value.Value
	}{
		{"auth.id", value.Type{Kind: value.UUID}, uuid(1)},
		{"auth.id", value.Type{Kind: value.Text}, text(annID)},
		{"auth.id", value.Type{Kind: value.Int}, value.Value{}},
		{"now", value.Type{Kind: value.Time}, value.OfTime(10_000_000)},
		{`now - duration("1m")`, value.Type{Kind: value.Time}, value.OfTime(-50_000_000)},
		{"1 + 2 * 3", value.Type{Kind: value.Int}, value.OfInt(7)},
		{"-(2 - 5)", value.Type{Kind: value.Int}, value.OfInt(3)},
		{"0.1", value.Type{Kind: value.Decimal, Precision: 12, Scale: 2}, value.OfDecimal(10, 2)},
		{"0.1", value.Type{Kind: value.Float}, value.OfFloat(0.1)},
		{`"x".upper()`, value.Type{Kind: value.Text}, text("X")},
		{"auth.claims.org.level", value.Type{Kind: value.Int}, value.OfInt(3)},
		{"auth.role == 'authenticated'", value.Type{Kind: value.Bool}, value.OfBool(true)},
		{"null", value.Type{Kind: value.Text}, value.Value{}},
	}
	for _, test := range tests {
		n := parse(t, test.src, expr.Env{NoRecord: true, Want: test.want})
		got, err := expr.Eval(n, &expr.Scope{Facts: ann()})
		if err != nil || !value.Equal(got, test.is) {
			t.Errorf("%s: %s, %v; want %s", test.src, got.AppendJSON(nil), err, test.is.AppendJSON(nil))
		}
	}
}

// TestBinds checks that a null argument is undefined.
func TestBinds(t *testing.T) {
	t.Parallel()
	score := expr.FieldOf(expr.Self, 3, "score", value.Type{Kind: value.Int})
	bind := &expr.Node{Op: expr.Bind, Type: value.Type{Kind: value.Int}}
	full, bare := examples()
	tests := []struct {
		n    *expr.Node
		on   *row
		bind value.Value
		want bool
	}{
		{expr.TestOf(expr.Eq, score, bind), full, value.OfInt(5), true},
		{expr.TestOf(expr.Eq, score, bind), bare, value.Value{}, false},
		{expr.NotOf(expr.TestOf(expr.Eq, score, bind)), bare, value.Value{}, false},
		{expr.TestOf(expr.IsNull, bind), full, value.Value{}, true},
		{expr.TestOf(expr.In, score, bind, expr.ParamOf(0, value.Type{Kind: value.Int})), full, value.Value{}, true},
		{expr.NotOf(expr.TestOf(expr.In, score, bind)), full, value.Value{}, false},
	}
	for _, test := range tests {
		got, err := expr.Test(test.n, &expr.Scope{Record: test.on, Binds: []value.Value{test.bind}, Params: []value.Value{value.OfInt(5)}})
		if err != nil || got != test.want {
			t.Errorf("%s: %v, %v; want %v", expr.Format(test.n), got, err, test.want)
		}
	}
}

// broken is a record whose relations cannot be read.
type broken struct{ *row }

var errBroken = errors.New("broken")

func (broken) One(*expr.Relation) (expr.Rec, error)                    { return nil, errBroken }
func (broken) Each(*expr.Relation, func(expr.Rec) (bool, error)) error { return errBroken }

// TestErrors checks that a record's failure to read is the expression's, and
// never an answer.
func TestErrors(t *testing.T) {
	t.Parallel()
	full, _ := examples()
	for src, fails := range map[string]bool{
		`author.name == "Ann"`:                                 true,
		`!(author.name == "Ben")`:                              true,
		`author.name in ["x"] || true`:                         true,
		`author.name == null`:                                  true,
		`author.name.startsWith("A")`:                          true,
		`author.age + 1 == 2`:                                  true,
		`size(author.name) == 3`:                               true,
		`comments.all(c, true)`:                                true,
		`size(comments) >= 0`:                                  true,
		`false && author.name == "Ann"`:                        false, // decided before
		`author == auth.id || comments.exists(c, c.votes > 1)`: false,
	} {
		got, err := expr.Test(parse(t, src, onPosts), &expr.Scope{Record: broken{full}, Facts: ann()})
		if fails != errors.Is(err, errBroken) || fails && got {
			t.Errorf("%s: %v, %v", src, got, err)
		}
	}
}

func TestLike(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text, pattern string
		like, ilike   bool
	}{
		{"hello", "h%o", true, true},
		{"hello", "H%O", false, true},
		{"é", "_", true, true},
		{"É", "é", false, false}, // only ASCII folds
		{"a%b", `a\%b`, true, true},
		{"axb", `a\%b`, false, false},
		{`a\`, `a\\`, true, true},
		{"a", `a\`, false, false},
		{"", "%", true, true},
		{"", "", true, true},
		{"abcabc", "%abc", true, true},
		{"aXbXc", "a%X_", true, true},
		{"ab", "a_c%", false, false},
	}
	for _, test := range tests {
		for op, want := range map[expr.Op]bool{expr.Like: test.like, expr.ILike: test.ilike} {
			tt := value.Type{Kind: value.Text}
			n := expr.TestOf(op, expr.LiteralOf(text(test.text), tt), expr.LiteralOf(text(test.pattern), tt))
			if got, _ := expr.Test(n, &expr.Scope{}); got != want {
				t.Errorf("%s: %v", expr.Format(n), got)
			}
		}
	}
}
