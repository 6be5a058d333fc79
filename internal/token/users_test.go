package token_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"bedplate/fault"
	"bedplate/internal/token"
	"bedplate/query"

	"github.com/google/go-cmp/cmp"
	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
)

// keySet is the JWK set of public keys, by their ids.
func keySet(t *testing.T, keys map[string]*ecdsa.PrivateKey) []byte {
	t.Helper()
	set := jwk.NewSet()
	for kid, private := range keys {
		public, err := jwk.Import(private.Public())
		if err != nil {
			t.Fatal(err)
		}
		if err := public.Set("kid", kid); err != nil {
			t.Fatal(err)
		}
		if err := set.AddKey(public); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := json.Marshal(set)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Tokens of the app's own users are held to its issuer and audience, and to
// their sessions; those of others to what is configured.
func TestOwnUsers(t *testing.T) {
	t.Parallel()
	first, second := newKey(t), newKey(t)
	set, generation, ended := keySet(t, map[string]*ecdsa.PrivateKey{"1": first}), uint64(1), map[string]bool{}
	v := verifier(t, token.Options{Secret: secret, Issuer: "others", Own: &token.Own{
		Keys:   func() ([]byte, uint64) { return set, generation },
		Issuer: "us", Audience: "authenticated", Ended: func(s string) bool { return ended[s] },
	}})
	mine := with(good(), "iss", "us", "aud", "authenticated", "session_id", "s1")
	wants := func(name, text string, want fault.Code) {
		t.Helper()
		for range 2 { // the second comes from memory
			if _, err := v.Verify(t.Context(), text); fault.CodeOf(err) != want {
				t.Errorf("%s: %v, want %q", name, err, want)
			}
		}
	}
	ours := sign(t, jwa.ES256(), first, "1", mine)
	wants("ours", ours, "")
	wants("another issuer", sign(t, jwa.ES256(), first, "1", with(mine, "iss", "others")), fault.Token)
	wants("another audience", sign(t, jwa.ES256(), first, "1", with(mine, "aud", "x")), fault.Token)
	wants("no issuer", sign(t, jwa.ES256(), first, "1", with(mine, "iss", nil)), fault.Token)
	wants("a key that is not ours", sign(t, jwa.ES256(), second, "1", mine), fault.Token)
	wants("an issuer who claims to be us", forge(t, secret, hs, mine), fault.Token)
	wants("another issuer's own", forge(t, secret, hs, with(good(), "iss", "others", "session_id", "s1")), "")
	wants("the public key as a secret", forge(t, set, hs, mine), fault.Token)

	ended["s1"] = true
	wants("an ended session", ours, fault.Token)
	wants("another session", sign(t, jwa.ES256(), first, "1", with(mine, "session_id", "s2")), "")

	next := sign(t, jwa.ES256(), second, "2", with(mine, "session_id", "s3"))
	wants("a key that is not told of", next, fault.Token)
	set, generation = keySet(t, map[string]*ecdsa.PrivateKey{"1": first, "2": second}), 2
	wants("a new key", next, "")
	wants("the key before", sign(t, jwa.ES256(), first, "1", with(mine, "session_id", "s4")), "")
	set, generation = keySet(t, map[string]*ecdsa.PrivateKey{"2": second}), 3
	wants("a key that is gone", sign(t, jwa.ES256(), first, "1", with(mine, "session_id", "s5")), fault.Token)
}

// API keys are no tokens: the app says who asks with one, each time anew. A
// token that was given for one may do what the key may, for as long.
func TestKeys(t *testing.T) {
	t.Parallel()
	signer := newKey(t)
	set := keySet(t, map[string]*ecdsa.PrivateKey{"1": signer})
	scope, err := query.ParseScope([]string{"notes:read"})
	if err != nil {
		t.Fatal(err)
	}
	held := map[string]*query.Principal{"k": {Role: "reporter", Key: "k", Scope: scope}, "s": {Role: query.RoleService, Key: "s"}}
	find := func(name string) (*query.Principal, error) {
		if p := held[name]; p != nil {
			return p, nil
		}
		return nil, fault.New(fault.Token, "there is no such key")
	}
	v := verifier(t, token.Options{Secret: secret, Own: &token.Own{
		Keys:   func() ([]byte, uint64) { return set, 1 },
		Issuer: "us", Audience: "authenticated", Ended: func(string) bool { return false },
		KeyPrefix: "bp_", KeyCaller: func(key string) (*query.Principal, error) { return find(key[3:]) }, KeyHolder: find,
	}})
	given := sign(t, jwa.ES256(), signer, "1", with(good(), "iss", "us", "aud", "authenticated", "sub", nil, "role", "service", "key_id", "k"))
	foreign := forge(t, secret, hs, with(good(), "role", "anon", "key_id", "s"))
	person := forge(t, secret, hs, with(good(), "sub", "u1"))
	type caller struct {
		Role, ID, Key, Scope string
		Code                 fault.Code
	}
	ask := func(bearer, apikey, search string) caller {
		r := httptest.NewRequest(http.MethodGet, "/?"+search, nil)
		if bearer != "" {
			r.Header.Set("Authorization", "Bearer "+bearer)
		}
		if apikey != "" {
			r.Header.Set("Apikey", apikey)
		}
		p, err := v.Caller(r)
		if err != nil {
			return caller{Code: fault.CodeOf(err)}
		}
		return caller{p.Role, p.ID, p.Key, p.Scope.String(), ""}
	}
	reporter := caller{Role: "reporter", Key: "k", Scope: "notes:read"}
	refused := caller{Code: fault.Token}
	for range 2 { // the second from memory, where there is one
		for name, c := range map[string]struct{ got, want caller }{
			"bearer": {ask("bp_k", "", ""), reporter}, "apikey": {ask("", "bp_k", ""), reporter}, "both": {ask("bp_k", "bp_k", ""), reporter},
			"in the address":                    {ask("", "", "apikey=bp_k"), reporter},
			"the service role's in the address": {ask("", "", "apikey=bp_s"), refused},
			"beside a person":                   {ask(person, "bp_k", ""), caller{Role: "authenticated", ID: "u1"}},
			"an unknown one":                    {ask("bp_x", "", ""), refused},
			"an unknown one beside a person":    {ask(person, "bp_x", ""), refused},
			"a token for one":                   {ask(given, "", ""), reporter},
			"a token for one as both":           {ask(given, given, ""), reporter},
			"another issuer's word":             {ask(foreign, "", ""), caller{Role: "anon", ID: "u1"}},
		} {
			if d := cmp.Diff(c.want, c.got); d != "" {
				t.Errorf("%s: %s", name, d)
			}
		}
	}
	delete(held, "k")
	for name, got := range map[string]caller{"bearer": ask("bp_k", "", ""), "a token for one": ask(given, "", ""), "both": ask(given, given, "")} {
		if got != refused {
			t.Errorf("%s of a key that is gone: %+v", name, got)
		}
	}
}
