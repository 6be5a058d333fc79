//go:build unix

package main

import (
	"os"
	"path/filepath"
	"testing"

	"bedplate/internal/toolchain"
)

// TestReference uses the page that `bedplate dev` serves in Chromium: it lists
// the collections, sends requests and shows their rows, as the caller whose
// token it is given, and asks nobody but its server.
func TestReference(t *testing.T) {
	t.Parallel()
	browse(t, "testdata/reference")
}

// TestGraphiQL uses the page to try GraphQL on, which `bedplate dev` serves, in Chromium:
// it asks as nobody and as the service role, reads the schema, and asks nobody but its
// server.
func TestGraphiQL(t *testing.T) {
	t.Parallel()
	browse(t, "testdata/graphiql")
}

// browse develops the board, and runs browse.mjs of a directory against it.
func browse(t *testing.T, with string) {
	t.Helper()
	packages, chromium := toolchain.Find(t, "testdata/clients"), toolchain.Chromium(t)
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(with)); err != nil {
		t.Fatal(err)
	}
	packages.Link(t, dir)
	app := filepath.Join(dir, "app")
	layOutBoard(t, app)
	address := launch(t, nil, "dev", app, "--seed", "--addr", "127.0.0.1:0").ready(t)
	token := command(t, "token", app, "--role", "service")
	packages.Run(t, dir, "browse.mjs", chromium, address, token)
}
