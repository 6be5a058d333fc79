package config

import (
	"net/url"
	"strings"

	"bedplate/internal/identity"

	"github.com/goccy/go-yaml/ast"
)

// factors adds the keys of second factors and of passkeys.
func (r *reader) factors(ks keys, s *identity.Settings) {
	ks["factors"] = func(n ast.Node) {
		r.mapping(n, "auth.factors", keys{
			"totp":           set(r, &s.Factors.TOTP, "auth.factors.totp", boolean),
			"phone":          set(r, &s.Factors.Phone, "auth.factors.phone", boolean),
			"webauthn":       set(r, &s.Factors.WebAuthn, "auth.factors.webauthn", boolean),
			"recovery_codes": set(r, &s.Factors.Recovery, "auth.factors.recovery_codes", boolean),
			"max":            set(r, &s.Factors.Max, "auth.factors.max", number(1, 50)),
		})
	}
	ks["passkeys"] = func(n ast.Node) {
		r.mapping(n, "auth.passkeys", keys{
			"enabled": set(r, &s.Passkeys.Enabled, "auth.passkeys.enabled", boolean),
			"domain":  set(r, &s.Passkeys.Domain, "auth.passkeys.domain", nonEmpty),
			"max":     set(r, &s.Passkeys.Max, "auth.passkeys.max", number(1, 50)),
			"origins": func(n ast.Node) {
				r.list(n, func(n ast.Node) {
					var of string
					set(r, &of, "auth.passkeys.origins", pageOrigin)(n)
					s.Passkeys.Origins = append(s.Passkeys.Origins, of)
				})
			},
		})
	}
}

// pageOrigin takes the origin of pages that browsers let use keys: by HTTPS, or
// on the developer's machine.
func pageOrigin(s string) (string, string) {
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || u.User != nil || s != u.Scheme+"://"+u.Host || strings.ContainsAny(u.Host, "* ") {
		return "", "must be origins such as https://board.example.com, without path"
	}
	if host := u.Hostname(); u.Scheme != "https" && (u.Scheme != "http" || host != "localhost" && !strings.HasSuffix(host, ".localhost")) {
		return "", "must be origins of https://, or of http://localhost"
	}
	return s, ""
}
