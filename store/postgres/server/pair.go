package server

import (
	"context"
	"net/url"
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

// Pair is a server and a replica of it, which belong to one test.
type Pair struct {
	dir           string
	home, replica string // addresses
}

// The names by which scripts/services knows the two, and what it calls their
// addresses.
const (
	homeName, replicaName = "postgres", "postgres-replica"
	replicaVariable       = Variable + "_REPLICA"
)

// NewPair starts a server and a replica of it, which takes some seconds; they end with the
// test. Where there is no PostgreSQL to test with, the test is skipped.
func NewPair(t testing.TB) *Pair {
	t.Helper()
	given(t)
	if found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres"); len(found) == 0 {
		if _, err := exec.LookPath("postgres"); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal("there is no postgres to start here")
			}
			t.Skip("there is no postgres to start here")
		}
	}
	// The servers may run as another user, who must get there.
	dir, err := os.MkdirTemp("", "bedplate-pair")
	if err != nil {
		t.Fatal(err)
	}
	p := &Pair{dir: filepath.Join(dir, "servers")}
	t.Cleanup(func() {
		p.services(t, "stop", p.dir)
		_ = os.RemoveAll(dir)
	})
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(p.services(t, "start", p.dir, homeName, replicaName)) {
		name, value, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "export "), "=")
		switch value = strings.Trim(value, "'"); name {
		case Variable:
			p.home = value
		case replicaVariable:
			p.replica = value
		}
	}
	if p.home == "" || p.replica == "" {
		t.Fatal("the servers were started without addresses")
	}
	return p
}

// services runs scripts/services, and gives what it prints.
func (p *Pair) services(t testing.TB, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_, here, _, _ := runtime.Caller(0)
	script := filepath.Join(filepath.Dir(here), "..", "..", "..", "scripts", "services")
	errors := filepath.Join(filepath.Dir(p.dir), "errors")
	said, err := os.Create(errors)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = said.Close() }()
	printed := filepath.Join(filepath.Dir(p.dir), "printed")
	out, err := os.Create(printed)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = out.Close() }()
	// Into files: servers that were started hold a pipe open.
	cmd := exec.CommandContext(ctx, script, args...)
	cmd.Stdout, cmd.Stderr = out, said
	if err := cmd.Run(); err != nil {
		text, _ := os.ReadFile(errors)
		t.Fatalf("services %s: %v\n%s", args[0], err, text)
	}
	text, err := os.ReadFile(printed)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Database makes a database, and gives its addresses on the server and on the
// replica.
func (p *Pair) Database(t testing.TB) (home, replica string) {
	t.Helper()
	name := "test_" + strconv.FormatInt(made.Add(1), 10)
	admin(t, p.home, "CREATE DATABASE "+name+locale)
	at := func(address string) string {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		u.Path = "/" + name
		return u.String()
	}
	return at(p.home), at(p.replica)
}

// Pause has the replica stand still, until Continue.
func (p *Pair) Pause(t testing.TB) {
	t.Helper()
	admin := Connect(t, p.replica)
	if _, err := admin.Exec(t.Context(), "SELECT pg_wal_replay_pause()"); err != nil {
		t.Fatal(err)
	}
	for paused := false; !paused; time.Sleep(10 * time.Millisecond) {
		if err := admin.QueryRow(t.Context(), "SELECT pg_get_wal_replay_pause_state() = 'paused'").Scan(&paused); err != nil {
			t.Fatal(err)
		}
	}
}

// Continue ends a Pause.
func (p *Pair) Continue(t testing.TB) {
	t.Helper()
	if _, err := Connect(t, p.replica).Exec(t.Context(), "SELECT pg_wal_replay_resume()"); err != nil {
		t.Fatal(err)
	}
}

// Kill ends the replica at once.
func (p *Pair) Kill(t testing.TB) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(p.dir, replicaName, "pid"))
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
		err = process.Signal(syscall.SIGQUIT)
	}
	if err != nil {
		t.Fatal(err)
	}
	for process.Signal(syscall.Signal(0)) == nil {
		time.Sleep(10 * time.Millisecond)
	}
}

// Resume starts the replica again.
func (p *Pair) Resume(t testing.TB) {
	t.Helper()
	p.services(t, "resume", p.dir, replicaName)
}
