package server

import (
	"testing"

	"bedplate/store/servers"
)

// Pair is a server and a replica of it, which belong to one test.
type Pair struct{ servers.Pair }

// NewPair starts a server and a replica of it, which takes some seconds; they end
// with the test. Where there is no server to test with, the test is skipped.
func NewPair(t testing.TB) *Pair {
	t.Helper()
	return &Pair{servers.StartPair(t, Variable, "mariadbd", "mariadb", "mariadb-replica")}
}

// Database makes a database, and gives its addresses on the server and on the
// replica.
func (p *Pair) Database(t testing.TB) (home, replica string) {
	t.Helper()
	name := servers.Name()
	admin(t, p.Home, "CREATE DATABASE "+name+locale)
	return p.Addresses(t, name)
}

// Pause has the replica stand still, until Continue.
func (p *Pair) Pause(t testing.TB) { t.Helper(); admin(t, p.Replica, "STOP SLAVE SQL_THREAD") }

// Continue ends a Pause.
func (p *Pair) Continue(t testing.TB) { t.Helper(); admin(t, p.Replica, "START SLAVE SQL_THREAD") }

// Promote makes the replica a server of its own.
func (p *Pair) Promote(t testing.TB) {
	t.Helper()
	admin(t, p.Replica, "STOP SLAVE")
	admin(t, p.Replica, "RESET SLAVE ALL")
}
