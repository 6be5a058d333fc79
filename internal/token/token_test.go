package token_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/internal/token"
	"bedplate/query"

	"github.com/google/go-cmp/cmp"
	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jws"
)

var (
	secret = []byte("0123456789abcdef0123456789abcdef")
	now    = time.Unix(1_800_000_000, 0)
)

type object = map[string]any

func b64(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

func asJSON(t testing.TB, v any) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// forge signs any header and claims with HMAC, as an attacker would.
func forge(t *testing.T, key []byte, header, claims any) string {
	t.Helper()
	signed := b64(asJSON(t, header)) + "." + b64(asJSON(t, claims))
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(signed))
	return signed + "." + b64(mac.Sum(nil))
}

// sign signs claims with a private key, naming it kid.
func sign(t testing.TB, alg jwa.SignatureAlgorithm, key any, kid string, claims object) string {
	t.Helper()
	headers := jws.NewHeaders()
	if kid != "" {
		if err := headers.Set("kid", kid); err != nil {
			t.Fatal(err)
		}
	}
	signed, err := jws.Sign(asJSON(t, claims), jws.WithKey(alg, key, jws.WithProtectedHeaders(headers)))
	if err != nil {
		t.Fatal(err)
	}
	return string(signed)
}

func verifier(t *testing.T, opts token.Options) *token.Verifier {
	t.Helper()
	if opts.Now == nil {
		opts.Now = func() time.Time { return now }
	}
	v, err := token.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(v.Close)
	return v
}

var hs = object{"alg": "HS256", "typ": "JWT"}

func good() object { return object{"sub": "u1", "exp": now.Unix() + 60} }

func with(o object, more ...any) object {
	out := object{}
	for k, v := range o {
		out[k] = v
	}
	for i := 0; i < len(more); i += 2 {
		out[more[i].(string)] = more[i+1]
	}
	return out
}

func TestPrincipal(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		claims object
		want   query.Principal
	}{
		"a person":            {good(), query.Principal{Role: "authenticated", ID: "u1"}},
		"anon":                {with(good(), "role", "anon"), query.Principal{Role: "anon", ID: "u1"}},
		"service":             {with(good(), "role", "service"), query.Principal{Role: "service", ID: "u1"}},
		"service_role":        {with(good(), "role", "service_role"), query.Principal{Role: "service", ID: "u1"}},
		"custom role":         {with(good(), "role", "editor"), query.Principal{Role: "editor", ID: "u1"}},
		"everything":          {with(good(), "roles", []string{"a", "b"}, "email", "a@b.c", "aal", "aal2", "tenant", "t"), query.Principal{Role: "authenticated", ID: "u1", Roles: []string{"a", "b"}, Email: "a@b.c", AAL: "aal2", Tenant: "t"}},
		"one role as a text":  {with(good(), "roles", "a"), query.Principal{Role: "authenticated", ID: "u1", Roles: []string{"a"}}},
		"null is absent":      {with(good(), "email", nil, "role", nil), query.Principal{Role: "authenticated", ID: "u1"}},
		"slow clock":          {with(good(), "iat", now.Unix()+59, "nbf", now.Unix()+59), query.Principal{Role: "authenticated", ID: "u1"}},
		"fraction of seconds": {with(good(), "exp", float64(now.Unix())+0.5), query.Principal{Role: "authenticated", ID: "u1"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := verifier(t, token.Options{Secret: secret})
			for range 2 { // the second comes from memory
				got, err := v.Verify(t.Context(), forge(t, secret, hs, tc.claims))
				if err != nil {
					t.Fatal(err)
				}
				var claims object
				if err := json.Unmarshal([]byte(got.Claims.Raw()), &claims); err != nil || claims["sub"] != "u1" {
					t.Errorf("claims are %s, %v", got.Claims.Raw(), err)
				}
				p := *got
				p.Claims = tc.want.Claims
				if d := cmp.Diff(tc.want, p, cmp.Comparer(func(a, b query.Principal) bool {
					return cmp.Equal([]string{a.Role, a.ID, a.Email, a.AAL, a.Tenant}, []string{b.Role, b.ID, b.Email, b.AAL, b.Tenant}) &&
						strings.Join(a.Roles, ",") == strings.Join(b.Roles, ",")
				})); d != "" {
					t.Error(d)
				}
			}
		})
	}
}

