package soap

import (
	"context"
	"encoding/xml"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/internal/api/apitest"
	"bedplate/internal/api/rest"
	"bedplate/query"
)

// now is the time of tests that are about it.
var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// doors are the doors over one engine.
type doors struct{ soap, rest http.Handler }

// board is the board that the tests of the doors share, over one kind of store.
func board(t testing.TB, kind string) doors {
	t.Helper()
	e := apitest.Board(t, kind)
	doer := func() query.Doer { return e }
	log := slog.New(slog.DiscardHandler)
	return doors{New(doer, Options{Log: log, Name: "board", PublicURL: "https://board.example/", Secret: apitest.Secret, MaxBatch: 5,
		Authenticate: authenticate, Clock: func() time.Time { return now }}),
		rest.New(doer, rest.Options{Log: log, Secret: apitest.Secret})}
}

// authenticate knows one user, who is of the staff.
func authenticate(_ context.Context, _ query.Source, c Credentials) (*query.Principal, error) {
	switch {
	case c.Name == "slow":
		return nil, fault.New(fault.Unavailable, "too many are signing in at once")
	case c.Name != "ada" || c.Password != " p&ss ":
		return nil, fault.New(fault.Denied, "invalid login credentials")
	}
	return &query.Principal{Role: "staff", ID: "1"}, nil
}

// send sends a whole message.
func (d doors) send(message, media, as string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", Prefix, strings.NewReader(message))
	r.Header.Set("Content-Type", media)
	return apitest.Serve(d.soap, r, as)
}

// enveloped is a message of SOAP 1.1 around an operation, whose elements are of the
// door's namespace where they say no other.
func enveloped(operation string) string {
	return `<e:Envelope xmlns:e="` + soap11.envelope + `" xmlns:xsi="` + instance + `" xmlns="` + namespace + `"><e:Body>` +
		operation + `</e:Body></e:Envelope>`
}

// ask sends an operation, and gives what stands in the Body of the answer.
func (d doors) ask(t testing.TB, operation, as string) (status int, body string) {
	t.Helper()
	res := d.send(enveloped(operation), "text/xml; charset=utf-8", as)
	text := res.Body.String()
	var any struct {
		Body struct {
			Inner string `xml:",innerxml"`
		} `xml:"http://schemas.xmlsoap.org/soap/envelope/ Body"`
	}
	if err := xml.Unmarshal([]byte(text), &any); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return res.Code, strings.ReplaceAll(any.Body.Inner, ` xmlns="`+namespace+`"`, "")
}

// codeOf gives the code of a fault; "" where there is none.
func codeOf(body string) string {
	_, rest, _ := strings.Cut(body, "<code>")
	code, _, _ := strings.Cut(rest, "</code>")
	return code
}
