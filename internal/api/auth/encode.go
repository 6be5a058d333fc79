package auth

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// members reads a body. Of a member that stands there twice the last counts,
// and none is read under another spelling.
func members(raw []byte) (map[string]json.RawMessage, error) {
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, nil
	}
	out, err := value.CanonicalMembers(raw)
	if err != nil {
		return nil, reasoned(fault.Body, "bad_json", "could not parse request body as a JSON object")
	}
	return out, nil
}

// encode writes what an action gives: its value, or its members without those
// that are null. A user without a session stands alone, and nothing is {}.
func encode(dst []byte, a *schema.Action, out *query.Answer) []byte {
	switch a.Result.Kind {
	case schema.ValueResult:
		return out.Value.AppendJSON(dst)
	case schema.ObjectResult:
		dst = append(dst, '{')
		var user value.Value
		for i, f := range a.Result.Members {
			if f.Name == "user" {
				user = out.Object[i]
			}
			if out.Object[i].IsNull() {
				continue
			}
			if len(dst) > 1 {
				dst = append(dst, ',')
			}
			dst = append(value.AppendQuoted(dst, f.Name), ':')
			dst = out.Object[i].AppendJSON(dst)
		}
		if member(a, out, "access_token").IsNull() && !user.IsNull() {
			return user.AppendJSON(dst[:0])
		}
		return append(dst, '}')
	}
	return append(dst, "{}"...)
}

// member gives a member of an answer, null where there is none.
func member(a *schema.Action, out *query.Answer, name string) value.Value {
	for i, f := range a.Result.Members {
		if f.Name == name {
			return out.Object[i]
		}
	}
	return value.Value{}
}

// lead sends a browser on: with a code for the page that began, or with tokens
// behind the #, which no server is sent.
func lead(w http.ResponseWriter, r *http.Request, a *schema.Action, out *query.Answer) error {
	to, err := url.Parse(member(a, out, "redirect_to").Raw())
	if err != nil {
		return fault.Wrap(fault.Internal, err, "a link leads nowhere")
	}
	if code := member(a, out, "code"); !code.IsNull() {
		args := to.Query()
		args.Set("code", code.Raw())
		to.RawQuery = args.Encode()
		redirect(w, r, to.String())
		return nil
	}
	if member(a, out, "access_token").IsNull() { // another link is to be followed first
		to.Fragment, to.RawFragment = "", ""
		redirect(w, r, to.String()+"#"+url.Values{"message": {"please follow the link that was sent to the other address"}}.Encode())
		return nil
	}
	args := url.Values{}
	if kind := r.URL.Query().Get("type"); kind != "" {
		args.Set("type", kind)
	}
	for _, name := range []string{"provider_token", "provider_refresh_token"} {
		if v := member(a, out, name); !v.IsNull() {
			args.Set(name, v.Raw())
		}
	}
	for _, name := range []string{"access_token", "token_type", "expires_in", "expires_at", "refresh_token"} {
		args.Set(name, member(a, out, name).String())
	}
	to.Fragment, to.RawFragment = "", ""
	redirect(w, r, to.String()+"#"+args.Encode())
	return nil
}

// misled sends a browser on whose link was not good.
func (d *Door) misled(w http.ResponseWriter, r *http.Request, err error) {
	f := d.seen(r, err)
	args := url.Values{"error": {"access_denied"}, "error_code": {reasonOf(f)}, "error_description": {f.Message}}
	site, _, _ := strings.Cut(d.options.Site, "#")
	redirect(w, r, site+"#"+args.Encode())
}

func redirect(w http.ResponseWriter, r *http.Request, to string) {
	noStore(w)
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
}
