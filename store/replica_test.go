package store_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store"
	"bedplate/store/driver"
	"bedplate/store/mem"
	"bedplate/store/plan"
	"bedplate/store/storetest"
	"bedplate/value"
)

const records = `
collection: records
key: [id]
fields:
  id: {type: int, required: true}
`

// server is a database whose record n is the write n of its history. It can be
// made to lag, to go away and to become another.
type server struct {
	schema *schema.Schema

	mu      sync.Mutex
	rows    *mem.Driver
	history string
	n       int
	down    bool
	hung    bool // takes questions and does not answer
	breaks  bool // goes down behind the first row of the next read
	asked   int  // reads
}

func (s *server) Capabilities() driver.Capabilities { return s.rows.Capabilities() }
func (s *server) Prepare(r *plan.Read) (driver.Prepared, error) {
	return s.rows.Prepare(r)
}
func (s *server) Close() error { return nil }

// answers tells whether the server can be asked now.
func (s *server) answers(ctx context.Context) error {
	s.mu.Lock()
	down, hung := s.down, s.hung
	s.mu.Unlock()
	if hung {
		<-ctx.Done()
		return fault.Wrap(fault.Canceled, ctx.Err(), "given up")
	}
	if down {
		return fault.New(fault.Unavailable, "down")
	}
	return nil
}

func (s *server) Ping(ctx context.Context) error { return s.answers(ctx) }

func (s *server) Position(ctx context.Context) (string, error) {
	if err := s.answers(ctx); err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.history + "." + strconv.Itoa(s.n), nil
}

func (s *server) Compare(reached, wanted string) driver.Relation {
	a, n, _ := strings.Cut(reached, ".")
	b, m, ok := strings.Cut(wanted, ".")
	has, err := strconv.Atoi(n)
	wants, bad := strconv.Atoi(m)
	switch {
	case !ok || a != b || err != nil || bad != nil:
		return driver.Apart
	case has < wants:
		return driver.Lags
	}
	return driver.Holds
}

func (s *server) Read(ctx context.Context, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	return s.ReadCovering(ctx, nil, p, args, visit)
}

