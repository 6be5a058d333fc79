// Package fuzz holds the REST door's fuzz targets: whole requests, answered
// from the store in memory. They stand apart from the door's other tests so
// that the fuzzer does not instrument a database.
//
//	go test ./internal/api/rest/fuzz -fuzz FuzzQuery -fuzztime 30s
package fuzz

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"bedplate/internal/api/rest"
	"bedplate/internal/engine"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store"
	"bedplate/store/mem"
)

// board is the door over the tests' board, with its rows.
func board(t testing.TB) http.Handler {
	t.Helper()
	s, err := schema.Parse(map[string][]byte{"schema/board.yaml": read(t, boardFiles+"board.yaml")})
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.New(engine.Options{
		Schema: s, Stores: map[string]*store.Store{"main": store.New(mem.New(s), store.Options{})},
	})
	if err != nil {
		t.Fatal(err)
	}
	h := rest.New(func() query.Doer { return e }, rest.Options{Log: slog.New(slog.DiscardHandler), MaxPage: 1 << 20})
	for part := range strings.SplitSeq(strings.TrimSpace(string(read(t, boardFiles+"seed.txt"))), "\n\n") {
		name, body, _ := strings.Cut(part, "\n")
		if res := ask(h, http.MethodPost, "/"+name, "", query.RoleService, []byte(body), nil); res.Code != http.StatusCreated {
			t.Fatalf("%s: %d %s", part, res.Code, res.Body)
		}
	}
	return h
}

// boardFiles are the board's, which package apitest opens with every kind of database.
const boardFiles = "../../apitest/testdata/"

func read(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func ask(h http.Handler, method, path, raw, role string, body []byte, header http.Header) *httptest.ResponseRecorder {
	r := &http.Request{
		Method: method, URL: &url.URL{Path: "/rest/v1" + path, RawQuery: raw}, Header: header,
		Body: http.NoBody, RemoteAddr: "192.0.2.1:1",
	}
	if header == nil {
		r.Header = http.Header{}
	}
	if body != nil {
		r = r.Clone(r.Context())
		r.Body, r.ContentLength = readCloser{bytes.NewReader(body)}, int64(len(body))
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r.WithContext(query.WithPrincipal(r.Context(), &query.Principal{Role: role, ID: "1"})))
	return w
}

type readCloser struct{ *bytes.Reader }

func (readCloser) Close() error { return nil }

// hold demands of an answer that the server takes no blame.
func hold(t *testing.T, res *httptest.ResponseRecorder, role string) {
	t.Helper()
	if res.Code >= http.StatusInternalServerError {
		t.Errorf("%s: %d %s", role, res.Code, res.Body)
	}
	if role == query.RoleAnon && res.Code < 300 && strings.Contains(res.Body.String(), "example.org") {
		t.Errorf("%s sees %s", role, res.Body)
	}
}

// FuzzQuery reads posts by whatever query string the fuzzer thinks of.
func FuzzQuery(f *testing.F) {
	for line := range strings.Lines(string(read(f, "../grammar/testdata/parser.txt"))) {
		if _, raw, ok := strings.Cut(strings.TrimRight(line, "\n"), "?"); ok && !strings.HasPrefix(line, " ") {
			f.Add(raw)
		}
	}
	h := board(f)
	f.Fuzz(func(t *testing.T, raw string) {
		if len(raw) > 32<<10 { // no server reads more
			return
		}
		for _, role := range []string{query.RoleAnon, query.RoleService} {
			hold(t, ask(h, http.MethodGet, "/posts", raw, role, nil, nil), role)
		}
	})
}

// FuzzBody writes posts of whatever body the fuzzer thinks of, and undoes it.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{
		`{"id":9,"title":"a","author":1}`, `[{"id":9,"title":"a","author":1},{"id":10,"votes":2}]`,
		`{"id":1,"meta":{"b":[1,2.50e1,"é"]},"tags":["a"],"price":1.5,"at":"2026-11-01T10:00:00Z"}`,
	} {
		f.Add([]byte(seed), uint8(0))
		f.Add([]byte(seed+"\r\n"+seed), uint8(8))
	}
	f.Add([]byte("id,title,author,tags\r\n9,\"a \"\"b\"\"\",1,{x}\n"), uint8(16))
	h := board(f)
	f.Fuzz(func(t *testing.T, body []byte, how uint8) {
		header := http.Header{"Prefer": {"tx=rollback", "return=representation"}}
		if how&1 != 0 {
			header.Add("Prefer", "resolution=merge-duplicates")
		}
		if how&2 != 0 {
			header.Add("Prefer", "missing=default")
		}
		method, raw := http.MethodPost, ""
		if how&4 != 0 {
			method, raw = http.MethodPatch, "id=gt.1"
		}
		switch {
		case how&8 != 0:
			header.Set("Content-Type", "application/x-ndjson")
		case how&16 != 0:
			header.Set("Content-Type", "text/csv")
			header.Set("Accept", "text/csv")
		}
		if body == nil {
			body = []byte{}
		}
		for _, role := range []string{query.RoleAnon, query.RoleService} {
			hold(t, ask(h, method, "/posts", raw, role, body, header), role)
		}
	})
}
