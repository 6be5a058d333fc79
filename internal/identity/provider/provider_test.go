package provider_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"bedplate/fault"
	"bedplate/internal/identity/provider"
	"bedplate/internal/identity/providertest"
	"bedplate/internal/outgoing"
)

// local reaches the servers of tests.
func local() *http.Client {
	return outgoing.New(outgoing.Options{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
}

func known(i *providertest.Issuer) *provider.Provider {
	return provider.New(provider.Settings{Name: "company", ClientID: providertest.Client, Secret: providertest.Secret, Issuer: i.Address,
		ClientIDs: []string{"an app for telephones"}}, provider.Options{Client: local(), Callback: "http://app.example/auth/v1/callback"})
}

var start = provider.Start{State: "a state", Nonce: "a nonce", Verifier: "a verifier of forty-three characters or more."}

// signIn goes the whole way of a sign-in.
func signIn(t *testing.T, i *providertest.Issuer, p *provider.Provider, claims map[string]any) (provider.Profile, provider.Tokens, error) {
	t.Helper()
	to, err := p.Begin(t.Context(), start)
	if err != nil {
		return provider.Profile{}, provider.Tokens{}, err
	}
	back := i.Visit(t, to, claims)
	return p.Finish(t.Context(), provider.Return{Code: back.Get("code"), Issuer: back.Get("iss"), Nonce: start.Nonce, Verifier: start.Verifier})
}

var ada = map[string]any{"sub": "ada-1", "email": "ada@example.com", "email_verified": true, "name": "Ada", "picture": "https://pictures.example/ada.png"}

func TestSignIn(t *testing.T) {
	t.Parallel()
	i := providertest.Serve(t)
	p := known(i)
	profile, tokens, err := signIn(t, i, p, ada)
	want := provider.Profile{Issuer: i.Address, Subject: "ada-1", Email: "ada@example.com", Verified: true, Name: "Ada", Picture: "https://pictures.example/ada.png"}
	if err != nil || profile != want || !strings.HasPrefix(tokens.Access, "access ") || !strings.HasPrefix(tokens.Refresh, "refresh ") {
		t.Errorf("%+v, %+v, %v", profile, tokens, err)
	}
	if _, _, err := signIn(t, i, p, ada); err != nil || i.Asked("/.well-known/openid-configuration") != 1 || i.Asked("/keys") != 1 {
		t.Errorf("%v; it was discovered %d times, and its keys were fetched %d times", err, i.Asked("/.well-known/openid-configuration"), i.Asked("/keys"))
	}
}

// TestProfileBeside: what the ID token leaves out is asked for, of the same user.
func TestProfileBeside(t *testing.T) {
	t.Parallel()
	i := providertest.Serve(t)
	i.Change = func(claims map[string]any) string {
		delete(claims, "email")
		delete(claims, "email_verified")
		return ""
	}
	i.Profile = ada
	profile, _, err := signIn(t, i, known(i), map[string]any{"sub": "ada-1"})
	if err != nil || profile.Email != "ada@example.com" || !profile.Verified || profile.Name != "Ada" {
		t.Errorf("%+v, %v", profile, err)
	}
	i.Profile = map[string]any{"sub": "eve-1", "email": "eve@example.com"}
	if profile, _, err := signIn(t, i, known(i), map[string]any{"sub": "ada-1"}); fault.CodeOf(err) != fault.Denied {
		t.Errorf("%+v, %v", profile, err)
	}
}

func freshKey(t *testing.T) *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// unsigned is a token with a header and no signature.
func unsigned(header string, claims map[string]any) string {
	raw, _ := json.Marshal(claims)
	return base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + base64.RawURLEncoding.EncodeToString(raw) + "."
}

// TestTokensThatAreNotBelieved: each is refused, from the issuer and from a client.
func TestTokensThatAreNotBelieved(t *testing.T) {
	t.Parallel()
	i := providertest.Serve(t)
	other := freshKey(t)
	set := func(name string, v any) func(map[string]any) string {
		return func(c map[string]any) string { c[name] = v; return "" }
	}
	public, err := json.Marshal(jose.JSONWebKey{Key: i.Key.Public(), KeyID: "one"})
	if err != nil {
		t.Fatal(err)
	}
	bad := map[string]func(map[string]any) string{
		"an issuer of another name": set("iss", "https://evil.example"),
		"the issuer and a slash":    set("iss", i.Address+"/"),
		"no issuer":                 set("iss", ""),
		"another audience":          set("aud", "another app"),
		"several audiences, given to another": func(c map[string]any) string {
			c["aud"], c["azp"] = []string{providertest.Client, "another app"}, "another app"
			return ""
		},
		"expired":              set("exp", time.Now().Add(-time.Hour).Unix()),
		"of the future":        set("iat", time.Now().Add(time.Hour).Unix()),
		"not valid yet":        set("nbf", time.Now().Add(time.Hour).Unix()),
		"another nonce":        set("nonce", "another"),
		"no subject":           set("sub", ""),
		"a subject too long":   set("sub", strings.Repeat("x", 256)),
		"an access token else": set("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"),
		"another key": func(c map[string]any) string {
			return providertest.Sign(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: other, KeyID: "one"}}, c)
		},
		"the public key as a secret": func(c map[string]any) string {
			return providertest.Sign(jose.SigningKey{Algorithm: jose.HS256, Key: public}, c)
		},
		"the client's secret": func(c map[string]any) string {
			return providertest.Sign(jose.SigningKey{Algorithm: jose.HS256, Key: []byte(providertest.Secret + strings.Repeat(" ", 32))}, c)
		},
		"unsigned":            func(c map[string]any) string { return unsigned(`{"alg":"none"}`, c) },
		"an empty signature":  func(c map[string]any) string { return unsigned(`{"alg":"ES256","kid":"one"}`, c) },
		"no signature at all": func(c map[string]any) string { return strings.TrimSuffix(unsigned(`{"alg":"none"}`, c), ".") },
		"a key of its own": func(c map[string]any) string {
			signer, _ := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: other}, &jose.SignerOptions{EmbedJWK: true})
			raw, _ := json.Marshal(c)
			signed, _ := signer.Sign(raw)
			token, _ := signed.CompactSerialize()
			return token
		},
		"no token": func(map[string]any) string { return "nonsense" },
	}
	for name, change := range bad {
		i.Change = change
		if profile, _, err := signIn(t, i, known(i), ada); err == nil {
			t.Errorf("%s: %+v was believed", name, profile)
		}
		claims := i.Claims(ada)
		claims["nonce"] = "a nonce"
		if profile, err := known(i).Believe(t.Context(), i.Token(claims), "some access token", "a nonce"); err == nil {
			t.Errorf("%s: %+v was believed from a client", name, profile)
		}
	}
	i.Change = nil
	good := map[string]map[string]any{"for the app": {}, "for its telephones": {"aud": "an app for telephones"},
		"for both": {"aud": []string{providertest.Client, "x"}, "azp": providertest.Client}}
	for name, more := range good {
		claims := i.Claims(ada)
		for k, v := range more {
			claims[k] = v
		}
		if _, err := known(i).Believe(t.Context(), i.Token(claims), "", ""); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestTokensAreNoTriggers: tokens of anybody's do not make us ask the issuer
// again and again.
func TestTokensAreNoTriggers(t *testing.T) {
	t.Parallel()
	i := providertest.Serve(t)
	p := known(i)
	for range 20 {
		token := providertest.Sign(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: freshKey(t), KeyID: rand.Text()}}, i.Claims(ada))
		if _, err := p.Believe(t.Context(), token, "", ""); fault.CodeOf(err) != fault.Token {
			t.Error(err)
		}
	}
	if i.Asked("/keys") != 1 {
		t.Errorf("the keys were fetched %d times", i.Asked("/keys"))
	}
}

