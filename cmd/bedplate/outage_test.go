//go:build unix

package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	mysql "bedplate/store/mysql/server"
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

// tampered are the kinds of servers that tests do things to, as somebody else.
var tampered = map[string]struct {
	// lock keeps everybody from the notes, until that is released.
	lock func(t *testing.T, address string) (release func())
	// waiting, busy and open count the connections of the program that wait for
	// notes, are at work, and are there at all.
	waiting, busy, open string
	// most is how many connections a store opens at most, where nobody says, on a
	// machine of few processors.
	most int
	// reads tells that the server may bound the time of reads alone.
	reads bool
}{
	"postgres": {lockPostgres, theirs("wait_event_type = 'Lock'"), theirs("state <> 'idle'"), theirs("true"), 64, false},
	"mysql":    {lockMySQL, theirsOnMySQL("state LIKE 'Waiting for %lock'"), theirsOnMySQL("command <> 'Sleep'"), theirsOnMySQL("true"), 32, true},
}

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

// first runs a statement as somebody else, and gives the first value of its first row.
func first(t *testing.T, kind, address, sql string) string {
	t.Helper()
	out, err := remotes[kind].run(address, sql)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	value, _, _ := strings.Cut(strings.TrimSpace(out), "|")
	return value
}

// onPostgres is first, there.
func onPostgres(t *testing.T, address, sql string) string {
	t.Helper()
	return first(t, "postgres", address, sql)
}

// theirs counts the connections of a program to the database that are as asked.
func theirs(condition string) string {
	return "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'bedplate' AND " + condition
}

// theirsOnMySQL is the same but for connections of tests, which have no name there.
func theirsOnMySQL(condition string) string {
	return "SELECT count(*) FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID() AND " + condition
}

func lockPostgres(t *testing.T, address string) (release func()) {
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

func lockMySQL(t *testing.T, address string) (release func()) {
	t.Helper()
	conn := mysql.Connect(t, address)
	if _, err := conn.ExecContext(t.Context(), "LOCK TABLES notes WRITE"); err != nil {
		t.Fatal(err)
	}
	return func() { _, _ = conn.ExecContext(context.Background(), "UNLOCK TABLES") }
}

// TestOutage takes the database away from the program: before it starts, while
// nothing happens, and while requests wait for an answer.
func TestOutage(t *testing.T) {
	t.Parallel()
	for kind := range tampered {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			testOutage(t, kind)
		})
	}
}

func testOutage(t *testing.T, kind string) {
	on, direct := tampered[kind], remotes[kind].database(t)
	l, address := line.Through(t, direct)
	dir := t.TempDir()
	layOut(t, dir, notesApp)
	layOut(t, dir, map[string]string{"bedplate.yaml": "name: notes\nserver: {grace: 0s}\nlimits: {statement: 20s, handler: 40s}\n"})

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
	release := on.lock(t, direct)
	var work sync.WaitGroup
	for i := range 8 {
		work.Go(func() { a.want(http.StatusServiceUnavailable, "GET", fmt.Sprint("/rest/v1/notes?id=eq.", i), "") })
		work.Go(func() {
			a.want(http.StatusServiceUnavailable, "POST", "/rest/v1/notes", fmt.Sprintf(`{"id": %d}`, 10+i))
		})
	}
	for end := time.Now().Add(patience); first(t, kind, direct, on.waiting) != "16"; {
		if time.Now().After(end) {
			t.Fatal("the requests never waited")
		}
	}
	l.Cut()
	work.Wait()
	release()
	l.Mend()
	a.back()
	a.want(http.StatusOK, "GET", "/rest/v1/notes?id=eq.1", "")

	t.Log("and no connection is lost")
	for range 200 {
		work.Go(func() { a.want(http.StatusOK, "GET", "/rest/v1/notes", "") })
	}
	work.Wait()
	if busy := first(t, kind, direct, on.busy); busy != "0" {
		t.Errorf("%s connections are still at work", busy)
	}
	var open int
	if _, err := fmt.Sscan(first(t, kind, direct, on.open), &open); err != nil || open == 0 || open > on.most+1 {
		t.Errorf("%d connections are open: %v", open, err)
	}
}
