// Package auth is the door to an app's users at /auth/v1, in the paths, shapes
// and errors of GoTrue, so that its clients work as they are. Each path is an
// action (routes.go): the door reads a body to arguments, calls it, and writes
// what it gives. What the actions do it does not know.
package auth

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// Options are what the door is made of.
type Options struct {
	Prefix string // where it stands: /auth/v1
	Site   string // where a link that is not good leads
	Secure bool   // the world reaches it by https
	Log    *slog.Logger
}

// Door answers at its prefix.
type Door struct {
	doer    func() query.Doer
	options Options
}

// New makes the door over what answers requests now.
func New(doer func() query.Doer, o Options) *Door { return &Door{doer: doer, options: o} }

// maxBody bounds what is read of a request.
const maxBody = 64 << 10

// ServeHTTP answers a request.
func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, d.options.Prefix)
	routes, stands := find(path)
	if routes == nil {
		d.Refuse(w, r, nothing(path))
		return
	}
	to, known := routes[r.Method]
	if !known && r.Method == http.MethodHead {
		to, known = routes[http.MethodGet]
		known = known && !to.link && to.own == nil // which would be spent by who only looks
	}
	if !known {
		d.Refuse(w, r, fault.New(fault.Method, "this address does not take %s", r.Method))
		return
	}
	if err := d.answer(w, r, to, stands); err != nil {
		if to.link {
			d.misled(w, r, err)
			return
		}
		d.Refuse(w, r, err)
	}
}

// answer calls the action of a route and writes what it gives. stands are the
// arguments in the path.
func (d *Door) answer(w http.ResponseWriter, r *http.Request, to route, stands map[string]string) error {
	if to.own != nil {
		return to.own(d, w, r, to)
	}
	var err error
	if to.grants {
		if r, err = unformed(w, r); err != nil {
			return err
		}
		if r, err = introduced(w, r); err != nil {
			return err
		}
	}
	args, name := r.URL.Query(), to.action
	if to.grants {
		if name = grants[args.Get("grant_type")]; name == "" {
			return unsupportedGrant(args.Get("grant_type"))
		}
	}
	if name == "" {
		return write(w, r, http.StatusOK, []byte(to.fixed))
	}
	doer := d.doer()
	a := doer.Schema().Action(name)
	if a == nil {
		return fault.New(fault.SchemaChanged, "the schema changed while the request was read")
	}
	inv := &query.Invocation{Action: a, Source: source(r)}
	if inv.Args, inv.Given, err = d.arguments(w, r, to, a, args, stands); err != nil {
		return err
	}
	out, err := doer.Call(r.Context(), query.PrincipalFrom(r.Context()), inv)
	if err != nil {
		return err
	}
	if to.link {
		return lead(w, r, a, out)
	}
	if to.status == http.StatusNoContent {
		noStore(w)
		w.WriteHeader(to.status)
		return nil
	}
	if to.list != "" {
		return d.writePage(w, r, to, a, out)
	}
	buf := answers.Get().(*[]byte)
	defer answers.Put(buf)
	*buf = encode((*buf)[:0], a, out)
	return write(w, r, http.StatusOK, *buf)
}

// answers is memory to write answers in.
var answers = sync.Pool{New: func() any { return &[]byte{} }}

// arguments are a call's: of the body, of the query where the route says so, of
// the path, and what the route itself says.
func (d *Door) arguments(w http.ResponseWriter, r *http.Request, to route, a *schema.Action, args url.Values, stands map[string]string) ([]value.Value, []bool, error) {
	values, given := make([]value.Value, len(a.Params)), make([]bool, len(a.Params))
	set := func(f *schema.Field, v value.Value) { values[f.Index], given[f.Index] = v, !v.IsNull() }
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		members, err := body(w, r)
		if err != nil {
			return nil, nil, err
		}
		for _, f := range a.Params {
			raw, there := members[f.Name]
			if !there || string(raw) == "null" {
				continue
			}
			v, err := value.ParseJSON(f.Type, raw)
			if err != nil {
				return nil, nil, badMember(f, err)
			}
			set(f, v)
		}
	}
	for _, name := range to.query {
		f := a.Param(name)
		if f == nil || !args.Has(name) || args.Get(name) == "" && f.Type.Kind != value.Text {
			continue
		}
		v, err := value.ParseText(f.Type, args.Get(name))
		if err != nil {
			return nil, nil, badMember(f, err)
		}
		set(f, v)
	}
	for name, said := range stands {
		f := a.Param(name)
		if f == nil {
			continue
		}
		v, err := value.ParseText(f.Type, said)
		if err != nil {
			return nil, nil, badMember(f, err)
		}
		set(f, v)
	}
	if f := a.Param("link"); f != nil { // no client says of itself that it is one
		set(f, value.OfBool(to.link))
	}
	return values, given, nil
}

// body reads the members of a JSON object; nothing is an empty one.
func body(w http.ResponseWriter, r *http.Request) (map[string]json.RawMessage, error) {
	raw, err := whole(w, r)
	if err != nil {
		return nil, err
	}
	return members(raw)
}

// whole reads a body.
func whole(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		var tooLong *http.MaxBytesError
		if errors.As(err, &tooLong) {
			return nil, fault.New(fault.TooLarge, "the body is longer than 64 KiB")
		}
		return nil, fault.Wrap(fault.Body, err, "the body cannot be read")
	}
	return raw, nil
}

// source is what rules may know of a request.
func source(r *http.Request) query.Source {
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

func noStore(w http.ResponseWriter) { w.Header().Set("Cache-Control", "no-store") }

func write(w http.ResponseWriter, r *http.Request, status int, body []byte) error {
	h := w.Header()
	if h.Get("Cache-Control") == "" {
		noStore(w)
	}
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
	return nil
}
