// Package token finds out who is asking: it verifies bearer tokens (JWTs) and
// makes a query.Principal of their claims, and it mints tokens for development.
//
// It keeps to RFC 8725: the algorithm belongs to the key and is never taken
// from the token, keys come from our own set only (jwk, jku and x5u in a token
// are ignored), every token must expire, and issuer and audience are demanded
// where they are configured. It keeps no users or sessions.
package token

import (
	"context"
	"strings"
	"time"

	"bedplate/fault"
	"bedplate/query"

	lru "github.com/hashicorp/golang-lru/v2"
)

const (
	maxToken  = 8 << 10 // bytes of a token
	cacheSize = 1024    // verified tokens that are remembered
	// leeway is how far ahead of ours an issuer's clock may be. There is none
	// at the end of a token's life.
	leeway = 60 * time.Second
)

// Options say which tokens are believed.
type Options struct {
	Secret   []byte // verifies HS256; empty is none
	JWKS     string // file or address of public keys; "" is none
	Issuer   string // demanded of "iss" where it is not empty
	Audience string // demanded in "aud" where it is not empty
	// Own are the keys that the app signs its users' tokens with; nil is none.
	Own *Own
	Now func() time.Time
}

// Verifier tells who holds a token. It is used by many goroutines.
type Verifier struct {
	opts   Options
	own    []key
	users  *users                       // nil where the app keeps none
	remote *source                      // nil where there is no JWKS
	known  *lru.Cache[string, verified] // by the token
}

// verified is a token that was found good under the keys of one generation.
type verified struct {
	principal  *query.Principal
	role       *query.Principal // the same without the person: what a key gives
	expires    time.Time
	generation generation
	session    string // of a token of the app's own users
	key        string // of a token that was given for an API key
}

// generation tells which keys a token was verified under.
type generation struct{ remote, users uint64 }

// New makes a Verifier. A JWKS file is read at once, an address when it is
// first needed.
func New(opts Options) (*Verifier, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	known, err := lru.New[string, verified](cacheSize)
	if err != nil {
		return nil, fault.As(err)
	}
	v := &Verifier{opts: opts, known: known}
	if len(opts.Secret) > 0 {
		v.own = []key{{alg: hs256, verify: hmacVerify(opts.Secret)}}
	}
	if opts.Own != nil {
		v.users = &users{Own: *opts.Own}
	}
	if opts.JWKS != "" {
		if v.remote, err = newSource(opts.JWKS, opts.Now); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// Close ends what runs in the background.
func (v *Verifier) Close() {
	if v.remote != nil {
		v.remote.close()
	}
}

// Verify gives the principal of a token. Its error is Token, TokenExpired, or
// Unavailable where the keys cannot be had.
func (v *Verifier) Verify(ctx context.Context, token string) (*query.Principal, error) {
	found, err := v.verify(ctx, token)
	return found.principal, err
}

func (v *Verifier) verify(ctx context.Context, token string) (verified, error) {
	if len(token) > maxToken {
		return verified{}, fault.New(fault.Token, "the token is longer than 8 KiB")
	}
	if v.users.keyed(token) {
		p, err := v.users.KeyCaller(token)
		return verified{principal: p, role: p}, err
	}
	now := v.opts.Now()
	if v.remote != nil {
		v.remote.renew(now)
	}
	if found, ok := v.known.Get(token); ok && found.generation == v.generation() {
		if !now.Before(found.expires) {
			v.known.Remove(token)
			return verified{}, expired()
		}
		return found, v.users.goesOn(found)
	}
	found, err := v.inspect(ctx, token, now)
	if err == nil {
		err = v.users.goesOn(found)
	}
	if err != nil {
		return verified{}, err
	}
	v.known.Add(strings.Clone(token), found) // without the header that it stood in
	return found, nil
}

// generation gives which keys are in use now.
func (v *Verifier) generation() generation {
	return generation{v.remote.generation(), v.users.generation()}
}

// inspect does the whole work for a token that is not remembered.
func (v *Verifier) inspect(ctx context.Context, token string, now time.Time) (verified, error) {
	parts, err := split(token)
	if err != nil {
		return verified{}, err
	}
	generation := v.generation()
	users, err := v.users.keys()
	if err != nil {
		return verified{}, err
	}
	ours := parts.verifiedBy(users)
	ok := ours || parts.verifiedBy(v.own)
	if !ok && v.remote != nil {
		set, err := v.remote.keysFor(ctx, parts.header)
		if err != nil {
			return verified{}, err
		}
		ok, generation.remote = parts.verifiedBy(set.keys), set.generation
	}
	if !ok {
		return verified{}, fault.New(fault.Token, "the token was not signed by a key that is trusted here")
	}
	claims, err := parseClaims(parts.payload)
	if err != nil {
		return verified{}, err
	}
	issuer, audience := v.opts.Issuer, v.opts.Audience
	if ours {
		issuer, audience = v.users.Issuer, v.users.Audience
	}
	if err := judge(claims, now, issuer, audience); err != nil {
		return verified{}, err
	}
	p, err := claims.principal()
	if err != nil {
		return verified{}, err
	}
	session, key := "", ""
	if ours {
		if session, err = claims.text("session_id"); err != nil {
			return verified{}, err
		}
		if key, err = claims.text("key_id"); err != nil {
			return verified{}, err
		}
		if key != "" {
			if err := v.users.held(p, key); err != nil {
				return verified{}, err
			}
		}
	}
	return verified{
		principal: p, role: &query.Principal{Role: p.Role, Key: p.Key, Scope: p.Scope},
		expires: claims.expires, generation: generation, session: session, key: key,
	}, nil
}

// judge holds the registered claims to the clock and to what is demanded of them.
func judge(c *claims, now time.Time, issuer, audience string) error {
	switch {
	case !now.Before(c.expires):
		return expired()
	case now.Add(leeway).Before(c.notBefore):
		return fault.New(fault.Token, "the token is not valid yet")
	case now.Add(leeway).Before(c.issued):
		return fault.New(fault.Token, "the token was issued in the future")
	case issuer != "" && c.issuer != issuer:
		return fault.New(fault.Token, "the token is another issuer's")
	case audience != "" && !c.meantFor(audience):
		return fault.New(fault.Token, "the token is meant for another audience")
	}
	return nil
}

func expired() error {
	return fault.New(fault.TokenExpired, "the token has expired").WithHint("sign in again, or ask for a new token")
}
