// Package provider speaks with those that tell who somebody is: issuers of
// OpenID Connect, which are discovered, and services with OAuth 2 and an address
// that gives a profile. What differs between the known ones is data (preset.go).
//
// It keeps nothing of users and of sign-ins on the way: package identity does,
// and decides what a profile is good for.
package provider

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"bedplate/fault"
)

// Settings are what an app says of one provider.
type Settings struct {
	Name     string // what clients call it, and identities
	ClientID string
	Secret   string
	// ClientIDs are others that ID tokens may be meant for: of an app's programs
	// for telephones, which sign in by themselves.
	ClientIDs []string
	Issuer    string   // where there is no preset, or it can be run by anybody
	Tenant    string   // of Microsoft
	Scopes    []string // beside those that the profile needs
	// TrustEmails says that the addresses are its users' own, of one that does
	// not tell itself.
	TrustEmails bool
	// Apple signs with a key in the place of a secret.
	TeamID, KeyID, PrivateKey string
}

// Options are what a Provider is made of beside its settings.
type Options struct {
	Client   *http.Client // of package outgoing
	Callback string       // where it leads back to
	Now      func() time.Time
}

// Provider is one provider. It is used by many goroutines.
type Provider struct {
	settings Settings
	preset   preset
	options  Options
	issuer   *issuer // nil where there is none to discover
	slots    chan struct{}
}

// leeway is how far ahead of ours an issuer's clock may be.
const leeway = time.Minute

// slots is how many conversations with a provider are held at the same time:
// one that does not answer must not take all of the server's requests.
const slots = 16

// conversation is how long all that a sign-in asks of a provider may take.
const conversation = 10 * time.Second

// New makes a Provider of settings that were found good (Settings.Mistake). It
// asks nothing yet.
func New(s Settings, o Options) *Provider {
	if o.Now == nil {
		o.Now = time.Now
	}
	p := &Provider{settings: s, preset: presetOf(s), options: o, slots: make(chan struct{}, slots)}
	if p.preset.issuer != "" {
		p.issuer = &issuer{address: p.preset.issuer, signsAs: p.preset.signsAs, microsoft: p.preset.microsoft, tenant: s.Tenant, client: o.Client, now: o.Now,
			gate: make(chan struct{}, 1)}
	}
	return p
}

// Name is what clients call it.
func (p *Provider) Name() string { return p.settings.Name }

// Start says how a sign-in begins.
type Start struct {
	State, Nonce, Verifier string
	Scopes                 []string          // what the caller wants beside ours
	Extra                  map[string]string // what the caller wants the provider to know
}

// extras are what callers may add to a request of authorization: what it is
// made of otherwise is not theirs to choose.
var extras = []string{"access_type", "acr_values", "approval_prompt", "audience", "claims_locales", "connection", "display", "domain_hint",
	"hd", "include_granted_scopes", "login_hint", "max_age", "organization", "prompt", "resource", "screen_hint", "show_dialog", "ui_locales"}

// Extra tells whether callers may add a parameter.
func Extra(name string) bool { return slices.Contains(extras, name) }

