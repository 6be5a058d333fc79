//go:build unix

package main

import (
	"os"
	"path/filepath"
	"testing"

	"bedplate/internal/toolchain"
)

// TestPhones drives users' telephones by the published client of GoTrue.
func TestPhones(t *testing.T) {
	t.Parallel()
	packages := toolchain.Find(t, "testdata/clients")
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/auth")); err != nil {
		t.Fatal(err)
	}
	packages.Link(t, dir)
	layOut(t, filepath.Join(dir, "app"), map[string]string{
		"bedplate.yaml": "name: phones\nserver: {grace: 0s}\nauth: {users: true, phones: true, implicit: false, factors: {phone: true}}\n"})
	address := launch(t, nil, "dev", filepath.Join(dir, "app"), "--addr", "127.0.0.1:0").ready(t)
	if got := packages.Run(t, dir, "phone.mjs", address); got != "done\n" {
		t.Errorf("it ended with %q", got)
	}
}