func (s *server) ReadCovering(ctx context.Context, wanted []string, p driver.Prepared, args []value.Value, visit driver.Visit) error {
	if err := s.answers(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	s.asked++
	rows, reached, breaks := s.rows, s.history+"."+strconv.Itoa(s.n), s.breaks
	s.breaks = false
	s.down = s.down || breaks
	s.mu.Unlock()
	for _, w := range wanted {
		if s.Compare(reached, w) != driver.Holds {
			return driver.Behind
		}
	}
	broken := fault.New(fault.Unavailable, "broken")
	if breaks && len(wanted) == 0 {
		return broken
	}
	seen := 0
	err := rows.Read(ctx, p, args, func(row query.Row) error {
		if seen++; breaks && seen > 1 {
			return broken
		}
		return visit(row)
	})
	if breaks {
		return broken
	}
	return err
}

func (s *server) Transact(ctx context.Context, mode driver.Mode, f func(driver.Tx) error) error {
	if err := s.answers(ctx); err != nil {
		return err
	}
	return s.rows.Transact(ctx, mode, f)
}

// become makes it a server that has come to a place in a history.
func (s *server) become(history string, n int) {
	fresh := mem.New(s.schema)
	c := s.schema.Collections[0]
	err := fresh.Transact(context.Background(), driver.Mode{}, func(tx driver.Tx) error {
		for id := range n {
			if _, err := tx.Insert(context.Background(), &plan.Insert{Into: c, Fields: []int{0}}, []value.Value{value.OfInt(int64(id))}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		panic(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rows, s.history, s.n = fresh, history, n
}

func (s *server) set(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

// cluster is a database with replicas and a store over them.
type cluster struct {
	store    *store.Store
	home     *server
	replicas []*server
	all      driver.Prepared
	wrote    []time.Time // when the writes of the present history were done
	told     chan string
}

func newCluster(s *schema.Schema, replicas int, lag time.Duration) *cluster {
	c := &cluster{home: &server{schema: s}, told: make(chan string, 1000)}
	c.home.become("a", 0)
	o := store.Options{Lag: lag, Heard: func(name string, err error) { c.told <- fmt.Sprint(name, " ", fault.CodeOf(err)) }}
	for i := range replicas {
		r := &server{schema: s}
		r.become("a", 0)
		c.replicas = append(c.replicas, r)
		o.Replicas = append(o.Replicas, store.Replica{Name: strconv.Itoa(i), Open: func(ctx context.Context) (driver.Driver, error) {
			return r, r.answers(ctx)
		}})
	}
	c.store = store.New(c.home, o)
	all, err := c.store.Prepare(&plan.Read{From: s.Collections[0], Limit: plan.None, Offset: plan.None,
		Outputs: []plan.Output{{Expr: expr.FieldOf(expr.Self, 0, "id", value.Type{Kind: value.Int})}}})
	if err != nil {
		panic(err)
	}
	c.all = all
	return c
}

// write adds a record at home and gives the position behind it.
func (c *cluster) write(ctx context.Context) (string, error) {
	c.home.mu.Lock()
	history, n, down := c.home.history, c.home.n, c.home.down
	c.home.mu.Unlock()
	if down {
		return "", fault.New(fault.Unavailable, "down")
	}
	c.home.become(history, n+1)
	c.wrote = append(c.wrote, time.Now())
	return c.store.Position(ctx)
}

// read reads as a request does, and tells how many records there are and whether a
// replica gave them.
func (c *cluster) read(ctx context.Context, positions ...string) (n int, away bool, err error) {
	count := func(query.Row) error { n++; return nil }
	if r := c.store.Away(positions); r != nil {
		if err = r.Read(ctx, c.all, nil, count); !r.Failed() {
			return n, true, err
		}
		n = 0
	}
	err = c.store.Read(ctx, c.all, nil, count)
	return n, false, err
}

// TestReplicasShowWhatIsWanted lets servers lag, fail and change places at random:
// no read shows less than its positions say, or than there was a while ago, none
// fails while the database itself answers, and in the end replicas are read.
func TestReplicasShowWhatIsWanted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, served := storetest.Schema(t, records), 0
		rapid.Check(timeless{t}, func(t *rapid.T) { served += wander(t, s) })
		if t.Log("replicas answered", served, "reads"); served < 100 {
			t.Errorf("replicas answered %d reads in all", served)
		}
	})
}

// timeless is a test that does not tell when it must end, which nobody may ask where
// time stands still.
type timeless struct{ testing.TB }

func wander(t *rapid.T, s *schema.Schema) (served int) {
	const lag = 5 * time.Second
	ctx := context.Background()
	c := newCluster(s, rapid.IntRange(1, 3).Draw(t, "replicas"), lag)
	defer func() { _ = c.store.Close() }()
	time.Sleep(3 * time.Second) // all is well at first
	history := 'a'
	var positions []string // of the present history
	strange := []string{"unknown", "", "x.1", "a.9999"}
	var before []string // positions of histories that home has left
	some := func() *server { return rapid.SampledFrom(c.replicas).Draw(t, "replica") }
	read := func(t *rapid.T) {
		var wanted []string
		least, apart := 0, false
		for range rapid.IntRange(0, 2).Draw(t, "positions") {
			switch from := rapid.IntRange(0, 5).Draw(t, "from"); {
			case from > 1 && len(positions) > 0:
				p := rapid.IntRange(0, len(positions)-1).Draw(t, "which")
				wanted, least = append(wanted, positions[p]), max(least, p+1)
			case from == 1 && len(before) > 0:
				wanted = append(wanted, rapid.SampledFrom(before).Draw(t, "before"))
			case from == 0:
				wanted, apart = append(wanted, rapid.SampledFrom(strange).Draw(t, "strange")), true
			}
		}
		for i, at := range c.wrote {
			if time.Since(at) > lag+3*time.Second {
				least = max(least, i+1)
			}
		}
		n, away, err := c.read(ctx, wanted...)
		switch {
		case err != nil:
			t.Fatalf("the read of %v failed: %v", wanted, err)
		case n < least:
			t.Fatalf("the read of %v shows %d records of %d", wanted, n, least)
		case away && apart:
			t.Fatalf("a replica answered %v", wanted)
		case away:
			served++
		}
		if !away && n != c.home.n {
			t.Fatalf("home shows %d records of %d", n, c.home.n)
		}
	}
	t.Repeat(map[string]func(*rapid.T){
		"write": func(t *rapid.T) {
			if p, err := c.write(ctx); err == nil {
				positions = append(positions, p)
			}
		},
		"replay": func(t *rapid.T) {
			r, h := some(), c.home
			if r.history == h.history && r.n < h.n {
				r.become(h.history, rapid.IntRange(r.n, h.n).Draw(t, "to"))
			}
		},
		"go back": func(t *rapid.T) {
			r := some()
			r.become(r.history, rapid.IntRange(0, r.n).Draw(t, "to"))
		},
		"part": func(t *rapid.T) { some().become("other", rapid.IntRange(0, 50).Draw(t, "at")) },
		"copy": func(t *rapid.T) { some().become(c.home.history, c.home.n) },
		"fail": func(t *rapid.T) {
			r, what := some(), rapid.IntRange(0, 3).Draw(t, "how")
			r.set(func() { r.down, r.hung, r.breaks = what == 1, what == 2, what == 3 })
		},
		"home fails over": func(t *rapid.T) {
			if rapid.IntRange(0, 4).Draw(t, "rarely") != 0 {
				return
			}
			before = append(before, positions...)
			positions, c.wrote = nil, c.wrote[:0]
			history++
			c.home.become(string(history), 0)
		},
		"alter": func(t *rapid.T) { c.store.Renew() },
		"wait":  func(t *rapid.T) { time.Sleep(time.Duration(rapid.IntRange(1, 8000).Draw(t, "ms")) * time.Millisecond) },
		"follow": func(t *rapid.T) {
			r := some()
			r.set(func() { r.down, r.hung, r.breaks = false, false, false })
			r.become(c.home.history, c.home.n)
			time.Sleep(4 * time.Second)
			read(t)
		},
		"read": read, "read again": read, "read more": read, "read on": read,
	})
	// All is well again.
	last, err := c.write(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range c.replicas {
		r.set(func() { r.down, r.hung, r.breaks, r.asked = false, false, false, 0 })
		r.become(c.home.history, c.home.n)
	}
	time.Sleep(15 * time.Second) // what hangs is given up, and what is open anew
	for range 2 * len(c.replicas) {
		if n, away, err := c.read(ctx, last); !away || n != c.home.n || err != nil {
			t.Fatalf("in the end %d records are read, by a replica %v: %v", n, away, err)
		}
	}
	for i, r := range c.replicas {
		if r.asked == 0 {
			t.Fatalf("replica %d is not read", i)
		}
	}
	return served
}
