package graphql

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"bedplate/internal/api/apitest"
	"bedplate/internal/engine"
	"bedplate/internal/toolchain"
	"bedplate/schema"
	"bedplate/store/storetest/stores"
)

// TestHTTP: forms and statuses as GraphQL over HTTP says.
func TestHTTP(t *testing.T) {
	t.Parallel()
	b := board(t, stores.Embedded, Options{})
	const good, unknown, broken = `{"query":"{ __typename }"}`, `{"query":"{ nothing }"}`, `{"query":"{"}`
	for name, test := range map[string]struct {
		method, target, body, accept, content string
		status                                int
		media                                 string
	}{
		"json":                         {"POST", "", good, "application/json", "application/json", 200, mediaJSON},
		"response+json":                {"POST", "", good, mediaResponse, "application/json", 200, mediaResponse},
		"either":                       {"POST", "", good, "application/json;q=0.5, " + mediaResponse, "application/json", 200, mediaResponse},
		"none named":                   {"POST", "", good, "", "application/json", 200, mediaJSON},
		"neither":                      {"POST", "", good, "text/html", "application/json", 406, mediaJSON},
		"utf-8":                        {"POST", "", good, "", "application/json; charset=UTF-8", 200, mediaJSON},
		"another charset":              {"POST", "", good, "", "application/json; charset=latin1", 415, mediaJSON},
		"no content type":              {"POST", "", good, "", "", 415, mediaJSON},
		"a form":                       {"POST", "", "query=%7B__typename%7D", "", "application/x-www-form-urlencoded", 415, mediaJSON},
		"a get":                        {"GET", "?query={__typename}", "", mediaResponse, "", 200, mediaResponse},
		"a get with variables":         {"GET", "?query=" + url.QueryEscape("query($a:bigint!){add(a:$a)}") + "&variables=" + url.QueryEscape(`{"a":1}`), "", "", "", 200, mediaJSON},
		"a mutation by get":            {"GET", "?query=mutation{ping}", "", "", "", 405, mediaJSON},
		"another method":               {"PUT", "", good, "", "application/json", 405, mediaJSON},
		"unknown field":                {"POST", "", unknown, mediaResponse, "application/json", 400, mediaResponse},
		"unknown field, json":          {"POST", "", unknown, "application/json", "application/json", 200, mediaJSON},
		"no document":                  {"POST", "", broken, mediaResponse, "application/json", 400, mediaResponse},
		"no JSON":                      {"POST", "", `{"query":`, "", "application/json", 400, mediaJSON},
		"several":                      {"POST", "", "[" + good + "," + good + "]", "", "application/json", 400, mediaJSON},
		"a member twice":               {"POST", "", `{"query":"{__typename}","query":"{__typename}"}`, "", "application/json", 400, mediaJSON},
		"a variable twice":             {"POST", "", `{"query":"query($a:bigint!){add(a:$a)}","variables":{"a":1,"a":2}}`, "", "application/json", 400, mediaJSON},
		"variables that are no object": {"POST", "", `{"query":"{__typename}","variables":[1]}`, "", "application/json", 400, mediaJSON},
		"a query that is no text":      {"POST", "", `{"query":1}`, "", "application/json", 400, mediaJSON},
		"no query":                     {"POST", "", `{}`, "", "application/json", 400, mediaJSON},
		"two values":                   {"POST", "", good + good, "", "application/json", 400, mediaJSON},
		"a body of 1 MiB and more":     {"POST", "", `{"query":"` + strings.Repeat(" ", 1<<20) + `{__typename}"}`, "", "application/json", 413, mediaJSON},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var header []string
			if test.accept != "" {
				header = append(header, "Accept", test.accept)
			}
			header = append(header, "Content-Type", test.content)
			res := apitest.Send(b.graphql, test.method, "/graphql/v1"+test.target, test.body, "", header...)
			if media := res.Header().Get("Content-Type"); res.Code != test.status || media != test.media+"; charset=utf-8" {
				t.Errorf("%d %s, not %d %s: %s", res.Code, media, test.status, test.media, res.Body)
			}
			var answer struct {
				Data   json.RawMessage
				Errors []json.RawMessage
			}
			if err := json.Unmarshal(res.Body.Bytes(), &answer); err != nil || (answer.Data == nil) == (answer.Errors == nil) {
				t.Errorf("%s is no answer", res.Body)
			}
		})
	}
}

// TestWritesByGet: what writes, or would if it could, is not asked for by GET.
func TestWritesByGet(t *testing.T) {
	t.Parallel()
	s, err := schema.Load(fstest.MapFS{"schema/notes.yaml": {Data: []byte("collection: notes\nkey: [id]\nfields:\n  id: {type: int, required: true}\nrules: {read: \"true\"}\n")}}, ".",
		schema.Options{System: engine.Collections()})
	if err != nil {
		t.Fatal(err)
	}
	b := doorsTo(t, apitest.Over(t, s, stores.Open(t, stores.Embedded, s)), Options{})
	for document, status := range map[string]int{
		"mutation { insert_notes(objects: {id: 1}) { affected_rows } }": http.StatusMethodNotAllowed,
		"mutation { __typename }":                          http.StatusMethodNotAllowed,
		"subscription { notes { id } }":                    http.StatusMethodNotAllowed,
		"mutation a { __typename } query b { __typename }": http.StatusBadRequest, // which of them?
		"{ notes { id } }":                                 http.StatusOK,
		"mutation {":                                       http.StatusBadRequest,
	} {
		res := apitest.Send(b.graphql, "GET", "/graphql/v1?query="+url.QueryEscape(document), "", "", "Accept", mediaResponse)
		if res.Code != status || (res.Code == http.StatusMethodNotAllowed) != (res.Header().Get("Allow") == "POST") {
			t.Errorf("%s: %d, not %d: %s", document, res.Code, status, res.Body)
		}
	}
}

// TestAudits runs the audits of the npm package graphql-http, all of which pass.
func TestAudits(t *testing.T) {
	t.Parallel()
	packages := toolchain.Find(t, "testdata/clients")
	b := board(t, stores.Embedded, Options{Developer: true}) // some ask for __type
	server := httptest.NewServer(b.graphql)
	t.Cleanup(server.Close)
	dir := programs(t, packages, "audits.mjs")
	out := packages.Run(t, dir, "audits.mjs", server.URL+"/graphql/v1")
	if !strings.Contains(out, "audits passed") {
		t.Error(out)
	}
}

// TestRefuse: what is refused before the door is answered in the door's form.
func TestRefuse(t *testing.T) {
	t.Parallel()
	b := board(t, stores.Embedded, Options{})
	for code, status := range statuses {
		w := httptest.NewRecorder()
		b.graphql.(*Door).Refuse(w, httptest.NewRequest("POST", "/graphql/v1", nil), newFault(code))
		if w.Code != status || !strings.HasPrefix(w.Body.String(), `{"errors":[{"message":`) {
			t.Errorf("%s: %d %s", code, w.Code, w.Body)
		}
		if status == http.StatusUnauthorized && w.Header().Get("WWW-Authenticate") == "" {
			t.Errorf("%s has no challenge", code)
		}
	}
}
