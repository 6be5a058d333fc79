package identity

import (
	"encoding/json"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// admin calls an action as the service role.
func (a *app) admin(action string, given args) (map[string]value.Value, error) {
	return a.as(query.Service, action, given)
}

// manage calls an action as the service role, which succeeds.
func (a *app) manage(action string, given args) map[string]value.Value {
	a.t.Helper()
	out, err := a.admin(action, given)
	if err != nil {
		a.t.Fatalf("%s: %v", action, err)
	}
	return out
}

// read gives the members of a document.
func read[T any](t *testing.T, v value.Value) T {
	t.Helper()
	var out T
	if err := json.Unmarshal([]byte(v.Raw()), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// made is a user whom an administrator made.
func (a *app) made(given args) userDocument {
	a.t.Helper()
	return read[userDocument](a.t, a.manage("auth_admin_create_user", given)["user"])
}

// The service role alone administrates.
func TestOnlyTheServiceRole(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		id := newID().String()
		somebody := &query.Principal{Role: query.RoleAuthenticated, ID: id, Roles: []string{"service", "admin"}, AAL: "aal2"}
		for _, decl := range adminDeclarations() {
			if decl.Rule != "" {
				continue
			}
			for _, p := range []*query.Principal{query.Anonymous, somebody} {
				if _, err := a.as(p, decl.Name, args{"id": id, "email": "x@example.com", "type": "invite"}); fault.CodeOf(err) != fault.Denied {
					t.Errorf("%s by %s: %v", decl.Name, p.Role, err)
				}
			}
		}
	})
}

// What an administrator says of a new user holds at once.
func TestMadeUsers(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		id := newID().String()
		u := a.made(args{"id": id, "email": "Ada@example.com", "password": strong, "email_confirm": true, "role": "moderator", "phone": "+4366012345678",
			"user_metadata": map[string]any{"nick": "ada"}, "app_metadata": map[string]any{"plan": "gold"}, "roles": []string{"a", "b"}})
		if u.ID != id || u.Role != "moderator" || u.EmailConfirmedAt == "" || u.LastSignInAt != "" || u.IsAnonymous || u.Phone != "4366012345678" || len(u.Identities) != 1 {
			t.Errorf("%+v", u)
		}
		in := a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong})
		if p := holder(t, in); p.Role != "moderator" || p.ID != id {
			t.Errorf("the token is %+v", p)
		}
		for _, again := range []args{{"email": "ADA@example.com"}, {"email": "x@example.com", "phone": "4366012345678"}, {"email": "y@example.com", "id": id}} {
			_, err := a.admin("auth_admin_create_user", again)
			if fault.CodeOf(err) != fault.Unique {
				t.Errorf("%v: %v", again, err)
			}
		}
		for _, wrong := range []args{{}, {"email": "a@b@c"}, {"phone": "12"}, {"email": "z@example.com", "role": "service_role"},
			{"email": "z@example.com", "roles": []string{"service"}}, {"email": "z@example.com", "password": strong, "password_hash": "x"},
			{"email": "z@example.com", "password_hash": "x"}, {"email": "z@example.com", "ban_duration": "long"}, {"email": "z@example.com", "ban_duration": "-1h"},
			{"email": "z@example.com", "user_metadata": []int{1}}} {
			_, err := a.admin("auth_admin_create_user", wrong)
			a.refused(err, validationFailed)
		}
		_, err := a.admin("auth_admin_create_user", args{"email": "z@example.com", "password": "short"})
		a.refused(err, weakPassword)
		for _, action := range []string{"auth_admin_user", "auth_admin_update_user", "auth_admin_delete_user", "auth_admin_sessions", "auth_admin_end_sessions"} {
			_, err := a.admin(action, args{"id": newID().String()})
			a.refused(err, userNotFound)
		}
	})
}

// Whoever was made without a confirmed address signs in when they have shown
// that it is theirs.
func TestMadeUnconfirmed(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		u := a.made(args{"email": "ada@example.com", "password": strong})
		if u.EmailConfirmedAt != "" {
			t.Error("it is confirmed")
		}
		_, err := a.call("auth_sign_in", args{"email": "ada@example.com", "password": strong})
		a.refused(err, emailNotConfirmed)
		a.must("auth_otp", args{"email": "ada@example.com"})
		a.must("auth_verify", args{"type": "email", "email": "ada@example.com", "token": (<-a.letters).Code})
		a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong})
		if u := read[userDocument](t, a.manage("auth_admin_user", args{"id": u.ID})["user"]); u.EmailConfirmedAt == "" {
			t.Error("it was not kept that the address is theirs")
		}
	})
}

