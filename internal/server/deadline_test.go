package server_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"bedplate/internal/server"
)

// TestDerivedContexts: contexts that a door derives of its request's end with
// it, in good order.
func TestDerivedContexts(t *testing.T) {
	t.Parallel()
	var derived context.Context
	var cancel context.CancelFunc
	door := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		derived, cancel = context.WithTimeout(r.Context(), time.Hour)
	})
	s := server.New(server.Options{Doors: map[string]http.Handler{"/door": door}, InFlight: 1,
		Handler: time.Hour, Log: slog.New(slog.DiscardHandler)})
	s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/door", nil))
	defer cancel()
	<-derived.Done()
	if derived.Err() != context.Canceled {
		t.Errorf("it ends with %v", derived.Err())
	}
}
