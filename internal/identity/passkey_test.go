package identity

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/descope/virtualwebauthn"
	"pgregory.net/rapid"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/storetest/stores"
	"bedplate/value"
)

// device is an authenticator, and the page that it is used at.
type device struct {
	virtualwebauthn.Authenticator
	party virtualwebauthn.RelyingParty
	key   virtualwebauthn.Credential
}

// wholeKey is how long a public key of P-256 is in COSE.
const wholeKey = 77

func newDevice() *device {
	key := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
	for len(key.Key.AttestationData()) != wholeKey { // it leaves out the zeros that a number begins with
		key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
	}
	return &device{Authenticator: virtualwebauthn.NewAuthenticator(), key: key,
		party: virtualwebauthn.RelyingParty{ID: "app.example", Name: "app", Origin: "https://app.example"}}
}

// made answers to the options of a registration.
func (d *device) made(t *testing.T, options value.Value) json.RawMessage {
	t.Helper()
	read, err := virtualwebauthn.ParseAttestationOptions(options.Raw())
	if err != nil {
		t.Fatal(err)
	}
	d.Options.UserHandle = []byte(read.UserID)
	return json.RawMessage(virtualwebauthn.CreateAttestationResponse(d.party, d.Authenticator, d.key, *read))
}

// signed answers to the options of a use.
func (d *device) signed(t *testing.T, options value.Value) json.RawMessage {
	t.Helper()
	read, err := virtualwebauthn.ParseAssertionOptions(options.Raw())
	if err != nil {
		t.Fatal(err)
	}
	return json.RawMessage(virtualwebauthn.CreateAssertionResponse(d.party, d.Authenticator, d.key, *read))
}

// withKeys is an app whose pages have keys.
func withKeys(more ...func(*Options)) func(*Options) {
	return func(o *Options) {
		o.Unthrottled, o.Passkeys.Domain, o.Passkeys.Origins = true, "app.example", []string{"https://app.example"}
		for _, change := range more {
			change(o)
		}
	}
}

// passkey adds a passkey to who calls.
func (a *app) passkey(p *query.Principal, d *device) (map[string]value.Value, error) {
	a.t.Helper()
	asked, err := a.as(p, "auth_passkey_options", nil)
	if err != nil {
		return nil, err
	}
	return a.as(p, "auth_add_passkey", args{"challenge_id": asked["challenge_id"].Raw(), "credential": d.made(a.t, asked["options"])})
}

// enter signs in with a device.
func (a *app) enter(d *device) (map[string]value.Value, error) {
	a.t.Helper()
	asked := a.must("auth_passkey_challenge", nil)
	return a.call("auth_passkey_sign_in", args{"challenge_id": asked["challenge_id"].Raw(), "credential": d.signed(a.t, asked["options"])})
}

// A passkey signs in without a name, at aal2.
func TestPasskeys(t *testing.T) {
	onEveryStore(t, withKeys(), func(t *testing.T, a *app) {
		p, d := holder(t, a.signedUp("ada@example.com")), newDevice()
		made, err := a.passkey(p, d)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			in, err := a.enter(d)
			if err != nil {
				t.Fatal(err)
			}
			if c := claimsOf(t, in); c.AAL != "aal2" || len(c.ways()) != 1 || c.ways()[0] != "passkey" || c.Email != "ada@example.com" {
				t.Errorf("the claims are %+v", c)
			}
		}
		if _, err := a.as(p, "auth_rename_passkey", args{"id": made["id"].String(), "friendly_name": "my telephone"}); err != nil {
			t.Error(err)
		}
		list := a.listOf(p, "auth_passkeys")
		if !strings.Contains(list, `"friendly_name":"my telephone"`) || !strings.Contains(list, "last_used_at") {
			t.Errorf("the passkeys are %s", list)
		}
		eve := holder(t, a.signedUp("eve@example.com"))
		for _, action := range []string{"auth_rename_passkey", "auth_delete_passkey"} {
			_, err := a.as(eve, action, args{"id": made["id"].String(), "friendly_name": "hers"})
			a.refused(err, keyUnknown)
		}
		_, err = a.passkey(eve, d)
		a.refused(err, keyExists)
		if _, err := a.as(p, "auth_delete_passkey", args{"id": made["id"].String()}); err != nil {
			t.Error(err)
		}
		_, err = a.enter(d)
		a.refused(err, keyUnknown)
	})
}

