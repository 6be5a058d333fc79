package bedplate_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"bedplate"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// app makes an app directory of its files.
func app(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for path, text := range files {
		full := filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func open(t *testing.T, dir string) *bedplate.App {
	t.Helper()
	a, err := bedplate.New(bedplate.Options{Dir: dir, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

func get(a *bedplate.App, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

const notes = `
collection: notes
fields:
  text: {type: text, required: true}
rules: {read: "true"}
`

// TestEmbedding uses an app as a program does that embeds it: through its
// handler and by requests of its own, which meet the same rules.
func TestEmbedding(t *testing.T) {
	t.Parallel()
	a := open(t, app(t, map[string]string{"bedplate.yaml": "name: notes", "schema/notes.yaml": notes}))
	c := a.Doer().Schema().Collection("notes")
	create := func(role string) error {
		_, err := a.Do(t.Context(), &query.Principal{Role: role}, &query.Request{
			Schema: a.Doer().Schema(),
			Ops: []query.Operation{{
				Kind: query.Create, Collection: c, Fields: []int{c.Field("text").Index},
				Rows: [][]value.Value{{value.OfText("hello")}},
			}},
		}, nil)
		return err
	}
	if err := create(query.RoleAuthenticated); fault.CodeOf(err) != fault.Denied {
		t.Errorf("a create that no rule allows gives %v", err)
	}
	if err := create(query.RoleService); err != nil {
		t.Errorf("the service role's create gives %v", err)
	}
	w := get(a, "/rest/v1/notes?select=text")
	var rows []map[string]string
	if err := json.Unmarshal(w.Body.Bytes(), &rows); err != nil || len(rows) != 1 || rows[0]["text"] != "hello" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestReload takes a change of the files up, and leaves everything as it was
// where they have a mistake.
func TestReload(t *testing.T) {
	t.Parallel()
	dir := app(t, map[string]string{"bedplate.yaml": "name: notes", "schema/notes.yaml": notes})
	a := open(t, dir)
	write := func(text string) {
		if err := os.WriteFile(filepath.Join(dir, "schema", "more.yaml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("collection: more\nfields: {text: txet}\n")
	if _, ok := a.Reload(t.Context()).(schema.Problems); !ok {
		t.Error("a mistake is taken up")
	}
	if w := get(a, "/rest/v1/notes"); w.Code != http.StatusOK {
		t.Errorf("after a mistake notes is %d", w.Code)
	}
	write("collection: more\nfields: {text: text}\nrules: {read: \"true\"}\n")
	if err := a.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	if w := get(a, "/rest/v1/more"); w.Code != http.StatusOK {
		t.Errorf("after a change more is %d", w.Code)
	}
}

// TestConfigurationAloneIsAnApp needs no schema.
func TestConfigurationAloneIsAnApp(t *testing.T) {
	t.Parallel()
	a := open(t, app(t, map[string]string{"bedplate.yaml": "name: board"}))
	if w := get(a, "/readyz"); w.Code != http.StatusOK {
		t.Errorf("readyz is %d", w.Code)
	}
}

func TestTwoAppsOnOneDatabase(t *testing.T) {
	t.Parallel()
	dir := app(t, map[string]string{"bedplate.yaml": "name: board"})
	open(t, dir)
	if _, err := bedplate.New(bedplate.Options{Dir: dir}); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("the second gives %v", err)
	}
}
