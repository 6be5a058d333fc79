package soap

import (
	"crypto/tls"
	"net/http/httptest"
	"strings"
	"testing"

	"bedplate/query"
)

// secure is a header of WS-Security.
func secure(inner string) string {
	return `<s:Security xmlns:s="` + security + `" xmlns:u="` + utility + `" e:mustUnderstand="1">` + inner + `</s:Security>`
}

const (
	ada     = `<s:Username>ada</s:Username><s:Password Type="` + passwordText + `"> p&amp;ss </s:Password>`
	digest  = `<s:Username>ada</s:Username><s:Password Type="` + tokenProfile + `PasswordDigest">quR/EWLAV4xLf9Zqyw4pDmfV9OY=</s:Password>`
	created = `<u:Created>2026-11-20T11:58:00Z</u:Created>`
)

func named(inner string) string { return "<s:UsernameToken>" + inner + "</s:UsernameToken>" }

// TestUsernameTokens: who sends a name and a password is who they are, for that message.
func TestUsernameTokens(t *testing.T) {
	t.Parallel()
	d := board(t, "mem")
	ask := enveloped("<List_users><filter>email == 'ada@example.org'</filter></List_users>") // the staff alone may
	for name, c := range map[string]struct{ header, code, says string }{
		"nothing said":               {secure(""), "unknown_field", "soap:Client"},
		"a password":                 {secure(named(ada)), "", ""},
		"one of no type":             {secure(named(strings.Replace(ada, ` Type="`+passwordText+`"`, "", 1))), "", ""},
		"with times":                 {secure(`<u:Timestamp u:Id="x"><u:Created>2026-11-20T12:00:30Z</u:Created><u:Expires>2026-11-20T12:05:00Z</u:Expires></u:Timestamp>` + named(ada+created)), "", ""},
		"with an offset":             {secure(named(ada + `<u:Created>2026-11-20T13:00:00.5+01:00</u:Created>`)), "", ""},
		"for somebody else":          {strings.Replace(secure(named(ada)), "e:must", `e:actor="urn:x" e:must`, 1), "unknown_field", "soap:Client"},
		"a wrong password":           {secure(named(strings.Replace(ada, "ss ", "ss", 1))), "denied", "wsse:FailedAuthentication"},
		"no such user":               {secure(named(strings.Replace(ada, ">ada<", ">bob<", 1))), "denied", "wsse:FailedAuthentication"},
		"no password":                {secure(named("<s:Username>ada</s:Username>")), "token", "wsse:FailedAuthentication"},
		"nobody":                     {secure(named("")), "token", "wsse:FailedAuthentication"},
		"too many at once":           {secure(named("<s:Username>slow</s:Username><s:Password>x</s:Password>")), "unavailable", "soap:Server"},
		"a digest":                   {secure(named(digest)), "token", "wsse:UnsupportedSecurityToken"},
		"a type of nobody's":         {secure(named(`<s:Username>ada</s:Username><s:Password Type="x">y</s:Password>`)), "token", "wsse:UnsupportedSecurityToken"},
		"a certificate":              {secure("<s:BinarySecurityToken/>"), "token", "wsse:UnsupportedSecurityToken"},
		"a certificate beside":       {secure(named(ada) + "<s:BinarySecurityToken/>"), "token", "wsse:UnsupportedSecurityToken"},
		"two tokens":                 {secure(named(ada) + named(ada)), "token", "wsse:InvalidSecurity"},
		"two names":                  {secure(named(ada + "<s:Username>bob</s:Username>")), "token", "wsse:InvalidSecurity"},
		"two headers":                {secure(named(ada)) + secure(""), "token", "wsse:InvalidSecurity"},
		"a name of another's":        {secure(named(strings.ReplaceAll(ada, "s:Username", "u:Username"))), "token", "wsse:InvalidSecurity"},
		"elements in a name":         {secure(named("<s:Username><s:a/></s:Username>")), "body", "soap:Client"},
		"a token of long ago":        {secure(named(ada + `<u:Created>2026-11-20T11:54:59Z</u:Created>`)), "token_expired", "wsse:MessageExpired"},
		"a token of tomorrow":        {secure(named(ada + `<u:Created>2026-11-21T12:00:00Z</u:Created>`)), "token_expired", "wsse:MessageExpired"},
		"a token of no time":         {secure(named(ada + `<u:Created>today</u:Created>`)), "token", "wsse:InvalidSecurity"},
		"a message past its time":    {secure(`<u:Timestamp><u:Expires>2026-11-20T11:58:59Z</u:Expires></u:Timestamp>` + named(ada)), "token_expired", "wsse:MessageExpired"},
		"a message of tomorrow":      {secure(`<u:Timestamp><u:Created>2026-11-21T12:00:00Z</u:Created></u:Timestamp>` + named(ada)), "token", "wsse:MessageExpired"},
		"a timestamp of nobody's":    {secure(`<u:Timestamp><u:Other/></u:Timestamp>` + named(ada)), "token", "wsse:InvalidSecurity"},
		"a nonce that is none":       {secure(named(ada + `<s:Nonce>?</s:Nonce>`)), "token", "wsse:InvalidSecurity"},
		"a nonce that is too long":   {secure(named(ada + `<s:Nonce>` + strings.Repeat("AAAA", 100) + `</s:Nonce>`)), "token", "wsse:InvalidSecurity"},
		"an old one without a token": {secure(`<u:Timestamp><u:Expires>2025-11-20T12:00:00Z</u:Expires></u:Timestamp>`), "token_expired", "wsse:MessageExpired"},
	} {
		res := d.send(headed(ask, c.header), "text/xml", "")
		body := res.Body.String()
		if c.code == "" && !strings.Contains(body, "<name>ada</name>") || codeOf(body) != c.code || c.code != "" && !strings.Contains(body, "<faultcode>"+c.says+"</faultcode>") {
			t.Errorf("%s: %d %s", name, res.Code, body)
		}
	}
	twelve := strings.ReplaceAll(headed(ask, secure(named(digest))), soap11.envelope, soap12.envelope)
	res := d.send(twelve, "application/soap+xml", "")
	if want := "<soap:Code><soap:Value>soap:Sender</soap:Value><soap:Subcode><soap:Value>wsse:UnsupportedSecurityToken</soap:Value></soap:Subcode></soap:Code>"; res.Code != 400 || !strings.Contains(res.Body.String(), want) {
		t.Errorf("%d %s", res.Code, res.Body)
	}
	if res := d.send(headed(ask, secure(named(ada))), "text/xml", "service"); codeOf(res.Body.String()) != "token" {
		t.Errorf("two credentials: %d %s", res.Code, res.Body)
	}
}

