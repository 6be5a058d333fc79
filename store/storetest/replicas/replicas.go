// Package replicas tests a driver whose database has replicas, with a server and a
// replica of it that belong to the test.
package replicas

import (
	"context"
	"strings"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store"
	"bedplate/store/driver"
)

// Pair is a server and a replica of it, which a test may do with as it likes.
type Pair interface {
	Pause(t testing.TB) // the replica stands still, until Continue
	Continue(t testing.TB)
	KillReplica(t testing.TB)
	ResumeReplica(t testing.TB)
	Promote(t testing.TB) // the replica becomes a server of its own
}

// Setup is a store's database with a replica of it.
type Setup struct {
	Pair
	// Home opens a database on the server, with the tables of a schema.
	Home func(t testing.TB, s *schema.Schema) driver.Driver
	// Replica opens it on the replica.
	Replica func(ctx context.Context) (driver.Driver, error)
}

// rows is how many notes there are when the replica has been followed.
const rows = 30

// Run holds a driver to what stores with replicas rely on: a position holds what
// was written before it was asked for, a replica tells no more than it shows, and
// neither one that lags, nor one that is gone, nor one that is none any more is
// taken for another.
func Run(t *testing.T, r Setup) {
	t.Helper()
	l := Open(t, r.Home(t, Notes(t)), r.Replica)
	first := l.Add(1, 1, "x")
	l.Until(true, 1, first)
	t.Run("lags", func(t *testing.T) { l.lags(t, &r, first) })
	t.Run("follows", func(t *testing.T) { l.follows(t, &r) })
	t.Run("dies while it is read", func(t *testing.T) { l.dies(t, &r) })
	t.Run("takes its server's place", func(t *testing.T) { l.parts(t, &r, first) })
}

// lags pauses the replica behind the first note.
func (l *Library) lags(t *testing.T, r *Setup, first string) {
	r.Pause(t)
	second := l.Add(2, 2, "x")
	l.Never(2, second)
	l.Never(2, first, second)
	for what, positions := range map[string][]string{"who wrote before": {first}, "who wrote nothing": nil} {
		if n, away := l.See(positions...); n != 1 || !away {
			t.Errorf("%s sees %d notes, by the replica %v", what, n, away)
		}
	}
	d, err := r.Replica(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	for range 3 { // over new connections and known ones
		visited := 0
		count := func(query.Row) error { visited++; return nil }
		covering := d.(driver.Replicated).ReadCovering
		if err := covering(t.Context(), []string{first, second}, l.all, nil, count); err != driver.Behind || visited > 0 {
			t.Fatalf("it shows %d notes of another time: %v", visited, err)
		}
		if err := covering(t.Context(), []string{first}, l.all, nil, count); err != nil || visited != 1 {
			t.Fatalf("it shows %d notes: %v", visited, err)
		}
	}
	for what, at := range map[string]string{"nonsense": "x", "nothing": "", "too much": first + "/1", "too little": first[:len(first)/2]} {
		if _, away := l.See(at); away || l.Knows([]string{at}) {
			t.Errorf("%s is answered by the replica", what)
		}
	}
	if !l.Knows([]string{first, second}) {
		t.Error("positions of its own are not known")
	}
	r.Continue(t)
	l.Until(true, 2, second)
}

// follows writes one thing after the other, and looks for it on the replica at the
// very moment at which that says that it is there.
func (l *Library) follows(t *testing.T, r *Setup) {
	d, err := r.Replica(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	behind := 0
	for id := 3; id <= rows; id++ {
		at := l.Add(id, id, "x")
		for end := time.Now().Add(20 * time.Second); ; behind++ {
			n := 0
			err := d.(driver.Replicated).ReadCovering(t.Context(), []string{at}, l.all, nil, func(query.Row) error { n++; return nil })
			if err == nil {
				if n != id {
					t.Fatalf("%d notes instead of %d", n, id)
				}
				break
			}
			if err != driver.Behind || time.Now().After(end) {
				t.Fatal(err)
			}
			time.Sleep(100 * time.Microsecond)
		}
		if n, away := l.See(at); n != id {
			t.Fatalf("%d notes instead of %d, by the replica %v", n, id, away)
		}
	}
	t.Logf("the replica was behind %d times", behind)
}

// dies kills the replica while it is read.
func (l *Library) dies(t *testing.T, r *Setup) {
	const most = 3200
	many := l.Add(rows+1, most, strings.Repeat("x", 4000))
	l.Until(true, most, many)
	by := l.Away([]string{many})
	if by == nil {
		t.Fatal("the replica is not read")
	}
	seen := 0
	err := by.Read(t.Context(), l.all, nil, func(query.Row) error {
		if seen++; seen == 1 {
			r.KillReplica(t)
		}
		return nil
	})
	if !by.Failed() || fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("the read ends with %v behind %d notes", err, seen)
	}
	l.Never(most, many)
	after := l.drop(rows+1, most)
	l.Never(rows, after)
	l.Never(rows)
	r.ResumeReplica(t)
	l.Until(true, rows, after)
}

// parts makes a server of the replica, which goes its own way.
func (l *Library) parts(t *testing.T, r *Setup, first string) {
	r.Promote(t)
	d, err := r.Replica(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	promoted := &Library{T: t, notes: l.notes, Store: store.New(d, store.Options{Replicas: []store.Replica{{
		Name: "itself", Open: r.Replica}}})}
	defer func() { _ = promoted.Close() }()
	var apart string
	for id := range 20 { // it comes further than home
		apart = promoted.Add(1000+id, 1000+id, "x")
	}
	last := l.Add(rows+1, rows+1, "x")
	l.Never(rows+1, last)
	l.Never(rows + 1)
	if _, away := l.See(first); away {
		t.Error("it is read for what it held before")
	}
	for what, relation := range map[string]driver.Relation{
		"its own":        d.(driver.Replicated).Compare(apart, last),
		"the database's": d.(driver.Replicated).Compare(last, apart),
	} {
		if relation == driver.Holds {
			t.Errorf("%s position holds the other's", what)
		}
	}
}
