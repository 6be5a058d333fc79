package sqlite

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
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

// TestLongStatement interrupts a statement that would run for long.
func TestLongStatement(t *testing.T) {
	t.Parallel()
	f := newFixture()
	d := open(t, f, Options{Readers: 1})
	hundredUsers(t, d, f)
	if err := d.Exec(t.Context(), `ALTER TABLE users ADD COLUMN team INTEGER DEFAULT 1`); err != nil {
		t.Fatal(err)
	}
	f.users.Fields = append(f.users.Fields, &schema.Field{Index: 2, Name: "team", Column: "team", Type: kind(value.Int)})
	// Every user of the same kind against every other, five deep: nobody waits
	// for that.
	team := &expr.Relation{Name: "team", Base: f.users, Target: f.users, Many: true, Local: []int{2}, Remote: []int{2}}
	var where *expr.Node
	for v := 5; v > 0; v-- {
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
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := d.Read(ctx, p, nil, func(query.Row) error { return nil }); fault.CodeOf(err) != fault.Timeout {
		t.Errorf("gave %v", err)
	}
	if got := namesOf(t, d, f); !strings.HasPrefix(got, "0 1 2") {
		t.Errorf("the next read gave %q", got)
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
