//go:build unix

package main

import (
	"os"
	"path/filepath"
	"testing"

	"bedplate/internal/toolchain"
	"bedplate/store/postgres/server"
)

// usersApp is an app that keeps users, and notes of theirs.
var usersApp = map[string]string{
	"bedplate.yaml": "name: users\nserver: {grace: 0s, public_url: \"http://users.example\"}\n" +
		"auth: {users: true, anonymous: true, redirects: [\"http://app.example/in\"]}\n",
	"schema/notes.yaml": `collection: notes
fields:
  body:  {type: text, required: true}
  owner: {type: ref, to: auth_users, required: true, default: {expr: auth.id}, on_delete: cascade, back: notes}
rules:
  read: owner == auth.id
  create: owner == auth.id
`,
}

// TestUsers drives the door to users by the published client of GoTrue.
func TestUsers(t *testing.T) {
	t.Parallel()
	packages := toolchain.Find(t, "testdata/clients")
	run := func(t *testing.T, more ...string) {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS("testdata/auth")); err != nil {
			t.Fatal(err)
		}
		packages.Link(t, dir)
		app := filepath.Join(dir, "app")
		layOut(t, app, usersApp)
		address := launch(t, nil, append([]string{"dev", app, "--addr", "127.0.0.1:0"}, more...)...).ready(t)
		if got := packages.Run(t, dir, "auth.mjs", address); got != "done\n" {
			t.Errorf("it ended with %q", got)
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		run(t)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		run(t, "--store", server.Database(t))
	})
}
