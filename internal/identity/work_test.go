package identity

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/internal/identity/hashing"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/store/storetest/stores"
	"bedplate/value"
)

// work is what was done for an answer, in the order in which it was: statements,
// transactions and hashes.
type work struct{ done []string }

type workKey struct{}

// worked notes something in the work of a context, if it has one.
func worked(ctx context.Context, format string, of ...any) {
	if w, ok := ctx.Value(workKey{}).(*work); ok {
		w.done = append(w.done, fmt.Sprintf(format, of...))
	}
}

// watched is a database whose statements are noted.
type watched struct{ driver.Driver }

func (d watched) Read(ctx context.Context, p driver.Prepared, of []value.Value, visit driver.Visit) error {
	worked(ctx, "read %s", p.Statement())
	return d.Driver.Read(ctx, p, of, visit)
}

func (d watched) Transact(ctx context.Context, mode driver.Mode, f func(driver.Tx) error) error {
	w, _ := ctx.Value(workKey{}).(*work)
	before := 0
	if w != nil {
		before = len(w.done)
	}
	return d.Driver.Transact(ctx, mode, func(tx driver.Tx) error {
		if w != nil {
			w.done = w.done[:before] // it may be run again, for no reason of its own
		}
		worked(ctx, "begin %+v", mode)
		err := f(watchedTx{tx})
		worked(ctx, "end %s", fault.CodeOf(err))
		return err
	})
}

// watchedTx is a transaction whose statements are noted.
type watchedTx struct{ driver.Tx }

func (t watchedTx) Read(ctx context.Context, p driver.Prepared, of []value.Value, visit driver.Visit) error {
	worked(ctx, "read %s", p.Statement())
	return t.Tx.Read(ctx, p, of, visit)
}

func (t watchedTx) Insert(ctx context.Context, in *plan.Insert, row []value.Value) ([]value.Value, error) {
	worked(ctx, "insert %s %s", in.Into.Name, named(in.Into, in.Fields))
	return t.Tx.Insert(ctx, in, row)
}

func (t watchedTx) Update(ctx context.Context, up *plan.Update, of []value.Value) (bool, error) {
	worked(ctx, "update %s %s", up.Of.Name, named(up.Of, up.Fields))
	return t.Tx.Update(ctx, up, of)
}

func (t watchedTx) Delete(ctx context.Context, del *plan.Delete, key []value.Value) (bool, error) {
	worked(ctx, "delete %s", del.From.Name)
	return t.Tx.Delete(ctx, del, key)
}

func named(c *schema.Collection, fields []int) string {
	var names []string
	for _, f := range fields {
		names = append(names, c.Fields[f].Name)
	}
	return strings.Join(names, " ")
}

// watchedApp is an app whose work is noted.
func watchedApp(a *app, store string) *app {
	a.tap = func(d driver.Driver) driver.Driver { return watched{d} }
	return openApp(a, store, nil, func(o *Options) { o.Unthrottled, o.Phones = true, true })
}

// workOf gives what is done for an action's answer.
func (a *app) workOf(action string, given args) (done []string, err error) {
	w := &work{}
	ctx := context.WithValue(a.t.Context(), workKey{}, w)
	work := a.hasher.work
	a.hasher.work = func(j *hashing.Job) []byte {
		worked(ctx, "hash of %d KiB, %d rounds, %d bytes", j.Memory, j.Rounds, len(j.Password))
		return work(j)
	}
	defer func() { a.hasher.work = work }()
	_, err = a.asIn(ctx, query.Anonymous, action, given)
	return w.done, err
}

// Safety 8: what is done for an answer does not tell who is there: for an address
// that is known the same is read, hashed and written, in the same order, as for one
// that is not, and as many letters go out as the bodies of the two may read.
func TestWorkTellsNothing(t *testing.T) {
	stores.Each(t, func(t *testing.T, store string) {
		a := watchedApp(&app{t: t}, store)
		known, unknown := "ada@example.com", "eve@example.com"
		a.signedUp(known)
		for _, tc := range []struct {
			action  string
			given   args
			letters [2]int // to who is known, and to who is not
		}{
			{"auth_sign_in", args{"password": "a password that is wrong"}, [2]int{}},
			{"auth_sign_in", args{"password": "short"}, [2]int{}},
			{"auth_verify", args{"type": "email", "token": "000000"}, [2]int{}}, // of no code
			{"auth_verify", args{"type": "recovery", "token": "000000"}, [2]int{}},
			{"auth_recover", args{}, [2]int{1, 0}},
			{"auth_recover", args{}, [2]int{1, 0}}, // in the place of the one before
			{"auth_otp", args{"create_user": false}, [2]int{1, 0}},
			{"auth_verify", args{"type": "recovery", "token": "000000"}, [2]int{}},
			{"auth_verify", args{"type": "magiclink", "token": "000000"}, [2]int{}},
			{"auth_otp", args{}, [2]int{1, 1}},
			{"auth_verify", args{"type": "email", "token": "000000"}, [2]int{}},
			{"auth_sign_up", args{"password": strong}, [2]int{1, 1}},
			{"auth_sign_up", args{"password": strong}, [2]int{1, 1}},
			{"auth_verify", args{"type": "signup", "token": "000000"}, [2]int{}},
			{"auth_resend", args{"type": "signup"}, [2]int{0, 1}},
			{"auth_sign_in", args{"password": "a password that is wrong"}, [2]int{}},
		} {
			var done [2][]string
			var errs [2]error
			for i, email := range []string{known, unknown} {
				given := args{"email": email}
				for name, v := range tc.given {
					given[name] = v
				}
				done[i], errs[i] = a.workOf(tc.action, given)
				if n := len(a.letters); n != tc.letters[i] {
					t.Errorf("%s %v: %d letters, want %d", tc.action, given, n, tc.letters[i])
				}
				for len(a.letters) > 0 {
					<-a.letters
				}
			}
			if !slices.Equal(done[0], done[1]) {
				t.Errorf("%s %v does for who is there\n%s\nand for who is not\n%s", tc.action, tc.given, strings.Join(done[0], "\n"), strings.Join(done[1], "\n"))
			}
			if said := [2]string{fmt.Sprint(errs[0]), fmt.Sprint(errs[1])}; said[0] != said[1] {
				t.Errorf("%s %v says %s, and %s", tc.action, tc.given, said[0], said[1])
			}
			if len(done[0]) == 0 {
				t.Errorf("%s %v does nothing", tc.action, tc.given)
			}
		}
	})
}

