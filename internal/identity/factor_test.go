package identity

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/value"
)

// Who has a factor shows it before anything is changed by which the account
// could be taken; and everybody shows from time to time who they are.
func TestDangerousChanges(t *testing.T) {
	onEveryStore(t, func(o *Options) {
		o.Unthrottled, o.Passkeys.Domain, o.Passkeys.Origins = true, "app.example", []string{"https://app.example"}
	}, func(t *testing.T, a *app) {
		raised, e := a.secured("ada@example.com")
		alone := a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong})
		made, err := a.as(holder(t, raised), "auth_make_recovery_codes", nil)
		if err != nil {
			t.Fatal(err)
		}
		dangerous := map[string]args{
			"auth_update_user":          {"password": "another horse battery"},
			"auth_enroll":               {"factor_type": "totp", "friendly_name": "another"},
			"auth_unenroll":             {"id": e.id.String()},
			"auth_renew_recovery_codes": {},
			"auth_drop_recovery_codes":  {},
			"auth_passkey_options":      {},
			"auth_delete_passkey":       {"id": made["id"].String()},
		}
		for action, given := range dangerous {
			_, err := a.as(holder(t, alone), action, given)
			a.refused(err, insufficientAAL)
		}
		_, err = a.as(holder(t, alone), "auth_update_user", args{"email": "ada@elsewhere.example"})
		a.refused(err, insufficientAAL)
		if _, err := a.as(holder(t, alone), "auth_update_user", args{"data": map[string]any{"nick": "ada"}}); err != nil {
			t.Error(err)
		}
		a.clock.pass(fresh)
		for action, given := range dangerous {
			_, err := a.as(holder(t, raised), action, given)
			a.refused(err, reauthNeeded)
		}
		_, err = a.as(holder(t, raised), "auth_update_user", args{"email": "ada@elsewhere.example"})
		a.refused(err, reauthNeeded)
		if _, err := a.as(holder(t, raised), "auth_reauthenticate", nil); err != nil {
			t.Fatal(err)
		}
		if _, err := a.as(holder(t, raised), "auth_enroll", args{"factor_type": "totp", "nonce": (<-a.letters).Code}); err != nil {
			t.Error(err)
		}
		a.verified(holder(t, raised), e) // which shows it too
		if _, err := a.as(holder(t, raised), "auth_unenroll", args{"id": e.id.String()}); err != nil {
			t.Error(err)
		}
		if _, err := a.as(holder(t, raised), "auth_recovery_codes", nil); err == nil {
			t.Error("recovery codes outlive the last factor")
		}
	})
}

// A factor that nobody verified stands for nothing, can be removed by any
// session, and goes by itself.
func TestUnverified(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		p := holder(t, a.signedUp("ada@example.com"))
		first, second := a.enroll(p, "one"), a.enroll(p, "two")
		_, err := a.as(p, "auth_enroll", args{"factor_type": "totp", "friendly_name": " one "})
		a.refused(err, factorNameConflict)
		_, err = a.as(p, "auth_make_recovery_codes", nil)
		a.refused(err, recoverySole)
		if _, err := a.as(p, "auth_unenroll", args{"id": second.id.String()}); err != nil {
			t.Error(err)
		}
		_, err = a.as(p, "auth_unenroll", args{"id": second.id.String()})
		a.refused(err, factorNotFound)
		stale := a.enroll(p, "stale")
		a.enroll(p, "")
		a.enroll(p, "")
		if c := claimsOf(t, a.verified(p, first)); c.AAL != "aal2" {
			t.Errorf("the claims are %+v", c)
		}
		if rows := a.rows("auth_factors", nil, "id"); len(rows) != 1 || rows[0].at("id").Raw() != first.id.Raw() {
			t.Errorf("%d factors are left", len(rows))
		}
		_, err = a.as(p, "auth_challenge", args{"id": stale.id.String()})
		a.refused(err, factorNotFound)
		a.enroll(p, "never verified")
		a.clock.pass(2 * unverifiedLife)
		if err := a.sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if rows := a.rows("auth_factors", nil, "id"); len(rows) != 1 {
			t.Errorf("%d factors are left", len(rows))
		}
	})
}

// An attacker with a session of one factor cannot verify a factor that was
// prepared before the user had one.
func TestPreparedFactor(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		mine := holder(t, a.signedUp("ada@example.com"))
		theirs := holder(t, a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong}))
		prepared, e := a.enroll(theirs, "prepared"), a.enroll(mine, "mine")
		id := a.challenged(theirs, prepared.id)
		a.verified(mine, e)
		_, err := a.as(theirs, "auth_verify_factor", args{"id": prepared.id.String(), "challenge_id": id, "code": a.code(prepared)})
		a.refused(err, sessionNotFound)
		again := holder(t, a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong}))
		_, err = a.as(again, "auth_verify_factor", args{"id": prepared.id.String(), "challenge_id": id, "code": a.code(prepared)})
		a.refused(err, factorNotFound)
	})
}

