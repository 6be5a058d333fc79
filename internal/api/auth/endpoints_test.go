package auth_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"bedplate/internal/api/auth"
	"bedplate/schema"
	"bedplate/value"
)

// of makes the row's request.
func (r row) of(w *world, e auth.Endpoint) request {
	path, with, hasQuery := strings.Cut(e.Path, "?")
	for _, said := range strings.Fields(r.path) {
		before, rest, _ := strings.Cut(path, "{")
		_, after, _ := strings.Cut(rest, "}")
		path = before + said + after
	}
	q := request{method: e.Method, path: path, as: r.as, body: r.body}
	if hasQuery {
		q.path += "?" + with
	}
	if r.query != "" {
		q = q.with(r.query)
	}
	if e.Path == "/callback" && e.Method == http.MethodPost {
		q.header = []string{"Content-Type", "application/x-www-form-urlencoded"}
	}
	if strings.HasSuffix(e.Path, "/callback") {
		q.header = append(q.header, "Cookie", "bedplate-flow=another")
	}
	if r.as == once {
		q.as = w.anonymous()
	}
	return q
}

// with adds to a request's address.
func (q request) with(more string) request {
	if strings.Contains(q.path, "?") {
		q.path += "&" + more
	} else {
		q.path += "?" + more
	}
	return q
}

// reason is why a request was refused, "" where it was not: GoTrue's error, or
// what a browser is led on with.
func (a answer) reason() string {
	if to := a.header.Get("Location"); to != "" {
		_, fragment, _ := strings.Cut(to, "#")
		said, _ := url.ParseQuery(fragment)
		return said.Get("error_code")
	}
	return a.text("error_code")
}

// judge looks at what all answers have in common.
func (w *world) judge(what string, e auth.Endpoint, a answer) {
	w.t.Helper()
	wrong := func(why string) { w.t.Errorf("%s, %s: %s: %d %.300s", e.Name(), what, why, a.status, a.raw) }
	switch {
	case a.status >= 500:
		wrong("it is the server's mistake")
	case a.status == http.StatusSeeOther:
		to := a.header.Get("Location")
		if !e.Browser || !strings.HasPrefix(to, site) && !strings.HasPrefix(to, "http://app.example/in") && !strings.HasPrefix(to, w.names["ISSUER"]+"/") {
			wrong("it leads to " + to)
		}
	case a.status == http.StatusNoContent:
		if a.raw != "" {
			wrong("there is a body")
		}
	case !json.Valid([]byte(a.raw)):
		wrong("it is no JSON")
	case a.status >= 400:
		if a.said["code"] != float64(a.status) || a.reason() == "" || a.reason() == "unexpected_failure" || a.text("msg") == "" || len(a.raw) > 1000 {
			wrong("it is no error of GoTrue's")
		}
	}
	if a.header.Get("Cache-Control") != "no-store" {
		wrong("it may be kept")
	}
}

// expect asks for something that is refused as said.
func (w *world) expect(what string, e auth.Endpoint, q request, status int, reason string) {
	w.t.Helper()
	a := w.ask(q)
	w.judge(what, e, a)
	if a.status != status || a.reason() != reason {
		w.t.Errorf("%s, %s: %d %q (%.200s), want %d %q", e.Name(), what, a.status, a.reason(), a.raw, status, reason)
	}
}

// TestEveryEndpoint walks all that can be asked of the door, with what is well
// formed and with all that is not: an endpoint without a row fails, and so does a
// row without an endpoint.
func TestEveryEndpoint(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "  anonymous: true\n  phones: true\n  factors: {phone: true, max: 50}\n  passkeys: {domain: users.example, origins: [\"https://users.example\"]}\n")
	for _, name := range []string{"ADA", "EVE"} {
		w.user(name)
	}
	left := maps.Clone(rows)
	for _, e := range auth.Endpoints() {
		r, known := left[e.Name()]
		if !known {
			t.Errorf("%s has no row here", e.Name())
			continue
		}
		delete(left, e.Name())
		w.expect("well formed", e, r.of(w, e), r.status, r.reason)
		w.unmannered(e, r)
		w.unintroduced(e, r)
		if !e.Browser || e.Path == "/user/identities/authorize" {
			w.misformed(e, r)
		}
		if !e.Browser {
			w.mistyped(e, r)
		}
		w.misled(e, r)
	}
	for name := range left {
		t.Errorf("%s is no endpoint", name)
	}
	// The service and its users are as they were.
	w.must(request{method: "GET", path: "/user", as: "ADA"})
	in := request{method: "POST", path: "/token?grant_type=password", body: `{"email":"ada@example.com","password":"$STRONG$"}`}
	w.must(in)
	in.header = []string{"Content-Type", "application/x-www-form-urlencoded"} // as curl says of all that it is not told of
	w.must(in)
}

