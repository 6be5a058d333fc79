package rest

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
	"bedplate/query"
	"bedplate/value"
)

// A cursor is the position of a row in an order: its values of the order and of
// the key, as JSON, and whether it is near, behind a digest of the query that they
// belong to and a signature over all of it. It can be read and not made: it holds nothing that its
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
	if c.pageBy = "cursor"; !c.parser.Ours(root, c.pageBy) || c.action != nil && c.action.Param(c.pageBy) != nil {
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
	k := c.door.seal()
	defer c.door.seals.Put(k)
	c.digest(k, sel, args)
	return k.open(root.Cursor, sel)
}

// unpaged refuses a cursor where the best come first: rows that are written
// meanwhile stand anywhere in that order.
func unpaged(root *grammar.Level) error {
	if !root.Paged {
		return nil
	}
	return fault.Of(fault.Unsupported, "cursor", "rows that are searched for come in the order of how well they fit, in which no cursor can point").
		WithHint("give an order, as in order=id, or page by limit and offset")
}

func grouped(sel *query.Select) bool {
	for i := range sel.Outputs {
		if sel.Outputs[i].Aggregate != query.NoAggregate {
			return true
		}
	}
	return false
}

// positionLen is the number of values that make a position: those of the order
// and of the key.
func positionLen(sel *query.Select) int { return len(sel.Order) + len(sel.Collection.Key) }

// positionType is the type of the value i of a position.
func positionType(sel *query.Select, i int) value.Type {
	if i < len(sel.Order) {
		return sel.Order[i].Expr.Type
	}
	return sel.Collection.Fields[sel.Collection.Key[i-len(sel.Order)]].Type
}

// digest gives a seal what makes the query of a cursor: the collection, its
// key, the types of a position, and every argument but those that may differ
// from page to page.
func (c *call) digest(k *seal, sel *query.Select, args []grammar.Argument) {
	if c.digested {
		k.digest = c.query
		return
	}
	text := appendPart(k.room[:0], sel.Collection.Name)
	for _, f := range sel.Collection.Key {
		text = appendPart(text, sel.Collection.Fields[f].Name)
	}
	for i := range positionLen(sel) {
		text = expr.AppendType(text, positionType(sel, i))
	}
	if c.action != nil {
		text = appendPart(text, "rpc/"+c.action.Name)
	}
	for _, a := range args {
		if !c.turning(a.Key) {
			text = appendPart(appendPart(text, a.Key), a.Val)
		}
	}
	sum := sha256.Sum256(text)
	k.digest, k.room = [digestSize]byte(sum[:digestSize]), text
	c.query, c.digested = k.digest, true
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
func (c *call) link(sel *query.Select, res *query.Result) error {
	if res.Next == nil {
		return nil
	}
	var room [16]grammar.Argument
	args, err := grammar.SplitQuery(c.r.URL.RawQuery, room[:0])
	if err != nil {
		return err
	}
	k := c.door.seal()
	defer c.door.seals.Put(k)
	c.digest(k, sel, args)
	token := k.cursor(res.Next, res.Near)
	if base64.RawURLEncoding.EncodedLen(len(token)) > maxCursor {
		if !c.paging {
			return nil
		}
		return fault.Of(fault.TooLarge, "cursor", "the values that the rows are sorted by are too long for a cursor").
			WithHint("order by shorter fields, or page by limit and offset")
	}
	out := append(append(k.room[:0], '<'), c.r.URL.EscapedPath()...)
	out = append(out, '?')
	for part := range strings.SplitSeq(c.r.URL.RawQuery, "&") {
		key, _, _ := strings.Cut(part, "=")
		if key, err := grammar.Unescape(key); part == "" || err != nil || key != "limit" && c.turning(key) {
			continue
		}
		out = append(appendLinked(out, part), '&')
	}
	out = append(append(out, c.pageBy...), '=')
	out = append(base64.RawURLEncoding.AppendEncode(out, token), `>; rel="next"`...)
	k.room = out
	c.head("Link", string(out))
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

func badCursor(why string) *fault.Error {
	return fault.Of(fault.Cursor, "cursor", "%s", why).
		WithHint("take the cursor from the Link of the page before, or begin with an empty one")
}
