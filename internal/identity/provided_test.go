package identity

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/internal/identity/provider"
	"bedplate/internal/identity/providertest"
	"bedplate/query"
	"bedplate/store/storetest/stores"
	"bedplate/value"
)

// linked is an app with two providers.
type linked struct {
	*app
	company, other *providertest.Issuer
}

const (
	companyAddress = "https://id.company.example"
	otherAddress   = "https://id.other.example"
)

// onEveryStoreLinked runs a test on each store, of an app with two providers.
func onEveryStoreLinked(t *testing.T, change func(*Options), test func(t *testing.T, a linked)) {
	t.Parallel()
	settings := func(name, address string) provider.Settings {
		return provider.Settings{Name: name, ClientID: providertest.Client, Secret: providertest.Secret, Issuer: address}
	}
	stores.Each(t, func(t *testing.T, name string) {
		company, other := providertest.NewIssuer(t, companyAddress), providertest.NewIssuer(t, otherAddress)
		a := newApp(t, name, func(o *Options) {
			o.Providers = []provider.Settings{settings("company", companyAddress), settings("other", otherAddress)}
			o.Client = &http.Client{Transport: providertest.World{"id.company.example": company, "id.other.example": other}}
			o.Redirects = []string{"http://app.example/in"}
			o.Unthrottled = true
			if change != nil {
				change(o)
			}
		})
		company.Now, other.Now = a.clock.read, a.clock.read
		test(t, linked{a, company, other})
	})
}

func profileOf(subject, email string, verified bool) map[string]any {
	return map[string]any{"sub": subject, "email": email, "email_verified": verified, "name": "Name of " + subject}
}

// visit leaves for a provider and gives what comes back, for auth_callback.
func (a linked) visit(i *providertest.Issuer, left map[string]value.Value, who map[string]any) args {
	a.t.Helper()
	back := i.Visit(a.t, left["url"].Raw(), who)
	return args{"state": back.Get("state"), "code": back.Get("code"), "iss": back.Get("iss"), "browser": left["browser"].Raw()}
}

// comes signs in by a provider, without PKCE.
func (a linked) comes(name string, who map[string]any) map[string]value.Value {
	a.t.Helper()
	i := a.company
	if name == "other" {
		i = a.other
	}
	return a.must("auth_callback", a.visit(i, a.must("auth_authorize", args{"provider": name, "redirect_to": "http://app.example/in"}), who))
}

// told gives what a page is told that a browser is led to.
func ledTo(t *testing.T, out map[string]value.Value) url.Values {
	t.Helper()
	u, err := url.Parse(out["redirect_to"].Raw())
	if err != nil || !out["access_token"].IsNull() || !out["code"].IsNull() {
		t.Fatalf("%v, %v", out, err)
	}
	return u.Query()
}

func (a linked) userOf(session map[string]value.Value) userDocument {
	a.t.Helper()
	var u userDocument
	if err := json.Unmarshal([]byte(session["user"].Raw()), &u); err != nil {
		a.t.Fatalf("%v of %v", err, session)
	}
	return u
}

// sessionIDOf is the id of a session that an access token is of.
func sessionIDOf(t *testing.T, session map[string]value.Value) string {
	t.Helper()
	var c claims
	if err := json.Unmarshal([]byte(holder(t, session).Claims.Raw()), &c); err != nil {
		t.Fatal(err)
	}
	return c.SessionID
}

func TestProviderMakesAUser(t *testing.T) {
	onEveryStoreLinked(t, nil, func(t *testing.T, a linked) {
		first := a.comes("company", profileOf("ada", "Ada@example.com", true))
		u := a.userOf(first)
		if u.Email != "Ada@example.com" || u.EmailConfirmedAt == "" || u.IsAnonymous || len(u.Identities) != 1 || u.Identities[0].ID != "ada" ||
			string(u.AppMetadata) != `{"provider":"company","providers":["company"]}` || !strings.Contains(string(u.UserMetadata), `"full_name":"Name of ada"`) {
			t.Errorf("%+v", u)
		}
		if !strings.HasPrefix(first["provider_token"].Raw(), "access ") || !strings.HasPrefix(first["provider_refresh_token"].Raw(), "refresh ") ||
			first["redirect_to"].Raw() != "http://app.example/in" || first["refresh_token"].IsNull() {
			t.Errorf("%v", first)
		}
		// It is the subject that tells who it is, whatever the address is now.
		if again := a.userOf(a.comes("company", profileOf("ada", "new@example.com", true))); again.ID != u.ID || again.Email != u.Email {
			t.Errorf("%+v", again)
		}
		if other := a.userOf(a.comes("company", profileOf("eve", "eve@example.com", true))); other.ID == u.ID {
			t.Error("two subjects are one user")
		}
		// The same subject of another provider is somebody else.
		if other := a.userOf(a.comes("other", profileOf("ada", "third@example.com", true))); other.ID == u.ID {
			t.Error("a subject of two providers is one user")
		}
	})
}

