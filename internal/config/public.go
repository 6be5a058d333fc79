package config

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// PublicFolder is where an app keeps pages.
const PublicFolder = "public"

// Public says how the files of PublicFolder are served.
type Public struct {
	Policy string // their Content-Security-Policy; "" is the usual one
}

func (r *reader) public(n ast.Node, p *Public) {
	r.mapping(n, "public", keys{"policy": set(r, &p.Policy, "public.policy", policy)})
}

// policy reads what is sent as a header.
func policy(s string) (string, string) {
	if s == "" || len(s) > 4096 || strings.ContainsFunc(s, func(c rune) bool { return c < ' ' || c > '~' }) {
		return "", "must be a Content-Security-Policy on one line"
	}
	return s, ""
}
