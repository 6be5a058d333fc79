//go:build unix

package main

import (
	"path/filepath"
	"strings"
	"testing"

	"bedplate/store/postgres/server"
)

// factorsApp is an app whose users have second factors and passkeys.
var factorsApp = map[string]string{
	"bedplate.yaml": "name: factors\nserver: {grace: 0s, public_url: \"http://users.example\"}\n" +
		"auth: {users: true, confirm_email: false, passkeys: {domain: app.example, origins: \"https://app.example\"}}\n",
}

// documented gives the file of a collection that a document shows.
func documented(t *testing.T, page, collection string) string {
	t.Helper()
	for _, b := range readDocument(t, filepath.Join(documents, page)).blocks {
		if strings.HasPrefix(b.text(), "collection: "+collection+"\n") {
			return b.text()
		}
	}
	t.Fatalf("%s does not show %s", page, collection)
	return ""
}

// TestFactors drives second factors and passkeys by the published client of
// GoTrue, with an authenticator of its own. TestMethods does on SQLite.
func TestFactors(t *testing.T) {
	t.Parallel()
	driveFactors(t, "--store", server.Database(t))
}

func driveFactors(t *testing.T, more ...string) outcomes {
	app := filepath.Join(t.TempDir(), "app")
	layOut(t, app, factorsApp)
	layOut(t, app, map[string]string{"schema/payments.yaml": documented(t, "users.md", "payments")})
	address := launch(t, nil, append([]string{"dev", app, "--addr", "127.0.0.1:0"}, more...)...).ready(t)
	return drive(t, []string{"testdata/auth"}, "factors.mjs", address)
}