// listOf calls an action that gives a value.
func (a *app) listOf(p *query.Principal, action string) string {
	a.t.Helper()
	decl := a.engine.Schema().Action(action)
	out, err := a.engine.Call(a.t.Context(), p, &query.Invocation{Action: decl})
	if err != nil {
		a.t.Fatal(err)
	}
	return out.Value.Raw()
}

// Keys that do not prove what they should are refused: of another page or
// domain, without their user, with another key or user, and copies.
func TestKeysThatDoNotProve(t *testing.T) {
	onEveryStore(t, withKeys(), func(t *testing.T, a *app) {
		ada := a.signedUp("ada@example.com")
		p, d := holder(t, ada), newDevice()
		d.key.Counter = 7
		for what, spoil := range map[string]func(*device){
			"of another page":   func(d *device) { d.party.Origin = "https://evil.example" },
			"of another scheme": func(d *device) { d.party.Origin = "http://app.example" },
			"below":             func(d *device) { d.party.Origin = "https://x.app.example" },
			"of another domain": func(d *device) { d.party.ID = "evil.example" },
			"without its user":  func(d *device) { d.Options.UserNotVerified = true },
			"without anybody":   func(d *device) { d.Options.UserNotPresent = true },
		} {
			bad := *d
			spoil(&bad)
			_, err := a.passkey(p, &bad)
			a.refusedAs(what, err, keyRefused)
		}
		if _, err := a.passkey(p, d); err != nil {
			t.Fatal(err)
		}
		d.key.Counter = 8
		for what, spoil := range map[string]func(*device){
			"of another page":   func(d *device) { d.party.Origin = "https://evil.example" },
			"of another domain": func(d *device) { d.party.ID = "evil.example" },
			"without its user":  func(d *device) { d.Options.UserNotVerified = true },
			"without anybody":   func(d *device) { d.Options.UserNotPresent = true },
			"another's":         func(d *device) { d.Options.UserHandle = []byte("0123456789abcdef") },
			"nobody's":          func(d *device) { d.Options.UserHandle = nil },
			"with another key":  func(d *device) { d.key.Key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2).Key },
			"a copy":            func(d *device) { d.key.Counter = 7 },
		} {
			bad := *d
			spoil(&bad)
			_, err := a.enter(&bad)
			a.refusedAs(what, err, keyRefused)
		}
		if _, err := a.enter(d); err != nil {
			t.Error(err)
		}
		_, err := a.enter(d)
		a.refusedAs("a count that stays", err, keyRefused)
	})
}

func (a *app) refusedAs(what string, err error, reason string) {
	a.t.Helper()
	if err == nil {
		a.t.Errorf("%s is taken", what)
		return
	}
	a.refused(err, reason)
}

