//go:build unix

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bedplate/internal/toolchain"
)

// TestBoard uses the page of the example board in Chromium: people sign up, and
// sign in with a password, a passkey and at a provider, and post.
func TestBoard(t *testing.T) {
	t.Parallel()
	packages, chromium := toolchain.Find(t, "testdata/clients"), toolchain.Chromium(t)
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/board")); err != nil {
		t.Fatal(err)
	}
	packages.Link(t, dir)
	app := filepath.Join(dir, "app")
	for _, part := range []string{"schema", "seed", "public"} {
		if err := os.CopyFS(filepath.Join(app, part), os.DirFS(filepath.Join("../../examples/board", part))); err != nil {
			t.Fatal(err)
		}
	}
	board, err := os.ReadFile("../../examples/board/bedplate.yaml")
	if err != nil {
		t.Fatal(err)
	}
	// Browsers have passkeys for names, and the issuer has one address to come
	// back to.
	at := free(t)
	_, port, _ := strings.Cut(at, ":")
	public := "http://localhost:" + port
	issuer := startIssuer(t, public+"/auth/v1/callback")
	settings := strings.Replace(string(board), "\nserver:\n", "\nserver:\n  grace: 0s\n  public_url: "+public+"\n", 1)
	settings = strings.Replace(settings, "\n  users: true", "\n  providers: {company: {client_id: users, secret: \"the secret of users, which is long\", issuer: \""+issuer+"\"}}\n  users: true", 1)
	layOut(t, app, map[string]string{"bedplate.yaml": settings + "outgoing: {allow: 127.0.0.1}\n"})
	command(t, "seed", app)
	token := command(t, "token", app, "--role", "service")
	launch(t, nil, "serve", app, "--addr", at).ready(t)
	packages.Run(t, dir, "visit.mjs", chromium, public, strings.TrimSpace(token), issuer)
}

// TestPublished holds the client that the board's page loads to the package
// that it is a part of.
func TestPublished(t *testing.T) {
	t.Parallel()
	packages := toolchain.Find(t, "testdata/clients")
	want, err := os.ReadFile(filepath.Join(packages.Modules, "@supabase/supabase-js/dist/umd/supabase.js"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../examples/board/public/supabase.js")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("examples/board/public/supabase.js is not the published one: copy dist/umd/supabase.js of @supabase/supabase-js")
	}
}
