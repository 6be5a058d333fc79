package identity

import (
	"testing"

	"bedplate/query"
	"bedplate/value"
)

// An administrator removes what is lost or in other hands, and whoever is in
// with it is out.
func TestRemovedFactors(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Unthrottled = true }, func(t *testing.T, a *app) {
		raised, e := a.secured("ada@example.com")
		id := read[userDocument](t, raised["user"]).ID
		list := func(action string) []factorDocument {
			t.Helper()
			out, err := a.engine.Call(t.Context(), query.Service, a.invocation(a.engine.Schema().Action(action), args{"id": id}))
			if err != nil {
				t.Fatal(err)
			}
			return read[[]factorDocument](t, out.Value)
		}
		if all := list("auth_admin_factors"); len(all) != 1 || all[0].ID != e.id.String() || all[0].Status != verified {
			t.Errorf("%+v", all)
		}
		stranger := a.made(args{"email": "bob@example.com"}).ID
		_, err := a.admin("auth_admin_delete_factor", args{"id": stranger, "factor": e.id.String()})
		a.refused(err, factorNotFound)
		a.manage("auth_admin_delete_factor", args{"id": id, "factor": e.id.String()})
		if len(list("auth_admin_factors")) != 0 || !a.Ended(sessionOf(t, raised)) {
			t.Error("the factor is there, or the session goes on")
		}
		key := newID()
		_, _, err = newList(a.engine.Schema()).create("auth_passkeys", is("id", key), is("user", idOf(id)), text("credential_key", "k"),
			is("credential", value.OfJSON("{}"))).do(t.Context(), background{a.engine})
		if err != nil {
			t.Fatal(err)
		}
		in := a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong})
		if all := list("auth_admin_passkeys"); len(all) != 1 || all[0].ID != key.String() {
			t.Errorf("%+v", all)
		}
		_, err = a.admin("auth_admin_delete_passkey", args{"id": stranger, "passkey": key.String()})
		a.refused(err, keyUnknown)
		a.manage("auth_admin_delete_passkey", args{"id": id, "passkey": key.String()})
		if len(list("auth_admin_passkeys")) != 0 || !a.Ended(sessionOf(t, in)) {
			t.Error("the passkey is there, or the session goes on")
		}
	})
}
