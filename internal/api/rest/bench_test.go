package rest

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"bedplate/query"
)

// discard is a ResponseWriter whose bytes go nowhere.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
func (d *discard) WriteHeader(int)             {}

// BenchmarkServe answers whole requests from SQLite, without the network.
func BenchmarkServe(b *testing.B) {
	h := board(b)
	for name, target := range map[string]string{
		"key":  "/rest/v1/posts/1",
		"list": "/rest/v1/posts?votes=gt.0&order=votes&limit=30",
	} {
		b.Run(name, func(b *testing.B) {
			r := httptest.NewRequest(http.MethodGet, target, nil)
			r = r.WithContext(query.WithPrincipal(r.Context(), &query.Principal{Role: query.RoleService}))
			b.ReportAllocs()
			for b.Loop() {
				w := discard{header: make(http.Header, 8)}
				h.ServeHTTP(&w, r)
			}
		})
	}
}
