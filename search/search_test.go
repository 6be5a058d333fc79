package search

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                       "",
		"The fat-cat's hat":      "the fat cat s hat",
		"snake_case 3.14 v2":     "snake case 3 14 v2",
		"STRASSE Straße ẞ":       "strasse straße ß",
		"ΑΣ ας ασ":               "ασ ασ ασ",
		"\u212a K k":             "k k k",             // the Kelvin sign
		"İ I ı i":                "İ i ı i",           // no case of theirs is simple
		"naïve nai\u0308ve":      "naïve nai\u0308ve", // accents stay as they are written
		"\u0301a b\u0301":        "a b\u0301",         // a mark begins no word
		"北京 한국 हिन्दी":           "北京 한국 हिन्दी",
		"👩‍👩‍👧 ½ ² ٣ Ⅻ":          "½ ² ٣ ⅻ",
		"\U0001E900 \U0001E922":  "\U0001E922 \U0001E922", // letters that are newer than most tables
		"a\u200db a\u00adb":      "a b a b",
		strings.Repeat("x", 150): strings.Repeat("x", 100),
		strings.Repeat("Ü", 150): strings.Repeat("ü", 100),
		"broken \xff utf-8 \xc3": "broken utf 8",
	} {
		if got := Normal(text); got != want {
			t.Errorf("%q has the words %q, not %q", text, got, want)
		}
		if got := strings.Join(Words(text), " "); got != want {
			t.Errorf("%q: Words gives %q, not %q", text, got, want)
		}
	}
}

// Folding is stable, and equal for all that differ in case alone.
func TestFold(t *testing.T) {
	t.Parallel()
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !begins(r) {
			continue
		}
		f := fold(r)
		if fold(f) != f || fold(unicode.SimpleFold(r)) != f || !begins(f) {
			t.Errorf("%U folds to %U", r, f)
		}
	}
}

func TestNormalIsStable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		if n := Normal(text); Normal(n) != n {
			t.Errorf("%q, then %q", n, Normal(n))
		}
	})
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		form Form
		text string
		want string // with ! before it where the opposite is meant
	}{
		{Boolean, "", ""}, {Boolean, "  ", ""}, {Boolean, "'...'", ""}, {Boolean, "...", ""},
		{Boolean, "Cat", "cat"}, {Boolean, "fat & cat", "(fat & cat)"}, {Boolean, "fat|cat&rat", "(fat | (cat & rat))"},
		{Boolean, "(fat|cat)&rat", "((fat | cat) & rat)"}, {Boolean, "!cat", "!cat"}, {Boolean, "!!cat", "cat"},
		{Boolean, "fat & !cat", "(fat & !cat)"}, {Boolean, "!fat & !cat", "!(fat | cat)"}, {Boolean, "!fat | !cat", "!(fat & cat)"},
		{Boolean, "fat | !cat", "!(cat & !fat)"}, {Boolean, "!(fat & cat)", "!(fat & cat)"}, {Boolean, "!(fat & !cat)", "!(fat & !cat)"},
		{Boolean, "a & (b & !c) & !d", "((a & b) & !(c | d))"},
		{Boolean, "fat <-> cat", "fat <-> cat"}, {Boolean, "fat<1>cat", "fat <-> cat"}, {Boolean, "fat-cat:*", "fat <-> cat:*"},
		{Boolean, "'fat cat' & \"the rat\"", "(fat <-> cat & the <-> rat)"}, {Boolean, "'it''s'", "it <-> s"},
		{Boolean, "a & !(b <-> c)", "(a & !(b <-> c))"}, {Boolean, "... & cat", "cat"}, {Boolean, "!... | cat", "cat"}, {Boolean, "...<->cat", "cat"},
		{Plain, "the Fat, CAT!", "(the & fat & cat)"}, {Plain, "- !", ""}, {Plain, "a or b", "(a & or & b)"},
		{InRow, "the Fat, CAT!", "the <-> fat <-> cat"}, {InRow, "", ""},
		{Web, "fat cat", "(fat & cat)"}, {Web, `"fat cat" rat`, "(fat <-> cat & rat)"}, {Web, "fat or cat rat", "(fat | (cat & rat))"},
		{Web, "fat -cat", "(fat & !cat)"}, {Web, `-"fat cat"`, "!fat <-> cat"}, {Web, "-a -b", "!(a | b)"}, {Web, "or", ""}, {Web, "or a or", "a"},
		{Web, "a or or b", "(a | b)"}, {Web, `"or"`, "or"}, {Web, `"open`, "open"}, {Web, `a"b"c`, "(a & b & c)"}, {Web, "half-life", "half <-> life"},
		{Web, "a or -b", "!(b & !a)"}, {Web, "( & ! | <->", ""}, {Web, "-", ""}, {Web, "--a", "!a"},
	} {
		q, negated, mistake := Parse(c.form, c.text)
		if mistake != nil {
			t.Errorf("%q: %v", c.text, mistake)
			continue
		}
		got := q.String()
		if negated {
			got = "!" + got
		}
		if got != c.want {
			t.Errorf("%q in form %d is %s, not %s", c.text, c.form, got, c.want)
		}
	}
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	for text, at := range map[string]int{
		"fat cat": 5, "fat &": 6, "& cat": 1, "(fat": 1, "fat)": 4, "fat | | cat": 7, "!": 2, "'fat": 1, "a & \"b": 5,
		"fat <2> cat": 5, "fat < cat": 5, "fat:A": 4, "fat:": 4, "a:* <-> b": 5, "(a|b) <-> c": 7, "()": 2, "ä & ö ü": 7,
	} {
		if q, _, mistake := Parse(Boolean, text); mistake == nil || mistake.At != at || mistake.TooLong {
			t.Errorf("%q: %v %+v, not at %d", text, q, mistake, at)
		}
	}
	for _, long := range []string{strings.Repeat("w ", 101), strings.Repeat("(", 11) + "a" + strings.Repeat(")", 11), strings.Repeat("(", 1<<16)} {
		form := Boolean
		if long[0] == 'w' {
			form = Plain
		}
		if _, _, mistake := Parse(form, long); mistake == nil || !mistake.TooLong {
			t.Errorf("%.20q: %v", long, mistake)
		}
	}
}

