package provider

import (
	"context"
	"crypto/rsa"
	"net/http"
	"time"

	"github.com/go-jose/go-jose/v4"

	"bedplate/fault"
)

// keys are an issuer's public keys. They are fetched when they are first needed
// and when a token names another one, but not more than once in keysPause: the
// tokens are anybody's.
type keys struct {
	address string
	client  *http.Client
	now     func() time.Time

	gate  chan struct{} // held by the one who looks or fetches
	set   []jose.JSONWebKey
	asked time.Time
}

// signatures judges the signature of an ID token (oidc.KeySet).
type signatures struct {
	*keys
	algorithms []string
	failed     error // why not: the library keeps but the text
}

// VerifySignature gives what a token says, where one of the keys signed it.
func (s *signatures) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	payload, err := s.judge(ctx, token)
	s.failed = err
	return payload, err
}

func (s *signatures) judge(ctx context.Context, token string) ([]byte, error) {
	allowed := make([]jose.SignatureAlgorithm, len(s.algorithms))
	for i, a := range s.algorithms {
		allowed[i] = jose.SignatureAlgorithm(a)
	}
	signed, err := jose.ParseSigned(token, allowed)
	if err != nil || len(signed.Signatures) != 1 {
		return nil, fault.New(fault.Token, "the ID token is not signed as it must be")
	}
	select {
	case s.gate <- struct{}{}:
		defer func() { <-s.gate }()
	case <-ctx.Done():
		return nil, fault.New(fault.Unavailable, "the keys of %s cannot be had now", s.address)
	}
	if payload, ok := s.verified(signed); ok {
		return payload, nil
	}
	if !s.asked.IsZero() && s.now().Sub(s.asked) < keysPause {
		return nil, s.unsigned()
	}
	s.asked = s.now()
	var set jose.JSONWebKeySet
	if err := get(ctx, s.client, s.address, nil, &set); err != nil {
		return nil, failed("the keys of the issuer cannot be had", err)
	}
	s.set = set.Keys
	if payload, ok := s.verified(signed); ok {
		return payload, nil
	}
	return nil, s.unsigned()
}

func (s *signatures) unsigned() error {
	if s.set == nil {
		return fault.New(fault.Unavailable, "the keys of %s cannot be had now", s.address)
	}
	return fault.New(fault.Token, "the ID token was not signed by its issuer")
}

// verified tries the keys that a token may have been signed with.
func (s *signatures) verified(signed *jose.JSONWebSignature) ([]byte, bool) {
	header := signed.Signatures[0].Header
	for i := range s.set {
		k := &s.set[i]
		if !k.IsPublic() || k.Use == "enc" || header.KeyID != "" && k.KeyID != "" && k.KeyID != header.KeyID || k.Algorithm != "" && k.Algorithm != header.Algorithm {
			continue
		}
		if r, ok := k.Key.(*rsa.PublicKey); ok && r.N.BitLen() < 2048 {
			continue
		}
		if payload, err := signed.Verify(k.Key); err == nil {
			return payload, true
		}
	}
	return nil, false
}
