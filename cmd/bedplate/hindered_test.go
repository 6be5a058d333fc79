//go:build unix

package main

import (
	"context"
	sqldriver "database/sql/driver"
	"fmt"
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
)

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
			switch status, answer := a.ask("POST", "/rest/v1/notes", `{"id": 1}`); {
			case status == http.StatusGatewayTimeout && strings.HasPrefix(answer, `{"code":"57014"`):
			case status == http.StatusConflict && on.reads: // where the server bounds the time of reads alone
			default:
				t.Errorf("a write is answered with %d %s", status, answer)
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
		"postgres": {"CREATE ROLE $ LOGIN PASSWORD 'x' CONNECTION LIMIT 4; GRANT ALL ON SCHEMA public TO $", "ALTER ROLE $ CONNECTION LIMIT 1",
			"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '$'", "DROP OWNED BY $; DROP ROLE $"},
		"mysql": {"CREATE USER $ IDENTIFIED BY 'x' WITH MAX_USER_CONNECTIONS 4; GRANT ALL ON $.* TO $", "ALTER USER $ WITH MAX_USER_CONNECTIONS 1",
			"SELECT GROUP_CONCAT(CONCAT('KILL ', id) SEPARATOR ';') FROM information_schema.processlist WHERE user = '$'", "DROP USER $"},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			address, dir := remotes[kind].database(t), t.TempDir()
			u, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			name := strings.TrimPrefix(u.Path, "/")
			run := func(sql string) string {
				t.Helper()
				return first(t, kind, address, strings.ReplaceAll(sql, "$", name))
			}
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
			if kill := run(c.end); kind == "mysql" {
				_, _ = remotes[kind].run(address, kill) // some may have gone by themselves
			}
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
			if conn, err = (mysqldriver.MySQLDriver{}).Open(mysql.Config(address).FormatDSN()); err == nil {
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
				"URL":      {func(u *url.URL) { u.Host = "127.0.0.1:x" }, "the store must be "},
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
