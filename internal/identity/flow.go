package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"bedplate/fault"
	"bedplate/internal/identity/provider"
	"bedplate/query"
	"bedplate/value"
)

// A sign-in by a provider leaves with a state, which comes back once. Of it a
// hash is kept; the nonce and the verifier that belong to it are made of it and
// of the app's secret, so that they are kept nowhere. The browser that left
// keeps a secret of its own, so that none is made to arrive that did not leave.

// flowLife is how long a sign-in may take at a provider, and ticketLife how long
// an address is good at which an identity is added.
const (
	flowLife   = 10 * time.Minute
	ticketLife = time.Minute
)

// flowsPlace is how many may leave from one place in a window, and arrive.
const flowsPlace = 300

// asking is what a provider is asked for.
type asking struct {
	Scopes string            `json:"scopes,omitempty"`
	Extra  map[string]string `json:"extra,omitempty"`
}

// departure is a sign-in on its way to a provider.
type departure struct {
	provider *provider.Provider
	asking   asking
	flow     flow
	user     value.Value // who adds an identity; null where somebody signs in
	session  value.Value // of that user
}

// departureOf reads what a call wants of a provider.
func (s *Service) departureOf(call *query.Call) (departure, error) {
	var d departure
	var err error
	if d.provider, err = s.providerOf(call.Arg("provider").Raw()); err != nil {
		return d, err
	}
	if d.flow, err = s.flowOf(call); err != nil {
		return d, err
	}
	d.asking.Scopes = call.Arg("scopes").Raw()
	if extra := call.Arg("extra"); !extra.IsNull() {
		all := map[string]any{}
		if err := json.Unmarshal([]byte(extra.Raw()), &all); err != nil {
			return d, invalid("extra", "what the provider is to know must be an object")
		}
		d.asking.Extra = map[string]string{}
		for name, v := range all {
			if text, ok := v.(string); ok && provider.Extra(name) && len(text) <= 500 {
				d.asking.Extra[name] = text
			}
		}
	}
	return d, nil
}

// authorize sends a browser to a provider, for who signs in or, with a ticket,
// for who adds an identity.
func (s *Service) authorize(ctx context.Context, call *query.Call) (*query.Answer, error) {
	if err := s.passing(call, "authorize"); err != nil {
		return nil, err
	}
	var leaving departure
	var err error
	if ticket := call.Arg("ticket").Raw(); ticket != "" {
		leaving, err = s.takeFlow(ctx, call, ticket, "")
	} else {
		leaving, err = s.departureOf(call)
	}
	if err != nil {
		return nil, err
	}
	if call.Arg("skip_http_redirect").Bool() {
		return s.ticket(ctx, call, leaving)
	}
	return s.depart(ctx, call, leaving)
}

// ticket gives an address of ours that leads to a provider, for one who cannot
// send the browser there themselves: the browser that follows it is the one that
// must come back.
func (s *Service) ticket(ctx context.Context, call *query.Call, leaving departure) (*query.Answer, error) {
	secret := newSecret()
	if err := s.keepFlow(ctx, call, leaving, secret, "", ticketLife); err != nil {
		return nil, err
	}
	return answer(call, record{is("url", value.OfText(s.Door+"/authorize?ticket="+secret))}), nil
}

// depart keeps that a browser left, and says where to.
func (s *Service) depart(ctx context.Context, call *query.Call, leaving departure) (*query.Answer, error) {
	state, browser := newSecret(), call.Arg("browser").Raw()
	if len(browser) != len(state) {
		browser = newSecret()
	}
	scopes := strings.FieldsFunc(leaving.asking.Scopes, func(r rune) bool { return r == ' ' || r == ',' })
	to, err := leaving.provider.Begin(ctx, provider.Start{State: state, Nonce: s.keyedHash("nonce", state), Verifier: s.keyedHash("verifier", state),
		Scopes: scopes, Extra: leaving.asking.Extra})
	if err != nil {
		return answer(call, record{is("url", value.OfText(s.astray(leaving, err)))}), nil
	}
	if err := s.keepFlow(ctx, call, leaving, state, browser, flowLife); err != nil {
		return nil, err
	}
	return answer(call, record{is("url", value.OfText(to)), is("browser", value.OfText(browser))}), nil
}

func newSecret() string {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails
	return tokenEncoding.EncodeToString(raw)
}

// keepFlow keeps a departure until its secret comes back.
func (s *Service) keepFlow(ctx context.Context, call *query.Call, leaving departure, secret, browser string, life time.Duration) error {
	if browser != "" {
		browser = hashOf(browser)
	}
	_, _, err := newList(call.Schema).create("auth_flows", text("secret", hashOf(secret)), text("browser", browser),
		text("provider", leaving.provider.Name()), is("user", leaving.user), is("session", leaving.session), is("data", asJSON(leaving.asking)),
		text("challenge", leaving.flow.challenge), text("redirect", leaving.flow.redirect), is("expires", timeOf(call.Now.Add(life)))).do(ctx, call.As(owner))
	return err
}

