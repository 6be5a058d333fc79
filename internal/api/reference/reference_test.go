package reference

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bedplate/internal/nodetest"
)

// TestBundleIsItsSource builds the page from its source and the packages of its
// lock, and finds what is committed. To bring dist up to date, run build.mjs as
// it says.
func TestBundleIsItsSource(t *testing.T) {
	t.Parallel()
	packages := nodetest.Find(t, "source")
	dir, out := t.TempDir(), t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("source")); err != nil {
		t.Fatal(err)
	}
	packages.Link(t, dir)
	packages.Run(t, dir, "build.mjs", out)
	for _, name := range []string{"page.js", "page.css", "THIRD-PARTY.txt"} {
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
	door := New(`<b>"board"`, "/rest/v1/openapi.json")
	ask := func(method, path string, header ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, nil)
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		door.ServeHTTP(w, r)
		return w
	}
	for path, mime := range map[string]string{
		"/reference": "text/html", "/reference/page.js": "text/javascript",
		"/reference/page.css": "text/css", "/reference/THIRD-PARTY.txt": "text/plain",
	} {
		plain, small := ask("GET", path), ask("GET", path, "Accept-Encoding", "br, gzip")
		if plain.Code != 200 || !strings.HasPrefix(plain.Header().Get("Content-Type"), mime) || plain.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s: %d %v", path, plain.Code, plain.Header())
		}
		if policy := plain.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'; script-src 'self';") {
			t.Errorf("%s may do %s", path, policy)
		}
		unzip, err := gzip.NewReader(small.Body)
		if err != nil {
			t.Fatal(err)
		}
		if whole, err := io.ReadAll(unzip); err != nil || !bytes.Equal(whole, plain.Body.Bytes()) {
			t.Errorf("%s differs when it is compressed (%v)", path, err)
		}
		if small.Body.Len() > 300<<10 {
			t.Errorf("%s has %d bytes", path, small.Body.Len())
		}
	}
	if html := ask("GET", "/reference").Body.String(); strings.Contains(html, "<b>") || !strings.Contains(html, "&lt;b&gt;") {
		t.Errorf("the name is not escaped: %s", html)
	}
	for path, want := range map[string]int{
		"/reference/": http.StatusMovedPermanently, "/reference/source": http.StatusNotFound, "/reference/page.html": http.StatusNotFound,
	} {
		if w := ask("GET", path); w.Code != want {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := ask("POST", "/reference"); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d", w.Code)
	}
}

// TestLicences finds the licence of every package in the bundle.
func TestLicences(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"rapidoc 9.3.8, MIT", "lit 3.", "lit-html 3.", "marked 4.3.0, MIT", "prismjs 1.", "randexp 0."} {
		if !strings.Contains(string(licences), "\n"+name) {
			t.Errorf("there is no licence of %s", name)
		}
	}
	if strings.Count(string(licences), "opyright") < 8 {
		t.Error("texts are missing")
	}
}
