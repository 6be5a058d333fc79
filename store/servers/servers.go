// Package servers finds the database servers that tests may use, and starts those that
// belong to one test, which may end and resume them, by scripts/services. No program
// of ours imports it.
package servers

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Servers are servers of a test.
type Servers struct {
	dir       string
	deadly    syscall.Signal
	addresses map[string]string
}

// Start starts servers by the names that scripts/services has for them, where
// a program is there that they are made of; without it the test is skipped. They
// end with the test.
func Start(t testing.TB, program string, names ...string) *Servers {
	t.Helper()
	if !installed(program) {
		if os.Getenv("CI") == "true" {
			t.Fatalf("there is no %s to start here", program)
		}
		t.Skipf("there is no %s to start here", program)
	}
	// The servers may run as another user, who must get there.
	dir, err := os.MkdirTemp("", "bedplate-servers")
	if err != nil {
		t.Fatal(err)
	}
	s := &Servers{dir: filepath.Join(dir, "servers"), deadly: syscall.SIGKILL, addresses: map[string]string{}}
	if program == "postgres" { // whose processes end with it by this one alone
		s.deadly = syscall.SIGQUIT
	}
	t.Cleanup(func() {
		s.run(t, "stop", s.dir)
		_ = os.RemoveAll(dir)
	})
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(s.run(t, append([]string{"start", s.dir}, names...)...)) {
		name, value, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "export "), "=")
		s.addresses[name] = strings.Trim(value, "'")
	}
	return s
}

// installed tells whether there is a program, also where Debian keeps PostgreSQL's.
func installed(program string) bool {
	if _, err := exec.LookPath(program); err == nil {
		return true
	}
	for _, place := range []string{"/usr/lib/postgresql/*/bin/", "/usr/sbin/"} {
		if found, _ := filepath.Glob(place + program); len(found) > 0 {
			return true
		}
	}
	return false
}

// run runs scripts/services, and gives what it prints.
func (s *Servers) run(t testing.TB, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	_, here, _, _ := runtime.Caller(0)
	cmd := exec.CommandContext(ctx, filepath.Join(filepath.Dir(here), "..", "..", "scripts", "services"), args...)
	// Into files: servers that were started would hold a pipe open.
	read := func(name string, into **os.File) (text func() string) {
		path := filepath.Join(filepath.Dir(s.dir), name)
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		*into = f
		return func() string {
			_ = f.Close()
			text, _ := os.ReadFile(path)
			return string(text)
		}
	}
	var out, said *os.File
	printed, errors := read("printed", &out), read("errors", &said)
	cmd.Stdout, cmd.Stderr = out, said
	err := cmd.Run()
	text, complaint := printed(), errors()
	if err != nil {
		t.Fatalf("services %s: %v\n%s", args[0], err, complaint)
	}
	return text
}

// Address gives the address that stands in a variable.
func (s *Servers) Address(t testing.TB, variable string) string {
	t.Helper()
	if s.addresses[variable] == "" {
		t.Fatalf("the servers were started without %s", variable)
	}
	return s.addresses[variable]
}

// Kill ends a server at once, as a failing machine does.
func (s *Servers) Kill(t testing.TB, name string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, name, "pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil || pid <= 1 {
		t.Fatalf("%q is no process", first)
	}
	process, err := os.FindProcess(pid)
	if err == nil {
		err = process.Signal(s.deadly)
	}
	if err != nil {
		t.Fatal(err)
	}
	for process.Signal(syscall.Signal(0)) == nil {
		time.Sleep(10 * time.Millisecond)
	}
}

// Resume starts a server again.
func (s *Servers) Resume(t testing.TB, name string) {
	t.Helper()
	s.run(t, "resume", s.dir, name)
}
