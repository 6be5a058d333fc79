package rest

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// TestHostileCalls sends actions what nobody means. Answers are short, whatever
// is sent.
func TestHostileCalls(t *testing.T) {
	t.Parallel()
	h := board(t)
	many := func(n int, each func(i int) string, sep string) string {
		parts := make([]string, n)
		for i := range parts {
			parts[i] = each(i)
		}
		return strings.Join(parts, sep)
	}
	for name, test := range map[string]struct {
		request string
		status  int
		code    string
	}{
		"long name":       {"GET /rpc/" + strings.Repeat("a", 30_000), 404, "PGRST202"},
		"name of no text": {"GET /rpc/%FF%00", 404, "PGRST202"},
		"percent":         {"POST /rpc/%25zz", 404, "PGRST202"},
		"many arguments":  {"GET /rpc/add?" + many(301, func(i int) string { return fmt.Sprintf("a%d=1", i) }, "&"), 400, "54001"},
		"many unknown":    {"GET /rpc/add?" + many(300, func(i int) string { return fmt.Sprintf("%s%d=1", strings.Repeat("x", 80), i) }, "&"), 404, "PGRST202"},
		"large body":      {`POST /rpc/add` + "\n" + `{"a":"` + strings.Repeat("1", 5000) + `"}`, 413, "54000"},
		"large array":     {`POST /rpc/hook` + "\n" + `[` + strings.Repeat("1,", 5000) + `1]`, 413, "54000"},
		"large number":    {"GET /rpc/add?a=" + strings.Repeat("9", 3000), 400, "22003"},
		"deep JSON":       {`POST /rpc/echo` + "\n" + `{"doc":` + strings.Repeat("[", 1500) + strings.Repeat("]", 1500) + `}`, 400, "54001"},
		"deep body":       {`POST /rpc/hook` + "\n" + strings.Repeat("[", 1500) + strings.Repeat("]", 1500), 400, ""},
		"many members":    {`POST /rpc/add` + "\n{" + many(300, func(i int) string { return fmt.Sprintf(`"x%d":1`, i) }, ",") + "}", 404, "PGRST202"},
		"twice in a body": {`POST /rpc/add` + "\n" + `{"a":1,"a":2}`, 400, "PGRST102"},
		"not UTF-8":       {"GET /rpc/kinds?t=%FF", 400, "22P02"},
		"NUL":             {"GET /rpc/kinds?t=%00", 400, "22P02"},
		"a list of lists": {"GET /rpc/kinds?n={{1},{2}}", 400, "22P02"},
		"a bad list":      {"GET /rpc/kinds?n={1,2", 400, "22P02"},
		"a null in one":   {`POST /rpc/kinds` + "\n" + `{"n":[null]}`, 400, "22P02"},
		"SQL":             {"GET /rpc/popular?least=1;drop table posts", 400, "22P02"},
	} {
		res := ask(h, test.request)
		body := res.Body.String()
		if res.Code != test.status || !strings.Contains(body, test.code) || len(body) > 4000 && name != "long name" {
			t.Errorf("%s: %d %.300s", name, res.Code, body)
		}
	}
	if res := ask(h, "GET /posts?select=id"); res.Code != http.StatusOK {
		t.Errorf("afterwards: %d %s", res.Code, res.Body)
	}
}

// TestSuggestions names only actions that the caller could call.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	h := board(t)
	for _, test := range []struct {
		request, hint string
	}{
		{"POST /rpc/unrule\nAs: service", "unruled()"},
		{"POST /rpc/unrule\nAs: authenticated 1", ""},
		{"POST /rpc/recont\nAs: staff", "recount()"},
		{"POST /rpc/recont", ""},
		{"GET /rpc/popula", "popular(least, author, limit)"},
		{"GET /rpc/popular?lest=1", "popular(least, author, limit)"},
	} {
		body := ask(h, test.request).Body.String()
		if (test.hint == "") != strings.Contains(body, `"hint":null`) || !strings.Contains(body, test.hint) {
			t.Errorf("%s: %s", test.request, body)
		}
	}
}

// TestCallsTogether runs calls whose transactions read before they write: each
// finds the next free key.
func TestCallsTogether(t *testing.T) {
	t.Parallel()
	h := board(t)
	const calls = 20
	var done sync.WaitGroup
	for i := range calls {
		done.Go(func() {
			request := fmt.Sprintf("POST /rpc/comment\nAs: authenticated 1\n"+`{"post":1,"text":"together %d"}`, i)
			if res := ask(h, request); res.Code != http.StatusOK {
				t.Errorf("%d %s", res.Code, res.Body)
			}
		})
	}
	done.Wait()
	res := ask(h, "HEAD /comments?text=like.together*\nPrefer: count=exact")
	if got := res.Header().Get("Content-Range"); got != fmt.Sprintf("0-%d/%d", calls-1, calls) {
		t.Errorf("there are %s", got)
	}
}

// TestExplainedCalls explains how the records that an action chose are read.
func TestExplainedCalls(t *testing.T) {
	t.Parallel()
	res := ask(board(t), "GET /rpc/by_email?email=bob@example.org&name=like.b*\nAs: service\nAccept: application/vnd.bedplate.plan+json")
	body := res.Body.String()
	if res.Code != http.StatusOK || !strings.Contains(body, "email ==") || !strings.Contains(body, `"statements"`) {
		t.Errorf("%d %s", res.Code, body)
	}
}
