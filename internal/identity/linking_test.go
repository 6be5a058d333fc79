package identity

import (
	"net/url"
	"strings"
	"sync"
	"testing"

	"bedplate/fault"
	"bedplate/value"
)

// link adds an identity to who has a session.
func (a linked) link(session map[string]value.Value, name string, who map[string]any, more args) map[string]value.Value {
	a.t.Helper()
	given := args{"provider": name}
	for k, v := range more {
		given[k] = v
	}
	out, err := a.as(holder(a.t, session), "auth_link_identity", given)
	if err != nil {
		a.t.Fatal(err)
	}
	u, err := url.Parse(out["url"].Raw())
	if err != nil || !strings.HasPrefix(out["url"].Raw(), a.Door+"/authorize?ticket=") {
		a.t.Fatal(out["url"].Raw(), err)
	}
	left := a.must("auth_authorize", args{"ticket": u.Query().Get("ticket")})
	_, err = a.call("auth_authorize", args{"ticket": u.Query().Get("ticket")})
	a.refused(err, badState)
	i := a.company
	if name == "other" {
		i = a.other
	}
	return a.must("auth_callback", a.visit(i, left, who))
}

func TestLinking(t *testing.T) {
	onEveryStoreLinked(t, func(o *Options) { o.Anonymous = true }, func(t *testing.T, a linked) {
		mine := a.signedUp("ada@example.com")
		u := a.userOf(a.link(mine, "company", profileOf("ada", "work@example.com", true), nil))
		if u.ID != a.userOf(mine).ID || u.Email != "ada@example.com" || len(u.Identities) != 2 {
			t.Errorf("%+v", u)
		}
		if again := a.userOf(a.comes("company", profileOf("ada", "", false))); again.ID != u.ID {
			t.Errorf("%+v", again)
		}
		if said := ledTo(t, a.link(mine, "company", profileOf("ada", "", false), nil)); said.Get("error_code") != identityExists {
			t.Errorf("%v", said)
		}
		// An anonymous user becomes somebody.
		nobody := a.must("auth_sign_up", nil)
		somebody := a.userOf(a.link(nobody, "other", profileOf("eve", "eve@example.com", true), nil))
		if somebody.ID != a.userOf(nobody).ID || somebody.IsAnonymous || somebody.Email != "eve@example.com" ||
			string(somebody.AppMetadata) != `{"provider":"other","providers":["other"]}` {
			t.Errorf("%+v", somebody)
		}
		// Not with an address that is somebody else's.
		third := a.must("auth_sign_up", nil)
		if u := a.userOf(a.link(third, "other", profileOf("third", "ada@example.com", true), nil)); u.ID == a.userOf(mine).ID || u.Email != "" || len(u.Identities) != 1 {
			t.Errorf("%+v", u)
		}
		_, err := a.call("auth_link_identity", args{"provider": "company"})
		if fault.CodeOf(err) != fault.Denied {
			t.Errorf("%v", err)
		}
	})
}

// TestLinkingWithFactors: who has a second factor shows it before an identity is
// added or taken, and goes on with a session that has.
func TestLinkingWithFactors(t *testing.T) {
	onEveryStoreLinked(t, nil, func(t *testing.T, a linked) {
		raised, _ := a.secured("ada@example.com")
		low := holder(t, a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong}))
		for action, given := range map[string]args{
			"auth_link_identity":   {"provider": "company"},
			"auth_unlink_identity": {"identity_id": a.userOf(raised).Identities[0].IdentityID},
			"auth_id_token":        {"provider": "company", "id_token": a.company.Token(a.company.Claims(profileOf("ada", "", false))), "link_identity": true},
		} {
			_, err := a.as(low, action, given)
			a.refused(err, insufficientAAL)
		}
		session := a.link(raised, "company", profileOf("ada", "", false), nil)
		if len(a.userOf(session).Identities) != 2 || !strings.Contains(holder(t, session).Claims.Raw(), `"aal":"aal2"`) {
			t.Errorf("%v", session)
		}
		// A provider alone is one factor.
		if again := a.comes("company", profileOf("ada", "", false)); !strings.Contains(holder(t, again).Claims.Raw(), `"aal":"aal1"`) {
			t.Errorf("%v", again)
		}
	})
}

