package server

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"bedplate/fault"
	"bedplate/internal/deadline"
)

// slow is how long a request may take before the log mentions it anyway.
const slow = time.Second

// recorder is a ResponseWriter that remembers what was answered.
type recorder struct {
	http.ResponseWriter
	id     string
	began  time.Time
	status int
	bytes  int64
	pace   *pace // of a stream, nil otherwise
	// What else a request needs, in the same piece of memory.
	header   [1]string        // X-Request-Id
	deadline deadline.Context // of what is no stream
}

// WriteHeader remembers the status; later ones are not its. It begins the
// answer of a stream, which must move from then on.
func (rec *recorder) WriteHeader(status int) {
	if rec.pace != nil {
		rec.pace.moved()
	}
	if rec.status == 0 && status >= http.StatusOK {
		rec.status = status
	}
	rec.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes and, of a stream, moves the deadline on.
func (rec *recorder) Write(p []byte) (int, error) {
	if rec.status == 0 {
		rec.status = http.StatusOK
	}
	if rec.pace != nil {
		rec.pace.moved()
	}
	n, err := rec.send(p)
	rec.bytes += int64(n)
	return n, err
}

// send writes, at once where that would take two turns otherwise.
func (rec *recorder) send(p []byte) (int, error) {
	var conn *gathered
	if len(p) > gatherFrom && rec.deadline.Context != nil {
		conn = gatheredFrom(&rec.deadline)
	}
	if conn == nil {
		return rec.ResponseWriter.Write(p)
	}
	conn.hold()
	n, err := rec.ResponseWriter.Write(p)
	if released := conn.release(); err == nil {
		err = released
	}
	return n, err
}

// gatherFrom is the length from which net/http writes an answer in two turns
// while it is given it: its buffer, and all the rest.
const gatherFrom = 8 << 10

// Unwrap lets http.ResponseController reach what is below.
func (rec *recorder) Unwrap() http.ResponseWriter { return rec.ResponseWriter }

// Flush sends what was written.
func (rec *recorder) Flush() { _ = http.NewResponseController(rec.ResponseWriter).Flush() }

// finish ends a request: a panic becomes an answer with an id, or a broken
// connection where an answer was begun; and the log has its line.
func (s *Server) finish(rec *recorder, r *http.Request) {
	cause := recover()
	if cause != nil && cause != http.ErrAbortHandler {
		s.opts.Log.Error("panic", "id", rec.id, "method", r.Method, "path", r.URL.Path,
			"panic", fmt.Sprint(cause), "stack", string(debug.Stack()))
	}
	begun := rec.status != 0
	if cause != nil && cause != http.ErrAbortHandler && !begun {
		s.refuseAt(rec, r, fault.New(fault.Internal, "internal error %s", rec.id))
		cause = nil
	}
	s.line(rec, r)
	if cause != nil {
		panic(http.ErrAbortHandler) // net/http closes the connection
	}
}

// line logs a request: every one at debug, at the default level only those
// that failed or were slow, so that logging costs the others nothing. Queries
// are left out, because they hold data and sometimes keys.
func (s *Server) line(rec *recorder, r *http.Request) {
	took := time.Since(rec.began)
	level := slog.LevelDebug
	switch {
	case rec.status >= http.StatusInternalServerError && rec.status != http.StatusServiceUnavailable:
		level = slog.LevelError
	case rec.status >= http.StatusInternalServerError || took > slow && rec.pace == nil:
		level = slog.LevelWarn
	}
	if !s.opts.Log.Enabled(context.Background(), level) {
		return
	}
	s.opts.Log.LogAttrs(context.Background(), level, "request",
		slog.String("id", rec.id), slog.String("method", r.Method), slog.String("path", r.URL.Path),
		slog.Int("status", rec.status), slog.Int64("bytes", rec.bytes),
		slog.Duration("took", took), slog.String("from", r.RemoteAddr))
}
