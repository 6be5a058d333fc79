package rest

import (
	"bedplate/store/storetest/stores"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// truth is SQL's: true, false or unknown.
type truth int

const (
	no truth = iota
	unknown
	yes
)

// The numbers and texts of the records; -1 and "" stand for null.
var (
	numbers = []int{-1, 0, 1, 2}
	texts   = []string{"", "a", "b"}
)

// claim is a condition as a URL says it, and its truth in SQL.
type claim struct {
	url   string
	about func(n int, s string) truth
}

func of(ok bool) truth {
	if ok {
		return yes
	}
	return no
}

// known is unknown where the value is null.
func known(null, ok bool) truth {
	if null {
		return unknown
	}
	return of(ok)
}

// leaf draws a condition on one field.
func leaf(t *rapid.T) claim {
	m := rapid.IntRange(0, 2).Draw(t, "number")
	compare := func(op string, holds func(n int) bool) claim {
		return claim{fmt.Sprintf("votes.%s.%d", op, m), func(n int, _ string) truth { return known(n < 0, holds(n)) }}
	}
	claims := []claim{
		compare("eq", func(n int) bool { return n == m }),
		compare("neq", func(n int) bool { return n != m }),
		compare("gt", func(n int) bool { return n > m }),
		compare("gte", func(n int) bool { return n >= m }),
		compare("lt", func(n int) bool { return n < m }),
		compare("lte", func(n int) bool { return n <= m }),
		{"votes.is.null", func(n int, _ string) truth { return of(n < 0) }},
		{"votes.is.not_null", func(n int, _ string) truth { return of(n >= 0) }},
		{fmt.Sprintf("votes.isdistinct.%d", m), func(n int, _ string) truth { return of(n != m) }},
		{fmt.Sprintf("votes.in.(%d,2)", m), func(n int, _ string) truth { return known(n < 0, n == m || n == 2) }},
		{"text.like.a*", func(_ int, s string) truth { return known(s == "", s == "a") }},
		{"text.match.^b", func(_ int, s string) truth { return known(s == "", s == "b") }},
		{"text.eq(any).{a,c}", func(_ int, s string) truth { return known(s == "", s == "a") }},
		{"text.gt(all).{a,b}", func(_ int, s string) truth { return known(s == "", s > "b") }},
	}
	c := rapid.SampledFrom(claims).Draw(t, "leaf")
	if rapid.Bool().Draw(t, "not") {
		name, rest, _ := strings.Cut(c.url, ".")
		plain := c.about
		return claim{name + ".not." + rest, func(n int, s string) truth { return yes - plain(n, s) }}
	}
	return c
}

// tree draws a condition of several, by Kleene's logic.
func tree(t *rapid.T, depth int) claim {
	if depth == 0 || rapid.IntRange(0, 2).Draw(t, "kind") == 0 {
		return leaf(t)
	}
	var parts []claim
	var urls []string
	for range rapid.IntRange(1, 3).Draw(t, "parts") {
		c := tree(t, depth-1)
		parts, urls = append(parts, c), append(urls, c.url)
	}
	word, join := "and", func(a, b truth) truth { return min(a, b) }
	if rapid.Bool().Draw(t, "or") {
		word, join = "or", func(a, b truth) truth { return max(a, b) }
	}
	c := claim{word + "(" + strings.Join(urls, ",") + ")", func(n int, s string) truth {
		all := parts[0].about(n, s)
		for _, p := range parts[1:] {
			all = join(all, p.about(n, s))
		}
		return all
	}}
	if rapid.Bool().Draw(t, "not") {
		plain := c.about
		return claim{"not." + c.url, func(n int, s string) truth { return yes - plain(n, s) }}
	}
	return c
}

// TestThreeValued: whatever the operators are made into, the rows are those
// that SQL's logic gives.
func TestThreeValued(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, store string) {
		h := boardOn(t, store)
		body := strings.Builder{}
		for i, n := range numbers {
			for j, s := range texts {
				fmt.Fprintf(&body, `,{"id":%d,"post":1,"votes":%s,"text":%s}`, 100+i*len(texts)+j,
					either(n < 0, "null", strconv.Itoa(n)), either(s == "", "null", strconv.Quote(s)))
			}
		}
		if res := ask(h, "POST /comments\n\n["+body.String()[1:]+"]"); res.Code != 201 {
			t.Fatal(res.Body)
		}
		rapid.Check(t, func(t *rapid.T) {
			c := tree(t, 3)
			var want []int
			for i, n := range numbers {
				for j, s := range texts {
					if c.about(n, s) == yes {
						want = append(want, 100+i*len(texts)+j)
					}
				}
			}
			res := ask(h, "GET /comments?select=id&order=id&id=gte.100&and="+url.QueryEscape("("+c.url+")"))
			var rows []struct{ ID int }
			if err := json.Unmarshal(res.Body.Bytes(), &rows); err != nil {
				t.Fatalf("%s: %s", c.url, res.Body)
			}
			var got []int
			for _, r := range rows {
				got = append(got, r.ID)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%s\ngives %v, want %v", c.url, got, want)
			}
		})
	})
}
