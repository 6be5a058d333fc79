package server

import (
	"context"
	"net/http"
	"time"
)

// health answers /healthz and /readyz, ahead of every limit: a server that is
// merely busy must not be restarted for it.
func (s *Server) health(w http.ResponseWriter, r *http.Request) bool {
	var problem string
	switch r.URL.Path {
	case "/healthz":
	case "/readyz":
		problem = s.unready(r.Context())
	default:
		return false
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	secure(h)
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		h.Set("Allow", "GET, HEAD")
		w.WriteHeader(http.StatusMethodNotAllowed)
	case problem != "":
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte(`{"status":"` + problem + `"}` + "\n"))
	default:
		_, _ = w.Write([]byte(`{"status":"ok"}` + "\n"))
	}
	return true
}

// unready gives one of a few fixed words; the cause is for the log.
func (s *Server) unready(ctx context.Context) string {
	if s.draining.Load() {
		return "ending"
	}
	if s.opts.Ready == nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if err := s.opts.Ready(ctx); err != nil {
		s.opts.Log.Warn("not ready", "error", err.Error())
		return "unavailable"
	}
	return ""
}
