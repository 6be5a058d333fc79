package graphql

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// pages say how the rows of a connection become its edges.
type pages struct {
	edge     *layout // of one edge
	cursor   cursor
	most     int  // rows on a page; one more tells that there are more
	reversed bool // they were read from the end
	bounded  bool // there is something on the side that was not read
	edges    bool // edges are asked for
}

// cursor says of what a position is made.
type cursor struct {
	ats    []int // members of the row: what it is sorted by, and its key
	digest string
}

// connection reads a connection: its rows become edges, with a cursor each. One at the
// root goes on behind a cursor by way of an index; a nested one by a condition.
func (t *translator) connection(c *seen, p *picked, sel *query.Select, times int, root bool) (slot, error) {
	s := slot{kind: slotEdges}
	forward, from, most, err := t.window(p.field)
	if err != nil {
		return s, err
	}
	if _, err := t.listed(c, p.field, sel, times); err != nil {
		return s, err
	}
	sel.Limit = most + 1
	pg := &pages{most: most, reversed: !forward, bounded: from != nil}
	sel.Order = complete(c, sel.Order)
	pg.cursor.digest = digestOf(sel.Order)
	if !forward {
		for i := range sel.Order {
			o := &sel.Order[i]
			o.Desc, o.NullsFirst = !o.Desc, !o.NullsFirst
		}
	}
	if from != nil {
		after, err := position(from.Raw, sel.Order, pg.cursor.digest)
		if err != nil {
			return s, t.refuse(err, from.Position)
		}
		if root { // the values of the order, and those of the key once more
			for _, k := range c.key {
				i := slices.IndexFunc(sel.Order, func(o query.Order) bool { return expr.Same(o.Expr, k.node) })
				after = append(after, after[i])
			}
			sel.After = after
		} else {
			sel.Where = expr.AndOf(sel.Where, t.behind(sel.Order, after))
		}
	}
	rows := times * t.counts(most)
	if err := t.spend(rows, p.field.Position); err != nil {
		return s, err
	}
	s.inner, err = t.edges(c, p, sel, pg, rows)
	if err != nil {
		return s, err
	}
	for _, o := range sel.Order {
		pg.cursor.ats = append(pg.cursor.ats, output(sel, query.Output{Name: "cursor", Expr: o.Expr}))
	}
	return s, nil
}

// window reads which way a connection goes, from where, and how far.
func (t *translator) window(f *ast.Field) (forward bool, from *ast.Value, most int, err error) {
	first, last := t.argument(f, "first"), t.argument(f, "last")
	after, before := t.argument(f, "after"), t.argument(f, "before")
	forward = last == nil && before == nil
	if !forward && (first != nil || after != nil) {
		return false, nil, 0, t.refuse(fault.New(fault.Unsupported, "a connection goes one way").
			WithHint("give first and after, or last and before"), f.Position)
	}
	name := "first"
	if from = after; !forward {
		from, name = before, "last"
	}
	page := t.page
	if page <= 0 {
		page = 1000
	}
	if most, err = t.number(f, name, -1); err != nil {
		return false, nil, 0, err
	}
	if most < 0 || most >= page {
		most = page - 1 // one more is read
	}
	return forward, from, most, nil
}

// complete adds the key to what is sorted by, so that each position is one row's.
func complete(c *seen, order []query.Order) []query.Order {
	desc := len(order) > 0 && order[len(order)-1].Desc
	for _, k := range c.key {
		if !slices.ContainsFunc(order, func(o query.Order) bool { return expr.Same(o.Expr, k.node) }) {
			order = append(order, query.Order{Expr: k.node, Desc: desc, NullsFirst: desc})
		}
	}
	return order
}

// digestOf is what cursors are told apart by: what their rows are sorted by.
func digestOf(order []query.Order) string {
	var said strings.Builder
	for _, o := range order {
		fmt.Fprintf(&said, "%q %v %v ", expr.Format(o.Expr), o.Desc, o.NullsFirst)
	}
	sum := sha256.Sum256([]byte(said.String()))
	return hex.EncodeToString(sum[:4])
}

