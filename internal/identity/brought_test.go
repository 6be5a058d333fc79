package identity

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
)

// TestHooksOfBrought asks hooks about users whom a provider or an administrator
// brings, as about those who sign up: what they change is kept, whom they refuse
// is nobody, and none of those loses an address to them.
func TestHooksOfBrought(t *testing.T) {
	onEveryStoreLinked(t, func(o *Options) { o.ConfirmEmail = false }, func(t *testing.T, a linked) {
		var seen []string
		refusing := false
		a.Hooks.BeforeSignUp = func(_ context.Context, e *Event) error {
			seen = append(seen, "up? "+e.Email+e.Phone)
			if e.Anonymous {
				return errors.New("an anonymous user")
			}
			if refusing {
				return errors.New("not you")
			}
			e.AppData = json.RawMessage(`{"tier": 3}`)
			return nil
		}
		a.Hooks.AfterSignUp = func(_ context.Context, e *Event) { seen = append(seen, "up "+e.Email+e.Phone) }
		a.Hooks.BeforeSignIn = func(_ context.Context, e *Event) error { seen = append(seen, "in? "+e.Email+" "+e.Method); return nil }
		want := func(all ...string) {
			t.Helper()
			if !slices.Equal(seen, all) {
				t.Errorf("the hooks saw %q, not %q", seen, all)
			}
			seen = nil
		}
		tier := func(user string) {
			t.Helper()
			if !strings.Contains(user, `"tier":3`) || !strings.Contains(user, `"providers":`) {
				t.Errorf("what the hook said of a user is not kept: %s", user)
			}
		}
		const ada = "ada@example.com"
		tier(a.comes("company", profileOf("ada", ada, true))["user"].Raw())
		want("up? "+ada, "up "+ada, "in? "+ada+" oauth")
		a.comes("company", profileOf("ada", ada, true))
		want("in? " + ada + " oauth")
		a.comes("company", profileOf("unknown", "unknown@example.com", false))
		want("up? ", "up ", "in?  oauth")

		const victim = "victim@example.com"
		a.must("auth_sign_up", args{"email": victim, "password": strong})
		seen, refusing = nil, true
		left := a.must("auth_authorize", args{"provider": "company"})
		if told := ledTo(t, a.must("auth_callback", a.visit(a.company, left, profileOf("other", victim, true)))); told.Get("error_code") != hookRefused {
			t.Errorf("the page is told %v", told)
		}
		want("up? " + victim)
		refusing = false
		a.must("auth_sign_in", args{"email": victim, "password": strong}) // nobody took the address
		seen = nil

		for _, c := range []struct {
			action string
			given  args
			who    string
		}{
			{"auth_admin_create_user", args{"email": "made@example.com", "app_metadata": map[string]any{"plan": "free"}}, "made@example.com"},
			{"auth_admin_create_user", args{"phone": "+43 660 1234567"}, "436601234567"},
			{"auth_invite", args{"email": "invited@example.com"}, "invited@example.com"},
			{"auth_generate_link", args{"type": "magiclink", "email": "linked@example.com"}, "linked@example.com"},
		} {
			refusing = true
			_, err := a.admin(c.action, c.given)
			a.refused(err, hookRefused)
			want("up? " + c.who)
			refusing = false
			if _, err := a.admin(c.action, c.given); err != nil {
				t.Fatalf("%s: %v", c.action, err)
			}
			want("up? "+c.who, "up "+c.who)
		}
	})
}

// TestConfirmed tells which address a code showed, and that none is confirmed
// before.
func TestConfirmed(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.ConfirmEmail, o.Phones, o.Unthrottled = false, true, true }, func(t *testing.T, a *app) {
		se := a.must("auth_sign_up", args{"email": "ada@example.com", "password": strong})
		if u := read[userDocument](t, se["user"]); u.EmailConfirmedAt != "" || u.ConfirmedAt != "" {
			t.Errorf("an address that nobody showed is confirmed: %+v", u)
		}
		a.must("auth_otp", args{"email": "ada@example.com"})
		l := <-a.letters
		se = a.must("auth_verify", args{"type": "email", "email": "ada@example.com", "token": l.Code})
		if u := read[userDocument](t, se["user"]); u.EmailConfirmedAt == "" {
			t.Errorf("an address that was shown is not confirmed: %+v", u)
		}

		a.manage("auth_admin_create_user", args{"email": "made@example.com", "phone": "+436601234567"})
		a.must("auth_otp", args{"phone": "+436601234567"})
		m := <-a.texts
		se = a.must("auth_verify", args{"type": "sms", "phone": "+436601234567", "token": m.Code})
		if u := read[userDocument](t, se["user"]); u.PhoneConfirmedAt == "" || u.EmailConfirmedAt != "" {
			t.Errorf("a code of the telephone shows that alone: %+v", u)
		}
	})
}
