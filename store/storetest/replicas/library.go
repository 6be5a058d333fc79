package replicas

import (
	"context"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/storetest"
	"bedplate/value"
)

const shelf = `
collection: notes
key: [id]
fields:
  id: {type: int, required: true}
  text: {type: text, required: true}
`

// Notes is the schema of a Library.
func Notes(t testing.TB) *schema.Schema { t.Helper(); return storetest.Schema(t, shelf) }

// Library is a store of notes with a replica.
type Library struct {
	*testing.T
	*store.Store
	// Told has the codes of what the store was told of the replica, "" for good news.
	Told chan fault.Code

	notes *schema.Collection
	all   driver.Prepared // reads every note
}

// Open makes a store of a database that has the tables of Notes, and of a replica
// that need not be one. It is closed when the test has ended.
func Open(t *testing.T, home driver.Driver, replica func(context.Context) (driver.Driver, error)) *Library {
	t.Helper()
	l := &Library{T: t, notes: Notes(t).Collections[0], Told: make(chan fault.Code, 100)}
	l.Store = store.New(home, store.Options{Lag: time.Hour,
		Replicas: []store.Replica{{Name: "replica", Open: replica}},
		Heard: func(_ string, err error) {
			select {
			case l.Told <- fault.CodeOf(err):
			default: // nobody listens
			}
		}})
	t.Cleanup(func() { _ = l.Close() })
	var err error
	l.all, err = l.Prepare(&plan.Read{From: l.notes, Limit: plan.None, Offset: plan.None, Outputs: storetest.Fields(l.notes, "id", "text")})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Add adds notes and gives the position behind them.
func (l *Library) Add(from, to int, text string) string {
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
	return l.At()
}

// drop deletes notes and gives the position behind that.
func (l *Library) drop(from, to int) string {
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
	return l.At()
}

// At is the position behind all that was written.
func (l *Library) At() string {
	l.Helper()
	at, err := l.Position(l.Context())
	if err != nil {
		l.Fatal(err)
	}
	return at
}

// See counts the notes as a request does, and tells whether the replica did.
func (l *Library) See(positions ...string) (n int, away bool) {
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

// Until reads until the replica answers, or does not any more.
func (l *Library) Until(away bool, want int, positions ...string) {
	l.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		n, by := l.See(positions...)
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

// Never reads for a while, and the replica must not answer.
func (l *Library) Never(want int, positions ...string) {
	l.Helper()
	for range 30 {
		if n, away := l.See(positions...); away || n != want {
			l.Fatalf("%d notes instead of %d, by the replica %v", n, want, away)
		}
		time.Sleep(10 * time.Millisecond)
	}
}
