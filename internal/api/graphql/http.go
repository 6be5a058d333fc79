package graphql

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"bedplate/fault"
	"bedplate/query"
)

// The forms of an answer.
const (
	mediaResponse = "application/graphql-response+json"
	mediaJSON     = "application/json"
)

// asked is a request as it was sent.
type asked struct {
	query, operation string
	variables        map[string]json.RawMessage
	digest           string // of the document, where it is persisted
}

// ServeHTTP answers one request.
func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	media, ok := negotiate(r.Header["Accept"])
	if !ok {
		d.refuse(w, r, mediaJSON, http.StatusNotAcceptable,
			fault.New(fault.Media, "an answer is %s or %s", mediaResponse, mediaJSON))
		return
	}
	in, status, err := d.read(w, r)
	if err != nil {
		if status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", "GET, POST")
		}
		d.refuse(w, r, media, status, err)
		return
	}
	doer := d.doer()
	if doer == nil {
		d.refuse(w, r, media, http.StatusServiceUnavailable, fault.New(fault.Unavailable, "the server has no schema yet"))
		return
	}
	c := &conversation{door: d, doer: doer, principal: query.PrincipalFrom(r.Context()), source: source(r), relay: isRelay(r), get: r.Method == http.MethodGet,
		media: media, request: r}
	body, err := c.answer(r.Context(), in)
	if c.session != nil {
		d.positions.Tell(w.Header(), c.session)
	}
	if err == nil {
		write(w, r, media, http.StatusOK, body)
		d.giveBack(body)
		return
	}
	var again replayed
	if errors.As(err, &again) {
		w.Header()[replayedHeader] = []string{"true"}
		write(w, r, media, again.status, again.body)
		return
	}
	list := d.told(r, refusalsOf(err, c))
	status = c.statusOf(list)
	if errors.Is(err, errWriteByGet) {
		w.Header().Set("Allow", "POST")
		status = http.StatusMethodNotAllowed
	}
	write(w, r, media, status, appendErrors(nil, list))
}

// Refuse answers a request that is refused before the door, in the door's own form.
func (d *Door) Refuse(w http.ResponseWriter, r *http.Request, err error) {
	media, _ := negotiate(r.Header["Accept"])
	list := d.told(r, refusalsOf(err, nil))
	if list[0].fault != nil && (list[0].fault.Code == fault.Token || list[0].fault.Code == fault.TokenExpired) {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
	}
	write(w, r, media, statusOf(list[0]), appendErrors(nil, list))
}

// refuse answers a request that is no request of GraphQL's.
func (d *Door) refuse(w http.ResponseWriter, r *http.Request, media string, status int, err error) {
	write(w, r, media, status, appendErrors(nil, d.told(r, refusalsOf(err, nil))))
}

// told takes out of errors what is not the caller's to know, and logs it.
func (d *Door) told(r *http.Request, list refusals) refusals {
	for i, one := range list {
		f := one.fault
		if f == nil {
			continue
		}
		switch {
		case errors.Is(f, context.Canceled):
			list[i] = &refusal{message: "the request was given up", code: codeOf(fault.Canceled), fault: fault.New(fault.Canceled, "")}
		case errors.Is(f, context.DeadlineExceeded):
			list[i] = &refusal{message: "the request took longer than it may", code: codeOf(fault.Timeout), fault: fault.New(fault.Timeout, "")}
		case f.Code == fault.Internal:
			var raw [8]byte
			_, _ = rand.Read(raw[:]) // never fails
			id := hex.EncodeToString(raw[:])
			d.options.Log.LogAttrs(r.Context(), slog.LevelError, "internal error", slog.String("id", id),
				slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.String("error", f.Error()))
			list[i] = &refusal{message: "internal error " + id, code: codeOf(fault.Internal), path: one.path,
				hint: "the server's log has more under this id", fault: fault.New(fault.Internal, "")}
		case f.Code == fault.Unique && f.Constraint != "":
			said := *one
			said.message = "Uniqueness violation. duplicate key value violates unique constraint \"" + f.Constraint + "\""
			list[i] = &said
		case (f.Code == fault.Unavailable || f.Code == fault.Full || f.Code == fault.Unknown) && f.Err != nil:
			d.options.Log.LogAttrs(r.Context(), slog.LevelError, "the store cannot answer",
				slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.String("error", f.Error()))
		}
	}
	return list
}

// write sends an answer.
func write(w http.ResponseWriter, r *http.Request, media string, status int, body []byte) {
	h := w.Header()
	h["Content-Type"] = []string{media + "; charset=utf-8"}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	h["Vary"] = append(h["Vary"], "Accept, Authorization")
	if status == http.StatusServiceUnavailable {
		h["Retry-After"] = []string{"1"}
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // who reads no further is gone
	}
}

