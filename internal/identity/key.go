package identity

import (
	"context"
	"crypto/cipher"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"sync/atomic"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"

	"bedplate/fault"
	"bedplate/value"
)

// keyring is what tokens are signed with and believed by.
type keyring struct{ set atomic.Pointer[keySet] }

// keySet is the keys as they were last read.
type keySet struct {
	kid        string
	signer     *ecdsa.PrivateKey
	header     string // of tokens that are signed, encoded
	public     []byte // a JWK set
	generation uint64 // another one whenever public is
}

// PublicKeys gives the JWK set of the app's own keys, and a number that is
// another one whenever the set is.
func (s *Service) PublicKeys() ([]byte, uint64) {
	set := s.keys.set.Load()
	if set == nil {
		return nil, 0
	}
	return set.public, set.generation
}

// loadKeys reads the keys, and makes one where none can sign.
func (s *Service) loadKeys(ctx context.Context) error {
	set, err := s.readKeys(ctx)
	if err == nil && set.signer == nil {
		if err = s.makeKey(ctx); err == nil {
			set, err = s.readKeys(ctx)
		}
	}
	if err != nil {
		return err
	}
	set.generation = 1
	if old := s.keys.set.Load(); old != nil {
		set.generation = old.generation
		if string(old.public) != string(set.public) {
			set.generation++
		}
	}
	s.keys.set.Store(set)
	return nil
}

func (s *Service) readKeys(ctx context.Context) (*keySet, error) {
	d := background{s.Doer()}
	rows, _, err := newList(d.Schema()).read("auth_keys", nil, "kid", "public", "private", "from", "until", "created_at").do(ctx, d)
	if err != nil {
		return nil, err
	}
	set, newest, now := &keySet{}, int64(0), s.Clock().UnixMicro()
	var public []json.RawMessage
	for _, r := range rows {
		if until := r.at("until"); !until.IsNull() && until.Micros() <= now {
			continue
		}
		public = append(public, json.RawMessage(r.at("public").Raw()))
		if made := signsFrom(r).Micros(); made >= newest && made <= now {
			if signer, err := s.unseal(r.at("kid").Raw(), r.at("private").Raw()); err == nil {
				set.kid, set.signer, newest = r.at("kid").Raw(), signer, made
			} else {
				s.Log.Warn("a key for tokens was sealed with another secret, and is only verified with", "kid", r.at("kid").Raw())
			}
		}
	}
	header, err := json.Marshal(map[string]string{"alg": jwa.ES256().String(), "kid": set.kid, "typ": "JWT"})
	if err != nil {
		return nil, err
	}
	set.header = tokenEncoding.EncodeToString(header)
	set.public, err = json.Marshal(map[string]any{"keys": public})
	return set, err
}

// makeKey makes a key, with which tokens are signed from then on.
func (s *Service) makeKey(ctx context.Context) error {
	d := background{s.Doer()}
	l := newList(d.Schema())
	if _, err := s.addSigningKey(l, s.Clock()); err != nil {
		return err
	}
	_, _, err := l.do(ctx, d)
	return err
}

// addSigningKey adds a new key to a list, which signs from some time on.
func (s *Service) addSigningKey(l *list, from time.Time) (kid string, err error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", err
	}
	public, err := jwk.Import(private.Public())
	if err != nil {
		return "", err
	}
	kid = newID().String()
	for name, v := range map[string]any{"kid": kid, "alg": jwa.ES256(), "use": "sig"} {
		if err := public.Set(name, v); err != nil {
			return "", err
		}
	}
	document, err := json.Marshal(public)
	if err != nil {
		return "", err
	}
	sealed, err := s.seal(kid, private)
	if err != nil {
		return "", err
	}
	l.create("auth_keys", text("kid", kid), text("public", string(document)), is("private", value.OfBytes(sealed)), is("from", timeOf(from)))
	return kid, nil
}

// sealer encrypts private keys, so that a copy of the database signs nothing.
func (s *Service) sealer() (cipher.AEAD, error) {
	return s.aead("keys")
}

func (s *Service) seal(kid string, key *ecdsa.PrivateKey) (string, error) {
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", err
	}
	aead, err := s.sealer()
	if err != nil {
		return "", err
	}
	nonce := make([]byte, aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return string(aead.Seal(nonce, nonce, raw, []byte(kid))), nil
}

func (s *Service) unseal(kid, sealed string) (*ecdsa.PrivateKey, error) {
	aead, err := s.sealer()
	if err != nil {
		return nil, err
	}
	n := aead.NonceSize()
	if len(sealed) < n {
		return nil, fault.New(fault.Internal, "a kept key cannot be read")
	}
	raw, err := aead.Open(nil, []byte(sealed[:n]), []byte(sealed[n:]), []byte(kid))
	if err != nil {
		return nil, err
	}
	key, err := x509.ParsePKCS8PrivateKey(raw)
	if err != nil {
		return nil, err
	}
	signer, ok := key.(*ecdsa.PrivateKey)
	if !ok {
		return nil, fault.New(fault.Internal, "a kept key is of another kind")
	}
	return signer, nil
}

// sign makes a token of claims, a JSON object.
func (s *Service) sign(payload []byte) (token string, err error) {
	set := s.keys.set.Load()
	if set == nil || set.signer == nil {
		return "", fault.New(fault.Unavailable, "there is no key to sign with yet")
	}
	// The compact form of RFC 7515: what is signed is what stands before the last
	// dot, and the signature of ES256 is two numbers of 32 bytes (RFC 7518, 3.4).
	const number = 32
	token = rendered(func(dst []byte) []byte {
		dst = tokenEncoding.AppendEncode(append(append(dst, set.header...), '.'), payload)
		sum := sha256.Sum256(dst)
		var r, t *big.Int
		if r, t, err = ecdsa.Sign(rand.Reader, set.signer, sum[:]); err != nil {
			return dst[:0]
		}
		var signature [2 * number]byte
		r.FillBytes(signature[:number])
		t.FillBytes(signature[number:])
		return tokenEncoding.AppendEncode(append(dst, '.'), signature[:])
	})
	return token, err
}

// derived makes a key for one purpose of the service's secret.
func (s *Service) derived(purpose string) []byte {
	mac := hmac.New(sha256.New, s.Secret)
	mac.Write([]byte("identity: " + purpose))
	return mac.Sum(nil)
}

// keyedHash is a hash that nobody makes without the app's secret: of secrets
// that are short enough to be found by trying.
func (s *Service) keyedHash(parts ...string) string {
	mac := hmac.New(sha256.New, s.derived("codes"))
	for _, p := range parts {
		mac.Write([]byte{byte(len(p) >> 8), byte(len(p))})
		mac.Write([]byte(p))
	}
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