// TestRefused is RFC 8725's list of tricks, and plain mistakes.
func TestRefused(t *testing.T) {
	t.Parallel()
	valid := forge(t, secret, hs, good())
	cut := strings.Split(valid, ".")
	none := b64([]byte(`{"alg":"none"}`))
	tests := map[string]string{
		"empty":                         "",
		"one part":                      "abc",
		"two parts":                     cut[0] + "." + cut[1],
		"four parts":                    valid + ".x",
		"five parts, encrypted":         "a.b.c.d.e",
		"not base64url":                 "!!." + cut[1] + "." + cut[2],
		"padded":                        cut[0] + "=." + cut[1] + "." + cut[2],
		"signature cut off":             cut[0] + "." + cut[1] + ".",
		"signature shortened":           valid[:len(valid)-4],
		"another's claims":              cut[0] + "." + b64(asJSON(t, with(good(), "role", "service"))) + "." + cut[2],
		"alg none":                      none + "." + cut[1] + ".",
		"alg none, signed":              none + "." + cut[1] + "." + cut[2],
		"alg None":                      b64([]byte(`{"alg":"None"}`)) + "." + cut[1] + ".",
		"no alg":                        forge(t, secret, object{"typ": "JWT"}, good()),
		"ALG in capitals":               forge(t, secret, object{"ALG": "HS256"}, good()),
		"alg not a text":                forge(t, secret, object{"alg": 1}, good()),
		"HS384":                         forge(t, secret, object{"alg": "HS384"}, good()),
		"empty secret":                  forge(t, nil, hs, good()),
		"other secret":                  forge(t, []byte(strings.Repeat("x", 32)), hs, good()),
		"crit":                          forge(t, secret, with(hs, "crit", []string{"exp"}), good()),
		"b64 false":                     forge(t, secret, with(hs, "b64", false), good()),
		"compressed":                    forge(t, secret, with(hs, "zip", "DEF"), good()),
		"type of a logout token":        forge(t, secret, with(hs, "typ", "logout+jwt"), good()),
		"header a list":                 forge(t, secret, []string{"HS256"}, good()),
		"claims a list":                 forge(t, secret, hs, []string{"exp"}),
		"claims null":                   forge(t, secret, hs, nil),
		"no exp":                        forge(t, secret, hs, object{"sub": "u1"}),
		"exp null":                      forge(t, secret, hs, with(good(), "exp", nil)),
		"exp a text":                    forge(t, secret, hs, with(good(), "exp", "tomorrow")),
		"exp beyond all times":          forge(t, secret, hs, with(good(), "exp", 1e300)),
		"exp negative":                  forge(t, secret, hs, with(good(), "exp", -1)),
		"not valid yet":                 forge(t, secret, hs, with(good(), "nbf", now.Unix()+61)),
		"issued in the future":          forge(t, secret, hs, with(good(), "iat", now.Unix()+61)),
		"sub a number":                  forge(t, secret, hs, with(good(), "sub", 1)),
		"role a list":                   forge(t, secret, hs, with(good(), "role", []string{"service"})),
		"roles of numbers":              forge(t, secret, hs, with(good(), "roles", []int{1})),
		"roles with null":               forge(t, secret, hs, with(good(), "roles", []any{nil})),
		"role too long":                 forge(t, secret, hs, with(good(), "role", strings.Repeat("r", 256))),
		"too long":                      forge(t, secret, hs, with(good(), "pad", strings.Repeat("x", 9<<10))),
		"NUL in a claim":                forge(t, secret, hs, with(good(), "sub", "a\x00b")),
		"RS256 without such a key":      forge(t, secret, object{"alg": "RS256"}, good()),
		"EdDSA without such a key":      forge(t, secret, object{"alg": "EdDSA"}, good()),
		"key of its own in the header":  forge(t, []byte("k"), with(hs, "jwk", object{"kty": "oct", "k": b64([]byte("k"))}), good()),
		"address of keys in the header": forge(t, []byte("k"), with(hs, "jku", "https://evil.example/jwks", "x5u", "https://evil.example/x"), good()),
	}
	for name, tok := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := verifier(t, token.Options{Secret: secret})
			if p, err := v.Verify(t.Context(), tok); fault.CodeOf(err) != fault.Token {
				t.Errorf("got %+v, %v", p, err)
			}
		})
	}
}

