package rest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"bedplate/fault"
	"bedplate/internal/api/rest/body"
	"bedplate/internal/api/rest/grammar"
	"bedplate/query"
)

// batch is a list of operations that stand or fall together. Each is read as a
// request of its own is, by a call that hands its operation to the batch
// instead of having it done.
type batch struct {
	outer  *call
	steps  []*step
	byName map[string]int
	ops    []query.Operation
	stepOf []int   // by index in ops
	pages  []*page // by index in ops; nil where no rows are wanted
	size   int     // of all pages
	asked  bool    // the operations are being done
}

// step is one operation of a batch.
type step struct {
	given  body.Step
	call   *call
	of     *batch
	op     int // in batch.ops, -1 where there is nothing to do
	answer func(*query.Result) error
	done   *recorded        // where there was nothing to do
	uses   []body.Reference // of the body
}

// stepHeaders are the headers that an operation may have.
var stepHeaders = []string{"Prefer", "Accept", "If-Match", "If-None-Match"}

// batch answers a POST to the door itself.
func (c *call) batch() error {
	if err := c.unconditional(); err != nil {
		return err
	}
	err := c.accept()
	if err != nil {
		return err
	}
	if c.prefer, err = parsePrefer(c.r.Header["Prefer"]); err != nil {
		return err
	}
	if err := c.ofWholeBatch(); err != nil {
		return err
	}
	if c.r.URL.RawQuery != "" {
		return fault.Of(fault.Syntax, "", "the address of a batch has no arguments").
			WithHint("put them into the paths of its operations")
	}
	if err := c.retried(); err != nil {
		return err
	}
	raw, err := c.json()
	if err != nil {
		return err
	}
	c.whole = &batch{outer: c, byName: map[string]int{}}
	given, err := body.Steps(raw, c.door.options.MaxBatch)
	if err != nil {
		return err
	}
	return c.whole.run(given)
}

// ofWholeBatch refuses what only one operation could heed.
func (c *call) ofWholeBatch() error {
	if c.media.format != formatArray || c.media.enc != (query.Encoding{}) {
		return fault.Of(fault.Media, "Accept", "a batch is answered in application/json").
			WithHint("put Accept into the headers of its operations")
	}
	p := &c.prefer
	for _, one := range []struct {
		name string
		said bool
	}{
		{"resolution", p.resolution != resolveUnsaid}, {"count", p.count != query.NoCount},
		{"missing", p.missingSaid}, {"max-affected", p.maxAffected > 0}, {"etag", p.etag},
	} {
		if one.said {
			return fault.Of(fault.Preference, "Prefer", "%s is a preference of one operation, not of a batch", one.name).
				WithHint("put Prefer into the headers of the operation that it is about")
		}
	}
	return nil
}

// begin makes the call of a step.
func (b *batch) begin(s *step) (err error) {
	c, g := b.outer, &s.given
	switch g.Method {
	case http.MethodGet, http.MethodDelete:
		if g.Body != nil {
			return fault.Of(fault.Body, "body", "a %s takes no body", g.Method)
		}
	case http.MethodPost, http.MethodPatch, http.MethodPut:
		if g.Body == nil {
			return fault.Of(fault.Body, "body", "a %s needs a body", g.Method)
		}
	default:
		return fault.Of(fault.Body, "method", "an operation's method cannot be %s", grammar.Quote(g.Method)).
			WithHint("use one of GET, POST, PATCH, PUT, DELETE")
	}
	path, args, _ := strings.Cut(g.Path, "?")
	if path == "" || strings.HasPrefix(path, "/") {
		return fault.Of(fault.Path, "path", "%s is not the path of an operation", grammar.Quote(g.Path)).
			WithHint("a path begins with a collection, as in posts?select=id; a batch within a batch is not available")
	}
	at, err := grammar.ParseAddress(path, "")
	if err != nil {
		return err
	}
	header, err := b.headers(g)
	if err != nil {
		return err
	}
	address := &url.URL{Path: c.door.options.Prefix + "/" + path, RawQuery: args}
	if plain, err := url.PathUnescape(path); err == nil {
		address.Path, address.RawPath = c.door.options.Prefix+"/"+plain, c.door.options.Prefix+"/"+path
	}
	r := &http.Request{Method: g.Method, URL: address, Header: header, RemoteAddr: c.r.RemoteAddr,
		Body: io.NopCloser(bytes.NewReader(g.Body)), ContentLength: int64(len(g.Body))}
	s.call = &call{door: c.door, r: r.WithContext(c.r.Context()), principal: c.principal, doer: c.doer, step: s}
	p := &s.call.parser
	p.Cat, p.Sight.Caller, p.Lending = c.parser.Cat, c, &grammar.Lending{Lender: b.refer}
	p.Continue(&c.parser)
	s.done = s.call.record(func() error {
		err = s.call.at(at)
		return nil
	})
	c.parser.Continue(p)
	if fault.CodeOf(err) == fault.Method { // which the batch's own is not at fault for
		bad := *fault.As(err)
		bad.Code, bad.Field = fault.Body, "method"
		return &bad
	}
	return err
}

// headers gives the headers of a step: its own, and behind them what the batch
// prefers for all.
func (b *batch) headers(g *body.Step) (http.Header, error) {
	header := http.Header{}
	for name, text := range g.Headers {
		known := http.CanonicalHeaderKey(name)
		ours := false
		for _, one := range stepHeaders {
			ours = ours || known == one
		}
		if !ours {
			return nil, fault.Of(fault.Unsupported, grammar.ValidText(name), "an operation of a batch has no header %s", grammar.Quote(name)).
				WithHint("its headers are %s; others are those of the batch", strings.Join(stepHeaders, ", "))
		}
		if len(header[known]) > 0 {
			return nil, fault.Of(fault.Body, known, "the header %s stands twice", known)
		}
		header[known] = []string{text}
	}
	own, err := parsePrefer(header["Prefer"])
	if err != nil {
		return nil, err
	}
	if own.txSaid {
		return nil, fault.Of(fault.Preference, "Prefer", "tx is a preference of the whole batch").
			WithHint("send it as a header of the request")
	}
	header["Prefer"] = append(header["Prefer"], b.outer.prefer.forAll(&own)...)
	return header, nil
}

// forAll gives what a batch prefers for those of its operations that say
// nothing else themselves.
func (p *preferences) forAll(own *preferences) []string {
	var lines []string
	if own.returning == returnUnsaid {
		switch p.returning {
		case returnMinimal:
			lines = append(lines, "return=minimal")
		case returnHeaders:
			lines = append(lines, "return=headers-only")
		case returnRows:
			lines = append(lines, "return=representation")
		}
	}
	if p.handlingSaid && !own.handlingSaid {
		lines = append(lines, "handling="+either(p.strict, "strict", "lenient"))
	}
	return lines
}

// title names a step for messages.
func (b *batch) title(i int) string {
	if i >= len(b.steps) { // they were not all read
		return fmt.Sprintf("operation %d", i)
	}
	g := &b.steps[i].given
	path, _, _ := strings.Cut(g.Path, "?")
	return grammar.ValidText(fmt.Sprintf("operation %d (%s %s)", i, cut(g.Method, 10), cut(path, 100)))
}

// cut shortens a text that a caller sent.
func cut(text string, most int) string {
	if len(text) > most {
		return text[:most] + "..."
	}
	return text
}
