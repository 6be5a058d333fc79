package server

import (
	"net/url"
	"strconv"
	"testing"
	"time"

	"bedplate/store/servers"
)

// Pair is a server and a replica of it, which belong to one test.
type Pair struct {
	*servers.Servers
	home, replica string // addresses
}

const replicaName = "postgres-replica"

// NewPair starts a server and a replica of it, which takes some seconds; they end
// with the test. Where there is no PostgreSQL to test with, the test is skipped.
func NewPair(t testing.TB) *Pair {
	t.Helper()
	Standard.given(t)
	p := &Pair{Servers: servers.Start(t, "postgres", "postgres", replicaName)}
	p.home, p.replica = p.Address(t, Variable), p.Address(t, Variable+"_REPLICA")
	return p
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

// Promote makes the replica a server of its own.
func (p *Pair) Promote(t testing.TB) {
	t.Helper()
	if _, err := Connect(t, p.replica).Exec(t.Context(), "SELECT pg_promote()"); err != nil {
		t.Fatal(err)
	}
}

// KillReplica ends the replica at once.
func (p *Pair) KillReplica(t testing.TB) { t.Helper(); p.Kill(t, replicaName) }

// ResumeReplica starts the replica again.
func (p *Pair) ResumeReplica(t testing.TB) { t.Helper(); p.Resume(t, replicaName) }
