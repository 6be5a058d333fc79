// Package bundle serves a page for developers whose script, style and licences
// are bundled with the program: compressed once, under one policy. What stands in
// such a page, others know: internal/api/reference and internal/api/graphiql.
package bundle

import (
	"bytes"
	"compress/gzip"
	"html/template"
	"net/http"
	"strconv"
	"strings"
)

// policy lets a page run its own script and ask its own server, and nothing
// else. Bundled editors write their style into elements, so styles may stand there.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; " +
	"img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Files are what a page is made of.
type Files struct {
	Markup   string // a template of Go, in HTML, that knows .Title, .Address and .Prefix
	Script   []byte // page.js
	Style    []byte
	StyledAs string // the name of the style's file
	Licences []byte // THIRD-PARTY.txt
}

// file is one of the page's files as it is sent.
type file struct {
	mime         string
	plain, small []byte // small is compressed
}

// New makes the handler of a page and its files at a prefix: of an app by its
// name, with the address of the door that it is about. It panics where the markup
// is no template.
func New(prefix, title, address string, f Files) http.Handler {
	var html bytes.Buffer
	said := map[string]string{"Title": title, "Address": address, "Prefix": prefix}
	_ = template.Must(template.New("page").Parse(f.Markup)).Execute(&html, said) // a buffer takes everything
	files := map[string]file{
		prefix:                      compressed("text/html", html.Bytes()),
		prefix + "/page.js":         compressed("text/javascript", f.Script),
		prefix + "/" + f.StyledAs:   compressed("text/css", f.Style),
		prefix + "/THIRD-PARTY.txt": compressed("text/plain", f.Licences),
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { serve(w, r, prefix, files) })
}

func compressed(mime string, plain []byte) file {
	var small bytes.Buffer
	zip := gzip.NewWriter(&small)
	_, _ = zip.Write(plain)
	_ = zip.Close()
	return file{mime: mime + "; charset=utf-8", plain: plain, small: small.Bytes()}
}

func serve(w http.ResponseWriter, r *http.Request, prefix string, files map[string]file) {
	if r.URL.Path == prefix+"/" {
		http.Redirect(w, r, prefix, http.StatusMovedPermanently)
		return
	}
	f, ok := files[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	h.Set("Content-Security-Policy", policy)
	h.Set("Content-Type", f.mime)
	h.Set("Cache-Control", "no-cache")
	h.Add("Vary", "Accept-Encoding")
	body := f.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = f.small
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // who reads no further is gone
}
