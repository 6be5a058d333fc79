package identity

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"bedplate/query"
	"bedplate/schema"
)

// The rules of the actions: for everyone, or for those who are somebody.
const (
	everyone = "true"
	somebody = "auth.id != null"
)

func param(name, kind string, most int) *schema.FieldDecl {
	return &schema.FieldDecl{Name: name, Type: kind, Max: most}
}

func required(name, kind string, most int) *schema.FieldDecl {
	f := param(name, kind, most)
	f.Required = true
	return f
}

// The parameters that many actions have.
func addressParams() []*schema.FieldDecl {
	return []*schema.FieldDecl{param("email", "text", 320), param("phone", "text", 32)}
}

func flowParams() []*schema.FieldDecl {
	return []*schema.FieldDecl{param("code_challenge", "text", 128), param("code_challenge_method", "text", 16), param("redirect_to", "text", 2000)}
}

func params(groups ...[]*schema.FieldDecl) []*schema.FieldDecl {
	var all []*schema.FieldDecl
	for _, g := range groups {
		all = append(all, g...)
	}
	return all
}

type fields = []*schema.FieldDecl

// sessionMembers are what an action gives that signs in. Where there is no
// session, the user stands alone.
func sessionMembers() schema.ResultDecl {
	return schema.ResultDecl{Object: fields{param("access_token", "text", 0), param("token_type", "text", 0), param("expires_in", "int", 0),
		param("expires_at", "int", 0), param("refresh_token", "text", 0), param("user", "json", 0),
		param("weak_password", "json", 0)}}
}

// verifiedMembers are those, and where a link leads on.
func verifiedMembers() schema.ResultDecl {
	r := sessionMembers()
	r.Object = append(r.Object, param("redirect_to", "text", 0), param("code", "text", 0))
	return r
}

func userMember() schema.ResultDecl {
	return schema.ResultDecl{Object: fields{param("user", "json", 0)}}
}

// declarations are what everyone may know of the service's actions.
func declarations() []*schema.ActionDecl {
	password := func() *schema.FieldDecl { return param("password", "text", 1024) }
	data := func() *schema.FieldDecl { return param("data", "json", 0) }
	return slices.Concat(adminDeclarations(), factorDeclarations(), providerDeclarations(), []*schema.ActionDecl{
		{Name: "auth_sign_up", Comment: "Makes an account, or one without an address.", Rule: everyone, Result: sessionMembers(),
			Params: params(addressParams(), fields{password(), data()}, flowParams())},
		{Name: "auth_sign_in", Comment: "Signs in with a password.", Rule: everyone, Result: sessionMembers(),
			Params: params(addressParams(), fields{password()})},
		{Name: "auth_refresh", Comment: "Exchanges a refresh token for new tokens.", Rule: everyone, Result: sessionMembers(),
			Params: fields{required("refresh_token", "text", 255)}},
		{Name: "auth_exchange", Comment: "Exchanges the code that a link gave a page for tokens.", Rule: everyone, Result: providedMembers(),
			Params: fields{required("auth_code", "text", 255), required("code_verifier", "text", 255)}},
		{Name: "auth_otp", Comment: "Mails a link and a code to sign in with.", Rule: everyone,
			Params: params(addressParams(), fields{param("create_user", "bool", 0), data()}, flowParams())},
		{Name: "auth_recover", Comment: "Mails a link and a code to set a new password with.", Rule: everyone,
			Params: params(addressParams(), flowParams())},
		{Name: "auth_resend", Comment: "Mails a link and a code anew.", Rule: everyone,
			Params: params(addressParams(), fields{required("type", "text", 32)}, flowParams())},
		{Name: "auth_verify", Comment: "Takes a code, or what a link holds.", Rule: everyone, Result: verifiedMembers(),
			Params: params(addressParams(), fields{required("type", "text", 32), param("token", "text", 255), param("token_hash", "text", 255), param("link", "bool", 0)})},
		{Name: "auth_user", Comment: "Gives who calls.", Rule: somebody, Reads: true, Result: userMember()},
		{Name: "auth_update_user", Comment: "Changes who calls.", Rule: somebody, Result: userMember(),
			Params: params(addressParams(), fields{password(), param("nonce", "text", 32), data()}, flowParams())},
		{Name: "auth_reauthenticate", Comment: "Mails a code to who calls.", Rule: somebody},
		{Name: "auth_sign_out", Comment: "Ends sessions of who calls: global, local or others.", Rule: somebody,
			Params: fields{{Name: "scope", Type: "enum", Values: []string{"global", "local", "others"}, Default: &schema.DefaultDecl{JSON: `"global"`}}}},
		{Name: "auth_settings", Comment: "Tells what ways in there are.", Rule: everyone, Reads: true,
			Result: schema.ResultDecl{Value: param("settings", "json", 0)}},
		{Name: "auth_jwks", Comment: "Gives the keys that tokens are verified with.", Rule: everyone, Reads: true,
			Result: schema.ResultDecl{Value: param("keys", "json", 0)}},
	})
}

// Actions do what is declared.
func (s *Service) Actions() map[string]query.ActionFunc {
	all := map[string]query.ActionFunc{
		"auth_sign_up": s.signUp, "auth_sign_in": s.signIn, "auth_refresh": s.refresh, "auth_exchange": s.exchangeCode,
		"auth_otp": s.otp, "auth_recover": s.recover, "auth_resend": s.resend, "auth_verify": s.verify,
		"auth_user": s.user, "auth_update_user": s.updateUser, "auth_reauthenticate": s.reauthenticate,
		"auth_sign_out": s.signOut, "auth_settings": s.settings, "auth_jwks": s.jwks,
	}
	maps.Copy(all, s.adminActions())
	maps.Copy(all, s.factorActions())
	maps.Copy(all, s.providerActions())
	return all
}

// settings tells what ways in there are.
func (s *Service) settings(context.Context, *query.Call) (*query.Answer, error) {
	return &query.Answer{Value: asJSON(map[string]any{
		"external":       s.external(map[string]bool{"email": true, "phone": s.Phones, "anonymous_users": s.Anonymous}),
		"disable_signup": !s.SignUp, "mailer_autoconfirm": !s.ConfirmEmail, "phone_autoconfirm": !s.ConfirmEmail,
		"sms_provider": "", "saml_enabled": false, "passkeys_enabled": s.passkeysOn() == nil,
	})}, nil
}

// jwks gives the public keys.
func (s *Service) jwks(context.Context, *query.Call) (*query.Answer, error) {
	raw, _ := s.PublicKeys()
	return &query.Answer{Value: asJSON(json.RawMessage(raw))}, nil
}
