// Package bundletest is what every bundled page must pass.
package bundletest

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

	"bedplate/internal/toolchain"
)

// Page is a bundled page: in the directory of the test it has its source in source/, and
// what is built of that in dist/.
type Page struct {
	Handler  http.Handler // of an app whose name is Name
	Prefix   string
	Style    string   // the name of the style's file
	Licences []string // names of packages in the bundle, as they stand in THIRD-PARTY.txt
}

// Name is the name of an app that is not to be markup.
const Name = `<b>"board"`

// most is how long a compressed file may be.
const most = 400 << 10

// Test tests a page.
func Test(t *testing.T, p Page) {
	t.Run("source", p.testSource)
	t.Run("files", p.testFiles)
	t.Run("other addresses", p.testOthers)
	t.Run("licences", p.testLicences)
}

// testSource builds the page from its source and the packages of its lock, and finds
// what is committed. To bring dist up to date, run build.mjs as it says.
func (p Page) testSource(t *testing.T) {
	t.Parallel()
	packages := toolchain.Find(t, "source")
	dir, out := t.TempDir(), t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("source")); err != nil {
		t.Fatal(err)
	}
	packages.Link(t, dir)
	packages.Run(t, dir, "build.mjs", out)
	for _, name := range []string{"page.js", p.Style, "THIRD-PARTY.txt"} {
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

func (p Page) ask(method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, p.Prefix+path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	p.Handler.ServeHTTP(w, r)
	return w
}

// testFiles reads the page and its files, compressed and not, under their policy.
func (p Page) testFiles(t *testing.T) {
	t.Parallel()
	for path, mime := range map[string]string{
		"": "text/html", "/page.js": "text/javascript", "/" + p.Style: "text/css", "/THIRD-PARTY.txt": "text/plain",
	} {
		plain, small := p.ask("GET", path), p.ask("GET", path, "Accept-Encoding", "br, gzip")
		if plain.Code != 200 || plain.Header().Get("Content-Type") != mime+"; charset=utf-8" || plain.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s: %d %v", path, plain.Code, plain.Header())
		}
		if policy := plain.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'; script-src 'self';") {
			t.Errorf("%s may do %s", path, policy)
		}
		if size := small.Body.Len(); size > most {
			t.Errorf("%s has %d bytes", path, size)
		}
		unzip, err := gzip.NewReader(small.Body)
		if err != nil {
			t.Fatal(err)
		}
		if whole, err := io.ReadAll(unzip); err != nil || !bytes.Equal(whole, plain.Body.Bytes()) {
			t.Errorf("%s differs when it is compressed (%v)", path, err)
		}
	}
	if html := p.ask("GET", "").Body.String(); strings.Contains(html, "<b>") || !strings.Contains(html, "&lt;b&gt;") {
		t.Errorf("the name is not escaped: %s", html)
	}
}

func (p Page) testOthers(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]int{"/": http.StatusMovedPermanently, "/source": http.StatusNotFound, "/page.html": http.StatusNotFound} {
		if w := p.ask("GET", path); w.Code != want {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := p.ask("POST", ""); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d", w.Code)
	}
}

// testLicences finds the licence of every package in the bundle.
func (p Page) testLicences(t *testing.T) {
	t.Parallel()
	texts := p.ask("GET", "/THIRD-PARTY.txt").Body.String()
	for _, name := range p.Licences {
		if !strings.Contains(texts, "\n"+name) {
			t.Errorf("there is no licence of %s", name)
		}
	}
	if n := strings.Count(texts, "opyright"); n < len(p.Licences) {
		t.Errorf("there are %d texts", n)
	}
}
