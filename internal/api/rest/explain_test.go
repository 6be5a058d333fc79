package rest

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"

	"bedplate/internal/token"
	"bedplate/query"
)

const planned = "application/vnd.bedplate.plan+json"

// developing is the board's door as bedplate dev serves it, or as serve does.
func developing(t *testing.T, developer bool) http.Handler {
	t.Helper()
	h := board(t)
	o := &h.(*door).options
	o.Developer, o.Claims = developer, token.Principal
	return h
}

// requests are every kind of request that could be explained.
var requests = []string{
	"GET /posts?title=eq.secret&select=title,author(name)",
	"GET /posts/4",
	"HEAD /posts/4",
	"POST /posts\n{\"id\": 9, \"title\": \"x\", \"author\": 1}",
	"POST /posts\nPrefer: resolution=merge-duplicates\n{\"id\": 4, \"title\": \"x\", \"author\": 1}",
	"POST /comments\nContent-Type: text/csv\nid,post\n9,4\n",
	"PATCH /posts?id=eq.1\n{\"title\": \"changed\"}",
	"PATCH /posts/4\n{\"title\": \"changed\"}",
	"PUT /posts/4\n{\"title\": \"changed\", \"author\": 1}",
	"DELETE /posts?id=eq.4",
	"DELETE /posts/4",
}

// with adds headers to a request's text.
func with(request string, headers ...string) string {
	first, rest, _ := strings.Cut(request, "\n")
	return strings.Join(append([]string{first}, headers...), "\n") + "\n" + rest
}

// TestNoExplanationForOthers: to whoever is no developer there is no such form,
// and the request is not done either.
func TestNoExplanationForOthers(t *testing.T) {
	t.Parallel()
	h := developing(t, false)
	for _, request := range requests {
		for _, form := range []string{planned, "application/vnd.pgrst.plan+json", "application/vnd.pgrst.plan+text; options=analyze"} {
			for _, as := range []string{"As: anon", "As: authenticated 1", "As: staff 1", "As: service_role 1"} {
				res := ask(h, with(request, "Accept: "+form, as))
				if res.Code != http.StatusNotAcceptable || strings.Contains(res.Body.String(), "rule") || strings.Contains(res.Body.String(), "SELECT") {
					t.Errorf("%s as %s: %d %s", request, as, res.Code, res.Body)
				}
			}
		}
		// Another form is taken, where one is offered.
		if res := ask(h, with(request, "As: authenticated 1", explainAs+": {}", "Accept: "+planned)); res.Code != http.StatusNotAcceptable {
			t.Errorf("%s: %d", request, res.Code)
		}
	}
	unchanged(t, h)
}

// unchanged demands that the posts are those of the seed.
func unchanged(t *testing.T, h http.Handler) {
	t.Helper()
	got := ask(h, "GET /posts?select=id,title&order=id\nAs: service").Body.String()
	if got != `[{"id":1,"title":"first"},{"id":2,"title":"second"},{"id":3,"title":"third"},{"id":4,"title":"secret"}]` {
		t.Errorf("the posts are %s", got)
	}
	if got := ask(h, "GET /comments?select=id&id=eq.9\nAs: service").Body.String(); got != "[]" {
		t.Errorf("a comment was made: %s", got)
	}
}

// explain gives an explanation.
func explain(t *testing.T, h http.Handler, request string, headers ...string) *query.Explanation {
	t.Helper()
	res := ask(h, with(request, append(headers, "Accept: "+planned)...))
	if res.Code != http.StatusOK || res.Header().Get("Content-Type") != planned+"; charset=utf-8" || res.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%s: %d %s", request, res.Code, res.Body)
	}
	var x query.Explanation
	if strings.HasPrefix(request, "HEAD") {
		return &x
	}
	if err := json.Unmarshal(res.Body.Bytes(), &x); err != nil {
		t.Fatalf("%s: %v\n%s", request, err, res.Body)
	}
	return &x
}

