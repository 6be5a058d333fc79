package identity

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bedplate/query"
)

// A token is good once. One step behind it gives the current one, as it does for
// a moment however far behind; after that it was stolen, and the session ends.
func TestRefresh(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		first := a.signedUp("ada@example.com")
		r := []string{first["refresh_token"].Raw()}
		for i := range 3 {
			a.clock.pass(time.Minute)
			r = append(r, a.must("auth_refresh", args{"refresh_token": r[i]})["refresh_token"].Raw())
		}
		for i, old := range r {
			if got := a.must("auth_refresh", args{"refresh_token": old}); i < 3 && got["refresh_token"].Raw() != r[3] {
				t.Errorf("token %d gave another than the current one", i)
			} else if i == 3 {
				r = append(r, got["refresh_token"].Raw())
			}
		}
		a.clock.pass(refreshGrace)
		a.must("auth_refresh", args{"refresh_token": r[3]})
		if a.Ended(sessionOf(t, first)) {
			t.Error("the session has ended already")
		}
		_, err := a.call("auth_refresh", args{"refresh_token": r[1]})
		a.refused(err, refreshUsed)
		if !a.Ended(sessionOf(t, first)) {
			t.Error("the session of a stolen token goes on")
		}
		for _, token := range append(r, "", "x", r[4][:len(r[4])-1]+"A") {
			_, err := a.call("auth_refresh", args{"refresh_token": token})
			a.refused(err, refreshNotFound)
		}
	})
}

// A session ends when it is not used, and whatever is done with it.
func TestSessionsEnd(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		token := a.signedUp("ada@example.com")["refresh_token"].Raw()
		for range 4 {
			a.clock.pass(a.Idle - time.Second)
			token = a.must("auth_refresh", args{"refresh_token": token})["refresh_token"].Raw()
		}
		a.clock.pass(a.Absolute - 4*(a.Idle-time.Second))
		_, err := a.call("auth_refresh", args{"refresh_token": token})
		a.refused(err, sessionExpired)
		token = a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong})["refresh_token"].Raw()
		a.clock.pass(a.Idle)
		_, err = a.call("auth_refresh", args{"refresh_token": token})
		a.refused(err, sessionExpired)
	})
}

// Of many who use one secret at the same time, one succeeds.
func TestSingleUse(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Unthrottled = true }, func(t *testing.T, a *app) {
		for round := range 5 {
			a.must("auth_otp", args{"email": "ada@example.com"})
			l := <-a.letters
			way := args{"type": "email", "email": "ada@example.com", "token": l.Code}
			if round%2 == 0 {
				way = args{"type": "magiclink", "token_hash": secretIn(t, l)}
			}
			var good atomic.Int32
			var all sync.WaitGroup
			for range 20 {
				all.Go(func() {
					if _, err := a.call("auth_verify", way); err == nil {
						good.Add(1)
					} else {
						a.refused(err, otpExpired)
					}
				})
			}
			all.Wait()
			if good.Load() != 1 {
				t.Fatalf("round %d: %d succeeded", round, good.Load())
			}
		}
	})
}

// Whoever is signed out by one server is refused by another, and each believes
// the keys of the other.
func TestTwoServers(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		first := a.signedUp("ada@example.com")
		other := a.server(a.engine.Schema(), nil)
		mine, _ := a.PublicKeys()
		theirs, _ := other.PublicKeys()
		if string(mine) != string(theirs) {
			t.Error("the servers have different keys")
		}
		if _, err := a.as(holder(t, first), "auth_sign_out", args{"scope": "local"}); err != nil {
			t.Fatal(err)
		}
		if err := other.loadEnded(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !other.Ended(sessionOf(t, first)) || !a.Ended(sessionOf(t, first)) {
			t.Error("the session goes on")
		}
		_, err := a.as(holder(t, first), "auth_user", nil)
		a.refused(err, sessionNotFound)
		_, err = a.as(&query.Principal{Role: query.RoleAuthenticated, ID: "somebody"}, "auth_user", nil)
		a.refused(err, badToken)
		a.clock.pass(a.Access + endedSlack + time.Minute)
		if err := other.loadEnded(t.Context()); err != nil {
			t.Fatal(err)
		}
		if other.Ended(sessionOf(t, first)) {
			t.Error("it is remembered longer than tokens live")
		}
		if err := other.sweep(t.Context()); err != nil {
			t.Error(err)
		}
		stranger := a.server(a.engine.Schema(), func(o *Options) { o.Secret = []byte("another secret") })
		set, _ := stranger.PublicKeys()
		if len(set) <= len(mine) || stranger.keys.set.Load().kid == a.keys.set.Load().kid {
			t.Error("a server with another secret signs with the same key, or does not tell of it")
		}
	})
}
