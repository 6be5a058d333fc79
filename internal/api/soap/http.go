package soap

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"bedplate/fault"
	"bedplate/query"
)

// ServeHTTP answers one request: a message, or one for the WSDL.
func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	doer := d.doer()
	v := versionOf(r)
	if doer == nil {
		d.fail(w, r, v, fault.New(fault.Unavailable, "the server has no schema yet"))
		return
	}
	var err error
	switch {
	case r.URL.Path != Prefix && r.URL.Path != Prefix+"/":
		err = fault.New(fault.Path, "there is nothing at this address").WithHint("messages are sent to %s", Prefix)
	case r.Method == http.MethodPost:
		err = d.answer(w, r, v, doer)
	case (r.Method == http.MethodGet || r.Method == http.MethodHead) && asksForDescription(r):
		err = d.describe(w, r, doer)
	default:
		w.Header().Set("Allow", "GET, HEAD, POST")
		err = fault.New(fault.Method, "messages are sent by POST; GET gives the WSDL at ?wsdl")
	}
	if err != nil {
		d.fail(w, r, v, err)
	}
}

// versionOf is the version of SOAP that a request is of; who says nothing else is taken
// for a client of 1.1.
func versionOf(r *http.Request) *version {
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && media == soap12.media {
		return soap12
	}
	return soap11
}

// receive reads a message's bytes.
func (d *Door) receive(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := params["charset"]
	switch {
	case err != nil || media != soap11.media && media != soap12.media:
		return nil, fault.Of(fault.Body, "Content-Type", "a message is %s of SOAP 1.1 or %s of SOAP 1.2", soap11.media, soap12.media)
	case charset != "" && !strings.EqualFold(charset, "utf-8"):
		return nil, fault.Of(fault.Body, "Content-Type", "a message must be in UTF-8")
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, d.options.MaxBody))
	var tooLong *http.MaxBytesError
	if errors.As(err, &tooLong) {
		return nil, fault.New(fault.TooLarge, "the message is longer than %d bytes", d.options.MaxBody)
	}
	if err != nil {
		return nil, fault.Wrap(fault.Body, err, "the message cannot be read")
	}
	return raw, nil
}

// answer answers a message. After an error nothing was written.
func (d *Door) answer(w http.ResponseWriter, r *http.Request, v *version, doer query.Doer) error {
	raw, err := d.receive(w, r)
	if err != nil {
		return err
	}
	root, err := parse(raw)
	if err != nil {
		return err
	}
	m, err := content(root, v)
	if err != nil {
		return err
	}
	src := source(r)
	p, err := d.caller(r, m.security, src)
	if err != nil {
		return err
	}
	a := &asking{door: d, catalog: d.catalogOf(doer.Schema()), rights: doer.Rights(p, src), source: src}
	together := m.asks.name == verbs[batch]
	if together {
		err = a.batch(m.asks)
	} else {
		err = a.read(m.asks)
	}
	if err != nil {
		return err
	}
	rows := &answer{most: d.options.MaxAnswer, segments: make([]segment, len(a.ops)), steps: make([]*step, len(a.ops))}
	for _, s := range a.steps {
		if s.op >= 0 {
			rows.steps[s.op] = s
		} else if s.layout != nil {
			rows.steps[len(a.ops)-1] = s
		}
	}
	rows.buf = d.buffer()
	defer func() { d.release(rows.buf) }()
	results, given, err := a.run(r.Context(), doer, p, rows)
	if err != nil {
		return err
	}
	out := d.buffer()
	defer func() { d.release(out) }()
	out = v.begin(out, misunderstood{})
	if together {
		out = append(out, `<BatchResponse xmlns="`+namespace+`">`...)
	}
	for _, s := range a.steps {
		if together {
			out = append(out, "<result>"...)
			out, err = d.write(out, s, rows, results, given, "")
			out = append(out, "</result>"...)
		} else {
			out, err = d.write(out, s, rows, results, given, ` xmlns="`+namespace+`"`)
		}
		if err != nil {
			return err
		}
	}
	if together {
		out = append(out, "</BatchResponse>"...)
	}
	out = v.end(out)
	send(w, v, http.StatusOK, out)
	return nil
}

// run has a request done: first what is called by itself, then all else at once.
func (a *asking) run(ctx context.Context, doer query.Doer, p *query.Principal, rows *answer) ([]query.Result, *query.Answer, error) {
	req := &query.Request{Schema: a.catalog.schema, Ops: a.ops, Params: a.params, Source: a.source}
	var given *query.Answer
	if len(a.steps) == 1 && a.steps[0].op < 0 {
		s := a.steps[0]
		var err error
		if given, err = doer.Call(ctx, p, s.inv); err != nil {
			return nil, nil, err
		}
		if s.layout == nil {
			return nil, given, nil
		}
		if given == nil {
			given = &query.Answer{}
		}
		if err := given.Chosen.Apply(req, req.Ops[0].Select); err != nil {
			return nil, nil, err
		}
		s.op = 0 // the records that it chose
	}
	if len(req.Ops) == 0 {
		return nil, given, nil
	}
	results, err := doer.Do(ctx, p, req, rows)
	return results, given, err
}

// begin and end are what stands around the Body's content; m is what was not understood.
func (v *version) begin(dst []byte, m misunderstood) []byte {
	dst = append(dst, `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="`...)
	dst = append(append(dst, v.envelope...), `">`...)
	return append(v.appendHeader(dst, m), "<soap:Body>"...)
}

func (v *version) end(dst []byte) []byte { return append(dst, "</soap:Body></soap:Envelope>"...) }

// send writes an answer.
func send(w http.ResponseWriter, v *version, status int, body []byte) {
	h := w.Header()
	h["Content-Type"] = []string{v.media + "; charset=utf-8"}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	h["Cache-Control"] = []string{"no-store"}
	w.WriteHeader(status)
	_, _ = w.Write(body) // who reads no further is gone
}

// maxKept bounds the buffers that are kept.
const maxKept = 1 << 20

func (d *Door) buffer() []byte {
	if b, ok := d.buffers.Get().(*[]byte); ok {
		return (*b)[:0]
	}
	return make([]byte, 0, 4<<10)
}

func (d *Door) release(b []byte) {
	if cap(b) <= maxKept {
		d.buffers.Put(&b)
	}
}