// negotiate chooses the form of the answer; what names neither form is refused.
func negotiate(accept []string) (string, bool) {
	if len(accept) == 0 {
		return mediaJSON, true
	}
	best, found := 0.0, ""
	for _, line := range accept {
		for part := range strings.SplitSeq(line, ",") {
			name, params, _ := strings.Cut(part, ";")
			weight := 1.0
			for p := range strings.SplitSeq(params, ";") {
				if q, ok := strings.CutPrefix(strings.TrimSpace(p), "q="); ok {
					weight, _ = strconv.ParseFloat(q, 64)
				}
			}
			is := ""
			switch strings.ToLower(strings.TrimSpace(name)) {
			case mediaResponse:
				is = mediaResponse
			case mediaJSON, "application/*", "*/*":
				is = mediaJSON
			}
			if is != "" && weight > best {
				best, found = weight, is
			}
		}
	}
	if found == "" {
		return mediaJSON, false
	}
	return found, true
}

// read takes what a request asks, and a status where it is none.
func (d *Door) read(w http.ResponseWriter, r *http.Request) (asked, int, error) {
	switch r.Method {
	case http.MethodGet:
		q := r.URL.Query()
		in, err := parameters(q.Get("query"), q.Has("query"), q.Get("operationName"), q.Get("variables"), q.Get("extensions"))
		return in, http.StatusBadRequest, err
	case http.MethodPost:
	default:
		return asked{}, http.StatusMethodNotAllowed, fault.New(fault.Method, "GraphQL is asked by GET and POST")
	}
	if !takesJSON(r.Header.Get("Content-Type")) {
		return asked{}, http.StatusUnsupportedMediaType, fault.New(fault.Body, "the body must be %s", mediaJSON)
	}
	var b bytes.Buffer
	if n := r.ContentLength; n > 0 && n <= d.options.MaxBody {
		b.Grow(int(min(n, 64<<10)) + bytes.MinRead) // so that its end is found without growing
	}
	_, err := b.ReadFrom(http.MaxBytesReader(w, r.Body, d.options.MaxBody))
	if err != nil {
		var tooLong *http.MaxBytesError
		if errors.As(err, &tooLong) {
			return asked{}, http.StatusRequestEntityTooLarge, fault.New(fault.TooLarge, "the body is longer than %d bytes", d.options.MaxBody)
		}
		return asked{}, http.StatusBadRequest, fault.Wrap(fault.Body, err, "the body cannot be read")
	}
	in, err := parsed(b.Bytes())
	return in, http.StatusBadRequest, err
}

// takesJSON tells the one form of bodies that is taken.
func takesJSON(kind string) bool {
	if kind == mediaJSON { // as nearly all clients have it
		return true
	}
	kind, params, err := mime.ParseMediaType(kind)
	return err == nil && kind == mediaJSON && (params["charset"] == "" || strings.EqualFold(params["charset"], "utf-8"))
}

// parsed reads a body.
func parsed(raw []byte) (asked, error) {
	var in asked
	bad := func(format string, args ...any) (asked, error) { return in, fault.New(fault.Body, format, args...) }
	if begun := raw[blank(raw):]; len(begun) > 0 && begun[0] == '[' {
		return bad("several requests in one are not taken: send each by itself")
	}
	names, values, err := members(raw)
	if err != nil {
		return bad("the body is no request: %s", err.Error())
	}
	var variables, extensions json.RawMessage
	for i, name := range names {
		v := values[i]
		if string(v) == "null" {
			continue
		}
		ok := true
		switch name {
		case "query":
			in.query, ok = unquoted(v)
			if ok && in.query == "" {
				return bad("query is empty")
			}
		case "operationName":
			in.operation, ok = unquoted(v)
		case "variables":
			variables = v
		case "extensions":
			extensions = v
		}
		if !ok {
			return bad("%s must be a string", name)
		}
	}
	return in, in.complete(variables, extensions)
}

// parameters reads what a URL says.
func parameters(text string, has bool, operation, variables, extensions string) (asked, error) {
	in := asked{query: text, operation: operation}
	if has && text == "" {
		return in, fault.New(fault.Body, "query is empty")
	}
	return in, in.complete(json.RawMessage(variables), json.RawMessage(extensions))
}

// complete reads variables and extensions, and demands a document or its digest.
func (in *asked) complete(variables, extensions json.RawMessage) error {
	if len(variables) > 0 && string(variables) != "null" {
		names, values, err := members(variables)
		if err != nil {
			return fault.New(fault.Body, "variables: %s", err.Error())
		}
		in.variables = make(map[string]json.RawMessage, len(names))
		for i, name := range names {
			in.variables[name] = values[i]
		}
	}
	if len(extensions) > 0 && string(extensions) != "null" {
		if _, _, err := members(extensions); err != nil {
			return fault.New(fault.Body, "extensions: %s", err.Error())
		}
		var said struct {
			PersistedQuery *struct {
				Version    int
				Sha256Hash string
			}
		}
		if err := json.Unmarshal(extensions, &said); err != nil {
			return fault.New(fault.Body, "extensions are not as they should be")
		}
		if p := said.PersistedQuery; p != nil {
			if p.Version != 1 || len(p.Sha256Hash) != 64 {
				return fault.New(fault.Body, "persistedQuery needs version 1 and a sha256Hash of 64 digits")
			}
			in.digest = strings.ToLower(p.Sha256Hash)
		}
	}
	if in.query == "" && in.digest == "" {
		return fault.New(fault.Body, "query is missing")
	}
	return nil
}
