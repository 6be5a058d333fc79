//go:build unix

package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestEveryCreateIsSynced counts, with strace, the times that the server makes
// the disk keep what it wrote: one for each of twenty creations in a row, at
// least.
func TestEveryCreateIsSynced(t *testing.T) {
	t.Parallel()
	strace, err := exec.LookPath("strace")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("strace is not installed")
		}
		t.Skip("strace is not installed")
	}
	dir := t.TempDir()
	layOut(t, dir, ledgerApp)
	trace := filepath.Join(dir, "trace")
	p := launch(t, []string{strace, "-f", "-e", "trace=fsync,fdatasync", "-o", trace},
		"serve", dir, "--addr", "127.0.0.1:0", "--log-level", "error")
	url := p.ready(t) + "/rest/v1/entries"
	synced := func() int {
		text, err := os.ReadFile(trace)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Count(string(text), "sync(")
	}
	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	const creations = 20
	before := synced()
	for i := range creations {
		if !post(transport, url, rowsOf(fmt.Sprint("row-", i), false)) {
			text, _ := p.all()
			t.Fatalf("row %d was not created:\n%s", i, text)
		}
		if n := synced() - before; n < i+1 {
			t.Fatalf("%d rows were acknowledged after %d syncs", i+1, n)
		}
	}
}
