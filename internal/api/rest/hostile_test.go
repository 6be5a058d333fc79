package rest

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// hostile are requests that cost their sender little. What they would cost the
// server is bounded: each is answered at once, by a refusal or by rows.
var hostile = map[string]string{
	"deep select":         "GET /posts?select=" + strings.Repeat("author(posts(", 900) + "id" + strings.Repeat("))", 900),
	"deep groups":         "GET /posts?and=" + strings.Repeat("(or", 9000) + strings.Repeat(")", 9000),
	"deep nots":           "GET /posts?and=(" + strings.Repeat("not.", 7000) + "votes.eq.1)",
	"nots of a condition": "GET /posts?votes=" + strings.Repeat("not.", 7000) + "eq.1",
	"deep expression":     "GET /posts?filter=" + strings.Repeat("(", 15000) + "live" + strings.Repeat(")", 15000),
	"deep negation":       "GET /posts?filter=" + strings.Repeat("!", 30000) + "live",
	"long sum":            "GET /posts?filter=votes" + strings.Repeat("%2B1", 7000) + " > 1",
	"deep JSON value":     "GET /posts?meta=eq." + strings.Repeat("[", 16000) + strings.Repeat("]", 16000),
	"deep JSON member":    "GET /posts?meta->a=eq." + strings.Repeat("[", 30000),
	"long JSON path":      "GET /posts?select=meta" + strings.Repeat("->a", 10000),
	"commas in select":    "GET /posts?select=" + strings.Repeat(",", 32000),
	"stars":               "GET /posts?select=*" + strings.Repeat(",*", 10000),
	"few stars":           "GET /posts?select=*" + strings.Repeat(",*", 400),
	"ids":                 "GET /posts?select=id" + strings.Repeat(",id", 10000),
	"aliases":             "GET /posts?select=a0:id" + numbered(",a%:id", 4000),
	"embeds":              "GET /posts?select=a0:comments(id)" + numbered(",a%:comments(id)", 1500),
	"commas in order":     "GET /posts?order=" + strings.Repeat("id,", 10000) + "id",
	"commas in a list":    "GET /posts?id=in.(" + strings.Repeat(",", 32000) + ")",
	"open quotes":         "GET /posts?title=in.(" + strings.Repeat("%22%5C,", 4000) + ")",
	"open braces":         "GET /posts?or=(" + strings.Repeat("title.eq.{,", 3000) + ")",
	"items":               "GET /posts?id=in.(1" + strings.Repeat(",1", 499) + ")" + strings.Repeat("&id=in.(1"+strings.Repeat(",1", 400)+")", 30),
	"any of many":         "GET /posts?votes=eq(any).{1" + strings.Repeat(",1", 15000) + "}",
	"contains many":       "GET /posts?tags=cs.{1" + strings.Repeat(",1", 15000) + "}",
	"filter list":         "GET /posts?filter=votes in [1" + strings.Repeat(",1", 15000) + "]",
	"a huge exponent":     "GET /posts?price=eq.1e999999999",
	"a tiny exponent":     "GET /posts?price=gt.1e-999999999",
	"a long exponent":     "GET /posts?votes=eq.1e" + strings.Repeat("9", 30000),
	"a float's exponent":  "GET /posts?ratio=lt.1e999999999",
	"a JSON exponent":     "GET /posts?meta=eq.1e999999999",
	"a member's exponent": "GET /posts?meta->n=gt.1e999999999",
	"a text's exponent":   "GET /posts?meta->>n=eq.-1e-999999999",
	"a long number":       "GET /posts?price=eq." + strings.Repeat("9", 31000),
	"a long JSON number":  "GET /posts?meta->n=eq." + strings.Repeat("9", 31000) + "e99999",
	"a filter's number":   "GET /posts?filter=price == 1e999999999",
	"a long filter":       "GET /posts?filter=votes == " + strings.Repeat("9", 31000),
	"NUL in a value":      "GET /posts?title=eq.a%00b",
	"NUL in a name":       "GET /posts?ti%00tle=eq.a",
	"NUL in a select":     "GET /posts?select=ti%00tle",
	"NUL in a path":       "GET /posts%00",
	"NUL in a JSON path":  "GET /posts?meta->%22a%00%22=eq.1",
	"NUL in a filter":     "GET /posts?filter=title == \"%00\"",
	"not UTF-8":           "GET /posts?title=eq.%ff%fe",
	"not UTF-8 in a name": "GET /posts?%ff=eq.1&select=%fe",
	"a JSON path of %ff":  "GET /posts?meta->%22%ff%22=eq.1",
	"a broken escape":     "GET /posts?title=eq.%zz",
	"a cut escape":        "GET /posts?title=eq.%2",
	"ampersands":          "GET /posts?" + strings.Repeat("&", 32000),
	"arguments":           "GET /posts?" + strings.Repeat("a&", 16000),
	"limits":              "GET /posts?limit=1&limit=2&limit=" + strings.Repeat("9", 30000),
	"selects":             "GET /posts?select=id&select=nosuch&select=*",
	"orders":              "GET /posts?order=id&order=votes&offset=1&offset=0",
	"dots":                "GET /posts?" + strings.Repeat("a.", 15000) + "=eq.1",
	"a pattern":           "GET /posts?title=like." + strings.Repeat("*a", 15000),
	"a greedy match":      "GET /posts?title=match.(a%2B)%2B%24" + strings.Repeat("a", 1000),
	"a match of counts":   "GET /posts?title=match." + strings.Repeat("(", 100) + "a" + strings.Repeat("){9}", 100),
	"quotes":              "GET /posts?title=match." + strings.Repeat("%5C", 10000),
	"a presence of many": "GET /posts?select=*,author(*,posts(*,author(*,posts(*))))" + strings.Repeat("&author=not.is.null", 24) +
		strings.Repeat("&author.posts=not.is.null", 24) + strings.Repeat("&author.posts.author=not.is.null", 24) + strings.Repeat("&author.posts.author.posts=not.is.null", 24),
	"inner in inner":  "GET /posts?select=id,author!inner(posts!inner(author!inner(posts!inner(author!inner(id)))))",
	"a key of commas": "GET /stock/" + strings.Repeat(",", 20000),
	"slashes":         "GET /" + strings.Repeat("/", 20000),
	"accepts":         "GET /posts\nAccept: " + strings.Repeat("a/b;q=0.1,", 3000),
	"parameters":      "GET /posts\nAccept: a/b" + strings.Repeat(";a=b", 8000) + strings.Repeat(",c/d", 100),
	"preferences":     "GET /posts\nPrefer: handling=strict" + strings.Repeat(",a=b", 8000),
	"a range":         "GET /posts\nRange: " + strings.Repeat("9", 20) + "-" + strings.Repeat("9", 2000),
	"a long range":    "GET /posts?offset=2147483647&limit=2147483647\nRange: 2147483647-2147483647",

	"many members":         "POST /users\n\n[" + strings.Repeat("{"+numbered("\"a%\":1,", 1000)+"\"b\":1},", 1) + "{}]",
	"deep body":            "POST /users\n\n{\"name\":" + strings.Repeat("[", 2000),
	"deep objects":         "POST /posts\n\n{\"meta\":" + strings.Repeat("{\"a\":", 63) + "1" + strings.Repeat("}", 63) + "}",
	"empty objects":        "POST /users\n\n[{\"id\":1}" + strings.Repeat(",{}", 5000) + "]",
	"a body's exponent":    "POST /posts\n\n{\"price\":1e999999999,\"votes\":1e-999999999,\"ratio\":1e400,\"meta\":1e999999999}",
	"a JSON's exponent":    "POST /posts\n\n{\"meta\":{\"a\":[1e999999999,-1e-999999999,1E+99999999999999999999]}}",
	"a body's long number": "POST /posts\n\n{\"meta\":" + strings.Repeat("9", 4000) + "}",
	"NUL in a body":        "POST /posts\n\n{\"title\":\"\\u0000\",\"a\\u0000\":1}",
	"NUL in JSON":          "POST /posts\n\n{\"meta\":{\"a\\u0000\":\"\\u0000\"}}",
	"lone surrogates":      "POST /posts\n\n{\"title\":\"\\ud800\",\"meta\":\"\\udc00\"}",
	"a body of %ff":        "POST /posts\n\n{\"\xff\":\"\xfe\",\"title\":\"\xff\"}",
	"a body of NULs":       "POST /posts\n\n" + strings.Repeat("\x00", 1000),
	"columns":              "POST /users?columns=" + strings.Repeat("id,", 10000) + "id\n\n{\"id\":1}",
	"conflicts":            "POST /users?on_conflict=" + strings.Repeat("id,", 10000) + "id\nPrefer: resolution=merge-duplicates\n\n{\"id\":1,\"name\":\"x\"}",
}

// numbered repeats a pattern with a number in the place of its %.
func numbered(pattern string, count int) string {
	var b strings.Builder
	for i := range count {
		b.WriteString(strings.ReplaceAll(pattern, "%", strconv.Itoa(i+1)))
	}
	return b.String()
}

// TestHostile: no request panics, is blamed on the server, or takes long.
func TestHostile(t *testing.T) {
	t.Parallel()
	h := board(t)
	for name, request := range hostile {
		for _, as := range []string{"anon", "service"} {
			first, rest, _ := strings.Cut(request, "\n")
			start := time.Now()
			res := ask(h, strings.TrimSuffix(first+"\nAs: "+as+"\n"+rest, "\n"))
			if took := time.Since(start); took > 10*time.Second { // on a busy machine
				t.Errorf("%s took %v", name, took)
			}
			if res.Code >= http.StatusInternalServerError || res.Body.Len() > 64<<10 {
				t.Errorf("%s: %d %.300s", name, res.Code, res.Body)
			}
		}
	}
}
