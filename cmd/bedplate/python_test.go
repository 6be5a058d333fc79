//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"bedplate/internal/toolchain"
)

// TestPostgrestPy lets the published client for Python use the server that
// TestPostgrestJS uses.
func TestPostgrestPy(t *testing.T) {
	t.Parallel()
	python := toolchain.Python(t, "testdata/python")
	dir := filepath.Join(t.TempDir(), "library")
	if err := os.CopyFS(dir, os.DirFS("testdata/postgrest")); err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("testdata/python/library.py")
	if err != nil {
		t.Fatal(err)
	}
	layOut(t, dir, map[string]string{"library.py": string(script)})
	address, tokens := serveLibrary(t, dir)
	if out, err := exec.Command(python, filepath.Join(dir, "library.py"), address, tokens["librarian"]).CombinedOutput(); err != nil || string(out) != "done\n" {
		t.Errorf("%v\n%s", err, out)
	}
}
