//go:build unix

package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	postgres "bedplate/store/postgres/server"
)

// own is a PostgreSQL server that a test has for itself, to kill it and to read
// its log.
type own struct {
	*testing.T
	dir, address string
}

// ownServer starts one; without the programs the test is skipped.
func ownServer(t *testing.T) *own {
	t.Helper()
	if postgres.Missing() {
		t.Skip("there is no PostgreSQL to test with")
	}
	dir, err := os.MkdirTemp("", "bedplate-test") // short, for its sockets, and its user may go there
	if err != nil {
		t.Fatal(err)
	}
	o := &own{T: t, dir: dir}
	t.Cleanup(func() { o.services("stop", dir) })
	out := o.services("start", dir, "postgres")
	found := regexp.MustCompile(`BEDPLATE_TEST_POSTGRES='(.*)'`).FindStringSubmatch(out)
	if found == nil {
		t.Fatalf("the server did not start:\n%s", out)
	}
	o.address = found[1]
	return o
}

// services runs the script of this name, whose server outlives it.
func (o *own) services(args ...string) string {
	o.Helper()
	said := filepath.Join(o.dir, "said")
	file, err := os.Create(said)
	if err != nil {
		o.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	cmd := exec.Command("../../scripts/services", args...)
	cmd.Env = append(os.Environ(), "BEDPLATE_TEST_DURABLE=yes") // what was committed outlives it
	cmd.Stdout, cmd.Stderr = file, file
	err = cmd.Run()
	out, _ := os.ReadFile(said) // gone after a stop
	if err != nil {
		o.Fatalf("services %s: %v\n%s", args[0], err, out)
	}
	return string(out)
}

// kill ends it as a failing machine does: what it runs does not get to say
// anything.
func (o *own) kill() {
	o.Helper()
	text, err := os.ReadFile(filepath.Join(o.dir, "postgres", "pid"))
	if err != nil {
		o.Fatal(err)
	}
	var pid int
	if _, err := fmt.Sscan(string(text), &pid); err != nil {
		o.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGQUIT); err != nil {
		o.Fatal(err)
	}
	for end := time.Now().Add(patience); syscall.Kill(pid, 0) == nil; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			o.Fatal("the server does not die")
		}
	}
}

// TestOwnServer does what cannot be done to a server that tests share.
func TestOwnServer(t *testing.T) {
	t.Parallel()
	o := ownServer(t)
	t.Run("statements", func(t *testing.T) { testStatements(t, o) })
	t.Run("killed", func(t *testing.T) { testKilledDatabase(t, o) })
}

// testKilledDatabase kills the server that requests are answered by, again and
// again.
func testKilledDatabase(t *testing.T, o *own) {
	dir := t.TempDir()
	layOut(t, dir, notesApp)
	a := &outage{T: t, process: launch(t, nil, "serve", dir, "--store", o.address, "--addr", "127.0.0.1:0", "--log-level", "error")}
	a.url = a.ready(t)
	for round := range 2 {
		a.writes(round, func() {
			o.kill()
			a.want(http.StatusServiceUnavailable, "GET", "/rest/v1/notes", "")
			o.services("resume", o.dir, "postgres")
			a.back()
		})
		a.want(http.StatusOK, "GET", "/readyz", "")
	}
	if open := onPostgres(t, o.address, theirs("state <> 'idle'")); open != "0" {
		t.Errorf("%s connections are still at work", open)
	}
}

// writes adds notes while something happens.
func (a *outage) writes(round int, during func()) {
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for id := round * 1_000_000; ; id++ {
			select {
			case <-stop:
				return
			default:
			}
			switch status, answer := a.ask("POST", "/rest/v1/notes", fmt.Sprintf(`{"id": %d}`, id)); status {
			case http.StatusCreated, http.StatusServiceUnavailable:
			default:
				a.Errorf("a write is answered with %d %s", status, answer)
			}
		}
	}()
	defer func() {
		close(stop)
		<-ended
	}()
	during()
}

// logged is a statement in the server's log.
var logged = regexp.MustCompile(`LOG:  (?:statement|execute [^:]*): (.*)`)

// testStatements reads in the server's own log what requests come to there.
func testStatements(t *testing.T, o *own) {
	onPostgres(t, o.address, "CREATE DATABASE board")
	onPostgres(t, o.address, "ALTER DATABASE board SET log_statement = 'all'; ALTER DATABASE board SET log_min_messages = 'log'")
	path := filepath.Join(o.dir, "postgres", "log")
	comesTo(t, strings.Replace(o.address, "/postgres?", "/board?", 1), "SELECT INSERT", func(request func()) (verbs []string) {
		before, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		request()
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range logged.FindAllStringSubmatch(string(text[before.Size():]), -1) {
			verb, _, _ := strings.Cut(found[1], " ")
			verbs = append(verbs, verb)
		}
		return verbs
	})
}

// comesTo serves the board, and counts the statements that requests come to: said gives
// how those begin that the server took while a request was answered, creates what it
// takes to create a record whose field is unique.
func comesTo(t *testing.T, address, creates string, said func(request func()) (verbs []string)) {
	t.Helper()
	board, err := filepath.Abs("../../examples/board")
	if err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	place := []string{board, "--store", address, "--data", data}
	command(t, append([]string{"seed"}, place...)...)
	token := strings.TrimSpace(command(t, "token", board, "--data", data, "--role", "service"))
	a := &outage{T: t, process: launch(t, nil, append(append([]string{"serve"}, place...), "--addr", "127.0.0.1:0")...), token: token}
	a.url = a.ready(t)
	for _, c := range []struct {
		method, path, body string
		status             int
		verbs              string
	}{
		{"GET", "/rest/v1/threads?id=eq.00000000-0000-0000-0000-000000000000", "", http.StatusOK, "SELECT"},
		{"GET", "/rest/v1/posts?select=id,body&order=id.desc&limit=20", "", http.StatusOK, "SELECT"},
		{"GET", "/rest/v1/boards?select=*,threads(*,posts(*,author:users(*),reactions(count())))", "", http.StatusOK, "SELECT"},
		{"POST", "/rest/v1/users", `{"name": "new $", "email": "new$@example.com"}`, http.StatusCreated, creates},
	} {
		ask := func(i int) []string {
			return said(func() { a.want(c.status, c.method, c.path, strings.ReplaceAll(c.body, "$", fmt.Sprint(i))) })
		}
		ask(1) // which may look at the tables
		if got := strings.Join(ask(2), " "); got != c.verbs {
			t.Errorf("%s %s comes to %s, not to %s", c.method, c.path, got, c.verbs)
		}
	}
}
