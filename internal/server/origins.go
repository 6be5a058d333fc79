package server

import (
	"net/http"
	"slices"
	"strings"
)

// origins are the pages that may call from a browser. Credentials travel in
// headers that a page must know, never in cookies, so they are not "allowed".
type origins struct {
	all  bool
	list []string
}

func newOrigins(list []string) origins {
	return origins{all: slices.Contains(list, "*"), list: list}
}

const exposed = "Content-Range, Location, Preference-Applied, Link, ETag, Idempotent-Replayed, Bedplate-Position, X-Total-Count, X-Supabase-Api-Version, X-Request-Id"

// answer sets the headers that a browser asks for, and answers its preflight:
// then it gives true.
func (o origins) answer(w http.ResponseWriter, r *http.Request) bool {
	h := w.Header()
	if !o.all && len(o.list) > 0 {
		h.Add("Vary", "Origin") // also of what no page asks for: a cache would give it to one
	}
	origin := r.Header["Origin"]
	if len(origin) == 0 || !o.all && len(o.list) == 0 {
		return false
	}
	allowed := o.all || slices.Contains(o.list, strings.ToLower(origin[0]))
	if allowed {
		if o.all {
			h.Set("Access-Control-Allow-Origin", "*")
		} else {
			h.Set("Access-Control-Allow-Origin", origin[0])
		}
		h.Set("Access-Control-Expose-Headers", exposed)
	}
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
		return false
	}
	if allowed {
		h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
		if wanted := r.Header.Get("Access-Control-Request-Headers"); wanted != "" {
			h.Set("Access-Control-Allow-Headers", wanted)
		}
		h.Set("Access-Control-Max-Age", "86400")
		h.Add("Vary", "Access-Control-Request-Headers")
	}
	w.WriteHeader(http.StatusNoContent)
	return true
}

var (
	nosniff   = []string{"nosniff"}
	noContent = []string{"default-src 'none'; frame-ancestors 'none'"}
	noReferer = []string{"no-referrer"}
)

// secure sets what keeps a browser from making a page of an answer. The lists
// are shared: nobody may append to them.
func secure(h http.Header) {
	h["X-Content-Type-Options"] = nosniff
	h["Content-Security-Policy"] = noContent
	h["Referrer-Policy"] = noReferer
}
