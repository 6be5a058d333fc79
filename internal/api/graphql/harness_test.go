package graphql

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"bedplate/internal/api/rest"
	"bedplate/internal/engine"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store"
	"bedplate/store/driver"
	"bedplate/store/storetest/stores"
)

// now is every test's time.
var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// boards are the two doors over one engine.
type boards struct{ graphql, rest http.Handler }

// boardFile is the schema that the tests of the doors share.
func boardFile(t testing.TB) []byte {
	t.Helper()
	text, err := os.ReadFile("../rest/testdata/board.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func loaded(t testing.TB, text []byte) *schema.Schema {
	t.Helper()
	s, err := schema.Load(fstest.MapFS{"schema/board.yaml": {Data: text}}, ".",
		schema.Options{System: engine.Collections(), Actions: declared()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// board is the board over one kind of store, with the seed's rows.
func board(t testing.TB, kind string, o Options) boards {
	t.Helper()
	s := loaded(t, boardFile(t))
	return seeded(t, s, stores.Open(t, kind, s), o)
}

func seeded(t testing.TB, s *schema.Schema, d driver.Driver, o Options) boards {
	t.Helper()
	b := over(t, s, d, o)
	text, err := os.ReadFile("../rest/testdata/seed.txt")
	if err != nil {
		t.Fatal(err)
	}
	for part := range strings.SplitSeq(strings.TrimSpace(string(text)), "\n\n") {
		first, rest, _ := strings.Cut(part, "\nAs: service\n")
		_, path, _ := strings.Cut(first, " ")
		if res := b.askREST("POST", path, rest, "service"); res.Code != http.StatusCreated {
			t.Fatalf("seed %q: %d %s", part, res.Code, res.Body)
		}
	}
	return b
}

func over(t testing.TB, s *schema.Schema, d driver.Driver, o Options) boards {
	t.Helper()
	st := store.New(d, store.Options{})
	t.Cleanup(func() { st.Close() })
	e, err := engine.New(engine.Options{
		Schema: s, Stores: map[string]*store.Store{"main": st},
		Clock: func() time.Time { return now }, Page: 100, Actions: done(s),
	})
	if err != nil {
		t.Fatal(err)
	}
	doer := func() query.Doer { return e }
	o.Log, o.Page = slog.New(slog.DiscardHandler), 100
	door, err := New(doer, o)
	if err != nil {
		t.Fatal(err)
	}
	return boards{door, rest.New(doer, rest.Options{Log: o.Log, Secret: []byte("of the tests")})}
}

// principal is who asks: a role, and an id behind it; "" is nobody.
func principal(as string) *query.Principal {
	if as == "" || as == "anon" {
		return query.Anonymous
	}
	role, id, _ := strings.Cut(as, " ")
	return &query.Principal{Role: role, ID: id}
}

func send(h http.Handler, method, target, body, as string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, strings.ReplaceAll(target, " ", "%20"), io.Reader(strings.NewReader(body)))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r.WithContext(query.WithPrincipal(context.Background(), principal(as))))
	return w
}

func (b boards) askREST(method, path, body, as string) *httptest.ResponseRecorder {
	return send(b.rest, method, "/rest/v1"+path, body, as)
}

// ask sends a document, with variables as JSON where there are any.
func (b boards) ask(document, variables, as string) *httptest.ResponseRecorder {
	return b.askAt("/graphql/v1", document, variables, as)
}

func (b boards) askAt(path, document, variables, as string) *httptest.ResponseRecorder {
	text, _ := json.Marshal(document)
	body := `{"query":` + string(text)
	if variables != "" {
		body += `,"variables":` + variables
	}
	return send(b.graphql, "POST", path, body+"}", as)
}