func TestAddressesLinkWhereBothSidesVerifiedThem(t *testing.T) {
	onEveryStoreLinked(t, nil, func(t *testing.T, a linked) {
		mine := a.userOf(a.signedUp("ada@example.com"))
		if u := a.userOf(a.comes("company", profileOf("eve", "ada@example.com", false))); u.ID == mine.ID || u.Email != "" || u.Identities[0].Email != "ada@example.com" {
			t.Errorf("an address that nobody verified was believed: %+v", u)
		}
		u := a.userOf(a.comes("company", profileOf("ada", "ADA@example.com", true)))
		if u.ID != mine.ID || len(u.Identities) != 2 || string(u.AppMetadata) != `{"provider":"email","providers":["email","company"]}` {
			t.Errorf("%+v", u)
		}
		if u := a.userOf(a.comes("other", profileOf("x", "ada@example.com", true))); u.ID != mine.ID || len(u.Identities) != 3 {
			t.Errorf("%+v", u)
		}
		a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong})
	})
}

// TestPreparedForAVictim: an attacker's account under the victim's address, which
// nobody verified, is not what the victim signs in to.
func TestPreparedForAVictim(t *testing.T) {
	onEveryStoreLinked(t, func(o *Options) { o.ConfirmEmail = false }, func(t *testing.T, a linked) {
		attacker := a.must("auth_sign_up", args{"email": "victim@example.com", "password": strong})
		victim := a.userOf(a.comes("company", profileOf("victim", "victim@example.com", true)))
		if victim.ID == a.userOf(attacker).ID || victim.Email != "victim@example.com" || len(victim.Identities) != 1 {
			t.Errorf("%+v", victim)
		}
		_, err := a.call("auth_sign_in", args{"email": "victim@example.com", "password": strong})
		a.refused(err, invalidCredentials)
		_, err = a.call("auth_refresh", args{"refresh_token": attacker["refresh_token"].Raw()})
		a.refused(err, refreshNotFound)
		if !a.Ended(sessionIDOf(t, attacker)) {
			t.Error("the attacker's session goes on")
		}
		_, err = a.as(holder(t, attacker), "auth_user", nil)
		a.refused(err, sessionNotFound)
	})
}

// TestPendingSignUp: nor is what an attacker's sign-up would become.
func TestPendingSignUp(t *testing.T) {
	onEveryStoreLinked(t, nil, func(t *testing.T, a linked) {
		a.must("auth_sign_up", args{"email": "victim@example.com", "password": strong})
		l := <-a.letters
		a.comes("company", profileOf("victim", "victim@example.com", true))
		_, err := a.call("auth_verify", args{"type": "email", "email": "victim@example.com", "token": l.Code})
		a.refused(err, otpExpired)
		_, err = a.call("auth_sign_in", args{"email": "victim@example.com", "password": strong})
		a.refused(err, invalidCredentials)
	})
}

func TestPKCEByProviders(t *testing.T) {
	onEveryStoreLinked(t, func(o *Options) { o.Implicit = false }, func(t *testing.T, a linked) {
		_, err := a.call("auth_authorize", args{"provider": "company"})
		a.refused(err, implicitFlowDisabled)
		verifier := strings.Repeat("v", 50)
		left := a.must("auth_authorize", args{"provider": "company", "code_challenge": hashOf(verifier), "code_challenge_method": "s256", "redirect_to": "http://app.example/in?x=1"})
		back := a.must("auth_callback", a.visit(a.company, left, profileOf("ada", "ada@example.com", true)))
		if !back["access_token"].IsNull() || back["code"].IsNull() || back["redirect_to"].Raw() != "http://app.example/in?x=1" {
			t.Fatalf("%v", back)
		}
		session := a.must("auth_exchange", args{"auth_code": back["code"].Raw(), "code_verifier": verifier})
		if !strings.HasPrefix(session["provider_token"].Raw(), "access ") || a.userOf(session).Email != "ada@example.com" {
			t.Errorf("%v", session)
		}
		_, err = a.call("auth_exchange", args{"auth_code": back["code"].Raw(), "code_verifier": verifier})
		a.refused(err, flowNotFound)
	})
}

