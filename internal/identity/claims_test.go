package identity

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/storetest/stores"
	"bedplate/value"
)

// shop is an app whose users have profiles.
var shop = fstest.MapFS{"schema/shop.yaml": {Data: []byte(`collection: orgs
fields:
  name: {type: text, max: 40}
  quota: {type: decimal, precision: 10, scale: 2}
---
collection: profiles
fields:
  user: {type: ref, to: auth_users, unique: true, required: true, on_delete: cascade, back: profile}
  org: {type: ref, to: orgs}
  plan: {type: enum, values: [free, paid], required: true, default: free}
  seats: int
  tags: {type: list, of: text}
  duties: {type: list, of: text}
  secret: {type: text, internal: true}
  note: {type: text, max: 10000}
`)}}

func claimed(claims ...string) func(*Options) {
	return func(o *Options) {
		for i := 0; i < len(claims); i += 2 {
			o.Claims = append(o.Claims, Claim{Name: claims[i], Expr: claims[i+1], Line: i/2 + 1, Column: 3})
		}
	}
}

// said are the claims of a session's token.
func saidBy(t *testing.T, session map[string]value.Value) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal([]byte(holder(t, session).Claims.Raw()), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// Tokens say what the app's data say, from their next issue on.
func TestClaims(t *testing.T) {
	t.Parallel()
	change := claimed("org", "profile.org", "org_name", "profile.org.name", "plan", "profile.plan", "paid", `profile.plan == "paid"`,
		"seats", "profile.seats + 1", "quota", "profile.org.quota", "tags", "profile.tags", "known", `coalesce(email, "")`, "roles", "profile.duties",
		"note", "profile.note")
	stores.Each(t, func(t *testing.T, name string) {
		a := newAppOf(t, name, shop, change)
		se := a.signedUp("ada@example.com")
		if got := saidBy(t, se); got["paid"] != false || got["known"] != "ada@example.com" || got["org"] != nil || got["plan"] != nil || got["roles"] != nil {
			t.Errorf("without a profile: %v", got)
		}
		s, d := a.engine.Schema(), background{a.engine}
		org, id := newID(), idOf(saidBy(t, se)["sub"].(string))
		list := value.Type{Kind: value.List, Elem: value.Text}
		texts := func(raw string) value.Value {
			v, err := value.ParseJSON(list, []byte(raw))
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		quota, err := value.ParseJSON(value.Type{Kind: value.Decimal, Precision: 10, Scale: 2}, []byte("12.50"))
		if err != nil {
			t.Fatal(err)
		}
		l := newList(s).create("orgs", is("id", org), text("name", "Analysts"), is("quota", quota)).
			create("profiles", is("user", id), is("org", org), text("plan", "paid"), is("seats", value.OfInt(4)), is("tags", texts(`["a","b"]`)),
				is("duties", texts(`["editor","editor","moderator"]`)))
		if _, err := d.Doer.Do(t.Context(), query.Service, withSchema(l), nil); err != nil {
			t.Fatal(err)
		}
		next := a.must("auth_refresh", args{"refresh_token": se["refresh_token"].Raw()})
		got := saidBy(t, next)
		want := map[string]string{"org": `"` + org.String() + `"`, "org_name": `"Analysts"`, "plan": `"paid"`, "paid": "true", "seats": "5", "quota": "12.5",
			"tags": `["a","b"]`, "known": `"ada@example.com"`, "roles": `["editor","moderator"]`, "sub": `"` + id.String() + `"`}
		for name, raw := range want {
			if have, err := json.Marshal(got[name]); err != nil || string(have) != raw {
				t.Errorf("%s is %s, not %s", name, have, raw)
			}
		}
		// Too much of them makes no token, and is never just left out.
		l = newList(s).update("profiles", []test{eq("user", id)}, []member{text("note", strings.Repeat("x", mostClaims))})
		if _, err := d.Doer.Do(t.Context(), query.Service, withSchema(l), nil); err != nil {
			t.Fatal(err)
		}
		if _, err := a.call("auth_refresh", args{"refresh_token": next["refresh_token"].Raw()}); fault.CodeOf(err) != fault.Internal {
			t.Errorf("claims without end: %v", err)
		}
	})
}

func withSchema(l *list) *query.Request {
	l.req.Schema = l.schema
	return &l.req
}

// Mistakes in claims are found when the app is loaded, with their places.
func TestClaimsAreChecked(t *testing.T) {
	t.Parallel()
	s, err := schema.Load(shop, ".", schema.Options{Services: []schema.Service{Declared()}})
	if err != nil {
		t.Fatal(err)
	}
	for text, code := range map[string]fault.Code{
		"profile.plan": "", "profile.org": "", "5": "", `"a"`: "", "now": "", "app_metadata": "", "app_metadata.plan": "", "roles": "", "profile": fault.Type,
		"profile.plans": fault.UnknownField, "nothing": fault.UnknownField, "auth.id": fault.Unsupported, "password": fault.UnknownField,
		"email_key": fault.UnknownField, "profile.secret": fault.UnknownField, "profile.plan ==": fault.Syntax, "sessions": fault.Type,
		`sessions.exists(s, s.counter > 1)`: fault.UnknownField, "[1, 2]": "", strings.Repeat("x", 20000): fault.TooComplex,
	} {
		if code == "" {
			continue
		}
		err := CheckClaims(s, []Claim{{Name: "x", Expr: text, Line: 7, Column: 9}}, "bedplate.yaml")
		var problems schema.Problems
		if !errors.As(err, &problems) || problems[0].Line != 7 || problems[0].Column != 9 || problems[0].File != "bedplate.yaml" {
			t.Errorf("%.40s: %v", text, err)
		}
	}
	for _, name := range append([]string{"", "Org", "a-b", "1"}, fixedClaims...) {
		if CheckClaims(s, []Claim{{Name: name, Expr: "profile.plan"}}, "") == nil {
			t.Errorf("the claim %q is taken", name)
		}
	}
	// None that a token has by itself is missing in the list.
	raw, err := json.Marshal(claims{Roles: json.RawMessage("[]")})
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	for name := range all {
		if name != rolesClaim && CheckClaims(s, []Claim{{Name: name, Expr: "profile.plan"}}, "") == nil {
			t.Errorf("the claim %q is overwritten", name)
		}
	}
	if CheckClaims(s, []Claim{{Name: "roles", Expr: "profile.seats"}}, "") == nil || CheckClaims(s, []Claim{{Name: "roles", Expr: "profile.plan"}}, "") != nil {
		t.Error("roles are texts")
	}
	if _, problems := expr.Parse("auth.claims.plan == \"paid\"", expr.Env{Record: s.Collection("profiles")}); len(problems) > 0 {
		t.Error(problems)
	}
}

// Hooks refuse before anything is done, and are told what was.
func TestHooks(t *testing.T) {
	var seen []string
	var deny, never string
	told := func(name string) func(context.Context, *Event) {
		return func(_ context.Context, e *Event) { seen = append(seen, name+" "+e.Email+" "+e.Method) }
	}
	asked := func(name string) func(context.Context, *Event) error {
		return func(_ context.Context, e *Event) error {
			seen = append(seen, name+" "+e.Email+" "+e.Method)
			switch {
			case deny == name:
				return fault.New(fault.Denied, "not today")
			case never == name:
				return errors.New("not ever")
			}
			switch name {
			case "up?":
				e.AppData, e.Data = json.RawMessage(`{"tier": 3}`), json.RawMessage(`{"nick": "from the hook"}`)
			case "token?":
				e.Claims["weather"] = map[string]any{"sun": true}
			}
			return nil
		}
	}
	change := func(o *Options) {
		o.Unthrottled = true
		o.Hooks = Hooks{BeforeSignUp: asked("up?"), AfterSignUp: told("up"), BeforeSignIn: asked("in?"), AfterSignIn: told("in"),
			BeforeToken: asked("token?"), AfterToken: told("token")}
	}
	a := newApp(t, "mem", change)
	want := func(all ...string) {
		t.Helper()
		if got := strings.Join(seen, ", "); got != strings.Join(all, ", ") {
			t.Errorf("the hooks saw %s, not %s", got, strings.Join(all, ", "))
		}
		seen = nil
	}
	const ada = "ada@example.com"
	se := a.signedUp(ada)
	want("up? "+ada+" ", "up? "+ada+" ", "up "+ada+" ", "in? "+ada+" otp", "token? "+ada+" otp", "token "+ada+" otp", "in "+ada+" otp")
	got := saidBy(t, se)
	if got["weather"] == nil || got["app_metadata"].(map[string]any)["tier"] != 3.0 || got["user_metadata"].(map[string]any)["nick"] != "from the hook" ||
		got["app_metadata"].(map[string]any)["provider"] != "email" {
		t.Errorf("the token says %v", got)
	}
	se = a.must("auth_refresh", args{"refresh_token": se["refresh_token"].Raw()})
	want("token? "+ada+" otp", "token "+ada+" otp")
	for _, refusing := range []string{"in?", "token?"} {
		deny = refusing
		if _, err := a.call("auth_sign_in", args{"email": ada, "password": strong}); fault.CodeOf(err) != fault.Denied || fault.As(err).Message != "not today" {
			t.Errorf("%s: %v", refusing, err)
		}
		deny, never = "", refusing
		_, err := a.call("auth_sign_in", args{"email": ada, "password": strong})
		a.refused(err, hookRefused)
		never = ""
	}
	rows, _, err := newList(a.engine.Schema()).read("auth_sessions", nil, "id").do(t.Context(), background{a.engine})
	if err != nil || len(rows) != 3 { // the first, and two without tokens
		t.Errorf("%d sessions, %v", len(rows), err)
	}
	deny = "up?"
	if _, err := a.call("auth_sign_up", args{"email": "eve@example.com", "password": strong}); fault.CodeOf(err) != fault.Denied {
		t.Error(err)
	}
	if _, err := a.call("auth_sign_up", args{"email": "name", "password": strong}); fault.CodeOf(err) != fault.Denied {
		t.Error(err)
	}
	if len(a.letters) > 0 {
		t.Error("who was refused has a letter")
	}
	deny = ""
	a.Hooks.BeforeToken = func(_ context.Context, e *Event) error { e.Claims["sub"] = "somebody else"; return nil }
	if _, err := a.call("auth_refresh", args{"refresh_token": se["refresh_token"].Raw()}); fault.CodeOf(err) != fault.Internal {
		t.Errorf("a hook says who the user is: %v", err)
	}
}
