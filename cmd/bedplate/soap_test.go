//go:build unix

package main

import (
	"io"
	"net/http"
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

// TestSOAPClientJava lets wsimport make classes of the WSDL, and a program with them do
// the same; wsdl4j reads the WSDL too.
func TestSOAPClientJava(t *testing.T) {
	t.Parallel()
	java := toolchain.Java(t, "testdata/soap/java")
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/soap/java")); err != nil {
		t.Fatal(err)
	}
	address, service, _ := serveBoard(t)
	saveWSDL(t, address, service, filepath.Join(dir, "board.wsdl"))
	if err := os.Mkdir(filepath.Join(dir, "classes"), 0o755); err != nil {
		t.Fatal(err)
	}
	// Without -extension it knows no SOAP 1.2.
	java.Run(t, dir, "com.sun.tools.ws.WsImport", "-quiet", "-extension", "-d", "classes", "-p", "board", "board.wsdl")
	if out := java.Run(t, dir, "Client.java", service); out != "done\n" {
		t.Error(out)
	}
}

// saveWSDL writes the WSDL that the bearer of a token is given to a file.
func saveWSDL(t *testing.T, address, token, file string) {
	t.Helper()
	r, err := http.NewRequest("GET", address+"/soap/v1?wsdl", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%v: %d %s", err, res.StatusCode, text)
	}
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
}
