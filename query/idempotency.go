package query

import (
	"crypto/sha256"

	"bedplate/fault"
)

// The bounds of an Idempotency, in bytes: of its key, and of an answer that is
// kept. Of a longer one only is kept that it was given.
const (
	MaxKey    = 255
	MaxAnswer = 256 << 10
)

// Idempotency lets a request that writes be sent again, by a caller who does
// not know whether it was done: it is done once, and answered as the first time.
//
// What is kept is the door's own answer, as bytes that only the door reads. It
// is kept in the request's own transaction, for a day; the answer to a request
// that was refused in its transaction, in one behind it. Nothing is kept of a
// failure that may pass, of a request that writes nothing, and of a Rollback.
type Idempotency struct {
	// Key is the caller's, who must be somebody: another caller's same key is
	// another one. Scope is what it is unique in besides: the method and the path.
	Key, Scope string
	// Digest is of all that the answer depends on, but the caller and Scope. A
	// request with another one under the same key is refused (KeyReused).
	Digest [sha256.Size]byte
	// Keep gives the answer of this request, now that its operations are done
	// or have failed by err; nil keeps none. It runs in the transaction, and
	// again where that does: it may do nothing but encode.
	Keep func(results []Result, err error) []byte
	// Kept is set by Do: the answer of the first time, where this was not it.
	// Do gives neither results nor an error then. It is nil otherwise.
	Kept []byte
}

// Refuse tells why a caller cannot have this key, nil where nothing is wrong.
func (i *Idempotency) Refuse(p *Principal) error {
	const name = "Idempotency-Key"
	switch {
	case p.ID == "" && !p.Service():
		return fault.Of(fault.Unsupported, name, "a key for retries needs a caller with an id").
			WithHint("sign in: among callers without an id, one would be answered what another one asked")
	case i.Key == "":
		return fault.Of(fault.Value, name, "the key for retries is empty")
	case len(i.Key) > MaxKey:
		return fault.Of(fault.TooLong, name, "the key for retries has %d bytes; at most %d are taken", len(i.Key), MaxKey).
			WithHint("a random UUID serves")
	}
	for _, c := range []byte(i.Key) {
		if c < ' ' || c > '~' {
			return fault.Of(fault.Value, name, "the key for retries holds something other than printable ASCII").
				WithHint("a random UUID serves")
		}
	}
	return nil
}
