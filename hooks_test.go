package bedplate_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"bedplate"
	"bedplate/fault"
)

// door is the door to an app's users, as a program that embeds it sees it.
type door struct {
	t   *testing.T
	app *bedplate.App
}

// post sends a body to a path, and gives what was answered.
func (d door) post(path, body string, header ...string) (int, map[string]any) {
	d.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1"+path, strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
	}
	return d.do(r)
}

func (d door) do(r *http.Request) (int, map[string]any) {
	d.t.Helper()
	w := httptest.NewRecorder()
	d.app.Handler().ServeHTTP(w, r)
	var out map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil && w.Body.Len() > 0 {
		d.t.Fatalf("%s: %s", r.URL, w.Body)
	}
	return w.Code, out
}

// letter waits for the newest letter to an address.
func (d door) letter(to string) (found struct{ To, Link, Code, Text string }) {
	d.t.Helper()
	for range 500 {
		w := httptest.NewRecorder()
		d.app.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/mailbox/letters", nil))
		var all []struct{ To, Link, Code, Text string }
		if err := json.Unmarshal(w.Body.Bytes(), &all); err != nil {
			d.t.Fatal(err)
		}
		for _, l := range all {
			if l.To == to {
				return l
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	d.t.Fatal("no letter came to", to)
	return found
}

const clubFiles = `name: club
server: {public_url: "https://club.example.com"}
auth:
  users: true
  phones: true
  claims: {plan: "coalesce(profile.plan, \"guest\")"}
`

const clubSchema = `collection: profiles
fields:
  user: {type: ref, to: auth_users, unique: true, required: true, default: {expr: auth.id}, on_delete: cascade, back: profile}
  plan: {type: text, required: true}
rules:
  read: user == auth.id
  create: user == auth.id
---
collection: news
fields:
  title: {type: text, required: true}
rules:
  read: auth.claims.plan == "member" && auth.claims.greeting == "hello"
  create: "true"
`

// messages is a sender that a program brings.
type messages struct {
	mu   sync.Mutex
	sent []bedplate.Message
	fail int
}

func (m *messages) SendMessage(_ context.Context, one bedplate.Message) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sent = append(m.sent, one)
	if m.fail > 0 {
		m.fail--
		return fault.New(fault.Unavailable, "the company does not answer")
	}
	return nil
}

func (m *messages) last() (bedplate.Message, int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.sent) == 0 {
		return bedplate.Message{}, 0
	}
	return m.sent[len(m.sent)-1], len(m.sent)
}

// A program that embeds an app refuses and adds by hooks, sends messages itself,
// and rules see what the app's claims say.
func TestHooks(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var entered []string
	sender := &messages{fail: 1}
	a, err := bedplate.New(bedplate.Options{Dir: app(t, map[string]string{"bedplate.yaml": clubFiles, "schema/club.yaml": clubSchema}),
		Developer: true, Log: slog.New(slog.DiscardHandler), Messages: sender,
		Hooks: bedplate.Hooks{
			BeforeSignUp: func(_ context.Context, e *bedplate.Event) error {
				if e.Email != "" && !strings.HasSuffix(e.Email, "@club.example.com") {
					return fault.New(fault.Denied, "this club is for people of club.example.com")
				}
				return nil
			},
			AfterSignIn: func(_ context.Context, e *bedplate.Event) {
				mu.Lock()
				defer mu.Unlock()
				entered = append(entered, e.Email+e.Phone+" by "+e.Method)
			},
			BeforeToken: func(_ context.Context, e *bedplate.Event) error {
				e.Claims["greeting"] = "hello"
				return nil
			},
		}})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	d := door{t, a}
	status, said := d.post("/auth/v1/signup", `{"email":"eve@example.com","password":"correct horse battery"}`)
	if status != http.StatusForbidden || said["msg"] != "this club is for people of club.example.com" {
		t.Errorf("%d %v", status, said)
	}
	d.post("/auth/v1/signup", `{"email":"ada@club.example.com","password":"correct horse battery"}`)
	status, se := d.post("/auth/v1/verify", fmt.Sprintf(`{"type":"email","email":"ada@club.example.com","token":%q}`, d.letter("ada@club.example.com").Code))
	if status != http.StatusOK {
		t.Fatal(status, se)
	}
	news := func(token any) string {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "/rest/v1/news", nil)
		r.Header.Set("Authorization", "Bearer "+token.(string))
		a.Handler().ServeHTTP(w, r)
		return strings.TrimSpace(w.Body.String())
	}
	bearer := "Bearer " + se["access_token"].(string)
	for path, body := range map[string]string{"/rest/v1/news": `{"title":"open"}`, "/rest/v1/profiles": `{"plan":"member"}`} {
		if status, said := d.post(path, body, "Authorization", bearer); status != http.StatusCreated {
			t.Fatal(status, said)
		}
	}
	if got := news(se["access_token"]); got != "[]" {
		t.Errorf("a guest reads %s", got)
	}
	_, se = d.post("/auth/v1/token?grant_type=refresh_token", fmt.Sprintf(`{"refresh_token":%q}`, se["refresh_token"]))
	if got := news(se["access_token"]); !strings.Contains(got, "open") {
		t.Errorf("a member reads %s", got)
	}

	d.post("/auth/v1/otp", `{"phone":"+49 170 1234567"}`)
	var m bedplate.Message
	for n := 0; n < 2; time.Sleep(10 * time.Millisecond) { // the first is refused, and tried again
		m, n = sender.last()
	}
	if sender.sent[0] != m || m.To != "491701234567" || !strings.Contains(m.Text, m.Code) {
		t.Errorf("the messages are %+v", sender.sent)
	}
	if status, said := d.post("/auth/v1/verify", fmt.Sprintf(`{"type":"sms","phone":"+491701234567","token":%q}`, m.Code)); status != http.StatusOK {
		t.Error(status, said)
	}
	mu.Lock()
	defer mu.Unlock()
	if got := strings.Join(entered, ", "); got != "ada@club.example.com by otp, 491701234567 by otp" {
		t.Errorf("the hook saw %s", got)
	}
}

