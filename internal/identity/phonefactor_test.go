package identity

import "testing"

// A code that was sent to a telephone shows it, for the challenge that it was
// sent for.
func TestPhoneFactor(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Unthrottled, o.Factors.Phone = true, true }, func(t *testing.T, a *app) {
		p := holder(t, a.signedUp("ada@example.com"))
		_, err := a.as(p, "auth_enroll", args{"factor_type": "phone", "phone": "123"})
		a.refused(err, validationFailed)
		f, err := a.as(p, "auth_enroll", args{"factor_type": "phone", "phone": "+49 170 1234567", "friendly_name": "mine"})
		if err != nil || f["phone"].Raw() != "491701234567" {
			t.Fatal(f, err)
		}
		_, err = a.as(p, "auth_challenge", args{"id": f["id"].String(), "channel": "whatsapp"})
		a.refused(err, validationFailed)
		show := func(id, code string) error {
			_, err := a.as(p, "auth_verify_factor", args{"id": f["id"].String(), "challenge_id": id, "code": code})
			return err
		}
		first := a.challenged(p, f["id"])
		m := <-a.texts
		if m.To != "491701234567" || m.Kind != "mfa" || len(m.Code) != 6 {
			t.Errorf("the message is %+v", m)
		}
		second := a.challenged(p, f["id"])
		if other := <-a.texts; other.Code != m.Code {
			a.refused(show(first, other.Code), verificationFailed)
			a.refused(show(second, m.Code), verificationFailed)
		}
		if err := show(first, m.Code); err != nil {
			t.Fatal(err)
		}
		a.refused(show(first, m.Code), challengeExpired)
		late := a.challenged(p, f["id"])
		m = <-a.texts
		a.clock.pass(challengeLife)
		a.refused(show(late, m.Code), challengeExpired)
		p = holder(t, a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong}))
		out, err := a.as(p, "auth_verify_factor", args{"id": f["id"].String(), "challenge_id": a.challenged(p, f["id"]), "code": (<-a.texts).Code})
		if err != nil {
			t.Fatal(err)
		}
		if c := claimsOf(t, out); c.AAL != "aal2" || c.ways()[0] != "mfa/phone" {
			t.Errorf("the claims are %+v", c)
		}
		_, err = a.as(holder(t, out), "auth_enroll", args{"factor_type": "phone", "phone": "491701234567"})
		a.refused(err, factorExists)
		a.Factors.Phone = false
		_, err = a.as(p, "auth_challenge", args{"id": f["id"].String()})
		a.refused(err, phoneVerifyOff)
	})
}
