package identity

import (
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// made up of what generateLink gives.
type linkDocument struct {
	ID         string `json:"id"`
	Email      string `json:"email"`
	InvitedAt  string `json:"invited_at"`
	ActionLink string `json:"action_link"`
	Digits     string `json:"email_otp"`
	Secret     string `json:"hashed_token"`
	Type       string `json:"verification_type"`
	RedirectTo string `json:"redirect_to"`
}

func (a *app) linked(given args) (linkDocument, error) {
	a.t.Helper()
	decl := a.engine.Schema().Action("auth_generate_link")
	inv := a.invocation(decl, given)
	out, err := a.engine.Call(a.t.Context(), query.Service, inv)
	if err != nil {
		return linkDocument{}, err
	}
	return read[linkDocument](a.t, out.Value), nil
}

// Links that an administrator asked for do what mailed ones do, and nothing is
// mailed.
func TestGeneratedLinks(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Redirects = []string{"http://app.example/in"} }, func(t *testing.T, a *app) {
		for _, c := range []struct{ kind, email, verified string }{
			{"signup", "s@example.com", "signup"}, {"invite", "i@example.com", "invite"}, {"magiclink", "m@example.com", "magiclink"},
			{"magiclink", "s@example.com", "magiclink"}, {"recovery", "s@example.com", "recovery"},
		} {
			l, err := a.linked(args{"type": c.kind, "email": c.email, "password": strong, "redirect_to": "http://app.example/in?x=1"})
			if err != nil {
				t.Fatalf("%s: %v", c.kind, err)
			}
			if l.Email != c.email || l.Type != c.kind || l.RedirectTo != "http://app.example/in?x=1" || len(l.Digits) != 6 || (l.InvitedAt != "") != (c.kind == "invite") {
				t.Errorf("%s: %+v", c.kind, l)
			}
			in := a.must("auth_verify", args{"type": c.verified, "token_hash": l.Secret})
			if u := read[userDocument](t, in["user"]); u.ID != l.ID || u.EmailConfirmedAt == "" {
				t.Errorf("%s: entered as %+v", c.kind, u)
			}
			_, err = a.call("auth_verify", args{"type": c.verified, "email": c.email, "token": l.Digits})
			a.refused(err, otpExpired)
		}
		a.must("auth_sign_in", args{"email": "s@example.com", "password": strong})
		for given, reason := range map[*args]string{
			{"type": "signup", "email": "s@example.com"}:                                         emailExists,
			{"type": "invite", "email": "s@example.com"}:                                         emailExists,
			{"type": "recovery", "email": "nobody@example.com"}:                                  userNotFound,
			{"type": "reauthentication", "email": "s@example.com"}:                               validationFailed,
			{"type": "email_change_new", "email": "s@example.com"}:                               validationFailed,
			{"type": "email_change_new", "email": "s@example.com", "new_email": "name"}:          validationFailed,
			{"type": "email_change_new", "email": "s@example.com", "new_email": "i@example.com"}: emailExists,
			{"type": "magiclink", "email": "name"}:                                               validationFailed,
			{"type": "signup", "email": "w@example.com", "password": "short"}:                    weakPassword,
		} {
			_, err := a.linked(*given)
			a.refused(err, reason)
		}
		if len(a.letters) != 0 {
			t.Error("something was mailed")
		}
	})
}

// Another address by a link for it, or by one for the address of now, after
// which the new one is asked.
func TestGeneratedChanges(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		a.made(args{"email": "a@example.com", "email_confirm": true})
		l, err := a.linked(args{"type": "email_change_new", "email": "a@example.com", "new_email": "b@example.com"})
		if err != nil {
			t.Fatal(err)
		}
		in := a.must("auth_verify", args{"type": "email_change", "token_hash": l.Secret})
		if read[userDocument](t, in["user"]).Email != "b@example.com" {
			t.Error("the address is the old one")
		}
		if l, err = a.linked(args{"type": "email_change_current", "email": "b@example.com", "new_email": "c@example.com"}); err != nil {
			t.Fatal(err)
		}
		if out := a.must("auth_verify", args{"type": "email_change", "email": "b@example.com", "token": l.Digits}); !out["access_token"].IsNull() {
			t.Error("the wish for another address lets in")
		}
		mailed := <-a.letters
		if mailed.To != "c@example.com" {
			t.Errorf("%+v", mailed)
		}
		in = a.must("auth_verify", args{"type": "email_change", "email": "c@example.com", "token": mailed.Code})
		if read[userDocument](t, in["user"]).Email != "c@example.com" {
			t.Error("the address is the old one")
		}
	})
}

// An invitation is mailed, and whoever follows it is in.
func TestInvitation(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		for range 2 { // the second in the place of the first
			u := read[userDocument](t, a.manage("auth_invite", args{"email": "ada@example.com", "data": map[string]any{"nick": "ada"}})["user"])
			if u.InvitedAt == "" || u.EmailConfirmedAt != "" || string(u.UserMetadata) != `{"nick":"ada"}` {
				t.Errorf("%+v", u)
			}
		}
		first, second := <-a.letters, <-a.letters
		_, err := a.call("auth_verify", args{"type": "invite", "token_hash": secretIn(t, first)})
		a.refused(err, otpExpired)
		in := a.must("auth_verify", args{"type": "invite", "token_hash": secretIn(t, second)})
		if _, err := a.as(holder(t, in), "auth_update_user", args{"password": strong}); err != nil {
			t.Error(err)
		}
		_, err = a.admin("auth_invite", args{"email": "ada@example.com"})
		a.refused(err, emailExists)
		_, err = a.admin("auth_invite", args{"email": "name"})
		a.refused(err, validationFailed)
	})
}