// TestStates: one is good once, for a while, in the browser that left with it,
// and at the provider that it was sent to.
func TestStates(t *testing.T) {
	onEveryStoreLinked(t, nil, func(t *testing.T, a linked) {
		leave := func() map[string]value.Value { return a.must("auth_authorize", args{"provider": "company"}) }
		ada := profileOf("ada", "ada@example.com", true)

		back := a.visit(a.company, leave(), ada)
		for _, browser := range []any{nil, "", "another", newSecret()} {
			given := args{"state": back["state"], "code": back["code"], "iss": back["iss"]}
			if browser != nil {
				given["browser"] = browser
			}
			_, err := a.call("auth_callback", given)
			a.refused(err, badState)
		}
		a.must("auth_callback", back)
		_, err := a.call("auth_callback", back)
		a.refused(err, badState)

		_, err = a.call("auth_callback", args{"state": "unknown", "code": "x", "browser": "b"})
		a.refused(err, badState)
		_, err = a.call("auth_callback", args{"code": "x", "browser": "b"})
		a.refused(err, badCallback)

		late := a.visit(a.company, leave(), ada)
		a.clock.pass(flowLife + time.Second)
		_, err = a.call("auth_callback", late)
		a.refused(err, badState)

		// A code of another's sign-in: the verifiers and nonces differ.
		mine, theirs := a.visit(a.company, leave(), ada), a.visit(a.company, leave(), profileOf("eve", "eve@example.com", true))
		mine["code"] = theirs["code"]
		if said := ledTo(t, a.must("auth_callback", mine)); said.Get("error") != "server_error" {
			t.Errorf("%v", said)
		}
		// An answer of another provider's.
		mixed := a.visit(a.company, leave(), ada)
		mixed["iss"] = otherAddress
		if said := ledTo(t, a.must("auth_callback", mixed)); said.Get("error") != "access_denied" || said.Get("error_code") != badCallback {
			t.Errorf("%v", said)
		}
		// The nonce is another sign-in's.
		a.company.Change = func(c map[string]any) string { c["nonce"] = "another"; return "" }
		if said := ledTo(t, a.comes("company", ada)); said.Get("error") != "access_denied" {
			t.Errorf("%v", said)
		}
		a.company.Change = nil
	})
}

// TestStatesInParallel: of many who come back with one state, one is let in.
func TestStatesInParallel(t *testing.T) {
	onEveryStoreLinked(t, nil, func(t *testing.T, a linked) {
		back := a.visit(a.company, a.must("auth_authorize", args{"provider": "company"}), profileOf("ada", "ada@example.com", true))
		var in sync.Map
		var all sync.WaitGroup
		for n := range 20 {
			all.Go(func() {
				if out, err := a.call("auth_callback", back); err == nil {
					in.Store(n, out)
				} else if fault.As(err).Reason != badState && fault.CodeOf(err) != fault.Conflict && fault.CodeOf(err) != fault.Unavailable {
					t.Errorf("%v", err)
				}
			})
		}
		all.Wait()
		n := 0
		in.Range(func(_, out any) bool {
			if n++; out.(map[string]value.Value)["access_token"].IsNull() {
				t.Errorf("%v", out)
			}
			return true
		})
		if n != 1 {
			t.Errorf("%d were let in", n)
		}
	})
}

// TestFlowsAreBounded: so many leave from one place, come back to it, and bring
// tokens of providers, and no more until the window has passed.
func TestFlowsAreBounded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		action string
		given  args
		reason string // of what is not refused for its number
	}{
		{"auth_authorize", args{"provider": "unknown"}, validationFailed},
		{"auth_callback", args{"state": "unknown", "code": "x", "browser": "b"}, badState},
		{"auth_id_token", args{"provider": "company", "id_token": "x"}, validationFailed},
	} {
		t.Run(c.action, func(t *testing.T) {
			t.Parallel()
			company := providertest.NewIssuer(t, companyAddress)
			a := newApp(t, "mem", func(o *Options) {
				o.Providers = []provider.Settings{{Name: "company", ClientID: providertest.Client, Secret: providertest.Secret, Issuer: companyAddress}}
				o.Client = &http.Client{Transport: providertest.World{"id.company.example": company}}
			})
			company.Now = a.clock.read
			for range 2 {
				for range flowsPlace {
					if _, err := a.call(c.action, c.given); err == nil || fault.As(err).Reason == tooManyRequests {
						t.Fatalf("%v", err)
					}
				}
				_, err := a.call(c.action, c.given)
				a.refused(err, tooManyRequests)
				decl := a.engine.Schema().Action(c.action)
				inv := a.invocation(decl, c.given)
				inv.Source.IP = "192.0.2.2"
				if _, err := a.engine.Call(t.Context(), query.Anonymous, inv); err == nil || fault.As(err).Reason != c.reason {
					t.Errorf("from another place: %v", err)
				}
				a.clock.pass(window)
			}
		})
	}
}