// takeFlow gives the departure that a secret is of, once: of a state, to the
// browser that left with it; of a ticket, to anybody.
func (s *Service) takeFlow(ctx context.Context, call *query.Call, secret, browser string) (departure, error) {
	var back departure
	d := call.As(owner)
	rows, _, err := newList(call.Schema).read("auth_flows", []test{eq("secret", value.OfText(hashOf(secret)))},
		"id", "browser", "provider", "user", "session", "data", "challenge", "redirect", "expires").do(ctx, d)
	if err != nil {
		return back, err
	}
	if len(rows) == 0 || rows[0].at("expires").Micros() <= call.Now.UnixMicro() {
		return back, refuse(badState, "OAuth state not found or expired")
	}
	row := rows[0]
	if browser != "" {
		browser = hashOf(browser)
	}
	if subtle.ConstantTimeCompare([]byte(browser), []byte(row.at("browser").Raw())) != 1 {
		return back, refuse(badState, "OAuth state is of another browser").WithHint("begin and end a sign-in in the same browser, with cookies")
	}
	if _, _, err := newList(call.Schema).remove("auth_flows", row.at("id")).do(ctx, d); err != nil {
		if fault.CodeOf(err) == fault.NotFound {
			return back, refuse(badState, "OAuth state has been used already")
		}
		return back, err
	}
	if err := json.Unmarshal([]byte(row.at("data").Raw()), &back.asking); err != nil {
		return back, fault.Wrap(fault.Internal, err, "a sign-in on its way cannot be read")
	}
	back.user, back.session = row.at("user"), row.at("session")
	back.flow = flow{challenge: row.at("challenge").Raw(), redirect: row.at("redirect").Raw()}
	back.provider, err = s.providerOf(row.at("provider").Raw())
	return back, err
}

// callback takes a browser that came back. What goes wrong from here on is told
// to the page that it is led to.
func (s *Service) callback(ctx context.Context, call *query.Call) (*query.Answer, error) {
	if err := s.passing(call, "callback"); err != nil {
		return nil, err
	}
	state, browser := call.Arg("state").Raw(), call.Arg("browser").Raw()
	if state == "" {
		return nil, refuse(badCallback, "OAuth state parameter missing")
	}
	if browser == "" {
		return nil, refuse(badState, "OAuth state is of another browser").WithHint("begin and end a sign-in in the same browser, with cookies")
	}
	back, err := s.takeFlow(ctx, call, state, browser)
	if err != nil {
		return nil, err
	}
	out, err := s.arrived(ctx, call, back, state)
	if err != nil {
		return answer(call, record{is("redirect_to", value.OfText(s.astray(back, err)))}), nil
	}
	return out, nil
}

// arrived asks the provider who came back, and lets them in.
func (s *Service) arrived(ctx context.Context, call *query.Call, back departure, state string) (*query.Answer, error) {
	if said := call.Arg("error").Raw(); said != "" {
		return nil, &declined{short(said, 100), short(call.Arg("error_description").Raw(), 500)}
	}
	if call.Arg("code").Raw() == "" {
		return nil, refuse(badCallback, "OAuth callback with missing authorization code")
	}
	profile, tokens, err := back.provider.Finish(ctx, provider.Return{Code: call.Arg("code").Raw(), Nonce: s.keyedHash("nonce", state),
		Verifier: s.keyedHash("verifier", state), Issuer: call.Arg("iss").Raw(), User: call.Arg("user").Raw()})
	if err != nil {
		return nil, err
	}
	d := call.As(owner)
	from := provided{Provider: back.provider.Name(), Profile: profile, Link: back.user, Session: back.session}
	if back.flow.challenge != "" {
		code, err := s.handOverProvided(ctx, call, d, from, tokens, back.flow)
		if err != nil {
			return nil, err
		}
		return answer(call, record{is("redirect_to", value.OfText(back.flow.redirect)), is("code", value.OfText(code))}), nil
	}
	out, err := s.enter(ctx, call, d, from, nil)
	if err != nil {
		return nil, err
	}
	return withTokens(call, with(call, out, "redirect_to", value.OfText(back.flow.redirect)), tokens), nil
}

// withTokens adds to a session what a provider gave to act for the user there.
func withTokens(call *query.Call, out *query.Answer, t provider.Tokens) *query.Answer {
	out = with(call, out, "provider_token", value.OfText(t.Access))
	if t.Refresh != "" {
		out = with(call, out, "provider_refresh_token", value.OfText(t.Refresh))
	}
	return out
}

// declined is what a provider says where it, or the user there, does not want.
type declined struct{ what, why string }

// Error tells it.
func (d *declined) Error() string { return d.what + ": " + d.why }

// astray is where a browser is led whose sign-in failed: to the page that it
// would have been led to, which is told why, behind the ? and behind the #.
func (s *Service) astray(back departure, err error) string {
	var args url.Values
	if no, ok := err.(*declined); ok {
		args = url.Values{"error": {no.what}, "error_code": {badCallback}, "error_description": {no.why}}
		if no.why == "" {
			args.Set("error_description", "the provider did not sign in")
		}
	} else {
		f := fault.As(err)
		what, code, why := "access_denied", f.Reason, f.Message
		if code == "" {
			s.Log.Warn("a provider did not tell who came", "provider", back.provider.Name(), "error", err)
			what, code, why = "server_error", "unexpected_failure", "error getting user profile from external provider"
			if f.Code == fault.Denied || f.Code == fault.Token {
				what, code = "access_denied", badCallback
			}
		}
		args = url.Values{"error": {what}, "error_code": {code}, "error_description": {why}}
	}
	to, err := url.Parse(back.flow.redirect)
	if err != nil {
		return s.Site
	}
	query := to.Query()
	for name := range args {
		query.Set(name, args.Get(name))
	}
	to.RawQuery, to.Fragment, to.RawFragment = query.Encode(), "", ""
	return to.String() + "#" + args.Encode()
}
