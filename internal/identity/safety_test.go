package identity

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// The numbers of what went wrong elsewhere, and the tests that see that it does
// not here (3 and 16 are of the packages that have providers and keys):
//
//	 1  TestPreparedAccount
//	 4  TestLettersLinkToTheConfiguredAddress, of the root
//	 7  TestLettersGoToTheAddressThatIsKept, TestAddress
//	 8  TestNobodyIsToldOf, TestWorkTellsNothing, TestTimingTellsNothing
//	13  TestWhatEndsSessions; of banned users TestAdministration's
//	14  TestThrottle, TestThrottleByPlace, of the root
//	17  TestRaces, TestSingleUse
//	18  TestUsersAreTheServicesOwn, of the root

// whole asks for the long forms of tests that take minutes.
func whole(short, long int) int {
	if os.Getenv("BEDPLATE_TEST_WHOLE") != "" {
		return long
	}
	return short
}

// secrets are the ways to get one that is good once: each gives the call that
// uses it up, and the reason of those who come later.
var secrets = []struct {
	name string
	make func(a *app, email string) (action string, given args, refused string)
}{
	{"digits to sign in", func(a *app, email string) (string, args, string) {
		a.must("auth_otp", args{"email": email})
		return "auth_verify", args{"type": "email", "email": email, "token": (<-a.letters).Code}, otpExpired
	}},
	{"link to sign in", func(a *app, email string) (string, args, string) {
		a.must("auth_otp", args{"email": email})
		return "auth_verify", args{"type": "magiclink", "token_hash": secretIn(a.t, <-a.letters)}, otpExpired
	}},
	{"link to sign up", func(a *app, email string) (string, args, string) {
		a.must("auth_sign_up", args{"email": "new" + email, "password": strong})
		return "auth_verify", args{"type": "signup", "token_hash": secretIn(a.t, <-a.letters)}, otpExpired
	}},
	{"link to reset", func(a *app, email string) (string, args, string) {
		a.signedUp("r" + email)
		a.must("auth_recover", args{"email": "r" + email})
		return "auth_verify", args{"type": "recovery", "token_hash": secretIn(a.t, <-a.letters)}, otpExpired
	}},
	{"digits of another address", func(a *app, email string) (string, args, string) {
		se := a.signedUp("c" + email)
		if _, err := a.as(holder(a.t, se), "auth_update_user", args{"email": "d" + email}); err != nil {
			a.t.Fatal(err)
		}
		l := <-a.letters
		<-a.letters // to the address of before
		return "auth_verify", args{"type": "email_change", "email": "d" + email, "token": l.Code}, otpExpired
	}},
	{"code of a page", func(a *app, email string) (string, args, string) {
		verifier := strings.Repeat("v", 43)
		a.must("auth_otp", args{"email": email, "code_challenge": hashOf(verifier), "code_challenge_method": "S256"})
		out := a.must("auth_verify", args{"type": "magiclink", "token": secretIn(a.t, <-a.letters), "link": true})
		return "auth_exchange", args{"auth_code": out["code"].Raw(), "code_verifier": verifier}, flowNotFound
	}},
	{"message to a telephone", func(a *app, email string) (string, args, string) {
		a.must("auth_otp", args{"phone": "+491701234567"})
		return "auth_verify", args{"type": "sms", "phone": "+491701234567", "token": (<-a.texts).Code}, otpExpired
	}},
}

// Safety 17: of 50 who use a secret at the same time one succeeds, whatever the
// secret is. A refresh token gives all of them the one next token.
func TestRaces(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Unthrottled, o.Phones = true, true }, func(t *testing.T, a *app) {
		const racers = 50
		race := func(action string, given args, refused string) []map[string]value.Value {
			var good []map[string]value.Value
			var mu sync.Mutex
			var all sync.WaitGroup
			start := make(chan struct{})
			for range racers {
				all.Go(func() {
					<-start
					out, err := a.call(action, given)
					mu.Lock()
					defer mu.Unlock()
					if err == nil {
						good = append(good, out)
					} else {
						a.refused(err, refused)
					}
				})
			}
			close(start)
			all.Wait()
			return good
		}
		rounds := whole(1, (1000+len(secrets))/(len(secrets)+1))
		for round := range rounds {
			for _, s := range secrets {
				action, given, refused := s.make(a, fmt.Sprintf("u%d@example.com", round))
				if good := race(action, given, refused); len(good) != 1 {
					t.Errorf("%s: %d succeeded", s.name, len(good))
				}
			}
			se := a.must("auth_sign_in", args{"email": a.resident(), "password": strong})
			next := map[string]bool{}
			for _, out := range race("auth_refresh", args{"refresh_token": se["refresh_token"].Raw()}, "") {
				next[out["refresh_token"].Raw()] = true
			}
			if len(next) != 1 {
				t.Errorf("a refresh token gave %d others", len(next))
			}
		}
	})
}

