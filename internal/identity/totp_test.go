package identity

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/internal/identity/totp"
	"bedplate/query"
	"bedplate/value"
)

// enrolled is a factor of codes on its way.
type enrolled struct {
	id     value.Value
	secret []byte
	given  totp.Key
}

// enroll makes a factor of codes.
func (a *app) enroll(p *query.Principal, name string) enrolled {
	a.t.Helper()
	out, err := a.as(p, "auth_enroll", args{"factor_type": "totp", "friendly_name": name})
	if err != nil {
		a.t.Fatal(err)
	}
	e := enrolled{id: out["id"]}
	if err := json.Unmarshal([]byte(out["totp"].Raw()), &e.given); err != nil {
		a.t.Fatal(err)
	}
	rows := a.rows("auth_factors", []test{eq("id", e.id)}, "id", "secret")
	if e.secret, err = a.openSecret(e.id, rows[0].at("secret").Raw()); err != nil {
		a.t.Fatal(err)
	}
	return e
}

// code is what the user's app shows now.
func (a *app) code(e enrolled) string {
	a.t.Helper()
	code, err := totp.Code(e.secret, a.clock.read())
	if err != nil {
		a.t.Fatal(err)
	}
	return code
}

// wrong is a code that is none of those that are taken now.
func (a *app) wrong(e enrolled) string {
	for _, code := range []string{"000000", "111111", "222222", "333333"} {
		if _, ok := totp.Match(e.secret, code, a.clock.read()); !ok {
			return code
		}
	}
	return "444444"
}

// rows reads what the service keeps.
func (a *app) rows(collection string, tests []test, fields ...string) []record {
	a.t.Helper()
	rows, _, err := newList(a.engine.Schema()).read(collection, tests, fields...).do(a.t.Context(), background{a.engine})
	if err != nil {
		a.t.Fatal(err)
	}
	return rows
}

// challenged begins the showing of a factor.
func (a *app) challenged(p *query.Principal, factor value.Value) string {
	a.t.Helper()
	out, err := a.as(p, "auth_challenge", args{"id": factor.String()})
	if err != nil {
		a.t.Fatal(err)
	}
	return out["id"].Raw()
}

// verified shows a factor by a code, and gives the session that is raised.
func (a *app) verified(p *query.Principal, e enrolled) map[string]value.Value {
	a.t.Helper()
	out, err := a.as(p, "auth_verify_factor", args{"id": e.id.String(), "challenge_id": a.challenged(p, e.id), "code": a.code(e)})
	if err != nil {
		a.t.Fatal(err)
	}
	return out
}

// secured is a user with a factor, and a session that has shown it.
func (a *app) secured(email string) (map[string]value.Value, enrolled) {
	a.t.Helper()
	p := holder(a.t, a.signedUp(email))
	e := a.enroll(p, "my telephone")
	out := a.verified(p, e)
	a.clock.pass(totp.Step)
	return out, e
}

func claimsOf(t *testing.T, session map[string]value.Value) claims {
	t.Helper()
	var c claims
	if err := json.Unmarshal([]byte(holder(t, session).Claims.Raw()), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// ways are the names of a token's methods.
func (c claims) ways() []string {
	all, err := c.AMR.all()
	if err != nil {
		return nil
	}
	var names []string
	for _, m := range all {
		names = append(names, m.Method)
	}
	return names
}

// factorsIn are the factors of a session's user as clients see them.
func factorsIn(t *testing.T, session map[string]value.Value) []factorDocument {
	t.Helper()
	var u userDocument
	if err := json.Unmarshal([]byte(session["user"].Raw()), &u); err != nil {
		t.Fatal(err)
	}
	return u.Factors
}

// A code that the user's app shows raises the session, and stands in the token
// and in those that follow.
func TestTOTP(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		first := a.signedUp("ada@example.com")
		p := holder(t, first)
		e := a.enroll(p, "my telephone")
		if !strings.HasPrefix(e.given.URI, "otpauth://totp/") || !strings.Contains(e.given.URI, e.given.Shown) {
			t.Errorf("the address is %q", e.given.URI)
		}
		if err := xml.Unmarshal([]byte(e.given.QRCode), new(struct{})); err != nil || strings.Contains(e.given.QRCode, "#") {
			t.Error("the picture is none that stands in an address", err)
		}
		if rows := a.rows("auth_factors", nil, "secret"); strings.Contains(rows[0].at("secret").Raw(), string(e.secret)) {
			t.Error("the secret is kept as it is")
		}
		before := a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong})
		if f := factorsIn(t, before); len(f) != 1 || f[0].Status != unverified {
			t.Errorf("factors are %+v", f)
		}
		raised := a.verified(p, e)
		c := claimsOf(t, raised)
		if c.AAL != "aal2" || len(c.ways()) != 2 || c.ways()[0] != "totp" || c.ways()[1] != "otp" || c.SessionID != sessionOf(t, first) {
			t.Errorf("the claims are %+v", c)
		}
		if f := factorsIn(t, raised); len(f) != 1 || f[0].Status != verified || f[0].FactorType != "totp" || f[0].FriendlyName != "my telephone" || f[0].LastChallenged == "" {
			t.Errorf("factors are %+v", f)
		}
		if !a.Ended(sessionOf(t, before)) || a.Ended(c.SessionID) {
			t.Error("a session of before goes on, or the one that showed the factor does not")
		}
		for _, event := range []string{"mfa_enrolled", "mfa_verified"} {
			if rows := a.rows("auth_audit", []test{eq("event", value.OfText(event))}, "details"); len(rows) != 1 || !strings.Contains(rows[0].at("details").Raw(), e.id.String()) {
				t.Errorf("the audit has %v of %s", rows, event)
			}
		}
		a.clock.pass(time.Minute)
		next := a.must("auth_refresh", args{"refresh_token": raised["refresh_token"].Raw()})
		if c := claimsOf(t, next); c.AAL != "aal2" || len(c.ways()) != 2 {
			t.Errorf("the next claims are %+v", c)
		}
		a.clock.pass(refreshGrace)
		_, err := a.call("auth_refresh", args{"refresh_token": first["refresh_token"].Raw()})
		a.refused(err, refreshUsed)
	})
}