// There are so many factors, and no more.
func TestFactorsAreBounded(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Factors.Max = 3 }, func(t *testing.T, a *app) {
		p := holder(t, a.signedUp("ada@example.com"))
		for i := range 3 {
			a.enroll(p, fmt.Sprint(i))
		}
		_, err := a.as(p, "auth_enroll", args{"factor_type": "totp"})
		a.refused(err, tooManyFactors)
		a.clock.pass(unverifiedLife + time.Second)
		e := a.enroll(p, "0")
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if _, err := a.as(p, "auth_enroll", args{"factor_type": "totp"}); err != nil {
					a.refused(err, tooManyFactors)
				}
			})
		}
		all.Wait()
		if rows := a.rows("auth_factors", nil, "id"); len(rows) != 3 {
			t.Errorf("there are %d factors", len(rows))
		}
		raised := a.verified(p, e)
		var made atomic.Int32
		for i := range 20 {
			all.Go(func() {
				if _, err := a.as(holder(t, raised), "auth_make_recovery_codes", args{"friendly_name": fmt.Sprint("set ", i)}); err == nil {
					made.Add(1)
				} else {
					a.refused(err, factorExists)
				}
			})
		}
		all.Wait()
		if rows := a.rows("auth_recovery_codes", nil, "id"); made.Load() != 1 || len(rows) != recoveryCount {
			t.Errorf("%d sets and %d codes were made", made.Load(), len(rows))
		}
	})
}

// What is not there is refused by name.
func TestFactorsThatAreNot(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Anonymous = true }, func(t *testing.T, a *app) {
		p := holder(t, a.signedUp("ada@example.com"))
		for kind, reason := range map[string]string{"phone": phoneEnrollOff, "webauthn": keyEnrollOff, "recovery_code": validationFailed, "": validationFailed, "TOTP": validationFailed} {
			_, err := a.as(p, "auth_enroll", args{"factor_type": kind, "phone": "123"})
			a.refused(err, reason)
		}
		for _, issuer := range []string{"a:b", "a\nb"} {
			_, err := a.as(p, "auth_enroll", args{"factor_type": "totp", "issuer": issuer})
			a.refused(err, validationFailed)
		}
		e := a.enroll(p, "one")
		for _, code := range []string{"12345", "1234567", "abcdef", "１２３４５６", "-12345"} {
			_, err := a.as(p, "auth_verify_factor", args{"id": e.id.String(), "challenge_id": a.challenged(p, e.id), "code": code})
			a.refused(err, verificationFailed)
		}
		_, err := a.as(p, "auth_verify_factor", args{"id": e.id.String(), "challenge_id": a.challenged(p, e.id)})
		a.refused(err, validationFailed)
		guest := holder(t, a.must("auth_sign_up", nil))
		_, err = a.as(guest, "auth_enroll", args{"factor_type": "totp"})
		a.refused(err, validationFailed)
		_, err = a.call("auth_passkey_challenge", nil)
		a.refused(err, passkeyOff)
		_, err = a.call("auth_enroll", args{"factor_type": "totp"})
		if fault.CodeOf(err) != fault.Denied {
			t.Errorf("nobody has a factor: %v", err)
		}
		a.Factors.TOTP = false
		_, err = a.as(p, "auth_enroll", args{"factor_type": "totp"})
		a.refused(err, totpEnrollOff)
		_, err = a.as(p, "auth_challenge", args{"id": e.id.String()})
		a.refused(err, totpVerifyOff)
	})
}

// recoveryCodesOf makes a user's recovery codes.
func (a *app) recoveryCodesOf(session map[string]value.Value, action string) []string {
	a.t.Helper()
	out, err := a.as(holder(a.t, session), action, nil)
	if err != nil {
		a.t.Fatal(err)
	}
	var codes []string
	if err := json.Unmarshal([]byte(out["codes"].Raw()), &codes); err != nil || len(codes) != recoveryCount {
		a.t.Fatal(codes, err)
	}
	return codes
}

