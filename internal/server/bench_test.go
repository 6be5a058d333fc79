package server_test

import (
	"net/http/httptest"
	"testing"

	"bedplate/internal/server"
)

// BenchmarkAround is what everything around a door costs a request.
func BenchmarkAround(b *testing.B) {
	opts := options(ok)
	opts.InFlight = 256
	s := server.New(opts)
	r := httptest.NewRequest("GET", "/d/posts", nil)
	b.ReportAllocs()
	for b.Loop() {
		s.ServeHTTP(httptest.NewRecorder(), r)
	}
}

// BenchmarkBare is the same request without.
func BenchmarkBare(b *testing.B) {
	r := httptest.NewRequest("GET", "/d/posts", nil)
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		ok(w, r)
	}
}