// A hash of another program's lets in, and is replaced.
func TestImportedHash(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		foreign, err := bcrypt.GenerateFromPassword([]byte("an old password"), bcrypt.MinCost)
		if err != nil {
			t.Fatal(err)
		}
		a.made(args{"email": "ada@example.com", "email_confirm": true, "password_hash": string(foreign)})
		_, err = a.call("auth_sign_in", args{"email": "ada@example.com", "password": "another password"})
		a.refused(err, invalidCredentials)
		for range 2 {
			a.must("auth_sign_in", args{"email": "ada@example.com", "password": "an old password"})
		}
		rows, _, err := newList(a.engine.Schema()).read("auth_users", nil, "password").do(t.Context(), background{a.engine})
		if err != nil || isBcrypt(rows[0].at("password").Raw()) {
			t.Errorf("%v, %v", rows, err)
		}
		slow, err := bcrypt.GenerateFromPassword([]byte("x"), bcrypt.MinCost)
		if err != nil {
			t.Fatal(err)
		}
		_, err = a.admin("auth_admin_create_user", args{"email": "b@example.com", "password_hash": string(slow[:4]) + "31" + string(slow[6:])})
		a.refused(err, validationFailed)
	})
}

// A ban, another password and another role end every session; an unban lets in.
func TestChangedUsers(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		u := a.made(args{"email": "ada@example.com", "password": strong, "email_confirm": true})
		enter := func() map[string]value.Value {
			return a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong})
		}
		other := a.server(a.engine.Schema(), nil)
		for _, change := range []args{{"role": "moderator"}, {"roles": []string{"x"}}, {"ban_duration": "24h"}, {"password": strong}} {
			in := enter()
			change["id"] = u.ID
			a.manage("auth_admin_update_user", change)
			if !a.Ended(sessionOf(t, in)) {
				t.Errorf("%v: the session goes on", change)
			}
			if err := other.loadEnded(t.Context()); err != nil {
				t.Fatal(err)
			}
			if !other.Ended(sessionOf(t, in)) {
				t.Errorf("%v: the session goes on at another server", change)
			}
			_, err := a.call("auth_refresh", args{"refresh_token": in["refresh_token"].Raw()})
			a.refused(err, refreshNotFound)
			if change["ban_duration"] != nil {
				_, err := a.call("auth_sign_in", args{"email": "ada@example.com", "password": strong})
				a.refused(err, userBanned)
				a.must("auth_recover", args{"email": "ada@example.com"})
				_, err = a.call("auth_verify", args{"type": "recovery", "email": "ada@example.com", "token": (<-a.letters).Code})
				a.refused(err, userBanned)
				a.manage("auth_admin_update_user", args{"id": u.ID, "ban_duration": "none"})
			}
		}
		in := enter()
		a.manage("auth_admin_update_user", args{"id": u.ID, "ban_duration": "1h"})
		a.clock.pass(time.Hour)
		enter()
		got := read[userDocument](t, a.manage("auth_admin_update_user", args{"id": u.ID, "email": "ada@other.example", "app_metadata": map[string]any{"plan": "gold"}})["user"])
		if got.Email != "ada@other.example" || got.EmailConfirmedAt == "" || got.Identities[0].Email != "ada@other.example" {
			t.Errorf("%+v", got)
		}
		a.must("auth_sign_in", args{"email": "ada@other.example", "password": strong})
		a.made(args{"email": "ada@example.com"})
		_, err := a.admin("auth_admin_update_user", args{"id": u.ID, "email": "ada@example.com"})
		a.refused(err, emailExists)
		_ = in
	})
}

// Deleted users have no sessions, and their addresses are free; a soft deletion
// leaves the record, and nothing in it.
func TestDeletedUsers(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		for _, soft := range []bool{true, false} {
			u := a.made(args{"email": "ada@example.com", "password": strong, "email_confirm": true, "user_metadata": map[string]any{"nick": "ada"}})
			in := a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong})
			a.must("auth_otp", args{"email": "ada@example.com"})
			code := (<-a.letters).Code
			a.clock.pass(time.Minute)
			a.manage("auth_admin_delete_user", args{"id": u.ID, "should_soft_delete": soft})
			if !a.Ended(sessionOf(t, in)) {
				t.Error("the session goes on")
			}
			_, err := a.call("auth_sign_in", args{"email": "ada@example.com", "password": strong})
			a.refused(err, invalidCredentials)
			_, err = a.call("auth_verify", args{"type": "email", "email": "ada@example.com", "token": code})
			a.refused(err, otpExpired)
			out, err := a.admin("auth_admin_user", args{"id": u.ID})
			if !soft {
				a.refused(err, userNotFound)
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if gone := read[userDocument](t, out["user"]); gone.DeletedAt == "" || gone.Email != "" || len(gone.Identities) != 0 || string(gone.UserMetadata) != "{}" {
				t.Errorf("%+v", gone)
			}
			_, err = a.admin("auth_admin_update_user", args{"id": u.ID, "email": "ada@example.com"})
			a.refused(err, userNotFound)
			a.manage("auth_admin_delete_user", args{"id": u.ID, "should_soft_delete": true})
		}
		a.signedUp("ada@example.com")
	})
}

