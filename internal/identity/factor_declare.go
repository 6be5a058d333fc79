package identity

import (
	"bedplate/query"
	"bedplate/schema"
)

// factorDeclarations are what everyone may know of the actions of factors and
// of passkeys.
func factorDeclarations() []*schema.ActionDecl {
	object := func(members ...*schema.FieldDecl) schema.ResultDecl { return schema.ResultDecl{Object: members} }
	id := func() *schema.FieldDecl { return required("id", "uuid", 0) }
	name := func() *schema.FieldDecl { return param("friendly_name", "text", 120) }
	challengeID := func() *schema.FieldDecl { return required("challenge_id", "text", maxChallenge) }
	nonce := func() *schema.FieldDecl { return param("nonce", "text", 32) }
	asked := object(param("challenge_id", "text", 0), param("options", "json", 0), param("expires_at", "int", 0))
	codes := object(param("id", "uuid", 0), param("type", "text", 0), param("friendly_name", "text", 0), param("total", "int", 0), param("codes", "json", 0))
	passkey := object(param("id", "uuid", 0), param("friendly_name", "text", 0), param("created_at", "text", 0), param("last_used_at", "text", 0))
	return []*schema.ActionDecl{
		{Name: "auth_enroll", Comment: "Makes a second factor, which stands when it was verified.", Rule: somebody,
			Params: fields{required("factor_type", "text", 32), name(), param("issuer", "text", 64), param("phone", "text", 32), nonce()},
			Result: object(param("id", "uuid", 0), param("type", "text", 0), param("friendly_name", "text", 0), param("phone", "text", 0), param("totp", "json", 0))},
		{Name: "auth_challenge", Comment: "Begins the showing of a factor.", Rule: somebody,
			Params: fields{id(), param("channel", "text", 16), param("webauthn", "json", 0)},
			Result: object(param("id", "text", 0), param("type", "text", 0), param("expires_at", "int", 0), param("webauthn", "json", 0))},
		{Name: "auth_verify_factor", Comment: "Takes what shows a factor, and raises the session to aal2.", Rule: somebody, Result: sessionMembers(),
			Params: fields{id(), challengeID(), param("code", "text", 32), param("webauthn", "json", 0)}},
		{Name: "auth_unenroll", Comment: "Removes a factor.", Rule: somebody, Params: fields{id(), nonce()}, Result: object(param("id", "uuid", 0))},

		{Name: "auth_recovery_codes", Comment: "Tells how many recovery codes are left.", Rule: somebody, Reads: true,
			Result: object(param("id", "uuid", 0), param("type", "text", 0), param("total", "int", 0), param("remaining", "int", 0))},
		{Name: "auth_make_recovery_codes", Comment: "Makes recovery codes, and shows them this once.", Rule: somebody, Params: fields{name(), nonce()}, Result: codes},
		{Name: "auth_renew_recovery_codes", Comment: "Makes other recovery codes in their place.", Rule: somebody, Params: fields{nonce()}, Result: codes},
		{Name: "auth_drop_recovery_codes", Comment: "Removes the recovery codes.", Rule: somebody, Params: fields{nonce()}, Result: object(param("id", "uuid", 0))},
		{Name: "auth_verify_recovery_code", Comment: "Takes a recovery code in the place of a factor.", Rule: somebody, Result: sessionMembers(),
			Params: fields{required("code", "text", 64)}},

		{Name: "auth_passkey_options", Comment: "Begins to add a passkey.", Rule: somebody, Params: fields{nonce()}, Result: asked},
		{Name: "auth_add_passkey", Comment: "Keeps a passkey that was made.", Rule: somebody, Result: passkey,
			Params: fields{challengeID(), required("credential", "json", 0)}},
		{Name: "auth_passkey_challenge", Comment: "Begins a sign-in with a passkey.", Rule: everyone, Result: asked},
		{Name: "auth_passkey_sign_in", Comment: "Signs in with a passkey.", Rule: everyone, Result: sessionMembers(),
			Params: fields{challengeID(), required("credential", "json", 0)}},
		{Name: "auth_passkeys", Comment: "Lists the caller's passkeys.", Rule: somebody, Reads: true,
			Result: schema.ResultDecl{Value: param("passkeys", "json", 0)}},
		{Name: "auth_rename_passkey", Comment: "Gives a passkey another name.", Rule: somebody, Params: fields{id(), required("friendly_name", "text", 120)}, Result: passkey},
		{Name: "auth_delete_passkey", Comment: "Removes a passkey.", Rule: somebody, Params: fields{id(), nonce()}},
	}
}

// factorActions do what is declared.
func (s *Service) factorActions() map[string]query.ActionFunc {
	return map[string]query.ActionFunc{
		"auth_enroll": s.enroll, "auth_challenge": s.challengeFactor, "auth_verify_factor": s.verifyFactor, "auth_unenroll": s.unenroll,
		"auth_recovery_codes": s.recoveryStatus, "auth_make_recovery_codes": s.recoveryGenerate, "auth_renew_recovery_codes": s.recoveryRegenerate,
		"auth_drop_recovery_codes": s.recoveryUnenroll, "auth_verify_recovery_code": s.recoveryVerify,
		"auth_passkey_options": s.passkeyBegin, "auth_add_passkey": s.passkeyAdd, "auth_passkey_challenge": s.passkeySignInBegin,
		"auth_passkey_sign_in": s.passkeySignIn, "auth_passkeys": s.passkeys, "auth_rename_passkey": s.passkeyRename, "auth_delete_passkey": s.passkeyDelete,
	}
}
