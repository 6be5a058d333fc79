package config

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"bedplate/internal/identity"
)

// claims reads what tokens say beside what they say by themselves. Names and
// expressions are judged when there is a schema (ReadSchema).
func (r *reader) claims(n ast.Node, s *identity.Settings) {
	m, ok := n.(*ast.MappingNode)
	if !ok {
		r.wrong(n, "auth.claims must be a mapping of names to expressions", "claims: {plan: profile.plan}")
		return
	}
	for _, v := range m.Values {
		c := identity.Claim{Name: v.Key.GetToken().Value}
		set(r, &c.Expr, "auth.claims."+c.Name, func(s string) (string, string) { return s, "" })(v.Value)
		if at := v.Value.GetToken(); at != nil && at.Position != nil {
			c.Line, c.Column = at.Position.Line, at.Position.Column
		}
		if slices.ContainsFunc(s.Claims, func(o identity.Claim) bool { return o.Name == c.Name }) {
			r.wrong(v.Key, "the claim "+c.Name+" is there twice", "")
			continue
		}
		s.Claims = append(s.Claims, c)
	}
}

// sms reads how messages to telephones are sent.
func (r *reader) sms(n ast.Node, s *SMS) {
	r.mapping(n, "sms", keys{
		"hook":   set(r, &s.Hook, "sms.hook", hook),
		"secret": set(r, &s.Secret, "sms.secret", hookSecret),
	})
	if s.Hook != "" && len(s.Secret) == 0 && len(r.mistakes) == 0 {
		r.wrong(n, "sms.hook is given, and sms.secret is not", "whoever takes messages must know that they are the app's: write secret: ${SMS_SECRET}")
	}
}

func hook(s string) (string, string) {
	u, err := url.Parse(s)
	local := err == nil && slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, u.Hostname())
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || u.Scheme != "https" && (u.Scheme != "http" || !local) {
		return "", "must be an https:// address: it is told codes that open accounts"
	}
	return s, ""
}

// hookSecret reads a secret as Standard Webhooks write it.
func hookSecret(s string) ([]byte, string) {
	text, ok := strings.CutPrefix(strings.TrimPrefix(s, "v1,"), "whsec_")
	raw, err := base64.StdEncoding.DecodeString(text)
	if !ok || err != nil || len(raw) < 24 || len(raw) > 64 {
		return nil, "must be whsec_ and the base64 of 24 to 64 random bytes, as `openssl rand -base64 32` prints them"
	}
	return raw, ""
}