// unmannered asks with other methods, and as a client of the newer version.
func (w *world) unmannered(e auth.Endpoint, r row) {
	w.t.Helper()
	there := map[string]bool{}
	for _, other := range auth.Endpoints() {
		if other.Path == e.Path {
			there[other.Method] = true
		}
	}
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "NONSENSE"} {
		if !there[method] {
			q := r.of(w, e)
			q.method = method
			w.expect(method, e, q, http.StatusMethodNotAllowed, "method_not_allowed")
		}
	}
	if r.reason == "" || r.status == http.StatusSeeOther {
		return
	}
	q := r.of(w, e)
	q.header = append(q.header, "X-Supabase-Api-Version", "2024-01-01")
	a := w.ask(q)
	if a.status != r.status || a.text("code") != r.reason || a.text("message") == "" || a.header.Get("X-Supabase-Api-Version") != "2024-01-01" || a.said["error_code"] != nil {
		w.t.Errorf("%s, to a newer client: %d %s", e.Name(), a.status, a.raw)
	}
}

// unintroduced asks without a credential, and with those that are none.
func (w *world) unintroduced(e auth.Endpoint, r row) {
	w.t.Helper()
	for what, as := range map[string]string{"a token of nothing": "Bearer nothing", "no token": "Bearer ", "another scheme": "Digest x", "a token that is over": "LATE",
		"a token of later": "EARLY", "a token that others signed": "STRANGER", "two tokens": "Bearer a, Bearer b"} {
		q := r.of(w, e)
		q.as = as
		w.expect(what, e, q, http.StatusForbidden, "bad_jwt")
	}
	if r.as == "" {
		return
	}
	q := r.of(w, e)
	q.as = ""
	w.expect("nobody", e, q, http.StatusUnauthorized, "no_authorization")
	if r.as == "SERVICE" {
		q.as = "ADA"
		w.expect("a user", e, q, http.StatusForbidden, "not_admin")
		return
	}
	q.as = "SESSIONLESS"
	w.expect("a token of no session", e, q, http.StatusForbidden, "bad_jwt")
}

// misformed asks with bodies that are none, and with more than there should be.
func (w *world) misformed(e auth.Endpoint, r row) {
	w.t.Helper()
	if e.Method == http.MethodGet || e.Action == "" {
		return
	}
	for what, body := range map[string]string{"no JSON": "{", "a list": "[1]", "a text": `"x"`, "a number": "1", "null": "null", "two objects": "{}{}", "a form": "a=b",
		"deep": strings.Repeat(`{"a":`, 1000) + "1" + strings.Repeat("}", 1000), "bytes": "{\"a\":\"\xff\xfe\"}", "half a character": `{"a":"\ud800"}`} {
		q := r.of(w, e)
		q.body = body
		w.expect(what, e, q, http.StatusBadRequest, "bad_json")
	}
	q := r.of(w, e)
	q.body = `{"a":"` + strings.Repeat("x", 64<<10) + `"}`
	w.expect("too long", e, q, http.StatusRequestEntityTooLarge, "validation_failed")
	q = r.of(w, e)
	q.body = strings.Replace(orEmpty(r.body), "{", `{"zzz":{"a":[1,null]},"gotrue_meta_security":{"captcha_token":"x"},"Email":"eve@example.com","__proto__":{"role":"service_role"}`+comma(r.body), 1)
	w.expect("more members", e, q, r.status, r.reason)
}

func orEmpty(body string) string {
	if body == "" {
		return "{}"
	}
	return body
}

func comma(body string) string {
	if orEmpty(body) == "{}" {
		return ""
	}
	return ","
}

// tricks are texts that look like others, or like nothing.
var tricks = []string{"", " ", "\x00", "a\x00b@example.com", "\u202eada@example.com", "ada\u200b@example.com", "\uff21da@example.com", "ada@ex\u0430mple.com", "a\u0301\u0301\u0301@example.com",
	"ada@example.com\r\nBcc: eve@example.com", "ada@@example.com", "@", "ada@[127.0.0.1]", `"a b"@example.com`, "\ufeffada@example.com", "İ@example.com", "' or 1=1 --", "${jndi:x}", "{{.Secret}}",
	"../../etc/passwd", "%00", "\ufffd", "🦊", "-1", "1e999", "null", "true"}

