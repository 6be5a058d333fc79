package server

import (
	"encoding/json"
	"net/http"
	"strconv"

	"bedplate/fault"
)

// failure is the body of an error outside the doors, in the members that REST
// clients compare.
type failure struct {
	Code    string  `json:"code"`
	Details *string `json:"details"`
	Hint    *string `json:"hint"`
	Message string  `json:"message"`
}

// outside says how the errors that arise outside the doors are answered.
var outside = map[fault.Code]struct {
	status int
	code   string
}{
	fault.Token:        {http.StatusUnauthorized, "PGRST301"},
	fault.TokenExpired: {http.StatusUnauthorized, "PGRST303"},
	fault.Path:         {http.StatusNotFound, "PGRST125"},
	fault.Unavailable:  {http.StatusServiceUnavailable, "unavailable"},
	fault.Internal:     {http.StatusInternalServerError, "internal"},
}

// Failures are the codes of the server's own errors by their status.
func Failures() map[int][]string {
	out := map[int][]string{}
	for _, a := range outside {
		out[a.status] = append(out[a.status], a.code)
	}
	return out
}

// retryAfter is how many seconds a busy server is to be left alone.
const retryAfter = "1"

func refuse(w http.ResponseWriter, r *http.Request, err error) {
	f := fault.As(err)
	as, known := outside[f.Code]
	if !known {
		f, as = fault.New(fault.Internal, "internal error"), outside[fault.Internal]
	}
	body, _ := json.Marshal(failure{Code: as.code, Details: optional(f.Detail), Hint: optional(f.Hint), Message: f.Message})
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "no-store")
	if as.status == http.StatusServiceUnavailable {
		h.Set("Retry-After", retryAfter)
	}
	if as.status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer error="invalid_token"`)
	}
	w.WriteHeader(as.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
