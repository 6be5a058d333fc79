package bedplate_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"bedplate/internal/token"
)

// serviceRole is a bearer of the service role, which makes keys.
func (d door) serviceRole() string {
	d.t.Helper()
	signed, err := token.Mint([]byte("0123456789abcdef0123456789abcdef"), token.Grant{Role: "service", Lifetime: time.Hour}, time.Now())
	if err != nil {
		d.t.Fatal(err)
	}
	return "Bearer " + signed
}

// TestServiceAccounts: a client of OAuth that others wrote gets tokens for a
// key, by each way in which OAuth lets it say who it is; and every mixture of
// them that OAuth forbids is refused.
func TestServiceAccounts(t *testing.T) {
	t.Parallel()
	d := users(t, "")
	status, made := d.post("/auth/v1/admin/keys", `{"name":"reports","kind":"secret","role":"reporter"}`, "Authorization", d.serviceRole())
	if status != http.StatusOK {
		t.Fatal(status, made)
	}
	id, key := made["id"].(string), made["key"].(string)

	served := httptest.NewServer(d.app.Handler())
	t.Cleanup(served.Close)
	for name, style := range map[string]oauth2.AuthStyle{"in the header": oauth2.AuthStyleInHeader, "in the form": oauth2.AuthStyleInParams, "as it finds": oauth2.AuthStyleAutoDetect} {
		asks := clientcredentials.Config{ClientID: id, ClientSecret: key, TokenURL: served.URL + "/auth/v1/token", AuthStyle: style}
		got, err := asks.Token(t.Context())
		if err != nil || got.TokenType != "bearer" || got.Expiry.IsZero() {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		asks.ClientSecret = "x"
		_, err = asks.Token(t.Context())
		if said, ok := err.(*oauth2.RetrieveError); !ok || said.ErrorCode != "invalid_client" {
			t.Errorf("%s, another secret: %v", name, err)
		}
	}

	basic := func(id, secret string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(id)+":"+url.QueryEscape(secret)))
	}
	const form, doc = "application/x-www-form-urlencoded", "application/json"
	const grant = "grant_type=client_credentials"
	for _, tc := range []struct {
		name, authorization, query, media, body string
		status                                  int
		fails                                   string // as OAuth says it; "" is a token
	}{
		{"Basic and a form", basic(id, key), "", form, grant, 200, ""},
		{"Basic and JSON", basic(id, key), "?" + grant, doc, "{}", 200, ""},
		{"Basic and nothing", basic(id, key), "?" + grant, "", "", 200, ""},
		{"in any case of letters", strings.Replace(basic(id, key), "Basic", "bAsIc", 1), "", form, grant, 200, ""},
		{"named in the form too", basic(id, key), "", form, grant + "&client_id=" + id, 200, ""},
		{"another name in the form", basic(id, key), "", form, grant + "&client_id=x", 400, "invalid_request"},
		{"the secret twice", basic(id, key), "", form, grant + "&client_secret=" + key, 400, "invalid_request"},
		{"another secret", basic(id, "x"), "", form, grant, 401, "invalid_client"},
		{"another's name", basic("x", key), "", form, grant, 401, "invalid_client"},
		{"no secret", basic(id, ""), "", form, grant, 401, "invalid_client"},
		{"no base64", "Basic !", "", form, grant, 401, "invalid_client"},
		{"nothing at all", "Basic", "", form, grant, 401, "invalid_client"},
		{"no colon", "Basic " + base64.StdEncoding.EncodeToString([]byte(id)), "", form, grant, 401, "invalid_client"},
		{"not encoded as in a form", "Basic " + base64.StdEncoding.EncodeToString([]byte(id+":%zz")), "", form, grant, 401, "invalid_client"},
		{"a name that is too long", basic(strings.Repeat("a", 5000), key), "", form, grant, 400, "invalid_request"},
		{"for a password", basic(id, key), "", form, "grant_type=password&email=ada@example.com&password=x", 400, "invalid_request"},
		{"for no grant", basic(id, key), "", form, "", 400, "invalid_request"},
		{"a form without a client", "", "", form, grant, 400, "invalid_request"},
		{"a form for an unknown grant", "", "", form, "grant_type=device_code", 400, "unsupported_grant_type"},
		{"a form twice the same", "", "", form, grant + "&client_id=a&client_id=b", 400, "invalid_request"},
		{"a form for a refresh", "", "", form, "grant_type=refresh_token&refresh_token=x", 400, "invalid_grant"},
		{"JSON as GoTrue's clients send", "", "?" + grant, doc, `{"client_id":"x","client_secret":"x"}`, 400, ""},
	} {
		r := httptest.NewRequest(http.MethodPost, "/auth/v1/token"+tc.query, strings.NewReader(tc.body))
		for name, v := range map[string]string{"Authorization": tc.authorization, "Content-Type": tc.media} {
			if v != "" {
				r.Header.Set(name, v)
			}
		}
		w := httptest.NewRecorder()
		d.app.Handler().ServeHTTP(w, r)
		var said map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &said); err != nil {
			t.Fatalf("%s: %s", tc.name, w.Body)
		}
		fails, _ := said["error"].(string)
		if w.Code != tc.status || fails != tc.fails || w.Code == 200 && said["access_token"] == nil {
			t.Errorf("%s: %d %s", tc.name, w.Code, w.Body)
		}
		if challenged := strings.HasPrefix(w.Header().Get("WWW-Authenticate"), "Basic "); challenged != (tc.status == 401) {
			t.Errorf("%s: challenged %v", tc.name, challenged)
		}
	}

	// Elsewhere it is no credential, as before.
	for path, want := range map[string]int{"/rest/v1/news": 401, "/auth/v1/user": 403, "/auth/v1/token/more": 403} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Authorization", basic(id, key))
		w := httptest.NewRecorder()
		d.app.Handler().ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}
