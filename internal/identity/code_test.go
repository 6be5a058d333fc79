package identity

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"bedplate/value"
)

func sessionOf(t *testing.T, session map[string]value.Value) string {
	t.Helper()
	var c claims
	if err := json.Unmarshal([]byte(holder(t, session).Claims.Raw()), &c); err != nil {
		t.Fatal(err)
	}
	return c.SessionID
}

func secretIn(t *testing.T, l Letter) string {
	t.Helper()
	u, err := url.Parse(l.Link)
	if err != nil || !strings.HasPrefix(l.Link, "http://app.example/auth/v1/verify?") {
		t.Fatalf("the link is %q", l.Link)
	}
	return u.Query().Get("token")
}

// Digits are tried five times and live five minutes; the link goes on.
func TestDigits(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Unthrottled = true }, func(t *testing.T, a *app) {
		a.must("auth_sign_up", args{"email": "ada@example.com", "password": strong})
		l := <-a.letters
		wrong := "000000"
		if l.Code == wrong {
			wrong = "000001"
		}
		for range digitsTries {
			_, err := a.call("auth_verify", args{"type": "email", "email": "ada@example.com", "token": wrong})
			a.refused(err, otpExpired)
		}
		_, err := a.call("auth_verify", args{"type": "email", "email": "ada@example.com", "token": l.Code})
		a.refused(err, otpExpired)
		a.must("auth_resend", args{"type": "signup", "email": "ada@example.com"})
		l = <-a.letters
		a.clock.pass(digitsLife)
		_, err = a.call("auth_verify", args{"type": "email", "email": "ada@example.com", "token": l.Code})
		a.refused(err, otpExpired)
		a.must("auth_verify", args{"type": "signup", "token": secretIn(t, l), "link": true})
		a.must("auth_recover", args{"email": "ada@example.com"})
		l = <-a.letters
		for _, kind := range []string{"magiclink", "email", "signup", "email_change", "invite"} {
			_, err = a.call("auth_verify", args{"type": kind, "token_hash": secretIn(t, l)})
			a.refused(err, otpExpired)
		}
		a.clock.pass(lives[recoveryCode])
		_, err = a.call("auth_verify", args{"type": "recovery", "token_hash": secretIn(t, l)})
		a.refused(err, otpExpired)
	})
}

// Nobody prepares an account for somebody else: who confirms an address has the
// password of their own sign-up, and of others nothing is left that opens it.
func TestPreparedAccount(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Unthrottled = true }, func(t *testing.T, a *app) {
		a.must("auth_sign_up", args{"email": "victim@example.com", "password": "the attacker's own words"})
		theirs := <-a.letters
		a.must("auth_sign_up", args{"email": "victim@example.com", "password": strong})
		mine := <-a.letters
		a.must("auth_verify", args{"type": "signup", "token_hash": secretIn(t, mine)})
		_, err := a.call("auth_sign_in", args{"email": "victim@example.com", "password": "the attacker's own words"})
		a.refused(err, invalidCredentials)
		a.must("auth_sign_in", args{"email": "VICTIM@example.com", "password": strong})
		_, err = a.call("auth_verify", args{"type": "signup", "token_hash": secretIn(t, theirs)})
		a.refused(err, otpExpired)
	})
}

// What is answered does not tell who is there.
func TestNobodyIsToldOf(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Unthrottled = true }, func(t *testing.T, a *app) {
		a.signedUp("ada@example.com")
		for _, action := range []string{"auth_sign_up", "auth_otp", "auth_recover", "auth_resend", "auth_sign_in"} {
			var said [2]string
			for i, email := range []string{"ada@example.com", "eve@example.com"} {
				given := args{"email": email, "password": "something that is wrong", "type": "signup", "create_user": false}
				if action == "auth_sign_in" {
					given["password"] = "another one that is wrong"
				}
				out, err := a.call(action, given)
				var doc map[string]any
				if u := out["user"]; !u.IsNull() {
					if err := json.Unmarshal([]byte(u.Raw()), &doc); err != nil {
						t.Fatal(err)
					}
				}
				said[i] = shape(doc, email)
				if err != nil {
					said[i] += err.Error()
				}
			}
			if said[0] != said[1] {
				t.Errorf("%s says\n%s\n%s", action, said[0], said[1])
			}
		}
	})
}

