// Package positions is how callers carry where the database stood after their last
// writes (query.Session), in a header of every door: sealed, so that it tells its
// holder nothing. When a position is given, and what it is good for, is the engine's.
package positions

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"bedplate/fault"
	"bedplate/query"
)

// Header carries query.Session.Seen here, and Reached back.
const Header = "Bedplate-Position"

// Unwritten is what a caller sends there who has not written anything yet.
const Unwritten = "none"

// The bounds of what is taken in. Databases that follow several others name one
// position for each.
const (
	maxBytes     = 8 << 10 // of the header
	maxPositions = 16
)

// Seal hides positions from their holders: they would tell how much is written to the
// database, and which servers there are. It is safe for concurrent use.
type Seal struct{ cipher cipher.AEAD }

// NewSeal makes the seal of a secret. Doors with one secret take each other's positions.
// Nonces are random: that two are the same among billions of positions gives nothing
// away that is worth more than those.
func NewSeal(secret []byte) *Seal {
	key := sha256.Sum256(append([]byte("bedplate position: "), secret...))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // never, of a key as long as that
	}
	sealed, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // never, of a block of AES
	}
	return &Seal{sealed}
}

// Close gives a position as it may be shown.
func (s *Seal) Close(position string) string {
	return base64.RawURLEncoding.EncodeToString(s.cipher.Seal(nil, nil, []byte(position), nil))
}

// Open gives the position that was sealed. ok is false for what can be no seal; one that
// is not of this secret is query.Unknown.
func (s *Seal) Open(text string) (position string, ok bool) {
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(sealed) < s.cipher.Overhead() {
		return "", false
	}
	opened, err := s.cipher.Open(nil, nil, sealed, nil)
	if err != nil {
		return query.Unknown, true
	}
	return string(opened), true
}

// Carried reads into session what a caller carries from its last writes. It is false of
// one that does not take part in that.
func (s *Seal) Carried(h http.Header, session *query.Session) (bool, error) {
	said := h[Header]
	size := 0
	for _, line := range said {
		if size += len(line); size > maxBytes {
			return false, bad("is longer than any that is given")
		}
		for text := range strings.SplitSeq(line, ",") {
			if text = strings.Trim(text, " \t"); text == Unwritten {
				continue
			}
			position, ok := s.Open(text)
			if !ok {
				return false, bad("is no position")
			}
			if session.Seen = append(session.Seen, position); len(session.Seen) > maxPositions {
				return false, bad("has too many positions")
			}
		}
	}
	return len(said) > 0, nil
}

func bad(why string) *fault.Error {
	return fault.Of(fault.Value, Header, "the header %s %s", Header, why).
		WithHint("send what the last answer to a write had there, or %s", Unwritten)
}

// Tell tells the caller what to carry on, where that has changed. No cache may tell it
// to somebody else, nor later on.
func (s *Seal) Tell(h http.Header, session *query.Session) {
	if session.Reached == "" {
		return
	}
	h[Header] = []string{s.Close(session.Reached)}
	h["Cache-Control"] = []string{"no-store"}
}
