package server

import (
	"net/http"
	"strings"

	"bedplate/query"
)

// Introducer is a door that at some addresses reads itself who sends a request:
// the name and the secret of HTTP Basic, which are no credential anywhere else.
type Introducer interface {
	Introduces(r *http.Request) bool
}

// identify tells who sends a request, by all but what the door reads itself.
func (s *Server) identify(r *http.Request) (*query.Principal, string, error) {
	if sent := r.Header["Authorization"]; len(sent) == 1 && isBasic(sent[0]) {
		if door, ok := s.at(r.URL.Path).(Introducer); ok && door.Introduces(r) {
			seen := *r
			seen.Header = r.Header.Clone()
			seen.Header.Del("Authorization")
			r = &seen
		}
	}
	return s.opts.Identify(r)
}

func isBasic(credential string) bool {
	scheme, _, _ := strings.Cut(credential, " ")
	return strings.EqualFold(scheme, "Basic")
}
