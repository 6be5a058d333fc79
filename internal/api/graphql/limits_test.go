package graphql

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"bedplate/store/storetest/stores"
)

// numbered repeats a pattern with a number in the place of its %.
func numbered(pattern string, count int) string {
	var b strings.Builder
	for i := range count {
		b.WriteString(strings.ReplaceAll(pattern, "%", strconv.Itoa(i)))
	}
	return b.String()
}

// failed gives the code and path of an answer's first error, "" where it has none.
func failed(body string) string {
	var answer struct {
		Errors []struct {
			Extensions struct{ Code, Path string }
		}
	}
	if json.Unmarshal([]byte(body), &answer) != nil {
		return "no JSON"
	}
	if len(answer.Errors) == 0 {
		return ""
	}
	return answer.Errors[0].Extensions.Code
}

// TestLimits: what is one too many is refused, and what is not is answered.
func TestLimits(t *testing.T) {
	t.Parallel()
	b := board(t, stores.Embedded, Options{})
	circle := func(n int) string { // posts { author { posts { ... } } }, n fields deep
		text := "id"
		for i := range n - 1 {
			name := "author"
			if (n-2-i)%2 == 0 {
				name = "posts(limit: 1)"
			}
			text = name + " { " + text + " }"
		}
		return "{ " + text + " }"
	}
	for name, test := range map[string]struct{ most, more string }{
		"depth":      {circle(10), circle(11)},
		"aliases":    {"{" + numbered("a%: __typename ", 30) + "}", "{" + numbered("a%: __typename ", 31) + "}"},
		"directives": {"{" + strings.Repeat("posts @skip(if: false) { id } ", 10) + "}", "{" + strings.Repeat("posts @skip(if: false) { id } ", 11) + "}"},
		"cost":       {"{ posts(limit: 10) { comments(limit: 98) { id } } }", "{ posts(limit: 10) { comments(limit: 100) { id } } }"},
		"a page":     {"{ posts(limit: 1000) { id } }", "{ a: posts(limit: 1000) { c: comments(limit: 11) { id } } }"},
		"tokens":     {"{" + strings.Repeat("posts{id}", 300) + "}", "{" + strings.Repeat("posts{id}", 501) + "}"},
		"conditions": {"{posts(where: {_and: [" + strings.Repeat("{id: {_gt: 0}}", 100) + "]}) {id}}", "{posts(where: {_and: [" + strings.Repeat("{id: {_gt: 0}}", 101) + "]}) {id}}"},
		"nesting": {"{posts(where: " + strings.Repeat("{_not: ", 10) + "{}" + strings.Repeat("}", 10) + ") {id}}",
			"{posts(where: " + strings.Repeat("{_not: ", 11) + "{}" + strings.Repeat("}", 11) + ") {id}}"},
		"items":             {"{posts(where: {id: {_in: [" + strings.Repeat("1 ", 500) + "]}}) {id}}", "{posts(where: {id: {_in: [" + strings.Repeat("1 ", 501) + "]}}) {id}}"},
		"roots":             {"{" + numbered("a%: __typename ", 29) + "}", "mutation {" + numbered("a%: delete_comments_by_pk(id: %) { id } ", 51) + "}"},
		"aliases of spread": {"{ a: posts { ...f } } fragment f on posts { x: id }", "{" + strings.Repeat("posts { ...f } ", 11) + "} fragment f on posts { x: id y: id z: title }"},
		"fields": {"{ posts { ...a } }" + doubling(4),
			"{ posts { ...a } }" + doubling(40)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if code := failed(b.ask(test.most, "", "service").Body.String()); code != "" {
				t.Errorf("%.200s is refused: %s", test.most, b.ask(test.most, "", "service").Body)
			}
			if code := failed(b.ask(test.more, "", "service").Body.String()); code != "limit-exceeded" {
				t.Errorf("%.200s: %.300s", test.more, b.ask(test.more, "", "service").Body)
			}
		})
	}
}