// TestReplays: a message with a nonce is taken once.
func TestReplays(t *testing.T) {
	t.Parallel()
	d := board(t, "mem")
	with := func(nonce, password string) string {
		header := secure(named("<s:Username>ada</s:Username><s:Password>" + password + "</s:Password>" + created + "<s:Nonce>" + nonce + "</s:Nonce>"))
		return codeOf(d.send(headed(enveloped("<List_labels/>"), header), "text/xml", "").Body.String())
	}
	if code := with("AAECAw==", "wrong"); code != "denied" {
		t.Error(code)
	}
	for i, want := range []string{"", "token", "token"} { // the first was not used by who did not get in
		if code := with("AAECAw==", " p&amp;ss "); code != want {
			t.Errorf("%d: %q", i, code)
		}
	}
	if code := with("AAECBA==", " p&amp;ss "); code != "" {
		t.Error(code)
	}
	used := newNonces()
	if !used.take("a", "bc", now) || !used.take("ab", "c", now) || used.take("a", "bc", now.Add(freshness)) || !used.take("a", "bc", now.Add(freshness+2*clockSlack)) {
		t.Error("nonces are not told apart")
	}
}

// TestPasswordsInTheOpen: they are taken only where nobody can read along.
func TestPasswordsInTheOpen(t *testing.T) {
	t.Parallel()
	inner := board(t, "mem").soap.(*Door)
	for name, c := range map[string]struct {
		from, public string
		tls, ok      bool
	}{
		"over the network": {from: "192.0.2.1:5", ok: false},
		"by HTTPS":         {from: "192.0.2.1:5", tls: true, ok: true},
		"behind a proxy":   {from: "192.0.2.1:5", public: "https://board.example", ok: true},
		"a proxy in clear": {from: "192.0.2.1:5", public: "http://board.example", ok: false},
		"from here":        {from: "127.0.0.1:5", ok: true},
		"from here by v6":  {from: "[::1]:5", ok: true},
	} {
		o := inner.options
		o.PublicURL = c.public
		door := New(inner.doer, o)
		r := httptest.NewRequest("POST", Prefix, strings.NewReader(headed(enveloped("<List_labels/>"), secure(named(ada)))))
		r.Header.Set("Content-Type", "text/xml")
		if r.RemoteAddr = c.from; c.tls {
			r.TLS = &tls.ConnectionState{}
		}
		w := httptest.NewRecorder()
		door.ServeHTTP(w, r.WithContext(query.WithPrincipal(r.Context(), query.Anonymous)))
		if code := codeOf(w.Body.String()); (code == "") != c.ok || !c.ok && code != "token" {
			t.Errorf("%s: %s", name, w.Body)
		}
	}
	o := inner.options
	o.Authenticate = nil
	r := httptest.NewRequest("POST", Prefix, strings.NewReader(headed(enveloped("<List_labels/>"), secure(named(ada)))))
	r.Header.Set("Content-Type", "text/xml")
	w := httptest.NewRecorder()
	New(inner.doer, o).ServeHTTP(w, r)
	if !strings.Contains(w.Body.String(), "wsse:UnsupportedSecurityToken") {
		t.Errorf("an app without users: %s", w.Body)
	}
}
