package rest

import (
	"errors"
	"net/http"
	"time"

	"bedplate/fault"
	"bedplate/query"
)

// stream answers a read as NDJSON or CSV, row by row as they come from the store. An
// error after the first bytes breaks the connection: there is no other way to
// tell the caller that rows are missing.
func (c *call) stream(op query.Operation) error {
	rows := c.newPage()
	defer c.release(rows)
	out := &lines{
		page: rows, w: c.w, control: http.NewResponseController(c.w),
		stall: c.door.options.Stall, content: c.media.header,
	}
	if applied := c.prefer.applied(false, false, false); applied != "" {
		c.w.Header().Set("Preference-Applied", applied)
	}
	_, err := c.ask(c.request(op), out)
	if err == nil {
		err = out.flush()
		_ = out.control.SetWriteDeadline(time.Time{})
	}
	switch {
	case err == nil:
		return nil
	case out.started:
		c.door.log.InfoContext(c.r.Context(), "stream ended early", "path", c.r.URL.Path, "error", err.Error())
		panic(http.ErrAbortHandler)
	}
	return err
}

// lines is the sink of a stream: a page that is sent whenever it is full.
type lines struct {
	*page
	w       http.ResponseWriter
	control *http.ResponseController
	stall   time.Duration
	content []string
	started bool
}

// streamChunk is how much is encoded before it is sent.
const streamChunk = 32 << 10

// Begin comes again where a replica could not go on; what is sent already cannot be
// taken back.
func (l *lines) Begin(op int, shape *query.Shape) error {
	if l.started {
		return fault.New(fault.Unavailable, "the database went away while its rows were sent")
	}
	return l.page.Begin(op, shape)
}

// Row encodes one row and sends what is due.
func (l *lines) Row(op int, row query.Row) error {
	if err := l.page.Row(op, row); err != nil {
		return err
	}
	if len(l.buf) < streamChunk {
		return nil
	}
	return l.flush()
}

// flush sends what is encoded. A client that takes nothing for as long as a
// stream may stall fails the write, which ends the read.
func (l *lines) flush() error {
	if !l.started {
		l.started = true
		h := l.w.Header()
		h["Content-Type"] = l.content
		vary(h)
		l.w.WriteHeader(http.StatusOK)
	}
	// Servers without deadlines, as tests' recorders are, do without.
	_ = l.control.SetWriteDeadline(time.Now().Add(l.stall))
	if len(l.buf) > 0 {
		if _, err := l.w.Write(l.buf); err != nil {
			return err
		}
		l.buf = l.buf[:0]
	}
	if err := l.control.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}
