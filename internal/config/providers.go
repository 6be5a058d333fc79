package config

import (
	"net/netip"

	"github.com/goccy/go-yaml/ast"

	"bedplate/internal/identity/provider"
)

// Outgoing says where requests may go whose address others have a say in.
type Outgoing struct {
	// Allow are networks that may be reached though they are not public.
	Allow []netip.Prefix
}

func (r *reader) outgoing(n ast.Node, o *Outgoing) {
	r.mapping(n, "outgoing", keys{"allow": func(n ast.Node) {
		r.list(n, func(n ast.Node) {
			var p netip.Prefix
			set(r, &p, "outgoing.allow", prefix)(n)
			o.Allow = append(o.Allow, p)
		})
	}})
}

// maxProviders bounds how many providers an app has: each is a button.
const maxProviders = 50

// providers reads auth.providers: by its name what each is told.
func (r *reader) providers(n ast.Node, c *Config) {
	var all []*ast.MappingValueNode
	switch m := n.(type) {
	case *ast.MappingNode:
		all = m.Values
	case *ast.MappingValueNode:
		all = []*ast.MappingValueNode{m}
	case *ast.NullNode:
		return
	default:
		r.wrong(n, "auth.providers must be a mapping of names to what each is told", "")
		return
	}
	if len(all) > maxProviders {
		r.wrong(n, "auth.providers has more than 50", "")
		return
	}
	for _, v := range all {
		if s, ok := r.provider(v); ok {
			c.Auth.Identity.Providers = append(c.Auth.Identity.Providers, s)
		}
	}
}

func (r *reader) provider(v *ast.MappingValueNode) (provider.Settings, bool) {
	s := provider.Settings{Name: v.Key.GetToken().Value}
	what := "auth.providers." + s.Name
	before := len(r.mistakes)
	said := map[string]ast.Node{}
	one := func(key string, dst *string) func(ast.Node) {
		return func(n ast.Node) {
			said[key] = n
			set(r, dst, what+"."+key, nonEmpty)(n)
		}
	}
	many := func(key string, dst *[]string) func(ast.Node) {
		return func(n ast.Node) {
			said[key] = n
			r.list(n, func(n ast.Node) {
				var v string
				set(r, &v, what+"."+key, nonEmpty)(n)
				*dst = append(*dst, v)
			})
		}
	}
	r.mapping(v.Value, what, keys{
		"client_id": one("client_id", &s.ClientID), "secret": one("secret", &s.Secret), "client_ids": many("client_ids", &s.ClientIDs),
		"issuer": one("issuer", &s.Issuer), "tenant": one("tenant", &s.Tenant), "scopes": many("scopes", &s.Scopes),
		"team_id": one("team_id", &s.TeamID), "key_id": one("key_id", &s.KeyID), "private_key": one("private_key", &s.PrivateKey),
		"trust_emails": func(n ast.Node) {
			said["trust_emails"] = n
			set(r, &s.TrustEmails, what+".trust_emails", boolean)(n)
		},
	})
	if len(r.mistakes) > before {
		return s, false
	}
	key, problem := s.Mistake()
	if problem == "" {
		return s, true
	}
	at := v.Key.GetToken()
	if n := said[key]; n != nil {
		at = n.GetToken()
	}
	if key != "" {
		what += "." + key
	}
	r.at(at, what+" "+problem, "")
	return s, false
}
