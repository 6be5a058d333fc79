package identity

import (
	"strings"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// value calls an action as the service role and gives the value it gives.
func (a *app) value(action string, given args) (value.Value, error) {
	out, err := a.engine.Call(a.t.Context(), query.Service, a.invocation(a.engine.Schema().Action(action), given))
	if err != nil {
		return value.Value{}, err
	}
	return out.Value, nil
}

func (a *app) key(given args) keyDocument {
	a.t.Helper()
	v, err := a.value("auth_create_key", given)
	if err != nil {
		a.t.Fatal(err)
	}
	return read[keyDocument](a.t, v)
}

// A key gives its role and its scope and no person; it is kept as a hash, and is
// shown once.
func TestKeys(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		for _, c := range []struct {
			given      args
			role, text string
		}{
			{args{"name": "page", "kind": "publishable"}, query.RoleAnon, ""},
			{args{"name": "server", "kind": "secret"}, query.RoleService, ""},
			{args{"name": "server", "kind": "secret", "role": "service_role"}, query.RoleService, ""},
			{args{"name": "reports", "kind": "secret", "role": "reporter", "scope": []string{"notes:read"}}, "reporter", "notes:read"},
		} {
			made := a.key(c.given)
			if !strings.HasPrefix(made.Key, keyPrefixes[made.Kind]) || !strings.HasPrefix(made.Key, made.Shown) || len(made.Shown) > 12 {
				t.Errorf("%+v", made)
			}
			p, err := a.KeyCaller(made.Key)
			if err != nil || p.Role != c.role || p.Scope.String() != c.text || p.ID != "" || p.Key != made.ID {
				t.Errorf("%v: %+v, %v", c.given, p, err)
			}
			if _, err := a.KeyCaller(made.Key[:len(made.Key)-1]); fault.CodeOf(err) != fault.Token {
				t.Errorf("a part of a key: %v", err)
			}
		}
		rows, _, err := newList(a.engine.Schema()).read("auth_api_keys", nil, "hash", "shown").do(t.Context(), background{a.engine})
		for _, r := range rows {
			if strings.HasPrefix(r.at("hash").Raw(), KeyPrefix) {
				t.Error("a key is kept as it is")
			}
		}
		if listed := a.manage("auth_list_keys", nil); err != nil || listed["total"].Int() != 4 || strings.Contains(listed["keys"].Raw(), `"key"`) {
			t.Errorf("%v, %v", listed, err)
		}
		for _, wrong := range []args{{"name": "x", "kind": "publishable", "role": "service"}, {"name": "x", "kind": "secret", "scope": []string{"everything"}},
			{"name": "x", "kind": "secret", "expires_in": "1s"}, {"name": "x", "kind": "secret", "expires_in": "soon"}} {
			_, err := a.value("auth_create_key", wrong)
			a.refused(err, validationFailed)
		}
		scope, err := query.ParseScope([]string{"read", "call:auth_create_key", "call:auth_rotate_key", "call:auth_revoke_key", "call:auth_rotate_signing_key"})
		if err != nil {
			t.Fatal(err)
		}
		narrow := &query.Principal{Role: query.RoleService, Scope: scope}
		for _, action := range []string{"auth_create_key", "auth_rotate_key", "auth_revoke_key", "auth_rotate_signing_key"} {
			if _, err := a.as(narrow, action, args{"name": "x", "kind": "secret", "id": newID().String()}); fault.CodeOf(err) != fault.Denied {
				t.Errorf("%s by a key with a scope: %v", action, err)
			}
		}
	})
}

