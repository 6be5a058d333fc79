package providertest

import (
	"net/http"
	"net/http/httptest"
)

// World is what answers under which host: an internet without any wire.
type World map[string]http.Handler

// RoundTrip has a host answer.
func (w World) RoundTrip(r *http.Request) (*http.Response, error) {
	host, known := w[r.URL.Host]
	if !known {
		host = http.NotFoundHandler()
	}
	if r.Body == nil {
		r.Body = http.NoBody
	}
	answer := httptest.NewRecorder()
	host.ServeHTTP(answer, r)
	return answer.Result(), nil
}
