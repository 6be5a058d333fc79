package provider

import (
	"regexp"
	"slices"
	"strings"
)

var (
	validName = regexp.MustCompile(`^[a-z][a-z0-9_:-]{0,62}$`)
	validUUID = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
)

// taken are names that identities have which no provider gave.
var taken = []string{"email", "phone", "username", "anonymous", "anonymous_users", "passkey", "web3", "saml", "sso"}

// manyTenants are names of Microsoft's for more than one tenant.
var manyTenants = []string{"common", "organizations", "consumers"}

// Mistake finds what is wrong with settings: the key, "" for the name itself,
// and what it must be. Both are empty where all is well.
func (s Settings) Mistake() (key, problem string) {
	p, preset := known(s.Name)
	if !preset {
		p = generic
	}
	switch {
	case !validName.MatchString(s.Name) || slices.Contains(taken, s.Name):
		return "", "must be named with small letters, digits, _, - and :, and unlike " + strings.Join(taken, ", ")
	case s.ClientID == "":
		return "client_id", "is missing: the provider gives it to apps that are registered there"
	case !p.hosted && s.Issuer != "":
		return "issuer", "is not taken: " + p.title + " has one of its own"
	case !preset && s.Issuer == "":
		return "issuer", "is missing: " + s.Name + " is none of " + strings.Join(Known(), ", ")
	case s.Issuer != "" && (!secure(s.Issuer) || strings.ContainsAny(s.Issuer, "?#")):
		return "issuer", "must be an https:// address without a query: over plain http anyone on the way could be the issuer"
	case !p.microsoft && s.Tenant != "":
		return "tenant", "is of azure (microsoft) alone"
	case p.microsoft && !slices.Contains(manyTenants, tenantOf(s)) && !validUUID.MatchString(tenantOf(s)):
		return "tenant", "must be the id of a tenant, or one of " + strings.Join(manyTenants, ", ")
	case p.microsoft && s.TrustEmails && !validUUID.MatchString(tenantOf(s)):
		return "trust_emails", "is for a single tenant: whoever has one of their own writes any address into it"
	}
	return s.secretMistake(p, preset)
}

func (s Settings) secretMistake(p preset, named bool) (key, problem string) {
	apple := map[string]string{"team_id": s.TeamID, "key_id": s.KeyID, "private_key": s.PrivateKey}
	for _, key := range []string{"team_id", "key_id", "private_key"} {
		switch {
		case !p.apple && apple[key] != "":
			return key, "is of apple alone"
		case p.apple && apple[key] == "":
			return key, "is missing: Apple takes a signature in the place of a secret"
		}
	}
	switch {
	case p.apple && s.Secret != "":
		return "secret", "is not taken: Bedplate makes Apple's of team_id, key_id and private_key"
	case p.apple:
		if _, err := readKey(s.PrivateKey); err != nil {
			return "private_key", "must be the text of the .p8 file that Apple gave: a key for ES256 in PEM"
		}
	case named && s.Secret == "":
		return "secret", "is missing: the provider gives it to apps that are registered there"
	}
	for _, scope := range s.Scopes {
		if scope == "" || strings.ContainsAny(scope, " \"\\\t\r\n") {
			return "scopes", "must be single words"
		}
	}
	return "", ""
}
