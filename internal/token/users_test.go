package token_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"testing"

	"bedplate/fault"
	"bedplate/internal/token"

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
