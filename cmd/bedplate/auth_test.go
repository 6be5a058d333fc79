//go:build unix

package main

import (
	"path/filepath"
	"testing"

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
// TestMethods does on SQLite.
func TestUsers(t *testing.T) {
	t.Parallel()
	driveUsers(t, "--store", server.Database(t))
}

func driveUsers(t *testing.T, more ...string) outcomes {
	app := filepath.Join(t.TempDir(), "app")
	layOut(t, app, usersApp)
	address := launch(t, nil, append([]string{"dev", app, "--addr", "127.0.0.1:0"}, more...)...).ready(t)
	return drive(t, []string{"testdata/auth"}, "auth.mjs", address)
}
