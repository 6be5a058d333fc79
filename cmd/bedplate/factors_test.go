//go:build unix

package main

import (
	"os"
	"path/filepath"
	"testing"

	"bedplate/internal/toolchain"
	"bedplate/store/postgres/server"
)

// factorsApp is an app whose users have second factors and passkeys, and
// collections that ask for them.
var factorsApp = map[string]string{
	"bedplate.yaml": "name: factors\nserver: {grace: 0s, public_url: \"http://users.example\"}\n" +
		"auth: {users: true, confirm_email: false, passkeys: {domain: app.example, origins: \"https://app.example\"}}\n",
	"schema/payments.yaml": `collection: payments
fields:
  amount: {type: int, required: true}
  owner:  {type: ref, to: auth_users, required: true, default: {expr: auth.id}, on_delete: cascade, back: payments}
indexes:
  - [owner]
rules:
  read: owner == auth.id
  create: owner == auth.id && auth.aal == 2
`,
}

// TestFactors drives second factors and passkeys by the published client of
// GoTrue, with an authenticator of its own.
func TestFactors(t *testing.T) {
	t.Parallel()
	packages := toolchain.Find(t, "testdata/clients")
	run := func(t *testing.T, more ...string) {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS("testdata/auth")); err != nil {
			t.Fatal(err)
		}
		packages.Link(t, dir)
		app := filepath.Join(dir, "app")
		layOut(t, app, factorsApp)
		address := launch(t, nil, append([]string{"dev", app, "--addr", "127.0.0.1:0"}, more...)...).ready(t)
		if got := packages.Run(t, dir, "factors.mjs", address); got != "done\n" {
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