// A challenge of a passkey is good once, for five minutes, and for its purpose.
func TestPasskeyChallenges(t *testing.T) {
	onEveryStore(t, withKeys(), func(t *testing.T, a *app) {
		first := a.signedUp("ada@example.com")
		p, d := holder(t, first), newDevice()
		adding, err := a.as(p, "auth_passkey_options", nil)
		if err != nil {
			t.Fatal(err)
		}
		made := args{"challenge_id": adding["challenge_id"].Raw(), "credential": d.made(t, adding["options"])}
		elsewhere := holder(t, a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong}))
		_, err = a.as(elsewhere, "auth_add_passkey", made)
		a.refused(err, keyChallengeUnknown)
		_, err = a.as(holder(t, a.signedUp("eve@example.com")), "auth_add_passkey", made)
		a.refused(err, keyChallengeUnknown)
		_, err = a.call("auth_passkey_sign_in", made)
		a.refused(err, keyChallengeUnknown)
		if _, err = a.as(p, "auth_add_passkey", made); err != nil {
			t.Fatal(err)
		}
		_, err = a.as(p, "auth_add_passkey", made)
		a.refused(err, keyChallengeExpired)

		asked := a.must("auth_passkey_challenge", nil)
		in := args{"challenge_id": asked["challenge_id"].Raw(), "credential": d.signed(t, asked["options"])}
		var good atomic.Int32
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				if _, err := a.call("auth_passkey_sign_in", in); err == nil {
					good.Add(1)
				} else {
					a.refused(err, keyChallengeExpired)
				}
			})
		}
		all.Wait()
		if good.Load() != 1 {
			t.Errorf("%d succeeded", good.Load())
		}
		asked = a.must("auth_passkey_challenge", nil)
		in = args{"challenge_id": asked["challenge_id"].Raw(), "credential": d.signed(t, asked["options"])}
		a.clock.pass(challengeLife)
		_, err = a.call("auth_passkey_sign_in", in)
		a.refused(err, keyChallengeExpired)
		for _, id := range []string{"", "x", strings.Repeat("A", 100)} {
			_, err := a.call("auth_passkey_sign_in", args{"challenge_id": id, "credential": in["credential"]})
			a.refused(err, keyChallengeUnknown)
		}
		asked = a.must("auth_passkey_challenge", nil)
		for _, credential := range []any{1, "x", []any{}, map[string]any{}, map[string]any{"id": "AA", "rawId": "AA", "type": "public-key", "response": map[string]any{}},
			map[string]any{"id": strings.Repeat("A", 5000), "rawId": "AA", "type": "public-key"}} {
			_, err := a.call("auth_passkey_sign_in", args{"challenge_id": asked["challenge_id"].Raw(), "credential": credential})
			a.refused(err, validationFailed)
		}
	})
}

// There are so many passkeys, and no more; a banned user's sign nobody in.
func TestPasskeysAreBounded(t *testing.T) {
	onEveryStore(t, withKeys(func(o *Options) { o.Passkeys.Max = 2 }), func(t *testing.T, a *app) {
		p := holder(t, a.signedUp("ada@example.com"))
		devices := []*device{newDevice(), newDevice(), newDevice()}
		for i, d := range devices {
			_, err := a.passkey(p, d)
			if i < 2 && err != nil {
				t.Fatal(err)
			} else if i == 2 {
				a.refused(err, tooManyPasskeys)
			}
		}
		l := newList(a.engine.Schema()).update("auth_users", []test{eq("email", value.OfText("ada@example.com"))},
			[]member{is("banned_until", timeOf(a.clock.read().Add(a.Idle)))})
		if _, _, err := l.do(t.Context(), background{a.engine}); err != nil {
			t.Fatal(err)
		}
		_, err := a.enter(devices[0])
		a.refused(err, userBanned)
	})
}

