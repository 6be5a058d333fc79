// Package openapi describes an app's REST API for the tools of its clients:
// OpenAPI 3.1, Swagger 2.0 in PostgREST's shape, and TypeScript in the shape of
// supabase-js. All three are made of a View, which is what of the schema is
// there for one caller: a document names nothing that its reader may not know.
//
// It describes and does not serve: the REST door hands it the requests for
// documents, and knows what is described here only by the tests that hold the
// two together.
package openapi

import (
	"crypto/sha256"
	"encoding/hex"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"bedplate/query"
	"bedplate/schema"
)

// Door answers GET and HEAD with documents. It is safe for concurrent use.
type Door struct {
	doer  func() query.Doer
	about About

	mu     sync.Mutex
	schema *schema.Schema // whose documents are kept
	kept   *lru.Cache[string, document]
}

// document is one that is made, with its entity tag.
type document struct {
	text []byte
	etag string
}

// cachedDocuments bounds the documents that are kept: callers with the same
// rights share one.
const cachedDocuments = 16

// New makes the door. doer is asked once for each request.
func New(doer func() query.Doer, about About) *Door {
	return &Door{doer: doer, about: about}
}

// The media types of the two documents.
const (
	typeOpenAPI = "application/openapi+json"
	typeJSON    = "application/json; charset=utf-8"
)

// ServeHTTP answers with OpenAPI 3.1 under openapi.json, and with Swagger 2.0
// anywhere else. Without a schema it answers 503. What fails is answered 500 without a body; only a fault in
// this package can.
func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	form, contentType := "swagger", typeOpenAPI+"; charset=utf-8"
	if strings.HasSuffix(r.URL.Path, "/openapi.json") {
		form, contentType = "openapi", typeJSON
	}
	doer := d.doer()
	if doer == nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	doc, err := d.document(doer, form, r)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("ETag", doc.etag)
	h.Set("Cache-Control", "private, no-cache")
	if matches(r.Header["If-None-Match"], doc.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(doc.text)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(doc.text) // a caller who is gone needs no answer
	}
}

// matches tells whether If-None-Match names the tag.
func matches(lines []string, etag string) bool {
	for _, line := range lines {
		for tag := range strings.SplitSeq(line, ",") {
			tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
			if tag == etag || tag == "*" {
				return true
			}
		}
	}
	return false
}

// document finds the document for a request's caller, or makes it.
func (d *Door) document(doer query.Doer, form string, r *http.Request) (document, error) {
	s, p := doer.Schema(), query.PrincipalFrom(r.Context())
	caller := callerOf(doer, p, sourceOf(r))
	kept := d.cacheOf(s)
	key := form + " " + caller.fingerprint(s)
	if doc, ok := kept.Get(key); ok {
		return doc, nil
	}
	made := NewDocument(NewView(s, caller), d.about)
	write := made.Swagger
	if form == "openapi" {
		write = made.OpenAPI
	}
	content, err := write()
	if err != nil {
		return document{}, err
	}
	sum := sha256.Sum256(content)
	doc := document{content, `"` + hex.EncodeToString(sum[:12]) + `"`}
	kept.Add(key, doc)
	return doc, nil
}

// cacheOf gives the documents of a schema, forgetting those of another.
func (d *Door) cacheOf(s *schema.Schema) *lru.Cache[string, document] {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.schema != s {
		kept, err := lru.New[string, document](cachedDocuments)
		if err != nil {
			panic(err) // the size is a constant
		}
		d.schema, d.kept = s, kept
	}
	return d.kept
}

// sourceOf is what field rules may know of the request.
func sourceOf(r *http.Request) query.Source {
	ip, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		ip = r.RemoteAddr
	}
	return query.Source{Method: r.Method, IP: ip, Header: func(name string) (string, bool) {
		v := r.Header[http.CanonicalHeaderKey(name)]
		if len(v) == 0 {
			return "", false
		}
		return v[0], true
	}}
}
