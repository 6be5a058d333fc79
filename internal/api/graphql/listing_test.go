package graphql

import (
	"net/http/httptest"
	"net/url"
	"testing"

	"bedplate/internal/api/apitest"
	"bedplate/store/storetest/stores"
)

// TestPersisted: a document that was sent with its digest is known by it afterwards, to
// whoever may ask for it, and one that is listed is from the start.
func TestPersisted(t *testing.T) {
	t.Parallel()
	const listed, sent = "query L { posts(limit: 1) { id } }", "{ posts(limit: 1) { title } }"
	b := board(t, stores.Embedded, Options{Listed: []string{listed}})
	by := func(text, of string) *httptest.ResponseRecorder {
		body := `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + digest(of) + `"}}`
		if text != "" {
			body += `,"query":"` + text + `"`
		}
		return apitest.Send(b.graphql, "POST", "/graphql/v1", body+"}", "")
	}
	for i, test := range []struct{ text, of, code string }{
		{"", sent, "PERSISTED_QUERY_NOT_FOUND"},
		{sent, listed, "bad-request"},
		{"", sent, "PERSISTED_QUERY_NOT_FOUND"},
		{"{ nothing }", "{ nothing }", "validation-failed"},
		{"", "{ nothing }", "PERSISTED_QUERY_NOT_FOUND"},
		{sent, sent, ""},
		{"", sent, ""},
		{"", listed, ""},
	} {
		if res := by(test.text, test.of); failed(res.Body.String()) != test.code {
			t.Errorf("%d: %s", i, res.Body)
		}
	}
	get := "?extensions=" + url.QueryEscape(`{"persistedQuery":{"version":1,"sha256Hash":"`+digest(sent)+`"}}`)
	if res := apitest.Send(b.graphql, "GET", "/graphql/v1"+get, "", ""); res.Body.String() != `{"data":{"posts":[{"title":"first"}]}}` {
		t.Error(res.Body)
	}
	for _, bad := range []string{`{"persistedQuery":{"version":2,"sha256Hash":"` + digest(sent) + `"}}`, `{"persistedQuery":{"version":1,"sha256Hash":"x"}}`, `[]`, `{"persistedQuery":1}`} {
		if res := apitest.Send(b.graphql, "POST", "/graphql/v1", `{"extensions":`+bad+`}`, ""); failed(res.Body.String()) != "bad-request" {
			t.Errorf("%s: %s", bad, res.Body)
		}
	}
}

// TestListedOnly: roles that may send listed documents alone send no other, also where
// another role has sent it before.
func TestListedOnly(t *testing.T) {
	t.Parallel()
	b := board(t, stores.Embedded, Options{
		Listed:     []string{"query L($n: Int) {\n  posts(limit: $n) { id } # the first\n}"},
		OnlyListed: func(role string) bool { return role == "anon" },
	})
	for i, test := range []struct{ document, as, code string }{
		{"query L($n: Int) {\n  posts(limit: $n) { id } # the first\n}", "anon", ""},
		{"query L($n:Int){posts(limit:$n){id}}", "anon", ""},
		{"query L($n:Int){posts(limit:$n){id title}}", "kiosk", ""},
		{"query L($n:Int){posts(limit:$n){id title}}", "anon", "permission-error"},
		{"query M($n:Int){posts(limit:$n){id}}", "anon", "permission-error"},
		{"{", "anon", "parse-failed"},
		{"{__typename}", "service", ""},
		{"{__typename}", "anon", "permission-error"},
	} {
		if res := b.ask(test.document, `{"n":1}`, test.as); test.code != "" && failed(res.Body.String()) != test.code ||
			test.code == "" && failed(res.Body.String()) != "" && test.as != "service" {
			t.Errorf("%d %s: %s", i, test.document, res.Body)
		}
	}
	if _, err := New(nil, Options{Listed: []string{"{"}}); err == nil {
		t.Error("a broken document is listed")
	}
}