// TestRotation: a new key of the issuer's is found when it is first used.
func TestRotation(t *testing.T) {
	t.Parallel()
	i := providertest.Serve(t)
	now := time.Now()
	i.Now = func() time.Time { return now }
	p := provider.New(provider.Settings{Name: "company", ClientID: providertest.Client, Issuer: i.Address},
		provider.Options{Client: local(), Now: func() time.Time { return now }})
	if _, err := p.Believe(t.Context(), i.Token(i.Claims(ada)), "", ""); err != nil {
		t.Fatal(err)
	}
	i.Key = freshKey(t)
	now = now.Add(2 * time.Minute)
	if _, err := p.Believe(t.Context(), i.Token(i.Claims(ada)), "", ""); err != nil {
		t.Error(err)
	}
}

// TestMixedUp: an answer that another issuer gave is not taken to this one.
func TestMixedUp(t *testing.T) {
	t.Parallel()
	i := providertest.Serve(t)
	p := known(i)
	to, err := p.Begin(t.Context(), start)
	if err != nil {
		t.Fatal(err)
	}
	back := i.Visit(t, to, ada)
	for _, said := range []string{"https://evil.example", ""} {
		_, _, err := p.Finish(t.Context(), provider.Return{Code: back.Get("code"), Issuer: said, Nonce: start.Nonce, Verifier: start.Verifier})
		if fault.CodeOf(err) != fault.Denied || i.Asked("/token") != 0 {
			t.Errorf("%q: %v", said, err)
		}
	}
}