func TestDeepClaimsAreRefused(t *testing.T) {
	t.Parallel()
	deep := json.RawMessage(strings.Repeat("[", 2000) + strings.Repeat("]", 2000))
	v := verifier(t, token.Options{Secret: secret})
	if _, err := v.Verify(t.Context(), forge(t, secret, hs, with(good(), "deep", deep))); fault.CodeOf(err) != fault.Token {
		t.Errorf("error is %v", err)
	}
}

func TestExpiry(t *testing.T) {
	t.Parallel()
	clock := now
	v := verifier(t, token.Options{Secret: secret, Now: func() time.Time { return clock }})
	tok := forge(t, secret, hs, good())
	if _, err := v.Verify(t.Context(), tok); err != nil {
		t.Fatal(err)
	}
	clock = now.Add(60 * time.Second)
	for range 2 { // out of memory first, then judged anew
		if _, err := v.Verify(t.Context(), tok); fault.CodeOf(err) != fault.TokenExpired {
			t.Errorf("an expired token gives %v", err)
		}
	}
}

func TestIssuerAndAudience(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		claims object
		good   bool
	}{
		"both":               {with(good(), "iss", "me", "aud", "app"), true},
		"one of audiences":   {with(good(), "iss", "me", "aud", []string{"x", "app"}), true},
		"no issuer":          {with(good(), "aud", "app"), false},
		"another issuer":     {with(good(), "iss", "you", "aud", "app"), false},
		"no audience":        {with(good(), "iss", "me"), false},
		"another audience":   {with(good(), "iss", "me", "aud", "other"), false},
		"no audience at all": {with(good(), "iss", "me", "aud", []string{}), false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := verifier(t, token.Options{Secret: secret, Issuer: "me", Audience: "app"})
			if _, err := v.Verify(t.Context(), forge(t, secret, hs, tc.claims)); (err == nil) != tc.good {
				t.Errorf("error is %v", err)
			}
		})
	}
}

func TestMint(t *testing.T) {
	t.Parallel()
	v := verifier(t, token.Options{Secret: secret, Issuer: "me", Audience: "app"})
	tok, err := token.Mint(secret, token.Grant{
		Role: "editor", Subject: "u1", Claims: object{"email": "a@b.c", "role": "service"},
		Lifetime: time.Hour, Issuer: "me", Audience: "app",
	}, now)
	if err != nil {
		t.Fatal(err)
	}
	p, err := v.Verify(t.Context(), tok)
	if err != nil || p.Role != "editor" || p.ID != "u1" || p.Email != "a@b.c" {
		t.Errorf("got %+v, %v", p, err)
	}
	if _, err := token.Mint(secret, token.Grant{Role: "anon", Claims: object{"email": 1}, Lifetime: time.Hour}, now); err == nil {
		t.Error("a token that would be refused is minted")
	}
}

// keyring is one key of each kind that is taken, as private keys and as a set.
type keyring struct {
	rsa     *rsa.PrivateKey
	ec      *ecdsa.PrivateKey
	ed      ed25519.PrivateKey
	set     object
	members map[string]object
}

func newKeyring(t *testing.T) keyring {
	t.Helper()
	var k keyring
	var err error
	if k.rsa, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		t.Fatal(err)
	}
	if k.ec, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	k.ed = private
	point, err := k.ec.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	k.members = map[string]object{
		"rsa": {"kty": "RSA", "kid": "rsa", "n": b64(k.rsa.N.Bytes()), "e": "AQAB"},
		"ec":  {"kty": "EC", "kid": "ec", "crv": "P-256", "x": b64(point[1:33]), "y": b64(point[33:])},
		"ed":  {"kty": "OKP", "kid": "ed", "crv": "Ed25519", "x": b64(public)},
	}
	k.set = object{"keys": []object{k.members["rsa"], k.members["ec"], k.members["ed"]}}
	return k
}

// pem gives the RSA key as its owner might publish it: an attacker's HMAC key.
func (k keyring) pem(t *testing.T) []byte {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(&k.rsa.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}
