package site

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

// served is a folder with pages, and what must never be seen of it.
func served(t *testing.T) (*Site, string) {
	t.Helper()
	dir := t.TempDir()
	folder := filepath.Join(dir, "public")
	for name, text := range map[string]string{
		"secret.txt": "secret", "public/index.html": "home", "public/page.js": "script", "public/a b.txt": "spaced", "public/bytes": "raw",
		"public/sub/index.html": "below", "public/bare/file.txt": "bare", "public/.env": "secret", "public/.git/config": "secret",
		"public/.well-known/security.txt": "mail us", "public/%2e.txt": "percent",
	} {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"out.txt": "../secret.txt", "up": "..", "in.txt": "bytes"} {
		if err := os.Symlink(to, filepath.Join(folder, link)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	s, err := New(folder, Options{Elsewhere: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, folder
}

func ask(s *Site, method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/", nil)
	r.URL.Path = path // as it stands, whatever a client would make of it
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// TestPaths finds what stands in the folder, at one path each, and nothing else.
func TestPaths(t *testing.T) {
	t.Parallel()
	s, _ := served(t)
	const elsewhere = http.StatusTeapot
	for _, c := range []struct {
		path   string
		status int
		body   string
		mime   string
	}{
		{"/", 200, "home", "text/html; charset=utf-8"},
		{"/index.html", 200, "home", "text/html; charset=utf-8"},
		{"/page.js", 200, "script", "text/javascript; charset=utf-8"},
		{"/a b.txt", 200, "spaced", "text/plain; charset=utf-8"},
		{"/bytes", 200, "raw", "application/octet-stream"},
		{"/in.txt", 200, "raw", "text/plain; charset=utf-8"},
		{"/sub/", 200, "below", "text/html; charset=utf-8"},
		{"/.well-known/security.txt", 200, "mail us", "text/plain; charset=utf-8"},
		{"/%2e.txt", 200, "percent", "text/plain; charset=utf-8"},
		{"/bare/file.txt", 200, "bare", "text/plain; charset=utf-8"},
		{"/bare", elsewhere, "", ""}, {"/bare/", elsewhere, "", ""}, // no lists
		{"/page.js/", elsewhere, "", ""}, {"/page.js/x", elsewhere, "", ""}, {"/nothing", elsewhere, "", ""},
		{"/.env", elsewhere, "", ""}, {"/.git/config", elsewhere, "", ""}, {"/.git", elsewhere, "", ""},
		{"/../secret.txt", elsewhere, "", ""}, {"/sub/../../secret.txt", elsewhere, "", ""}, {"/sub/../page.js", elsewhere, "", ""},
		{"/./page.js", elsewhere, "", ""}, {"//page.js", elsewhere, "", ""}, {"/sub//", elsewhere, "", ""}, {"//", elsewhere, "", ""},
		{"//evil.example", elsewhere, "", ""}, {"/..\\secret.txt", elsewhere, "", ""}, {"/page.js\x00", elsewhere, "", ""},
		{"/out.txt", elsewhere, "", ""}, {"/up/secret.txt", elsewhere, "", ""}, {"", elsewhere, "", ""}, {"page.js", elsewhere, "", ""},
	} {
		w := ask(s, http.MethodGet, c.path)
		if w.Code != c.status || w.Body.String() != c.body || w.Header().Get("Content-Type") != c.mime {
			t.Errorf("%q: %d %q %q", c.path, w.Code, w.Body, w.Header().Get("Content-Type"))
		}
		if w.Code == http.StatusOK && (w.Header().Get("Content-Security-Policy") != Policy || w.Header().Get("Cache-Control") != "no-cache") {
			t.Errorf("%q: %v", c.path, w.Header())
		}
	}
	w := ask(s, http.MethodGet, "/sub")
	if w.Code != http.StatusPermanentRedirect || w.Header().Get("Location") != "/sub/" {
		t.Errorf("a folder: %d %v", w.Code, w.Header())
	}
}

// TestRequests sends what a client does not have yet, of what it asks for.
func TestRequests(t *testing.T) {
	t.Parallel()
	s, folder := served(t)
	first := ask(s, http.MethodGet, "/page.js").Header().Get("ETag")
	for _, c := range []struct {
		method, path string
		header       []string
		status       int
		body         string
	}{
		{http.MethodGet, "/page.js", []string{"If-None-Match", first}, http.StatusNotModified, ""},
		{http.MethodGet, "/page.js", []string{"If-None-Match", `"other"`}, http.StatusOK, "script"},
		{http.MethodGet, "/page.js", []string{"Range", "bytes=1-2"}, http.StatusPartialContent, "cr"},
		{http.MethodGet, "/page.js", []string{"Range", "bytes=9-"}, http.StatusRequestedRangeNotSatisfiable, "invalid range: failed to overlap\n"},
		{http.MethodHead, "/page.js", nil, http.StatusOK, ""},
		{http.MethodPost, "/page.js", nil, http.StatusMethodNotAllowed, ""},
		{http.MethodPost, "/nothing", nil, http.StatusTeapot, ""},
	} {
		if w := ask(s, c.method, c.path, c.header...); w.Code != c.status || w.Body.String() != c.body {
			t.Errorf("%s %s %v: %d %q", c.method, c.path, c.header, w.Code, w.Body)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "page.js"), []byte("another script"), 0o600); err != nil {
		t.Fatal(err)
	}
	if w := ask(s, http.MethodGet, "/page.js", "If-None-Match", first); w.Code != http.StatusOK || w.Body.String() != "another script" {
		t.Errorf("a file that was changed: %d %q", w.Code, w.Body)
	}
}
