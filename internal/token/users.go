package token

import (
	"sync"

	"bedplate/fault"
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

// goesOn refuses a token whose session has ended; "" is of no session.
func (u *users) goesOn(session string) error {
	if u != nil && session != "" && u.Ended(session) {
		return fault.New(fault.Token, "the token's session has ended").WithHint("sign in again")
	}
	return nil
}
