//go:build unix

package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// TestTour follows the README's five minutes in a shell, line by line, on a
// port of its own, and looks at what is printed.
func TestTour(t *testing.T) {
	t.Parallel()
	for _, program := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("%s is not installed", program)
			}
			t.Skipf("%s is not installed", program)
		}
	}
	address := free(t)
	lines := tour(t)
	script := "set -x\n"
	for _, line := range lines {
		switch {
		case line == "make build" || strings.HasPrefix(line, "export PATH="):
			continue // the test has built it
		case line == "bedplate check":
			script += `sed -i.old 's/^  body: .*/&\n  stars: int/' schema/notes.yaml; rm schema/notes.yaml.old` + "\n"
		case line == "bedplate dev":
			line = "bedplate dev & " + ready + "\nkill $!; wait"
		case strings.HasPrefix(line, "bedplate serve adopted"):
			line += " & " + ready + "\nkill $!; wait"
		case line == "bedplate serve &":
			line += " " + ready
		}
		script += line + "\n"
	}
	dir := t.TempDir()
	existing(t, filepath.Join(dir, "notes"))
	text, ended := runShell(t, dir, address, script)
	if !ended {
		t.Error("the tour does not end")
	}
	for _, want := range []string{
		"\n4 rows added, 0 were there already\n",
		`[{"title":"Hello","topic":{"name":"garden"}}]`,
		`"title":"Mine alone","body":null,"public":false,"topic":null,"owner":"0`,
		`{"data":{"notes":[{"title":"Mine alone","topic":null}]}}`,
		"Content-Range: */0",
		"\nno mistakes\n",
		"add field notes.stars",
		"\napplied\nthe running server serves by the schema files now\n",
		`[{"title":"Hello","stars":null}]`,
		"bedplate: developing notes at",
		"1 collection stands in adopted",
		"bedplate: serving adopted at",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q was never printed", want)
		}
	}
	if n := strings.Count(text, `"title":"Mine alone"`); n < 4 {
		t.Errorf("Ada's note was shown %d times", n)
	}
	for _, wrong := range []string{"curl: (", "bedplate: error", "command not found", "No such file", "no such job"} {
		if strings.Contains(text, wrong) {
			t.Errorf("%q was printed", wrong)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}

// ready is what a person does by looking: it waits until the server answers.
const ready = "curl -fs --retry 30 --retry-connrefused --retry-delay 1 http://127.0.0.1:8080/readyz"

// tour gives the lines of the shell blocks of the README's tour; those that go
// on after a backslash are one.
func tour(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, text, found := strings.Cut(string(raw), "\n## Five minutes\n")
	text, _, ended := strings.Cut(text, "\n## ")
	if !found || !ended {
		t.Fatal("README.md has no five minutes")
	}
	var lines []string
	for i, block := range strings.Split(text, "\n```") {
		shell, isShell := strings.CutPrefix(block, "\n")
		if i%2 == 1 && isShell {
			lines = append(lines, strings.Split(strings.ReplaceAll(shell, "\\\n", ""), "\n")...)
		}
	}
	return lines
}

// existing makes the database that the tour adopts.
func existing(t *testing.T, dir string) {
	t.Helper()
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	conn, err := zombiezen.OpenConn(filepath.Join(dir, "existing.db"), zombiezen.OpenReadWrite|zombiezen.OpenCreate)
	if err != nil {
		t.Fatal(err)
	}
	if err := sqlitex.ExecuteTransient(conn, "CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT NOT NULL)", nil); err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
}

// free gives an address that nobody had a moment ago.
func free(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}
