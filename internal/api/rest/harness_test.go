package rest

import (
	"bedplate/store/driver"
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"bedplate/internal/api/apitest"
	"bedplate/internal/api/openapi"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/storetest/stores"
)

// board is the door over an engine over an SQLite file, with the seed's rows.
func board(t testing.TB) http.Handler {
	t.Helper()
	return boardOn(t, stores.Embedded)
}

func boardOn(t testing.TB, storeName string) http.Handler {
	t.Helper()
	return doorTo(apitest.Board(t, storeName))
}

// boards are boards on every kind of store.
func boards(t testing.TB) map[string]http.Handler {
	t.Helper()
	s := apitest.Schema(t)
	all := map[string]http.Handler{}
	for name, d := range stores.All(t, s) {
		all[name] = seeded(t, s, d)
	}
	return all
}

func seeded(t testing.TB, s *schema.Schema, d driver.Driver) http.Handler {
	t.Helper()
	e := apitest.Over(t, s, d)
	apitest.Seed(t, e)
	return doorTo(e)
}

// doorOn is the door over an engine over an empty store.
func doorOn(t testing.TB, storeName string, s *schema.Schema) http.Handler {
	t.Helper()
	return doorTo(apitest.Over(t, s, stores.Open(t, storeName, s)))
}

func doorTo(e query.Doer) http.Handler {
	doer := func() query.Doer { return e }
	return New(doer, Options{
		Log: slog.New(slog.DiscardHandler), Secret: apitest.Secret, MaxObject: 4096, MaxBulk: 16384,
		Documents: openapi.New(doer, openapi.About{Title: "board", Failures: Failures()}),
	})
}

// ask sends a request written as its first line, its headers and, after the
// first line that is no header, its body. The header As says who asks: a role
// and an id, anon where it is missing.
func ask(h http.Handler, text string) *httptest.ResponseRecorder {
	return askFor(h, text, context.Background())
}

func askFor(h http.Handler, text string, ctx context.Context) *httptest.ResponseRecorder {
	r, p := written(text)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r.WithContext(query.WithPrincipal(ctx, p)))
	return w
}

// written makes the request of a text, and who asks.
func written(text string) (*http.Request, *query.Principal) {
	first, rest, _ := strings.Cut(text, "\n")
	method, target, _ := strings.Cut(first, " ")
	header := http.Header{}
	for rest != "" {
		line, after, _ := strings.Cut(rest, "\n")
		name, val, ok := strings.Cut(line, ": ")
		if !ok || strings.ContainsAny(name, `{["`) {
			break
		}
		header.Add(name, val)
		rest = after
	}
	r := httptest.NewRequest(method, "/rest/v1"+strings.ReplaceAll(target, " ", "%20"), io.Reader(bytes.NewReader([]byte(rest))))
	as := header.Get("As")
	header.Del("As")
	r.Header = header
	return r, apitest.Principal(as)
}
