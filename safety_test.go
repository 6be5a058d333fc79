package bedplate_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"bedplate"
	"bedplate/internal/token"
)

func users(t *testing.T, more string) door {
	t.Helper()
	a, err := bedplate.New(bedplate.Options{Dir: app(t, map[string]string{"schema/club.yaml": clubSchema,
		"bedplate.yaml": "name: club\nserver: {public_url: \"https://club.example.com\"" + more + "}\nauth: {users: true, jwt: {secret: \"0123456789abcdef0123456789abcdef\"}}\n"}),
		Developer: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return door{t, a}
}

// Safety 14: guesses are counted by where they come from, which no header says
// but a trusted proxy's, and by the account however it is spelled.
func TestThrottleByPlace(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, config  string
		email, header func(n int) string
	}{
		{"forged places", "", func(int) string { return "ada@example.com" }, func(n int) string { return fmt.Sprintf("198.51.100.%d", n) }},
		{"behind a proxy", ", trusted_proxies: [192.0.2.1/32]", func(int) string { return "ada@example.com" }, func(n int) string { return fmt.Sprintf("198.51.100.%d, 203.0.113.9", n) }},
		{"another case", "", func(n int) string { return []string{"ada@example.com", "ADA@example.com", "ada@EXAMPLE.com"}[n%3] }, func(int) string { return "" }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d := users(t, tc.config)
			refused := 0
			for n := range 12 {
				status, said := d.post("/auth/v1/verify", fmt.Sprintf(`{"type":"email","email":%q,"token":"%06d"}`, tc.email(n), n),
					"X-Forwarded-For", tc.header(n), "X-Real-Ip", tc.header(n), "Forwarded", "for="+tc.header(n), "Cf-Connecting-Ip", tc.header(n))
				if status == http.StatusTooManyRequests && said["error_code"] == "over_request_rate_limit" {
					refused++
				}
			}
			if refused != 2 {
				t.Errorf("%d of 12 guesses were refused", refused)
			}
		})
	}
}

// Safety 18: nobody but the service writes what it keeps, whatever else they may,
// and nobody reads its secrets, by any name or way.
func TestUsersAreTheServicesOwn(t *testing.T) {
	t.Parallel()
	d := users(t, "")
	d.post("/auth/v1/signup", `{"email":"ada@example.com","password":"correct horse battery"}`)
	_, se := d.post("/auth/v1/verify", fmt.Sprintf(`{"type":"email","email":"ada@example.com","token":%q}`, d.letter("ada@example.com").Code))
	service, err := token.Mint([]byte("0123456789abcdef0123456789abcdef"), token.Grant{Role: "service_role", Lifetime: time.Hour}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	person := se["access_token"].(string)
	id := se["user"].(map[string]any)["id"].(string)
	ask := func(method, path, body, bearer string) (int, string) {
		r := httptest.NewRequest(method, "/rest/v1"+path, strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+bearer)
		r.Header.Set("Prefer", "return=representation")
		w := httptest.NewRecorder()
		d.app.Handler().ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	for _, bearer := range []string{person, service} {
		for _, tc := range [][3]string{
			{"PATCH", "/auth_users?id=eq." + id, `{"role":"service_role"}`}, {"PATCH", "/auth_users?id=eq." + id, `{"password":"x"}`},
			{"PATCH", "/auth_users?id=eq." + id, `{"email_confirmed_at":"2026-01-01T00:00:00Z"}`}, {"DELETE", "/auth_users?id=eq." + id, ""},
			{"POST", "/auth_users", `{"email":"eve@example.com"}`}, {"POST", "/auth_identities", `{"user":"` + id + `","provider":"x","subject":"y"}`},
			{"PATCH", "/auth_sessions?user=eq." + id, `{"aal":"aal2"}`}, {"DELETE", "/auth_sessions?user=eq." + id, ""},
			{"POST", "/auth_sessions", `{"user":"` + id + `"}`}, {"DELETE", "/auth_audit?id=not.is.null", ""},
			{"GET", "/auth_codes", ""}, {"GET", "/auth_keys", ""}, {"GET", "/auth_ended", ""}, {"POST", "/auth_keys", `{"kid":"x"}`},
			{"GET", "/auth_users?select=password", ""}, {"GET", "/auth_users?password=not.is.null", ""}, {"GET", "/auth_users?order=password", ""},
			{"GET", "/auth_users?select=email,email_key", ""}, {"GET", "/auth_sessions?select=counter", ""}, {"GET", "/auth_users?select=auth_codes(*)", ""},
			{"GET", "/profiles?select=user(password)", ""}, {"GET", "/profiles?user.password=not.is.null", ""}, {"GET", "/rpc/../auth_keys", ""},
			{"POST", "/auth_users?columns=id,password", `[{"id":"` + id + `","password":"x"}]`}, {"PUT", "/auth_users?id=eq." + id, `{"id":"` + id + `","role":"x"}`},
		} {
			if status, said := ask(tc[0], tc[1], tc[2], bearer); status < 400 {
				t.Errorf("%s %s: %d %s", tc[0], tc[1], status, said)
			}
		}
	}
	if status, said := ask("GET", "/auth_users", "", person); status != http.StatusOK || strings.Contains(said, "argon2") || !strings.Contains(said, `"role":"authenticated"`) {
		t.Errorf("%d %s", status, said)
	}
	// What a sign-up says of itself is nothing that the server says of the user.
	d.post("/auth/v1/signup", `{"email":"eve@example.com","password":"correct horse battery","role":"service_role","app_metadata":{"admin":true},"id":"`+id+`","is_anonymous":true,"email_confirmed_at":"2026-01-01T00:00:00Z","aud":"x","banned_until":null}`)
	_, se = d.post("/auth/v1/verify", fmt.Sprintf(`{"type":"email","email":"eve@example.com","token":%q,"role":"service_role","link":true,"user":%q}`, d.letter("eve@example.com").Code, id))
	u, _ := se["user"].(map[string]any)
	if u["role"] != "authenticated" || u["id"] == id || strings.Contains(fmt.Sprint(u["app_metadata"]), "admin") {
		t.Errorf("who signed up is %v", u)
	}
}
