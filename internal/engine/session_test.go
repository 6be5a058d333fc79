package engine_test

import (
	"context"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/internal/engine"
	"bedplate/internal/engine/enginetest"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store"
	"bedplate/store/driver"
	"bedplate/store/mem"
	"bedplate/value"
)

// site is a way to a database in memory, as home or as a replica that is always as
// far. Its positions count the transactions.
type site struct {
	*mem.Driver
	home    *atomic.Int64 // transactions
	lost    bool          // the answer to the next transaction
	silent  bool          // tells no position
	reads   atomic.Int64
	failing atomic.Int64 // the read, counted from 1, that fails behind its first row; 0 is none
}

func (s *site) Transact(ctx context.Context, mode driver.Mode, f func(driver.Tx) error) error {
	err := s.Driver.Transact(ctx, mode, f)
	if err == nil {
		s.home.Add(1)
	}
	if s.lost {
		return fault.New(fault.Unknown, "nobody knows")
	}
	return err
}

func (s *site) Position(context.Context) (string, error) {
	if s.silent {
		return "", fault.New(fault.Unavailable, "silent")
	}
	return strconv.FormatInt(s.home.Load(), 10), nil
}

func (s *site) Compare(reached, wanted string) driver.Relation {
	r, bad := strconv.Atoi(reached)
	w, worse := strconv.Atoi(wanted)
	switch {
	case bad != nil || worse != nil:
		return driver.Apart
	case r < w:
		return driver.Lags
	}
	return driver.Holds
}

func (s *site) ReadCovering(ctx context.Context, wanted []string, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	number, rows := s.reads.Add(1), 0
	err := s.Driver.Read(ctx, p, args, func(row query.Row) error {
		if rows++; number == s.failing.Load() && rows > 1 {
			return fault.New(fault.Unavailable, "gone")
		}
		return visit(row)
	})
	if number == s.failing.Load() && err == nil {
		return fault.New(fault.Unavailable, "gone")
	}
	return err
}

// twoSites is an app with a replica that is read.
func twoSites(t *testing.T) (a *app, home, replica *site) {
	t.Helper()
	s, err := schema.Parse(map[string][]byte{"schema/test.yaml": []byte(shelves)})
	if err != nil {
		t.Fatal(err)
	}
	rows, count := mem.New(s), new(atomic.Int64)
	home, replica = &site{Driver: rows, home: count}, &site{Driver: rows, home: count}
	st := store.New(home, store.Options{Replicas: []store.Replica{{
		Name: "replica", Open: func(context.Context) (driver.Driver, error) { return replica, nil }}}})
	e := enginetest.OverStore(t, st, engine.Options{Schema: s})
	a = &app{t: t, Engine: e, schema: s, as: &query.Principal{Role: query.RoleService}}
	for end := time.Now().Add(20 * time.Second); st.Away(nil) == nil; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the replica is not read")
		}
	}
	return a, home, replica
}

// with runs operations in a session.
func (a *app) with(s *query.Session, ops ...query.Operation) ([]string, error) {
	p := &pages{}
	_, err := a.Do(a.t.Context(), a.as, &query.Request{Schema: a.schema, Ops: ops, Session: s}, p)
	return p.rows, err
}

// TestSessions: what a session learns of a request.
func TestSessions(t *testing.T) {
	t.Parallel()
	a, home, replica := twoSites(t)
	shelf := func(id string) query.Operation { return a.create("shelves", row{"id": id}) }
	tests := []struct {
		name    string
		prepare func()
		seen    []string
		op      query.Operation
		code    fault.Code
		reached string
	}{
		{"a write", func() {}, nil, shelf("1"), "", "1"},
		{"a write after another", func() {}, []string{"1"}, shelf("2"), "", "2"},
		{"a write that fails", func() {}, []string{"2"}, shelf("2"), fault.Unique, ""},
		{"a read", func() {}, []string{"1", "2"}, a.read("shelves", "", "id"), "", ""},
		{"a read of one who never wrote", func() {}, nil, a.read("shelves", "", "id"), "", ""},
		{"a read with a position of elsewhere", func() {}, []string{"1", "x"}, a.read("shelves", "", "id"), "", "2"},
		{"a read with a position that is far ahead", func() {}, []string{"99"}, a.read("shelves", "", "id"), "", "2"},
		{"a write whose outcome is unknown", func() { home.lost = true }, nil, shelf("3"), fault.Unknown, query.Unknown},
		{"a write whose position is unknown", func() { home.lost, home.silent = false, true }, nil, shelf("4"), "", query.Unknown},
		{"a read where no position is told", func() {}, []string{query.Unknown}, a.read("shelves", "", "id"), "", ""},
		{"a read afterwards", func() { home.silent = false }, []string{query.Unknown}, a.read("shelves", "", "id"), "", "4"},
	}
	for _, test := range tests {
		test.prepare()
		s := &query.Session{Seen: test.seen}
		if _, err := a.with(s, test.op); fault.CodeOf(err) != test.code || s.Reached != test.reached {
			t.Errorf("%s: %v, and reaches %q", test.name, err, s.Reached)
		}
	}
	if replica.reads.Load() == 0 {
		t.Error("the replica is not read")
	}
	before := replica.reads.Load()
	if _, err := a.with(nil, a.read("shelves", "", "id")); err != nil || replica.reads.Load() != before {
		t.Errorf("one without a session is read the replica: %v", err)
	}
}

// TestReplicaFailsWithinRequest: a request of several reads is answered whole,
// whichever of them the replica fails at.
func TestReplicaFailsWithinRequest(t *testing.T) {
	t.Parallel()
	for failing := range int64(5) {
		a, _, replica := twoSites(t)
		a.must(a.create("shelves", row{"id": "1", "name": "a"}, row{"id": "2", "name": "b"}))
		a.must(a.create("books", row{"id": "1", "title": "x"}, row{"id": "2", "title": "y"}))
		counted := a.read("shelves", "", "id", "name")
		counted.Select.Limit, counted.Select.Count = 1, query.CountExact
		ops := []query.Operation{a.read("books", "", "id", "title"), counted, a.read("books", "id == 2", "title")}
		want, err := a.with(nil, ops...)
		if err != nil {
			t.Fatal(err)
		}
		replica.failing.Store(failing)
		got, err := a.with(&query.Session{}, ops...)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("with read %d failing it gives %q, not %q: %v", failing, got, want, err)
		}
		if n := replica.reads.Load(); failing > 0 && n != failing || n == 0 {
			t.Errorf("the replica was asked %d times, and fails at %d", n, failing)
		}
	}
}
