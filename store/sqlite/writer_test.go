package sqlite

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/sqlite/result"
	"bedplate/store/sqlite/script"
	"bedplate/value"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// together runs closures as one group: the writer is held until all of them
// wait in the queue, in order.
func together(t *testing.T, d *Driver, fs ...func(driver.Tx) error) []*request {
	t.Helper()
	d.writer.limit = time.Hour
	held, release := make(chan struct{}), make(chan struct{})
	gate := &request{ctx: t.Context(), alone: true, done: make(chan struct{}), f: func(driver.Tx) error {
		close(held)
		<-release
		return nil
	}}
	d.writer.queue <- gate
	<-held
	var group []*request
	for _, f := range fs {
		r := &request{ctx: t.Context(), f: f, done: make(chan struct{})}
		group = append(group, r)
		d.writer.queue <- r
	}
	close(release)
	for _, r := range group {
		<-r.done
	}
	return group
}

func putUser(t *testing.T, f *fixture, id int64, name string) func(driver.Tx) error {
	return func(tx driver.Tx) error {
		return insert(t.Context(), tx, f.users, map[string]value.Value{"id": value.OfInt(id), "name": value.OfText(name)})
	}
}

func namesOf(t *testing.T, d *Driver, f *fixture) string {
	t.Helper()
	var out []string
	for _, row := range rows(t, d, &plan.Read{From: f.users, Outputs: outputs(f.users, "name"), Limit: plan.None, Offset: plan.None,
		Order: []plan.Order{{Expr: self(f.users, "id")}}}) {
		out = append(out, row[0])
	}
	return strings.Join(out, " ")
}

// TestGroupSurvivesItsWorstRequest puts one request that fails in each way
// between two innocent ones, which must succeed.
func TestGroupSurvivesItsWorstRequest(t *testing.T) {
	t.Parallel()
	big := func(f *fixture) func(driver.Tx) error {
		return func(tx driver.Tx) error {
			return insert(context.Background(), tx, f.users, map[string]value.Value{"id": value.OfInt(2),
				"name": value.OfText(strings.Repeat("x", 4<<20))})
		}
	}
	bad := func(f *fixture) func(driver.Tx) error {
		return func(tx driver.Tx) error {
			return insert(context.Background(), tx, f.users, map[string]value.Value{"id": value.OfInt(2), "name": value.OfText("bad")})
		}
	}
	for _, c := range []struct {
		name    string
		options Options
		ddl     []string
		request func(f *fixture) func(driver.Tx) error
		code    fault.Code
	}{
		{name: "unique", code: fault.Unique, request: func(f *fixture) func(driver.Tx) error {
			return func(tx driver.Tx) error {
				return insert(context.Background(), tx, f.users, map[string]value.Value{"id": value.OfInt(1), "name": value.OfText("again")})
			}
		}},
		{name: "own error", code: fault.Denied, request: func(f *fixture) func(driver.Tx) error {
			return func(tx driver.Tx) error {
				return errors.Join(bad(f)(tx), fault.New(fault.Denied, "no"))
			}
		}},
		{name: "panic", code: fault.Internal, request: func(f *fixture) func(driver.Tx) error {
			return func(tx driver.Tx) error {
				if err := bad(f)(tx); err != nil {
					return err
				}
				panic("closure")
			}
		}},
		{name: "disk full", code: fault.Full, options: Options{MaxPages: 64}, request: big},
		{name: "raise rollback", code: fault.Check, request: bad, ddl: []string{
			`CREATE TRIGGER refuse AFTER INSERT ON users WHEN NEW.name = 'bad' BEGIN SELECT RAISE(ROLLBACK, 'no'); END`}},
		{name: "raise rollback, unnoticed", code: fault.Check, ddl: []string{
			`CREATE TRIGGER refuse AFTER INSERT ON users WHEN NEW.name = 'bad' BEGIN SELECT RAISE(ROLLBACK, 'no'); END`},
			request: func(f *fixture) func(driver.Tx) error {
				return func(tx driver.Tx) error {
					_ = bad(f)(tx)
					_ = insert(context.Background(), tx, f.users, map[string]value.Value{"id": value.OfInt(9), "name": value.OfText("after")})
					return nil
				}
			}},
		{name: "deferred constraint", code: fault.Reference, ddl: []string{
			`CREATE TABLE later (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED)`},
			request: func(*fixture) func(driver.Tx) error {
				later := collection("later", 0, field("id", kind(value.Int)), field("owner", kind(value.Int)))
				return func(tx driver.Tx) error {
					return insert(context.Background(), tx, later, map[string]value.Value{"id": value.OfInt(1), "owner": value.OfInt(77)})
				}
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture()
			d := open(t, f, c.options)
			if err := d.Exec(t.Context(), c.ddl...); err != nil {
				t.Fatal(err)
			}
			group := together(t, d, putUser(t, f, 1, "first"), c.request(f), putUser(t, f, 3, "last"))
			if group[0].err != nil || group[2].err != nil {
				t.Errorf("the innocent requests gave %v and %v", group[0].err, group[2].err)
			}
			if fault.CodeOf(group[1].err) != c.code {
				t.Errorf("the request gave %v, not %s", group[1].err, c.code)
			}
			if got := namesOf(t, d, f); got != "first last" {
				t.Errorf("the table holds %q", got)
			}
		})
	}
}

