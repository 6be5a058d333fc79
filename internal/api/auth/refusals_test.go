package auth_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bedplate/internal/api/auth"
)

// try is a request that is refused.
type try struct {
	what   string
	ask    request
	status int
	reason string
}

func (w *world) refuse(all []try) {
	w.t.Helper()
	for _, one := range all {
		path, _, _ := strings.Cut(one.ask.path, "?")
		w.expect(one.what, auth.Endpoint{Method: one.ask.method, Path: path, Browser: one.status == http.StatusSeeOther}, one.ask, one.status, one.reason)
	}
}

func get(path, as string) request { return request{method: "GET", path: path, as: as} }
func post(path, as, body string) request {
	return request{method: "POST", path: path, as: as, body: body}
}
func drop(path, as string) request { return request{method: "DELETE", path: path, as: as, body: "{}"} }

// TestRefusals: what names something that is not there, not the caller's, or not
// good any more.
func TestRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "  anonymous: true\n  phones: true\n  passkeys: {domain: users.example, origins: [\"https://users.example\"]}\n")
	for _, name := range []string{"ADA", "EVE"} {
		w.user(name)
	}
	w.names["EVE_FACTOR"] = w.must(post("/factors", "EVE", `{"factor_type":"totp"}`)).text("id")
	w.names["EVE_CHALLENGE"] = w.must(post("/factors/"+w.names["EVE_FACTOR"]+"/challenge", "EVE", "{}")).text("id")
	w.names["ADA_FACTOR"] = w.must(post("/factors", "ADA", `{"factor_type":"totp"}`)).text("id")
	long := strings.Repeat("a long password ", 9)
	w.refuse([]try{
		{"a factor of somebody else's", post("/factors/$EVE_FACTOR$/challenge", "ADA", "{}"), 404, "mfa_factor_not_found"},
		{"its removal", drop("/factors/$EVE_FACTOR$", "ADA"), 404, "mfa_factor_not_found"},
		{"a challenge of somebody else's", post("/factors/$ADA_FACTOR$/verify", "ADA", `{"challenge_id":"$EVE_CHALLENGE$","code":"123456"}`), 404, "mfa_factor_not_found"},
		{"a session of somebody else's", drop("/sessions/$EVE_SESSION$", "ADA"), 404, "not_found"},
		{"another's, by an administrator", drop("/admin/users/$ADA_ID$/sessions/$EVE_SESSION$", "SERVICE"), 404, "not_found"},
		{"another's factor, by an administrator", drop("/admin/users/$ADA_ID$/factors/$EVE_FACTOR$", "SERVICE"), 404, "mfa_factor_not_found"},
		{"a user's own, among administrators'", get("/admin/users/$ADA_ID$", "ADA"), 403, "not_admin"},

		{"a factor of no kind", post("/factors", "ADA", `{"factor_type":"fax"}`), 400, "validation_failed"},
		{"a code of no kind", post("/verify", "", `{"type":"fax","email":"ada@example.com","token":"123456"}`), 400, "validation_failed"},
		{"a letter of no kind", post("/resend", "", `{"type":"fax","email":"ada@example.com"}`), 400, "validation_failed"},
		{"a link of no kind", post("/admin/generate_link", "SERVICE", `{"type":"fax","email":"ada@example.com"}`), 400, "validation_failed"},
		{"a grant of no kind", post("/token?grant_type=fax", "", `{}`), 400, "unsupported_grant_type"},
		{"no grant", post("/token", "", `{}`), 400, "unsupported_grant_type"},
		{"a grant that is not here", post("/token?grant_type=web3", "", `{}`), 422, "web3_provider_disabled"},
		{"a scope of no kind", post("/logout?scope=fax", "ADA", ""), 400, "validation_failed"},
		{"a provider that is not there", get("/authorize?provider=fax", ""), 400, "validation_failed"},
		{"one that is known and not configured", get("/authorize?provider=google", ""), 400, "validation_failed"},
		{"no provider", get("/authorize", ""), 400, "validation_failed"},
		{"a provider to be added", get("/user/identities/authorize?provider=fax", "ADA"), 400, "validation_failed"},
		{"a token of a provider that is not there", post("/token?grant_type=id_token", "", `{"provider":"fax","id_token":"a.b.c"}`), 400, "validation_failed"},

		{"an address that is taken", post("/admin/users", "SERVICE", `{"email":"ADA@example.com"}`), 422, "email_exists"},
		{"no address", post("/otp", "", `{}`), 400, "validation_failed"},
		{"two addresses", post("/token?grant_type=password", "", `{"email":"ada@example.com","phone":"+491701234567","password":"$STRONG$"}`), 400, "validation_failed"},
		{"a number that is none", post("/otp", "", `{"phone":"0170 1234567"}`), 400, "validation_failed"},
		{"an address that is none", post("/signup", "", `{"email":"ada@","password":"$STRONG$"}`), 400, "validation_failed"},
		{"a line in an address", post("/recover", "", `{"email":"ada@example.com\r\nBcc: eve@example.com"}`), 400, "validation_failed"},
		{"a short password", post("/signup", "", `{"email":"u$N@example.com","password":"short"}`), 422, "weak_password"},
		{"a common one", post("/signup", "", `{"email":"u$N@example.com","password":"passwordpassword1"}`), 422, "weak_password"},
		{"a long one", post("/signup", "", `{"email":"u$N@example.com","password":"`+long+`"}`), 400, "validation_failed"},
		{"no password", post("/signup", "", `{"email":"u$N@example.com"}`), 400, "validation_failed"},
		{"data that is a list", post("/signup", "", `{"email":"u$N@example.com","password":"$STRONG$","data":[1]}`), 400, "validation_failed"},
		{"data that is long", post("/signup", "", `{"email":"u$N@example.com","password":"$STRONG$","data":{"a":"`+strings.Repeat("x", 5000)+`"}}`), 400, "validation_failed"},
		{"PKCE as it was", post("/otp", "", `{"email":"u$N@example.com","code_challenge":"`+strings.Repeat("a", 43)+`","code_challenge_method":"plain"}`), 400, "validation_failed"},
		{"PKCE without a challenge", post("/otp", "", `{"email":"u$N@example.com","code_challenge_method":"s256"}`), 400, "validation_failed"},
		{"a role that is the service's", post("/admin/users", "SERVICE", `{"email":"u$N@example.com","role":"service_role"}`), 400, "validation_failed"},
		{"a ban of no length", request{method: "PUT", path: "/admin/users/$EVE_ID$", as: "SERVICE", body: `{"ban_duration":"soon"}`}, 400, "validation_failed"},
		{"a page of none", get("/admin/users?page=0", "SERVICE"), 400, "validation_failed"},
		{"the password that it is", request{method: "PUT", path: "/user", as: "ADA", body: `{"password":"$STRONG$"}`}, 422, "same_password"},
		{"the only identity", drop("/user/identities/"+w.identity("ADA"), "ADA"), 422, "single_identity_not_deletable"},
		{"somebody else's identity", drop("/user/identities/"+w.identity("EVE"), "ADA"), 404, "identity_not_found"},
	})
	for _, double := range []string{"\uff41da@example.com", "ada\u200b@example.com", "\u0430da@example.com", "ada@ex\u0430mple.com", "ad\u00e1@example.com", "ada@example.com "} {
		if a := w.ask(post("/token?grant_type=password", "", fmt.Sprintf(`{"email":%q,"password":"$STRONG$"}`, double))); double != "ada@example.com " && a.status != 400 {
			t.Errorf("%q enters: %d %s", double, a.status, a.raw)
		}
	}
	for prefix, reason := range auth.Absent() {
		for _, path := range []string{prefix, prefix + "/x"} {
			a := w.ask(get(path, "ADA"))
			if a.reason() != reason || a.status != 404 {
				t.Errorf("%s: %d %s", path, a.status, a.raw)
			}
		}
	}
}

