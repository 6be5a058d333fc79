package token_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/internal/token"

	"github.com/lestrrat-go/jwx/v3/jwa"
)

func keyFile(t *testing.T, set any) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "jwks.json")
	if err := os.WriteFile(path, asJSON(t, set), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestKeySetOfAFile(t *testing.T) {
	t.Parallel()
	k := newKeyring(t)
	v := verifier(t, token.Options{Secret: secret, JWKS: keyFile(t, k.set)})
	public := k.pem(t)
	tests := map[string]struct {
		token string
		good  bool
	}{
		"RS256":                         {sign(t, jwa.RS256(), k.rsa, "rsa", good()), true},
		"ES256":                         {sign(t, jwa.ES256(), k.ec, "ec", good()), true},
		"EdDSA":                         {sign(t, jwa.EdDSA(), k.ed, "ed", good()), true},
		"no kid":                        {sign(t, jwa.ES256(), k.ec, "", good()), true},
		"our own beside them":           {forge(t, secret, hs, good()), true},
		"another key's kid":             {sign(t, jwa.RS256(), k.rsa, "ec", good()), false},
		"unknown kid":                   {sign(t, jwa.RS256(), k.rsa, "new", good()), false},
		"PS256 with an RS256 key":       {sign(t, jwa.PS256(), k.rsa, "rsa", good()), false},
		"RS512 with an RS256 key":       {sign(t, jwa.RS512(), k.rsa, "rsa", good()), false},
		"public RSA key as HMAC secret": {forge(t, public, object{"alg": "HS256", "kid": "rsa"}, good()), false},
		"modulus as HMAC secret":        {forge(t, k.rsa.N.Bytes(), object{"alg": "HS256", "kid": "rsa"}, good()), false},
		"HMAC that says RS256":          {forge(t, secret, object{"alg": "RS256", "kid": "rsa"}, good()), false},
		"empty ES256 signature":         {zeroSignature(t, "ES256", "ec", 64), false},
		"ES256 signature cut short":     {zeroSignature(t, "ES256", "ec", 10), false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := v.Verify(t.Context(), tc.token); (err == nil) != tc.good {
				t.Errorf("error is %v", err)
			}
		})
	}
}

// zeroSignature makes a token whose signature is n zero bytes.
func zeroSignature(t *testing.T, alg, kid string, n int) string {
	t.Helper()
	return b64(asJSON(t, object{"alg": alg, "kid": kid})) + "." + b64(asJSON(t, good())) + "." + b64(make([]byte, n))
}

func TestKeySetsThatAreRefused(t *testing.T) {
	t.Parallel()
	k := newKeyring(t)
	many := make([]object, 65)
	for i := range many {
		many[i] = k.members["ed"]
	}
	tests := map[string]any{
		"not a set":       []int{1},
		"no keys":         object{"keys": []object{}},
		"a shared secret": object{"keys": []object{{"kty": "oct", "k": b64(secret), "alg": "HS256"}}},
		"for encryption":  object{"keys": []object{with(k.members["rsa"], "use", "enc")}},
		"another alg":     object{"keys": []object{with(k.members["rsa"], "alg", "RS512")}},
		"a short RSA key": object{"keys": []object{with(k.members["rsa"], "n", b64(k.rsa.N.Bytes()[:128]))}},
		"too many":        object{"keys": many},
		"too long":        object{"keys": []object{with(k.members["ed"], "pad", strings.Repeat("x", 70_000))}},
	}
	for name, set := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if v, err := token.New(token.Options{JWKS: keyFile(t, set)}); err == nil {
				v.Close()
				t.Error("the set is taken")
			}
		})
	}
	if _, err := token.New(token.Options{JWKS: filepath.Join(t.TempDir(), "none.json")}); err == nil {
		t.Error("a file that does not exist is taken")
	}
}

func TestKeySetOfAnAddress(t *testing.T) {
	t.Parallel()
	first, second := newKeyring(t), newKeyring(t)
	second.members["ec"]["kid"] = "ec2"
	var current atomic.Pointer[object]
	current.Store(&first.set)
	var fetches atomic.Int32
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fetches.Add(1)
		_, _ = w.Write(asJSON(t, *current.Load()))
	}))
	t.Cleanup(srv.Close)
	clock := now
	v := verifier(t, token.Options{JWKS: srv.URL, Now: func() time.Time { return clock }})
	claims := with(good(), "exp", now.Add(time.Hour).Unix())
	old := sign(t, jwa.ES256(), first.ec, "ec", claims)
	rotated := sign(t, jwa.ES256(), second.ec, "ec2", claims)

	if fetches.Load() != 0 {
		t.Error("fetched before it was needed")
	}
	if _, err := v.Verify(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	// The set changes. An unknown kid asks again, once a minute at most.
	current.Store(&second.set)
	for range 5 {
		if _, err := v.Verify(t.Context(), rotated); fault.CodeOf(err) != fault.Token {
			t.Fatalf("error is %v", err)
		}
	}
	if n := fetches.Load(); n != 1 {
		t.Fatalf("%d fetches within a minute", n)
	}
	clock = clock.Add(2 * time.Minute)
	if _, err := v.Verify(t.Context(), rotated); err != nil {
		t.Errorf("the new key after a minute: %v", err)
	}
	// The first key is gone, and so is what was remembered under it.
	if _, err := v.Verify(t.Context(), old); fault.CodeOf(err) != fault.Token {
		t.Errorf("the withdrawn key gives %v", err)
	}
}

func TestAddressesThatMisbehave(t *testing.T) {
	t.Parallel()
	k := newKeyring(t)
	tests := map[string]http.HandlerFunc{
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/elsewhere" {
				_, _ = w.Write(asJSON(t, k.set))
				return
			}
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
		},
		"failure": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		"endless": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 1<<20)) },
		"a page":  func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
	}
	for name, h := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := httptest.NewServer(h)
			t.Cleanup(srv.Close)
			v := verifier(t, token.Options{JWKS: srv.URL})
			for range 2 {
				_, err := v.Verify(t.Context(), sign(t, jwa.ES256(), k.ec, "ec", good()))
				if fault.CodeOf(err) != fault.Unavailable {
					t.Errorf("error is %v", err)
				}
			}
		})
	}
}