// TestInterruptedGroup interrupts a statement of a group, which ends its
// transaction; everyone's second try, alone, succeeds.
func TestInterruptedGroup(t *testing.T) {
	t.Parallel()
	f := newFixture()
	d := open(t, f, Options{})
	db := d.writer.conn.db
	var stop chan struct{}
	err := db.CreateFunction("test_stop", &zombiezen.FunctionImpl{NArgs: 0, Scalar: func(zombiezen.Context, []zombiezen.Value) (zombiezen.Value, error) {
		close(stop)
		return zombiezen.IntegerValue(0), nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	tries := 0
	group := together(t, d, putUser(t, f, 1, "first"), func(tx driver.Tx) error {
		if tries++; tries > 1 {
			return putUser(t, f, 2, "second")(tx)
		}
		stop = make(chan struct{})
		db.SetInterrupt(stop)
		defer db.SetInterrupt(nil)
		return result.Classify(script.Run(db, `INSERT INTO users (id, name)
			WITH RECURSIVE n(i) AS (SELECT test_stop() + 100 UNION ALL SELECT i + 1 FROM n) SELECT i, 'x' FROM n`))
	}, putUser(t, f, 3, "last"))
	for i, r := range group {
		if r.err != nil {
			t.Errorf("request %d gave %v", i, r.err)
		}
	}
	if got := namesOf(t, d, f); got != "first second last" || tries != 2 {
		t.Errorf("the table holds %q after %d tries", got, tries)
	}
}

// TestNoAnswerBeforeTheCommit looks from a later request of a group at the
// answers of earlier ones, of which one failed because of the other.
func TestNoAnswerBeforeTheCommit(t *testing.T) {
	t.Parallel()
	f := newFixture()
	d := open(t, f, Options{})
	var group []*request
	var answers []chan struct{} // what the callers wait for
	ready := make(chan struct{})
	answered := func() (n int) {
		<-ready
		for _, answer := range answers {
			select {
			case <-answer:
				n++
			default:
			}
		}
		return n
	}
	d.writer.limit = time.Hour
	hold := make(chan struct{})
	gate := &request{ctx: t.Context(), alone: true, done: make(chan struct{}), f: func(driver.Tx) error { <-hold; return nil }}
	d.writer.queue <- gate
	early := 0
	for _, fn := range []func(driver.Tx) error{putUser(t, f, 1, "a"), putUser(t, f, 1, "b"),
		func(driver.Tx) error { early = answered(); return nil }} {
		r := &request{ctx: t.Context(), f: fn, done: make(chan struct{})}
		group, answers = append(group, r), append(answers, r.done)
		d.writer.queue <- r
	}
	close(ready)
	close(hold)
	for _, answer := range answers {
		<-answer
	}
	if early != 0 {
		t.Errorf("%d answers left before the commit", early)
	}
	if group[0].err != nil || fault.CodeOf(group[1].err) != fault.Unique {
		t.Errorf("the answers are %v and %v", group[0].err, group[1].err)
	}
}

// TestLeavingTheQueue cancels a request that waits behind another.
func TestLeavingTheQueue(t *testing.T) {
	t.Parallel()
	f := newFixture()
	d := open(t, f, Options{})
	hold, held := make(chan struct{}), make(chan struct{})
	blocked := make(chan error)
	go func() {
		blocked <- d.Transact(context.Background(), driver.Mode{}, func(driver.Tx) error {
			close(held)
			<-hold
			return nil
		})
	}()
	<-held
	ctx, cancel := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		left <- d.Transact(ctx, driver.Mode{}, func(driver.Tx) error {
			t.Error("a request that had left was run")
			return nil
		})
	}()
	for len(d.writer.queue) == 0 {
		runtime.Gosched()
	}
	cancel()
	if err := <-left; fault.CodeOf(err) != fault.Canceled {
		t.Errorf("leaving gave %v", err)
	}
	close(hold)
	if err := <-blocked; err != nil {
		t.Error(err)
	}
}

// TestUnknownOutcome ends the process where the outcome of a commit is unknown.
func TestUnknownOutcome(t *testing.T) {
	t.Parallel()
	var seen error
	w := &writer{fatal: func(err error) { seen = err }, conn: open(t, newFixture(), Options{}).writer.conn}
	r := &request{done: make(chan struct{})}
	w.die(zombiezen.ResultIOErrFsync.ToError(), []*request{r})
	if seen == nil || fault.CodeOf(r.err) != fault.Unknown {
		t.Errorf("a failed fsync gave %v and %v", seen, r.err)
	}
	if !unknownOutcome(zombiezen.ResultIOErrFsync.ToError()) || unknownOutcome(zombiezen.ResultFull.ToError()) {
		t.Error("only I/O errors leave the outcome unknown")
	}
}

// TestConstraintNames checks what broken constraints are called.
func TestConstraintNames(t *testing.T) {
	t.Parallel()
	f := newFixture()
	d := open(t, f, Options{})
	add(t, d, f.users, map[string]value.Value{"id": value.OfInt(1), "name": value.OfText("Ada")})
	post := map[string]value.Value{"id": value.OfInt(1), "title": value.OfText("t"), "slug": value.OfText("s"), "author": value.OfInt(1)}
	add(t, d, f.posts, post)
	with := func(change map[string]value.Value) map[string]value.Value {
		out := map[string]value.Value{"id": value.OfInt(2), "title": value.OfText("t")}
		for k, v := range change {
			out[k] = v
		}
		return out
	}
	for _, c := range []struct {
		name, field, constraint string
		code                    fault.Code
		row                     map[string]value.Value
	}{
		{"key", "id", "posts_pkey", fault.Unique, with(map[string]value.Value{"id": value.OfInt(1)})},
		{"unique", "slug", "posts_slug_key", fault.Unique, with(map[string]value.Value{"slug": value.OfText("s")})},
		{"required", "title", "", fault.Required, with(map[string]value.Value{"title": {}})},
		{"enum", "status", "posts_status_check", fault.Check, with(map[string]value.Value{"status": value.OfText("other")})},
		{"reference", "author", "posts_author_fkey", fault.Reference, with(map[string]value.Value{"author": value.OfInt(5)})},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := fault.As(d.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
				return insert(t.Context(), tx, f.posts, c.row)
			}))
			if err == nil || err.Code != c.code || err.Field != c.field || err.Constraint != c.constraint {
				t.Errorf("gave %+v", err)
			}
		})
	}
	err := fault.As(d.Transact(t.Context(), driver.Mode{}, func(tx driver.Tx) error {
		_, err := tx.Delete(t.Context(), &plan.Delete{From: f.users}, []value.Value{value.OfInt(1)})
		return err
	}))
	if err == nil || err.Code != fault.Reference || err.Constraint != "posts_author_fkey" {
		t.Errorf("a deletion of what is referred to gave %+v", err)
	}
}
