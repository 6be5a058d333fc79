package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bedplate"
	"bedplate/internal/token"
)

const ada = "01934000-0000-7000-8000-000000000001"

// TestEmbed calls the board's actions as their callers would.
func TestEmbed(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	app, err := bedplate.New(bedplate.Options{Dir: "../board", Data: data, Store: "sqlite:" + filepath.Join(data, "board.db"),
		Actions: actions, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer app.Close()
	if _, err := app.Seed(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	secret, err := os.ReadFile(filepath.Join(data, "jwt.secret"))
	if err != nil {
		t.Fatal(err)
	}
	signed, err := token.Mint([]byte(strings.TrimSpace(string(secret))), token.Grant{Role: "authenticated", Subject: ada, Lifetime: time.Hour}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, method, path, body string
		signedIn                 bool
		status                   int
		has, lacks               string
	}{
		{"search", "GET", "/rpc/search_threads?text=rye&select=title,board(title)", "", false, 200, "Why does my rye collapse?", "slug"},
		{"nothing elsewhere", "GET", "/rpc/search_threads?text=rye&boards={cycling}", "", false, 200, "[]", "rye"},
		{"on one board", "POST", "/rpc/search_threads?select=title", `{"text":"rye","boards":["baking"]}`, false, 200, "rye", "board"},
		{"all that a visitor sees", "GET", "/rpc/search_threads?text=&select=status", "", false, 200, "published", "draft"},
		{"all that Ada sees", "GET", "/rpc/search_threads?text=&select=status", "", true, 200, "draft", ""},
		{"nobody starts a thread", "POST", "/rpc/start_thread", `{"board":"baking","title":"Hello","body":"World"}`, false, 401, "42501", ""},
		{"Ada does", "POST", "/rpc/start_thread?select=title,author(name),posts(body)", `{"board":"baking","title":"Hello","body":"World"}`, true, 200,
			`{"title":"Hello","author":{"name":"ada"},"posts":[{"body":"World"}]}`, ""},
		{"on no board", "POST", "/rpc/start_thread", `{"board":"nowhere","title":"Lost","body":"World"}`, true, 409, "23503", ""},
		{"and nothing is left of it", "GET", "/threads?title=eq.Lost", "", true, 200, "[]", ""},
		{"one that is not undone by a batch", "POST", "/", `[{"method":"POST","path":"rpc/start_thread?select=id","name":"new","body":{"board":"baking","title":"Batch","body":"one"}},
			{"method":"POST","path":"posts","body":{"thread":{"$ref":"new.id"},"body":"two"}},
			{"method":"GET","path":"posts?thread=eq.{new.id}&select=body&order=body"}]`, true, 200, `[{"body":"one"},{"body":"two"}]`, ""},
		{"one that is", "POST", "/", `[{"method":"POST","path":"rpc/start_thread","body":{"board":"baking","title":"Undone","body":"one"}},
			{"method":"POST","path":"posts","body":{"body":"of no thread"}}]`, true, 400, "23502", ""},
		{"nothing is left of that", "GET", "/threads?title=eq.Undone", "", true, 200, "[]", ""},
		{"figures", "GET", "/rpc/figures", "", false, 200, `"threads":`, ""},
		{"no rows of them", "GET", "/rpc/figures?select=threads", "", false, 400, "PGRST100", ""},
	} {
		r := httptest.NewRequest(test.method, "/rest/v1"+test.path, strings.NewReader(test.body))
		r.Header.Set("Content-Type", "application/json")
		if test.signedIn {
			r.Header.Set("Authorization", "Bearer "+signed)
		}
		w := httptest.NewRecorder()
		app.Handler().ServeHTTP(w, r)
		got := w.Body.String()
		if w.Code != test.status || !strings.Contains(got, test.has) || test.lacks != "" && strings.Contains(got, test.lacks) {
			t.Errorf("%s: %d %s", test.name, w.Code, got)
		}
	}
	doc := httptest.NewRecorder()
	app.Handler().ServeHTTP(doc, httptest.NewRequest(http.MethodGet, "/rest/v1/openapi.json", nil))
	if got := doc.Body.String(); !strings.Contains(got, "/rpc/search_threads") || strings.Contains(got, "/rpc/start_thread") {
		t.Error("a visitor is told of other actions than may be called")
	}
}

// TestMistakesAreTold refuses an action that is declared wrongly, before
// anything is made.
func TestMistakesAreTold(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	wrong := append(actions[:len(actions):len(actions)], actions[0])
	if _, err := bedplate.New(bedplate.Options{Dir: "../board", Data: data, Store: "sqlite:" + filepath.Join(data, "board.db"), Actions: wrong}); err == nil {
		t.Error("two actions have one name")
	}
}
