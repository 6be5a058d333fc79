package token

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"

	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws/jwsbb"

	"bedplate/fault"
)

// The algorithms that are taken.
const (
	hs256 = "HS256"
	rs256 = "RS256"
	es256 = "ES256"
	edDSA = "EdDSA"
)

const (
	maxKeys    = 64
	minRSABits = 2048
)

// key is one key with the one algorithm that it may be used for.
type key struct {
	alg    string
	kid    string // "" is none
	verify func(signed, signature []byte) error
}

func (k key) fits(h header) bool {
	return k.alg == h.alg && (k.kid == "" || h.kid == "" || k.kid == h.kid)
}

func hmacVerify(secret []byte) func(signed, signature []byte) error {
	return func(signed, signature []byte) error {
		return jwsbb.VerifyHMAC(secret, signed, signature, sha256.New)
	}
}

// parseKeys reads a JWK set. Keys for other uses and of kinds that are not
// taken are left out; a set without one usable key is an error.
func parseKeys(raw []byte) ([]key, error) {
	set, err := jwk.Parse(raw, jwk.WithIgnoreParseError(true))
	if err != nil {
		return nil, fault.Wrap(fault.Value, err, "it is not a JWK set")
	}
	if set.Len() > maxKeys {
		return nil, fault.New(fault.TooLarge, "it has more than %d keys", maxKeys)
	}
	var keys []key
	for i := range set.Len() {
		j, _ := set.Key(i)
		if k, ok := usable(j); ok {
			keys = append(keys, k)
		}
	}
	if len(keys) == 0 {
		return nil, fault.New(fault.Value, "it has no public RSA, P-256 or Ed25519 key for signatures")
	}
	return keys, nil
}

func usable(j jwk.Key) (key, bool) {
	if use, ok := j.KeyUsage(); ok && use != "sig" {
		return key{}, false
	}
	public, err := j.PublicKey()
	if err != nil {
		return key{}, false
	}
	var raw any
	if err := jwk.Export(public, &raw); err != nil {
		return key{}, false
	}
	var k key
	k.kid, _ = j.KeyID()
	switch pub := raw.(type) {
	case *rsa.PublicKey:
		if pub.N.BitLen() < minRSABits {
			return key{}, false
		}
		k.alg = rs256
		k.verify = func(signed, sig []byte) error { return jwsbb.VerifyRSA(pub, signed, sig, crypto.SHA256, false) }
	case *ecdsa.PublicKey:
		if pub.Curve != elliptic.P256() {
			return key{}, false
		}
		k.alg = es256
		k.verify = func(signed, sig []byte) error { return jwsbb.VerifyECDSA(pub, signed, sig, crypto.SHA256) }
	case ed25519.PublicKey:
		k.alg = edDSA
		k.verify = func(signed, sig []byte) error { return jwsbb.VerifyEdDSA(pub, signed, sig) }
	default:
		return key{}, false // symmetric keys above all: a public file is no place for them
	}
	if alg, ok := j.Algorithm(); ok && alg.String() != k.alg {
		return key{}, false
	}
	return k, true
}
