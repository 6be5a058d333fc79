//go:build unix

package main

import (
	"os"
	"path/filepath"
	"testing"

	"bedplate/internal/nodetest"
)

// TestPostgrestJS lets the published client of PostgREST, and supabase-js above
// it, use a server of the library (testdata/postgrest): each public method is
// called and its result looked at, or is refused as docs/compatibility.md says.
func TestPostgrestJS(t *testing.T) {
	t.Parallel()
	packages := nodetest.Find(t, "testdata/clients")
	dir := filepath.Join(t.TempDir(), "library")
	if err := os.CopyFS(dir, os.DirFS("testdata/postgrest")); err != nil {
		t.Fatal(err)
	}
	packages.Link(t, dir)
	address, token := serveLibrary(t, dir)
	page, err := os.ReadFile("../../docs/compatibility.md")
	if err != nil {
		t.Fatal(err)
	}
	layOut(t, dir, map[string]string{"compatibility.md": string(page)})
	packages.Run(t, filepath.Join(dir, "suite"), "--test-reporter=spec", "main.mjs", "../compatibility.md", address, token)
}

// serveLibrary serves the app in dir with its sample rows, and gives where, and
// a librarian's token.
func serveLibrary(t *testing.T, dir string) (address, token string) {
	t.Helper()
	command(t, "seed", dir)
	token = command(t, "token", dir, "--role", "librarian")
	return launch(t, nil, "serve", dir, "--addr", "127.0.0.1:0", "--log-level", "error").ready(t), token
}