// A later showing of a factor raises one session, and leaves the others.
func TestOthersStay(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		first, e := a.secured("ada@example.com")
		other := a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong})
		third := a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong})
		if c := claimsOf(t, other); c.AAL != "aal1" {
			t.Errorf("a password alone gives %+v", c)
		}
		a.verified(holder(t, other), e)
		for _, s := range []map[string]value.Value{first, other, third} {
			if a.Ended(sessionOf(t, s)) {
				t.Error("a session has ended")
			}
		}
	})
}

// A code and a challenge are good once, however many try at the same time.
func TestCodesOnce(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Unthrottled = true }, func(t *testing.T, a *app) {
		raised, e := a.secured("ada@example.com")
		a.verified(holder(t, raised), e)
		_, err := a.as(holder(t, raised), "auth_verify_factor", args{"id": e.id.String(), "challenge_id": a.challenged(holder(t, raised), e.id), "code": a.code(e)})
		a.refused(err, verificationFailed)
		a.clock.pass(totp.Step)
		for round := range 3 {
			p := holder(t, a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong}))
			code, one := a.code(e), a.challenged(p, e.id)
			var good atomic.Int32
			var all sync.WaitGroup
			for i := range 50 {
				id := one
				if i%2 == round%2 {
					id = a.challenged(p, e.id)
				}
				all.Go(func() {
					_, err := a.as(p, "auth_verify_factor", args{"id": e.id.String(), "challenge_id": id, "code": code})
					if err == nil {
						good.Add(1)
					} else if !among(fault.As(err).Reason, []string{verificationFailed, challengeExpired, tooManyRequests}) {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if good.Load() != 1 {
				t.Fatalf("round %d: %d succeeded", round, good.Load())
			}
			a.clock.pass(longestWait)
		}
	})
}

// Challenges are good for one factor, one session and five minutes.
func TestChallenges(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		first, e := a.secured("ada@example.com")
		p := holder(t, first)
		other := a.enroll(p, "another one")
		eve, theirs := a.secured("eve@example.com")
		elsewhere := holder(t, a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong}))
		good := a.challenged(p, e.id)
		for what, c := range map[string]struct {
			as     *query.Principal
			factor enrolled
			id     string
			reason string
		}{
			"of another factor":  {p, e, a.challenged(p, other.id), factorNotFound},
			"of another session": {p, e, a.challenged(elsewhere, e.id), factorNotFound},
			"of another user":    {p, e, a.challenged(holder(t, eve), theirs.id), factorNotFound},
			"another's factor":   {p, theirs, good, factorNotFound},
			"another's session":  {holder(t, eve), e, good, factorNotFound},
			"changed":            {p, e, good[:len(good)-2] + "AA", factorNotFound},
			"none":               {p, e, "", factorNotFound},
			"long":               {p, e, strings.Repeat("A", maxChallenge), factorNotFound},
		} {
			_, err := a.as(c.as, "auth_verify_factor", args{"id": c.factor.id.String(), "challenge_id": c.id, "code": a.code(c.factor)})
			if t.Run(what, func(t *testing.T) { (&app{t: t}).refused(err, c.reason) }); err == nil {
				t.Error(what)
			}
		}
		a.clock.pass(challengeLife)
		_, err := a.as(p, "auth_verify_factor", args{"id": e.id.String(), "challenge_id": good, "code": a.code(e)})
		a.refused(err, challengeExpired)
		good = a.challenged(p, e.id)
		if _, err := a.as(p, "auth_verify_factor", args{"id": e.id.String(), "challenge_id": good, "code": a.code(e)}); err != nil {
			t.Fatal(err)
		}
		a.clock.pass(totp.Step)
		_, err = a.as(p, "auth_verify_factor", args{"id": e.id.String(), "challenge_id": good, "code": a.code(e)})
		a.refused(err, challengeExpired)
	})
}

// Wrong codes are counted with the factor: neither another challenge nor
// another session or place gives more of them, and each block of them is
// followed by a longer wait.
func TestGuessedCodes(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Unthrottled = true }, func(t *testing.T, a *app) {
		_, e := a.secured("ada@example.com")
		guess := func(code string) error {
			p := holder(t, a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong}))
			_, err := a.as(p, "auth_verify_factor", args{"id": e.id.String(), "challenge_id": a.challenged(p, e.id), "code": code})
			return err
		}
		for _, wait := range []time.Duration{firstWait, 2 * firstWait, 4 * firstWait} {
			for range triesAtOnce {
				a.refused(guess(a.wrong(e)), verificationFailed)
			}
			a.refused(guess(a.code(e)), tooManyRequests)
			a.clock.pass(wait - time.Second)
			a.refused(guess(a.code(e)), tooManyRequests)
			a.clock.pass(time.Second)
		}
		if err := guess(a.code(e)); err != nil {
			t.Fatal(err)
		}
		a.refused(guess(a.wrong(e)), verificationFailed)
		for n := int64(1); n < 100; n++ {
			if w := waitAfter(n); w < firstWait || w > longestWait || n > 7 && w != longestWait {
				t.Errorf("after %d blocks it is waited %s", n, w)
			}
		}
	})
}