// TestExplanations explains every kind of request and does none.
func TestExplanations(t *testing.T) {
	t.Parallel()
	h := developing(t, true)
	for _, request := range requests {
		for _, as := range []string{"As: anon", "As: staff 1", "As: service"} {
			x := explain(t, h, request, as)
			if strings.HasPrefix(request, "HEAD") {
				continue
			}
			if len(x.Operations) != 1 || len(x.Operations[0].Rules) == 0 || x.Caller.Role == "" || x.Refused != nil {
				t.Errorf("%s %s: %+v", request, as, x)
			}
		}
	}
	unchanged(t, h)
	if x := explain(t, h, "PATCH /posts?id=eq.1\n{}", "As: staff 1"); len(x.Operations) != 0 {
		t.Errorf("a change of nothing: %+v", x)
	}
	for request, status := range map[string]int{
		"GET /posts?nowhere=eq.1": http.StatusBadRequest, "GET /nowhere": http.StatusNotFound,
		"DELETE /posts": http.StatusOK, // its plan is one, though it would be refused
	} {
		if res := ask(h, with(request, "Accept: "+planned)); res.Code != status {
			t.Errorf("%s: %d %s", request, res.Code, res.Body)
		}
	}
}

// TestExplainAs asks as the service role why somebody else does not see a row.
func TestExplainAs(t *testing.T) {
	t.Parallel()
	for _, developer := range []bool{true, false} {
		h := developing(t, developer)
		x := explain(t, h, "GET /posts/4", "As: service", explainAs+`: {"role": "authenticated", "sub": "1"}`)
		rows := x.Operations[0].Rows
		if x.Caller.ID != "1" || x.Caller.Role != "authenticated" || rows == nil || rows.Matched != 1 || rows.Visible != 0 || rows.Hidden[0].Rows != 1 {
			t.Errorf("%+v %+v", x.Caller, rows)
		}
		if x := explain(t, h, "GET /posts/4", "As: service"); x.Operations[0].Rows.Visible != 1 {
			t.Errorf("the service role does not see it: %+v", x.Operations[0].Rows)
		}
		// A field that they may not know is none for them.
		if res := ask(h, with("GET /users?email=eq.x", "As: service", explainAs+`: {}`, "Accept: "+planned)); res.Code != http.StatusBadRequest {
			t.Errorf("%d %s", res.Code, res.Body)
		}
		for _, bad := range []string{`{"role": 3}`, `[]`, `{`, `{"role": "a", "sub": "` + strings.Repeat("x", 9000) + `"}`} {
			if res := ask(h, with("GET /posts", "As: service", explainAs+": "+bad, "Accept: "+planned)); res.Code != http.StatusBadRequest {
				t.Errorf("%.30s: %d %s", bad, res.Code, res.Body)
			}
		}
		// Without an explanation the header is nothing.
		if res := ask(h, with("GET /posts/4?select=id", "As: authenticated 1", explainAs+`: {"role": "service"}`)); res.Code != http.StatusNotFound {
			t.Errorf("%d %s", res.Code, res.Body)
		}
	}
	h := developing(t, true)
	if res := ask(h, with("GET /posts", "As: staff 1", explainAs+`: {"role": "service"}`, "Accept: "+planned)); res.Code != http.StatusForbidden {
		t.Errorf("an ordinary caller asks for another: %d %s", res.Code, res.Body)
	}
}

// TestPostgRESTPlans answers what postgrest-js asks for.
func TestPostgRESTPlans(t *testing.T) {
	t.Parallel()
	h := developing(t, true)
	res := ask(h, with("GET /posts?id=lt.9", "As: anon", `Accept: application/vnd.pgrst.plan+json; for="application/json"; options=analyze|verbose;`))
	var list []query.Explanation
	if err := json.Unmarshal(res.Body.Bytes(), &list); err != nil || len(list) != 1 || list[0].Operations[0].Rows.Matched != 4 {
		t.Errorf("%v %s", err, res.Body)
	}
	res = ask(h, with("GET /posts?id=lt.9", "As: anon", `Accept: application/vnd.pgrst.plan+text; for="application/json"; options=;`))
	if text := res.Body.String(); res.Header().Get("Content-Type") != "application/vnd.pgrst.plan+text; charset=utf-8" ||
		!strings.Contains(text, "rule read of posts, judges: status == ") || !strings.Contains(text, "SELECT ") || !strings.Contains(text, "SEARCH t0") {
		t.Errorf("%s", res.Body)
	}
}

// TestExplanationsAreDescribed holds them to the API's description.
func TestExplanationsAreDescribed(t *testing.T) {
	t.Parallel()
	openapi3filter.RegisterBodyDecoder(planned, openapi3filter.JSONBodyDecoder)
	b := &describedBoard{h: developing(t, false), docs: map[string]*openapi3.T{}}
	for _, request := range requests {
		if err := b.check(t, with(request, "As: service", "Accept: "+planned+"; options=analyze")); err != nil {
			t.Errorf("%s: %v", request, err)
		}
	}
}
