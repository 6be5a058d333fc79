package identity

import "bedplate/fault"

// The reasons that the service's errors have (fault.Error.Reason), which are
// those that its clients know.
const (
	invalidCredentials   = "invalid_credentials"
	validationFailed     = "validation_failed"
	weakPassword         = "weak_password"
	samePassword         = "same_password"
	userExists           = "user_already_exists"
	userBanned           = "user_banned"
	userNotFound         = "user_not_found"
	signupDisabled       = "signup_disabled"
	anonymousDisabled    = "anonymous_provider_disabled"
	phoneDisabled        = "phone_provider_disabled"
	emailNotConfirmed    = "email_not_confirmed"
	otpExpired           = "otp_expired"
	sessionNotFound      = "session_not_found"
	sessionExpired       = "session_expired"
	refreshNotFound      = "refresh_token_not_found"
	refreshUsed          = "refresh_token_already_used"
	flowNotFound         = "flow_state_not_found"
	flowExpired          = "flow_state_expired"
	badVerifier          = "bad_code_verifier"
	reauthNeeded         = "reauthentication_needed"
	reauthInvalid        = "reauthentication_not_valid"
	tooManyRequests      = "over_request_rate_limit"
	tooManyLetters       = "over_email_send_rate_limit"
	badToken             = "bad_jwt"
	implicitFlowDisabled = "flow_disabled"
	phoneNotConfirmed    = "phone_not_confirmed"
	tooManyMessages      = "over_sms_send_rate_limit"
	hookRefused          = "hook_refused"
	badState             = "bad_oauth_state"
	badCallback          = "bad_oauth_callback"
	identityExists       = "identity_already_exists"
	identityNotFound     = "identity_not_found"
	lastIdentity         = "single_identity_not_deletable"
	emailExists          = "email_exists"
	phoneExists          = "phone_exists"
	insufficientAAL      = "insufficient_aal"
	factorNotFound       = "mfa_factor_not_found"
	factorNameConflict   = "mfa_factor_name_conflict"
	tooManyFactors       = "too_many_enrolled_mfa_factors"
	challengeExpired     = "mfa_challenge_expired"
	verificationFailed   = "mfa_verification_failed"
	recoveryLocked       = "mfa_recovery_codes_locked"
	recoverySole         = "mfa_recovery_codes_sole_factor"
	factorExists         = "mfa_verified_factor_exists"
	phoneEnrollOff       = "mfa_phone_enroll_not_enabled"
	phoneVerifyOff       = "mfa_phone_verify_not_enabled"
	totpEnrollOff        = "mfa_totp_enroll_not_enabled"
	totpVerifyOff        = "mfa_totp_verify_not_enabled"
	keyEnrollOff         = "mfa_webauthn_enroll_not_enabled"
	keyVerifyOff         = "mfa_webauthn_verify_not_enabled"
	recoveryEnrollOff    = "mfa_recovery_codes_enroll_not_enabled"
	recoveryVerifyOff    = "mfa_recovery_codes_verify_not_enabled"
	passkeyOff           = "passkey_disabled"
	tooManyPasskeys      = "too_many_passkeys"
	keyChallengeUnknown  = "webauthn_challenge_not_found"
	keyChallengeExpired  = "webauthn_challenge_expired"
	keyUnknown           = "webauthn_credential_not_found"
	keyExists            = "webauthn_credential_exists"
	keyRefused           = "webauthn_verification_failed"
)

// Reasons lists them, for the tables of doors.
func Reasons() []string {
	return []string{invalidCredentials, validationFailed, weakPassword, samePassword, userExists, userBanned,
		userNotFound, signupDisabled, anonymousDisabled, phoneDisabled, emailNotConfirmed, otpExpired,
		sessionNotFound, sessionExpired, refreshNotFound, refreshUsed, flowNotFound, flowExpired, badVerifier,
		phoneNotConfirmed, tooManyMessages, hookRefused,
		reauthNeeded, reauthInvalid, tooManyRequests, tooManyLetters, badToken, implicitFlowDisabled,
		badState, badCallback, identityExists, identityNotFound, lastIdentity,
		emailExists, phoneExists,
		insufficientAAL, factorNotFound, factorNameConflict, tooManyFactors, challengeExpired, verificationFailed, recoveryLocked,
		recoverySole, factorExists, phoneEnrollOff, phoneVerifyOff, totpEnrollOff, totpVerifyOff, keyEnrollOff, keyVerifyOff, recoveryEnrollOff,
		recoveryVerifyOff, passkeyOff, tooManyPasskeys, keyChallengeUnknown, keyChallengeExpired, keyUnknown, keyExists, keyRefused}
}

// codes are the fault codes of the reasons that do not just refuse.
var codes = map[string]fault.Code{
	validationFailed: fault.Value, weakPassword: fault.Check, samePassword: fault.Check, userExists: fault.Unique,
	emailExists: fault.Unique, phoneExists: fault.Unique,
	tooManyRequests: fault.Unavailable, tooManyLetters: fault.Unavailable, tooManyMessages: fault.Unavailable,
	identityExists: fault.Unique, identityNotFound: fault.NotFound,
	factorNotFound: fault.NotFound, keyUnknown: fault.NotFound, keyChallengeUnknown: fault.NotFound,
	factorNameConflict: fault.Unique, factorExists: fault.Unique, keyExists: fault.Unique, recoveryLocked: fault.Unavailable,
	userNotFound: fault.NotFound, flowNotFound: fault.NotFound, sessionNotFound: fault.Token, badToken: fault.Token,
}

// refuse makes an error.
func refuse(reason, format string, args ...any) *fault.Error {
	code := codes[reason]
	if code == "" {
		code = fault.Denied
	}
	f := fault.New(code, format, args...)
	f.Reason = reason
	return f
}