// TestProvidersThatFail: whatever a provider does, there is an error in time.
func TestProvidersThatFail(t *testing.T) {
	t.Parallel()
	answers := map[string]http.HandlerFunc{
		"an error":       func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusInternalServerError) },
		"garbage":        func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") },
		"nothing":        func(http.ResponseWriter, *http.Request) {},
		"null":           func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "null") },
		"a list":         func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "[]") },
		"an empty thing": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "{}") },
		"too much": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"more": "`+strings.Repeat("x", 1<<20)+`"}`)
		},
		"another place": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusTemporaryRedirect)
		},
		"no end": func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // until which nobody sees the caller leave
			<-r.Context().Done()
		},
		"a broken line": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "{")
		},
	}
	for name, answer := range answers {
		for _, path := range []string{"/.well-known/openid-configuration", "/token", "/keys", "/profile"} {
			t.Run(name+" at "+path, func(t *testing.T) {
				t.Parallel()
				i := providertest.Serve(t)
				i.Before = func(w http.ResponseWriter, r *http.Request) bool {
					if r.URL.Path == path {
						answer(w, r)
					}
					return r.URL.Path == path
				}
				p := known(i)
				ctx := t.Context()
				if name == "no end" {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, 300*time.Millisecond) // instead of ten seconds
					defer cancel()
				}
				to, err := p.Begin(ctx, start)
				if err == nil {
					back := i.Visit(t, to, map[string]any{"sub": "ada-1"})
					_, _, err = p.Finish(ctx, provider.Return{Code: back.Get("code"), Issuer: back.Get("iss"), Nonce: start.Nonce, Verifier: start.Verifier})
				}
				if code := fault.CodeOf(err); code != fault.Unavailable && !(path == "/profile" && code == fault.Denied) {
					t.Errorf("%v", err)
				}
			})
		}
	}
}

// TestEndpointsAreSecure: an issuer does not lead to addresses that anybody on
// the way can answer for.
func TestEndpointsAreSecure(t *testing.T) {
	t.Parallel()
	for _, member := range []string{"authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"} {
		i := providertest.Serve(t)
		i.Before = func(w http.ResponseWriter, r *http.Request) bool {
			if strings.HasPrefix(r.URL.Path, "/.well-known/") {
				doc := map[string]any{"issuer": i.Address, "authorization_endpoint": i.Address + "/authorize", "token_endpoint": i.Address + "/token",
					"jwks_uri": i.Address + "/keys", "userinfo_endpoint": i.Address + "/profile"}
				doc[member] = "http://anybody.example/"
				_ = json.NewEncoder(w).Encode(doc)
				return true
			}
			return false
		}
		if _, err := known(i).Begin(t.Context(), start); fault.CodeOf(err) != fault.Unavailable {
			t.Errorf("%s: %v", member, err)
		}
	}
}

// TestPrivateIssuers: none inside a private network is asked, unless allowed.
func TestPrivateIssuers(t *testing.T) {
	t.Parallel()
	i := providertest.Serve(t)
	p := provider.New(provider.Settings{Name: "company", ClientID: providertest.Client, Issuer: i.Address}, provider.Options{Client: outgoing.New(outgoing.Options{})})
	if _, err := p.Begin(t.Context(), start); fault.CodeOf(err) != fault.Unavailable || i.Asked("/.well-known/openid-configuration") != 0 {
		t.Errorf("%v", err)
	}
}

// TestFailuresAreNotRepeated: one who does not answer is not asked again at once,
// and is a little later.
func TestFailuresAreNotRepeated(t *testing.T) {
	t.Parallel()
	i := providertest.Serve(t)
	down := true
	i.Before = func(w http.ResponseWriter, _ *http.Request) bool {
		if down {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		return down
	}
	now := time.Now()
	p := provider.New(provider.Settings{Name: "company", ClientID: providertest.Client, Issuer: i.Address},
		provider.Options{Client: local(), Now: func() time.Time { return now }})
	for range 5 {
		if _, err := p.Begin(t.Context(), start); fault.CodeOf(err) != fault.Unavailable {
			t.Error(err)
		}
	}
	if n := i.Asked("/.well-known/openid-configuration"); n != 1 {
		t.Errorf("it was asked %d times", n)
	}
	down, now = false, now.Add(time.Minute)
	if _, err := p.Begin(t.Context(), start); err != nil {
		t.Error(err)
	}
	// What was published is good while it is down again.
	down, now = true, now.Add(2*time.Hour)
	if _, err := p.Begin(t.Context(), start); err != nil {
		t.Error(err)
	}
}

// TestCallersChooseLittle: what is asked of a provider is not the caller's to
// change, but for what is theirs.
func TestCallersChooseLittle(t *testing.T) {
	t.Parallel()
	i := providertest.Serve(t)
	s := start
	s.Scopes = []string{"calendar", "openid"}
	s.Extra = map[string]string{"prompt": "login", "state": "mine", "redirect_uri": "https://evil.example", "nonce": "mine", "code_challenge": "mine",
		"client_id": "mine", "response_mode": "fragment", "response_type": "token", "request": "x", "scope": "all"}
	to, err := known(i).Begin(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	for name, want := range map[string]string{"prompt": "login", "state": s.State, "nonce": s.Nonce, "redirect_uri": "http://app.example/auth/v1/callback",
		"client_id": providertest.Client, "response_mode": "", "response_type": "code", "request": "", "scope": "openid email profile calendar"} {
		if len(q[name]) > 1 || q.Get(name) != want {
			t.Errorf("%s is %q", name, q[name])
		}
	}
}
