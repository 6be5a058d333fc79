package server

import (
	"net/url"
	"strconv"
	"testing"

	"bedplate/store/servers"
)

// Pair is a server and a replica of it, which belong to one test.
type Pair struct {
	*servers.Servers
	home, replica string // addresses
}

const replicaName = "mariadb-replica"

// NewPair starts a server and a replica of it, which takes some seconds; they end
// with the test. Where there is no server to test with, the test is skipped.
func NewPair(t testing.TB) *Pair {
	t.Helper()
	given(t)
	p := &Pair{Servers: servers.Start(t, "mariadbd", "mariadb", replicaName)}
	p.home, p.replica = p.Address(t, Variable), p.Address(t, Variable+"_REPLICA")
	return p
}

// Database makes a database, and gives its addresses on the server and on the
// replica.
func (p *Pair) Database(t testing.TB) (home, replica string) {
	t.Helper()
	name := "test_" + strconv.FormatInt(made.Add(1), 10)
	admin(t, p.home, "CREATE DATABASE "+name+" CHARACTER SET latin1 COLLATE latin1_swedish_ci")
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
func (p *Pair) Pause(t testing.TB) { t.Helper(); admin(t, p.replica, "STOP SLAVE SQL_THREAD") }

// Continue ends a Pause.
func (p *Pair) Continue(t testing.TB) { t.Helper(); admin(t, p.replica, "START SLAVE SQL_THREAD") }

// Promote makes the replica a server of its own.
func (p *Pair) Promote(t testing.TB) {
	t.Helper()
	admin(t, p.replica, "STOP SLAVE")
	admin(t, p.replica, "RESET SLAVE ALL")
}

// KillReplica ends the replica at once.
func (p *Pair) KillReplica(t testing.TB) { t.Helper(); p.Kill(t, replicaName) }

// ResumeReplica starts the replica again.
func (p *Pair) ResumeReplica(t testing.TB) { t.Helper(); p.Resume(t, replicaName) }