// Recovery codes are shown once, kept hashed, and each is good once, for who has
// lost the factor.
func TestRecoveryCodes(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Unthrottled = true }, func(t *testing.T, a *app) {
		raised, e := a.secured("ada@example.com")
		_, err := a.as(holder(t, raised), "auth_recovery_codes", nil)
		a.refused(err, factorNotFound)
		codes := a.recoveryCodesOf(raised, "auth_make_recovery_codes")
		_, err = a.as(holder(t, raised), "auth_make_recovery_codes", nil)
		a.refused(err, factorExists)
		for _, r := range a.rows("auth_recovery_codes", nil, "hash") {
			for _, code := range codes {
				if strings.Contains(r.at("hash").Raw(), code) {
					t.Error("a code is kept as it is")
				}
			}
		}
		lost := a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong})
		other := a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong})
		typed := strings.ToUpper(codes[0][:4] + "-" + codes[0][4:8] + " " + codes[0][8:])
		out, err := a.as(holder(t, lost), "auth_verify_recovery_code", args{"code": typed})
		if err != nil {
			t.Fatal(err)
		}
		if c := claimsOf(t, out); c.AAL != "aal2" || c.ways()[0] != "mfa/recovery_code" {
			t.Errorf("the claims are %+v", c)
		}
		if !a.Ended(sessionOf(t, other)) || a.Ended(sessionOf(t, raised)) {
			t.Error("a session of one factor goes on, or one of two has ended")
		}
		_, err = a.as(holder(t, out), "auth_verify_recovery_code", args{"code": codes[0]})
		a.refused(err, verificationFailed)
		status, err := a.as(holder(t, out), "auth_recovery_codes", nil)
		if err != nil || status["remaining"].Int() != recoveryCount-1 || status["total"].Int() != recoveryCount {
			t.Error(status, err)
		}
		next := a.recoveryCodesOf(out, "auth_renew_recovery_codes")
		_, err = a.as(holder(t, out), "auth_verify_recovery_code", args{"code": codes[1]})
		a.refused(err, verificationFailed)
		for range triesAtOnce - 1 {
			_, err = a.as(holder(t, out), "auth_verify_recovery_code", args{"code": "k4m9x7qp2ab8ht3z"})
			a.refused(err, verificationFailed)
		}
		_, err = a.as(holder(t, out), "auth_verify_recovery_code", args{"code": next[0]})
		a.refused(err, recoveryLocked)
		a.verified(holder(t, out), e) // its own tries are counted apart
		if _, err := a.as(holder(t, out), "auth_drop_recovery_codes", nil); err != nil {
			t.Error(err)
		}
		_, err = a.as(holder(t, out), "auth_verify_recovery_code", args{"code": next[0]})
		a.refused(err, verificationFailed)
	})
}

// Of many who use one recovery code at the same time, one succeeds.
func TestRecoveryCodeOnce(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Unthrottled = true }, func(t *testing.T, a *app) {
		raised, _ := a.secured("ada@example.com")
		codes := a.recoveryCodesOf(raised, "auth_make_recovery_codes")
		for _, code := range codes[:3] {
			var good atomic.Int32
			var all sync.WaitGroup
			for range 50 {
				all.Go(func() {
					if _, err := a.as(holder(t, raised), "auth_verify_recovery_code", args{"code": code}); err == nil {
						good.Add(1)
					}
				})
			}
			all.Wait()
			if good.Load() != 1 {
				t.Fatalf("%d succeeded", good.Load())
			}
			a.clock.pass(longestWait)
		}
	})
}

// Beside a second factor a password may be shorter, and without one its owner is
// told at sign-in that it is short.
func TestShortPasswords(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Unthrottled = true }, func(t *testing.T, a *app) {
		const short = "vq8w*Kzdu"
		p := holder(t, a.signedUp("ada@example.com"))
		_, err := a.as(p, "auth_update_user", args{"password": short})
		a.refused(err, weakPassword)
		e := a.enroll(p, "one")
		raised := a.verified(p, e)
		if _, err := a.as(holder(t, raised), "auth_update_user", args{"password": short}); err != nil {
			t.Fatal(err)
		}
		_, err = a.as(holder(t, raised), "auth_update_user", args{"password": "vq8w*Kz"})
		a.refused(err, weakPassword)
		if out := a.must("auth_sign_in", args{"email": "ada@example.com", "password": short}); !out["weak_password"].IsNull() {
			t.Error("it is called weak beside a factor")
		}
		if _, err := a.as(holder(t, raised), "auth_unenroll", args{"id": e.id.String()}); err != nil {
			t.Fatal(err)
		}
		if out := a.must("auth_sign_in", args{"email": "ada@example.com", "password": short}); !strings.Contains(out["weak_password"].Raw(), "length") {
			t.Errorf("it is called %s without", out["weak_password"].Raw())
		}
	})
}

// With another secret of the app's, codes are good for nothing, and recovery
// codes still are: nobody is shut out.
func TestAnotherSecret(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		raised, e := a.secured("ada@example.com")
		codes := a.recoveryCodesOf(raised, "auth_make_recovery_codes")
		old := a.challenged(holder(t, raised), e.id)
		a.Secret = []byte("another secret of the tests")
		_, err := a.as(holder(t, raised), "auth_verify_factor", args{"id": e.id.String(), "challenge_id": old, "code": a.code(e)})
		a.refused(err, factorNotFound)
		_, err = a.as(holder(t, raised), "auth_verify_factor", args{"id": e.id.String(), "challenge_id": a.challenged(holder(t, raised), e.id), "code": a.code(e)})
		a.refused(err, verificationFailed)
		if _, err := a.as(holder(t, raised), "auth_verify_recovery_code", args{"code": codes[0]}); err != nil {
			t.Error(err)
		}
	})
}