// resident is a user who is there.
func (a *app) resident() string {
	const email = "resident@example.com"
	u, _, err := newList(a.engine.Schema()).read("auth_users", []test{eq("email_key", value.OfText(email))}, "id").do(a.t.Context(), background{a.engine})
	if err != nil {
		a.t.Fatal(err)
	}
	if len(u) == 0 {
		a.signedUp(email)
	}
	return email
}

// Safety 7: an address is found by nothing that only looks like it, and a letter
// goes to the one that is kept, not to the one that was typed.
func TestLettersGoToTheAddressThatIsKept(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Unthrottled = true }, func(t *testing.T, a *app) {
		const kept = "Mike@Example.org"
		a.signedUp(kept)
		for _, typed := range []string{"mike@example.org", "MIKE@EXAMPLE.ORG"} {
			a.must("auth_recover", args{"email": typed})
			if l := <-a.letters; l.To != kept {
				t.Errorf("%s: a letter to %s", typed, l.To)
			}
		}
		for _, typed := range []string{"m\u00edke@example.org", "mi\u212ae@example.org", "m\u0131ke@example.org", "mike\u200b@example.org", "mike@example.org.",
			"mike@ex\u00e4mple.org", "mike@example.\u043erg", "mike+x@example.org", "m.ike@example.org", " mike@example.org", "mike@example.org ", "mi%6be@example.org"} {
			_, err := a.call("auth_recover", args{"email": typed})
			if code := fault.CodeOf(err); code != "" && code != fault.Value {
				t.Errorf("%q: %v", typed, err)
			}
			if len(a.letters) > 0 {
				t.Fatalf("%q finds %s", typed, (<-a.letters).To)
			}
			if _, err := a.call("auth_sign_in", args{"email": typed, "password": strong}); err == nil {
				t.Errorf("%q signs in", typed)
			}
		}
	})
}

