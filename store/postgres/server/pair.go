package server

import (
	"testing"
	"time"

	"bedplate/store/servers"
)

// Pair is a server and a replica of it, which belong to one test.
type Pair struct{ servers.Pair }

// NewPair starts a server and a replica of it, which takes some seconds; they end
// with the test. Where there is no PostgreSQL to test with, the test is skipped.
func NewPair(t testing.TB) *Pair {
	t.Helper()
	return &Pair{servers.StartPair(t, Variable, "postgres", "postgres", "postgres-replica")}
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
func (p *Pair) Pause(t testing.TB) {
	t.Helper()
	admin := Connect(t, p.Replica)
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
	if _, err := Connect(t, p.Replica).Exec(t.Context(), "SELECT pg_wal_replay_resume()"); err != nil {
		t.Fatal(err)
	}
}

// Promote makes the replica a server of its own.
func (p *Pair) Promote(t testing.TB) {
	t.Helper()
	if _, err := Connect(t, p.Replica).Exec(t.Context(), "SELECT pg_promote()"); err != nil {
		t.Fatal(err)
	}
}
