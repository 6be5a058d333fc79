package identity

import (
	"bedplate/internal/identity/provider"
	"bedplate/query"
	"bedplate/schema"
)

// maxCode is how long what a provider sends a browser back with may be.
const maxCode = 4096

// providerDeclarations are those of sign-ins by providers.
func providerDeclarations() []*schema.ActionDecl {
	gone := schema.ResultDecl{Object: fields{param("url", "text", 0), param("browser", "text", 0)}}
	asked := func() []*schema.FieldDecl {
		return params(fields{param("provider", "text", 63), param("scopes", "text", 1000), param("extra", "json", 0)}, flowParams())
	}
	back := providedMembers()
	back.Object = append(back.Object, param("redirect_to", "text", 0), param("code", "text", 0))
	return []*schema.ActionDecl{
		{Name: "auth_authorize", Comment: "Gives the address at which a provider tells who somebody is.", Rule: everyone, Result: gone,
			Params: params(asked(), fields{param("ticket", "text", 255), param("browser", "text", 255), param("skip_http_redirect", "bool", 0)})},
		{Name: "auth_callback", Comment: "Takes what a provider sent a browser back with.", Rule: everyone, Result: back,
			Params: fields{param("state", "text", 255), param("code", "text", maxCode), param("error", "text", 255), param("error_description", "text", 1000),
				param("iss", "text", 500), param("user", "text", 4000), param("browser", "text", 255)}},
		{Name: "auth_id_token", Comment: "Signs in, or links, with an ID token that a program was given.", Rule: everyone, Result: providedMembers(),
			Params: fields{required("provider", "text", 63), required("id_token", "text", 16<<10), param("access_token", "text", 16<<10),
				param("nonce", "text", 255), param("link_identity", "bool", 0)}},
		{Name: "auth_link_identity", Comment: "Gives the address at which who calls adds an identity.", Rule: somebody, Result: gone, Params: asked()},
		{Name: "auth_unlink_identity", Comment: "Takes an identity from who calls; one remains.", Rule: somebody,
			Params: fields{required("identity_id", "uuid", 0)}},
	}
}

// providedMembers are what an action gives that signs in by a provider.
func providedMembers() schema.ResultDecl {
	r := sessionMembers()
	r.Object = append(r.Object, param("provider_token", "text", 0), param("provider_refresh_token", "text", 0))
	return r
}

func (s *Service) providerActions() map[string]query.ActionFunc {
	return map[string]query.ActionFunc{"auth_authorize": s.authorize, "auth_callback": s.callback, "auth_id_token": s.idToken,
		"auth_link_identity": s.linkIdentity, "auth_unlink_identity": s.unlinkIdentity}
}

// makeProviders makes what speaks with the providers of the settings.
func (s *Service) makeProviders() {
	s.providers = map[string]*provider.Provider{}
	for _, one := range s.Providers {
		s.providers[one.Name] = provider.New(one, provider.Options{Client: s.Client, Callback: s.Door + "/callback", Now: s.Clock})
	}
}

// external tells which ways in there are beside passwords.
func (s *Service) external(known map[string]bool) map[string]bool {
	for _, name := range provider.Known() {
		known[name] = false
	}
	for name := range s.providers {
		known[name] = true
	}
	return known
}

// providerOf finds the provider that a call names.
func (s *Service) providerOf(name string) (*provider.Provider, error) {
	p := s.providers[name]
	if p == nil {
		return nil, invalid("provider", "unsupported provider: provider is not enabled")
	}
	return p, nil
}
