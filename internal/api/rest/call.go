package rest

import (
	"net"
	"net/http"
	"strings"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
)

// call is one request being answered.
type call struct {
	door      *door
	w         http.ResponseWriter
	r         *http.Request
	principal *query.Principal
	doer      query.Doer
	// collection is the address's; nil before it is found.
	collection *schema.Collection
	parser     parser
	prefer     preferences
	media      media
	paging     bool   // a cursor is asked for
	pageBy     string // what cursor= is called here
	// Of one record by its key: what select= says, and whether it embeds.
	chosen string
	embeds bool
	asked  query.Request
	ops    [1]query.Operation
}

// serve answers the request, or gives the error to answer with; then nothing
// was written.
func (c *call) serve() error {
	if c.doer = c.door.doer(); c.doer == nil {
		return fault.New(fault.Unavailable, "the server has no schema yet")
	}
	c.parser.cat = c.door.catalogOf(c.doer.Schema())
	c.parser.sight.caller = c
	at, err := parseAddress(c.r.URL.EscapedPath(), c.door.options.Prefix)
	if err != nil {
		return err
	}
	if err := profile(c.r.Header); err != nil {
		return err
	}
	if at.collection == "" {
		return c.root()
	}
	if at.collection == documentName && !at.keyed && c.door.options.Documents != nil {
		return c.document()
	}
	col := c.parser.cat.collection(at.collection)
	if col == nil {
		return c.noCollection(at.collection)
	}
	c.collection = col
	if c.media, err = negotiate(c.r.Header["Accept"]); err != nil && c.r.Method != http.MethodOptions {
		return err
	}
	if c.prefer, err = parsePrefer(c.r.Header["Prefer"]); err != nil {
		return err
	}
	if c.r.Method == http.MethodGet || c.r.Method == http.MethodHead {
		return c.read(col, at)
	}
	return c.change(col, at)
}

// change answers the methods that write, and OPTIONS.
func (c *call) change(col *schema.Collection, at address) error {
	allow := c.parser.cat.infos[col].allow
	if at.keyed {
		allow = strings.Replace(allow, ",POST", "", 1)
	}
	method := c.r.Method
	if method == http.MethodOptions {
		c.w.Header().Set("Allow", allow)
		c.w.WriteHeader(http.StatusOK)
		return nil
	}
	if !strings.Contains(","+allow+",", ","+method+",") {
		return c.refuseMethod(allow)
	}
	switch method {
	case http.MethodPost:
		return c.create(col)
	case http.MethodPatch:
		return c.update(col, at)
	case http.MethodPut:
		return c.put(col, at)
	}
	return c.remove(col, at)
}

// refuseMethod says which methods the address takes.
func (c *call) refuseMethod(allow string) error {
	c.w.Header().Set("Allow", allow)
	return fault.New(fault.Method, "the method %s is not allowed here", quote(c.r.Method)).
		WithHint("use one of %s", allow)
}

// noCollection refuses a name, with the nearest that the caller may know.
func (c *call) noCollection(name string) error {
	if name == "rpc" {
		return fault.New(fault.UnknownAction, "there is no such action")
	}
	err := fault.Of(fault.UnknownCollection, validText(name), "Could not find the collection %s", quote(name))
	if near := fault.Nearest(name, c.parser.cat.known(c.principal)); near != "" {
		err.WithHint("Perhaps you meant the collection '%s'", near)
	}
	return err
}

// profile refuses schemas other than public.
func profile(h http.Header) error {
	for _, name := range [...]string{"Accept-Profile", "Content-Profile"} {
		if v := h[name]; len(v) > 0 && v[0] != "public" {
			return fault.Of(fault.Profile, name, "Invalid schema: %s", validText(v[0])).
				WithHint("Only the following schemas are exposed: public")
		}
	}
	return nil
}

// request makes the request of one operation. It lives as long as the call.
func (c *call) request(op query.Operation) *query.Request {
	c.ops[0] = op
	c.asked = query.Request{
		Schema:   c.parser.cat.schema,
		Ops:      c.ops[:],
		Params:   c.parser.params,
		Rollback: c.prefer.rollback,
		Source:   c.source(),
	}
	return &c.asked
}

// source is what expressions may know of the request.
func (c *call) source() query.Source {
	return query.Source{Method: c.r.Method, IP: remoteIP(c.r.RemoteAddr), Header: c.header}
}

// hidden gives the test of what is not there for the caller, and sealed that
// of what is not even to be written.
func (c *call) hidden() hides { return c.doer.Hidden(c.principal, c.source()) }
func (c *call) sealed() hides { return c.doer.Sealed(c.principal, c.source()) }

// header finds a header of the request by its name in lower case.
func (c *call) header(name string) (string, bool) {
	v := c.r.Header[http.CanonicalHeaderKey(name)]
	if len(v) == 0 {
		return "", false
	}
	return v[0], true
}

// remoteIP is an address without its port, where it has one.
func remoteIP(addr string) string {
	if i := strings.IndexByte(addr, ':'); i >= 0 && strings.IndexByte(addr[i+1:], ':') < 0 {
		return addr[:i]
	}
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	return host
}
