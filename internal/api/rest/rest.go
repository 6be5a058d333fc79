// Package rest is the REST door: PostgREST's grammar over HTTP, with additions
// (rows by key, filter= in the expression language, NDJSON). It translates
// requests to query.Request, hands them to a query.Doer and writes the rows it
// is given. It knows no rules, plans or stores: whatever a caller may not see
// or do is the Doer's to refuse.
//
// Who calls is in the request's context (query.WithPrincipal), put there by
// whoever mounts the door; limits on time and on requests in flight, CORS and
// compression are the server's.
package rest

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"bedplate/fault"
	"bedplate/internal/api/positions"
	"bedplate/internal/api/rest/grammar"
	"bedplate/query"
	"bedplate/schema"
)

// Options of a door. The zero Options are the defaults.
type Options struct {
	Prefix    string        // where it is mounted; /rest/v1
	Secret    []byte        // seals cursors and positions; one of this process alone where it is missing
	Log       *slog.Logger  // internal errors; slog.Default()
	MaxObject int64         // bytes of a body of one object; 1 MiB
	MaxBulk   int64         // bytes of a body of an array; 16 MiB
	MaxBatch  int           // operations of a batch; 100
	MaxImport int64         // bytes of a body of CSV or NDJSON; 1 GiB
	Spool     string        // the directory where such bodies are kept meanwhile; the system's own
	MaxPage   int           // bytes of an answer that is not streamed; 64 MiB
	Stall     time.Duration // how long a stream may stand still; 5 s
	// Developer has requests explained to every caller, not to the service role
	// alone.
	Developer bool
	// Claims makes a caller of a JSON object of a token's claims, for the
	// service role that asks how another's request would be answered.
	Claims func(document []byte) (*query.Principal, error)
	// Documents answers GET and HEAD of openapi.json, and of the door itself
	// where application/openapi+json is asked for; nil is no such documents.
	Documents http.Handler
}

// door is the handler; it is safe for concurrent use.
type door struct {
	doer    func() query.Doer
	log     *slog.Logger
	options Options
	catalog atomic.Pointer[grammar.Catalog]
	buffers sync.Pool
	seals   sync.Pool
	// positions seals what callers carry from their writes.
	positions *positions.Seal
	spooled   atomic.Int64 // bytes of uploads that are kept now
}

// New makes the door's handler. doer is asked once for each request, so that
// a server may change to another schema between two; it gives nil while there
// is none to serve.
func New(doer func() query.Doer, o Options) http.Handler {
	if o.Prefix == "" {
		o.Prefix = "/rest/v1"
	}
	o.Prefix = strings.TrimSuffix(o.Prefix, "/")
	if len(o.Secret) == 0 {
		o.Secret = make([]byte, 32)
		rand.Read(o.Secret) // never fails
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Claims == nil {
		o.Claims = func([]byte) (*query.Principal, error) {
			return nil, fault.New(fault.Unsupported, "claims cannot be read here")
		}
	}
	if o.MaxObject <= 0 {
		o.MaxObject = 1 << 20
	}
	if o.MaxBulk <= 0 {
		o.MaxBulk = 16 << 20
	}
	if o.MaxImport <= 0 {
		o.MaxImport = 1 << 30
	}
	if o.MaxBatch <= 0 {
		o.MaxBatch = 100
	}
	if o.MaxPage <= 0 {
		o.MaxPage = 64 << 20
	}
	if o.Stall <= 0 {
		o.Stall = 5 * time.Second
	}
	return &door{doer: doer, log: o.Log, options: o, positions: positions.NewSeal(o.Secret)}
}

// catalogOf gives the catalog of a schema, making it where it is new.
func (d *door) catalogOf(s *schema.Schema) *grammar.Catalog {
	if cat := d.catalog.Load(); cat != nil && cat.Schema == s {
		return cat
	}
	cat := grammar.NewCatalog(s)
	d.catalog.Store(cat)
	return cat
}

// ServeHTTP answers one request.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{door: d, w: w, r: r, principal: query.PrincipalFrom(r.Context())}
	err := c.serve()
	if x, ok := err.(explained); ok {
		err = c.explained(x.Explanation)
	}
	if err != nil {
		c.fail(err)
	}
}
