// Package apitest is what the tests of the doors have in common: a message board that
// each of them serves, its rows, actions and callers, a world of which callers know
// different parts, and files of scenarios. It knows no door.
package apitest

import (
	"bytes"
	"context"
	_ "embed" // the board's files
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"bedplate/internal/engine"
	"bedplate/internal/engine/enginetest"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/storetest/stores"
	"bedplate/value"
)

//go:embed testdata/board.yaml
var board []byte

//go:embed testdata/seed.txt
var seed string

//go:embed testdata/hidden.txt
var hidden string

// Secret is what doors of tests seal cursors with.
var Secret = []byte("of the tests")

// File is the board's schema as it is written.
func File() []byte { return bytes.Clone(board) }

// Schema is the board's, with its actions.
func Schema(t testing.TB) *schema.Schema { return Load(t, board) }

// Load reads a schema that stands in place of the board's, with the board's actions.
func Load(t testing.TB, text []byte) *schema.Schema {
	t.Helper()
	s, err := schema.Load(fstest.MapFS{"schema/board.yaml": {Data: text}}, ".",
		schema.Options{System: engine.Collections(), Actions: declared()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Board is the board with its rows, in an empty database of a kind.
func Board(t testing.TB, kind string) *engine.Engine {
	t.Helper()
	s := Schema(t)
	e := Over(t, s, stores.Open(t, kind, s))
	Seed(t, e)
	return e
}

// Over is the board, or what stands in its place, over a database without rows.
func Over(t testing.TB, s *schema.Schema, d driver.Driver) *engine.Engine {
	t.Helper()
	return enginetest.Over(t, d, Options(s))
}

// Options are those of the board's engines.
func Options(s *schema.Schema) engine.Options {
	return engine.Options{Schema: s, Page: 100, Actions: done(s)}
}

// World is the schema of which callers know different parts: the lines of
// testdata/hidden.txt that have one of the marks.
func World(t testing.TB, marks string) *schema.Schema {
	t.Helper()
	var b bytes.Buffer
	for line := range strings.Lines(hidden) {
		if strings.Contains(marks, line[:1]) {
			b.WriteString(line[1:])
		}
	}
	s, err := schema.Parse(map[string][]byte{"schema/world.yaml": b.Bytes()})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// People is an engine over a world with a few rows, on the plainest store.
func People(t testing.TB, marks string) *engine.Engine {
	t.Helper()
	s := World(t, marks)
	e := Over(t, s, stores.Open(t, stores.Reference, s))
	person, task := `[{"id":1,"name":"ada"}]`, `[{"id":1,"title":"t","owner":1}]`
	if strings.Contains(marks, "~") {
		person = `[{"id":1,"name":"ada","salary":5,"email":"ada@example.org","doc":{"a":1},"boss":1,"tags":["a"],"count":3}]`
		task = `[{"id":1,"title":"t","owner":1,"reviewer":1,"cost":2.5}]`
	}
	Add(t, e, "people", person)
	Add(t, e, "tasks", task)
	return e
}

// Seed adds the board's rows.
func Seed(t testing.TB, e *engine.Engine) {
	t.Helper()
	for part := range strings.SplitSeq(strings.TrimSpace(seed), "\n\n") {
		name, rows, _ := strings.Cut(part, "\n")
		Add(t, e, name, rows)
	}
}

// Add adds rows of a collection, which are an array of JSON, as the service role.
func Add(t testing.TB, e *engine.Engine, collection, rows string) {
	t.Helper()
	var all []map[string]json.RawMessage
	if err := json.Unmarshal([]byte(rows), &all); err != nil {
		t.Fatalf("%s: %v", collection, err)
	}
	c := e.Schema().Collection(collection)
	req := &query.Request{Schema: e.Schema()}
	for _, row := range all {
		op := query.Operation{Kind: query.Create, Collection: c, Rows: [][]value.Value{nil}}
		for name, raw := range row {
			v, err := value.ParseJSON(c.Field(name).Type, raw)
			if err != nil {
				t.Fatalf("%s.%s: %v", collection, name, err)
			}
			op.Fields, op.Rows[0] = append(op.Fields, c.Field(name).Index), append(op.Rows[0], v)
		}
		req.Ops = append(req.Ops, op)
	}
	if _, err := e.Do(context.Background(), query.Service, req, nil); err != nil {
		t.Fatalf("%s: %v", collection, err)
	}
}

// Principal is who asks: a role, and an id behind it; "" is nobody.
func Principal(as string) *query.Principal {
	if as == "" || as == query.RoleAnon {
		return query.Anonymous
	}
	role, id, _ := strings.Cut(as, " ")
	return &query.Principal{Role: role, ID: id}
}

// Serve has a door answer a request of a caller.
func Serve(h http.Handler, r *http.Request, as string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r.WithContext(query.WithPrincipal(r.Context(), Principal(as))))
	return w
}

// Send sends a body of JSON, or none, where no header says otherwise; headers are names
// and values in turn.
func Send(h http.Handler, method, target, body, as string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, strings.ReplaceAll(target, " ", "%20"), io.Reader(strings.NewReader(body)))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return Serve(h, r, as)
}
