// Package graphql is the GraphQL door: Hasura's dialect over HTTP, and a schema of
// Relay's beside it. It writes a schema of GraphQL for what its caller may know, reads
// documents against it (vektah/gqlparser parses and validates), turns each operation
// into one query.Request and writes the rows it is given, in the order of the selection.
// It knows no rules, plans or stores: whatever a caller may not see or do is the Doer's
// to refuse.
//
// Who calls is in the request's context (query.WithPrincipal), put there by whoever
// mounts the door; limits on time and on requests in flight are the server's.
package graphql

import (
	"crypto/rand"
	"encoding/binary"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"

	"bedplate/internal/api/positions"
	"bedplate/query"
	"bedplate/schema"

	lru "github.com/hashicorp/golang-lru/v2"
)

// Prefixes are where the door is mounted: under a name of its own, and where Hasura's
// clients look for it.
var Prefixes = []string{"/graphql/v1", "/v1/graphql", RelayPrefix}

// RelayPrefix is where the schema of Relay's is.
const RelayPrefix = "/v1beta1/relay"

// Options of a door. The zero Options are the defaults.
type Options struct {
	Log *slog.Logger // internal errors; slog.Default()
	// Developer lets everyone see the schema and have suggestions, not the service role
	// alone.
	Developer bool
	Limits    Limits
	// Secret seals what callers carry from their writes, as the REST door's does; one of
	// this process alone where it is missing.
	Secret    []byte
	Page      int   // the most rows of a list, as the engine has it; 1000
	MaxBody   int64 // bytes of a body; 1 MiB
	MaxAnswer int   // bytes of an answer; 64 MiB
	// NumbersAsText writes bigint and numeric as strings, for clients whose numbers are
	// doubles.
	NumbersAsText bool
	// Listed are documents that are known from the start, and OnlyListed tells the roles
	// that may ask for no others; nil is nobody.
	Listed     []string
	OnlyListed func(role string) bool
}

// Door answers at its prefixes. It is safe for concurrent use.
type Door struct {
	doer    func() query.Doer
	options Options
	books   atomic.Pointer[book]
	making  sync.Mutex
	sent    *lru.Cache[string, string] // documents by their digests
	listed  *listing
	buffers sync.Pool
	// positions seals what callers carry from their writes.
	positions *positions.Seal
}

// book is what is known of one schema: its names, and what callers see of it.
type book struct {
	schema    *schema.Schema
	catalog   *catalog
	views     *lru.Cache[string, *typed]
	callers   *lru.Cache[string, *typed] // the views of those who asked last
	documents *documents
}

// The bounds of what is kept.
const (
	maxViews   = 64
	maxCallers = 4096
	maxSent    = 1000
	// Longer documents are read anew each time.
	maxKept = 16 << 10
)

// New makes the door over what answers requests now. doer is asked once for each
// request; it gives nil while there is none.
func New(doer func() query.Doer, o Options) (*Door, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.MaxBody <= 0 {
		o.MaxBody = 1 << 20
	}
	if o.MaxAnswer <= 0 {
		o.MaxAnswer = 64 << 20
	}
	if o.Page <= 0 {
		o.Page = 1000
	}
	if o.OnlyListed == nil {
		o.OnlyListed = func(string) bool { return false }
	}
	o.Limits = o.Limits.withDefaults()
	if len(o.Secret) == 0 {
		o.Secret = make([]byte, 32)
		rand.Read(o.Secret) // never fails
	}
	d := &Door{doer: doer, options: o, positions: positions.NewSeal(o.Secret)}
	d.sent, _ = lru.New[string, string](maxSent) // fails of a size below one alone
	var err error
	d.listed, err = newListing(o.Listed)
	return d, err
}

// bookOf gives what is known of a schema, making it where it is new.
func (d *Door) bookOf(s *schema.Schema) *book {
	if b := d.books.Load(); b != nil && b.schema == s {
		return b
	}
	d.making.Lock()
	defer d.making.Unlock()
	if b := d.books.Load(); b != nil && b.schema == s {
		return b
	}
	b := &book{schema: s, catalog: newCatalog(s)}
	b.callers, _ = lru.New[string, *typed](maxCallers)
	b.views, _ = lru.New[string, *typed](maxViews)
	b.documents = newDocuments()
	d.books.Store(b)
	return b
}

// typedFor gives the schema that a caller sees.
func (d *Door) typedFor(doer query.Doer, p *query.Principal, src query.Source, relay bool) (*book, *typed, error) {
	b := d.bookOf(doer.Schema())
	if b.catalog.volatile {
		return d.typedBy(b, doer, p, src, relay)
	}
	who := appendCaller(make([]byte, 0, 256), p, relay)
	if t, ok := b.callers.Get(string(who)); ok {
		return b, t, nil
	}
	_, t, err := d.typedBy(b, doer, p, src, relay)
	if err == nil && len(who) <= maxCaller {
		b.callers.Add(string(who), t)
	}
	return b, t, err
}

// maxCaller bounds what is kept of one caller.
const maxCaller = 1 << 10

// appendCaller appends all that a caller's rights depend on, where they depend on nothing
// of the request.
func appendCaller(dst []byte, p *query.Principal, relay bool) []byte {
	for _, fact := range [...]string{p.Role, p.ID, p.Email, p.AAL, p.Tenant, p.Owner, p.Key, p.Scope.String()} {
		dst = append(binary.AppendUvarint(dst, uint64(len(fact))), fact...)
	}
	dst = binary.AppendUvarint(dst, uint64(len(p.Roles)))
	for _, role := range p.Roles {
		dst = append(binary.AppendUvarint(dst, uint64(len(role))), role...)
	}
	if relay {
		dst = append(dst, 'r')
	}
	return p.Claims.AppendText(append(dst, ' '))
}

// typedBy gives the schema for a caller's rights.
func (d *Door) typedBy(b *book, doer query.Doer, p *query.Principal, src query.Source, relay bool) (*book, *typed, error) {
	r := rights{Rights: doer.Rights(p, src), service: p.Service(), unbounded: p.Unbounded()}
	key := r.fingerprint(b.catalog, relay)
	if t, ok := b.views.Get(key); ok {
		return b, t, nil
	}
	d.making.Lock()
	defer d.making.Unlock()
	if t, ok := b.views.Get(key); ok {
		return b, t, nil
	}
	t, err := newTyped(newView(b.catalog, r, relay))
	if err == nil {
		b.views.Add(key, t)
	}
	return b, t, err
}

// SchemaOf writes the schema that a caller sees, in GraphQL's own language.
func (d *Door) SchemaOf(p *query.Principal, relay bool) (string, error) {
	_, t, err := d.typedFor(d.doer(), p, query.Source{}, relay)
	if err != nil {
		return "", err
	}
	return t.text, nil
}

// source is what rules may know of a request.
func source(r *http.Request) query.Source {
	ip := r.RemoteAddr
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		ip = host
	}
	return query.Source{Method: r.Method, IP: ip, Header: func(name string) (string, bool) {
		v := r.Header[http.CanonicalHeaderKey(name)]
		if len(v) == 0 {
			return "", false
		}
		return v[0], true
	}}
}

// isRelay tells an address of the schema of Relay's.
func isRelay(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, RelayPrefix) }
