package config

import (
	"net/mail"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// usersKeys are the keys of auth that say nothing of an app without users.
var usersKeys = []string{"signup", "confirm_email", "anonymous", "implicit", "phones", "claims", "site", "redirects", "passwords", "sessions", "factors", "passkeys", "audit", "providers"}

// users adds the keys of an app that keeps users.
func (r *reader) users(ks keys, c *Config) {
	s := &c.Auth.Identity
	const day = 24 * time.Hour
	ks["users"] = set(r, &c.Auth.Users, "auth.users", boolean)
	ks["signup"] = set(r, &s.SignUp, "auth.signup", boolean)
	ks["confirm_email"] = set(r, &s.ConfirmEmail, "auth.confirm_email", boolean)
	ks["anonymous"] = set(r, &s.Anonymous, "auth.anonymous", boolean)
	ks["implicit"] = set(r, &s.Implicit, "auth.implicit", boolean)
	ks["phones"] = set(r, &s.Phones, "auth.phones", boolean)
	ks["claims"] = func(n ast.Node) { r.claims(n, s) }
	ks["site"] = set(r, &s.Site, "auth.site", target)
	ks["redirects"] = func(n ast.Node) {
		r.list(n, func(n ast.Node) {
			var to string
			set(r, &to, "auth.redirects", target)(n)
			s.Redirects = append(s.Redirects, to)
		})
	}
	ks["providers"] = func(n ast.Node) { r.providers(n, c) }
	ks["passwords"] = func(n ast.Node) {
		r.mapping(n, "auth.passwords", keys{"min": set(r, &s.PasswordMin, "auth.passwords.min", number(8, 64))})
	}
	ks["audit"] = set(r, &s.Audit, "auth.audit", duration(24*time.Hour, 100*365*day))
	r.factors(ks, s)
	ks["sessions"] = func(n ast.Node) {
		r.mapping(n, "auth.sessions", keys{
			"access":   set(r, &s.Access, "auth.sessions.access", duration(time.Minute, time.Hour)),
			"idle":     set(r, &s.Idle, "auth.sessions.idle", duration(time.Hour, 365*day)),
			"absolute": set(r, &s.Absolute, "auth.sessions.absolute", duration(time.Hour, 3650*day)),
		})
	}
}

// withoutUsers refuses what is said of users where there are none.
func (r *reader) withoutUsers(n ast.Node, c *Config) {
	m, ok := n.(*ast.MappingNode)
	if !ok || c.Auth.Users {
		return
	}
	said := slices.ContainsFunc(m.Values, func(v *ast.MappingValueNode) bool { return v.Key.GetToken().Value == "users" })
	for _, v := range m.Values {
		if name := v.Key.GetToken().Value; slices.Contains(usersKeys, name) && !said {
			r.at(v.Key.GetToken(), "auth."+name+" is of users, and the app keeps none", "write users: true beside it")
		}
	}
}

func (r *reader) mail(n ast.Node, c *Config) {
	m := &c.Mail
	r.mapping(n, "mail", keys{
		"ca":   set(r, &m.CA, "mail.ca", c.file),
		"smtp": set(r, &m.SMTP, "mail.smtp", smtp),
		"from": set(r, &m.From, "mail.from", sender),
	})
}

// file takes a file by its place in the app's directory.
func (c *Config) file(s string) (string, string) {
	if s == "" || filepath.IsAbs(s) {
		return s, ""
	}
	return filepath.Join(c.Dir, s), ""
}

func boolean(s string) (bool, string) {
	switch s {
	case "true":
		return true, ""
	case "false":
		return false, ""
	}
	return false, "must be true or false"
}

// target takes an address that a link may lead to, of an app of a telephone too.
func target(s string) (string, string) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme == "" || u.Host == "" && u.Path == "" || u.User != nil || strings.ContainsAny(s, "?#* ") {
		return "", "must be exact addresses such as https://board.example.com/welcome, without query"
	}
	if u.Scheme == "javascript" || u.Scheme == "data" {
		return "", "must be addresses of pages or of apps"
	}
	return s, ""
}

func smtp(s string) (string, string) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || u.Path != "" && u.Path != "/" || u.RawQuery != "" {
		return "", "must be an address such as smtp://USER:PASSWORD@mail.example.com:587"
	}
	return s, ""
}

func sender(s string) (string, string) {
	if _, err := mail.ParseAddress(s); err != nil {
		return "", "must be an address such as Board <board@example.com>"
	}
	return s, ""
}
