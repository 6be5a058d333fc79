// Package replicas tests a driver whose database has replicas, with a server and a
// replica of it that belong to the test.
package replicas

import (
	"context"
	"strings"
	"testing"
	"time"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/storetest"
	"bedplate/value"
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

const shelf = `
collection: notes
key: [id]
fields:
  id: {type: int, required: true}
  text: {type: text, required: true}
`

// rows is how many notes there are when the replica has been followed.
const rows = 30

// library is a store of notes with a replica.
type library struct {
	*testing.T
	*store.Store
	notes *schema.Collection
	all   driver.Prepared
}

// Run holds a driver to what stores with replicas rely on: a position holds what
// was written before it was asked for, a replica tells no more than it shows, and
// neither one that lags, nor one that is gone, nor one that is none any more is
// taken for another.
func Run(t *testing.T, r Setup) {
	t.Helper()
	s := storetest.Schema(t, shelf)
	home := r.Home(t, s)
	l := &library{T: t, notes: s.Collections[0], Store: store.New(home, store.Options{
		Replicas: []store.Replica{{Name: "replica", Open: r.Replica}}, Lag: time.Hour,
	})}
	t.Cleanup(func() { _ = l.Close() })
	text := expr.FieldOf(expr.Self, 1, "text", value.Type{Kind: value.Text})
	var err error
	if l.all, err = l.Prepare(&plan.Read{From: l.notes, Limit: plan.None, Offset: plan.None, Outputs: []plan.Output{
		{Expr: expr.FieldOf(expr.Self, 0, "id", value.Type{Kind: value.Int})}, {Expr: text}}}); err != nil {
		t.Fatal(err)
	}
	first := l.add(1, 1, "x")
	l.until(true, 1, first)
	t.Run("lags", func(t *testing.T) { l.lags(t, &r, first) })
	t.Run("follows", func(t *testing.T) { l.follows(t, &r) })
	t.Run("dies while it is read", func(t *testing.T) { l.dies(t, &r) })
	t.Run("takes its server's place", func(t *testing.T) { l.parts(t, &r, first) })
}

// add adds notes and gives the position behind them.
func (l *library) add(from, to int, text string) string {
	l.Helper()
	in := &plan.Insert{Into: l.notes, Fields: []int{0, 1}}
	err := l.Transact(l.Context(), driver.Mode{}, func(tx driver.Tx) error {
		for id := from; id <= to; id++ {
			if _, err := tx.Insert(l.Context(), in, []value.Value{value.OfInt(int64(id)), value.OfText(text)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		l.Fatal(err)
	}
	return l.position()
}

// drop deletes notes and gives the position behind that.
func (l *library) drop(from, to int) string {
	l.Helper()
	del := &plan.Delete{From: l.notes}
	err := l.Transact(l.Context(), driver.Mode{}, func(tx driver.Tx) error {
		for id := from; id <= to; id++ {
			if _, err := tx.Delete(l.Context(), del, []value.Value{value.OfInt(int64(id))}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		l.Fatal(err)
	}
	return l.position()
}

func (l *library) position() string {
	l.Helper()
	at, err := l.Position(l.Context())
	if err != nil {
		l.Fatal(err)
	}
	return at
}

// read counts the notes as a request does, and tells whether the replica did.
func (l *library) read(positions ...string) (n int, away bool) {
	l.Helper()
	count := func(query.Row) error { n++; return nil }
	if r := l.Away(positions); r != nil {
		err := r.Read(l.Context(), l.all, nil, count)
		if !r.Failed() {
			if err != nil {
				l.Fatal(err)
			}
			return n, true
		}
		n = 0
	}
	if err := l.Store.Read(l.Context(), l.all, nil, count); err != nil {
		l.Fatal(err)
	}
	return n, false
}

// until reads until the replica answers, or does not any more.
func (l *library) until(away bool, want int, positions ...string) {
	l.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		n, by := l.read(positions...)
		if n != want {
			l.Fatalf("%d notes instead of %d, by the replica %v", n, want, by)
		}
		if by == away {
			return
		}
		if time.Now().After(end) {
			l.Fatalf("the replica answers: %v", by)
		}
	}
}

// never reads for a while, and the replica must not answer.
func (l *library) never(want int, positions ...string) {
	l.Helper()
	for range 30 {
		if n, away := l.read(positions...); away || n != want {
			l.Fatalf("%d notes instead of %d, by the replica %v", n, want, away)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// lags pauses the replica behind the first note.
func (l *library) lags(t *testing.T, r *Setup, first string) {
	r.Pause(t)
	second := l.add(2, 2, "x")
	l.never(2, second)
	l.never(2, first, second)
	for what, positions := range map[string][]string{"who wrote before": {first}, "who wrote nothing": nil} {
		if n, away := l.read(positions...); n != 1 || !away {
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
		if _, away := l.read(at); away || l.Knows([]string{at}) {
			t.Errorf("%s is answered by the replica", what)
		}
	}
	if !l.Knows([]string{first, second}) {
		t.Error("positions of its own are not known")
	}
	r.Continue(t)
	l.until(true, 2, second)
}

// follows writes one thing after the other, and looks for it on the replica at the
// very moment at which that says that it is there.
func (l *library) follows(t *testing.T, r *Setup) {
	d, err := r.Replica(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	behind := 0
	for id := 3; id <= rows; id++ {
		at := l.add(id, id, "x")
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
		if n, away := l.read(at); n != id {
			t.Fatalf("%d notes instead of %d, by the replica %v", n, id, away)
		}
	}
	t.Logf("the replica was behind %d times", behind)
}

// dies kills the replica while it is read.
func (l *library) dies(t *testing.T, r *Setup) {
	const most = 3200
	many := l.add(rows+1, most, strings.Repeat("x", 4000))
	l.until(true, most, many)
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
	l.never(most, many)
	after := l.drop(rows+1, most)
	l.never(rows, after)
	l.never(rows)
	r.ResumeReplica(t)
	l.until(true, rows, after)
}

// parts makes a server of the replica, which goes its own way.
func (l *library) parts(t *testing.T, r *Setup, first string) {
	r.Promote(t)
	d, err := r.Replica(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	promoted := &library{T: t, notes: l.notes, Store: store.New(d, store.Options{Replicas: []store.Replica{{
		Name: "itself", Open: r.Replica}}})}
	defer func() { _ = promoted.Close() }()
	var apart string
	for id := range 20 { // it comes further than home
		apart = promoted.add(1000+id, 1000+id, "x")
	}
	last := l.add(rows+1, rows+1, "x")
	l.never(rows+1, last)
	l.never(rows + 1)
	if _, away := l.read(first); away {
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