// Sessions are listed and ended, by their users and by administrators, and by
// nobody else.
func TestListedSessions(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		u := a.made(args{"email": "ada@example.com", "password": strong, "email_confirm": true})
		b := a.made(args{"email": "bob@example.com", "password": strong, "email_confirm": true})
		enter := func(email string) map[string]value.Value {
			a.clock.pass(time.Second)
			return a.must("auth_sign_in", args{"email": email, "password": strong})
		}
		one, two, bobs := enter("ada@example.com"), enter("ada@example.com"), enter("bob@example.com")
		listed := func(p *query.Principal, action string, given args) []sessionDocument {
			t.Helper()
			out, err := a.engine.Call(t.Context(), p, a.invocation(a.engine.Schema().Action(action), given))
			if err != nil {
				t.Fatal(err)
			}
			return read[[]sessionDocument](t, out.Value)
		}
		mine := listed(holder(t, one), "auth_own_sessions", nil)
		if len(mine) != 2 || mine[0].ID != sessionOf(t, two) || mine[0].Current || !mine[1].Current || mine[0].UserID != u.ID || mine[0].IP != "192.0.2.1" {
			t.Errorf("%+v", mine)
		}
		_, err := a.as(holder(t, one), "auth_end_session", args{"session": sessionOf(t, bobs)})
		if fault.CodeOf(err) != fault.NotFound {
			t.Errorf("another's session: %v", err)
		}
		if _, err := a.as(holder(t, one), "auth_end_session", args{"session": sessionOf(t, two)}); err != nil || !a.Ended(sessionOf(t, two)) {
			t.Error("the session goes on", err)
		}
		if all := listed(query.Service, "auth_admin_sessions", args{"id": u.ID}); len(all) != 1 || all[0].ID != sessionOf(t, one) {
			t.Errorf("%+v", all)
		}
		_, err = a.admin("auth_admin_end_sessions", args{"id": b.ID, "session": sessionOf(t, one)})
		if fault.CodeOf(err) != fault.NotFound {
			t.Errorf("another's session: %v", err)
		}
		a.manage("auth_admin_end_sessions", args{"id": u.ID, "session": sessionOf(t, one)})
		a.manage("auth_admin_end_sessions", args{"id": b.ID})
		if !a.Ended(sessionOf(t, one)) || !a.Ended(sessionOf(t, bobs)) {
			t.Error("a session goes on")
		}
	})
}

// What happened is kept with who did it, and nobody changes it: not the service
// role, by any kind of write.
func TestAudit(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		u := a.made(args{"email": "ada@example.com", "password": strong, "email_confirm": true})
		in := a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong})
		if _, err := a.as(holder(t, in), "auth_update_user", args{"data": map[string]any{"x": 1}}); err != nil {
			t.Fatal(err)
		}
		a.manage("auth_admin_update_user", args{"id": u.ID, "ban_duration": "1h"})
		a.manage("auth_admin_delete_user", args{"id": u.ID})
		out := a.manage("auth_admin_audit", args{"user": u.ID})
		type kept struct{ event, actor string }
		got := map[kept]int{}
		for _, e := range read[[]entry](t, out["entries"]) {
			got[kept{e.Payload.Action, e.Payload.Actor}]++
		}
		for _, want := range []kept{{"user_created", "service"}, {"login", ""}, {"user_modified", u.ID}, {"user_banned", "service"},
			{"sessions_ended", "service"}, {"user_deleted", "service"}} {
			if got[want] == 0 {
				t.Errorf("there is no %v in %v", want, got)
			}
		}
		s := a.engine.Schema()
		c := s.Collection("auth_audit")
		l := newList(s)
		for _, ops := range []*list{newList(s).create("auth_audit", text("event", "forged")), newList(s).update("auth_audit", nil, []member{text("event", "forged")}),
			newList(s).clear("auth_audit", []test{eq("event", value.OfText("login"))}), l.add(query.Operation{Kind: query.Upsert, Collection: c,
				Fields: []int{c.Field("event").Index}, Rows: [][]value.Value{{value.OfText("forged")}}})} {
			ops.req.Schema = s
			ops.req.Ops[0].All = true
			for _, p := range []*query.Principal{query.Service, query.Anonymous, holder(t, in)} {
				if _, err := a.engine.Do(t.Context(), p, &ops.req, nil); fault.CodeOf(err) != fault.ReadOnly {
					t.Errorf("operation %d by %s: %v", ops.req.Ops[0].Kind, p.Role, err)
				}
			}
		}
	})
}

// The audit is kept for as long as is said, and otherwise for ever.
func TestAuditEnds(t *testing.T) {
	for name, keep := range map[string]time.Duration{"ever": 0, "a day": 24 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			onEveryStore(t, func(o *Options) { o.Audit = keep }, func(t *testing.T, a *app) {
				a.made(args{"email": "a@example.com"})
				a.clock.pass(12 * time.Hour)
				a.made(args{"email": "b@example.com"})
				a.clock.pass(12*time.Hour + time.Second)
				if err := a.sweep(t.Context()); err != nil {
					t.Fatal(err)
				}
				want := int64(2)
				if keep > 0 {
					want = 1
				}
				if got := a.manage("auth_admin_audit", args{"event": "user_created"})["total"].Int(); got != want {
					t.Errorf("%d entries, want %d", got, want)
				}
			})
		})
	}
}