// mistyped asks with each member of the body as what it is not, too long, missing,
// and as texts that trick.
func (w *world) mistyped(e auth.Endpoint, r row) {
	w.t.Helper()
	if e.Method == http.MethodGet || e.Action == "" {
		return
	}
	inPath := func(name string) bool { return strings.Contains(e.Path, "{"+name+"}") }
	for _, f := range w.app.Doer().Schema().Action(e.Action).Params {
		if inPath(f.Name) || slices.Contains(e.Query, f.Name) || f.Name == "link" {
			continue
		}
		put := func(what, v string, status int, reason string) {
			w.t.Helper()
			q := r.of(w, e)
			var members map[string]json.RawMessage
			if err := json.Unmarshal([]byte(w.filled(orEmpty(r.body), w.asked.Load()+1)), &members); err != nil {
				w.t.Fatal(e.Name(), err)
			}
			if v == "" {
				delete(members, f.Name)
			} else {
				members[f.Name] = json.RawMessage(v)
			}
			raw, err := json.Marshal(members)
			if err != nil {
				w.t.Fatal(e.Name(), err)
			}
			q.body = string(raw)
			what = f.Name + " is " + what
			if status != 0 {
				w.expect(what, e, q, status, reason)
				return
			}
			w.judge(what, e, w.ask(q))
		}
		for what, v := range unlike(f) {
			put(what, v, http.StatusBadRequest, "validation_failed")
		}
		if f.Type.Kind == value.Text && f.Max > 0 {
			put("too long", `"`+strings.Repeat("x", f.Max+1)+`"`, http.StatusBadRequest, "validation_failed")
			put("far too long", `"`+strings.Repeat("\u00e4", 20_000)+`"`, http.StatusBadRequest, "validation_failed")
		}
		if f.Required {
			put("missing", "", http.StatusBadRequest, "validation_failed")
			put("null", "null", http.StatusBadRequest, "validation_failed")
		} else {
			put("null", "null", 0, "")
		}
		if f.Name == "password" || f.Name == "password_hash" || f.Type.Kind != value.Text {
			continue // which would be hashed each time
		}
		for i, trick := range tricks {
			if r.hashes && i%6 != f.Index%6 {
				continue
			}
			raw, _ := json.Marshal(trick)
			put(fmt.Sprintf("%q", trick), string(raw), 0, "")
		}
	}
}

// unlike are values that a parameter does not take, by what they are.
func unlike(f *schema.Field) map[string]string {
	all := map[string]string{"an object": `{"a":1}`, "a list": `[{}]`, "a number": "7", "a bool": "true"}
	switch f.Type.Kind {
	case value.JSON:
		return nil // it says itself what it takes
	case value.Bool:
		delete(all, "a bool")
	case value.List:
		all["a text"] = `"x"`
	case value.UUID:
		all["a text"] = `"x"`
	}
	return all
}

// misled asks with addresses that no client makes.
func (w *world) misled(e auth.Endpoint, r row) {
	w.t.Helper()
	if strings.Contains(e.Path, "{") {
		for what, id := range map[string]string{"a text": "x", "a long text": strings.Repeat("x", 5000), "nothing like it": "..%2f..", "zeros": "%00", "a fox": "%F0%9F%A6%8A", "no UTF-8": "%FF"} {
			q := r
			q.path = strings.Repeat(id+" ", strings.Count(e.Path, "{"))
			a := w.ask(q.of(w, e))
			w.judge("an id that is "+what, e, a)
			if a.status < 400 {
				w.t.Errorf("%s with an id that is %s: %d", e.Name(), what, a.status)
			}
		}
	}
	names := append([]string{"redirect_to", "grant", "apikey2", "%FF"}, e.Query...)
	if r.hashes {
		names = names[:1]
	}
	for _, name := range names {
		for what, v := range map[string]string{"nothing": "", "a fox": "%F0%9F%A6%8A", "no UTF-8": "%FF", "elsewhere": "https://evil.example/in", "a script": "javascript:alert(1)",
			"long": strings.Repeat("x", 4000), "a number": "-1", "huge": "99999999999999999999", "twice": "1&" + name + "=2"} {
			w.judge(name+" is "+what, e, w.ask(r.of(w, e).with(name+"="+v)))
		}
	}
}
