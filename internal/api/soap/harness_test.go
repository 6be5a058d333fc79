package soap

import (
	"context"
	"encoding/xml"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"bedplate/fault"
	"bedplate/internal/api/rest"
	"bedplate/internal/engine"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store"
	"bedplate/store/storetest/stores"
	"bedplate/value"
)

// now is every test's time.
var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// doors are the doors over one engine.
type doors struct{ soap, rest http.Handler }

// board is the board that the tests of the doors share, over one kind of store.
func board(t testing.TB, kind string) doors {
	t.Helper()
	text, err := os.ReadFile("../rest/testdata/board.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, err := schema.Load(fstest.MapFS{"schema/board.yaml": {Data: text}}, ".",
		schema.Options{System: engine.Collections(), Actions: declared()})
	if err != nil {
		t.Fatal(err)
	}
	st := store.New(stores.Open(t, kind, s), store.Options{})
	t.Cleanup(func() { st.Close() })
	e, err := engine.New(engine.Options{
		Schema: s, Stores: map[string]*store.Store{"main": st},
		Clock: func() time.Time { return now }, Page: 100, Actions: done(),
	})
	if err != nil {
		t.Fatal(err)
	}
	doer := func() query.Doer { return e }
	log := slog.New(slog.DiscardHandler)
	d := doors{New(doer, Options{Log: log, Name: "board", PublicURL: "https://board.example/", Secret: []byte("of the tests"), MaxBatch: 5,
		Authenticate: authenticate, Clock: func() time.Time { return now }}),
		rest.New(doer, rest.Options{Log: log, Secret: []byte("of the tests")})}
	d.seed(t)
	return d
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

// seed puts the rows there that the tests of the doors share.
func (d doors) seed(t testing.TB) {
	t.Helper()
	text, err := os.ReadFile("../rest/testdata/seed.txt")
	if err != nil {
		t.Fatal(err)
	}
	for part := range strings.SplitSeq(strings.TrimSpace(string(text)), "\n\n") {
		first, rows, _ := strings.Cut(part, "\nAs: service\n")
		_, path, _ := strings.Cut(first, " ")
		r := httptest.NewRequest("POST", "/rest/v1"+path, strings.NewReader(rows))
		r.Header.Set("Content-Type", "application/json")
		if res := served(d.rest, r, "service"); res.Code != http.StatusCreated {
			t.Fatalf("seed %q: %d %s", part, res.Code, res.Body)
		}
	}
}

func served(h http.Handler, r *http.Request, as string) *httptest.ResponseRecorder {
	p := query.Anonymous
	if as != "" {
		role, id, _ := strings.Cut(as, " ")
		p = &query.Principal{Role: role, ID: id}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r.WithContext(query.WithPrincipal(context.Background(), p)))
	return w
}

// send sends a whole message.
func (d doors) send(message, media, as string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", Prefix, strings.NewReader(message))
	r.Header.Set("Content-Type", media)
	return served(d.soap, r, as)
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

func parameter(name, kind string, required bool) *schema.FieldDecl {
	return &schema.FieldDecl{Name: name, Type: kind, Required: required}
}

// testAction is an action of the tests' board.
type testAction struct {
	schema.ActionDecl
	do query.ActionFunc
}

// testActions are one of each form.
var testActions = []testAction{
	{schema.ActionDecl{Name: "add", Comment: "Adds <two> numbers.", Reads: true, Rule: "true",
		Params: []*schema.FieldDecl{parameter("a", "int", true), {Name: "b", Type: "int", Default: &schema.DefaultDecl{JSON: "1"}}},
		Result: schema.ResultDecl{Value: &schema.FieldDecl{Type: "int"}}},
		func(_ context.Context, c *query.Call) (*query.Answer, error) {
			return &query.Answer{Value: value.OfInt(c.Arg("a").Int() + c.Arg("b").Int())}, nil
		}},
	{schema.ActionDecl{Name: "split", Reads: true, Rule: "true", Params: []*schema.FieldDecl{parameter("text", "text", true)},
		Result: schema.ResultDecl{Object: []*schema.FieldDecl{parameter("first", "text", false), parameter("none", "int", false), parameter("rest", "text", false)}}},
		func(_ context.Context, c *query.Call) (*query.Answer, error) {
			text := c.Arg("text").Raw()
			return &query.Answer{Object: []value.Value{value.OfText(text[:1]), {}, value.OfText(text[1:])}}, nil
		}},
	{schema.ActionDecl{Name: "all_posts", Reads: true, Rule: "true", Result: schema.ResultDecl{Records: "posts"}},
		func(context.Context, *query.Call) (*query.Answer, error) {
			return &query.Answer{Chosen: query.Chosen{All: true}}, nil
		}},
	{schema.ActionDecl{Name: "ping", Rule: "true"},
		func(context.Context, *query.Call) (*query.Answer, error) { return nil, nil }},
	{schema.ActionDecl{Name: "stocked", Atomic: true, Rule: "true", Params: []*schema.FieldDecl{parameter("code", "text", true), parameter("count", "int", true)},
		Result: schema.ResultDecl{Record: "stock"}},
		func(ctx context.Context, c *query.Call) (*query.Answer, error) {
			key := []value.Value{c.Arg("code"), value.OfInt(1)}
			_, err := c.Do(ctx, &query.Request{Ops: []query.Operation{{Kind: query.Create, Collection: c.Schema.Collection("stock"),
				Fields: []int{0, 1, 2}, Rows: [][]value.Value{append(key[:2:2], c.Arg("count"))}}}}, nil)
			return &query.Answer{Chosen: query.Chosen{Keys: [][]value.Value{key}}}, err
		}},
	{schema.ActionDecl{Name: "half", Reads: true, Rule: "true", Params: []*schema.FieldDecl{parameter("result", "text", true)},
		Result: schema.ResultDecl{Value: &schema.FieldDecl{Type: "int"}}},
		func(_ context.Context, c *query.Call) (*query.Answer, error) {
			return &query.Answer{Value: value.OfInt(int64(len(c.Arg("result").Raw()) / 2))}, nil
		}},
	{schema.ActionDecl{Name: "secret_work"}, func(context.Context, *query.Call) (*query.Answer, error) { return nil, nil }},
}

func declared() []*schema.ActionDecl {
	var all []*schema.ActionDecl
	for i := range testActions {
		all = append(all, &testActions[i].ActionDecl)
	}
	return all
}

func done() map[string]query.ActionFunc {
	all := map[string]query.ActionFunc{}
	for _, a := range testActions {
		all[a.Name] = a.do
	}
	return all
}