// doubling are fragments each of which has the next twice.
func doubling(n int) string {
	var b strings.Builder
	name := "a"
	for range n {
		next := name + "a"
		fmt.Fprintf(&b, " fragment %s on posts { ...%s ... on posts { ...%s } }", name, next, next)
		name = next
	}
	fmt.Fprintf(&b, " fragment %s on posts { id title }", name)
	return b.String()
}

// hostile documents, and what is wrong with them; "" is nothing.
var hostile = map[string]struct{ document, code string }{
	"nothing":                     {"", "bad-request"},
	"no words":                    {"\x00\xff", "bad-request"},
	"a fragment in itself":        {"{ posts { ...a } } fragment a on posts { ...a }", "validation-failed"},
	"fragments in circles":        {"{ posts { ...a } } fragment a on posts { ...b } fragment b on posts { author { posts { ...a } } }", "validation-failed"},
	"10,000 aliases":              {"{" + numbered("a%: __typename ", 10_000) + "}", "limit-exceeded"},
	"1 MiB of brackets":           {strings.Repeat("{", 1<<20-100), "parse-failed"},
	"1 MiB of spaces":             {strings.Repeat(" ", 1<<20-100), "validation-failed"},
	"a name of 1 MiB":             {"{" + strings.Repeat("a", 1<<20-100) + "}", "validation-failed"},
	"a text of 1 MiB":             {`{posts(where:{title:{_eq:"` + strings.Repeat("a", 1<<20-100) + `"}}){id}}`, ""},
	"a list of lists":             {"{posts(where:{meta:{_eq:" + strings.Repeat("[", 900) + strings.Repeat("]", 900) + "}}){id}}", "limit-exceeded"},
	"duplicate keys":              {"{posts(where:{id:{_eq:1,_eq:2}}){id}}", "validation-failed"},
	"conflicting fields":          {"{posts{a:id a:title}}", "validation-failed"},
	"conflicting arguments":       {"{posts(limit:1){id} posts(limit:2){id}}", "validation-failed"},
	"two anonymous":               {"{posts{id}} {posts{id}}", "validation-failed"},
	"two of one name":             {"query a {posts{id}} query a {posts{id}}", "validation-failed"},
	"two, none chosen":            {"query a {posts{id}} query b {posts{id}}", "validation-failed"},
	"a subscription":              {"subscription {posts{id}}", "not-supported"},
	"an unknown directive":        {"{posts @defer {id}}", "validation-failed"},
	"an unknown argument":         {"{posts(nothing:1){id}}", "validation-failed"},
	"a negative limit":            {"{posts(limit:-1){id}}", "bad-request"},
	"a limit over 32 bits":        {"{posts(limit:99999999999){id}}", "bad-request"},
	"null":                        {"{posts(where:{id:{_eq:null}}){id}}", "data-exception"},
	"a number over 64 bits":       {"{posts(where:{id:{_eq:99999999999999999999}}){id}}", "data-exception"},
	"an exponent":                 {"{posts(where:{price:{_eq:1e999999999}}){id}}", "validation-failed"},
	"a broken pattern":            {`{posts(where:{title:{_regex:"("}}){id}}`, "data-exception"},
	"a heavy pattern":             {`{posts(where:{title:{_regex:"((a{9}){9}){9}"}}){id}}`, ""},
	"no path":                     {`{posts{meta(path:"$..")}}`, "data-exception"},
	"a value of no enum":          {"{posts(where:{status:{_eq:nothing}}){id}}", "validation-failed"},
	"no uuid":                     {`{posts(where:{day:{_eq:"tomorrow"}}){id}}`, "data-exception"},
	"a surrogate":                 {`{posts(where:{title:{_eq:"\ud800"}}){id}}`, "*"},
	"a NUL":                       {`{posts(where:{title:{_eq:"\u0000"}}){id}}`, "*"},
	"a NUL in a key":              {`{posts(where:{meta:{_has_key:"\u0000"}}){id}}`, "*"},
	"a BOM":                       {"\ufeff{__typename}", ""},
	"an internal field":           {"{posts{hidden}}", "validation-failed"},
	"an internal collection":      {"{tokens{id}}", "validation-failed"},
	"introspection":               {"{__schema{types{name}}}", "permission-error"},
	"a type":                      {`{__type(name:"posts"){name}}`, "permission-error"},
	"introspection in a fragment": {"{...a} fragment a on query_root {__schema{types{name}}}", "permission-error"},
}

