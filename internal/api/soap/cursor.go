package soap

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// A cursor is the position of a row in an order: its values of the order and of the key,
// behind a digest of the list that they belong to, and a signature over all of it. It
// can be read and not made. Who asks is no part of it: the rules judge every page anew.
const (
	signatureSize = 16
	digestSize    = 16
	maxCursor     = 8 << 10
)

// digestOf tells lists apart by their collection, filter and order.
func digestOf(sel *query.Select, filter string) [digestSize]byte {
	part := func(dst []byte, text string) []byte {
		return append(binary.AppendUvarint(dst, uint64(len(text))), text...)
	}
	text := part(part(nil, sel.Collection.Name), filter)
	for i := range positionLen(sel) {
		text = expr.AppendType(text, positionType(sel, i))
	}
	for _, o := range sel.Order {
		text = part(text, o.Expr.Name)
		for _, b := range [...]bool{o.Desc, o.NullsFirst} {
			if b {
				text = append(text, '1')
			} else {
				text = append(text, '0')
			}
		}
	}
	sum := sha256.Sum256(text)
	return [digestSize]byte(sum[:digestSize])
}

func positionLen(sel *query.Select) int { return len(sel.Order) + len(sel.Collection.Key) }

// positionType is the type of value i of a position.
func positionType(sel *query.Select, i int) value.Type {
	if i < len(sel.Order) {
		return sel.Order[i].Expr.Type
	}
	return sel.Collection.Fields[sel.Collection.Key[i-len(sel.Order)]].Type
}

// What stands before a position says which way the list goes on from it, and whether it
// is near (query.Select.Near).
const (
	forwards     = '-'
	forwardsNear = '+'
	backwards    = '<'
)

func direction(near bool) byte {
	if near {
		return forwardsNear
	}
	return forwards
}

// appendCursor appends a cursor for a position, which is a list in JSON.
func (d *Door) appendCursor(dst []byte, p *page, position []byte, direction byte) ([]byte, error) {
	raw := append(make([]byte, signatureSize, 256), p.digest[:]...)
	raw = append(append(raw, direction), position...)
	copy(raw, d.sign(raw[signatureSize:]))
	if base64.RawURLEncoding.EncodedLen(len(raw)) > maxCursor {
		return dst, fault.Of(fault.TooLarge, "cursor", "the values that the records are sorted by are too long for a cursor").
			WithHint("order by shorter fields")
	}
	return base64.RawURLEncoding.AppendEncode(dst, raw), nil
}

// opened lets a list go on at a cursor that this server gave for it.
func (d *Door) opened(cursor string, p *page, sel *query.Select) error {
	bad := func(why string) error {
		return fault.Of(fault.Cursor, "cursor", "%s", why).WithHint("take the cursor from next or previous of another page, or send none")
	}
	if len(cursor) > maxCursor {
		return bad("the cursor is longer than any that is given")
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(raw) <= signatureSize+digestSize {
		return bad("that is no cursor")
	}
	if !hmac.Equal(raw[:signatureSize], d.sign(raw[signatureSize:])) {
		return bad("the cursor was changed, or is not of this server")
	}
	if raw = raw[signatureSize:]; !bytes.Equal(raw[:digestSize], p.digest[:]) {
		return bad("the cursor belongs to another list")
	}
	raw = raw[digestSize:]
	sel.Near, p.back = raw[0] == forwardsNear, raw[0] == backwards
	var parts []json.RawMessage
	if err := json.Unmarshal(raw[1:], &parts); err != nil || len(parts) != p.length {
		return bad("the cursor holds another number of values than the order")
	}
	sel.After = make([]value.Value, len(parts))
	for i, part := range parts {
		if string(part) == "null" {
			continue
		}
		if sel.After[i], err = value.ParseJSON(positionType(sel, i), part); err != nil {
			return bad("the cursor holds a value that the order cannot have")
		}
	}
	return nil
}

// sign gives the signature of a cursor.
func (d *Door) sign(signed []byte) []byte {
	mac := hmac.New(sha256.New, d.options.Secret)
	mac.Write([]byte("cursor"))
	mac.Write(signed)
	return mac.Sum(nil)[:signatureSize]
}
