//go:build unix

package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	mysql "bedplate/store/mysql/server"
	"bedplate/store/servers"
)

// TestOwnMySQL does what cannot be done to a server that tests share: ends it under
// requests, and lets nobody write there.
func TestOwnMySQL(t *testing.T) {
	t.Parallel()
	const name = "mariadb"
	s := servers.Start(t, "mariadbd", name)
	admin := s.Address(t, mysql.Variable)
	first(t, "mysql", admin, "CREATE DATABASE notes; CREATE USER humble IDENTIFIED BY 'x'; GRANT ALL ON notes.* TO humble")
	u, err := url.Parse(servers.At(t, admin, "notes"))
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword("humble", "x") // whom being read-only keeps from writing
	t.Run("statements", func(t *testing.T) { testStatementsOnMySQL(t, admin) })
	dir := t.TempDir()
	layOut(t, dir, notesApp)
	a := &outage{T: t, process: launch(t, nil, "serve", dir, "--store", u.String(), "--addr", "127.0.0.1:0", "--log-level", "error")}
	a.url = a.ready(t)
	for round := range 2 {
		a.writes(round, func() {
			s.Kill(t, name)
			a.want(http.StatusServiceUnavailable, "GET", "/rest/v1/notes", "")
			s.Resume(t, name)
			a.back()
		})
		a.want(http.StatusOK, "GET", "/readyz", "")
	}
	if busy := first(t, "mysql", u.String(), theirsOnMySQL("command <> 'Sleep'")); busy != "0" {
		t.Errorf("%s connections are still at work", busy)
	}
	first(t, "mysql", admin, "SET GLOBAL read_only = 1")
	a.refusesWrites()
}

// testStatementsOnMySQL reads in the server's own log what requests come to there.
func testStatementsOnMySQL(t *testing.T, admin string) {
	first(t, "mysql", admin, "CREATE DATABASE board; SET GLOBAL log_output = 'TABLE'")
	comesTo(t, servers.At(t, admin, "board"), "INSERT", func(request func()) []string {
		first(t, "mysql", admin, "TRUNCATE mysql.general_log; SET GLOBAL general_log = 1")
		request()
		first(t, "mysql", admin, "SET GLOBAL general_log = 0")
		return strings.Fields(first(t, "mysql", admin, `SELECT group_concat(substring_index(argument, ' ', 1) ORDER BY event_time SEPARATOR ' ')
			FROM mysql.general_log WHERE command_type IN ('Query', 'Execute') AND argument NOT LIKE 'SET GLOBAL%'`))
	})
}
