package graphql

import (
	"strconv"

	"bedplate/query"
)

// piece is a part of an answer's data: what a root field gives, made of what operations
// gave.
type piece struct {
	key   []byte
	kind  pieceKind
	ops   []int // whose rows or counts it is made of
	text  []byte
	inner []piece
	// connection is of a connection, whose edges are the rows of the one of ops.
	connection *layout
}

type pieceKind uint8

const (
	pieceText     pieceKind = iota // text, which an action may bring later
	pieceList                      // the rows of all ops as a list
	pieceOne                       // the first row, or null
	pieceObject                    // inner
	pieceObjects                   // inner as a list
	pieceAffected                  // how many records all ops wrote
	pieceFold                      // the one row, which is always there
	pieceConnection
)

// answer takes the rows of a request's operations (query.Sink), and puts them together.
type answer struct {
	encoder
	layouts  []*layout
	buf      []byte
	segments []segment // by operation
	leaves   []leaf    // likewise, of connections; nil where there is none
}

// segment is where an operation's rows stand, with commas between them.
type segment struct{ from, to, rows int }

func newAnswer(layouts []*layout, e encoder) *answer {
	return &answer{encoder: e, layouts: layouts, segments: make([]segment, len(layouts))}
}

// Begin begins an operation's rows. Where a transaction is run again, those from the
// first operation on are void.
func (a *answer) Begin(op int, _ *query.Shape) error {
	from := 0
	for i := op - 1; i >= 0; i-- {
		if a.segments[i].to > 0 {
			from = a.segments[i].to
			break
		}
	}
	a.buf = a.buf[:from]
	if op == 0 {
		a.rows = 0
	}
	a.segments[op] = segment{from: from, to: from}
	if l := a.layouts[op]; l != nil && l.pages != nil {
		if a.leaves == nil {
			a.leaves = make([]leaf, len(a.layouts))
		}
		a.leaves[op] = leaf{base: from}
	}
	return nil
}

// Row takes one row.
func (a *answer) Row(op int, row query.Row) error {
	l := a.layouts[op]
	s := &a.segments[op]
	if l == nil {
		return nil
	}
	if l.pages != nil {
		var err error
		s.rows++
		a.buf, err = a.edge(a.buf, l.pages, &a.leaves[op], row)
		s.to = len(a.buf)
		return err
	}
	if s.rows++; s.rows > 1 {
		a.buf = append(a.buf, ',')
	}
	if err := a.touched(); err != nil {
		return err
	}
	var err error
	a.buf, err = a.object(a.buf, l, row)
	s.to = len(a.buf)
	return err
}

// data appends the answer's data.
func (a *answer) data(dst []byte, pieces []piece, results []query.Result) []byte {
	dst = append(dst, '{')
	for i := range pieces {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, pieces[i].key...)
		dst = a.piece(dst, &pieces[i], results)
	}
	return append(dst, '}')
}

func (a *answer) piece(dst []byte, p *piece, results []query.Result) []byte {
	switch p.kind {
	case pieceText:
		return append(dst, p.text...)
	case pieceObject:
		return a.data(dst, p.inner, results)
	case pieceObjects:
		dst = append(dst, '[')
		for i := range p.inner {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = a.piece(dst, &p.inner[i], results)
		}
		return append(dst, ']')
	case pieceAffected:
		n := int64(0)
		for _, op := range p.ops {
			n += results[op].Affected
		}
		return strconv.AppendInt(dst, n, 10)
	case pieceList:
		dst = append(dst, '[')
		some := false
		for _, op := range p.ops {
			s := a.segments[op]
			if s.rows == 0 {
				continue
			}
			if some {
				dst = append(dst, ',')
			}
			some = true
			dst = append(dst, a.buf[s.from:s.to]...)
		}
		return append(dst, ']')
	}
	if p.kind == pieceConnection {
		s := a.segments[p.ops[0]]
		return appendConnection(dst, p.connection, &a.leaves[p.ops[0]], a.buf[s.from:s.to])
	}
	if len(p.ops) == 0 || a.segments[p.ops[0]].rows == 0 {
		return append(dst, "null"...)
	}
	s := a.segments[p.ops[0]]
	return append(dst, a.buf[s.from:s.to]...)
}
