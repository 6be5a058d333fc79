package rest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"bedplate/fault"
	"bedplate/query"
)

// positionHeader carries query.Session.Seen here, and Reached back.
const positionHeader = "Bedplate-Position"

// unwritten is what a caller sends there who has not written anything yet.
const unwritten = "none"

// The bounds of what is taken in. Databases that follow several others name one
// position for each.
const (
	maxPosition  = 8 << 10 // bytes of the header
	maxPositions = 16
)

// positionCipher hides positions from their holders: they would tell how much is
// written to the database, and which servers there are.
// Nonces are random: that two are the same among billions of positions gives nothing
// away that is worth more than those.
func positionCipher(secret []byte) cipher.AEAD {
	key := sha256.Sum256(append([]byte("bedplate position: "), secret...))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // never, of a key as long as that
	}
	sealed, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // never, of a block of AES
	}
	return sealed
}

// sealPosition gives a position as it may be shown.
func (d *door) sealPosition(position string) string {
	return base64.RawURLEncoding.EncodeToString(d.positions.Seal(nil, nil, []byte(position), nil))
}

// openPosition gives the position that was sealed. ok is false for what can be no
// seal; one that is not of this server is query.Unknown.
func (d *door) openPosition(text string) (position string, ok bool) {
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(sealed) < d.positions.Overhead() {
		return "", false
	}
	opened, err := d.positions.Open(nil, nil, sealed, nil)
	if err != nil {
		return query.Unknown, true
	}
	return string(opened), true
}

// carried gives what the caller carries from its last writes, nil where it does not
// take part in that.
func (c *call) carried() (*query.Session, error) {
	said := c.r.Header[positionHeader]
	if len(said) == 0 {
		return nil, nil
	}
	if c.joined {
		return &c.session, nil
	}
	size := 0
	for _, line := range said {
		if size += len(line); size > maxPosition {
			return nil, badPosition("is longer than any that is given")
		}
		for text := range strings.SplitSeq(line, ",") {
			if text = strings.Trim(text, " \t"); text == unwritten {
				continue
			}
			position, ok := c.door.openPosition(text)
			if !ok {
				return nil, badPosition("is no position")
			}
			if c.session.Seen = append(c.session.Seen, position); len(c.session.Seen) > maxPositions {
				return nil, badPosition("has too many positions")
			}
		}
	}
	c.joined = true
	return &c.session, nil
}

func badPosition(why string) *fault.Error {
	return fault.Of(fault.Value, positionHeader, "the header %s %s", positionHeader, why).
		WithHint("send what the last answer to a write had there, or %s", unwritten)
}

// ask has a request done.
func (c *call) ask(req *query.Request, sink query.Sink) (_ []query.Result, err error) {
	if req.Session, err = c.carried(); err != nil {
		return nil, err
	}
	defer c.tellPosition()
	return c.doer.Do(c.r.Context(), c.principal, req, sink)
}

// run has an action run.
func (c *call) run(inv *query.Invocation) (_ *query.Answer, err error) {
	if inv.Session, err = c.carried(); err != nil {
		return nil, err
	}
	defer c.tellPosition()
	return c.doer.Call(c.r.Context(), c.principal, inv)
}

// tellPosition tells the caller what to carry on. No cache may tell it to somebody
// else, nor later on.
func (c *call) tellPosition() {
	if c.session.Reached == "" {
		return
	}
	h := c.w.Header()
	h[positionHeader] = []string{c.door.sealPosition(c.session.Reached)}
	h["Cache-Control"] = []string{"no-store"}
}
