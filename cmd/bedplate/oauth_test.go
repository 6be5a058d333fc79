//go:build unix

package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"bedplate/internal/toolchain"
	"bedplate/store/postgres/server"
)

// startIssuer runs oidc-provider until the test ends, and gives its address.
func startIssuer(t *testing.T, callback string) string {
	t.Helper()
	packages := toolchain.Find(t, "testdata/issuer")
	dir := t.TempDir()
	packages.Link(t, dir)
	program, err := os.ReadFile("testdata/oauth/issuer.mjs")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "issuer.mjs"), program, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(packages.Node, "issuer.mjs", callback)
	cmd.Dir = dir
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if line := lines.Text(); strings.HasPrefix(line, "http://127.0.0.1:") {
			return line
		}
	}
	t.Fatalf("the issuer does not start: %s", said.String())
	return ""
}

// TestProviders signs in by oidc-provider, with the published client of GoTrue.
// TestMethods does on SQLite.
func TestProviders(t *testing.T) {
	t.Parallel()
	driveProviders(t, "--store", server.Database(t))
}

func driveProviders(t *testing.T, more ...string) outcomes {
	issuer := startIssuer(t, "http://users.example/auth/v1/callback")
	providers := `{client_id: users, secret: "the secret of users, which is long", issuer: "` + issuer + `"}`
	app := filepath.Join(t.TempDir(), "app")
	layOut(t, app, map[string]string{
		"bedplate.yaml": "name: users\nserver: {grace: 0s, public_url: \"http://users.example\"}\noutgoing: {allow: 127.0.0.1}\n" +
			"auth:\n  users: true\n  anonymous: true\n  redirects: [\"http://app.example/in\"]\n  providers:\n    company: " + providers + "\n    second: " + providers + "\n" +
			"    gone: {client_id: users, issuer: \"http://127.0.0.1:1\"}\n",
	})
	address := launch(t, nil, append([]string{"dev", app, "--addr", "127.0.0.1:0"}, more...)...).ready(t)
	return drive(t, []string{"testdata/auth", "testdata/oauth"}, "oauth.mjs", address, issuer)
}
