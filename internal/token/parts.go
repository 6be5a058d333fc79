package token

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"bedplate/fault"
)

// parts are a compact token's three parts, decoded and not yet believed.
type parts struct {
	header    header
	payload   []byte
	signed    []byte // what the signature is over
	signature []byte
}

// header is what is read of a token's header. Everything else there, keys and
// addresses of keys above all, is ignored.
type header struct {
	alg string
	kid string // "" is none
}

var encoding = base64.RawURLEncoding.Strict()

func malformed(what string) error {
	return fault.New(fault.Token, "the token is malformed: %s", what)
}

func split(token string) (*parts, error) {
	first, rest, _ := strings.Cut(token, ".")
	second, third, ok := strings.Cut(rest, ".")
	if !ok || strings.Contains(third, ".") {
		return nil, malformed("it must be three parts between dots")
	}
	raw, err := encoding.DecodeString(first)
	if err != nil {
		return nil, malformed("its header is not base64url")
	}
	p := &parts{signed: []byte(token[:len(first)+1+len(second)])}
	if p.header, err = parseHeader(raw); err != nil {
		return nil, err
	}
	if p.payload, err = encoding.DecodeString(second); err != nil {
		return nil, malformed("its claims are not base64url")
	}
	if p.signature, err = encoding.DecodeString(third); err != nil {
		return nil, malformed("its signature is not base64url")
	}
	return p, nil
}

func parseHeader(raw []byte) (header, error) {
	var members map[string]json.RawMessage // a struct would take "ALG" for alg
	if err := json.Unmarshal(raw, &members); err != nil {
		return header{}, malformed("its header is not a JSON object")
	}
	var h header
	var typ string
	for name, dst := range map[string]*string{"alg": &h.alg, "kid": &h.kid, "typ": &typ} {
		if m, ok := members[name]; ok && json.Unmarshal(m, dst) != nil {
			return header{}, malformed("its " + name + " is not a text")
		}
	}
	// Extensions that must be understood are not; b64 changes what is signed.
	for _, name := range []string{"crit", "b64", "enc", "zip"} {
		if _, ok := members[name]; ok {
			return header{}, malformed("its header has " + name + ", which is not taken")
		}
	}
	switch strings.TrimPrefix(strings.ToLower(typ), "application/") {
	case "", "jwt", "at+jwt":
	default:
		return header{}, fault.New(fault.Token, "the token is of another type than JWT")
	}
	switch h.alg {
	case hs256, rs256, es256, edDSA:
		return h, nil
	}
	return header{}, fault.New(fault.Token, "the token's algorithm is not taken").
		WithHint("sign with HS256, RS256, ES256 or EdDSA")
}

// verifiedBy tells whether one of the keys that could have signed the token did.
func (p *parts) verifiedBy(keys []key) bool {
	for _, k := range keys {
		if k.fits(p.header) && k.verify(p.signed, p.signature) == nil {
			return true
		}
	}
	return false
}
