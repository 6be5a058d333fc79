package soap

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"bedplate/query"
	"bedplate/store/storetest/stores"
)

// discard is an answer that nobody reads.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
func (d *discard) WriteHeader(int)             {}

// BenchmarkGet reads a record by its key from SQLite at both doors, without the network.
func BenchmarkGet(b *testing.B) {
	d := board(b, stores.Embedded)
	message := enveloped(`<Get_posts><key><id>1</id></key></Get_posts>`)
	run := func(name string, h http.Handler, method, target, body string) {
		b.Run(name, func(b *testing.B) {
			reader := strings.NewReader(body)
			r := httptest.NewRequest(method, target, reader)
			r.Header.Set("Content-Type", "text/xml; charset=utf-8")
			r = r.WithContext(query.WithPrincipal(r.Context(), &query.Principal{Role: query.RoleService}))
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != http.StatusOK {
				b.Fatal(w.Body)
			}
			b.ReportAllocs()
			for b.Loop() {
				reader.Reset(body)
				h.ServeHTTP(&discard{header: http.Header{}}, r)
			}
		})
	}
	run("soap", d.soap, "POST", Prefix, message)
	run("rest", d.rest, "GET", "/rest/v1/posts/1", "")
}