// TestLinkingByPKCE: the identity is added when the page exchanges the code that
// began, and not by whoever was made to follow the link.
func TestLinkingByPKCE(t *testing.T) {
	onEveryStoreLinked(t, nil, func(t *testing.T, a linked) {
		mine := a.signedUp("ada@example.com")
		verifier := strings.Repeat("v", 50)
		more := args{"code_challenge": hashOf(verifier), "code_challenge_method": "s256"}
		back := a.link(mine, "company", profileOf("ada", "", false), more)
		if u := a.userOf(a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong})); len(u.Identities) != 1 {
			t.Errorf("it was added at once: %+v", u)
		}
		session := a.must("auth_exchange", args{"auth_code": back["code"].Raw(), "code_verifier": verifier})
		if u := a.userOf(session); len(u.Identities) != 2 || u.ID != a.userOf(mine).ID || session["provider_token"].IsNull() {
			t.Errorf("%+v", u)
		}
		// Who signed out in between adds nothing.
		back = a.link(session, "other", profileOf("ada", "", false), more)
		if _, err := a.as(holder(t, session), "auth_sign_out", args{"scope": "local"}); err != nil {
			t.Fatal(err)
		}
		_, err := a.call("auth_exchange", args{"auth_code": back["code"].Raw(), "code_verifier": verifier})
		a.refused(err, sessionNotFound)
	})
}

func TestUnlinking(t *testing.T) {
	onEveryStoreLinked(t, nil, func(t *testing.T, a linked) {
		mine := a.signedUp("ada@example.com")
		u := a.userOf(a.link(mine, "company", profileOf("ada", "work@example.com", true), nil))
		by := func(u userDocument, name string) string {
			for _, i := range u.Identities {
				if i.Provider == name {
					return i.IdentityID
				}
			}
			return ""
		}
		unlink := func(id string) error {
			_, err := a.as(holder(t, mine), "auth_unlink_identity", args{"identity_id": id})
			return err
		}
		a.refused(unlink(newID().String()), identityNotFound)
		stranger := a.userOf(a.comes("other", profileOf("eve", "eve@example.com", true)))
		a.refused(unlink(stranger.Identities[0].IdentityID), identityNotFound)
		// Without the address that stood for the password, the password ends.
		if err := unlink(by(u, "email")); err != nil {
			t.Fatal(err)
		}
		u = a.userOf(a.comes("company", profileOf("ada", "work@example.com", true)))
		if u.Email != "work@example.com" || len(u.Identities) != 1 || string(u.AppMetadata) != `{"provider":"company","providers":["company"]}` {
			t.Errorf("%+v", u)
		}
		for _, email := range []string{"ada@example.com", "work@example.com"} {
			_, err := a.call("auth_sign_in", args{"email": email, "password": strong})
			a.refused(err, invalidCredentials)
		}
		a.refused(unlink(by(u, "company")), lastIdentity)
	})
}

// TestUnlinkingInParallel: one identity remains.
func TestUnlinkingInParallel(t *testing.T) {
	onEveryStoreLinked(t, nil, func(t *testing.T, a linked) {
		mine := a.comes("company", profileOf("ada", "", false))
		u := a.userOf(a.link(mine, "other", profileOf("ada", "", false), nil))
		var all sync.WaitGroup
		for _, i := range u.Identities {
			all.Go(func() { _, _ = a.as(holder(t, mine), "auth_unlink_identity", args{"identity_id": i.IdentityID}) })
		}
		all.Wait()
		d := background{a.engine}
		rows, _, err := newList(a.engine.Schema()).read("auth_identities", []test{eq("user", idOf(u.ID))}, "id").do(t.Context(), d)
		if err != nil || len(rows) == 0 {
			t.Errorf("%d are left, %v", len(rows), err)
		}
	})
}
