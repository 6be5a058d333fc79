package graphql

import (
	"encoding/base64"
	"slices"

	"bedplate/query"
	"bedplate/value"
)

// leaf is a page of a connection: its rows as they are written, and what pageInfo tells.
type leaf struct {
	base        int   // where the first edge begins
	starts      []int // where each edge begins, counted from there
	first, last []byte
	more        bool
}

// edge appends a row as an edge, with a comma before it where one is needed; a row too
// many tells that there are more.
func (e *encoder) edge(dst []byte, pg *pages, in *leaf, row query.Row) ([]byte, error) {
	if len(in.starts) == pg.most {
		in.more = true
		return dst, nil
	}
	if err := e.touched(); err != nil {
		return dst, err
	}
	at := appendCursor(nil, &pg.cursor, row)
	if len(in.starts) == 0 {
		in.first = at
	}
	in.last = at
	if len(in.starts) > 0 {
		dst = append(dst, ',')
	}
	in.starts = append(in.starts, len(dst)-in.base)
	dst = append(dst, '{')
	for i := range pg.edge.slots {
		s := &pg.edge.slots[i]
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, s.key...)
		var err error
		if s.kind == slotCursor {
			dst = append(dst, at...)
		} else if dst, err = e.slot(dst, s, row); err != nil {
			return dst, err
		}
	}
	return append(dst, '}'), nil
}

// appendCursor appends where a row stands, as a string.
func appendCursor(dst []byte, c *cursor, row query.Row) []byte {
	raw := append(append([]byte(`["`), c.digest...), '"')
	for _, at := range c.ats {
		raw = row.Value(at).AppendJSON(append(raw, ','))
	}
	dst = append(dst, '"')
	dst = base64.RawURLEncoding.AppendEncode(dst, append(raw, ']'))
	return append(dst, '"')
}

// turned gives edges that were written from the end in their order.
func (in *leaf) turned(edges []byte) []byte {
	out := make([]byte, 0, len(edges))
	end := len(edges)
	for _, start := range slices.Backward(in.starts) {
		if len(out) > 0 {
			out = append(out, ',')
		}
		out = append(out, edges[start:end]...)
		end = start - 1 // the comma
	}
	return out
}

// connection appends the connection of an embed.
func (e *encoder) connection(dst []byte, s *slot, row query.Row) ([]byte, error) {
	var edges []byte
	var in leaf
	err := row.Nested(s.at, func(r query.Row) error {
		var err error
		edges, err = e.edge(edges, s.inner.pages, &in, r)
		return err
	})
	if err != nil {
		return dst, err
	}
	return appendConnection(dst, s.inner, &in, edges), nil
}

// appendConnection puts a connection together. edges begin where in's starts count from.
func appendConnection(dst []byte, l *layout, in *leaf, edges []byte) []byte {
	first, last := in.first, in.last
	before, after := l.pages.bounded, in.more
	if l.pages.reversed {
		edges, first, last = in.turned(edges), last, first
		before, after = after, before
	}
	dst = append(dst, '{')
	for i := range l.slots {
		s := &l.slots[i]
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, s.key...)
		switch s.kind {
		case slotMany:
			dst = append(append(append(dst, '['), edges...), ']')
		case slotGroup:
			dst = appendPage(dst, s.inner, first, last, before, after)
		default:
			dst = append(dst, s.text...)
		}
	}
	return append(dst, '}')
}

// appendPage appends what pageInfo tells.
func appendPage(dst []byte, l *layout, first, last []byte, before, after bool) []byte {
	dst = append(dst, '{')
	for i := range l.slots {
		s := &l.slots[i]
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, s.key...)
		if s.kind == slotConstant {
			dst = append(dst, s.text...)
			continue
		}
		switch string(s.text) {
		case "hasNextPage":
			dst = value.OfBool(after).AppendJSON(dst)
		case "hasPreviousPage":
			dst = value.OfBool(before).AppendJSON(dst)
		case "startCursor":
			dst = appendOr(dst, first)
		case "endCursor":
			dst = appendOr(dst, last)
		}
	}
	return append(dst, '}')
}

func appendOr(dst, text []byte) []byte {
	if text == nil {
		return append(dst, "null"...)
	}
	return append(dst, text...)
}
