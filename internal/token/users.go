package token

import (
	"strings"
	"sync"

	"bedplate/fault"
	"bedplate/query"
)

// Own are the keys of an app that keeps its users itself, and which of their
// sessions have ended. Both are asked of every token, so they must be at hand.
type Own struct {
	// Keys gives the JWK set, and a number that is another one whenever the set is.
	Keys func() (set []byte, generation uint64)
	// Issuer and Audience are demanded of the tokens that these keys signed.
	Issuer, Audience string
	// Ended tells whether a token's session has ended (session_id).
	Ended func(session string) bool
	// KeyPrefix begins the app's API keys, which are no tokens; "" is where it
	// has none. KeyCaller gives who asks with one, and KeyHolder who asks with a
	// token that was given for one (key_id).
	KeyPrefix string
	KeyCaller func(key string) (*query.Principal, error)
	KeyHolder func(id string) (*query.Principal, error)
}

// users keeps the keys of an Own as they were last read; nil has none.
type users struct {
	Own
	mu    sync.Mutex
	read  uint64 // the generation of known
	known []key
}

func (u *users) generation() uint64 {
	if u == nil {
		return 0
	}
	_, generation := u.Keys()
	return generation
}

func (u *users) keys() ([]key, error) {
	if u == nil {
		return nil, nil
	}
	set, generation := u.Keys()
	if generation == 0 {
		return nil, nil // there are none yet
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.read != generation {
		keys, err := parseKeys(set)
		if err != nil {
			return nil, fault.Wrap(fault.Internal, err, "the app's own keys cannot be read")
		}
		u.known, u.read = keys, generation
	}
	return u.known, nil
}

// goesOn refuses a token whose session has ended, or whose key is no longer
// good; "" is of no session.
func (u *users) goesOn(found verified) error {
	switch {
	case u == nil:
	case found.session != "" && u.Ended(found.session):
		f := fault.New(fault.Token, "the token's session has ended").WithHint("sign in again")
		f.Reason = "session_not_found" // at which GoTrue's clients forget the session
		return f
	case found.key != "":
		_, err := u.KeyHolder(found.key)
		return err
	}
	return nil
}

// keyed tells whether a credential is an API key.
func (u *users) keyed(credential string) bool {
	return u != nil && u.KeyPrefix != "" && strings.HasPrefix(credential, u.KeyPrefix)
}

// held makes the caller with a token that was given for an API key one who may
// do what the key may, and no more.
func (u *users) held(p *query.Principal, key string) error {
	if u.KeyHolder == nil {
		return fault.New(fault.Token, "the token is of a key, and there are none here")
	}
	holder, err := u.KeyHolder(key)
	if err == nil {
		p.Role, p.Roles, p.Key, p.Scope = holder.Role, nil, holder.Key, holder.Scope
	}
	return err
}
