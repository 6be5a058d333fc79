package soap

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"strconv"

	"bedplate/fault"
)

// ours are the codes of what is no mistake of the sender's.
var ours = map[fault.Code]bool{
	fault.Internal: true, fault.Timeout: true, fault.Canceled: true, fault.Unavailable: true, fault.Conflict: true,
	fault.Full: true, fault.Unknown: true, fault.SchemaChanged: true,
}

// Refuse answers a request that is refused before the door, in the door's own form.
func (d *Door) Refuse(w http.ResponseWriter, r *http.Request, err error) {
	d.fail(w, r, versionOf(r), err)
}

// fail answers with a fault.
func (d *Door) fail(w http.ResponseWriter, r *http.Request, v *version, err error) {
	f := d.told(r, fault.As(err))
	status := v.senderStatus
	code := v.sender
	if ours[f.Code] {
		status, code = v.receiverStatus, v.receiver
	}
	subcode := ""
	var m misunderstood
	switch errors.As(err, &m); {
	case m.secext:
		subcode = "wsse:" + m.name
	case m.name != "":
		status, code = http.StatusInternalServerError, m.name
	}
	switch f.Code {
	case fault.Method:
		status = http.StatusMethodNotAllowed // no client of SOAP's
	case fault.Path:
		status = http.StatusNotFound
	}
	if h := w.Header(); f.Code == fault.Unavailable && h["Retry-After"] == nil {
		h["Retry-After"] = []string{"1"}
	}
	body := v.appendFault(v.begin(nil, m), code, subcode, f)
	send(w, v, status, v.end(body))
}

// appendFault appends a fault, with its code in SOAP and in WS-Security where it has one.
func (v *version) appendFault(dst []byte, code, subcode string, f *fault.Error) []byte {
	names := ""
	if subcode != "" {
		names = ` xmlns:wsse="` + security + `"`
	}
	dst = append(dst, "<soap:Fault"+names+">"...)
	if v == soap11 {
		if code = "soap:" + code; subcode != "" {
			code = subcode
		}
		dst = append(dst, "<faultcode>"+code+"</faultcode><faultstring>"+shown(f.Message)+"</faultstring><detail>"...)
		return append(appendFault(dst, f), "</detail></soap:Fault>"...)
	}
	dst = append(dst, "<soap:Code><soap:Value>soap:"+code+"</soap:Value>"...)
	if subcode != "" {
		dst = append(dst, "<soap:Subcode><soap:Value>"+subcode+"</soap:Value></soap:Subcode>"...)
	}
	dst = append(dst, `</soap:Code><soap:Reason><soap:Text xml:lang="en">`+shown(f.Message)+"</soap:Text></soap:Reason><soap:Detail>"...)
	return append(appendFault(dst, f), "</soap:Detail></soap:Fault>"...)
}

// told takes out of an error what is not the caller's to know, and logs it.
func (d *Door) told(r *http.Request, f *fault.Error) *fault.Error {
	log := func(message string, attributes ...slog.Attr) {
		d.options.Log.LogAttrs(r.Context(), slog.LevelError, message, append(attributes,
			slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.String("error", f.Error()))...)
	}
	switch {
	case errors.Is(f, context.Canceled):
		return fault.New(fault.Canceled, "the request was given up")
	case errors.Is(f, context.DeadlineExceeded):
		return fault.New(fault.Timeout, "the request took longer than it may")
	case f.Code == fault.Internal:
		var raw [8]byte
		_, _ = rand.Read(raw[:]) // never fails
		id := hex.EncodeToString(raw[:])
		log("internal error", slog.String("id", id))
		return fault.New(fault.Internal, "internal error %s", id).WithHint("the server's log has more under this id")
	case (f.Code == fault.Unavailable || f.Code == fault.Full || f.Code == fault.Unknown) && f.Err != nil:
		log("the store cannot answer")
	}
	return f
}

// member is a member of the element that tells a fault.
type member struct{ name, xsd string }

// faultMembers are in the order in which they stand.
var faultMembers = []member{{"code", "string"}, {"reason", "string"}, {"field", "string"}, {"message", "string"},
	{"detail", "string"}, {"hint", "string"}, {"constraint", "string"}, {"line", "int"}, {"row", "int"}, {"operation", "int"}}

// appendFault appends an error and all others of its request.
func appendFault(dst []byte, f *fault.Error) []byte {
	dst = append(dst, `<Fault xmlns="`+namespace+`">`...)
	dst = appendMembers(dst, f)
	for _, other := range f.Others {
		dst = append(appendMembers(append(dst, "<other>"...), other), "</other>"...)
	}
	return append(dst, "</Fault>"...)
}

func appendMembers(dst []byte, f *fault.Error) []byte {
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	texts := [...]string{string(f.Code), f.Reason, f.Field, f.Message, f.Detail, f.Hint, f.Constraint,
		number(f.Line), number(f.Row), number(f.Operation)}
	for i, m := range faultMembers {
		if texts[i] != "" || m.name == "code" || m.name == "message" {
			dst = append(dst, "<"+m.name+">"+shown(texts[i])+"</"+m.name+">"...)
		}
	}
	return dst
}
