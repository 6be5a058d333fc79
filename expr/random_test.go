package expr_test

import (
	"fmt"

	"pgregory.net/rapid"

	"bedplate/expr"
	"bedplate/value"
)

// random writes conditions that are right, from the language's own grammar.
type random struct {
	t    *rapid.T
	vars int
}

func (r *random) pick(from ...string) string { return rapid.SampledFrom(from).Draw(r.t, "pick") }

// condition writes one on the post whose members stand behind post: "", "old."
// or a quantifier's variable and a walk.
func (r *random) condition(depth int, post string) string {
	if depth > 0 {
		switch rapid.IntRange(0, 6).Draw(r.t, "kind") {
		case 0:
			return "!(" + r.condition(depth-1, post) + ")"
		case 1, 2:
			return "(" + r.condition(depth-1, post) + r.pick(" && ", " || ") + r.condition(depth-1, post) + ")"
		case 3:
			r.vars++
			v := fmt.Sprintf("v%d", r.vars)
			return fmt.Sprintf("%scomments.%s(%s, %s)", post, r.pick("exists", "all"), v, r.comment(depth-1, v+"."))
		}
	}
	return r.leaf(post)
}

// comment is a condition on a comment.
func (r *random) comment(depth int, c string) string {
	switch rapid.IntRange(0, 3).Draw(r.t, "comment") {
	case 0:
		return r.condition(depth, c+"post.")
	case 1:
		return c + "author" + r.pick(" == ", " != ") + r.pick("auth.id", c+"post.author", "null")
	}
	return c + "votes" + r.order() + r.int(c+"post.")
}

func (r *random) order() string { return r.pick(" == ", " != ", " < ", " <= ", " > ", " >= ") }

func (r *random) leaf(p string) string {
	equality := r.pick(" == ", " != ")
	switch rapid.IntRange(0, 17).Draw(r.t, "leaf") {
	case 0:
		return p + "score" + r.order() + r.int(p)
	case 1:
		return p + "price" + r.order() + r.pick("1.1", "0", p+"price - 1", p+"price * 2.5", "-"+p+"price", "auth.claims.org.half", "1.23456789", p+"huge")
	case 2:
		return p + "ratio" + r.order() + r.pick("0.5", "1", p+"ratio / 0", p+"ratio * 3", "-1e300")
	case 3:
		return p + r.pick("author", "reviewer", "author.id", "author.boss", "token") + equality +
			r.pick("auth.id", p+"author", p+"author.boss.id", "null", `"`+annID+`"`, "auth.claims.sub", "auth.tenant")
	case 4:
		return p + r.pick("status", "author.name") + equality + r.pick("null", p+"title", "auth.email", p+"title.upper()")
	case 5:
		return p + r.pick("title", "author.name", "status") + "." + r.pick("startsWith", "endsWith", "contains") + "(" + r.pick(`"A"`, `""`, "auth.role", p+"status") + ")"
	case 6:
		return p + "title.matches(" + r.pick(`"^H"`, `"l{2}|x"`, `"\\d"`) + ")"
	case 7:
		return r.pick(p+"published", "!"+p+"published", p+"published == true", p+"published != "+p+"published", "auth.claims.org.admin")
	case 8:
		return r.pick("auth.id", "auth.email", "auth.claims.org", "auth.role", p+"score", p+"author.name", p+"meta", p+"meta.nil") + equality + "null"
	case 9:
		return r.pick(`"go"`, p+"title", "auth.role") + " in " + r.pick(p+"tags", "auth.roles", "auth.claims.org.groups")
	case 10:
		return p + "score in [" + r.int(p) + ", " + r.int(p) + "]"
	case 11:
		return r.pick("auth.id", p+"author") + " in [" + p + "reviewer, " + p + "author.boss" + r.pick("", ", auth.claims.sub") + "]"
	case 12:
		return p + "meta." + r.pick("n", "colour", "on", "list[0]", "a.b") + equality + r.pick("1.5", `"red"`, "true", p+"score", p+"title", p+"meta.n", "auth.claims.org.level")
	case 13:
		return p + "meta." + r.pick("n", "colour", "list[1]") + r.order() + r.pick("1", "1.50", `"red"`, p+"score", p+"status")
	case 14:
		return p + "created" + r.order() + r.pick("now", `now - duration("7d1h")`, `"1970-01-01T00:00:01Z"`, p+`created + duration("1us")`)
	case 15:
		return p + "day" + r.order() + r.pick(`"2026-01-31"`, `date("1999-12-31")`, p+"day")
	case 16:
		return "size(" + p + r.pick("tags", "title", "comments", "author.posts") + ")" + r.order() + r.int(p)
	}
	return p + "secret" + equality + r.pick(`"\\x00ff"`, p+"secret", "null")
}

func (r *random) int(p string) string {
	return r.pick("0", "3", "-5", "9223372036854775807", p+"score", p+"author.age", "-"+p+"score", p+"score + 1",
		p+"score * 9223372036854775807", p+"score / 0", p+"score % 2", "auth.claims.org.level", "auth.tenant",
		"size("+p+"comments)", p+"score - (2 - "+p+"author.age)")
}

// conditionOf draws a condition's text.
func conditionOf(t *rapid.T) string {
	r := &random{t: t}
	return r.condition(rapid.IntRange(0, 3).Draw(t, "depth"), r.pick("", "old.", "record."))
}

// scopeOf draws records and a caller: most fields are null now and then.
func scopeOf(t *rapid.T) *expr.Scope {
	full, bare := examples()
	for _, r := range full.db.rows {
		for i, name := range r.of.fields {
			if name != "id" && rapid.IntRange(0, 5).Draw(t, "null") == 0 {
				r.values[i] = value.Value{}
			}
		}
	}
	bare.values[3] = value.OfInt(rapid.SampledFrom([]int64{0, 1, -9223372036854775808, 9223372036854775807}).Draw(t, "score"))
	s := &expr.Scope{Record: full, Old: bare, Facts: ann()}
	if rapid.Bool().Draw(t, "swap") {
		s.Record, s.Old = bare, full
	}
	if rapid.Bool().Draw(t, "nobody") {
		s.Facts = &expr.Caller{Role: "anon"}
	}
	return s
}