// Who finds all seats taken costs nothing but the answer, and may come again.
func TestWhoFindsNoSeatCostsNothing(t *testing.T) {
	t.Parallel()
	a := watchedApp(&app{t: t}, "sqlite")
	a.signedUp("ada@example.com")
	a.hasher.patience = 0
	for range cap(a.hasher.waiting) {
		seat, err := a.hasher.seat(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer seat.leave()
	}
	for range 2 * triesAccount {
		done, err := a.workOf("auth_sign_in", args{"email": "ada@example.com", "password": strong})
		if err == nil || fault.As(err).Reason != tooManyRequests || len(done) > 0 {
			t.Fatalf("%v, after %s", err, done)
		}
	}
	<-a.hasher.waiting
	a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong})
	a.hasher.waiting <- struct{}{}
}

// Safety 8: how long an answer takes does not tell who is there. Pairs of a known
// and an unknown address take turns, and the medians are compared. What they are
// depends on the machine and what else it does: TestWorkTellsNothing needs neither.
func TestTimingTellsNothing(t *testing.T) {
	if os.Getenv("BEDPLATE_TEST_WHOLE") == "" {
		t.Skip("it takes minutes of a machine that does nothing else: set BEDPLATE_TEST_WHOLE")
	}
	const (
		bound  = time.Millisecond
		pairs  = 500
		rounds = 3 // of which the machine may disturb two
	)
	a := openApp(&app{t: t, dear: true}, "sqlite", nil, func(o *Options) { o.Unthrottled = true })
	go func() { // letters are not what is measured
		for range a.letters {
		}
	}()
	t.Cleanup(func() { close(a.letters) })
	known := func(n int) string { return fmt.Sprintf("user%d@example.com", n%20) }
	s := a.engine.Schema()
	for n := range 20 {
		to, err := addressOf(known(n))
		if err != nil {
			t.Fatal(err)
		}
		hash, err := a.hasher.hash(t.Context(), strong)
		if err != nil {
			t.Fatal(err)
		}
		l := a.addUser(newList(s), newUser{ID: newID(), Address: to, Password: hash, Verified: true}, a.clock.read())
		if _, _, err := l.do(t.Context(), background{a.engine}); err != nil {
			t.Fatal(err)
		}
	}
	for _, tc := range []struct {
		action string
		given  args
	}{
		{"auth_sign_in", args{"password": "a password that is wrong"}}, {"auth_recover", args{}}, {"auth_otp", args{"create_user": false}},
		{"auth_sign_up", args{"password": strong}}, {"auth_verify", args{"type": "email", "token": "000000"}},
	} {
		ask := func(email string) time.Duration {
			tc.given["email"] = email
			begun := time.Now()
			_, err := a.call(tc.action, tc.given)
			took := time.Since(begun)
			if code := fault.CodeOf(err); code == fault.Internal || code == fault.Unavailable {
				t.Fatal(err)
			}
			return took
		}
		var difference time.Duration
		for round := range rounds {
			var took [2][]time.Duration
			for n := range pairs {
				for _, who := range []int{n % 2, 1 - n%2} {
					email := known(n)
					if who == 1 {
						email = fmt.Sprintf("nobody%d-%d@example.com", round, n%20)
					}
					took[who] = append(took[who], ask(email))
				}
			}
			slices.Sort(took[0])
			slices.Sort(took[1])
			difference = (took[0][pairs/2] - took[1][pairs/2]).Abs()
			t.Logf("%s: medians %s and %s over %d pairs", tc.action, took[0][pairs/2], took[1][pairs/2], pairs)
			if difference < bound {
				break
			}
		}
		if difference >= bound {
			t.Errorf("%s takes %s longer or shorter for those who are there", tc.action, difference)
		}
	}
}
