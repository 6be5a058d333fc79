//go:build unix

package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	postgres "bedplate/store/postgres/server"
	"bedplate/store/storetest/line"
)

// notesApp takes notes from anyone.
var notesApp = map[string]string{
	"bedplate.yaml": "name: notes\nserver: {grace: 0s}\nlimits: {statement: 2s}\n",
	"schema/notes.yaml": `collection: notes
key: [id]
fields:
  id: {type: int, required: true}
  text: text
rules: {read: "true", create: "true"}
`,
}

// most is how many connections a store opens at most, where nobody says, on a
// machine of few processors.
const most = 64

// outage is a running server of the notes whose database is tampered with.
type outage struct {
	*testing.T
	*process
	url   string
	token string // of who asks; may be empty
}

func (a *outage) ask(method, path, body string) (int, string) {
	ctx, cancel := context.WithTimeout(a.Context(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, a.url+path, strings.NewReader(body))
	if err != nil {
		a.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if a.token != "" {
		req.Header.Set("Authorization", "Bearer "+a.token)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		a.Error(err)
		return 0, ""
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		a.Error(err)
	}
	return resp.StatusCode, string(answer)
}

func (a *outage) want(status int, method, path, body string) string {
	a.Helper()
	got, answer := a.ask(method, path, body)
	if got != status {
		a.Errorf("%s %s is %d, want %d: %s", method, path, got, status, answer)
	}
	return answer
}

// back demands that the app answers again: within the two seconds that it
// promises, and five times that for a machine that is busy with other tests.
func (a *outage) back() {
	a.Helper()
	const promised = 2 * time.Second
	began := time.Now()
	for {
		status, answer := a.ask("GET", "/rest/v1/notes", "")
		switch took := time.Since(began); {
		case status == http.StatusOK:
			a.Logf("it is back after %s", took)
			return
		case took > 5*promised:
			a.Fatalf("after %s it answers %d %s", took, status, answer)
		}
	}
}

// onPostgres runs a statement as somebody else, and gives the first value of its
// first row.
func onPostgres(t *testing.T, address, sql string) string {
	t.Helper()
	out, err := runPostgres(address, sql)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	first, _, _ := strings.Cut(strings.TrimSpace(out), "|")
	return first
}

// theirs counts the connections of a program to the database that are as asked.
func theirs(condition string) string {
	return "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'bedplate' AND " + condition
}

func locked(t *testing.T, address string) (release func()) {
	t.Helper()
	conn := postgres.Connect(t, address)
	tx, err := conn.Begin(t.Context())
	if err == nil {
		_, err = tx.Exec(t.Context(), "LOCK TABLE notes")
	}
	if err != nil {
		t.Fatal(err)
	}
	return func() { _ = tx.Rollback(context.Background()) }
}

// TestOutage takes the database away from the program: before it starts, while
// nothing happens, and while requests wait for an answer.
func TestOutage(t *testing.T) {
	t.Parallel()
	direct := postgres.Database(t)
	l, address := line.Through(t, direct)
	dir := t.TempDir()
	layOut(t, dir, notesApp)

	t.Log("a database that is down at the start is waited for")
	l.Cut()
	a := &outage{T: t, process: launch(t, nil, "serve", dir, "--store", address, "--addr", "127.0.0.1:0")}
	if _, ok := a.until(regexp.MustCompile("waiting for the database")); !ok {
		t.Fatal("nothing is said of the wait")
	}
	l.Mend()
	a.url = a.ready(t)
	a.want(http.StatusCreated, "POST", "/rest/v1/notes", `{"id": 1, "text": "one"}`)

	t.Log("while it is away, requests are answered so")
	l.Cut()
	for _, request := range [][]string{{"GET", "/rest/v1/notes", ""}, {"POST", "/rest/v1/notes", `{"id": 2}`}, {"GET", "/readyz", ""}} {
		answer := a.want(http.StatusServiceUnavailable, request[0], request[1], request[2])
		if request[1] != "/readyz" && !strings.HasPrefix(answer, `{"code":"57P03"`) {
			t.Errorf("%s %s answers %s", request[0], request[1], answer)
		}
	}
	a.want(http.StatusOK, "GET", "/healthz", "")
	l.Mend()
	a.back()

	t.Log("those that wait for an answer of it, when it goes, get one")
	release := locked(t, direct)
	var work sync.WaitGroup
	for i := range 8 {
		work.Go(func() { a.want(http.StatusServiceUnavailable, "GET", fmt.Sprint("/rest/v1/notes?id=eq.", i), "") })
		work.Go(func() {
			a.want(http.StatusServiceUnavailable, "POST", "/rest/v1/notes", fmt.Sprintf(`{"id": %d}`, 10+i))
		})
	}
	for end := time.Now().Add(patience); onPostgres(t, direct, theirs("wait_event_type = 'Lock'")) != "16"; {
		if time.Now().After(end) {
			t.Fatal("the requests never waited")
		}
	}
	l.Cut()
	work.Wait()
	release()
	l.Mend()
	a.back()
	if notes := a.want(http.StatusOK, "GET", "/rest/v1/notes?select=id", ""); notes != `[{"id":1}]` {
		t.Errorf("there are %s", notes)
	}

	t.Log("and no connection is lost")
	for range 200 {
		work.Go(func() { a.want(http.StatusOK, "GET", "/rest/v1/notes", "") })
	}
	work.Wait()
	if busy := onPostgres(t, direct, theirs("state <> 'idle'")); busy != "0" {
		t.Errorf("%s connections are still at work", busy)
	}
	var open int
	if _, err := fmt.Sscan(onPostgres(t, direct, theirs("true")), &open); err != nil || open == 0 || open > most {
		t.Errorf("%d connections are open: %v", open, err)
	}
}

// TestHinderedDatabases meets databases that answer, but not with what was asked.
func TestHinderedDatabases(t *testing.T) {
	t.Parallel()
	address := postgres.Database(t)
	dir := t.TempDir()
	layOut(t, dir, notesApp)
	a := &outage{T: t, process: launch(t, nil, "serve", dir, "--store", address, "--addr", "127.0.0.1:0")}
	a.url = a.ready(t)

	t.Log("one that is slow")
	release := locked(t, address)
	began := time.Now()
	for _, answer := range []string{a.want(http.StatusGatewayTimeout, "GET", "/rest/v1/notes", ""), a.want(http.StatusGatewayTimeout, "POST", "/rest/v1/notes", `{"id": 1}`)} {
		if !strings.HasPrefix(answer, `{"code":"57014"`) {
			t.Errorf("it answers %s", answer)
		}
	}
	if took := time.Since(began); took < 4*time.Second {
		t.Errorf("two statements of two seconds took %s", took)
	}
	release()
	a.want(http.StatusCreated, "POST", "/rest/v1/notes", `{"id": 1}`)

	t.Log("one that can only be read")
	name := onPostgres(t, address, "SELECT current_database()")
	onPostgres(t, address, "ALTER DATABASE "+name+" SET default_transaction_read_only = on")
	onPostgres(t, address, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'bedplate' AND datname = current_database()")
	if answer := a.want(http.StatusForbidden, "POST", "/rest/v1/notes", `{"id": 2}`); !strings.HasPrefix(answer, `{"code":"25006"`) {
		t.Errorf("it answers %s", answer)
	}
	a.want(http.StatusOK, "GET", "/rest/v1/notes", "")
}

// TestUnopenedDatabases starts the program with addresses that lead to no database
// it could open, which ends it at once.
func TestUnopenedDatabases(t *testing.T) {
	t.Parallel()
	address := postgres.Database(t)
	dir := t.TempDir()
	layOut(t, dir, notesApp)
	change := func(f func(*url.URL)) string {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		f(u)
		return u.String()
	}
	for name, c := range map[string]struct{ address, said string }{
		"password": {change(func(u *url.URL) { u.User = url.UserPassword(u.User.Username(), "s3cret") }), "refuses the login.*28P01.*look at the user and the password"},
		"database": {change(func(u *url.URL) { u.Path = "/nowhere" }), "no such database.*3D000"},
		"TLS":      {change(func(u *url.URL) { u.RawQuery = "sslmode=verify-full" }), "certificate|does not speak TLS"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, command := range [][]string{{"serve", dir, "--addr", "127.0.0.1:0"}, {"migrate", "status", dir}} {
				p := launch(t, nil, append(command, "--store", c.address)...)
				select {
				case <-p.done:
				case <-time.After(patience / 3):
					t.Fatalf("%s does not end", command[0])
				}
				text, _ := p.all()
				if p.cmd.ProcessState.Success() || !regexp.MustCompile("^bedplate: .*("+c.said+").*\n$").MatchString(text) || strings.Contains(text, "s3cret") {
					t.Errorf("%s says %q", command[0], text)
				}
			}
		})
	}
}
