//go:build unix

package main

import (
	"net/http"
	"net/url"
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
