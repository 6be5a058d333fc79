package sqlite

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

func hundredUsers(t *testing.T, d *Driver, f *fixture) *prepared {
	t.Helper()
	var list []map[string]value.Value
	for i := range int64(100) {
		list = append(list, map[string]value.Value{"id": value.OfInt(i), "name": value.OfText(fmt.Sprint(i))})
	}
	add(t, d, f.users, list...)
	p, err := d.Prepare(&plan.Read{From: f.users, Outputs: outputs(f.users, "id", "name"), Limit: plan.None, Offset: plan.None})
	if err != nil {
		t.Fatal(err)
	}
	return p.(*prepared)
}

// TestEndedReads ends reads whose caller holds a row: one that stalls, one
// whose caller goes away, and the oldest while the log is too large. Each
// lets go of its snapshot before its caller comes back, and the connection
// serves the next read.
func TestEndedReads(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		options Options
		cancel  bool
		code    fault.Code
	}{
		{"stalled", Options{StallTimeout: time.Minute, Readers: 1}, false, fault.Timeout},
		{"log too large", Options{MaxWAL: 1, Readers: 1}, false, fault.Unavailable},
		{"caller gone", Options{Readers: 1}, true, fault.Canceled},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture()
			d := open(t, f, c.options)
			p := hundredUsers(t, d, f)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			err := d.Read(ctx, p, nil, func(query.Row) error {
				if c.cancel {
					cancel()
				}
				g := &d.readers.all()[0].watch
				for now := time.Now(); g.state.Load() != ended; now = now.Add(time.Second) {
					d.watcher.look(now)
				}
				return nil
			})
			if fault.CodeOf(err) != c.code {
				t.Errorf("gave %v", err)
			}
			if got := namesOf(t, d, f); !strings.HasPrefix(got, "0 1 2") {
				t.Errorf("the next read gave %q", got)
			}
		})
	}
}

// allTogether prepares a read of every user for whom there is a user called
// nobody, by way of as many others as depth says: each step looks at a hundred
// more for each.
func allTogether(t *testing.T, d *Driver, f *fixture, depth int) driver.Prepared {
	t.Helper()
	hundredUsers(t, d, f)
	if err := d.Exec(t.Context(), `ALTER TABLE users ADD COLUMN team INTEGER DEFAULT 1`); err != nil {
		t.Fatal(err)
	}
	f.users.Fields = append(f.users.Fields, &schema.Field{Index: 2, Name: "team", Column: "team", Type: kind(value.Int)})
	team := &expr.Relation{Name: "team", Base: f.users, Target: f.users, Many: true, Local: []int{2}, Remote: []int{2}}
	var where *expr.Node
	for v := depth; v > 0; v-- {
		inner := where
		if inner == nil {
			inner = eq(of(&expr.Node{Op: expr.Var, Index: v}, f.users, "name"), text("nobody"))
		}
		where = expr.ExistsOf(expr.Self, team, v, inner)
	}
	p, err := d.Prepare(&plan.Read{From: f.users, Outputs: outputs(f.users, "id"), Where: where, Limit: plan.None, Offset: plan.None})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func noRow(query.Row) error { return nil }

// TestLongStatement interrupts a statement that would run for long: its caller
// has no more time, or the statement has had its own.
func TestLongStatement(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		caller time.Duration
		late   bool
	}{
		"the caller's time": {caller: 20 * time.Millisecond},
		"its own time":      {caller: time.Hour, late: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture()
			d := open(t, f, Options{Readers: 1, StatementTimeout: time.Hour})
			p := allTogether(t, d, f, 8)
			ctx, cancel := context.WithTimeout(t.Context(), c.caller)
			defer cancel()
			done := make(chan error, 1)
			go func() { done <- d.Read(ctx, p, nil, noRow) }()
			err := await(d, done, c.late)
			if fault.CodeOf(err) != fault.Timeout {
				t.Errorf("gave %v", err)
			}
			if got := namesOf(t, d, f); !strings.HasPrefix(got, "0 1 2") {
				t.Errorf("the next read gave %q", got)
			}
		})
	}
}

// await waits for a read. Where it is late, every look of the watcher finds that
// another hour has passed, however fast the machine is.
func await(d *Driver, done <-chan error, late bool) error {
	for now := time.Now(); late; now = now.Add(time.Hour) {
		select {
		case err := <-done:
			return err
		default:
			d.watcher.look(now)
			runtime.Gosched()
		}
	}
	return <-done
}

// TestLongStream reads for longer than any limit, a row at a time.
func TestLongStream(t *testing.T) {
	t.Parallel()
	f := newFixture()
	d := open(t, f, Options{Readers: 1})
	p := hundredUsers(t, d, f)
	now, n := time.Now(), 0
	err := d.Read(t.Context(), p, nil, func(query.Row) error {
		now = now.Add(4 * time.Second)
		d.watcher.look(now)
		n++
		return nil
	})
	if err != nil || n != 100 {
		t.Errorf("%d rows, %v", n, err)
	}
}

// TestLongStatementInTransaction ends a transaction that runs alone and reads
// for too long, whatever it makes of the error; one of a group may take longer,
// and is run alone then.
func TestLongStatementInTransaction(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		mode     driver.Mode
		depth    int
		patience time.Duration // long enough for short statements of a busy machine where it is 0
		forgive  bool
		code     fault.Code
	}{
		"alone":               {mode: driver.Mode{Alone: true}, depth: 8, code: fault.Timeout},
		"alone, and forgiven": {mode: driver.Mode{Alone: true}, depth: 8, forgive: true, code: fault.Timeout},
		"in a group":          {depth: 2, patience: time.Millisecond},
		"long in a group":     {depth: 8, code: fault.Timeout},
		"and forgiven there":  {depth: 8, forgive: true, code: fault.Timeout},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture()
			d := open(t, f, Options{StatementTimeout: cmp.Or(c.patience, 200*time.Millisecond)})
			p := allTogether(t, d, f, c.depth)
			err := d.Transact(t.Context(), c.mode, func(tx driver.Tx) error {
				if err := putUser(t, f, 1000, "new")(tx); err != nil {
					return err
				}
				if err := tx.Read(t.Context(), p, nil, noRow); err != nil && !c.forgive {
					return err
				}
				return nil
			})
			if fault.CodeOf(err) != c.code {
				t.Errorf("gave %v", err)
			}
			if kept := strings.HasSuffix(namesOf(t, d, f), "new"); kept != (err == nil) {
				t.Errorf("%v, and the write is kept: %v", err, kept)
			}
			if err := d.Transact(t.Context(), c.mode, putUser(t, f, 1001, "next")); err != nil {
				t.Errorf("the next transaction gave %v", err)
			}
		})
	}
}

// TestStatementsAreBounded runs 20,000 shapes twice.
func TestStatementsAreBounded(t *testing.T) {
	t.Parallel()
	f := newFixture()
	d := open(t, f, Options{Readers: 1})
	for i := range 20_000 {
		r := &plan.Read{From: f.users, Outputs: outputs(f.users, "id"), Limit: plan.None, Offset: plan.None,
			Where: eq(self(f.users, "id"), whole(int64(i)))}
		for range 2 {
			rows(t, d, r)
		}
	}
	c := d.readers.all()[0]
	if n := c.kept.Len(); n != keptStatements {
		t.Errorf("%d statements are kept", n)
	}
	if n := c.seen.Len(); n > seenStatements {
		t.Errorf("%d statements are remembered", n)
	}
}
