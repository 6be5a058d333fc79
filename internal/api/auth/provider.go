package auth

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// The cookie that binds a sign-in by a provider to the browser that began it.
// Over https no other host can set it, and it comes with the forms that Apple's
// page posts here.
const (
	flowCookie       = "bedplate-flow"
	secureFlowCookie = "__Host-bedplate-flow"
	flowCookieLife   = 600 // seconds
)

// asked are the arguments with which a browser leaves.
var asked = []string{"provider", "redirect_to", "scopes", "code_challenge", "code_challenge_method", "ticket", "skip_http_redirect"}

// depart sends a browser to a provider, or tells a program where to send it.
func depart(d *Door, w http.ResponseWriter, r *http.Request, to route) error {
	args := r.URL.Query()
	given := picked(args, asked)
	rest := map[string]string{}
	for name := range args {
		if _, ours := given[name]; !ours {
			rest[name] = args.Get(name)
		}
	}
	if len(rest) > 0 {
		raw, err := json.Marshal(rest)
		if err != nil {
			return fault.Wrap(fault.Value, err, "the arguments cannot be read")
		}
		given["extra"] = string(raw)
	}
	given["browser"] = d.browser(r)
	a, out, err := d.call(r, to.action, given)
	if err != nil {
		return err
	}
	if browser := member(a, out, "browser"); !browser.IsNull() {
		d.keepBrowser(w, browser.Raw())
	}
	where := member(a, out, "url").Raw()
	if args.Get("skip_http_redirect") == "true" {
		raw, err := json.Marshal(map[string]string{"url": where})
		if err != nil {
			return fault.Wrap(fault.Internal, err, "an address cannot be written")
		}
		return write(w, r, http.StatusOK, raw)
	}
	redirect(w, r, where)
	return nil
}

// answered are the arguments with which a browser comes back.
var answered = []string{"state", "code", "error", "error_description", "iss", "user"}

// comeBack takes a browser back, whose page the provider told it to open, or
// posted a form to.
func comeBack(d *Door, w http.ResponseWriter, r *http.Request, to route) error {
	args := r.URL.Query()
	if r.Method == http.MethodPost {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		if err := r.ParseForm(); err != nil {
			var tooLong *http.MaxBytesError
			if errors.As(err, &tooLong) {
				return fault.New(fault.TooLarge, "the body is longer than 64 KiB")
			}
			return reasoned(fault.Body, "bad_oauth_callback", "the form cannot be read")
		}
		args = r.PostForm
	}
	given := picked(args, answered)
	given["browser"] = d.browser(r)
	a, out, err := d.call(r, to.action, given)
	if err != nil {
		return err
	}
	if member(a, out, "access_token").IsNull() && member(a, out, "code").IsNull() {
		redirect(w, r, member(a, out, "redirect_to").Raw()) // it is told there what went wrong
		return nil
	}
	return lead(w, r, a, out)
}

func picked(args url.Values, names []string) map[string]string {
	given := map[string]string{}
	for _, name := range names {
		if args.Has(name) {
			given[name] = args.Get(name)
		}
	}
	return given
}

// call calls an action with texts.
func (d *Door) call(r *http.Request, name string, given map[string]string) (*schema.Action, *query.Answer, error) {
	doer := d.doer()
	a := doer.Schema().Action(name)
	if a == nil {
		return nil, nil, fault.New(fault.SchemaChanged, "the schema changed while the request was read")
	}
	inv := &query.Invocation{Action: a, Source: source(r), Args: make([]value.Value, len(a.Params)), Given: make([]bool, len(a.Params))}
	for _, f := range a.Params {
		said := given[f.Name]
		if said == "" {
			continue
		}
		v, err := value.ParseText(f.Type, said)
		if err != nil {
			return nil, nil, badMember(f, err)
		}
		inv.Args[f.Index], inv.Given[f.Index] = v, true
	}
	out, err := doer.Call(r.Context(), query.PrincipalFrom(r.Context()), inv)
	return a, out, err
}

// browser is what the browser keeps that left, "" where none did.
func (d *Door) browser(r *http.Request) string {
	name := flowCookie
	if d.options.Secure {
		name = secureFlowCookie
	}
	c, err := r.Cookie(name)
	if err != nil || len(c.Value) > 255 {
		return ""
	}
	return c.Value
}

func (d *Door) keepBrowser(w http.ResponseWriter, secret string) {
	c := &http.Cookie{Name: flowCookie, Value: secret, Path: "/", MaxAge: flowCookieLife, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if d.options.Secure {
		c.Name, c.Secure, c.SameSite = secureFlowCookie, true, http.SameSiteNoneMode
	}
	http.SetCookie(w, c)
}
