package rest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
	"bedplate/query"
	"bedplate/value"
)

// A cursor is the position of a row in an order: its values of the order and of
// the key, as JSON, behind a digest of the query that they belong to and a
// signature over both. It can be read and not made: it holds nothing that its
// holder was not shown, and a query takes no other's. Who asks is no part of
// it, since the rules judge every page anew.
const (
	signatureSize = 16
	digestSize    = 16
	// maxCursor bounds a cursor, which has to fit into an address.
	maxCursor = 8 << 10
)

// seek makes a page of a select where cursors are asked for: where it begins,
// and whether it says where the next one does. Pages of a limit and an order
// say so unasked.
func (c *call) seek(root *grammar.Level, sel *query.Select, args []grammar.Argument, limited bool) error {
	if sel.Stream && root.Cursor == "" {
		return nil
	}
	if c.pageBy = "cursor"; !c.parser.Ours(root, c.pageBy) {
		c.pageBy = "$cursor"
	}
	keyed := len(c.parser.Sight.Key(sel.Collection)) > 0
	if !root.Paged {
		sel.Paged = limited && keyed && len(sel.Order) > 0 && !grouped(sel)
		return nil
	}
	switch {
	case !keyed:
		return fault.Of(fault.Unsupported, "cursor", "%s has no key, so no cursor can point at its rows", sel.Collection.Name).
			WithHint("page by limit and offset")
	case grouped(sel):
		return fault.Of(fault.Unsupported, "cursor", "no cursor can point at grouped rows").
			WithHint("page by limit and offset")
	}
	sel.Paged, c.paging = !sel.Stream, true
	if root.Cursor == "" {
		return nil
	}
	if sel.Offset != 0 {
		return badCursor("a cursor goes on where a page ended, and takes no offset besides")
	}
	after, err := c.door.openCursor(root.Cursor, c.digest(sel, args), positionTypes(sel))
	sel.After = after
	return err
}

func grouped(sel *query.Select) bool {
	for i := range sel.Outputs {
		if sel.Outputs[i].Aggregate != query.NoAggregate {
			return true
		}
	}
	return false
}

// positionTypes are the types of the values that make a position.
func positionTypes(sel *query.Select) []value.Type {
	types := make([]value.Type, 0, len(sel.Order)+len(sel.Collection.Key))
	for i := range sel.Order {
		types = append(types, sel.Order[i].Expr.Type)
	}
	for _, k := range sel.Collection.Key {
		types = append(types, sel.Collection.Fields[k].Type)
	}
	return types
}

// digest is what makes the query of a cursor: the collection, its key, and
// every argument but those that may differ from page to page.
func (c *call) digest(sel *query.Select, args []grammar.Argument) []byte {
	text := appendPart(nil, sel.Collection.Name)
	for _, k := range sel.Collection.Key {
		text = appendPart(text, sel.Collection.Fields[k].Name)
	}
	for _, t := range positionTypes(sel) {
		text = expr.AppendType(text, t)
	}
	for _, a := range args {
		if !c.turning(a.Key) {
			text = appendPart(appendPart(text, a.Key), a.Val)
		}
	}
	sum := sha256.Sum256(text)
	return sum[:digestSize]
}

// turning tells the arguments that turn the pages of one query.
func (c *call) turning(key string) bool {
	switch key {
	case "limit", "offset", "$cursor", c.pageBy:
		return true
	}
	return false
}

func appendPart(dst []byte, part string) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(part)))
	return append(dst, part...)
}

// link writes the address of the next page, where there is one.
func (c *call) link(sel *query.Select, next []value.Value) error {
	if next == nil {
		return nil
	}
	args, err := grammar.SplitQuery(c.r.URL.RawQuery, nil)
	if err != nil {
		return err
	}
	token := c.door.sealCursor(c.digest(sel, args), next)
	if len(token) > maxCursor {
		if !c.paging {
			return nil
		}
		return fault.Of(fault.TooLarge, "cursor", "the values that the rows are sorted by are too long for a cursor").
			WithHint("order by shorter fields, or page by limit and offset")
	}
	out := append([]byte{'<'}, c.r.URL.EscapedPath()...)
	out = append(out, '?')
	for part := range strings.SplitSeq(c.r.URL.RawQuery, "&") {
		key, _, _ := strings.Cut(part, "=")
		if key, err := grammar.Unescape(key); part == "" || err != nil || key != "limit" && c.turning(key) {
			continue
		}
		out = append(appendLinked(out, part), '&')
	}
	out = append(append(append(out, c.pageBy...), '='), token...)
	c.w.Header()["Link"] = []string{string(append(out, `>; rel="next"`...))}
	return nil
}

// appendLinked appends a part of an address as it may stand in a Link header.
func appendLinked(dst []byte, part string) []byte {
	const hex = "0123456789ABCDEF"
	for i := range len(part) {
		switch b := part[i]; {
		case b <= ' ', b >= 0x7f, b == '<', b == '>', b == '"', b == '\\':
			dst = append(dst, '%', hex[b>>4], hex[b&15])
		default:
			dst = append(dst, b)
		}
	}
	return dst
}

// sealCursor makes the cursor of a position.
func (d *door) sealCursor(digest []byte, position []value.Value) string {
	room := make([]byte, signatureSize, 256)
	raw := append(append(room, digest...), '[')
	for i, v := range position {
		if i > 0 {
			raw = append(raw, ',')
		}
		raw = v.AppendJSON(raw)
	}
	raw = append(raw, ']')
	copy(raw, d.sign(raw[signatureSize:]))
	return base64.RawURLEncoding.EncodeToString(raw)
}

// openCursor gives the position of a cursor that this server made for this
// query.
func (d *door) openCursor(token string, digest []byte, types []value.Type) ([]value.Value, error) {
	if len(token) > maxCursor {
		return nil, badCursor("the cursor is longer than any that is given")
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) < signatureSize+digestSize {
		return nil, badCursor("that is no cursor")
	}
	signature, signed := raw[:signatureSize], raw[signatureSize:]
	if !hmac.Equal(signature, d.sign(signed)) {
		return nil, badCursor("the cursor was changed, or is not of this server")
	}
	if string(signed[:digestSize]) != string(digest) {
		return nil, badCursor("the cursor belongs to another query").
			WithHint("keep every argument but limit as it was, or begin anew with an empty cursor")
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(signed[digestSize:], &parts); err != nil || len(parts) != len(types) {
		return nil, badCursor("the cursor holds another number of values than the order")
	}
	position := make([]value.Value, len(parts))
	for i, part := range parts {
		if position[i], err = value.ParseJSON(types[i], part); err != nil {
			return nil, badCursor("the cursor holds a value that the order cannot have")
		}
	}
	return position, nil
}

func (d *door) sign(signed []byte) []byte {
	mac := hmac.New(sha256.New, d.options.Secret)
	mac.Write([]byte("cursor"))
	mac.Write(signed)
	return mac.Sum(nil)[:signatureSize]
}

func badCursor(why string) *fault.Error {
	return fault.Of(fault.Cursor, "cursor", "%s", why).
		WithHint("take the cursor from the Link of the page before, or begin with an empty one")
}
