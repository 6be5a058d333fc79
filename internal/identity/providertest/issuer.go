// Package providertest stands in for providers in tests: an issuer of OpenID
// Connect and services of OAuth 2, which do what their documentation says, or
// what an attacker's would.
package providertest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// The names under which tests' apps are registered everywhere.
const (
	Client = "an app"
	Secret = "a secret & its = sign"
)

// Issuer is an issuer of OpenID Connect.
type Issuer struct {
	Address string
	Key     *ecdsa.PrivateKey
	// Now is its clock.
	Now func() time.Time
	// Change changes what an ID token says, or how it is signed.
	Change func(claims map[string]any) (token string)
	// Before answers in the place of the issuer where it gives true.
	Before func(w http.ResponseWriter, r *http.Request) bool
	// Profile is what the address for profiles gives; nil is what was consented to.
	Profile map[string]any

	mu    sync.Mutex
	codes map[string]visit
	asked map[string]int // how often each path was
}

// visit is a user's consent on the way.
type visit struct {
	asked  url.Values
	claims map[string]any
}

// NewIssuer makes one at an address, with a key of its own.
func NewIssuer(t testing.TB, address string) *Issuer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &Issuer{Address: address, Key: key, Now: time.Now, codes: map[string]visit{}, asked: map[string]int{}}
}

// Serve makes one that listens on this machine.
func Serve(t testing.TB) *Issuer {
	t.Helper()
	i := NewIssuer(t, "")
	server := httptest.NewServer(i)
	t.Cleanup(server.Close)
	i.Address = server.URL
	return i
}

// Asked tells how often a path was asked for.
func (i *Issuer) Asked(path string) int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.asked[path]
}

// ServeHTTP answers as an issuer does.
func (i *Issuer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	i.asked[r.URL.Path]++
	i.mu.Unlock()
	if i.Before != nil && i.Before(w, r) {
		return
	}
	switch strings.TrimPrefix(r.URL.Path, path(i.Address)) {
	case "/.well-known/openid-configuration":
		reply(w, map[string]any{"issuer": i.Address, "authorization_endpoint": i.Address + "/authorize", "token_endpoint": i.Address + "/token",
			"jwks_uri": i.Address + "/keys", "userinfo_endpoint": i.Address + "/profile", "id_token_signing_alg_values_supported": []string{"ES256"},
			"authorization_response_iss_parameter_supported": true})
	case "/keys":
		reply(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: i.Key.Public(), KeyID: "one", Algorithm: "ES256", Use: "sig"}}})
	case "/token":
		i.token(w, r)
	case "/profile":
		i.mu.Lock()
		claims := i.codes[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer access ")].claims
		i.mu.Unlock()
		if i.Profile != nil {
			claims = i.Profile
		}
		reply(w, claims)
	default:
		http.NotFound(w, r)
	}
}

func path(address string) string {
	u, _ := url.Parse(address) // a test's own
	return u.Path
}

// Visit has a user consent at the address that a browser was sent to, and gives
// what the browser brings back.
func (i *Issuer) Visit(t testing.TB, address string, claims map[string]any) url.Values {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(address, i.Address+"/authorize?") {
		t.Fatalf("the browser was sent to %s, not to %s (%v)", address, i.Address, err)
	}
	asked := u.Query()
	if asked.Get("client_id") != Client || asked.Get("response_type") != "code" || asked.Get("code_challenge_method") != "S256" || asked.Get("nonce") == "" {
		t.Errorf("it is asked for %v", asked)
	}
	code := rand.Text()
	i.mu.Lock()
	i.codes[code] = visit{asked, claims}
	i.mu.Unlock()
	return url.Values{"state": {asked.Get("state")}, "code": {code}, "iss": {i.Address}}
}

func (i *Issuer) token(w http.ResponseWriter, r *http.Request) {
	code := r.FormValue("code")
	i.mu.Lock()
	v, known := i.codes[code]
	i.mu.Unlock()
	id, secret, _ := r.BasicAuth()
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if id != url.QueryEscape(Client) || secret != url.QueryEscape(Secret) || !known || r.FormValue("redirect_uri") != v.asked.Get("redirect_uri") ||
		base64.RawURLEncoding.EncodeToString(sum[:]) != v.asked.Get("code_challenge") {
		w.WriteHeader(http.StatusBadRequest)
		reply(w, map[string]any{"error": "invalid_grant"})
		return
	}
	claims := i.Claims(v.claims)
	claims["nonce"] = v.asked.Get("nonce")
	reply(w, map[string]any{"access_token": "access " + code, "refresh_token": "refresh " + code, "token_type": "Bearer", "expires_in": 60,
		"id_token": i.Token(claims)})
}

// Claims are what an ID token for the app says, with more over it.
func (i *Issuer) Claims(more map[string]any) map[string]any {
	now := i.Now().Unix()
	claims := map[string]any{"iss": i.Address, "aud": Client, "iat": now, "exp": now + 300}
	maps.Copy(claims, more)
	return claims
}

// Token signs claims, or gives what Change makes of them.
func (i *Issuer) Token(claims map[string]any) string {
	if i.Change != nil {
		if token := i.Change(claims); token != "" {
			return token
		}
	}
	return Sign(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: i.Key, KeyID: "one"}}, claims)
}

// Sign signs claims with a key.
func Sign(key jose.SigningKey, claims map[string]any) string {
	signer, err := jose.NewSigner(key, nil)
	if err != nil {
		panic(err) // of a test's own making
	}
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		panic(err)
	}
	return token
}

func reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}