// identity is the id of a user's identity.
func (w *world) identity(name string) string {
	w.t.Helper()
	all, _ := w.must(get("/user", name)).said["identities"].([]any)
	for _, one := range all {
		if id, ok := one.(map[string]any)["identity_id"].(string); ok {
			return id
		}
	}
	w.t.Fatal(name, "has no identity")
	return ""
}

// TestUsedUp: codes, links and tokens are good once, for whom they were sent to.
func TestUsedUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	const verifier = "a verifier that is as long as verifiers are to be"
	sum := sha256.Sum256([]byte(verifier))
	challenge := base64.RawURLEncoding.EncodeToString(sum[:])
	w.must(post("/signup", "", `{"email":"bo@example.com","password":"$STRONG$"}`))
	code, _ := w.letter("bo@example.com")
	taken := fmt.Sprintf(`{"type":"email","email":"bo@example.com","token":%q}`, code)
	w.refuse([]try{
		{"a code at another's address", post("/verify", "", fmt.Sprintf(`{"type":"email","email":"cy@example.com","token":%q}`, code)), 403, "otp_expired"},
		{"a code for something else", post("/verify", "", fmt.Sprintf(`{"type":"recovery","email":"bo@example.com","token":%q}`, code)), 403, "otp_expired"},
	})
	bo := w.must(post("/verify", "", taken))
	w.names["BO"], w.names["BO_REFRESH"] = bo.text("access_token"), bo.text("refresh_token")
	w.refuse([]try{{"a code again", post("/verify", "", taken), 403, "otp_expired"}})

	w.must(post("/signup", "", `{"email":"di@example.com","password":"$STRONG$","code_challenge":"`+challenge+`","code_challenge_method":"s256"}`))
	_, link := w.letter("di@example.com")
	at, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	follow := get("/verify?"+at.RawQuery, "")
	to, err := url.Parse(w.ask(follow).header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	exchange := func(verifier string) request {
		return post("/token?grant_type=pkce", "", fmt.Sprintf(`{"auth_code":%q,"code_verifier":%q}`, to.Query().Get("code"), verifier))
	}
	w.refuse([]try{
		{"a link again", follow, 303, "otp_expired"},
		{"a verifier that is another's", exchange("another"), 400, "bad_code_verifier"},
		{"the right one, later", exchange(verifier), 404, "flow_state_not_found"},
	})

	exchanged := post("/token?grant_type=refresh_token", "", `{"refresh_token":"$BO_REFRESH$"}`)
	next := w.must(exchanged).text("refresh_token")
	w.must(post("/logout?scope=global", "BO", ""))
	w.refuse([]try{
		{"a token of a session that ended", get("/user", "BO"), 403, "session_not_found"},
		{"its refresh token", post("/token?grant_type=refresh_token", "", fmt.Sprintf(`{"refresh_token":%q}`, next)), 400, "refresh_token_not_found"},
		{"the one before", exchanged, 400, "refresh_token_not_found"},
	})
}

