//go:build unix

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bedplate/internal/toolchain"
)

// TestPostgrestJS lets the published client of PostgREST, and supabase-js above
// it, use a server of the library (testdata/postgrest): each public method is
// called and its result looked at, or is refused as docs/compatibility.md says.
func TestPostgrestJS(t *testing.T) {
	t.Parallel()
	packages := toolchain.Find(t, "testdata/clients")
	dir := filepath.Join(t.TempDir(), "library")
	if err := os.CopyFS(dir, os.DirFS("testdata/postgrest")); err != nil {
		t.Fatal(err)
	}
	packages.Link(t, dir)
	address, tokens := serveLibrary(t, dir)
	page, err := os.ReadFile("../../docs/compatibility.md")
	if err != nil {
		t.Fatal(err)
	}
	settings, err := json.Marshal(map[string]any{
		"page": string(page), "address": address, "actions": embedLibrary(t, dir), "tokens": tokens,
	})
	if err != nil {
		t.Fatal(err)
	}
	layOut(t, dir, map[string]string{"settings.json": string(settings)})
	packages.Run(t, filepath.Join(dir, "suite"), "--test-reporter=spec", "main.mjs", "../settings.json")
}

// serveLibrary serves the app in dir with its sample rows, and gives where, and
// tokens by their role.
func serveLibrary(t *testing.T, dir string) (address string, tokens map[string]string) {
	t.Helper()
	command(t, "seed", dir)
	tokens = map[string]string{}
	for _, role := range []string{"librarian", "service"} {
		tokens[role] = command(t, "token", dir, "--role", role)
	}
	return launch(t, nil, "serve", dir, "--addr", "127.0.0.1:0", "--log-level", "error").ready(t), tokens
}

// embedLibrary serves a copy of the app in dir, with its sample rows and its secret, by
// a program that embeds it and gives it actions.
func embedLibrary(t *testing.T, dir string) (address string) {
	t.Helper()
	another := filepath.Join(t.TempDir(), "library")
	for _, part := range []string{"schema", "seed"} {
		if err := os.CopyFS(filepath.Join(another, part), os.DirFS(filepath.Join(dir, part))); err != nil {
			t.Fatal(err)
		}
	}
	secret, err := os.ReadFile(filepath.Join(dir, "data", "jwt.secret"))
	if err != nil {
		t.Fatal(err)
	}
	layOut(t, another, map[string]string{"bedplate.yaml": "name: library\nauth: {jwt: {secret: \"" + strings.TrimSpace(string(secret)) + "\"}}\n"})
	command(t, "seed", another)
	return launch(t, []string{"library"}, another).ready(t)
}
