package soap

import (
	"slices"

	"bedplate/query"
)

// page is a part of a list, and how to go on from it.
type page struct {
	digest [digestSize]byte
	length int   // of a position
	back   bool  // it is read backwards
	ats    []int // the columns that make a position: of the order, and of the key
	// first is where the first record stands that came, of a page behind a cursor.
	first  []byte
	asked  bool
	starts []int // where each record begins, of one that is read backwards
}

// page lets a list be read in parts, where its collection has a key.
func (a *asking) page(s *step, sel *query.Select, filter, cursor string) error {
	if sel.Paged = len(s.collection.keyFor(a.rights)) > 0; !sel.Paged {
		if cursor == "" {
			return nil
		}
		return noPages(s)
	}
	s.page = &page{digest: digestOf(sel, filter), length: positionLen(sel)}
	if cursor == "" {
		return nil
	}
	s.page.asked = true
	for _, o := range sel.Order {
		s.page.ats = append(s.page.ats, s.layout.column(o.Expr.Index))
	}
	for _, at := range sel.Collection.Key {
		s.page.ats = append(s.page.ats, s.layout.column(at))
	}
	if err := a.door.opened(cursor, s.page, sel); err != nil {
		return err
	}
	if s.page.back {
		turn(sel)
	}
	return nil
}

// turn makes a list go backwards from its position. Ties are broken by the key in the
// direction of the last order; where there is none, it has to be said.
func turn(sel *query.Select) {
	for i := range sel.Order {
		o := &sel.Order[i]
		o.Desc, o.NullsFirst = !o.Desc, !o.NullsFirst
	}
	if len(sel.Order) > 0 {
		return
	}
	for _, at := range sel.Collection.Key {
		sel.Order = append(sel.Order, query.Order{Expr: fieldOf(sel.Collection.Fields[at]), Desc: true, NullsFirst: true})
	}
	sel.After = slices.Concat(sel.After, sel.After)
}

// column gives which of the columns a field is.
func (l *layout) column(field int) int {
	return slices.IndexFunc(l.columns, func(c column) bool { return c.Index == field })
}

// begin takes back what was noted of records that are void.
func (p *page) begin() { p.first, p.starts = nil, p.starts[:0] }

// note notes a record that begins at an offset, before it is written.
func (p *page) note(row query.Row, at int) {
	if p.asked && p.first == nil {
		p.first = []byte{'['}
		for i, column := range p.ats {
			if i > 0 {
				p.first = append(p.first, ',')
			}
			p.first = row.Value(column).AppendJSON(p.first)
		}
		p.first = append(p.first, ']')
	}
	if p.back {
		p.starts = append(p.starts, at)
	}
}

// appendRecords appends the records of a page, in the order of the list.
func (p *page) appendRecords(dst, buf []byte, at segment) []byte {
	if p == nil || !p.back {
		return append(dst, buf[at.from:at.to]...)
	}
	end := at.to
	for _, start := range slices.Backward(p.starts) {
		dst = append(dst, buf[start:end]...)
		end = start
	}
	return dst
}

// appendCursors appends where the list goes on, and where it came from.
func (d *Door) appendCursors(dst []byte, p *page, res *query.Result) ([]byte, error) {
	var behind []byte // where the records go on in the direction that they were read in
	if res.Next != nil {
		behind = []byte{'['}
		for i, v := range res.Next[:p.length] {
			if i > 0 {
				behind = append(behind, ',')
			}
			behind = v.AppendJSON(behind)
		}
		behind = append(behind, ']')
	}
	near := res.Near && !p.back
	next, previous := behind, p.first
	if p.back {
		next, previous = previous, next
	}
	var err error
	if next != nil {
		if dst, err = d.appendCursor(append(dst, "<next>"...), p, next, direction(near)); err != nil {
			return dst, err
		}
		dst = append(dst, "</next>"...)
	}
	if previous != nil {
		if dst, err = d.appendCursor(append(dst, "<previous>"...), p, previous, backwards); err != nil {
			return dst, err
		}
		dst = append(dst, "</previous>"...)
	}
	return dst, nil
}
