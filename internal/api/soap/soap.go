// Package soap is the SOAP door: document/literal wrapped messages of SOAP 1.1 and
// 1.2, and a WSDL that describes them to each caller. It reads a message into one
// query.Request, hands it to a query.Doer and writes the rows it is given as XML, in
// the order of the WSDL's elements. It knows no rules, plans or stores: whatever a
// caller may not see or do is the Doer's to refuse.
//
// Who calls is in the request's context (query.WithPrincipal), put there by whoever
// mounts the door; limits on time and on requests in flight are the server's.
package soap

import (
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"bedplate/query"
	"bedplate/schema"
)

// Prefix is where the door is mounted.
const Prefix = "/soap/v1"

// namespace is that of all elements and types of the door.
const namespace = "urn:bedplate:soap:v1"

// Options of a door. The zero Options are the defaults.
type Options struct {
	Log       *slog.Logger // internal errors; slog.Default()
	Name      string       // of the app, for the WSDL's documentation
	PublicURL string       // how the world reaches the server; "" is as the WSDL is asked for
	Secret    []byte       // seals cursors
	MaxBody   int64        // bytes of a message; 1 MiB
	MaxAnswer int          // bytes of an answer; 64 MiB
	MaxBatch  int          // operations of a batch; 100
	// Authenticate tells who sends a name and a password in a message; nil takes none.
	Authenticate Authenticate
	Clock        query.Clock // time.Now
}

// Door answers at Prefix. It is safe for concurrent use.
type Door struct {
	doer    func() query.Doer
	options Options
	mu      sync.Mutex
	catalog *catalog
	buffers sync.Pool
	nonces  *nonces
}

// maxDescriptions is how many WSDLs of one schema are kept: callers who see alike
// share one.
const maxDescriptions = 64

// New makes the door over what answers requests now. doer is asked once for each
// request; it gives nil while there is none.
func New(doer func() query.Doer, o Options) *Door {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.MaxBody <= 0 {
		o.MaxBody = 1 << 20
	}
	if o.MaxAnswer <= 0 {
		o.MaxAnswer = 64 << 20
	}
	if o.MaxBatch <= 0 {
		o.MaxBatch = 100
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	o.PublicURL = strings.TrimSuffix(o.PublicURL, "/")
	return &Door{doer: doer, options: o, nonces: newNonces()}
}

// catalogOf gives what is known of a schema, making it where it is new.
func (d *Door) catalogOf(s *schema.Schema) *catalog {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.catalog == nil || d.catalog.schema != s {
		d.catalog = newCatalog(s)
		d.catalog.descriptions, _ = lru.New[string, description](maxDescriptions) // fails of a size below one alone
	}
	return d.catalog
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
