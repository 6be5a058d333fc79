package graphiql

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bedplate/internal/toolchain"
)

// TestBundleIsItsSource builds the page from its source and the packages of its lock, and
// finds what is committed. To bring dist up to date, run build.mjs as it says.
func TestBundleIsItsSource(t *testing.T) {
	t.Parallel()
	packages := toolchain.Find(t, "source")
	dir, out := t.TempDir(), t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("source")); err != nil {
		t.Fatal(err)
	}
	packages.Link(t, dir)
	packages.Run(t, dir, "build.mjs", out)
	for _, name := range []string{"page.js", "style.css", "THIRD-PARTY.txt"} {
		built, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		committed, err := os.ReadFile(filepath.Join("dist", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(built, committed) {
			t.Errorf("dist/%s is not what source builds", name)
		}
	}
}

func TestPage(t *testing.T) {
	t.Parallel()
	door := New(`<b>"board"`, "/graphql/v1")
	for path, want := range map[string]struct {
		mime   string
		status int
	}{
		"/graphiql":                 {"text/html; charset=utf-8", http.StatusOK},
		"/graphiql/page.js":         {"text/javascript; charset=utf-8", http.StatusOK},
		"/graphiql/style.css":       {"text/css; charset=utf-8", http.StatusOK},
		"/graphiql/THIRD-PARTY.txt": {"text/plain; charset=utf-8", http.StatusOK},
		"/graphiql/":                {"text/html; charset=utf-8", http.StatusMovedPermanently},
		"/graphiql/source":          {"text/plain; charset=utf-8", http.StatusNotFound},
	} {
		w := httptest.NewRecorder()
		door.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != want.status || w.Header().Get("Content-Type") != want.mime || strings.Contains(w.Body.String(), "<b>") && strings.HasPrefix(want.mime, "text/html") {
			t.Errorf("%s: %d %v", path, w.Code, w.Header())
		}
		if w.Code == http.StatusOK && !strings.HasPrefix(w.Header().Get("Content-Security-Policy"), "default-src 'none'; script-src 'self';") {
			t.Errorf("%s: %v", path, w.Header())
		}
	}
	w := httptest.NewRecorder()
	if door.ServeHTTP(w, httptest.NewRequest("POST", "/graphiql", nil)); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
	for _, name := range []string{"graphiql 3.9.0, MIT", "graphql 16.", "codemirror 5.", "react 18.", "react-dom 18."} {
		if !strings.Contains(string(licences), "\n"+name) {
			t.Errorf("there is no licence of %s", name)
		}
	}
}
