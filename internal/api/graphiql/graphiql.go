// Package graphiql serves a page to try the GraphQL door on: GraphiQL, bundled from
// source/ into dist/. It is meant for development. Nothing in the page comes from
// elsewhere, and it asks nobody but the server that it came from.
package graphiql

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"html/template"
	"net/http"
	"strconv"
	"strings"
)

// Prefix is where the page must be mounted.
const Prefix = "/graphiql"

var (
	//go:embed page.html
	markup string
	//go:embed dist/page.js
	script []byte
	//go:embed dist/style.css
	style []byte
	//go:embed dist/THIRD-PARTY.txt
	licences []byte

	frame = template.Must(template.New("page").Parse(markup))
)

// policy lets the page run its own script and ask its own server, and nothing else.
// The editor writes its style into elements, so styles may stand there.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; " +
	"img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// page is one of the page's files as it is sent.
type page struct {
	mime         string
	plain, small []byte // small is compressed
}

// New makes the handler of the page and its files: of an app by its name, with the
// address of its GraphQL door.
func New(title, address string) http.Handler {
	var html bytes.Buffer
	_ = frame.Execute(&html, map[string]string{"Title": title, "Address": address, "Prefix": Prefix}) // a buffer takes everything
	pages := map[string]page{
		Prefix:                      compressed("text/html", html.Bytes()),
		Prefix + "/page.js":         compressed("text/javascript", script),
		Prefix + "/style.css":       compressed("text/css", style),
		Prefix + "/THIRD-PARTY.txt": compressed("text/plain", licences),
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { serve(w, r, pages) })
}

func compressed(mime string, plain []byte) page {
	var small bytes.Buffer
	zip := gzip.NewWriter(&small)
	_, _ = zip.Write(plain)
	_ = zip.Close()
	return page{mime: mime + "; charset=utf-8", plain: plain, small: small.Bytes()}
}

func serve(w http.ResponseWriter, r *http.Request, pages map[string]page) {
	if r.URL.Path == Prefix+"/" {
		http.Redirect(w, r, Prefix, http.StatusMovedPermanently)
		return
	}
	p, ok := pages[r.URL.Path]
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
	h.Set("Content-Type", p.mime)
	h.Set("Cache-Control", "no-cache")
	h.Add("Vary", "Accept-Encoding")
	body := p.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = p.small
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // who reads no further is gone
}