// TestHostile: whatever is sent has a clear error, in bounded time.
func TestHostile(t *testing.T) {
	t.Parallel()
	b := board(t, stores.Embedded, Options{})
	for name, test := range hostile {
		start := time.Now()
		res := b.ask(test.document, "", "")
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s took %v", name, took)
		}
		if code := failed(res.Body.String()); test.code != "*" && code != test.code || code == "unexpected" || code == "no JSON" || res.Body.Len() > 64<<10 {
			t.Errorf("%s: %s %.500s", name, code, res.Body)
		}
	}
}

// TestVariables: variables that do not fit are refused, and told where.
func TestVariables(t *testing.T) {
	t.Parallel()
	b := board(t, stores.Embedded, Options{})
	const document = `query Q($id: bigint!, $where: posts_bool_exp, $order: [posts_order_by!], $limit: Int, $yes: Boolean = true, $text: String, $status: posts_status_enum) {
		posts(where: {_and: [{id: {_eq: $id}}, {title: {_eq: $text}}, {status: {_eq: $status}}]}, order_by: $order, limit: $limit) @include(if: $yes) { id }
		b: posts(where: $where) { id }
	}`
	deep := strings.Repeat(`{"_not":`, 100) + "{}" + strings.Repeat("}", 100)
	for variables, code := range map[string]string{
		`{"id":1}`:                             "",
		`{"id":"1"}`:                           "",
		`{"id":1,"where":null}`:                "",
		`{"id":1,"text":null}`:                 "data-exception",
		`{}`:                                   "validation-failed",
		`{"id":null}`:                          "validation-failed",
		`{"id":1,"extra":2}`:                   "validation-failed",
		`{"id":{}}`:                            "data-exception",
		`{"id":1.5}`:                           "data-exception",
		`{"id":"x"}`:                           "data-exception",
		`{"id":1,"where":1}`:                   "validation-failed",
		`{"id":1,"where":{"no":1}}`:            "validation-failed",
		`{"id":1,"where":{"id":{"_eq":null}}}`: "data-exception",
		`{"id":1,"where":{"id":{"_eq":99999999999999999999}}}`:          "data-exception",
		`{"id":1,"where":{"price":{"_eq":12345678901234567890123.25}}}`: "",
		`{"id":1,"where":{"id":{"_eq":1,"_eq":1}}}`:                     "validation-failed",
		`{"id":1,"where":` + deep + `}`:                                 "validation-failed",
		`{"id":1,"order":{"id":"asc"}}`:                                 "",
		`{"id":1,"order":[{"id":"up"}]}`:                                "validation-failed",
		`{"id":1,"order":[null]}`:                                       "validation-failed",
		`{"id":1,"limit":1.5}`:                                          "validation-failed",
		`{"id":1,"limit":"1"}`:                                          "validation-failed",
		`{"id":1,"limit":3000000000}`:                                   "validation-failed",
		`{"id":1,"yes":"true"}`:                                         "validation-failed",
		`{"id":1,"yes":null}`:                                           "data-exception",
		`{"id":1,"text":1}`:                                             "validation-failed",
		`{"id":1,"status":"none"}`:                                      "validation-failed",
		`{"id":1,"status":"draft"}`:                                     "",
	} {
		if got := failed(b.ask(document, variables, "").Body.String()); got != code {
			t.Errorf("%.200s: %q, not %q: %s", variables, got, code, b.ask(document, variables, "").Body)
		}
	}
}
