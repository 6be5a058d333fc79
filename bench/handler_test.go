//go:build linux

package main

import (
	"bedplate/bench/sample"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bedplate"
)

// BenchmarkHandler does the works of the benchmark in this process, without a
// network, over 2,000 posts: go test ./bench -bench . -cpuprofile cpu.out
func BenchmarkHandler(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "app")
	if err := os.CopyFS(dir, os.DirFS("app")); err != nil {
		b.Fatal(err)
	}
	app, err := bedplate.New(bedplate.Options{Dir: dir, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { app.Close() }()
	const user = "01890000-0000-7000-8000-000000000001"
	service, err := sample.Token(secret, "service", "")
	if err != nil {
		b.Fatal(err)
	}
	bearer, err := sample.Token(secret, "authenticated", user)
	if err != nil {
		b.Fatal(err)
	}
	ask := func(bearer, method, path, body string, status int) {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+bearer)
		r.Header.Set("Content-Type", "application/json")
		w := &discard{header: http.Header{}, status: http.StatusOK}
		app.Handler().ServeHTTP(w, r)
		if w.status != status {
			b.Fatalf("%s %s was answered with %d", method, path, w.status)
		}
	}
	post := func(n int) string {
		return fmt.Sprintf(`{"id":"01890000-0000-7000-8000-%012d","title":"A post","slug":"post-%d","body":%q,"status":"published","author":%q,"tags":["a","b"],"score":%d}`,
			n, n, strings.Repeat("some words ", 18), user, n)
	}
	ask(service, "POST", "/rest/v1/users", `{"id":"`+user+`","name":"Ann"}`, http.StatusCreated)
	var rows []string
	for n := range 2000 {
		rows = append(rows, post(n))
	}
	ask(service, "POST", "/rest/v1/posts", "["+strings.Join(rows, ",")+"]", http.StatusCreated)
	if err := app.Close(); err != nil {
		b.Fatal(err)
	}
	if app, err = bedplate.New(bedplate.Options{Dir: dir, Log: slog.New(slog.DiscardHandler)}); err != nil {
		b.Fatal(err) // opened again, the database knows itself: the store has its statistics
	}
	for name, path := range map[string]string{
		"key":      "/rest/v1/posts/01890000-0000-7000-8000-000000000007",
		"list":     "/rest/v1/posts?limit=30",
		"filtered": "/rest/v1/posts?status=eq.published&order=created.desc&limit=30",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ask(bearer, "GET", path, "", http.StatusOK)
			}
		})
	}
	n := 1_000_000
	b.Run("create", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			n++
			ask(bearer, "POST", "/rest/v1/posts", post(n), http.StatusCreated)
		}
	})
}

// discard is an answer that nobody reads.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(status int)      { d.status = status }
func (d *discard) Write(b []byte) (int, error) { return io.Discard.Write(b) }
