package identity

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"time"

	"bedplate/query"
	"bedplate/value"
)

// What a challenge is for; none is good for another.
const (
	factorChallenge   = "factor"   // to show a second factor
	registerChallenge = "register" // to add a passkey
	signInChallenge   = "sign-in"  // to sign in with one
)

// challengeLife is how long an answer is waited for.
const challengeLife = 5 * time.Minute

// challenge is what an answer has to be given to. It is not kept: its id says
// all of it, under a MAC, so that whoever asks for many of them fills nothing.
// Only that one was used is written down, until it expires.
type challenge struct {
	Kind    string          `json:"k"`
	Nonce   string          `json:"n"`
	User    string          `json:"u,omitempty"`
	Session string          `json:"s,omitempty"`
	Factor  string          `json:"f,omitempty"`
	Expires int64           `json:"e"`           // seconds
	Data    json.RawMessage `json:"d,omitempty"` // of the ceremony of a public key
}

// maxChallenge bounds what is read as the id of a challenge.
const maxChallenge = 4096

// challengeFor makes a challenge to the holder of a session.
func challengeFor(kind string, call *query.Call, u, se record) challenge {
	c := newChallenge(kind, call)
	c.User, c.Session = u.at("id").String(), se.at("id").String()
	return c
}

func newChallenge(kind string, call *query.Call) challenge {
	return challenge{Kind: kind, Nonce: newID().String(), Expires: call.Now.Add(challengeLife).Unix()}
}

// id is the text that clients know a challenge by.
func (s *Service) challengeID(c challenge) (string, error) {
	raw, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	return tokenEncoding.EncodeToString(append(raw, s.challengeMAC(raw)...)), nil
}

func (s *Service) challengeMAC(raw []byte) []byte {
	mac := hmac.New(sha256.New, s.derived("challenges"))
	mac.Write(raw)
	return mac.Sum(nil)
}

// readChallenge gives the challenge of an id that this app made for the same
// purpose; whether it is still good, answerable tells.
func (s *Service) readChallenge(kind, id string) (challenge, bool) {
	var c challenge
	raw, err := tokenEncoding.DecodeString(id)
	if err != nil || len(raw) <= sha256.Size {
		return c, false
	}
	said, mac := raw[:len(raw)-sha256.Size], raw[len(raw)-sha256.Size:]
	if !hmac.Equal(s.challengeMAC(said), mac) || json.Unmarshal(said, &c) != nil {
		return c, false
	}
	return c, c.Kind == kind
}

// isFor tells whether a challenge was made for a session of a user.
func (c challenge) isFor(u, se record) bool {
	return c.User == u.at("id").String() && c.Session == se.at("id").String()
}

// answerable tells whether a challenge still waits for its answer.
func (c challenge) answerable(ctx context.Context, call *query.Call, d desk) (bool, error) {
	if call.Now.Unix() >= c.Expires {
		return false, nil
	}
	used, _, err := newList(call.Schema).read("auth_spent", []test{eq("hash", value.OfText(hashOf(c.Nonce)))}, "hash").do(ctx, d)
	return len(used) == 0, err
}

// spend adds to a list that a challenge was used: the whole list fails with
// Unique if it was before. Of many at the same time, one succeeds.
func (c challenge) spend(l *list) *list {
	return spend(l, c.Nonce, time.Unix(c.Expires, 0))
}

// spend adds to a list that a secret was used, which is to be remembered until
// it is good no longer.
func spend(l *list, secret string, until time.Time) *list {
	return l.create("auth_spent", text("hash", hashOf(secret)), is("expires", timeOf(until)))
}
