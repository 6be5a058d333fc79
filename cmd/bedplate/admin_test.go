//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"bedplate/internal/toolchain"
	mysql "bedplate/store/mysql/server"
	"bedplate/store/postgres/server"
)

// TestAdministration drives the administration of users by the published client
// of GoTrue, keys by the commands, and verifies tokens by a library of others.
func TestAdministration(t *testing.T) {
	t.Parallel()
	packages := toolchain.Find(t, "testdata/clients")
	program, err := exec.LookPath("bedplate")
	if err != nil {
		t.Fatal(err)
	}
	run := func(t *testing.T, more ...string) {
		t.Parallel()
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS("testdata/auth")); err != nil {
			t.Fatal(err)
		}
		packages.Link(t, dir)
		page, err := os.ReadFile("../../docs/compatibility.md")
		if err != nil {
			t.Fatal(err)
		}
		layOut(t, dir, map[string]string{"compatibility.md": string(page)})
		app := filepath.Join(dir, "app")
		layOut(t, app, usersApp)
		address := launch(t, nil, append([]string{"dev", app, "--addr", "127.0.0.1:0"}, more...)...).ready(t)
		if got := packages.Run(t, dir, append([]string{"admin.mjs", address, program, app}, more...)...); got != "done\n" {
			t.Errorf("it ended with %q", got)
		}
	}
	t.Run("sqlite", func(t *testing.T) { run(t) })
	t.Run("postgres", func(t *testing.T) { run(t, "--store", server.Database(t)) })
	t.Run("mysql", func(t *testing.T) { run(t, "--store", mysql.Database(t)) })
}
