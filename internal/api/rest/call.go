package rest

import (
	"net"
	"net/http"
	"strings"

	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
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
	rights    query.Rights // once asked for
	// collection is the address's; nil before it is found. Where action is one,
	// it is that whose records the action gives.
	collection *schema.Collection
	action     *schema.Action
	parser     grammar.Parser
	prefer     preferences
	media      media
	paging     bool             // a cursor is asked for
	pageBy     string           // what cursor= is called here
	query      [digestSize]byte // what its cursors belong to, once it is digested
	digested   bool
	// Of one record by its key: what select= says, and whether it embeds.
	selected string
	embeds   bool
	retry    *retry // where it may be sent again
	// Of a batch, all of it; of one of its operations, which one.
	whole *batch
	step  *step
	asked query.Request
	ops   [1]query.Operation
	// What the caller carries from its last writes, where it has joined in that.
	session query.Session
	joined  bool
	sel     query.Select // of ops, where it is a read
	// Values of the answer's headers, and how many there are.
	heads [4]string
	said  int
}

// serve answers the request, or gives the error to answer with; then nothing
// was written.
func (c *call) serve() error {
	if c.doer = c.door.doer(); c.doer == nil {
		return fault.New(fault.Unavailable, "the server has no schema yet")
	}
	c.parser.Cat = c.door.catalogOf(c.doer.Schema())
	c.parser.Sight.Caller = c
	at, err := grammar.ParseAddress(c.r.URL.EscapedPath(), c.door.options.Prefix)
	if err != nil {
		return err
	}
	if err := profile(c.r.Header); err != nil {
		return err
	}
	return c.at(at)
}

// at answers the request to an address.
func (c *call) at(at grammar.Address) error {
	if at.Collection == "" {
		return c.root()
	}
	if at.Collection == documentName && !at.Keyed && c.door.options.Documents != nil {
		return c.document()
	}
	if name, ok, err := at.Action(); ok || err != nil {
		if err != nil {
			return err
		}
		return c.rpc(name)
	}
	col := c.parser.Cat.Collection(at.Collection)
	if col == nil {
		return c.noCollection(at.Collection)
	}
	c.collection = col
	err := c.accept()
	if err != nil && c.r.Method != http.MethodOptions {
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
func (c *call) change(col *schema.Collection, at grammar.Address) error {
	allow := allowed(col, at)
	method := c.r.Method
	if method == http.MethodOptions {
		c.w.Header().Set("Allow", allow)
		c.w.WriteHeader(http.StatusOK)
		return nil
	}
	if !strings.Contains(","+allow+",", ","+method+",") {
		return c.refuseMethod(allow)
	}
	if err := c.retried(); err != nil {
		return err
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

// allowed lists the methods of an address, for Allow.
func allowed(col *schema.Collection, at grammar.Address) string {
	switch {
	case col.View:
		return "OPTIONS,GET,HEAD"
	case at.Keyed:
		return "OPTIONS,GET,HEAD,PUT,PATCH,DELETE"
	}
	return "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE"
}

// refuseMethod says which methods the address takes.
func (c *call) refuseMethod(allow string) error {
	c.w.Header().Set("Allow", allow)
	return fault.New(fault.Method, "the method %s is not allowed here", grammar.Quote(c.r.Method)).
		WithHint("use one of %s", allow)
}

// noCollection refuses a name, with the nearest that the caller may know.
func (c *call) noCollection(name string) error {
	if name == "rpc" {
		return fault.New(fault.UnknownAction, "the address names no action").WithHint("call it by /rpc/name")
	}
	err := fault.Of(fault.UnknownCollection, grammar.ValidText(name), "Could not find the collection %s", grammar.Quote(name))
	if near := fault.Nearest(name, c.parser.Cat.Known(c.principal)); near != "" {
		err.WithHint("Perhaps you meant the collection '%s'", near)
	}
	return err
}

// profile refuses schemas other than public.
func profile(h http.Header) error {
	for _, name := range [...]string{"Accept-Profile", "Content-Profile"} {
		if v := h[name]; len(v) > 0 && v[0] != "public" {
			return fault.Of(fault.Profile, name, "Invalid schema: %s", grammar.ValidText(v[0])).
				WithHint("Only the following schemas are exposed: public")
		}
	}
	return nil
}

// request makes the request of one operation. It lives as long as the call.
func (c *call) request(op query.Operation) *query.Request {
	c.ops[0] = op
	c.asked = query.Request{
		Schema:   c.parser.Cat.Schema,
		Ops:      c.ops[:],
		Params:   c.parser.Params,
		Rollback: c.prefer.rollback,
		Source:   c.source(),
	}
	return &c.asked
}

// source is what expressions may know of the request.
func (c *call) source() query.Source {
	return query.Source{Method: c.r.Method, IP: remoteIP(c.r.RemoteAddr), Header: c.header}
}

// Rights tells what the caller may know and do (grammar.Caller).
func (c *call) Rights() query.Rights {
	if c.rights == nil {
		c.rights = c.doer.Rights(c.principal, c.source())
	}
	return c.rights
}

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