// Begin gives the address that a browser is sent to.
func (p *Provider) Begin(ctx context.Context, s Start) (string, error) {
	ctx, done, err := p.enter(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	c, err := p.config(ctx)
	if err != nil {
		return "", err
	}
	for _, scope := range s.Scopes {
		if !slices.Contains(c.Scopes, scope) {
			c.Scopes = append(c.Scopes, scope)
		}
	}
	if p.preset.commas {
		c.Scopes = []string{strings.Join(c.Scopes, ",")}
	}
	var options []oauth2.AuthCodeOption
	add := func(name, v string) { options = append(options, oauth2.SetAuthURLParam(name, v)) }
	for _, name := range slices.Sorted(maps.Keys(s.Extra)) {
		if Extra(name) {
			add(name, s.Extra[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.preset.params)) {
		add(name, p.preset.params[name])
	}
	if p.preset.pkce {
		options = append(options, oauth2.S256ChallengeOption(s.Verifier))
	}
	if p.issuer != nil && !p.preset.noNonce {
		add("nonce", s.Nonce)
	}
	return c.AuthCodeURL(s.State, options...), nil
}

// Return is what a browser came back with.
type Return struct {
	Code, Nonce, Verifier string
	Issuer                string // as the answer says (RFC 9207); may be empty
	User                  string // what Apple tells of a user the first time
}

// Tokens are what a provider gave to act for the user there.
type Tokens struct {
	Access  string `json:"access"`
	Refresh string `json:"refresh,omitempty"`
}

// Finish asks who came back.
func (p *Provider) Finish(ctx context.Context, r Return) (Profile, Tokens, error) {
	ctx, done, err := p.enter(ctx)
	if err != nil {
		return Profile{}, Tokens{}, err
	}
	defer done()
	if err := p.fromHere(ctx, r.Issuer); err != nil {
		return Profile{}, Tokens{}, err
	}
	c, err := p.config(ctx)
	if err != nil {
		return Profile{}, Tokens{}, err
	}
	if p.preset.commas {
		c.Scopes = []string{strings.Join(c.Scopes, ",")}
	}
	var options []oauth2.AuthCodeOption
	if p.preset.pkce {
		options = append(options, oauth2.VerifierOption(r.Verifier))
	}
	given, err := c.Exchange(ctx, r.Code, options...)
	if err != nil {
		return Profile{}, Tokens{}, failed("the code was not exchanged", err)
	}
	tokens := Tokens{given.AccessToken, given.RefreshToken}
	if p.issuer == nil {
		profile, err := p.asked(ctx, tokens.Access)
		return profile, tokens, err
	}
	raw, ok := given.Extra("id_token").(string)
	if !ok || raw == "" {
		return Profile{}, Tokens{}, fault.New(fault.Unavailable, "%s gave no ID token", p.Name())
	}
	profile, err := p.told(ctx, raw, tokens.Access, r)
	return profile, tokens, err
}

// fromHere refuses an answer of another issuer than the one that was asked.
func (p *Provider) fromHere(ctx context.Context, said string) error {
	if p.issuer == nil {
		return nil
	}
	found, err := p.issuer.discover(ctx)
	if err != nil {
		return err
	}
	if said == "" && !found.namesItself || said == found.name {
		return nil
	}
	return fault.New(fault.Denied, "the answer is of another issuer than %s", p.Name())
}

// enter waits for a place among the conversations, and bounds one.
func (p *Provider) enter(ctx context.Context) (context.Context, func(), error) {
	ctx, cancel := context.WithTimeout(context.WithValue(ctx, oauth2.HTTPClient, p.options.Client), conversation)
	select {
	case p.slots <- struct{}{}:
		return ctx, func() { <-p.slots; cancel() }, nil
	case <-ctx.Done():
		cancel()
		return nil, nil, fault.New(fault.Unavailable, "too many wait for %s", p.Name())
	}
}

// config is how its endpoints are spoken to.
func (p *Provider) config(ctx context.Context) (*oauth2.Config, error) {
	c := &oauth2.Config{ClientID: p.settings.ClientID, ClientSecret: p.settings.Secret, RedirectURL: p.options.Callback,
		Endpoint: oauth2.Endpoint{AuthURL: p.preset.authorize, TokenURL: p.preset.token, AuthStyle: oauth2.AuthStyleInParams}}
	c.Scopes = slices.Concat(p.preset.scopes, p.settings.Scopes)
	basic := p.preset.secret == inHeader
	if p.issuer != nil {
		found, err := p.issuer.discover(ctx)
		if err != nil {
			return nil, err
		}
		c.Endpoint.AuthURL, c.Endpoint.TokenURL = found.Authorize, found.Token
		basic = p.preset.secret == asDiscovered && found.basic()
	}
	if basic && c.ClientSecret != "" {
		c.Endpoint.AuthStyle = oauth2.AuthStyleInHeader
	}
	if p.preset.apple {
		var err error
		if c.ClientSecret, err = p.appleSecret(); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// secure takes an address that nobody on the way can answer for: https, or a
// server of this machine.
func secure(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
		return false
	}
	local := slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && local
}

// word tells whether a text can be shown: a code of an error, say.
func word(s string) bool {
	return len(s) > 0 && len(s) <= 64 && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-' || r == '.')
	})
}