// TestProviderErrors: what a provider refuses, and what a user does not want, is
// told to the page that began.
func TestProviderErrors(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	begin := func() (state, cookie string) {
		t.Helper()
		a := w.ask(get("/authorize?provider=company&redirect_to=http://app.example/in", ""))
		to, err := url.Parse(a.header.Get("Location"))
		if err != nil || a.status != http.StatusSeeOther || !strings.HasPrefix(to.String(), w.names["ISSUER"]) {
			t.Fatal(a.status, a.raw, err)
		}
		cookie, _, _ = strings.Cut(a.header.Get("Set-Cookie"), ";")
		return to.Query().Get("state"), cookie
	}
	for _, tc := range []struct{ what, args, reason string }{
		{"cancelled", "error=access_denied&error_description=no", "access_denied"},
		{"out of order", "error=server_error", "server_error"},
		{"nonsense", "error=%3Cscript%3E", "unexpected_failure"},
		{"a code that is none", "code=nothing", "bad_oauth_callback"},
		{"nothing", "", "bad_oauth_callback"},
	} {
		state, _ := begin()
		back := get("/callback?state="+state+"&"+tc.args, "")
		other := back
		other.header = []string{"Cookie", "bedplate-flow=another"}
		w.refuse([]try{{tc.what + ", in another browser", other, 303, "bad_oauth_state"}})
		state, cookie := begin()
		back = get("/callback?state="+state+"&"+tc.args, "")
		back.header = []string{"Cookie", cookie}
		a := w.ask(back)
		to, _ := url.Parse(a.header.Get("Location"))
		if a.status != http.StatusSeeOther || !strings.HasPrefix(to.String(), "http://app.example/in?") || a.reason() == "" || to.Query().Get("error_code") != a.reason() {
			t.Errorf("%s: %d leads to %s", tc.what, a.status, to)
		}
		t.Log(tc.what, to)
		w.refuse([]try{{tc.what + ", again", back, 303, "bad_oauth_state"}})
	}
}

// TestDisabled: what an app does not have is refused with the reason that clients
// know.
func TestDisabled(t *testing.T) {
	t.Parallel()
	bare := newWorld(t, "  implicit: false\n  factors: {totp: false, webauthn: false, recovery_codes: false}\n  passkeys: {enabled: false}\n")
	bare.user("ADA")
	bare.refuse([]try{
		{"anonymous users", post("/signup", "", `{}`), 422, "anonymous_provider_disabled"},
		{"telephones", post("/otp", "", `{"phone":"+491701234567"}`), 400, "phone_provider_disabled"},
		{"sign-up by telephone", post("/signup", "", `{"phone":"+491701234567","password":"$STRONG$"}`), 400, "phone_provider_disabled"},
		{"sign-in by telephone", post("/token?grant_type=password", "", `{"phone":"+491701234567","password":"$STRONG$"}`), 400, "phone_provider_disabled"},
		{"codes of apps", post("/factors", "ADA", `{"factor_type":"totp"}`), 422, "mfa_totp_enroll_not_enabled"},
		{"telephones as factors", post("/factors", "ADA", `{"factor_type":"phone","phone":"+491701234567"}`), 422, "mfa_phone_enroll_not_enabled"},
		{"keys", post("/factors", "ADA", `{"factor_type":"webauthn"}`), 422, "mfa_webauthn_enroll_not_enabled"},
		{"recovery codes", post("/factors/recovery-codes", "ADA", `{}`), 422, "mfa_recovery_codes_enroll_not_enabled"},
		{"passkeys", post("/passkeys/registration/options", "ADA", `{}`), 404, "passkey_disabled"},
		{"passkeys to sign in with", post("/passkeys/authentication/options", "", `{}`), 404, "passkey_disabled"},
		{"links without PKCE", post("/otp", "", `{"email":"ada@example.com"}`), 400, "flow_disabled"},
		{"a provider without PKCE", get("/authorize?provider=company", ""), 400, "flow_disabled"},
	})
	closed := newWorld(t, "  signup: false\n  anonymous: true\n")
	closed.refuse([]try{
		{"sign-up", post("/signup", "", `{"email":"u@example.com","password":"$STRONG$"}`), 422, "signup_disabled"},
		{"sign-up without an address", post("/signup", "", `{}`), 422, "signup_disabled"},
	})
	// Whether an address is known is not told by what strangers may not.
	closed.must(post("/otp", "", `{"email":"nobody@example.com"}`))
}
