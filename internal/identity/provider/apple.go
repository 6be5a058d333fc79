package provider

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"bedplate/fault"
)

// appleLife is how long a secret for Apple is good. It is made for one request.
const appleLife = 5 * time.Minute

// appleSecret makes what Apple takes in the place of a secret: that we hold the
// key, signed with it.
func (p *Provider) appleSecret() (string, error) {
	key, err := readKey(p.settings.PrivateKey)
	if err != nil {
		return "", fault.Wrap(fault.Internal, err, "Apple's key cannot be read")
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: key, KeyID: p.settings.KeyID}}, nil)
	if err != nil {
		return "", fault.Wrap(fault.Internal, err, "Apple's key cannot sign")
	}
	now := p.options.Now()
	return jwt.Signed(signer).Claims(jwt.Claims{Issuer: p.settings.TeamID, Subject: p.settings.ClientID, Audience: jwt.Audience{p.preset.issuer},
		IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(now.Add(appleLife))}).Serialize()
}

// readKey reads the key of a .p8 file. In an environment, lines may end with \n
// written out.
func readKey(text string) (*ecdsa.PrivateKey, error) {
	block, _ := pem.Decode([]byte(strings.ReplaceAll(text, `\n`, "\n")))
	if block == nil {
		return nil, errors.New("it is no PEM")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok || key.Curve != elliptic.P256() {
		return nil, errors.New("it is a key of another kind")
	}
	return key, nil
}

// appleName is the name that Apple tells once, beside the code. The browser
// brings it, so it is what users say of themselves, and the address in it is
// not looked at.
func appleName(user string) string {
	var said struct {
		Name struct {
			First string `json:"firstName"`
			Last  string `json:"lastName"`
		} `json:"name"`
	}
	if json.Unmarshal([]byte(user), &said) != nil {
		return ""
	}
	return strings.TrimSpace(said.Name.First + " " + said.Name.Last)
}
