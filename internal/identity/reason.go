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
	badState             = "bad_oauth_state"
	badCallback          = "bad_oauth_callback"
	identityExists       = "identity_already_exists"
	identityNotFound     = "identity_not_found"
	lastIdentity         = "single_identity_not_deletable"
)

// Reasons lists them, for the tables of doors.
func Reasons() []string {
	return []string{invalidCredentials, validationFailed, weakPassword, samePassword, userExists, userBanned,
		userNotFound, signupDisabled, anonymousDisabled, phoneDisabled, emailNotConfirmed, otpExpired,
		sessionNotFound, sessionExpired, refreshNotFound, refreshUsed, flowNotFound, flowExpired, badVerifier,
		reauthNeeded, reauthInvalid, tooManyRequests, tooManyLetters, badToken, implicitFlowDisabled,
		badState, badCallback, identityExists, identityNotFound, lastIdentity}
}

// codes are the fault codes of the reasons that do not just refuse.
var codes = map[string]fault.Code{
	validationFailed: fault.Value, weakPassword: fault.Check, samePassword: fault.Check, userExists: fault.Unique,
	tooManyRequests: fault.Unavailable, tooManyLetters: fault.Unavailable,
	identityExists: fault.Unique, identityNotFound: fault.NotFound,
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
