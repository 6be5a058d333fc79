package token

import (
	"encoding/json"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jws"

	"bedplate/fault"
)

// Grant is what a minted token says.
type Grant struct {
	Role     string
	Subject  string         // "" is none
	Claims   map[string]any // further claims; the ones above and below win
	Lifetime time.Duration
	Issuer   string // "" is none
	Audience string // "" is none
}

// Mint signs a token with HS256. It refuses a grant that no Verifier would take.
func Mint(secret []byte, g Grant, now time.Time) (string, error) {
	members := make(map[string]any, len(g.Claims)+6)
	for name, v := range g.Claims {
		members[name] = v
	}
	members["role"] = g.Role
	members["iat"] = now.Unix()
	members["exp"] = now.Add(g.Lifetime).Unix()
	for name, text := range map[string]string{"sub": g.Subject, "iss": g.Issuer, "aud": g.Audience} {
		if text != "" {
			members[name] = text
		}
	}
	payload, err := json.Marshal(members)
	if err != nil {
		return "", fault.Wrap(fault.Value, err, "the claims cannot be written as JSON")
	}
	read, err := parseClaims(payload)
	if err != nil {
		return "", err
	}
	if _, err := read.principal(); err != nil {
		return "", err
	}
	headers := jws.NewHeaders()
	if err := headers.Set(jws.TypeKey, "JWT"); err != nil {
		return "", fault.As(err)
	}
	signed, err := jws.Sign(payload, jws.WithKey(jwa.HS256(), secret, jws.WithProtectedHeaders(headers)))
	if err != nil {
		return "", fault.Wrap(fault.Internal, err, "the token could not be signed")
	}
	if len(signed) > maxToken {
		return "", fault.New(fault.TooLarge, "the token would be longer than 8 KiB")
	}
	return string(signed), nil
}
