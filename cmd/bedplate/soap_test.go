//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"bedplate/internal/toolchain"
)

// serveBoard serves the board with its sample rows, and gives where, and tokens of the
// service role and of a member.
func serveBoard(t *testing.T) (address, service, member string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "board")
	for _, part := range []string{"schema", "seed"} {
		if err := os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join("../../examples/board", part))); err != nil {
			t.Fatal(err)
		}
	}
	layOut(t, dir, map[string]string{"bedplate.yaml": "name: board\nauth: {users: true}\n"})
	command(t, "seed", dir)
	service = command(t, "token", dir, "--role", "service")
	member = command(t, "token", dir, "--role", "authenticated", "--sub", "01934000-0000-7000-8000-000000000001")
	return launch(t, nil, "serve", dir, "--addr", "127.0.0.1:0", "--log-level", "error").ready(t), service, member
}

// TestZeep lets a client for Python that is made from the WSDL use the board, by SOAP
// 1.1 and 1.2.
func TestZeep(t *testing.T) {
	t.Parallel()
	python := toolchain.Python(t, "testdata/soap")
	address, service, member := serveBoard(t)
	if out, err := exec.Command(python, "testdata/soap/client.py", address, service, member).CombinedOutput(); err != nil || string(out) != "done\n" {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestSOAPClientJS lets the package soap of npm do the same.
func TestSOAPClientJS(t *testing.T) {
	t.Parallel()
	packages := toolchain.Find(t, "testdata/soap/js")
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/soap/js")); err != nil {
		t.Fatal(err)
	}
	packages.Link(t, dir)
	address, service, _ := serveBoard(t)
	if out := packages.Run(t, dir, "client.mjs", address, service); out != "done\n" {
		t.Error(out)
	}
}
