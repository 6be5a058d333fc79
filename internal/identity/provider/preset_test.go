package provider_test

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/go-cmp/cmp"

	"bedplate/fault"
	"bedplate/internal/identity/provider"
	"bedplate/internal/identity/providertest"
)

// service is a provider of OAuth 2 as it documents itself: where it is, how it
// wants to be asked, and what it answers.
type service struct {
	authorize, token string
	answers          map[string]string // by address
	basic            bool              // the secret is a header's
	pkce             bool
	scope            string
	header           map[string]string
	want             provider.Profile
}

// services are the providers without discovery.
var services = map[string]service{
	"github": {authorize: "https://github.com/login/oauth/authorize", token: "https://github.com/login/oauth/access_token", pkce: true, scope: "read:user user:email",
		answers: map[string]string{
			"https://api.github.com/user": `{"id": 583231, "login": "ada", "name": null, "email": "public@example.com", "avatar_url": "https://avatars.example/1"}`,
			"https://api.github.com/user/emails": `[{"email": "old@example.com", "primary": false, "verified": true},
				{"email": "ada@example.com", "primary": true, "verified": true}, {"email": "x@example.com", "primary": false, "verified": false}]`},
		want: provider.Profile{Issuer: "https://api.github.com", Subject: "583231", Email: "ada@example.com", Verified: true, Name: "ada", Username: "ada", Picture: "https://avatars.example/1"}},
	"facebook": {authorize: "https://www.facebook.com/dialog/oauth", token: "https://graph.facebook.com/oauth/access_token", scope: "email public_profile",
		answers: map[string]string{"https://graph.facebook.com/me": `{"id": "10", "name": "Ada", "email": "ada@example.com", "picture": {"data": {"url": "https://pictures.example/1"}}}`},
		want:    provider.Profile{Issuer: "https://graph.facebook.com", Subject: "10", Email: "ada@example.com", Name: "Ada", Picture: "https://pictures.example/1"}},
	"discord": {authorize: "https://discord.com/oauth2/authorize", token: "https://discord.com/api/oauth2/token", scope: "identify email", pkce: true,
		answers: map[string]string{"https://discord.com/api/users/@me": `{"id": "80351110224678912", "username": "ada", "global_name": null, "avatar": "a_8342729096ea3675442027381ff50dfe", "verified": true, "email": "ada@example.com"}`},
		want: provider.Profile{Issuer: "https://discord.com", Subject: "80351110224678912", Email: "ada@example.com", Verified: true, Name: "ada", Username: "ada",
			Picture: "https://cdn.discordapp.com/avatars/80351110224678912/a_8342729096ea3675442027381ff50dfe.png"}},
	"x": {authorize: "https://x.com/i/oauth2/authorize", token: "https://api.x.com/2/oauth2/token", basic: true, pkce: true, scope: "users.read users.email tweet.read",
		answers: map[string]string{"https://api.x.com/2/users/me": `{"data": {"id": "2244994945", "name": "Ada", "username": "ada", "confirmed_email": "ada@example.com"}}`},
		want:    provider.Profile{Issuer: "https://api.x.com", Subject: "2244994945", Email: "ada@example.com", Verified: true, Name: "Ada", Username: "ada"}},
	"spotify": {authorize: "https://accounts.spotify.com/authorize", token: "https://accounts.spotify.com/api/token", basic: true, pkce: true, scope: "user-read-email",
		answers: map[string]string{"https://api.spotify.com/v1/me": `{"id": "ada", "display_name": "Ada", "email": "ada@example.com", "images": [{"url": "https://i.example/1", "height": 300}]}`},
		want:    provider.Profile{Issuer: "https://api.spotify.com", Subject: "ada", Email: "ada@example.com", Name: "Ada", Picture: "https://i.example/1"}},
	"twitch": {authorize: "https://id.twitch.tv/oauth2/authorize", token: "https://id.twitch.tv/oauth2/token", scope: "user:read:email", header: map[string]string{"Client-Id": providertest.Client},
		answers: map[string]string{"https://api.twitch.tv/helix/users": `{"data": [{"id": "141981764", "login": "ada", "display_name": "Ada", "email": "ada@example.com", "profile_image_url": "https://i.example/1"}]}`},
		want:    provider.Profile{Issuer: "https://api.twitch.tv", Subject: "141981764", Email: "ada@example.com", Verified: true, Name: "Ada", Username: "ada", Picture: "https://i.example/1"}},
	"bitbucket": {authorize: "https://bitbucket.org/site/oauth2/authorize", token: "https://bitbucket.org/site/oauth2/access_token", basic: true, scope: "account email",
		answers: map[string]string{
			"https://api.bitbucket.org/2.0/user":        `{"uuid": "{a54f16da}", "display_name": "Ada", "username": "ada", "links": {"avatar": {"href": "https://i.example/1"}}}`,
			"https://api.bitbucket.org/2.0/user/emails": `{"values": [{"email": "ada@example.com", "is_primary": true, "is_confirmed": false}, {"email": "a@example.com", "is_primary": false, "is_confirmed": true}]}`},
		want: provider.Profile{Issuer: "https://api.bitbucket.org", Subject: "{a54f16da}", Email: "a@example.com", Verified: true, Name: "Ada", Username: "ada", Picture: "https://i.example/1"}},
	"notion": {authorize: "https://api.notion.com/v1/oauth/authorize", token: "https://api.notion.com/v1/oauth/token", basic: true, header: map[string]string{"Notion-Version": "2022-06-28"},
		answers: map[string]string{"https://api.notion.com/v1/users/me": `{"object": "user", "id": "bot-1", "bot": {"owner": {"type": "user", "user": {"id": "ada-1", "name": "Ada", "avatar_url": null, "person": {"email": "ada@example.com"}}}}}`},
		want:    provider.Profile{Issuer: "https://api.notion.com", Subject: "ada-1", Email: "ada@example.com", Name: "Ada"}},
	"zoom": {authorize: "https://zoom.us/oauth/authorize", token: "https://zoom.us/oauth/token", basic: true, pkce: true,
		answers: map[string]string{"https://api.zoom.us/v2/users/me": `{"id": "zJKyaiAyTNC", "first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.com", "verified": 1}`},
		want:    provider.Profile{Issuer: "https://api.zoom.us", Subject: "zJKyaiAyTNC", Email: "ada@example.com", Verified: true, Name: "Ada Lovelace"}},
	"figma": {authorize: "https://www.figma.com/oauth", token: "https://api.figma.com/v1/oauth/token", basic: true, pkce: true, scope: "current_user:read",
		answers: map[string]string{"https://api.figma.com/v1/me": `{"id": "1", "email": "ada@example.com", "handle": "Ada", "img_url": "https://i.example/1"}`},
		want:    provider.Profile{Issuer: "https://api.figma.com", Subject: "1", Email: "ada@example.com", Name: "Ada", Picture: "https://i.example/1"}},
	"kakao": {authorize: "https://kauth.kakao.com/oauth/authorize", token: "https://kauth.kakao.com/oauth/token", scope: "account_email profile_image profile_nickname",
		answers: map[string]string{"https://kapi.kakao.com/v2/user/me": `{"id": 123456789, "kakao_account": {"profile": {"nickname": "Ada"}, "is_email_valid": true, "is_email_verified": true, "email": "ada@example.com"}}`},
		want:    provider.Profile{Issuer: "https://kapi.kakao.com", Subject: "123456789", Email: "ada@example.com", Verified: true, Name: "Ada"}},
	"patreon": {authorize: "https://www.patreon.com/oauth2/authorize", token: "https://www.patreon.com/api/oauth2/token", scope: "identity identity[email]",
		answers: map[string]string{"https://www.patreon.com/api/oauth2/v2/identity": `{"data": {"id": "12", "type": "user", "attributes": {"email": "ada@example.com", "full_name": "Ada", "vanity": "ada", "is_email_verified": false}}}`},
		want:    provider.Profile{Issuer: "https://www.patreon.com", Subject: "12", Email: "ada@example.com", Name: "Ada", Username: "ada"}},
	"strava": {authorize: "https://www.strava.com/oauth/authorize", token: "https://www.strava.com/api/v3/oauth/token", scope: "read",
		answers: map[string]string{"https://www.strava.com/api/v3/athlete": `{"id": 1234567890987654400, "username": null, "firstname": "Ada", "lastname": "Lovelace", "profile": "https://i.example/1"}`},
		want:    provider.Profile{Issuer: "https://www.strava.com", Subject: "1234567890987654400", Name: "Ada Lovelace", Picture: "https://i.example/1"}},
}

