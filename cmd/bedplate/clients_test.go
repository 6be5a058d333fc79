//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"bedplate/internal/toolchain"
)

// TestClients generates clients from the board's description, checks them as
// strictly as TypeScript can, and lets each read and write.
func TestClients(t *testing.T) {
	t.Parallel()
	packages := toolchain.Find(t, "testdata/clients")
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/clients")); err != nil {
		t.Fatal(err)
	}
	packages.Link(t, dir)
	app := filepath.Join(dir, "app")
	layOutBoard(t, app)
	do := func(program string, args ...string) {
		t.Helper()
		packages.Run(t, dir, append([]string{packages.Program(t, program)}, args...)...)
	}
	layOut(t, dir, map[string]string{
		"board.json":  command(t, "openapi", app),
		"database.ts": command(t, "types", "ts", app),
	})
	do("openapi-typescript", "board.json", "-o", "board.d.ts")
	do("openapi-ts", "-i", "board.json", "-o", "heyapi", "-c", "@hey-api/client-fetch")
	do("tsc", "-p", ".")
	command(t, "seed", app)
	token := command(t, "token", app, "--role", "service")
	address := launch(t, nil, "serve", app, "--addr", "127.0.0.1:0", "--log-level", "error").ready(t)
	for client, want := range map[string]string{
		"fetch":     "A cake without eggs by gwen\nbaking\n201 true\n",
		"heyapi":    `[{"title":"A cake without eggs","status":"draft"}]` + "\n201\n",
		"postgrest": "A cake without eggs draft gwen Baking 0\ntrue true\n201 false\n",
		"supabase":  "A cake without eggs gwen\n",
		"replicas":  "A cake without eggs gwen\n",
	} {
		do("esbuild", client+".ts", "--bundle", "--format=esm", "--platform=node", "--log-level=error", "--outfile="+client+".mjs")
		if got := packages.Run(t, dir, client+".mjs", address, token); got != want {
			t.Errorf("%s: %q, want %q", client, got, want)
		}
	}
}

// command runs bedplate, which must succeed, and gives what it prints.
func command(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command("bedplate", args...)
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("bedplate %s: %v\n%s%s", strings.Join(args, " "), err, out, said.String())
	}
	return strings.TrimSpace(string(out))
}

// layOutBoard makes the example board in a directory, with users.
func layOutBoard(t *testing.T, app string) {
	t.Helper()
	for _, part := range []string{"schema", "seed"} {
		if err := os.CopyFS(filepath.Join(app, part), os.DirFS(filepath.Join("../../examples/board", part))); err != nil {
			t.Fatal(err)
		}
	}
	layOut(t, app, map[string]string{"bedplate.yaml": "name: board\nserver: {grace: 0s}\nauth: {users: true}\n"})
}
