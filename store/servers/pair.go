package servers

import "testing"

// Pair is a server and a replica of it, which belong to one test.
type Pair struct {
	servers *Servers
	name    string // of the replica
	// Home and Replica are their addresses.
	Home, Replica string
}

// StartPair starts a server and a replica of it by the names that scripts/services
// has for them, which takes some seconds; they end with the test. Their addresses
// stand in a variable, and in that with _REPLICA behind it. Where there is no server
// to test with, the test is skipped.
func StartPair(t testing.TB, variable, program, home, replica string) Pair {
	t.Helper()
	Running(t, variable)
	s := Start(t, program, home, replica)
	return Pair{servers: s, name: replica, Home: s.Address(t, variable), Replica: s.Address(t, variable+"_REPLICA")}
}

// Addresses gives a database's on the server and on the replica.
func (p *Pair) Addresses(t testing.TB, name string) (home, replica string) {
	t.Helper()
	return At(t, p.Home, name), At(t, p.Replica, name)
}

// KillReplica ends the replica at once.
func (p *Pair) KillReplica(t testing.TB) { t.Helper(); p.servers.Kill(t, p.name) }

// ResumeReplica starts the replica again.
func (p *Pair) ResumeReplica(t testing.TB) { t.Helper(); p.servers.Resume(t, p.name) }
