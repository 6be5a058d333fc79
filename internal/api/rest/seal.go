package rest

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"hash"

	"bedplate/query"
	"bedplate/value"
)

// seal makes and opens the cursors of one query. Seals are pooled: keying a
// signature costs more than signing a cursor.
type seal struct {
	mac       hash.Hash
	digest    [digestSize]byte // of the query
	token     []byte           // the cursor that was made last
	signature []byte
	room      []byte // for texts to be made in
}

// maxSealRoom bounds the room of a seal that is kept.
const maxSealRoom = 4 << 10

// seal gives a seal; putting it back into d.seals ends what it gave.
func (d *door) seal() *seal {
	k, ok := d.seals.Get().(*seal)
	if !ok {
		k = &seal{mac: hmac.New(sha256.New, d.options.Secret)}
	}
	if cap(k.room) > maxSealRoom || cap(k.token) > maxSealRoom {
		k.room, k.token = nil, nil
	}
	return k
}

// cursor makes the cursor of a position. It lasts until the next one.
func (k *seal) cursor(position []value.Value, near bool) []byte {
	var unsigned [signatureSize]byte
	raw := append(append(k.token[:0], unsigned[:]...), k.digest[:]...)
	raw = append(raw, '[')
	for i, v := range position {
		if i > 0 {
			raw = append(raw, ',')
		}
		raw = v.AppendJSON(raw)
	}
	raw = append(raw, ']')
	if near {
		raw = append(raw, isNear)
	}
	copy(raw, k.sign(raw[signatureSize:]))
	k.token = raw
	return raw
}

// isNear stands behind a position that is near (query.Select.Near).
const isNear = '+'

// open lets a select go on at a cursor that this server made for this query.
func (k *seal) open(token string, sel *query.Select) (err error) {
	if len(token) > maxCursor {
		return badCursor("the cursor is longer than any that is given")
	}
	k.room = append(k.room[:0], token...)
	raw, err := base64.RawURLEncoding.Strict().AppendDecode(k.token[:0], k.room)
	k.token = raw
	if err != nil || len(raw) < signatureSize+digestSize {
		return badCursor("that is no cursor")
	}
	signature, signed := raw[:signatureSize], raw[signatureSize:]
	if !hmac.Equal(signature, k.sign(signed)) {
		return badCursor("the cursor was changed, or is not of this server")
	}
	if string(signed[:digestSize]) != string(k.digest[:]) {
		return badCursor("the cursor belongs to another query").
			WithHint("keep every argument but limit as it was, or begin anew with an empty cursor")
	}
	raw, sel.Near = bytes.CutSuffix(signed[digestSize:], []byte{isNear})
	sel.After, err = position(raw, sel)
	return err
}

// position reads the values of a cursor, which are as cursor wrote them unless
// a member of the order has come to be of another type.
func position(raw []byte, sel *query.Select) ([]value.Value, error) {
	values := make([]value.Value, positionLen(sel))
	for i := range values {
		end := 1 + valueLen(raw[min(1, len(raw)):]) // behind the bracket or comma
		if end >= len(raw) {
			return nil, badCursor("the cursor holds another number of values than the order")
		}
		var err error
		if values[i], err = value.ParseJSON(positionType(sel, i), raw[1:end]); err != nil {
			return nil, badCursor("the cursor holds a value that the order cannot have")
		}
		raw = raw[end:]
	}
	if string(raw) != "]" {
		return nil, badCursor("the cursor holds another number of values than the order")
	}
	return values, nil
}

// valueLen gives the length of the JSON value that a list's rest begins with.
func valueLen(raw []byte) int {
	depth, quoted := 0, false
	for i := 0; i < len(raw); i++ {
		switch b := raw[i]; {
		case quoted && b == '\\':
			i++
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '[' || b == '{':
			depth++
		case (b == ',' || b == ']') && depth == 0:
			return i
		case b == ']' || b == '}':
			depth--
		}
	}
	return len(raw)
}

// sign gives the signature of a text, which lasts until the next one.
func (k *seal) sign(signed []byte) []byte {
	k.mac.Reset()
	k.room = append(k.room[:0], "cursor"...)
	k.mac.Write(k.room)
	k.mac.Write(signed)
	k.signature = k.mac.Sum(k.signature[:0])
	return k.signature[:signatureSize]
}
