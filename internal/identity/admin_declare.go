package identity

import (
	"bedplate/query"
	"bedplate/schema"
)

// attributes are what an administrator says of a user.
func attributes() []*schema.FieldDecl {
	return params(addressParams(), fields{param("password", "text", 1024), param("password_hash", "text", 255),
		param("email_confirm", "bool", 0), param("phone_confirm", "bool", 0), param("user_metadata", "json", 0), param("app_metadata", "json", 0),
		param("role", "text", 63), {Name: "roles", Type: "list", Of: "text"}, param("ban_duration", "text", 32)})
}

func pageParams() []*schema.FieldDecl {
	return fields{param("page", "int", 0), param("per_page", "int", 0)}
}

// pageMembers are a page of something, and what there is in all.
func pageMembers(of string) schema.ResultDecl {
	return schema.ResultDecl{Object: fields{param(of, "json", 0), param("aud", "text", 0), param("total", "int", 0), param("page", "int", 0), param("per_page", "int", 0)}}
}

func documentOf(name string) schema.ResultDecl {
	return schema.ResultDecl{Value: param(name, "json", 0)}
}

// adminDeclarations are the actions of administrators: having no rule, they are
// the service role's alone.
func adminDeclarations() []*schema.ActionDecl {
	id := func() *schema.FieldDecl { return required("id", "uuid", 0) }
	return []*schema.ActionDecl{
		{Name: "auth_admin_users", Comment: "Lists users, the newest first, or those of one address.", Reads: true, Result: pageMembers("users"),
			Params: params(pageParams(), fields{param("email", "text", 320)})},
		{Name: "auth_admin_user", Comment: "Gives a user.", Reads: true, Result: userMember(), Params: fields{id()}},
		{Name: "auth_admin_create_user", Comment: "Makes a user.", Result: userMember(), Params: params(attributes(), fields{param("id", "uuid", 0)})},
		{Name: "auth_admin_update_user", Comment: "Changes a user, who is signed out where that changes what they may.", Result: userMember(),
			Params: params(fields{id()}, attributes())},
		{Name: "auth_admin_delete_user", Comment: "Deletes a user, or only who they were.", Params: fields{id(), param("should_soft_delete", "bool", 0)}},
		{Name: "auth_invite", Comment: "Makes a user and mails them a link.", Result: userMember(),
			Params: fields{required("email", "text", 320), param("data", "json", 0), param("redirect_to", "text", 2000)}},
		{Name: "auth_generate_link", Comment: "Gives what would be mailed.", Result: documentOf("link"),
			Params: fields{required("type", "text", 32), required("email", "text", 320), param("new_email", "text", 320), param("password", "text", 1024),
				param("data", "json", 0), param("redirect_to", "text", 2000)}},
		{Name: "auth_admin_factors", Comment: "Lists a user's factors.", Reads: true, Result: documentOf("factors"), Params: fields{id()}},
		{Name: "auth_admin_delete_factor", Comment: "Removes a user's factor, and signs them out.", Params: fields{id(), required("factor", "uuid", 0)},
			Result: schema.ResultDecl{Object: fields{param("id", "uuid", 0)}}},
		{Name: "auth_admin_passkeys", Comment: "Lists a user's passkeys.", Reads: true, Result: documentOf("passkeys"), Params: fields{id()}},
		{Name: "auth_admin_delete_passkey", Comment: "Removes a user's passkey, and signs them out.", Params: fields{id(), required("passkey", "uuid", 0)}},
		{Name: "auth_admin_sessions", Comment: "Lists a user's sessions.", Reads: true, Result: documentOf("sessions"), Params: fields{id()}},
		{Name: "auth_admin_end_sessions", Comment: "Ends a user's sessions, or one of them.", Params: fields{id(), param("session", "uuid", 0)}},
		{Name: "auth_admin_audit", Comment: "Lists what happened, the newest first.", Reads: true, Result: pageMembers("entries"),
			Params: params(pageParams(), fields{param("user", "uuid", 0), param("event", "text", 63)})},
		{Name: "auth_own_sessions", Comment: "Lists the sessions of who calls.", Rule: somebody, Reads: true, Result: documentOf("sessions")},
		{Name: "auth_end_session", Comment: "Ends a session of who calls.", Rule: somebody, Params: fields{required("session", "uuid", 0)}},
		{Name: "auth_create_key", Comment: "Makes an API key, and shows it this once.", Result: documentOf("key"),
			Params: fields{required("name", "text", 100), {Name: "kind", Type: "enum", Values: []string{publishable, secretKey}, Required: true},
				param("role", "text", 63), {Name: "scope", Type: "list", Of: "text"}, param("expires_in", "text", 32)}},
		{Name: "auth_list_keys", Comment: "Lists API keys, the newest first.", Reads: true, Result: pageMembers("keys"), Params: pageParams()},
		{Name: "auth_revoke_key", Comment: "Ends an API key.", Params: fields{id()}},
		{Name: "auth_rotate_key", Comment: "Makes an API key like another one, which ends.", Result: documentOf("key"), Params: fields{id(), param("grace", "text", 32)}},
		{Name: "auth_signing_keys", Comment: "Lists what tokens are signed with.", Reads: true, Result: documentOf("keys")},
		{Name: "auth_rotate_signing_key", Comment: "Makes another key that tokens are signed with.", Result: documentOf("keys"), Params: fields{param("at_once", "bool", 0)}},
		{Name: "auth_client_token", Comment: "Gives a token for an API key.", Rule: everyone, Result: sessionMembers(),
			Params: fields{required("client_id", "text", 64), required("client_secret", "text", 255)}},
	}
}

func (s *Service) adminActions() map[string]query.ActionFunc {
	return map[string]query.ActionFunc{
		"auth_admin_users": s.adminUsers, "auth_admin_user": s.adminUser, "auth_admin_create_user": s.adminCreate,
		"auth_admin_update_user": s.adminUpdate, "auth_admin_delete_user": s.adminDelete, "auth_invite": s.invite,
		"auth_generate_link": s.generateLink, "auth_admin_sessions": s.adminSessions, "auth_admin_end_sessions": s.adminEndSessions,
		"auth_admin_factors": s.adminFactors, "auth_admin_delete_factor": s.adminDeleteFactor,
		"auth_admin_passkeys": s.adminPasskeys, "auth_admin_delete_passkey": s.adminDeletePasskey,
		"auth_create_key": s.createKey, "auth_list_keys": s.listKeys, "auth_revoke_key": s.revokeKey, "auth_rotate_key": s.rotateKey,
		"auth_signing_keys": s.signingKeys, "auth_rotate_signing_key": s.rotate, "auth_client_token": s.clientToken,
		"auth_admin_audit": s.adminAudit, "auth_own_sessions": s.ownSessions, "auth_end_session": s.endSession,
	}
}
