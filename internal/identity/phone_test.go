package identity

import (
	"encoding/json"
	"testing"
)

func phones(o *Options) { o.Phones, o.Unthrottled = true, true }

// A number is one however it is written, and nothing else is one.
func TestPhone(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"+49 170 1234567": "491701234567", "491701234567": "491701234567", "+1 (415) 555-2671": "14155552671", "+1.415.555.2671": "14155552671",
		"": "", "+": "", "0170 1234567": "", "+0170 1234567": "", "++491701234567": "", "+49170123456789012": "", "12345": "", "+49 170 CALLME": "",
		"+\u0664\u0669\u0661\u0667\u0660\u0661\u0662\u0663\u0664": "", "+49\n1701234567": "", "491701234567+": "", "+49 170;ext=1": "",
	} {
		got, err := phoneOf(typed)
		if (err == nil) != (want != "") || got.key != want || got.typed != want {
			t.Errorf("%q: %+v %v", typed, got, err)
		}
	}
}

// Who has the telephone has the account: sign-up, sign-in and another number.
func TestPhones(t *testing.T) {
	onEveryStore(t, phones, func(t *testing.T, a *app) {
		out := a.must("auth_sign_up", args{"phone": "+49 170 1234567", "password": strong, "data": map[string]any{"nick": "ada"}})
		if !out["access_token"].IsNull() {
			t.Error("a number that nobody confirmed gives a session")
		}
		_, err := a.call("auth_sign_in", args{"phone": "+491701234567", "password": strong})
		a.refused(err, phoneNotConfirmed)
		m := <-a.texts
		if m.To != "491701234567" || m.Kind != signupCode || len(m.Code) != 6 || m.User != "" {
			t.Errorf("the message is %+v", m)
		}
		_, err = a.call("auth_verify", args{"type": "sms", "phone": "+491701234568", "token": m.Code})
		a.refused(err, otpExpired)
		se := a.must("auth_verify", args{"type": "sms", "phone": "+49-170-1234567", "token": m.Code})
		var u userDocument
		if err := json.Unmarshal([]byte(se["user"].Raw()), &u); err != nil {
			t.Fatal(err)
		}
		if u.Phone != "491701234567" || u.PhoneConfirmedAt == "" || u.ConfirmedAt == "" || u.Email != "" || len(u.Identities) != 1 ||
			u.Identities[0].Provider != "phone" || string(u.AppMetadata) != `{"provider":"phone","providers":["phone"]}` {
			t.Errorf("the user is %+v", u)
		}
		var c claims
		if err := json.Unmarshal([]byte(holder(t, se).Claims.Raw()), &c); err != nil || c.Phone != "491701234567" {
			t.Errorf("the token says %q, %v", c.Phone, err)
		}
		a.must("auth_sign_in", args{"phone": "491701234567", "password": strong})
		_, err = a.call("auth_sign_in", args{"phone": "491701234567", "password": "another one that is wrong"})
		a.refused(err, invalidCredentials)

		a.must("auth_otp", args{"phone": "+491701234567"})
		if m = <-a.texts; m.User == "" {
			t.Error("whose message it is, is not told")
		}
		a.must("auth_verify", args{"type": "sms", "phone": "+491701234567", "token": m.Code})
		_, err = a.call("auth_verify", args{"type": "sms", "phone": "+491701234567", "token": m.Code})
		a.refused(err, otpExpired)

		// One that is taken is answered as any, and its owner told.
		again := a.must("auth_sign_up", args{"phone": "+491701234567", "password": strong})
		if again["user"].IsNull() || (<-a.texts).Kind != takenKind {
			t.Error("a number that is taken is answered otherwise")
		}

		// Another number, which counts when it is confirmed.
		if _, err := a.as(holder(t, se), "auth_update_user", args{"phone": "+1 415 555 2671"}); err != nil {
			t.Fatal(err)
		}
		m = <-a.texts
		if m.Kind != phoneCode || m.To != "14155552671" {
			t.Errorf("the message is %+v", m)
		}
		a.must("auth_sign_in", args{"phone": "491701234567", "password": strong})
		a.must("auth_resend", args{"type": "phone_change", "phone": "+14155552671"})
		m = <-a.texts
		a.must("auth_verify", args{"type": "phone_change", "phone": "+14155552671", "token": m.Code})
		_, err = a.call("auth_sign_in", args{"phone": "491701234567", "password": strong})
		a.refused(err, invalidCredentials)
		a.must("auth_sign_in", args{"phone": "14155552671", "password": strong})
	})
}

// An address may be added to a number, and a number to an address.
func TestPhoneAndAddress(t *testing.T) {
	onEveryStore(t, phones, func(t *testing.T, a *app) {
		se := a.signedUp("ada@example.com")
		if _, err := a.as(holder(t, se), "auth_update_user", args{"phone": "+491701234567", "email": "ada@example.com"}); err != nil {
			t.Fatal(err)
		}
		out := a.must("auth_verify", args{"type": "phone_change", "phone": "+491701234567", "token": (<-a.texts).Code})
		var u userDocument
		if err := json.Unmarshal([]byte(out["user"].Raw()), &u); err != nil {
			t.Fatal(err)
		}
		if u.Email != "ada@example.com" || u.Phone != "491701234567" || len(u.Identities) != 2 {
			t.Errorf("the user is %+v", u)
		}
		for _, way := range []string{"email", "phone"} {
			a.must("auth_sign_in", args{way: map[string]string{"email": u.Email, "phone": u.Phone}[way], "password": strong})
		}
		_, err := a.call("auth_sign_in", args{"email": u.Email, "phone": "+14155552671", "password": strong})
		a.refused(err, validationFailed)
	})
}

// Messages are few, to one number and from one place; without phones there are none.
func TestMessagesAreFew(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Phones = true }, func(t *testing.T, a *app) {
		a.must("auth_otp", args{"phone": "+491701234567"})
		_, err := a.call("auth_otp", args{"phone": "+49 170 1234567"})
		a.refused(err, tooManyMessages)
		for n := range messagesPlace - 2 {
			a.must("auth_otp", args{"phone": "+4917012345" + string(rune('0'+n)) + "0"})
		}
		_, err = a.call("auth_otp", args{"phone": "+491701234599"})
		a.refused(err, tooManyMessages)
		a.clock.pass(window)
		a.must("auth_otp", args{"phone": "+491701234567"})
		a.Phones = false
		for _, action := range []string{"auth_otp", "auth_sign_up", "auth_sign_in"} {
			_, err := a.call(action, args{"phone": "+491701234567", "password": strong})
			a.refused(err, phoneDisabled)
		}
	})
}
