package rest

import (
	"net/http"
	"strconv"

	"bedplate/query"
)

// page takes an operation's rows and encodes them whole: Content-Range and
// late errors need the last row before the header is sent.
type page struct {
	buf    []byte
	format format
	enc    query.Encoding
	shape  *query.Shape
	rows   int64
	// discard counts the rows only (HEAD).
	discard bool
}

// Begin comes again where a transaction is run again; the page starts anew.
func (p *page) Begin(_ int, shape *query.Shape) error {
	p.shape, p.rows, p.buf = shape, 0, p.buf[:0]
	switch p.format {
	case formatArray:
		p.buf = append(p.buf, '[')
	case formatCSV:
		p.buf = query.AppendCSVHeader(p.buf, shape)
	}
	return nil
}

// Row encodes one row.
func (p *page) Row(_ int, row query.Row) error {
	p.rows++
	if p.discard {
		return nil
	}
	if p.format == formatArray && p.rows > 1 {
		p.buf = append(p.buf, ',')
	}
	var err error
	if p.format == formatCSV {
		p.buf, err = query.AppendCSV(p.buf, p.shape, row, p.enc)
		return err
	}
	p.buf, err = query.AppendRow(p.buf, p.shape, row, p.enc)
	if p.format == formatLines {
		p.buf = append(p.buf, '\n')
	}
	return err
}

// end closes the page and gives it.
func (p *page) end() []byte {
	if p.format == formatArray {
		if p.shape == nil {
			p.buf = append(p.buf, '[')
		}
		p.buf = append(p.buf, ']')
	}
	return p.buf
}

// The bounds of the pooled buffers: what a new one has, and the most that one
// may have grown to and be kept.
const (
	newBuffer  = 16 << 10
	keepBuffer = 1 << 20
)

// newPage makes a page on a pooled buffer; release gives it back.
func (c *call) newPage() *page {
	p, ok := c.door.buffers.Get().(*page)
	if !ok {
		p = &page{buf: make([]byte, 0, newBuffer)}
	}
	p.format, p.enc, p.shape, p.rows = c.media.format, c.media.enc, nil, 0
	p.enc.Most = c.door.options.MaxPage
	p.discard = c.r.Method == http.MethodHead
	return p
}

func (c *call) release(p *page) {
	if cap(p.buf) <= keepBuffer {
		p.buf, p.shape = p.buf[:0], nil
		c.door.buffers.Put(p)
	}
}

// write sends an answer of known length. A HEAD's body is left out.
func (c *call) write(status int, contentType []string, body []byte) error {
	h := c.w.Header()
	h["Content-Type"] = contentType
	if c.r.Method == http.MethodHead {
		c.w.WriteHeader(status)
		return nil
	}
	c.head("Content-Length", strconv.Itoa(len(body)))
	c.w.WriteHeader(status)
	c.w.Write(body) // a caller who is gone needs no answer
	return nil
}

// head sets a header of the answer. Its list of one stands in the call's own
// memory.
func (c *call) head(name, text string) {
	at := c.said
	if at == len(c.heads) {
		c.w.Header().Set(name, text)
		return
	}
	c.said++
	c.heads[at] = text
	c.w.Header()[name] = c.heads[at : at+1 : at+1]
}
