package bedplate_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bedplate"
	mysql "bedplate/store/mysql/server"
	postgres "bedplate/store/postgres/server"
	"bedplate/store/storetest/replicas"
)

// diary is a log that can be read.
type diary struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (d *diary) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text.Write(p)
}

func (d *diary) String() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text.String()
}

// until waits until the log says something, for the nth time.
func (d *diary) until(t *testing.T, said string, times int) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); strings.Count(d.String(), said) < times; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the log does not say %q for time %d:\n%s", said, times, d)
		}
	}
}

// TestReplicas serves an app with a replica that is down at its start, comes, lags,
// and is behind a change of the schema.
func TestReplicas(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(*testing.T) databases{
		"postgres": func(t *testing.T) databases { return postgres.NewPair(t) },
		"mysql":    func(t *testing.T) databases { return mysql.NewPair(t) },
	} {
		t.Run(name, func(t *testing.T) { serveWithReplica(t, start(t)) })
	}
}

// databases are a server and a replica of it.
type databases interface {
	replicas.Pair
	Database(t testing.TB) (home, replica string)
}

func serveWithReplica(t *testing.T, pair databases) {
	home, replica := pair.Database(t)
	const rules = "\nrules: {read: \"true\", create: \"true\", delete: \"true\"}\n"
	dir := app(t, map[string]string{
		"bedplate.yaml":     "name: notes\nstores:\n  main:\n    url: " + home + "\n    replicas: " + replica + "\n    lag: 1h\n",
		"schema/notes.yaml": "collection: notes\nfields:\n  text: {type: text, required: true}" + rules,
	})
	pair.KillReplica(t)
	log := &diary{}
	a, err := bedplate.New(bedplate.Options{Dir: dir, Log: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	position := "none"
	ask := func(method, path, body string) *httptest.ResponseRecorder {
		t.Helper()
		r := httptest.NewRequest(method, "/rest/v1/"+path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Bedplate-Position", position)
		r.Header.Set("Origin", "https://example.org")
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, r)
		if w.Code >= 300 {
			t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
		}
		return w
	}
	sees := func(path, at, want string) {
		t.Helper()
		position = at
		if got := ask(http.MethodGet, path, "").Body.String(); got != want {
			t.Fatalf("with the position %.10s one sees %s, not %s", at, got, want)
		}
	}

	sees("notes?select=text", "none", "[]")
	log.until(t, "a replica is not read", 1)
	if said := log.String(); strings.Contains(said, home) || strings.Contains(said, replica) {
		t.Errorf("the log tells the password:\n%s", said)
	}
	pair.ResumeReplica(t)
	log.until(t, "a replica is read", 1)

	pair.Pause(t)
	first := ask(http.MethodPost, "notes", `{"text":"first"}`).Header().Get("Bedplate-Position")
	if first == "" {
		t.Fatal("a write gives no position")
	}
	sees("notes?select=text", "none", "[]")
	sees("notes?select=text", first, `[{"text":"first"}]`)

	// One door takes what the other gave.
	graphql := func(document, at string) (data, position string) {
		t.Helper()
		r := httptest.NewRequest(http.MethodPost, "/graphql/v1", strings.NewReader(`{"query":"`+document+`"}`))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Bedplate-Position", at)
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, r)
		if w.Header().Get("Bedplate-Position") != "" && w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("a position may be kept by caches: %v", w.Header())
		}
		return w.Body.String(), w.Header().Get("Bedplate-Position")
	}
	for at, want := range map[string]string{"none": `{"data":{"notes":[]}}`, first: `{"data":{"notes":[{"text":"first"}]}}`} {
		if got, given := graphql("{ notes { text } }", at); got != want || given != "" {
			t.Errorf("GraphQL with the position %.10s: %s %s", at, got, given)
		}
	}
	if got, _ := graphql("{ notes { text } }", "what is this"); !strings.Contains(got, `"data-exception"`) {
		t.Errorf("no position: %s", got)
	}
	_, second := graphql("mutation { insert_notes_one(object: {text: \\\"by GraphQL\\\"}) { text } delete_notes(where: {text: {_eq: \\\"by GraphQL\\\"}}) { affected_rows } }", "none")
	if second == "" {
		t.Error("a mutation gives no position")
	}
	sees("notes?select=text", second, `[{"text":"first"}]`)

	// A field that the replica does not have yet.
	grown := "collection: notes\nfields:\n  text: {type: text, required: true}\n  stars: int" + rules
	if err := os.WriteFile(filepath.Join(dir, "schema", "notes.yaml"), []byte(grown), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := a.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		sees("notes?select=text", "none", `[{"text":"first"}]`)
		sees("notes?select=stars", "none", `[{"stars":null}]`)
		time.Sleep(10 * time.Millisecond)
	}
	log.until(t, "a replica is not read", 2)
	pair.Continue(t)
	log.until(t, "a replica is read", 2)
	pair.Pause(t)
	ask(http.MethodPost, "notes", `{"text":"second"}`)
	sees("notes?select=text", "none", `[{"text":"first"}]`)
	sees("notes?select=stars", first, `[{"stars":null}]`)
	pair.Continue(t)
}