// TestNewcomersInParallel: one who comes many times at once for the first time
// is one user.
func TestNewcomersInParallel(t *testing.T) {
	onEveryStoreLinked(t, nil, func(t *testing.T, a linked) {
		backs := make([]args, 6)
		for i := range backs {
			backs[i] = a.visit(a.company, a.must("auth_authorize", args{"provider": "company"}), profileOf("ada", "ada@example.com", true))
		}
		var mu sync.Mutex
		ids := map[string]bool{}
		var all sync.WaitGroup
		for _, back := range backs {
			all.Go(func() {
				out, err := a.call("auth_callback", back)
				if err != nil || out["access_token"].IsNull() {
					return // a store may be too busy; then it is told, and nobody is made
				}
				mu.Lock()
				defer mu.Unlock()
				ids[a.userOf(out).ID] = true
			})
		}
		all.Wait()
		if len(ids) != 1 {
			t.Errorf("it is %d users", len(ids))
		}
	})
}

func TestCancelledAndFailed(t *testing.T) {
	onEveryStoreLinked(t, nil, func(t *testing.T, a linked) {
		ada := profileOf("ada", "ada@example.com", true)
		leave := func() map[string]value.Value {
			return a.must("auth_authorize", args{"provider": "company", "redirect_to": "http://app.example/in?x=1"})
		}
		left := leave()
		back := a.visit(a.company, left, ada)
		delete(back, "code")
		back["error"], back["error_description"] = "access_denied", "the user said no & went\r\nhome"
		out := a.must("auth_callback", back)
		if said := ledTo(t, out); said.Get("error") != "access_denied" || said.Get("error_code") != badCallback || said.Get("error_description") == "" || said.Get("x") != "1" ||
			!strings.HasPrefix(out["redirect_to"].Raw(), "http://app.example/in?") || !strings.Contains(out["redirect_to"].Raw(), "#error=access_denied") {
			t.Errorf("%v", out)
		}
		back = a.visit(a.company, leave(), ada)
		delete(back, "code")
		if said := ledTo(t, a.must("auth_callback", back)); said.Get("error_code") != badCallback {
			t.Errorf("%v", said)
		}
		left = leave()
		a.company.Before = func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/token" {
				http.Error(w, "secret details", http.StatusBadGateway)
			}
			return r.URL.Path == "/token"
		}
		if said := ledTo(t, a.must("auth_callback", a.visit(a.company, left, ada))); said.Get("error") != "server_error" || said.Get("error_code") != "unexpected_failure" ||
			strings.Contains(said.Get("error_description"), "secret") {
			t.Errorf("%v", said)
		}
		a.company.Before = nil
		_, err := a.call("auth_authorize", args{"provider": "nobody"})
		a.refused(err, validationFailed)
		_, err = a.call("auth_authorize", nil)
		a.refused(err, validationFailed)
	})
}

func TestWhoMayNotComeIn(t *testing.T) {
	onEveryStoreLinked(t, nil, func(t *testing.T, a linked) {
		u := a.userOf(a.comes("company", profileOf("ada", "ada@example.com", true)))
		d := background{a.engine}
		if _, _, err := newList(a.engine.Schema()).update("auth_users", []test{eq("id", idOf(u.ID))}, []member{is("banned_until", timeOf(a.clock.read().Add(time.Hour)))}).do(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		if said := ledTo(t, a.comes("company", profileOf("ada", "ada@example.com", true))); said.Get("error_code") != userBanned {
			t.Errorf("%v", said)
		}
		if said := ledTo(t, a.comes("other", profileOf("ada", "ada@example.com", true))); said.Get("error_code") != userBanned {
			t.Errorf("%v", said)
		}
		a.SignUp = false
		if said := ledTo(t, a.comes("other", profileOf("eve", "eve@example.com", true))); said.Get("error_code") != signupDisabled {
			t.Errorf("%v", said)
		}
	})
}
