package identity

import (
	"testing"
	"time"
)

// Every event by which an account could be taken or lost is kept.
func TestAuditEvents(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Unthrottled = true }, func(t *testing.T, a *app) {
		in := a.signedUp("ada@example.com")
		_, err := a.call("auth_sign_in", args{"email": "ada@example.com", "password": "another password"})
		a.refused(err, invalidCredentials)
		first := in["refresh_token"].Raw()
		second := a.must("auth_refresh", args{"refresh_token": first})["refresh_token"].Raw()
		a.must("auth_refresh", args{"refresh_token": second})
		a.clock.pass(refreshGrace)
		_, err = a.call("auth_refresh", args{"refresh_token": first})
		a.refused(err, refreshUsed)
		p := holder(t, a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong}))
		if _, err := a.as(p, "auth_update_user", args{"password": strong + " staple", "email": "ada@other.example"}); err != nil {
			t.Fatal(err)
		}
		l := <-a.letters
		for l.To != "ada@other.example" {
			l = <-a.letters
		}
		a.must("auth_verify", args{"type": "email_change", "email": l.To, "token": l.Code})
		if _, err := a.as(p, "auth_sign_out", nil); err != nil {
			t.Fatal(err)
		}
		made := a.key(args{"name": "k", "kind": "secret"})
		a.must("auth_client_token", args{"client_id": made.ID, "client_secret": made.Key})
		_, err = a.call("auth_client_token", args{"client_id": made.ID, "client_secret": "x"})
		a.refused(err, invalidCredentials)
		if _, err := a.value("auth_rotate_key", args{"id": made.ID, "grace": "1h"}); err != nil {
			t.Fatal(err)
		}
		a.manage("auth_revoke_key", args{"id": made.ID})
		if _, err := a.value("auth_rotate_signing_key", nil); err != nil {
			t.Fatal(err)
		}
		for _, event := range []string{"signup_requested", "signup", "login_failed", "login", "refresh_token_reused", "password_changed", "email_change_requested",
			"email_changed", "logout", "key_created", "client_token", "client_failed", "key_rotated", "key_revoked", "signing_key_rotated"} {
			found := int64(0)
			for end := time.Now().Add(30 * time.Second); found == 0 && time.Now().Before(end); { // some are noted after the answer
				found = a.manage("auth_admin_audit", args{"event": event})["total"].Int()
			}
			if found == 0 {
				t.Errorf("%s is not kept", event)
			}
		}
	})
}