// Pages of users, the newest first.
func TestListedUsers(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		type listed struct{ ID, Email string }
		for _, name := range []string{"a", "b", "c", "d", "e"} {
			a.clock.pass(time.Second)
			a.made(args{"email": name + "@example.com"})
		}
		names := func(given args) string {
			out := a.manage("auth_admin_users", given)
			got := ""
			for _, u := range read[[]listed](t, out["users"]) {
				got += u.Email[:1]
			}
			return got
		}
		for _, c := range []struct {
			given args
			want  string
		}{{args{}, "edcba"}, {args{"page": 1, "per_page": 2}, "ed"}, {args{"page": 3, "per_page": 2}, "a"}, {args{"page": 4, "per_page": 2}, ""},
			{args{"email": "C@example.com"}, "c"}, {args{"email": "nobody@example.com"}, ""}} {
			if got := names(c.given); got != c.want {
				t.Errorf("%v: %s, want %s", c.given, got, c.want)
			}
		}
		if total := a.manage("auth_admin_users", args{"page": 2, "per_page": 2})["total"].Int(); total != 5 {
			t.Errorf("%d in all", total)
		}
		for _, wrong := range []args{{"page": 0}, {"per_page": -1}, {"page": 1 << 40}, {"page": 1 << 30, "per_page": 1000}, {"email": "a@b@c"}} {
			_, err := a.admin("auth_admin_users", wrong)
			a.refused(err, validationFailed)
		}
	})
}

// A page of as many users as one may have, each with what identifies them.
func TestLargestPage(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		d := background{a.engine}
		l := newList(a.engine.Schema()).create("auth_users", is("id", newID())).create("auth_identities", is("user", newID()), text("provider", "email"), text("subject", "s"))
		users, identities := &l.req.Ops[0], &l.req.Ops[1]
		users.Rows, identities.Rows = nil, nil
		for range utmostPage + 5 {
			id := newID()
			users.Rows = append(users.Rows, []value.Value{id})
			identities.Rows = append(identities.Rows, []value.Value{id, value.OfText("email"), value.OfText(id.String())})
		}
		if _, _, err := l.do(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		for given, want := range map[int]int{utmostPage: utmostPage, 1 << 20: utmostPage} {
			out := a.manage("auth_admin_users", args{"per_page": given})
			all := read[[]userDocument](t, out["users"])
			if len(all) != want || out["total"].Int() != utmostPage+5 || int(out["per_page"].Int()) != want {
				t.Errorf("%d users of %v", len(all), out["total"])
			}
			for _, u := range all {
				if len(u.Identities) != 1 || u.Identities[0].UserID != u.ID {
					t.Fatalf("%+v", u)
				}
			}
		}
	})
}

// Other servers learn by themselves of bans, of keys and of their ends.
func TestOthersLearn(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		other := a.server(a.engine.Schema(), nil)
		u := a.made(args{"email": "ada@example.com", "password": strong, "email_confirm": true})
		in := a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong})
		made := a.key(args{"name": "k", "kind": "secret"})
		until := func(what string, ok func() bool) {
			t.Helper()
			for end := time.Now().Add(time.Minute); !ok(); {
				if time.Now().After(end) {
					t.Fatalf("another server does not learn of %s", what)
				}
				time.Sleep(10 * time.Millisecond)
			}
		}
		until("a key", func() bool { _, err := other.KeyCaller(made.Key); return err == nil })
		a.manage("auth_revoke_key", args{"id": made.ID})
		a.manage("auth_admin_update_user", args{"id": u.ID, "ban_duration": "1h"})
		until("a ban", func() bool { return other.Ended(sessionOf(t, in)) })
		until("a key's end", func() bool { _, err := other.KeyCaller(made.Key); return err != nil })
	})
}

// Whoever is banned, or loses the password, while a sign-in of theirs is at work
// gets no session by it.
func TestBannedMeanwhile(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		u := a.made(args{"email": "ada@example.com", "password": strong, "email_confirm": true})
		for _, c := range []struct {
			change args
			reason string
		}{{args{"ban_duration": "1h"}, userBanned}, {args{"ban_duration": "none", "password_hash": encode(usual, make([]byte, saltLen), make([]byte, hashLen))}, invalidCredentials}} {
			for range cap(a.hasher.working) {
				a.hasher.working <- struct{}{}
			}
			answered := make(chan error, 1)
			go func() {
				_, err := a.call("auth_sign_in", args{"email": "ada@example.com", "password": strong})
				answered <- err
			}()
			for end := time.Now().Add(time.Minute); len(a.hasher.waiting) == 0 && time.Now().Before(end); time.Sleep(time.Millisecond) {
			}
			c.change["id"] = u.ID
			a.manage("auth_admin_update_user", c.change)
			for range cap(a.hasher.working) {
				<-a.hasher.working
			}
			a.refused(<-answered, c.reason)
			a.manage("auth_admin_update_user", args{"id": u.ID, "ban_duration": "none"})
		}
	})
}
