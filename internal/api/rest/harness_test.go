package rest

import (
	"bedplate/store/driver"
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"bedplate/internal/api/openapi"
	"bedplate/internal/engine"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store"
	"bedplate/store/storetest/stores"
)

// now is every test's time.
var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func boardSchema(t testing.TB) *schema.Schema {
	t.Helper()
	text, err := os.ReadFile("testdata/board.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.Load(fstest.MapFS{"schema/board.yaml": {Data: text}}, ".",
		schema.Options{System: engine.Collections(), Actions: declaredActions()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// board is the door over an engine over an SQLite file, with the seed's rows.
func board(t testing.TB) http.Handler {
	t.Helper()
	return boardOn(t, stores.Embedded)
}

func boardOn(t testing.TB, storeName string) http.Handler {
	t.Helper()
	s := boardSchema(t)
	return seeded(t, s, stores.Open(t, storeName, s))
}

// boards are boards on every kind of store.
func boards(t testing.TB) map[string]http.Handler {
	t.Helper()
	s := boardSchema(t)
	all := map[string]http.Handler{}
	for name, d := range stores.All(t, s) {
		all[name] = seeded(t, s, d)
	}
	return all
}

func seeded(t testing.TB, s *schema.Schema, d driver.Driver) http.Handler {
	t.Helper()
	h := doorOver(t, s, d)
	for _, part := range seeds(t) {
		res := ask(h, part)
		if res.Code != http.StatusCreated {
			t.Fatalf("seed %q: %d %s", part, res.Code, res.Body)
		}
	}
	return h
}

// doorOn is the door over an engine over an empty store.
func doorOn(t testing.TB, storeName string, s *schema.Schema) http.Handler {
	t.Helper()
	return doorOver(t, s, stores.Open(t, storeName, s))
}

func doorOver(t testing.TB, s *schema.Schema, d driver.Driver) http.Handler {
	t.Helper()
	return doorOverStore(t, s, store.New(d, store.Options{}))
}

func doorOverStore(t testing.TB, s *schema.Schema, st *store.Store) http.Handler {
	t.Helper()
	t.Cleanup(func() { st.Close() })
	e, err := engine.New(engine.Options{
		Schema: s, Stores: map[string]*store.Store{"main": st},
		Clock: func() time.Time { return now }, Page: 100, Actions: doneActions(s),
	})
	if err != nil {
		t.Fatal(err)
	}
	doer := func() query.Doer { return e }
	return New(doer, Options{
		Log: slog.New(slog.DiscardHandler), Secret: []byte("of the tests"), MaxObject: 4096, MaxBulk: 16384,
		Documents: openapi.New(doer, openapi.About{Title: "board", Failures: Failures()}),
	})
}

// seeds are the requests of testdata/seed.txt, parted by empty lines.
func seeds(t testing.TB) []string {
	text, err := os.ReadFile("testdata/seed.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n\n")
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
	p := query.Anonymous
	if as != "" {
		role, id, _ := strings.Cut(as, " ")
		p = &query.Principal{Role: role, ID: id}
	}
	return r, p
}
