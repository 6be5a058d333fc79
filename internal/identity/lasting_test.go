package identity

import (
	"sync"
	"testing"
	"time"

	"bedplate/query"
	"bedplate/value"
)

// sessionsOf counts a user's sessions.
func (a *app) sessionsOf(user string) int {
	a.t.Helper()
	d := background{a.engine}
	rows, _, err := newList(d.Schema()).read("auth_sessions", []test{eq("user", idOf(user))}, "id").do(a.t.Context(), d)
	if err != nil {
		a.t.Fatal(err)
	}
	return len(rows)
}

// TestLastingSessions: passwords that come with each request begin one session, for as
// long as its token and the password are good.
func TestLastingSessions(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		const email = "ada@example.com"
		mine := holder(t, a.signedUp(email))
		src := query.Source{IP: "192.0.2.7"}
		in := func(password string) (string, error) { return a.SignedIn(t.Context(), src, email, password) }
		must := func(password string) string {
			t.Helper()
			token, err := in(password)
			if err != nil {
				t.Fatal(err)
			}
			return token
		}
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if _, err := in(strong); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		first := must(strong)
		if n := a.sessionsOf(mine.ID); n != 2 {
			t.Errorf("there are %d sessions", n)
		}
		if p := holder(t, map[string]value.Value{"access_token": value.OfText(first)}); p.ID != mine.ID || p.Email != email {
			t.Errorf("the token is of %+v", p)
		}

		// Wrong ones are refused, and no more of them than of any sign-in; whoever is in stays so.
		for range triesHere {
			_, err := in("no password of ada's")
			a.refused(err, invalidCredentials)
		}
		_, err := in("no password of ada's")
		a.refused(err, tooManyRequests)
		_, err = a.SignedIn(t.Context(), src, "nobody@example.com", strong)
		a.refused(err, invalidCredentials)
		if again := must(strong); again != first {
			t.Error("a session did not last")
		}
		a.clock.pass(window + time.Second)

		// With its token's life it ends, and another one begins.
		second := must(strong)
		if second == first {
			t.Error("a token that has expired is given")
		}
		for began := time.Now(); a.sessionsOf(mine.ID) != 2; time.Sleep(time.Millisecond) {
			if time.Since(began) > time.Minute {
				t.Fatalf("there are %d sessions", a.sessionsOf(mine.ID))
			}
		}

		// Where it is ended it serves no more.
		if _, err := a.as(holder(t, map[string]value.Value{"access_token": value.OfText(second)}), "auth_sign_out", args{"scope": "local"}); err != nil {
			t.Fatal(err)
		}
		if third := must(strong); third == second {
			t.Error("a session that ended goes on")
		}
		const other = "another horse entirely"
		if _, err := a.as(mine, "auth_update_user", args{"password": other}); err != nil {
			t.Fatal(err)
		}
		_, err = in(strong)
		a.refused(err, invalidCredentials)
		must(other)
	})
}
