//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestClients generates clients from the board's description, checks them as
// strictly as TypeScript can, and lets each read and write. It needs node and
// the packages of testdata/clients/package.json: BEDPLATE_NODE names the
// directory that has them in node_modules.
func TestClients(t *testing.T) {
	t.Parallel()
	packages := os.Getenv("BEDPLATE_NODE")
	if packages == "" {
		t.Skip("BEDPLATE_NODE names no directory with the packages of testdata/clients/package.json")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/clients")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(packages, "node_modules"), filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	app := filepath.Join(dir, "app")
	for _, part := range []string{"schema", "seed"} {
		if err := os.CopyFS(filepath.Join(app, part), os.DirFS(filepath.Join("../../examples/board", part))); err != nil {
			t.Fatal(err)
		}
	}
	layOut(t, app, map[string]string{"bedplate.yaml": "name: board\nserver: {grace: 0s}\n"})
	do := func(program string, args ...string) string {
		t.Helper()
		cmd := exec.Command(program, args...)
		cmd.Dir = dir
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	layOut(t, dir, map[string]string{
		"board.json":  do("bedplate", "openapi", app),
		"database.ts": do("bedplate", "types", "ts", app),
	})
	do("node_modules/.bin/openapi-typescript", "board.json", "-o", "board.d.ts")
	do("node_modules/.bin/openapi-ts", "-i", "board.json", "-o", "heyapi", "-c", "@hey-api/client-fetch")
	do("node_modules/.bin/tsc", "-p", ".")
	do("bedplate", "seed", app)
	token := strings.TrimSpace(do("bedplate", "token", app, "--role", "service"))
	address := launch(t, nil, "serve", app, "--addr", "127.0.0.1:0", "--log-level", "error").ready(t)
	for client, want := range map[string]string{
		"fetch":     "A cake without eggs by gwen\nbaking\n201 true\n",
		"heyapi":    `[{"title":"A cake without eggs","status":"draft"}]` + "\n201\n",
		"postgrest": "A cake without eggs draft gwen Baking 0\ntrue true\n201 false\n",
	} {
		do("node_modules/.bin/esbuild", client+".ts", "--bundle", "--format=esm", "--platform=node", "--log-level=error", "--outfile="+client+".mjs")
		if got := do("node", client+".mjs", address, token); got != want {
			t.Errorf("%s: %q, want %q", client, got, want)
		}
	}
}
