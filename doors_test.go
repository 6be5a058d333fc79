package bedplate_test

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// TestEachDoorRefusesInItsOwnForm: a client of one door reads its errors, whoever
// finds the mistake.
func TestEachDoorRefusesInItsOwnForm(t *testing.T) {
	t.Parallel()
	a := open(t, app(t, map[string]string{"schema/notes.yaml": notes, "bedplate.yaml": "limits: {body: 1KiB}\n"}))
	envelope := func(version, body string) string {
		return `<e:Envelope xmlns:e="` + version + `"><e:Body>` + body + `</e:Body></e:Envelope>`
	}
	const (
		soap11, soap12 = "http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"
		list           = `<List_notes xmlns="urn:bedplate:soap:v1"/>`
	)
	long := strings.Repeat(" ", 2048)
	for _, c := range []struct {
		path, media, body, token string
		status                   int
		want                     string
	}{
		{"/rest/v1/notes", "application/json", `{}`, "none", 401, `"code":"PGRST301"`},
		{"/graphql/v1", "application/json", `{"query":"{notes{text}}"}`, "none", 401, `"errors":[{`},
		{"/soap/v1", "text/xml", envelope(soap11, list), "none", 500, "<faultcode>soap:Client</faultcode>"},
		{"/soap/v1", "application/soap+xml", envelope(soap12, list), "none", 400, "<soap:Value>soap:Sender</soap:Value>"},
		{"/rest/v1/notes", "application/json", `{"text":"` + long + `"}`, "", 413, `"message"`},
		{"/graphql/v1", "application/json", `{"query":"` + long + `{notes{text}}"}`, "", 413, `"errors":[{`},
		{"/soap/v1", "text/xml", envelope(soap11, list+long), "", 500, "<code>too_large</code>"},
		{"/soap/v1", "application/soap+xml", envelope(soap12, list+long), "", 400, "<code>too_large</code>"},
		{"/soap/v1", "text/xml", envelope(soap11, list), "", 200, "<List_notesResponse"},
	} {
		r := httptest.NewRequest("POST", c.path, strings.NewReader(c.body))
		r.Header.Set("Content-Type", c.media)
		if c.token != "" {
			r.Header.Set("Authorization", "Bearer "+c.token)
		}
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, r)
		if got := w.Body.String(); w.Code != c.status || !strings.Contains(got, c.want) || strings.HasPrefix(c.path, "/soap") && !strings.HasPrefix(w.Header().Get("Content-Type"), c.media) {
			t.Errorf("%s %s: %d %s", c.path, c.media, w.Code, got)
		}
	}
}
