package identity

import (
	"strconv"
	"time"

	"bedplate/value"
)

// writing is a JSON object on its way, whose members come in their canonical
// order (value.CanonicalJSON): every answer with a session holds a user, so that
// they are written as they will stand, and neither sorted nor read again.
type writing struct{ out []byte }

func (w *writing) name(name string) {
	if last := w.out[len(w.out)-1]; last != '{' {
		w.out = append(w.out, ',')
	}
	w.out = append(append(append(w.out, '"'), name...), '"', ':')
}

func (w *writing) text(name, s string) {
	w.name(name)
	w.out = value.AppendQuoted(w.out, s)
}

// some writes a text that is left out where it is empty.
func (w *writing) some(name, s string) {
	if s != "" {
		w.text(name, s)
	}
}

// id writes an id.
func (w *writing) id(name string, v value.Value) {
	w.name(name)
	w.out = v.AppendJSON(w.out)
}

// moment writes a time, which is left out where it is null.
func (w *writing) moment(name string, v value.Value) {
	if !v.IsNull() {
		w.name(name)
		w.out = time.UnixMicro(v.Micros()).UTC().AppendFormat(append(w.out, '"'), time.RFC3339Nano)
		w.out = append(w.out, '"')
	}
}

// object writes an object that is kept, empty where it is null.
func (w *writing) object(name string, v value.Value) {
	w.name(name)
	if v.IsNull() {
		w.out = append(w.out, '{', '}')
		return
	}
	w.out = append(w.out, v.Raw()...)
}

// raw writes what is JSON already.
func (w *writing) raw(name string, json []byte) {
	w.name(name)
	w.out = append(w.out, json...)
}

func (w *writing) int(name string, n int64) {
	w.name(name)
	w.out = strconv.AppendInt(w.out, n, 10)
}

func (w *writing) bool(name string, b bool) {
	w.name(name)
	w.out = strconv.AppendBool(w.out, b)
}

// each writes records as a list of objects.
func (w *writing) each(name string, all []record, write func(*writing, record)) {
	w.name(name)
	w.out = append(w.out, '[')
	for i, r := range all {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		w.out = append(w.out, '{')
		write(w, r)
		w.out = append(w.out, '}')
	}
	w.out = append(w.out, ']')
}

// document makes what clients know of a user: a userDocument.
func document(u record, identities, factors []record) value.Value {
	return value.OfJSON(rendered(func(dst []byte) []byte { return appendDocument(dst, u, identities, factors) }))
}

func appendDocument(dst []byte, u record, identities, factors []record) []byte {
	w := &writing{append(dst, '{')}
	w.id("id", u.at("id"))
	w.text("aud", Audience)
	w.text("role", u.at("role").Raw())
	w.text("email", u.at("email").Raw())
	w.text("phone", u.at("phone").Raw())
	if len(factors) > 0 {
		w.each("factors", factors, (*writing).factor)
	}
	w.some("username", u.at("username").Raw())
	w.moment("created_at", u.at("created_at"))
	w.moment("deleted_at", u.at("deleted_at"))
	w.each("identities", identities, (*writing).identity)
	w.moment("invited_at", u.at("invited_at"))
	w.moment("updated_at", u.at("updated_at"))
	w.object("app_metadata", u.at("app_metadata"))
	w.moment("banned_until", u.at("banned_until"))
	w.moment("confirmed_at", confirmed(u))
	w.bool("is_anonymous", u.at("is_anonymous").Bool())
	w.object("user_metadata", u.at("user_metadata"))
	w.moment("last_sign_in_at", u.at("last_sign_in_at"))
	w.moment("email_confirmed_at", u.at("email_confirmed_at"))
	w.moment("phone_confirmed_at", u.at("phone_confirmed_at"))
	w.moment("confirmation_sent_at", u.at("confirmation_sent_at"))
	return append(w.out, '}')
}

// identity writes the members of an identityDocument.
func (w *writing) identity(i record) {
	w.text("id", i.at("subject").Raw())
	w.some("email", i.at("email").Raw())
	w.id("user_id", i.at("user"))
	w.text("provider", i.at("provider").Raw())
	w.moment("created_at", i.at("created_at"))
	w.moment("updated_at", i.at("updated_at"))
	w.id("identity_id", i.at("id"))
	w.object("identity_data", i.at("data"))
	w.moment("last_sign_in_at", i.at("last_sign_in_at"))
}

// factor writes the members of a factorDocument.
func (w *writing) factor(f record) {
	w.id("id", f.at("id"))
	w.some("phone", f.at("phone").Raw())
	w.text("status", f.at("status").Raw())
	w.moment("created_at", f.at("created_at"))
	w.moment("updated_at", f.at("updated_at"))
	w.text("factor_type", f.at("factor_type").Raw())
	w.some("friendly_name", f.at("friendly_name").Raw())
	w.moment("last_challenged_at", f.at("last_challenged_at"))
}