// Safety 4: what a letter links to is the configured address, whatever a request
// says it came for.
func TestLettersLinkToTheConfiguredAddress(t *testing.T) {
	t.Parallel()
	a, err := bedplate.New(bedplate.Options{Dir: app(t, map[string]string{"bedplate.yaml": "name: club\nserver: {public_url: \"https://club.example.com\", trusted_proxies: [0.0.0.0/0]}\nauth: {users: true}\n"}),
		Developer: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	d := door{t, a}
	for i, header := range []string{"Host", "X-Forwarded-Host", "X-Forwarded-Server", "X-Original-Host", "X-Host", "Forwarded", "Origin", "Referer",
		"X-Forwarded-Prefix", "X-Forwarded-Proto", "X-Original-URL", "X-Rewrite-URL"} {
		value := "evil.example"
		switch header {
		case "Forwarded":
			value = "host=evil.example;proto=http"
		case "Origin", "Referer", "X-Original-URL", "X-Rewrite-URL":
			value = "http://evil.example/auth/v1"
		}
		for n, path := range []string{"/auth/v1/signup", "/auth/v1/otp?redirect_to=http://evil.example/"} {
			to := fmt.Sprintf("a%d-%d@example.com", i, n)
			status, said := d.post(path, fmt.Sprintf(`{"email":%q,"password":"correct horse battery"}`, to), header, value)
			if status != http.StatusOK {
				t.Fatalf("%s: %d %v", header, status, said)
			}
			l := d.letter(to)
			if !strings.HasPrefix(l.Link, "https://club.example.com/auth/v1/verify?") || strings.Contains(l.Link+l.Text, "evil") {
				t.Errorf("%s: %s", header, l.Link)
			}
		}
	}
}

// Claims that do not fit the schema keep an app from being served.
func TestClaimsAreMistakes(t *testing.T) {
	t.Parallel()
	_, err := bedplate.New(bedplate.Options{Dir: app(t, map[string]string{"bedplate.yaml": "name: club\nauth:\n  users: true\n  claims:\n    plan: profile.plans\n    sub: id\n",
		"schema/club.yaml": clubSchema}), Log: slog.New(slog.DiscardHandler)})
	if err == nil || !strings.Contains(err.Error(), "bedplate.yaml:5:11") || !strings.Contains(err.Error(), "bedplate.yaml:6:10") {
		t.Errorf("%v", err)
	}
}