// Nothing that is written makes Parse fail otherwise than by a Mistake within the text,
// and a query's text is the same query.
func TestParseAnything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.OneOf(
			rapid.SampledFrom([]string{"&", "|", "!", "(", ")", "<->", ":*", "'", `"`, "-", " or ", " ", "a", "b", "cat"}), rapid.String())).Draw(t, "text"), "")
		form := Form(rapid.IntRange(0, int(Web)).Draw(t, "form"))
		q, negated, mistake := Parse(form, text)
		if mistake != nil {
			if mistake.At < 1 || mistake.At > len([]rune(text))+1 {
				t.Fatalf("the mistake is at %d", mistake.At)
			}
			return
		}
		again, not, mistake := Parse(Boolean, q.String())
		if mistake != nil || not || again.String() != q.String() {
			t.Fatalf("%q became %v %v %v", q, again, not, mistake)
		}
		if q.Empty() && negated {
			t.Fatal("nothing is negated")
		}
		texts := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b a", "a b cat", "cats", ""}), 0, 3).Draw(t, "texts")
		if again.Matches(texts) != q.Matches(texts) || again.Rank(texts) != q.Rank(texts) {
			t.Fatalf("%q finds otherwise than %q", again, q)
		}
	})
}

// A settled query means what was written.
func TestSettle(t *testing.T) {
	t.Parallel()
	var holds func(r *raw, words []string) bool
	holds = func(r *raw, words []string) bool {
		one := func(a *raw) bool { return holds(a, words) }
		switch r.op {
		case rawAnd:
			return !slices.ContainsFunc(r.args, func(a *raw) bool { return !one(a) })
		case rawOr:
			return slices.ContainsFunc(r.args, one)
		case rawNot:
			return !one(r.args[0])
		}
		return slices.Contains(words, r.words[0])
	}
	var draw func(t *rapid.T, depth int) *raw
	draw = func(t *rapid.T, depth int) *raw {
		op := rapid.SampledFrom([]rawOp{rawPhrase, rawAnd, rawOr, rawNot}).Draw(t, "op")
		switch {
		case depth == 0 || op == rawPhrase:
			return &raw{words: []string{rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "word")}}
		case op == rawNot:
			return &raw{op: op, args: []*raw{draw(t, depth-1)}}
		}
		return &raw{op: op, args: []*raw{draw(t, depth-1), draw(t, depth-1), draw(t, depth-1)}}
	}
	rapid.Check(t, func(t *rapid.T) {
		r := draw(t, 4)
		q, negated := r.settle()
		for _, text := range []string{"", "a", "b", "c", "a b", "a c", "b c", "a b c"} {
			if want := holds(r, Words(text)); q.Matches([]string{text}) == negated == want {
				t.Fatalf("%v, negated %v, on %q is not %v", q, negated, text, want)
			}
		}
	})
}

func TestRank(t *testing.T) {
	t.Parallel()
	q, _, _ := Parse(Boolean, "cat & fat | mouse & !dog")
	order := [][]string{
		{"the fat cat", "fat cat, cat, cat"},
		{"the fat cat"},
		{"the fat cat of somebody who lives around the corner"},
		{"cat"},
		{"a dog"},
	}
	for i := range order[1:] {
		if q.Rank(order[i]) <= q.Rank(order[i+1]) {
			t.Errorf("%q does not come before %q", order[i], order[i+1])
		}
	}
}
