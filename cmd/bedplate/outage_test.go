//go:build unix

package main

import (
	"context"
	sqldriver "database/sql/driver"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	mysqldriver "github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"

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
	// late is how a write is answered that has waited too long.
	late int
	code string
}{
	"postgres": {lockPostgres, theirs("wait_event_type = 'Lock'"), theirs("state <> 'idle'"), theirs("true"), 64, http.StatusGatewayTimeout, "57014"},
	"mysql": {lockMySQL, theirsOnMySQL("state LIKE 'Waiting for %lock'"), theirsOnMySQL("command <> 'Sleep'"), theirsOnMySQL("true"), 32,
		http.StatusConflict, "40001"},
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
	layOut(t, dir, map[string]string{"bedplate.yaml": "name: notes\nserver: {grace: 0s}\nlimits: {statement: 20s, request: 40s}\n"})

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

// TestSlowDatabases meets databases that answer later than a statement may take.
func TestSlowDatabases(t *testing.T) {
	t.Parallel()
	for kind, on := range tampered {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			address, dir := remotes[kind].database(t), t.TempDir()
			layOut(t, dir, notesApp)
			a := &outage{T: t, process: launch(t, nil, "serve", dir, "--store", address, "--addr", "127.0.0.1:0")}
			a.url = a.ready(t)
			release := on.lock(t, address)
			began := time.Now()
			if answer := a.want(http.StatusGatewayTimeout, "GET", "/rest/v1/notes", ""); !strings.HasPrefix(answer, `{"code":"57014"`) {
				t.Errorf("it answers %s", answer)
			}
			if answer := a.want(on.late, "POST", "/rest/v1/notes", `{"id": 1}`); !strings.HasPrefix(answer, `{"code":"`+on.code+`"`) {
				t.Errorf("it answers %s", answer)
			}
			if took := time.Since(began); took < 4*time.Second {
				t.Errorf("two statements of two seconds took %s", took)
			}
			release()
			a.want(http.StatusCreated, "POST", "/rest/v1/notes", `{"id": 1}`)
		})
	}
}

// TestReadOnlyDatabase meets a database that can only be read.
func TestReadOnlyDatabase(t *testing.T) {
	t.Parallel()
	address, dir := postgres.Database(t), t.TempDir()
	layOut(t, dir, notesApp)
	a := &outage{T: t, process: launch(t, nil, "serve", dir, "--store", address, "--addr", "127.0.0.1:0")}
	a.url = a.ready(t)
	name := onPostgres(t, address, "SELECT current_database()")
	onPostgres(t, address, "ALTER DATABASE "+name+" SET default_transaction_read_only = on")
	onPostgres(t, address, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'bedplate' AND datname = current_database()")
	a.refusesWrites()
}

// refusesWrites demands that writes are refused, and reads are answered.
func (a *outage) refusesWrites() {
	a.Helper()
	if answer := a.want(http.StatusForbidden, "POST", "/rest/v1/notes", `{"id": 2}`); !strings.HasPrefix(answer, `{"code":"25006"`) {
		a.Errorf("it answers %s", answer)
	}
	a.want(http.StatusOK, "GET", "/rest/v1/notes", "")
}

// TestFewConnections serves by a user who may have fewer connections than the program
// would open, which are shared; while others have all of them, there is none.
func TestFewConnections(t *testing.T) {
	t.Parallel()
	for kind, c := range map[string]struct{ create, limit, end, drop string }{
		"postgres": {"CREATE ROLE $ LOGIN PASSWORD 'x' CONNECTION LIMIT 2; GRANT ALL ON SCHEMA public TO $", "ALTER ROLE $ CONNECTION LIMIT 1",
			"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '$'", "DROP OWNED BY $; DROP ROLE $"},
		"mysql": {"CREATE USER $ IDENTIFIED BY 'x' WITH MAX_USER_CONNECTIONS 2; GRANT ALL ON $.* TO $", "ALTER USER $ WITH MAX_USER_CONNECTIONS 1",
			"KILL USER $", "DROP USER $"},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			address, dir := remotes[kind].database(t), t.TempDir()
			u, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			name := strings.TrimPrefix(u.Path, "/")
			run := func(sql string) { t.Helper(); first(t, kind, address, strings.ReplaceAll(sql, "$", name)) }
			run(c.create)
			t.Cleanup(func() { run(c.drop) })
			u.User = url.UserPassword(name, "x")
			layOut(t, dir, notesApp)
			layOut(t, dir, map[string]string{"bedplate.yaml": "name: notes\nserver: {grace: 0s}\n"})
			a := &outage{T: t, process: launch(t, nil, "serve", dir, "--store", u.String(), "--addr", "127.0.0.1:0")}
			a.url = a.ready(t)
			var work sync.WaitGroup
			for i := range 30 {
				work.Go(func() { a.want(http.StatusOK, "GET", "/rest/v1/notes", "") })
				work.Go(func() { a.want(http.StatusCreated, "POST", "/rest/v1/notes", fmt.Sprintf(`{"id": %d}`, i)) })
			}
			work.Wait()

			run(c.limit)
			run(c.end)
			leave := stranger(t, kind, u.String())
			if answer := a.want(http.StatusServiceUnavailable, "GET", "/rest/v1/notes", ""); !strings.HasPrefix(answer, `{"code":"57P03"`) {
				t.Errorf("it answers %s", answer)
			}
			leave()
			a.back()
		})
	}
}

// stranger takes a connection that others have just lost, and gives it back.
func stranger(t *testing.T, kind, address string) (leave func()) {
	t.Helper()
	for end := time.Now().Add(patience); ; {
		var err error
		if kind == "postgres" {
			var conn *pgx.Conn
			if conn, err = pgx.Connect(t.Context(), address); err == nil {
				return func() { _ = conn.Close(context.Background()) }
			}
		} else {
			var conn sqldriver.Conn
			if conn, err = mysqldriver.MySQLDriver{}.Open(mysql.Config(address).FormatDSN()); err == nil {
				return func() { _ = conn.Close() }
			}
		}
		if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

// TestUnopenedDatabases starts the program with addresses that lead to no database
// it could open, which ends it at once.
func TestUnopenedDatabases(t *testing.T) {
	t.Parallel()
	for kind, said := range map[string]struct{ password, database, strict, certificate string }{
		"postgres": {"refuses the login.*28P01.*look at the user and the password", "no such database.*3D000", "sslmode=verify-full", "certificate|does not speak TLS"},
		"mysql":    {"refuses the user or the password.*mend the user, the password", "no such database.*mend the user", "tls=true", "certificate|TLS"},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			testUnopened(t, remotes[kind].database(t), map[string]unopened{
				"password": {func(u *url.URL) { u.User = url.UserPassword(u.User.Username(), "s3cret") }, said.password},
				"database": {func(u *url.URL) { u.Path = "/nowhere" }, said.database},
				"TLS":      {func(u *url.URL) { u.RawQuery = said.strict }, said.certificate},
				"URL":      {func(u *url.URL) { u.Host = "127.0.0.1:x" }, "address of the database"},
			})
		})
	}
}

// unopened is what is wrong with an address, and what is said of it.
type unopened struct {
	wrong func(*url.URL)
	said  string
}

func testUnopened(t *testing.T, address string, cases map[string]unopened) {
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
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, command := range [][]string{{"serve", dir, "--addr", "127.0.0.1:0"}, {"migrate", "status", dir}} {
				p := launch(t, nil, append(command, "--store", change(c.wrong))...)
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
