package identity

import (
	"fmt"
	"sync"
	"testing"

	"bedplate/fault"
	"bedplate/value"
)

// TestAccountsThatWerePrepared: where addresses are not confirmed, whoever signs
// up with somebody else's loses every way in when the owner comes by a letter.
func TestAccountsThatWerePrepared(t *testing.T) {
	onEveryStoreLinked(t, func(o *Options) {
		o.ConfirmEmail, o.Unthrottled, o.Phones = false, true, true
	}, func(t *testing.T, a linked) {
		for n, kind := range []string{"magiclink", "recovery"} {
			email, phone, eve := kind+"@example.com", fmt.Sprint("49170123456", n), profileOf("eve"+kind, "", false)
			in := a.must("auth_sign_up", args{"email": email, "password": strong})
			user := a.userOf(in).ID
			if _, err := a.as(holder(t, in), "auth_update_user", args{"phone": phone}); err != nil {
				t.Fatal(err)
			}
			a.must("auth_verify", args{"type": "phone_change", "phone": phone, "token": (<-a.texts).Code})
			a.link(in, "other", eve, nil)
			e := a.enroll(holder(t, in), "theirs")
			in = a.verified(holder(t, in), e)

			// A message to the attacker's telephone shows nothing of the address.
			a.must("auth_otp", args{"phone": phone})
			by := a.must("auth_verify", args{"type": "sms", "phone": phone, "token": (<-a.texts).Code})
			if rows := a.rows("auth_identities", []test{eq("user", idOf(user)), eq("provider", value.OfText("email"))}, "verified"); rows[0].at("verified").Bool() {
				t.Error("the address was shown by a telephone")
			}

			if kind == "recovery" {
				a.must("auth_recover", args{"email": email})
			} else {
				a.must("auth_otp", args{"email": email})
			}
			mine := a.must("auth_verify", args{"type": kind, "token_hash": secretIn(t, <-a.letters)})
			u := a.userOf(mine)
			if u.ID != user || u.Phone != "" || len(u.Identities) != 1 || len(u.Factors) != 0 || string(u.AppMetadata) != `{"provider":"email","providers":["email"]}` {
				t.Errorf("%+v", u)
			}
			for _, theirs := range []map[string]any{{"s": sessionOf(t, in)}, {"s": sessionOf(t, by)}} {
				if !a.Ended(theirs["s"].(string)) {
					t.Error("a session of theirs goes on")
				}
			}
			_, err := a.call("auth_refresh", args{"refresh_token": in["refresh_token"].Raw()})
			a.refused(err, refreshNotFound)
			_, err = a.call("auth_sign_in", args{"email": email, "password": strong})
			a.refused(err, invalidCredentials)
			if u := a.userOf(a.comes("other", eve)); u.ID == user {
				t.Error("they come in by a provider")
			}

			// It is the owner's from now on, and stays as they have it.
			if _, err := a.as(holder(t, mine), "auth_update_user", args{"password": strong}); err != nil {
				t.Fatal(err)
			}
			a.must("auth_otp", args{"email": email})
			a.must("auth_verify", args{"type": "magiclink", "token_hash": secretIn(t, <-a.letters)})
			a.must("auth_sign_in", args{"email": email, "password": strong})
			if a.Ended(sessionOf(t, mine)) {
				t.Error("the owner's session ended")
			}
		}
	})
}

// TestBannedWhileACodeIsTaken: whoever is banned while a code is taken has no session
// afterwards, whichever came first.
func TestBannedWhileACodeIsTaken(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Unthrottled = true }, func(t *testing.T, a *app) {
		user := idOf(saidBy(t, a.signedUp("ada@example.com"))["sub"].(string))
		for range whole(6, 200) {
			a.must("auth_otp", args{"email": "ada@example.com"})
			l := <-a.letters
			var all sync.WaitGroup
			all.Go(func() {
				_, err := a.call("auth_verify", args{"type": "magiclink", "token_hash": secretIn(t, l)})
				if f := fault.As(err); err != nil && f.Reason != userBanned && f.Code != fault.Conflict {
					t.Errorf("%v", err)
				}
			})
			all.Go(func() {
				a.manage("auth_admin_update_user", args{"id": user.String(), "ban_duration": "1h"})
			})
			all.Wait()
			if rows := a.rows("auth_sessions", []test{eq("user", user)}, "id"); len(rows) != 0 {
				t.Fatalf("who is banned has %d sessions", len(rows))
			}
			a.manage("auth_admin_update_user", args{"id": user.String(), "ban_duration": "none"})
		}
	})
}