// shape is a document with its ids, times and address masked.
func shape(v any, email string) string {
	switch v := v.(type) {
	case map[string]any:
		var all []string
		for name, m := range v {
			all = append(all, name+"="+shape(m, email))
		}
		slices.Sort(all)
		return "{" + strings.Join(all, " ") + "}"
	case []any:
		var all []string
		for _, m := range v {
			all = append(all, shape(m, email))
		}
		return "[" + strings.Join(all, " ") + "]"
	case string:
		if _, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return "time"
		}
		if !idOf(v).IsNull() {
			return "id"
		}
		return strings.ReplaceAll(v, email, "email")
	}
	raw, _ := json.Marshal(v)
	return string(raw)
}

// Guesses end, whatever the caller says of itself.
func TestThrottle(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		a.signedUp("ada@example.com")
		for range triesHere {
			_, err := a.call("auth_sign_in", args{"email": "ada@example.com", "password": "wrong"})
			a.refused(err, invalidCredentials)
		}
		_, err := a.call("auth_sign_in", args{"email": "ada@example.com", "password": strong})
		a.refused(err, tooManyRequests)
		a.clock.pass(window)
		a.must("auth_sign_in", args{"email": "ada@example.com", "password": strong})
		a.must("auth_recover", args{"email": "ada@example.com"})
		_, err = a.call("auth_recover", args{"email": "ada@example.com"})
		a.refused(err, tooManyLetters)
	})
}

// Whoever guesses at links shuts nobody out but their own place, and good ones
// are not counted.
func TestLinksOfOthers(t *testing.T) {
	onEveryStore(t, nil, func(t *testing.T, a *app) {
		a.must("auth_otp", args{"email": "ada@example.com"})
		l := <-a.letters
		for range triesPlace - 1 {
			_, err := a.call("auth_verify", args{"type": "magiclink", "token_hash": "guessed"})
			a.refused(err, otpExpired)
		}
		a.must("auth_verify", args{"type": "magiclink", "token_hash": secretIn(t, l)})
		a.clock.pass(letterPause)
		a.must("auth_otp", args{"email": "ada@example.com"})
		l = <-a.letters
		a.must("auth_verify", args{"type": "magiclink", "token_hash": secretIn(t, l)})
		for range 2 {
			_, _ = a.call("auth_verify", args{"type": "magiclink", "token_hash": "guessed"})
		}
		_, err := a.call("auth_verify", args{"type": "magiclink", "token_hash": "guessed"})
		a.refused(err, tooManyRequests)
	})
}

// A code for a page is exchanged by whoever began, once, and by nobody else.
func TestPKCE(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Unthrottled, o.Implicit = true, false }, func(t *testing.T, a *app) {
		verifier := strings.Repeat("v", 43)
		_, err := a.call("auth_otp", args{"email": "ada@example.com"})
		a.refused(err, implicitFlowDisabled)
		begin := func() string {
			a.must("auth_otp", args{"email": "ada@example.com", "code_challenge": hashOf(verifier), "code_challenge_method": "S256"})
			out := a.must("auth_verify", args{"type": "magiclink", "token": secretIn(t, <-a.letters), "link": true})
			if !out["access_token"].IsNull() {
				t.Error("a link gave tokens")
			}
			return out["code"].Raw()
		}
		code := begin()
		_, err = a.call("auth_exchange", args{"auth_code": code, "code_verifier": "guessed"})
		a.refused(err, badVerifier)
		_, err = a.call("auth_exchange", args{"auth_code": code, "code_verifier": verifier})
		a.refused(err, flowNotFound)
		code = begin()
		a.must("auth_exchange", args{"auth_code": code, "code_verifier": verifier})
		_, err = a.call("auth_exchange", args{"auth_code": code, "code_verifier": verifier})
		a.refused(err, flowNotFound)
	})
}