// A key as a second factor.
func TestKeyFactor(t *testing.T) {
	onEveryStore(t, withKeys(), func(t *testing.T, a *app) {
		p, d := holder(t, a.signedUp("ada@example.com")), newDevice()
		d.key.Counter = 1
		f, err := a.as(p, "auth_enroll", args{"factor_type": "webauthn", "friendly_name": "my key"})
		if err != nil {
			t.Fatal(err)
		}
		asked := func(p *query.Principal) (string, value.Value) {
			out, err := a.as(p, "auth_challenge", args{"id": f["id"].String(), "webauthn": map[string]any{"rpId": "evil.example"}})
			if err != nil {
				t.Fatal(err)
			}
			return out["id"].Raw(), value.OfJSON(string(memberOf(value.OfJSON(string(memberOf(out["webauthn"], "credential_options"))), "publicKey")))
		}
		show := func(p *query.Principal, id string, credential json.RawMessage) (map[string]value.Value, error) {
			return a.as(p, "auth_verify_factor", args{"id": f["id"].String(), "challenge_id": id,
				"webauthn": map[string]any{"type": "request", "rpId": "evil.example", "credential_response": credential}})
		}
		id, options := asked(p)
		if _, err := show(p, id, nil); err == nil {
			t.Error("nothing is taken")
		}
		out, err := show(p, id, d.made(t, options))
		if err != nil {
			t.Fatal(err)
		}
		if c := claimsOf(t, out); c.AAL != "aal2" || c.ways()[0] != "mfa/webauthn" {
			t.Errorf("the claims are %+v", c)
		}
		_, err = a.enter(d)
		a.refused(err, keyUnknown) // it is no passkey
		p = holder(t, a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong}))
		for what, c := range map[string]struct {
			counter uint32
			spoil   func(*device)
		}{
			"a copy": {1, func(*device) {}}, "another key": {2, func(d *device) { *d = *newDevice() }},
			"without its user": {2, func(d *device) { d.Options.UserNotVerified = true }},
		} {
			bad := *d
			bad.key.Counter = c.counter
			c.spoil(&bad)
			id, options := asked(p)
			_, err := show(p, id, bad.signed(t, options))
			a.refusedAs(what, err, verificationFailed)
		}
		d.key.Counter = 2
		id, options = asked(p)
		signed := d.signed(t, options)
		var good atomic.Int32
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				if _, err := show(p, id, signed); err == nil {
					good.Add(1)
				}
			})
		}
		all.Wait()
		if good.Load() != 1 {
			t.Errorf("%d succeeded", good.Load())
		}
		_, err = show(p, id, signed)
		a.refused(err, challengeExpired)
	})
}

// Whatever a client makes of a credential, it is refused and nothing breaks.
func TestSpoiltCredentials(t *testing.T) {
	t.Parallel()
	a := newApp(t, stores.Reference, withKeys())
	p, d := holder(t, a.signedUp("ada@example.com")), newDevice()
	asked, err := a.as(p, "auth_passkey_options", nil)
	if err != nil {
		t.Fatal(err)
	}
	made := d.made(t, asked["options"])
	if _, err := a.passkey(p, d); err != nil {
		t.Fatal(err)
	}
	in := a.must("auth_passkey_challenge", nil)
	signed := d.signed(t, in["options"])
	rapid.Check(t, func(t *rapid.T) {
		raw, action, of := signed, "auth_passkey_sign_in", in
		if rapid.Bool().Draw(t, "made") {
			raw, action, of = made, "auth_add_passkey", asked
		}
		var c struct {
			ID       string            `json:"id"`
			RawID    string            `json:"rawId"`
			Type     string            `json:"type"`
			Response map[string]string `json:"response"`
		}
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatal(err)
		}
		name := rapid.SampledFrom(slices.Sorted(maps.Keys(c.Response))).Draw(t, "member")
		bytes, err := tokenEncoding.DecodeString(c.Response[name])
		if err != nil || len(bytes) == 0 {
			t.Skip()
		}
		at := rapid.IntRange(0, len(bytes)-1).Draw(t, "at")
		switch rapid.IntRange(0, 2).Draw(t, "how") {
		case 0:
			bytes[at] ^= byte(rapid.IntRange(1, 255).Draw(t, "by"))
		case 1:
			bytes = bytes[:at]
		default:
			bytes = slices.Insert(bytes, at, rapid.SliceOfN(rapid.Byte(), 1, 40).Draw(t, "more")...)
		}
		c.Response[name] = tokenEncoding.EncodeToString(bytes)
		who := query.Anonymous
		if action == "auth_add_passkey" {
			who = p
		}
		_, err = a.as(who, action, args{"challenge_id": of["challenge_id"].Raw(), "credential": c})
		if action == "auth_add_passkey" && err == nil {
			t.Skip() // of a new key nothing is signed but the challenge
		}
		if reason := fault.As(err).Reason; err == nil || reason != keyRefused && reason != validationFailed && reason != keyExists {
			t.Fatalf("%s of %s: %v", name, action, err)
		}
	})
}
