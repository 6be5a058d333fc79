package rest

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"bedplate/query"
)

// TestVary tells caches what an answer depends on, whatever it is, beside what
// was said of it before.
func TestVary(t *testing.T) {
	t.Parallel()
	h := board(t)
	for text, status := range map[string]int{
		"GET /posts?id=eq.1":                       200,
		"HEAD /posts/1":                            200,
		"GET /posts?limit=1\nPrefer: count=exact":  206,
		"GET /posts\nAccept: text/csv":             200,
		"GET /posts\nAccept: application/x-ndjson": 200,
		"GET /posts/99":                            404,
		"GET /nothing":                             404,
		"GET /posts?select=id,users(name)":         300,
		"GET /posts?votes=gt.x":                    400,
		"GET /posts\nAccept: text/html":            406,
		"GET /openapi.json":                        200,
		"GET /":                                    200,
		"GET /rpc/popular":                         200,
		"PATCH /posts?id=eq.1\nAs: staff\n{}":      204,
		"POST /comments?select=id\nPrefer: return=representation\n{\"id\":50,\"post\":1}": 201,
		"POST /\n[{\"method\":\"GET\",\"path\":\"posts\"}]":                               200,
	} {
		r, p := written(text)
		w := httptest.NewRecorder()
		w.Header().Add("Vary", "Origin")
		h.ServeHTTP(w, r.WithContext(query.WithPrincipal(r.Context(), p)))
		want := []string{"Origin", varyHeader[0]}
		if w.Code == http.StatusNoContent { // has nothing that a cache would keep
			want = want[:1]
		}
		if got := w.Header().Values("Vary"); w.Code != status || !slices.Equal(got, want) {
			t.Errorf("%s: %d %q, want %d %q", text, w.Code, got, status, want)
		}
	}
}
