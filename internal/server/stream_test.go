package server_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"bedplate/internal/server"
)

// timed is a ResponseWriter that remembers its deadlines.
type timed struct {
	http.ResponseWriter
	read, write time.Time
}

func (w *timed) SetReadDeadline(at time.Time) error  { w.read = at; return nil }
func (w *timed) SetWriteDeadline(at time.Time) error { w.write = at; return nil }

// TestUploadsHaveTimeForWork: the sender of a stream must go on sending, and
// take the answer; between the two nobody is waited for.
func TestUploadsHaveTimeForWork(t *testing.T) {
	t.Parallel()
	w := &timed{ResponseWriter: httptest.NewRecorder()}
	s := server.New(options(func(rw http.ResponseWriter, r *http.Request) {
		io.ReadFull(r.Body, make([]byte, 2))
		if w.read.IsZero() || w.write.IsZero() {
			t.Error("a sender may rest for ever")
		}
		io.Copy(io.Discard, r.Body)
		if !w.read.IsZero() || !w.write.IsZero() {
			t.Error("there is no time to work on what was sent")
		}
		rw.WriteHeader(http.StatusCreated)
		if w.write.IsZero() {
			t.Error("a reader of the answer may rest for ever")
		}
	}))
	r := httptest.NewRequest(http.MethodPost, "/d", strings.NewReader("a,b\n1,2\n"))
	r.Header.Set("Content-Type", "text/csv")
	s.ServeHTTP(w, r)
}
