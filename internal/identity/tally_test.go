package identity

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/internal/engine"
	"bedplate/query"
)

// fleet are the engines of an app's servers, over one database.
type fleet struct {
	*app
	servers []*engine.Engine
}

func newFleet(a *app, n int) fleet {
	a.t.Helper()
	f := fleet{a, []*engine.Engine{a.engine}}
	for len(f.servers) < n {
		other := a.server(a.engine.Schema(), func(o *Options) { o.Unthrottled = a.Unthrottled })
		made, err := engine.New(engine.Options{Schema: a.engine.Schema(), Stores: a.stores, Clock: a.clock.read, Actions: other.Actions()})
		if err != nil {
			a.t.Fatal(err)
		}
		f.servers = append(f.servers, made)
	}
	return f
}

// ask calls an action at one server, from a place.
func (f fleet) ask(server int, from, action string, given args) error {
	decl := f.engine.Schema().Action(action)
	inv := f.invocation(decl, given)
	inv.Source = query.Source{IP: from}
	_, err := f.servers[server%len(f.servers)].Call(f.t.Context(), query.Anonymous, inv)
	return err
}

// tallies are the counts in the database.
func (f fleet) tallies() (n []int64) {
	f.t.Helper()
	rows, _, err := newList(f.engine.Schema()).read("auth_tries", nil, "hash", "n").do(f.t.Context(), background{f.engine})
	if err != nil {
		f.t.Fatal(err)
	}
	for _, r := range rows {
		if strings.Contains(r.at("hash").Raw(), "@") {
			f.t.Errorf("the database says who was tried: %s", r.at("hash"))
		}
		n = append(n, r.at("n").Int())
	}
	return n
}

// Several servers on one database give a guesser hardly more tries than one: each
// the few that it lets pass by itself.
func TestServersCountTogether(t *testing.T) {
	const servers = 4
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		f := newFleet(a, servers)
		a.signedUp("ada@example.com")
		wrong := args{"email": "ada@example.com", "password": "another one, and wrong"}
		digits := args{"type": "email", "email": "eve@example.com", "token": "000000"}
		for _, tc := range []struct {
			name, action string
			given        args
			reason       string
		}{{"passwords", "auth_sign_in", wrong, invalidCredentials}, {"codes", "auth_verify", digits, otpExpired},
			{"secrets of keys", "auth_client_token", args{"client_id": newID().String(), "client_secret": "x"}, invalidCredentials}} {
			judged := 0
			for n := range 15 * servers {
				err := f.ask(n, "192.0.2.7", tc.action, tc.given)
				if fault.As(err).Reason == tc.reason {
					judged++
					continue
				}
				a.refused(err, tooManyRequests)
			}
			if most := triesHere + servers; judged != most {
				t.Errorf("%s: %d guesses were judged, not %d", tc.name, judged, most)
			}
		}
		// Elsewhere, and later, it may be tried.
		right := args{"email": "ada@example.com", "password": strong}
		if err := f.ask(0, "198.51.100.1", "auth_sign_in", right); err != nil {
			t.Errorf("from another place: %v", err)
		}
		a.clock.pass(window)
		for n := range servers {
			if err := f.ask(n, "192.0.2.7", "auth_sign_in", right); err != nil {
				t.Errorf("a quarter of an hour later: %v", err)
			}
		}
		a.clock.pass(window + 2*endedSlack)
		if err := a.sweep(t.Context()); err != nil || len(f.tallies()) > 0 {
			t.Errorf("%v: what is over is kept: %v", err, f.tallies())
		}
	})
}

// A try is counted before it is judged: many at once are no more than one after
// the other.
func TestServersCountAtOnce(t *testing.T) {
	const servers = 4
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		f := newFleet(a, servers)
		a.signedUp("ada@example.com")
		var judged, refused atomic.Int32
		var all sync.WaitGroup
		for n := range 10 * servers {
			all.Go(func() {
				err := f.ask(n, "192.0.2.7", "auth_sign_in", args{"email": "ada@example.com", "password": "another one, and wrong"})
				switch fault.As(err).Reason {
				case invalidCredentials:
					judged.Add(1)
				case tooManyRequests:
					refused.Add(1)
				default:
					if fault.CodeOf(err) != fault.Conflict {
						t.Errorf("%v", err)
					}
				}
			})
		}
		all.Wait()
		if n := judged.Load(); n > triesHere+servers || n < servers {
			t.Errorf("%d guesses were judged, and %d refused", n, refused.Load())
		}
	})
}

// An account is shut to a guesser with many places too, whatever servers they ask.
func TestServersCountAnAccount(t *testing.T) {
	t.Parallel()
	const servers = 3
	a := newApp(t, "sqlite", nil)
	f := newFleet(a, servers)
	judged := 0
	for n := range triesAccount + servers*(triesAccount/10) + 20 {
		err := f.ask(n, fmt.Sprintf("198.51.%d.%d", n/200, n%200+1), "auth_sign_in", args{"email": "ada@example.com", "password": "another one, and wrong"})
		if fault.As(err).Reason == invalidCredentials {
			judged++
		}
	}
	if most := triesAccount + servers*triesAccount/10; judged != most {
		t.Errorf("%d guesses were judged, not %d", judged, most)
	}
}

// Who makes no mistake is counted nowhere but at the server; a mistake that was
// made good is taken back.
func TestGoodTriesAreNotTallied(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		f := newFleet(a, 2)
		a.signedUp("ada@example.com")
		sign := func(password string) error {
			return f.ask(1, "192.0.2.7", "auth_sign_in", args{"email": "ada@example.com", "password": password})
		}
		for range 2 * triesHere {
			if err := sign(strong); err != nil {
				t.Fatal(err)
			}
		}
		if n := f.tallies(); len(n) > 0 {
			t.Errorf("sign-ins without a mistake are tallied: %v", n)
		}
		a.refused(sign("another one, and wrong"), invalidCredentials)
		for range triesHere / 2 { // each is one more than the server lets pass by itself
			if err := sign(strong); err != nil {
				t.Fatal(err)
			}
		}
		for until := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
			left := int64(0)
			for _, n := range f.tallies() {
				left += n
			}
			if left == 0 {
				break
			}
			if time.Now().After(until) {
				t.Fatalf("what was good is still counted: %d", left)
			}
		}
	})
}
