package server

import (
	"io"
	"net/http"
	"strings"
	"time"
)

// A stream may last, but must move: it ends when nothing was read or written
// for this long.
const progress = 15 * time.Second

// streams tells whether a request's answer or body has no bound in time: rows
// line by line, or events.
func streams(r *http.Request) bool {
	return named(r.Header["Accept"]) || named(r.Header["Content-Type"])
}

func named(values []string) bool {
	for _, v := range values {
		if strings.Contains(v, "application/x-ndjson") || strings.Contains(v, "text/csv") || strings.Contains(v, "text/event-stream") {
			return true
		}
	}
	return false
}

// pace moves a connection's deadlines on while a stream moves.
type pace struct {
	control *http.ResponseController
	last    time.Time
}

// stream lifts the server's deadlines and puts the stream's in their place.
func (rec *recorder) stream(r *http.Request) {
	rec.pace = &pace{control: http.NewResponseController(rec.ResponseWriter)}
	rec.pace.moved()
	if r.Body == nil || r.Body == http.NoBody {
		// Nothing more is read, and a deadline there would cancel the request.
		_ = rec.pace.control.SetReadDeadline(time.Time{})
		return
	}
	r.Body = &pacedBody{ReadCloser: r.Body, pace: rec.pace}
}

func (p *pace) moved() {
	if now := time.Now(); now.Sub(p.last) > time.Second {
		p.last = now
		_ = p.control.SetWriteDeadline(now.Add(progress))
	}
}

// pacedBody is a body whose sender must go on sending.
type pacedBody struct {
	io.ReadCloser
	pace *pace
	last time.Time
}

// Read moves the deadlines on. At the end of the body it takes them away: what
// is left is work of ours, which may last longer than a sender may rest, and
// the answer, which sets the writing one again.
func (b *pacedBody) Read(p []byte) (int, error) {
	control := b.pace.control
	if now := time.Now(); now.Sub(b.last) > time.Second {
		b.last = now
		_ = control.SetReadDeadline(now.Add(progress))
		_ = control.SetWriteDeadline(now.Add(2 * progress))
	}
	n, err := b.ReadCloser.Read(p)
	if err == io.EOF {
		_ = control.SetReadDeadline(time.Time{})
		_ = control.SetWriteDeadline(time.Time{})
		b.pace.last = time.Time{}
	}
	return n, err
}