// position reads a cursor: the values of what is sorted by.
func position(text string, order []query.Order, digest string) ([]value.Value, error) {
	bad := fault.New(fault.Cursor, "the cursor is none of this list in this order").WithHint("take cursors of the same order_by")
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, bad
	}
	var parts []json.RawMessage
	if json.Unmarshal(raw, &parts) != nil || len(parts) != len(order)+1 || string(parts[0]) != `"`+digest+`"` {
		return nil, bad
	}
	values := make([]value.Value, len(order))
	for i, part := range parts[1:] {
		if string(part) == "null" {
			continue
		}
		if values[i], err = value.ParseJSON(order[i].Expr.Type, part); err != nil {
			return nil, bad
		}
	}
	return values, nil
}

// behind is the condition that a row stands behind a position.
func (t *translator) behind(order []query.Order, at []value.Value) *expr.Node {
	out := expr.False
	for i := len(order) - 1; i >= 0; i-- {
		o, v := order[i], at[i]
		null := expr.TestOf(expr.IsNull, o.Expr)
		var later, same *expr.Node
		if v.IsNull() {
			if later, same = expr.False, null; o.NullsFirst {
				later = expr.NotOf(null)
			}
		} else {
			given := t.param(v, o.Expr.Type)
			op := expr.Gt
			if o.Desc {
				op = expr.Lt
			}
			if later, same = expr.TestOf(op, o.Expr, given), expr.TestOf(expr.Eq, o.Expr, given); !o.NullsFirst {
				later = expr.OrOf(later, null)
			}
		}
		out = combine(false, []*expr.Node{later, expr.AndOf(same, out)})
	}
	return out
}

// edges reads what is asked of a connection.
func (t *translator) edges(c *seen, p *picked, sel *query.Select, pg *pages, rows int) (*layout, error) {
	fields, err := t.collect(c.name+"_connection", p.sets)
	if err != nil {
		return nil, err
	}
	l := &layout{pages: pg}
	pg.edge = &layout{pages: pg}
	for i := range fields {
		f := &fields[i]
		t.enter(f.key)
		s := typename(c.name + "_connection")
		switch f.field.Name {
		case "edges":
			if pg.edges {
				return nil, t.fail(f.field.Position, fault.Unsupported, "edges are asked for once")
			}
			pg.edges, s = true, slot{kind: slotMany}
			if err := t.edge(c, f, sel, pg, rows); err != nil {
				return nil, err
			}
		case "pageInfo":
			inner, err := t.pageInfo(f)
			if err != nil {
				return nil, err
			}
			s = slot{kind: slotGroup, inner: inner}
		}
		t.leave()
		s.key = keyOf(f.key)
		l.slots = append(l.slots, s)
	}
	return l, nil
}

// edge reads what is asked of each edge.
func (t *translator) edge(c *seen, p *picked, sel *query.Select, pg *pages, rows int) error {
	fields, err := t.collect(c.name+"_edge", p.sets)
	if err != nil {
		return err
	}
	for i := range fields {
		f := &fields[i]
		t.enter(f.key)
		s := typename(c.name + "_edge")
		switch f.field.Name {
		case "cursor":
			s = slot{kind: slotCursor}
		case "node":
			inner, err := t.record(c, f.sets, sel, rows)
			if err != nil {
				return err
			}
			s = slot{kind: slotGroup, inner: inner}
		}
		t.leave()
		s.key = keyOf(f.key)
		pg.edge.slots = append(pg.edge.slots, s)
	}
	return nil
}

// pageInfo reads what is asked of a page: names for what pageOf knows.
func (t *translator) pageInfo(p *picked) (*layout, error) {
	fields, err := t.collect("PageInfo", p.sets)
	if err != nil {
		return nil, err
	}
	l := &layout{}
	for i := range fields {
		s := typename("PageInfo")
		if name := fields[i].field.Name; name != "__typename" {
			s = slot{kind: slotPage, text: []byte(name)}
		}
		s.key = keyOf(fields[i].key)
		l.slots = append(l.slots, s)
	}
	return l, nil
}
