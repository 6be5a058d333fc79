//go:build unix

package main

import (
	"os"
	"path/filepath"
	"testing"

	"bedplate/internal/toolchain"
)

// TestGraphiQL uses the page to try GraphQL on, which `bedplate dev` serves, in Chromium:
// it asks as nobody and as the service role, reads the schema, and asks nobody but its
// server.
func TestGraphiQL(t *testing.T) {
	t.Parallel()
	packages, chromium := toolchain.Find(t, "testdata/clients"), toolchain.Chromium(t)
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/graphiql")); err != nil {
		t.Fatal(err)
	}
	packages.Link(t, dir)
	app := filepath.Join(dir, "app")
	for _, part := range []string{"schema", "seed"} {
		if err := os.CopyFS(filepath.Join(app, part), os.DirFS(filepath.Join("../../examples/board", part))); err != nil {
			t.Fatal(err)
		}
	}
	layOut(t, app, map[string]string{"bedplate.yaml": "name: board\nauth: {users: true}\nserver: {grace: 0s}\n"})
	address := launch(t, nil, "dev", app, "--seed", "--addr", "127.0.0.1:0").ready(t)
	token := command(t, "token", app, "--role", "service")
	packages.Run(t, dir, "browse.mjs", chromium, address, token)
}