// ServeHTTP answers as the service does.
func (s service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	at := "https://" + r.URL.Host + r.URL.Path
	if at == s.token {
		id, secret, basic := r.BasicAuth()
		if basic {
			id, _ = url.QueryUnescape(id)
			secret, _ = url.QueryUnescape(secret)
		} else {
			id, secret = r.FormValue("client_id"), r.FormValue("client_secret")
		}
		if basic != s.basic || id != providertest.Client || secret != providertest.Secret || r.FormValue("code") != "the code" ||
			r.FormValue("grant_type") != "authorization_code" || r.FormValue("code_verifier") != map[bool]string{true: start.Verifier}[s.pkce] {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"access_token": "the token", "token_type": "bearer"}`)
		return
	}
	for name, v := range s.header {
		if r.Header.Get(name) != v {
			http.Error(w, "a header is missing", http.StatusBadRequest)
			return
		}
	}
	if r.Header.Get("Authorization") != "Bearer the token" || s.answers[at] == "" {
		http.NotFound(w, r)
		return
	}
	_, _ = io.WriteString(w, s.answers[at])
}

func (s service) world() *http.Client {
	w := providertest.World{}
	for _, address := range []string{s.token} {
		u, _ := url.Parse(address)
		w[u.Host] = s
	}
	for address := range s.answers {
		u, _ := url.Parse(address)
		w[u.Host] = s
	}
	return &http.Client{Transport: w}
}

func TestServices(t *testing.T) {
	t.Parallel()
	for name, s := range services {
		settings := provider.Settings{Name: name, ClientID: providertest.Client, Secret: providertest.Secret}
		if key, problem := settings.Mistake(); problem != "" {
			t.Errorf("%s: %s %s", name, key, problem)
		}
		p := provider.New(settings, provider.Options{Client: s.world(), Callback: "https://app.example/auth/v1/callback"})
		to, err := p.Begin(t.Context(), start)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		u, err := url.Parse(to)
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		if at := "https://" + u.Host + u.Path; at != s.authorize || q.Get("scope") != s.scope || q.Get("state") != start.State || q.Get("client_id") != providertest.Client ||
			q.Get("redirect_uri") != "https://app.example/auth/v1/callback" || q.Has("code_challenge") != s.pkce || q.Has("nonce") {
			t.Errorf("%s: the browser is sent to %s", name, to)
		}
		profile, tokens, err := p.Finish(t.Context(), provider.Return{Code: "the code", Nonce: start.Nonce, Verifier: start.Verifier})
		if err != nil || tokens.Access != "the token" {
			t.Errorf("%s: %v", name, err)
		}
		if d := cmp.Diff(s.want, profile); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if _, err := p.Believe(t.Context(), "a.b.c", "", ""); fault.CodeOf(err) != fault.Unsupported {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestVouching: an address counts as verified where a service says all that it
// says of it, in the forms in which it does.
func TestVouching(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, at, says string
		want           bool
	}{
		{"kakao", "https://kapi.kakao.com/v2/user/me", `{"id": 1, "kakao_account": {"email": "a@example.com", "is_email_valid": true, "is_email_verified": true}}`, true},
		{"kakao", "https://kapi.kakao.com/v2/user/me", `{"id": 1, "kakao_account": {"email": "a@example.com", "is_email_valid": false, "is_email_verified": true}}`, false},
		{"kakao", "https://kapi.kakao.com/v2/user/me", `{"id": 1, "kakao_account": {"email": "a@example.com", "is_email_valid": true}}`, false},
		{"patreon", "https://www.patreon.com/api/oauth2/v2/identity", `{"data": {"id": "1", "attributes": {"email": "a@example.com", "is_email_verified": true}}}`, true},
		{"patreon", "https://www.patreon.com/api/oauth2/v2/identity", `{"data": {"id": "1", "attributes": {"email": "a@example.com"}}}`, false},
		{"zoom", "https://api.zoom.us/v2/users/me", `{"id": "1", "email": "a@example.com", "verified": 0}`, false},
		{"discord", "https://discord.com/api/users/@me", `{"id": "1", "email": "a@example.com", "verified": "false"}`, false},
		{"spotify", "https://api.spotify.com/v1/me", `{"id": "1", "email": "a@example.com", "verified": true, "email_verified": true}`, false},
		{"facebook", "https://graph.facebook.com/me", `{"id": "1", "email": "a@example.com", "verified": true}`, false},
		{"strava", "https://www.strava.com/api/v3/athlete", `{"id": 1, "email": "a@example.com", "verified": true}`, false},
	} {
		s := services[tc.name]
		s.answers = map[string]string{tc.at: tc.says}
		p := provider.New(provider.Settings{Name: tc.name, ClientID: providertest.Client, Secret: providertest.Secret}, provider.Options{Client: s.world()})
		got, _, err := p.Finish(t.Context(), provider.Return{Code: "the code", Verifier: start.Verifier})
		if err != nil || got.Verified != tc.want {
			t.Errorf("%s of %s: %+v, %v", tc.name, tc.says, got, err)
		}
	}
}

// TestScopes: what an app and a caller ask for beside ours stands in one text,
// as each provider separates them.
func TestScopes(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"strava": "read,activity:read,more", "github": "read:user user:email activity:read more"} {
		p := provider.New(provider.Settings{Name: name, ClientID: "c", Secret: "s", Scopes: []string{"activity:read"}}, provider.Options{})
		to, err := p.Begin(t.Context(), provider.Start{State: "s", Verifier: start.Verifier, Scopes: []string{"more", "activity:read"}})
		u, _ := url.Parse(to)
		if err != nil || u.Query().Get("scope") != want {
			t.Errorf("%s: %s, %v", name, to, err)
		}
	}
}

// TestApplesIssuers: Apple signs under two names, and under no third.
func TestApplesIssuers(t *testing.T) {
	t.Parallel()
	i := providertest.NewIssuer(t, "https://appleid.apple.com")
	p := provider.New(appleSettings(t), provider.Options{Client: &http.Client{Transport: providertest.World{"appleid.apple.com": i}}})
	for iss, good := range map[string]bool{"https://appleid.apple.com": true, "https://account.apple.com": true, "https://evil.example": false, "": false, "https://account.apple.com/": false} {
		profile, err := p.Believe(t.Context(), i.Token(i.Claims(map[string]any{"iss": iss, "aud": "com.example.web", "sub": "001.a"})), "", "")
		if (err == nil) != good || good && (profile.Subject != "001.a" || profile.Issuer != "https://appleid.apple.com") {
			t.Errorf("%q: %+v, %v", iss, profile, err)
		}
	}
}

// TestEveryPresetIsTried: by TestServices, or as an issuer.
func TestEveryPresetIsTried(t *testing.T) {
	t.Parallel()
	issuers := map[string]string{"google": "https://accounts.google.com", "apple": "https://appleid.apple.com", "azure": "https://login.microsoftonline.com/common/v2.0",
		"gitlab": "https://gitlab.com", "linkedin_oidc": "https://www.linkedin.com/oauth", "slack_oidc": "https://slack.com", "yahoo": "https://api.login.yahoo.com"}
	for _, name := range provider.Known() {
		if _, known := services[name]; known {
			continue
		}
		address := issuers[name]
		if address == "" {
			t.Errorf("%s is not tried", name)
			continue
		}
		asked := ""
		u, _ := url.Parse(address)
		client := &http.Client{Transport: providertest.World{u.Host: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked = r.URL.String()
			http.NotFound(w, r)
		})}}
		s := provider.Settings{Name: name, ClientID: "id", Secret: "secret"}
		if name == "apple" {
			s = appleSettings(t)
		}
		if key, problem := s.Mistake(); problem != "" {
			t.Errorf("%s: %s %s", name, key, problem)
		}
		_, _ = provider.New(s, provider.Options{Client: client}).Begin(t.Context(), start)
		if asked != address+"/.well-known/openid-configuration" {
			t.Errorf("%s is discovered at %s", name, asked)
		}
	}
}

func appleSettings(t *testing.T) provider.Settings {
	raw, err := x509.MarshalPKCS8PrivateKey(freshKey(t))
	if err != nil {
		t.Fatal(err)
	}
	return provider.Settings{Name: "apple", ClientID: "com.example.web", TeamID: "TEAM", KeyID: "KEY",
		PrivateKey: string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}))}
}

// TestApple: the secret is a signature, the answer is a form's, and the name
// comes beside the code.
func TestApple(t *testing.T) {
	t.Parallel()
	s := appleSettings(t)
	i := providertest.NewIssuer(t, "https://appleid.apple.com")
	var secret string
	i.Before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/token" {
			return false
		}
		secret = r.FormValue("client_secret")
		claims := i.Claims(map[string]any{"aud": s.ClientID, "sub": "001.a", "email": "ada@privaterelay.appleid.com", "email_verified": "true", "nonce": start.Nonce})
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"access_token": "a", "id_token": i.Token(claims)})
		return true
	}
	p := provider.New(s, provider.Options{Client: &http.Client{Transport: providertest.World{"appleid.apple.com": i}}, Callback: "https://app.example/auth/v1/callback"})
	to, err := p.Begin(t.Context(), start)
	if err != nil || !strings.Contains(to, "response_mode=form_post") {
		t.Fatal(to, err)
	}
	profile, _, err := p.Finish(t.Context(), provider.Return{Code: "c", Issuer: i.Address, Nonce: start.Nonce, User: `{"name": {"firstName": "Ada", "lastName": "L"}, "email": "evil@example.com"}`})
	want := provider.Profile{Issuer: i.Address, Subject: "001.a", Email: "ada@privaterelay.appleid.com", Verified: true, Name: "Ada L"}
	if err != nil || profile != want {
		t.Errorf("%+v, %v", profile, err)
	}
	signed, err := jwt.ParseSigned(secret, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode([]byte(s.PrivateKey))
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok {
		t.Fatalf("%T", parsed)
	}
	var claims jwt.Claims
	if err := signed.Claims(key.Public(), &claims); err != nil {
		t.Fatal(err)
	}
	if claims.Issuer != "TEAM" || claims.Subject != s.ClientID || !claims.Audience.Contains("https://appleid.apple.com") || signed.Headers[0].KeyID != "KEY" ||
		claims.Expiry.Time().Sub(claims.IssuedAt.Time()) > time.Hour {
		t.Errorf("%+v", claims)
	}
}

const (
	tenant   = "72f988bf-86f1-41af-91ab-2d7cd011db47"
	personal = "9188040d-6c67-4c5b-b112-36a304b66dad"
)

// TestMicrosoft: a token is of the tenant that it names, and of one that the app
// takes; an address is its user's where Microsoft says so alone.
func TestMicrosoft(t *testing.T) {
	t.Parallel()
	host := "https://login.microsoftonline.com/"
	tests := []struct {
		tenant, of string
		iss        string
		good       bool
	}{
		{"", tenant, "", true}, {"common", personal, "", true}, {"organizations", tenant, "", true}, {"organizations", personal, "", false},
		{"consumers", personal, "", true}, {"consumers", tenant, "", false}, {tenant, tenant, "", true}, {strings.ToUpper(tenant), tenant, "", true},
		{tenant, personal, "", false},
		{"common", tenant, host + personal + "/v2.0", false}, {"common", tenant, host + "{tenantid}/v2.0", false}, {"common", tenant, "https://evil.example/v2.0", false},
		{"common", "../evil", "", false}, {"common", "", host + "/v2.0", false},
	}
	for _, test := range tests {
		s := provider.Settings{Name: "azure", ClientID: providertest.Client, Secret: "s", Tenant: test.tenant}
		if _, problem := s.Mistake(); problem != "" {
			t.Fatal(problem)
		}
		name := strings.ToLower(test.tenant)
		if name == "" {
			name = "common"
		}
		i := providertest.NewIssuer(t, host+name+"/v2.0")
		p := provider.New(s, provider.Options{Client: &http.Client{Transport: providertest.World{"login.microsoftonline.com": i}}})
		iss := test.iss
		if iss == "" {
			iss = host + test.of + "/v2.0"
		}
		profile, err := p.Believe(t.Context(), i.Token(i.Claims(map[string]any{"iss": iss, "tid": test.of, "sub": "a", "email": "ada@example.com", "email_verified": true})), "", "")
		if (err == nil) != test.good || profile.Verified || err == nil && profile.Issuer != iss {
			t.Errorf("%+v: %+v, %v", test, profile, err)
		}
		if profile, _ := p.Believe(t.Context(), i.Token(i.Claims(map[string]any{"iss": iss, "tid": test.of, "sub": "a", "email": "ada@example.com", "xms_edov": true})), "", ""); profile.Verified != test.good {
			t.Errorf("%+v: %+v", test, profile)
		}
	}
}

// TestMistakes: what cannot work is told, with the key that it is about.
func TestMistakes(t *testing.T) {
	t.Parallel()
	apple := appleSettings(t)
	without := apple
	without.PrivateKey = "nonsense"
	secret := apple
	secret.Secret = "s"
	tests := map[string][]provider.Settings{
		"":          {{Name: "email", ClientID: "c"}, {Name: "Google", ClientID: "c"}, {Name: "a b", ClientID: "c"}, {Name: "", ClientID: "c"}},
		"client_id": {{Name: "google", Secret: "s"}},
		"secret":    {{Name: "google", ClientID: "c"}, {Name: "github", ClientID: "c"}, secret},
		"issuer": {{Name: "google", ClientID: "c", Secret: "s", Issuer: "https://evil.example"}, {Name: "github", ClientID: "c", Secret: "s", Issuer: "https://x.example"},
			{Name: "company", ClientID: "c"}, {Name: "company", ClientID: "c", Issuer: "http://id.example"}, {Name: "company", ClientID: "c", Issuer: "https://u:p@id.example"},
			{Name: "company", ClientID: "c", Issuer: "https://id.example/?x"}, {Name: "company", ClientID: "c", Issuer: "id.example"}},
		"tenant":       {{Name: "google", ClientID: "c", Secret: "s", Tenant: tenant}, {Name: "microsoft", ClientID: "c", Secret: "s", Tenant: "../x"}},
		"trust_emails": {{Name: "azure", ClientID: "c", Secret: "s", TrustEmails: true}},
		"team_id":      {{Name: "apple", ClientID: "c"}, {Name: "google", ClientID: "c", Secret: "s", TeamID: "t"}},
		"private_key":  {without},
		"scopes":       {{Name: "google", ClientID: "c", Secret: "s", Scopes: []string{"a b"}}},
	}
	for want, all := range tests {
		for _, s := range all {
			if key, problem := s.Mistake(); problem == "" || key != want {
				t.Errorf("%+v: %q %q, want %q", s, key, problem, want)
			}
		}
	}
	for _, s := range []provider.Settings{apple, {Name: "company", ClientID: "c", Issuer: "https://id.example/realm"}, {Name: "custom:it", ClientID: "c", Issuer: "http://127.0.0.1:1"},
		{Name: "gitlab", ClientID: "c", Secret: "s", Issuer: "https://git.example"}, {Name: "azure", ClientID: "c", Secret: "s", Tenant: tenant, TrustEmails: true},
		{Name: "twitter", ClientID: "c", Secret: "s"}} {
		if key, problem := s.Mistake(); problem != "" {
			t.Errorf("%+v: %s %s", s, key, problem)
		}
	}
}
