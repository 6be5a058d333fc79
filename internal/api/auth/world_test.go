package auth_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bedplate"
	"bedplate/internal/identity/providertest"
	"bedplate/internal/token"
)

const (
	door   = "/auth/v1"
	site   = "http://users.example"
	strong = "correct horse battery"
	secret = "0123456789abcdef0123456789abcdef"
	// nobody is the id of nothing that there is.
	nobody = "01934000-0000-7000-8000-00000000dead"
)

// world is an app with users, of whom some are there.
type world struct {
	t     *testing.T
	app   *bedplate.App
	names map[string]string // what $NAME stands for in requests
	asked atomic.Int64
}

// newWorld opens an app whose auth says so.
func newWorld(t *testing.T, auth string) *world {
	t.Helper()
	issuer := providertest.Serve(t)
	dir := t.TempDir()
	config := "name: users\nserver: {public_url: \"" + site + "\"}\noutgoing: {allow: [127.0.0.0/8]}\nauth:\n  users: true\n  jwt: {secret: " + secret + "}\n" +
		"  redirects: [\"http://app.example/in\"]\n  providers:\n    company: {issuer: \"" + issuer.Address + "\", client_id: an app, secret: s}\n" + auth
	if err := os.WriteFile(filepath.Join(dir, "bedplate.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	app, err := bedplate.New(bedplate.Options{Dir: dir, Developer: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = app.Close() })
	service, err := token.Mint([]byte(secret), token.Grant{Role: "service", Lifetime: time.Hour}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	late, err := token.Mint([]byte(secret), token.Grant{Role: "authenticated", Subject: nobody, Lifetime: time.Minute}, time.Now().Add(-time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	early, err := token.Mint([]byte(secret), token.Grant{Role: "authenticated", Subject: nobody, Lifetime: 3 * time.Hour}, time.Now().Add(2*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := token.Mint([]byte(strings.Repeat("x", 32)), token.Grant{Role: "service", Lifetime: time.Hour}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	sessionless, err := token.Mint([]byte(secret), token.Grant{Role: "authenticated", Subject: nobody, Lifetime: time.Hour}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return &world{t: t, app: app, names: map[string]string{"SERVICE": service, "LATE": late, "EARLY": early, "STRANGER": stranger, "SESSIONLESS": sessionless,
		"NOBODY": nobody, "STRONG": strong, "ISSUER": issuer.Address}}
}

// request is one to the door. $NAME stands for what the world has, $N for a
// number that no other request has.
type request struct {
	method, path, as, body string
	header                 []string
}

// answer is what the door said.
type answer struct {
	status int
	raw    string
	header http.Header
	said   map[string]any // of an object
}

func (a answer) text(name string) string {
	s, _ := a.said[name].(string)
	return s
}

// filled puts what names stand for into a text.
func (w *world) filled(text string, n int64) string {
	text = strings.ReplaceAll(text, "$NOBODY", nobody)
	for name, v := range w.names {
		text = strings.ReplaceAll(text, "$"+name+"$", v)
	}
	return strings.ReplaceAll(text, "$N", fmt.Sprint(n))
}

// ask sends a request, each from another place, so that none meets a limit.
func (w *world) ask(q request) answer {
	w.t.Helper()
	n := w.asked.Add(1)
	at, err := url.ParseRequestURI(w.filled(door+q.path, n))
	if err != nil {
		w.t.Fatal(err)
	}
	r := httptest.NewRequest(q.method, "/", strings.NewReader(w.filled(q.body, n)))
	r.URL, r.RequestURI = at, at.RequestURI()
	r.RemoteAddr = fmt.Sprintf("[2001:db8:%x:%x::1]:1", n>>16, n&0xffff)
	if bearer := w.names[q.as]; bearer != "" {
		r.Header.Set("Authorization", "Bearer "+bearer)
	} else if q.as != "" {
		r.Header.Set("Authorization", q.as)
	}
	for i := 0; i+1 < len(q.header); i += 2 {
		r.Header.Set(q.header[i], q.header[i+1])
	}
	rec := httptest.NewRecorder()
	w.app.Handler().ServeHTTP(rec, r)
	raw, _ := io.ReadAll(rec.Result().Body)
	a := answer{status: rec.Code, raw: string(raw), header: rec.Header()}
	if len(raw) > 0 && raw[0] == '{' {
		if err := json.Unmarshal(raw, &a.said); err != nil {
			w.t.Errorf("%s %s is answered %s", q.method, q.path, raw)
		}
	}
	return a
}

// must sends a request that succeeds.
func (w *world) must(q request) answer {
	w.t.Helper()
	a := w.ask(q)
	if a.status >= 300 {
		w.t.Fatalf("%s %s: %d %s", q.method, q.path, a.status, a.raw)
	}
	return a
}

// letter waits for the last letter to an address.
func (w *world) letter(to string) (code, link string) {
	w.t.Helper()
	for until := time.Now().Add(time.Minute); time.Now().Before(until); time.Sleep(5 * time.Millisecond) {
		rec := httptest.NewRecorder()
		w.app.Handler().ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/mailbox/letters", nil))
		var all []struct{ To, Link, Code string }
		if err := json.Unmarshal(rec.Body.Bytes(), &all); err != nil {
			w.t.Fatal(err)
		}
		for _, l := range all {
			if l.To == to {
				return l.Code, l.Link
			}
		}
	}
	w.t.Fatal("no letter came to", to)
	return "", ""
}

// user makes a user who is signed in, and gives them a name.
func (w *world) user(name string) {
	w.t.Helper()
	email := strings.ToLower(name) + "@example.com"
	w.must(request{method: "POST", path: "/admin/users", as: "SERVICE", body: fmt.Sprintf(`{"email":%q,"password":%q,"email_confirm":true}`, email, strong)})
	a := w.must(request{method: "POST", path: "/token?grant_type=password", body: fmt.Sprintf(`{"email":%q,"password":%q}`, email, strong)})
	w.names[name], w.names[name+"_REFRESH"] = a.text("access_token"), a.text("refresh_token")
	w.names[name+"_ID"] = a.said["user"].(map[string]any)["id"].(string)
	session := w.must(request{method: "GET", path: "/sessions", as: name})
	var list []struct{ ID string }
	if err := json.Unmarshal([]byte(session.raw), &list); err == nil && len(list) > 0 {
		w.names[name+"_SESSION"] = list[0].ID
	}
}

// anonymous is the bearer of a user who was made for one request.
func (w *world) anonymous() string {
	w.t.Helper()
	return "Bearer " + w.must(request{method: "POST", path: "/signup", body: "{}"}).text("access_token")
}