// Safety 13: another password ends every other session, with what they could do:
// the access token here, and the refresh token everywhere.
func TestWhatEndsSessions(t *testing.T) {
	onEveryStore(t, func(o *Options) { o.Unthrottled = true }, func(t *testing.T, a *app) {
		stolen := a.signedUp("ada@example.com")
		a.must("auth_recover", args{"email": "ada@example.com"})
		reset := a.must("auth_verify", args{"type": "recovery", "token_hash": secretIn(t, <-a.letters)})
		if _, err := a.as(holder(t, reset), "auth_update_user", args{"password": "another correct horse"}); err != nil {
			t.Fatal(err)
		}
		if !a.Ended(sessionOf(t, stolen)) || a.Ended(sessionOf(t, reset)) {
			t.Error("the wrong sessions ended")
		}
		_, err := a.call("auth_refresh", args{"refresh_token": stolen["refresh_token"].Raw()})
		a.refused(err, refreshNotFound)
		_, err = a.as(holder(t, stolen), "auth_user", nil)
		a.refused(err, sessionNotFound)
		_, err = a.call("auth_sign_in", args{"email": "ada@example.com", "password": strong})
		a.refused(err, invalidCredentials)
		reset = a.must("auth_refresh", args{"refresh_token": reset["refresh_token"].Raw()})

		// A user who is barred or gone has no tokens any more, nor ways to new ones.
		d, id := background{a.engine}, idOf(saidBy(t, reset)["sub"].(string))
		for _, change := range []member{is("banned_until", timeOf(a.clock.read().Add(time.Hour))), is("deleted_at", timeOf(a.clock.read()))} {
			if _, _, err := newList(a.engine.Schema()).update("auth_users", []test{eq("id", id)}, []member{change}).do(t.Context(), d); err != nil {
				t.Fatal(err)
			}
			_, err = a.call("auth_refresh", args{"refresh_token": reset["refresh_token"].Raw()})
			a.refused(err, userBanned)
			_, err = a.as(holder(t, reset), "auth_user", nil)
			a.refused(err, userBanned)
			_, err = a.call("auth_sign_in", args{"email": "ada@example.com", "password": "another correct horse"})
			a.refused(err, userBanned)
			a.must("auth_otp", args{"email": "ada@example.com"})
			_, err = a.call("auth_verify", args{"type": "magiclink", "token_hash": secretIn(t, <-a.letters)})
			a.refused(err, userBanned)
			if _, _, err := newList(a.engine.Schema()).update("auth_users", []test{eq("id", id)}, []member{is("banned_until", value.Value{})}).do(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// PKCE is S256, with a challenge that is one; everything else is refused before
// a code is sent.
func TestCodeChallenges(t *testing.T) {
	t.Parallel()
	a := newApp(t, "mem", func(o *Options) { o.Unthrottled = true })
	good := hashOf(strings.Repeat("v", 43))
	for _, tc := range []struct {
		challenge, method string
		taken             bool
	}{
		{good, "S256", true}, {good, "s256", true}, {good, "plain", false}, {good, "", false}, {"", "S256", false}, {good, "S512", false}, {good, "none", false},
		{good + "=", "S256", false}, {good[1:], "S256", false}, {good + "a", "S256", false}, {"", "plain", false}, {good, "S256 ", false},
	} {
		given := args{"email": "ada@example.com", "code_challenge": tc.challenge, "code_challenge_method": tc.method}
		if _, err := a.call("auth_otp", given); (err == nil) != tc.taken {
			t.Errorf("%q by %q: %v", tc.challenge, tc.method, err)
		}
		if tc.taken {
			<-a.letters
		}
	}
	if len(a.letters) > 0 {
		t.Error("a code was sent")
	}
}

// A link leads to an address that is listed, exactly, or to the site.
func TestTargetsThatAreTricks(t *testing.T) {
	t.Parallel()
	s := New(Options{Settings: Settings{Site: "https://app.example", Redirects: []string{"https://app.example/in", "https://app.example/a%20b", "myapp://in"}}})
	for _, asked := range []string{"https://app.example/in?next=https://evil.example", "myapp://in?x=1", "https://app.example/in#x"} {
		if got := s.target(asked); got != asked {
			t.Errorf("%q leads to %q", asked, got)
		}
	}
	for _, asked := range []string{
		"https://app.example/in/", "https://app.example/IN", "https://app.example/in%2f", "https://app.example/in;x", "https://app.example//in",
		"https://app.example/./in", "https://app.example/x/../in", "https://app.example:443/in", "https://app.example./in", "http://app.example/in",
		"https://app.example@evil.example/in", "https://evil.example\\@app.example/in", "https://evil.example#@app.example/in",
		"https://evil.example?https://app.example/in", "https://app.example.evil.example/in", "//app.example/in", "///app.example/in", "/in", "in",
		"https:/app.example/in", "https:app.example/in", "https://app%2eexample/in", "https://app.example%00/in", "https://app.example/in\x00",
		"https://app.example/in\r\nSet-Cookie: a=b", " https://app.example/in", "https://app.example/in ", "https://app.example\u3002evil.example/in",
		"https://\uff41pp.example/in", "javascript://app.example/in", "data:text/html,x", "myapp://in/out", "myapp:in", "myapp://out",
		"https://user:password@app.example/in", "https://[::1]/in", "https://app.example/in" + strings.Repeat("?", 2000), "\thttps://app.example/in",
	} {
		if got := s.target(asked); got != s.Site {
			t.Errorf("%q leads to %q", asked, got)
		}
	}
}

// Codes of one purpose, address or app are none of another.
func TestForeignCodes(t *testing.T) {
	t.Parallel()
	a := newApp(t, "mem", func(o *Options) { o.Unthrottled, o.Phones = true, true })
	b := newApp(t, "mem", func(o *Options) { o.Unthrottled = true })
	a.signedUp("ada@example.com")
	a.must("auth_recover", args{"email": "ada@example.com"})
	l := <-a.letters
	for _, kind := range []string{"email", "signup", "magiclink", "invite", "email_change", "sms", "phone_change"} {
		_, err := a.call("auth_verify", args{"type": kind, "email": "ada@example.com", "token": l.Code})
		if err == nil {
			t.Errorf("a code to reset is one of %s", kind)
		}
	}
	_, err := b.call("auth_verify", args{"type": "recovery", "token_hash": secretIn(t, l)})
	b.refused(err, otpExpired)
	_, err = a.call("auth_exchange", args{"auth_code": secretIn(t, l), "code_verifier": strings.Repeat("v", 43)})
	a.refused(err, flowNotFound)
	denied := 0
	for _, p := range []*query.Principal{query.Anonymous, query.Service} {
		if _, err := a.as(p, "auth_user", nil); err != nil {
			denied++
		}
	}
	if denied != 2 {
		t.Error("who is nobody's user is told of one")
	}
}
