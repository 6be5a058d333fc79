package token

import (
	"encoding/json"
	"net/http"
	"slices"

	"bedplate/fault"
	"bedplate/query"
)

// Clients of Hasura say in headers and claims of its own who asks. What they say is taken
// for what it can mean here, and gives nobody more than the credential does.
const (
	adminSecret  = "X-Hasura-Admin-Secret" // an apikey
	roleHeader   = "X-Hasura-Role"         // one of the caller's own roles
	userHeader   = "X-Hasura-User-Id"      // for whom the service role asks
	hasuraClaims = "https://hasura.io/jwt/claims"
)

// grants are the claims of a token under Hasura's name.
type grants struct {
	Allowed []string `json:"x-hasura-allowed-roles"`
	Default string   `json:"x-hasura-default-role"`
	User    string   `json:"x-hasura-user-id"`
}

// hasura reads those claims. None of them gives the service role.
func (c *claims) hasura() (grants, error) {
	raw, ok := c.present(hasuraClaims)
	if !ok {
		return grants{}, nil
	}
	var g grants
	if json.Unmarshal(raw, &g) != nil || len(g.Default) > maxName || len(g.User) > maxName {
		return grants{}, malformed("its claim " + hasuraClaims + " must be an object of x-hasura-allowed-roles, x-hasura-default-role and x-hasura-user-id")
	}
	if serves(g.Default) || slices.ContainsFunc(g.Allowed, serves) {
		return grants{}, malformed("its claim " + hasuraClaims + " cannot give the service role")
	}
	return g, nil
}

func serves(role string) bool { return role == query.RoleService || role == "service_role" }

// complete fills in what the token's own claims leave out.
func (g grants) complete(p *query.Principal) {
	if p.Role == "" {
		p.Role = g.Default
	}
	if p.ID == "" {
		p.ID = g.User
	}
}

// as is the caller in the role that its request asks for: its own, or one that its token
// allows by Hasura's claims. The service role may ask in any, for anybody; a key with a
// scope may not, since the scope is its own role's.
func as(r *http.Request, p *query.Principal) (*query.Principal, error) {
	if len(r.Header[roleHeader]) == 0 && len(r.Header[userHeader]) == 0 {
		return p, nil
	}
	role, err := single(roleHeader, r.Header[roleHeader])
	if err != nil {
		return nil, err
	}
	user, err := single(userHeader, r.Header[userHeader])
	if err != nil {
		return nil, err
	}
	switch {
	case p.Unbounded() && role != "" && !serves(role):
		if len(role) > maxName || len(user) > maxName {
			return nil, fault.Of(fault.Token, roleHeader, "a role and an id have at most 255 bytes")
		}
		return &query.Principal{Role: role, ID: user, Key: p.Key}, nil
	case user != "" && user != p.ID:
		return nil, fault.Of(fault.Denied, userHeader, "the caller cannot ask for somebody else").
			WithHint("leave %s out: the token says who asks", userHeader)
	case role == "" || role == p.Role || serves(role) && p.Service():
		return p, nil
	case slices.Contains(allowed(p), role):
		chosen := *p
		chosen.Role = role
		return &chosen, nil
	}
	return nil, fault.Of(fault.Denied, roleHeader, "the role that is asked for is none of the caller's").
		WithHint("ask in a role that the token has in x-hasura-allowed-roles, or leave %s out", roleHeader)
}

// allowed are the roles that a caller's token has in Hasura's claims. Those of its claim
// roles are facts for rules, and no roles to ask in.
func allowed(p *query.Principal) []string {
	if p.Claims.IsNull() || p.Key != "" {
		return nil
	}
	c, err := readClaims([]byte(p.Claims.Raw()))
	if err != nil {
		return nil
	}
	g, _ := c.hasura() // which was read when the token was
	return g.Allowed
}