// Keys end: by time, by revocation, by rotation; on every server.
func TestKeysEnd(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		other := a.server(a.engine.Schema(), nil)
		learn := func() {
			t.Helper()
			if err := other.look(1); err != nil {
				t.Fatal(err)
			}
		}
		wants := func(what, key string, want fault.Code) {
			t.Helper()
			learn()
			for name, s := range map[string]*Service{"here": a.Service, "elsewhere": other} {
				if _, err := s.KeyCaller(key); fault.CodeOf(err) != want {
					t.Errorf("%s, %s: %v, want %q", what, name, err, want)
				}
			}
		}
		short := a.key(args{"name": "short", "kind": "secret", "expires_in": "1h"})
		wants("new", short.Key, "")
		a.clock.pass(time.Hour)
		wants("expired", short.Key, fault.TokenExpired)

		gone := a.key(args{"name": "gone", "kind": "secret"})
		wants("another", gone.Key, "")
		a.manage("auth_revoke_key", args{"id": gone.ID})
		wants("revoked", gone.Key, fault.Token)
		if _, err := a.admin("auth_revoke_key", args{"id": gone.ID}); fault.CodeOf(err) != fault.NotFound {
			t.Errorf("revoked twice: %v", err)
		}

		first := a.key(args{"name": "r", "kind": "secret", "role": "reporter", "scope": []string{"read"}})
		v, err := a.value("auth_rotate_key", args{"id": first.ID, "grace": "1h"})
		if err != nil {
			t.Fatal(err)
		}
		second := read[keyDocument](t, v)
		if second.Role != "reporter" || string(second.Scope) != `["read"]` || second.Name != "r" || second.Key == first.Key {
			t.Errorf("%+v", second)
		}
		wants("rotated, in its grace", first.Key, "")
		wants("its successor", second.Key, "")
		a.clock.pass(time.Hour)
		wants("rotated", first.Key, fault.TokenExpired)
		if v, err = a.value("auth_rotate_key", args{"id": second.ID}); err != nil {
			t.Fatal(err)
		}
		wants("rotated at once", second.Key, fault.Token)
		wants("its successor", read[keyDocument](t, v).Key, "")
		for _, grace := range []string{"-1h", "x", "10000h"} {
			_, err := a.value("auth_rotate_key", args{"id": read[keyDocument](t, v).ID, "grace": grace})
			a.refused(err, validationFailed)
		}
	})
}

// When a key was used last is written now and then, and not by its use.
func TestKeyUse(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		made := a.key(args{"name": "k", "kind": "secret"})
		used := func() string {
			return read[[]keyDocument](t, a.manage("auth_list_keys", nil)["keys"])[0].LastUsedAt
		}
		a.clock.pass(time.Minute)
		if _, err := a.KeyCaller(made.Key); err != nil || used() != "" {
			t.Errorf("%v, %s", err, used())
		}
		if err := a.writeUses(t.Context()); err != nil || used() != a.clock.read().Format(time.RFC3339Nano) {
			t.Errorf("%v, %s", err, used())
		}
		before := used()
		a.clock.pass(time.Minute)
		if err := a.writeUses(t.Context()); err != nil || used() != before {
			t.Errorf("%v: it was written without a use", err)
		}
	})
}

// A server gets a short token for its key, which ends with the key.
func TestClientCredentials(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Unthrottled = true }, func(t *testing.T, a *app) {
		made := a.key(args{"name": "k", "kind": "secret", "role": "reporter", "scope": []string{"notes:read"}, "expires_in": "5m"})
		page := a.key(args{"name": "p", "kind": "publishable"})
		got := a.must("auth_client_token", args{"client_id": made.ID, "client_secret": made.Key})
		if got["expires_in"].Int() != 300 || !got["refresh_token"].IsNull() || !got["user"].IsNull() {
			t.Errorf("%v", got)
		}
		p := holder(t, got)
		if p.Role != "reporter" || p.ID != "" || !strings.Contains(p.Claims.Raw(), made.ID) {
			t.Errorf("%+v", p)
		}
		if h, err := a.KeyHolder(made.ID); err != nil || h.Scope.String() != "notes:read" {
			t.Errorf("%+v, %v", h, err)
		}
		for _, wrong := range []args{{"client_id": made.ID, "client_secret": "x"}, {"client_id": page.ID, "client_secret": made.Key},
			{"client_id": page.ID, "client_secret": page.Key}, {"client_id": "x", "client_secret": made.Key}} {
			_, err := a.call("auth_client_token", wrong)
			a.refused(err, invalidCredentials)
		}
		a.clock.pass(5 * time.Minute)
		_, err := a.call("auth_client_token", args{"client_id": made.ID, "client_secret": made.Key})
		a.refused(err, invalidCredentials)
		if _, err := a.KeyHolder(made.ID); fault.CodeOf(err) != fault.TokenExpired {
			t.Errorf("%v", err)
		}
	})
}
