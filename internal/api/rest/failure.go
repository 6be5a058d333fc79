package rest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
	"bedplate/value"
)

// fail answers with an error. Nothing may have been written before.
func (c *call) fail(err error) {
	f := fault.As(err)
	if f.Code == fault.Internal {
		f = c.internal(f)
	}
	c.troubled(f)
	if c.whole != nil {
		f = c.whole.titled(f)
	}
	f = located(named(f))
	a := answerTo(f.Code, c.principal)
	h := c.w.Header()
	for _, name := range []string{"Content-Range", "Preference-Applied", "Location", "Content-Length", "Link", "Etag"} {
		h.Del(name)
	}
	vary(h) // caches keep a 404 as well
	if a.status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", challenge(f.Code))
	}
	if a.status == http.StatusServiceUnavailable {
		h.Set("Retry-After", "1")
	}
	var body []byte
	if namesProblem(c.r.Header["Accept"]) {
		h["Content-Type"] = contentProblem
		body = c.problem(f, a)
	} else {
		h["Content-Type"] = contentJSON
		body = appendFailure(nil, f, a.code)
	}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	c.w.WriteHeader(a.status)
	if c.r.Method != http.MethodHead {
		c.w.Write(body)
	}
}

// troubled logs what a store said that cannot answer: whoever runs it must learn
// of a damaged file or a full disk, though no id leads from the answer there.
func (c *call) troubled(f *fault.Error) {
	switch f.Code {
	case fault.Unavailable, fault.Full, fault.Unknown:
	default:
		return
	}
	if f.Err == nil {
		return
	}
	c.door.log.LogAttrs(c.r.Context(), slog.LevelError, "the store cannot answer",
		slog.String("method", c.r.Method), slog.String("path", c.r.URL.Path), slog.String("error", f.Error()))
}

// internal logs a failure that is not the caller's to know, and gives one that
// shows only where to find it.
func (c *call) internal(f *fault.Error) *fault.Error {
	if errors.Is(f, context.Canceled) {
		return fault.New(fault.Canceled, "the request was given up")
	}
	if errors.Is(f, context.DeadlineExceeded) {
		return fault.New(fault.Timeout, "the request took longer than it may")
	}
	var raw [8]byte
	rand.Read(raw[:])
	id := hex.EncodeToString(raw[:])
	c.door.log.LogAttrs(c.r.Context(), slog.LevelError, "internal error",
		slog.String("id", id), slog.String("method", c.r.Method),
		slog.String("path", c.r.URL.Path), slog.String("error", f.Error()))
	return fault.New(fault.Internal, "internal error %s", id).
		WithHint("the server's log has more under this id")
}

// named gives a broken unique constraint the sentence that clients know, which
// names it and no value.
func named(f *fault.Error) *fault.Error {
	if f.Code != fault.Unique || f.Constraint == "" {
		return f
	}
	said := *f
	said.Message = "duplicate key value violates unique constraint \"" + f.Constraint + "\""
	return &said
}

// challenge is the WWW-Authenticate of RFC 6750.
func challenge(code fault.Code) string {
	if code == fault.Token || code == fault.TokenExpired {
		return `Bearer error="invalid_token"`
	}
	return "Bearer"
}

// appendFailure appends the four members that clients compare.
func appendFailure(dst []byte, f *fault.Error, code string) []byte {
	dst = appendMember(append(dst, '{'), "code", code)
	dst = append(dst, `,"details":`...)
	if f.Code == fault.AmbiguousRelation && f.Detail != "" {
		dst = append(dst, f.Detail...) // a list of choices, made by ambiguous
	} else {
		dst = appendTextOrNull(dst, f.Detail)
	}
	dst = append(dst, `,"hint":`...)
	dst = appendTextOrNull(dst, f.Hint)
	dst = append(dst, ',')
	dst = appendMember(dst, "message", f.Message)
	return append(dst, '}')
}

// problem gives the body of RFC 9457, with every error of the request.
func (c *call) problem(f *fault.Error, a answer) []byte {
	dst := appendMember([]byte{'{'}, "type", "about:blank")
	dst = appendMember(append(dst, ','), "title", http.StatusText(a.status))
	dst = append(append(dst, `,"status":`...), strconv.Itoa(a.status)...)
	dst = appendMember(append(dst, ','), "detail", f.Message)
	dst = appendMember(append(dst, ','), "code", a.code)
	if f.Detail != "" {
		dst = append(dst, `,"details":`...)
		if f.Code == fault.AmbiguousRelation {
			dst = append(dst, f.Detail...)
		} else {
			dst = appendText(dst, f.Detail)
		}
	}
	if f.Hint != "" {
		dst = appendMember(append(dst, ','), "hint", f.Hint)
	}
	dst = append(dst, `,"errors":[`...)
	for i, one := range f.All() {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, `{"field":`...)
		dst = appendTextOrNull(dst, one.Field)
		dst = appendMember(append(dst, ','), "code", answerTo(one.Code, c.principal).code)
		dst = appendMember(append(dst, ','), "message", one.Message)
		if one.Line > 0 {
			dst = strconv.AppendInt(append(dst, `,"line":`...), int64(one.Line), 10)
		}
		if one.Row > 0 {
			dst = strconv.AppendInt(append(dst, `,"row":`...), int64(one.Row), 10)
		}
		dst = append(dst, '}')
	}
	return append(dst, "]}"...)
}

func appendMember(dst []byte, name, text string) []byte {
	dst = append(append(append(dst, '"'), name...), `":`...)
	return appendText(dst, text)
}

func appendTextOrNull(dst []byte, text string) []byte {
	if text == "" {
		return append(dst, "null"...)
	}
	return appendText(dst, text)
}

// appendText appends a JSON string; what is not UTF-8 cannot leave here.
func appendText(dst []byte, text string) []byte {
	return value.OfText(grammar.ValidText(text)).AppendJSON(dst)
}

// located says in an error's details which line or row it is about.
func located(f *fault.Error) *fault.Error {
	at, place := f.Line, "line"
	if at == 0 {
		at, place = f.Row, "row"
	}
	if at == 0 {
		return f
	}
	said := *f
	var b strings.Builder
	if b.WriteString(f.Detail); f.Detail != "" {
		b.WriteString(", ")
	}
	return said.WithDetail("%sin %s %d", b.String(), place, at)
}
