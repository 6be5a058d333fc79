package token_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/internal/token"
	"bedplate/query"

	"github.com/google/go-cmp/cmp"
	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
)

// keySet is the JWK set of public keys, by their ids.
func keySet(t testing.TB, keys map[string]*ecdsa.PrivateKey) []byte {
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

// What is forged in the name of the app's own keys is not believed: keys and
// addresses of keys in the token, other curves and algorithms, and signatures
// that other verifiers took.
func TestForgedUsersTokens(t *testing.T) {
	t.Parallel()
	ours, stranger := newKey(t), newKey(t)
	set := keySet(t, map[string]*ecdsa.PrivateKey{"1": ours})
	v := verifier(t, token.Options{Own: &token.Own{Keys: func() ([]byte, uint64) { return set, 1 },
		Issuer: "us", Audience: "authenticated", Ended: func(string) bool { return false }}})
	mine := with(good(), "iss", "us", "aud", "authenticated", "session_id", "s1")
	valid := sign(t, jwa.ES256(), ours, "1", mine)
	if _, err := v.Verify(t.Context(), valid); err != nil {
		t.Fatal(err)
	}
	cut := strings.Split(valid, ".")
	signature, err := base64.RawURLEncoding.DecodeString(cut[2])
	if err != nil {
		t.Fatal(err)
	}
	r, sum := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
	n := elliptic.P256().Params().N
	raw := func(r, s *big.Int) string {
		out := make([]byte, 64)
		r.FillBytes(out[:32])
		s.FillBytes(out[32:])
		return b64(out)
	}
	der, err := asn1.Marshal(struct{ R, S *big.Int }{r, sum})
	if err != nil {
		t.Fatal(err)
	}
	// by is a token whose header says more than its algorithm and key, signed by a key.
	by := func(key *ecdsa.PrivateKey, header object) string {
		signed := b64(asJSON(t, header)) + "." + cut[1]
		hash := sha256.Sum256([]byte(signed))
		r, s, err := ecdsa.Sign(rand.Reader, key, hash[:])
		if err != nil {
			t.Fatal(err)
		}
		return signed + "." + raw(r, s)
	}
	wide, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var public object
	document := struct{ Keys []object }{}
	if err := json.Unmarshal(keySet(t, map[string]*ecdsa.PrivateKey{"1": stranger}), &document); err != nil {
		t.Fatal(err)
	}
	public = document.Keys[0]
	body := cut[0] + "." + cut[1] + "."
	for name, forged := range map[string]string{
		"null signature":            body + raw(new(big.Int), new(big.Int)),
		"r of nothing":              body + raw(new(big.Int), sum),
		"s of nothing":              body + raw(r, new(big.Int)),
		"r the order":               body + raw(n, sum),
		"s the order":               body + raw(r, n),
		"r and s in each other's":   body + raw(sum, r),
		"all ones":                  body + b64(bytes.Repeat([]byte{0xff}, 64)),
		"DER":                       body + b64(der),
		"longer":                    body + b64(append(bytes.Clone(signature), 0)),
		"shorter":                   body + b64(signature[:63]),
		"twice":                     body + cut[2] + cut[2],
		"none":                      b64([]byte(`{"alg":"none","kid":"1"}`)) + "." + cut[1] + ".",
		"nOnE":                      b64([]byte(`{"alg":"nOnE","kid":"1"}`)) + "." + cut[1] + "." + cut[2],
		"HS256 by the public set":   forge(t, set, object{"alg": "HS256", "kid": "1"}, mine),
		"HS256 by the empty secret": forge(t, nil, object{"alg": "HS256", "kid": "1"}, mine),
		"RS256":                     by(ours, object{"alg": "RS256", "kid": "1"}),
		"ES384":                     by(ours, object{"alg": "ES384", "kid": "1"}),
		"ES512":                     by(ours, object{"alg": "ES512", "kid": "1"}),
		"ES256K":                    by(ours, object{"alg": "ES256K", "kid": "1"}),
		"two algorithms":            b64([]byte(`{"alg":"none","alg":"ES256","kid":"1"}`)) + "." + cut[1] + "." + cut[2],
		"a key in it":               by(stranger, object{"alg": "ES256", "jwk": public}),
		"a key in it by our name":   by(stranger, object{"alg": "ES256", "kid": "1", "jwk": public}),
		"an address of keys":        by(stranger, object{"alg": "ES256", "kid": "1", "jku": "https://us/.well-known/jwks.json"}),
		"an address of a chain":     by(stranger, object{"alg": "ES256", "kid": "1", "x5u": "https://us/chain.pem"}),
		"a chain":                   by(stranger, object{"alg": "ES256", "kid": "1", "x5c": []string{"MIIB"}}),
		"another key":               by(stranger, object{"alg": "ES256"}),
		"a file as the key":         by(stranger, object{"alg": "ES256", "kid": "../../dev/null"}),
		"SQL as the key":            by(stranger, object{"alg": "ES256", "kid": "' or 1=1 --"}),
		"a list as the key":         by(stranger, object{"alg": "ES256", "kid": []string{"1"}}),
		"our key by another name":   by(ours, object{"alg": "ES256", "kid": "2"}),
		"of another type":           by(ours, object{"alg": "ES256", "kid": "1", "typ": "logout+jwt"}),
		"an ID token's type":        by(ours, object{"alg": "ES256", "kid": "1", "typ": "id+jwt"}),
		"crit":                      by(ours, object{"alg": "ES256", "kid": "1", "crit": []string{"x"}, "x": 1}),
		"detached":                  cut[0] + ".." + cut[2],
		"expired":                   sign(t, jwa.ES256(), ours, "1", with(mine, "exp", now.Unix()-1)),
		"expires never":             sign(t, jwa.ES256(), ours, "1", with(mine, "exp", nil)),
		"not yet":                   sign(t, jwa.ES256(), ours, "1", with(mine, "nbf", now.Unix()+120)),
		"of the future":             sign(t, jwa.ES256(), ours, "1", with(mine, "iat", now.Unix()+120)),
		"issuer with a slash":       sign(t, jwa.ES256(), ours, "1", with(mine, "iss", "us/")),
		"issuers":                   sign(t, jwa.ES256(), ours, "1", with(mine, "iss", []string{"us"})),
		"audience of others":        sign(t, jwa.ES256(), ours, "1", with(mine, "aud", []string{"Authenticated"})),
		"another curve":             sign(t, jwa.ES384(), wide, "1", mine),
	} {
		if p, err := v.Verify(t.Context(), forged); err == nil {
			t.Errorf("%s: it is %+v", name, p)
		}
	}
}

// BenchmarkUsersToken is what a request pays for knowing who asks: of a user's
// token that was seen before, and of one that was not.
func BenchmarkUsersToken(b *testing.B) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	set := keySet(b, map[string]*ecdsa.PrivateKey{"1": key})
	own := &token.Own{Keys: func() ([]byte, uint64) { return set, 1 }, Issuer: "us", Audience: "authenticated", Ended: func(string) bool { return false }}
	signed := sign(b, jwa.ES256(), key, "1", with(good(), "iss", "us", "aud", "authenticated", "session_id", "s1"))
	run := func(name string, fresh bool) {
		b.Run(name, func(b *testing.B) {
			made := func() *token.Verifier {
				v, err := token.New(token.Options{Own: own, Now: func() time.Time { return now }})
				if err != nil {
					b.Fatal(err)
				}
				return v
			}
			v := made()
			b.ReportAllocs()
			for b.Loop() {
				if fresh {
					b.StopTimer()
					v = made()
					b.StartTimer()
				}
				if _, err := v.Verify(b.Context(), signed); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	run("known", false)
	run("new", true)
}
