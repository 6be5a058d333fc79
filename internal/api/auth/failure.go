package auth

import (
	"encoding/json"
	"net/http"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
)

// versionHeader names the version of the API that a client speaks, and since
// which one errors have another shape.
const (
	versionHeader = "X-Supabase-Api-Version"
	versionNamed  = "2024-01-01"
)

// answerAs is how an error is answered.
type answerAs struct {
	status int
	reason string
}

// byReason are the statuses of the errors that say their reason.
var byReason = map[string]int{
	"invalid_credentials": 400, "validation_failed": 400, "weak_password": 422, "same_password": 422, "user_already_exists": 422,
	"user_banned": 403, "user_not_found": 404, "signup_disabled": 422, "anonymous_provider_disabled": 422, "phone_provider_disabled": 400,
	"email_not_confirmed": 400, "otp_expired": 403, "session_not_found": 403, "session_expired": 400, "refresh_token_not_found": 400,
	"refresh_token_already_used": 400, "flow_state_not_found": 404, "flow_state_expired": 403, "bad_code_verifier": 400,
	"reauthentication_needed": 400, "reauthentication_not_valid": 422, "over_request_rate_limit": 429,
	"phone_not_confirmed": 400, "over_sms_send_rate_limit": 429, "hook_refused": 403,
	"over_email_send_rate_limit": 429, "bad_jwt": 403, "flow_disabled": 400, "bad_json": 400, "unsupported_grant_type": 400,
	"bad_oauth_state": 400, "bad_oauth_callback": 400, "identity_already_exists": 422, "identity_not_found": 404,
	"single_identity_not_deletable": 422,
	"email_exists":                  422, "phone_exists": 422,
	"saml_provider_disabled": 404, "web3_provider_disabled": 422, "feature_disabled": 404,
	"insufficient_aal": 403, "mfa_factor_not_found": 404, "mfa_factor_name_conflict": 422, "too_many_enrolled_mfa_factors": 422,
	"mfa_challenge_expired": 422, "mfa_verification_failed": 422, "mfa_recovery_codes_locked": 429, "mfa_recovery_codes_sole_factor": 422,
	"mfa_verified_factor_exists": 422, "mfa_phone_enroll_not_enabled": 422, "mfa_phone_verify_not_enabled": 422, "mfa_totp_enroll_not_enabled": 422,
	"mfa_totp_verify_not_enabled": 422, "mfa_webauthn_enroll_not_enabled": 422, "mfa_webauthn_verify_not_enabled": 422,
	"mfa_recovery_codes_enroll_not_enabled": 422, "mfa_recovery_codes_verify_not_enabled": 422, "passkey_disabled": 404,
	"too_many_passkeys": 422, "webauthn_challenge_not_found": 404, "webauthn_challenge_expired": 422,
	"webauthn_credential_not_found": 404, "webauthn_credential_exists": 422, "webauthn_verification_failed": 422,
}

// byCode are the answers to all other errors.
var byCode = map[fault.Code]answerAs{
	fault.Internal: {500, "unexpected_failure"},
	fault.Body:     {400, "bad_json"}, fault.Syntax: {400, "validation_failed"},
	fault.UnknownCollection: {404, "not_found"}, fault.UnknownField: {400, "validation_failed"}, fault.UnknownColumn: {400, "validation_failed"},
	fault.UnknownRelation: {400, "validation_failed"}, fault.AmbiguousRelation: {400, "validation_failed"}, fault.UnknownAction: {404, "not_found"},
	fault.Value: {400, "validation_failed"}, fault.TooLong: {400, "validation_failed"}, fault.OutOfRange: {400, "validation_failed"},
	fault.Type: {400, "validation_failed"}, fault.Unsupported: {400, "feature_disabled"}, fault.TooComplex: {400, "validation_failed"},
	fault.TooLarge: {413, "validation_failed"}, fault.Unfiltered: {400, "validation_failed"}, fault.Range: {400, "validation_failed"},
	fault.Cursor: {400, "validation_failed"}, fault.Media: {406, "validation_failed"}, fault.Profile: {406, "validation_failed"},
	fault.Preference: {400, "validation_failed"}, fault.MaxAffected: {400, "validation_failed"}, fault.Method: {405, "method_not_allowed"},
	fault.Path: {404, "not_found"}, fault.NotFound: {404, "not_found"}, fault.NotSingle: {404, "not_found"},
	fault.Token: {403, "bad_jwt"}, fault.TokenExpired: {403, "bad_jwt"}, fault.Denied: {403, "not_admin"},
	fault.Aggregates: {400, "validation_failed"}, fault.Unique: {409, "conflict"}, fault.Reference: {409, "conflict"},
	fault.Required: {400, "validation_failed"}, fault.Check: {400, "validation_failed"}, fault.ReadOnly: {403, "not_admin"},
	fault.Precondition: {412, "conflict"}, fault.KeyReused: {422, "conflict"}, fault.Done: {409, "conflict"},
	fault.Conflict: {409, "conflict"}, fault.Timeout: {504, "request_timeout"}, fault.Canceled: {504, "request_timeout"},
	fault.Unavailable: {503, "unexpected_failure"}, fault.Full: {507, "unexpected_failure"},
	fault.Unknown: {503, "unexpected_failure"}, fault.SchemaChanged: {503, "unexpected_failure"},
}

// answerTo finds how an error is answered.
func answerTo(f *fault.Error) answerAs {
	if status, known := byReason[f.Reason]; known {
		return answerAs{status, f.Reason}
	}
	return byCode[f.Code]
}

func reasonOf(f *fault.Error) string { return answerTo(f).reason }

func reasoned(code fault.Code, reason, message string) error {
	f := fault.New(code, "%s", message)
	f.Reason = reason
	return f
}

func unsupportedGrant(grant string) error {
	if grant == "web3" {
		return reasoned(fault.Value, "web3_provider_disabled", "Web3 providers are disabled")
	}
	return reasoned(fault.Value, "unsupported_grant_type", "grant_type must be password, refresh_token, pkce, id_token or client_credentials")
}

func badMember(f *schema.Field, err error) error {
	return fault.Wrap(fault.Value, err, "%s: %s", f.Name, fault.As(err).Message)
}

// seen is an error as clients see it. What is ours to mend is logged.
func (d *Door) seen(r *http.Request, err error) *fault.Error {
	f := fault.As(err)
	switch {
	case f.Code == fault.Internal:
		d.options.Log.Error("a request failed", "path", r.URL.Path, "error", err)
		return fault.New(fault.Internal, "unexpected failure, please check the server's log for more information")
	case f.Code == fault.Denied && f.Reason == "" && query.PrincipalFrom(r.Context()).ID == "":
		return &fault.Error{Code: f.Code, Reason: "no_authorization", Message: "this endpoint requires a valid Bearer token"}
	}
	return f
}

// failure is an error's body, as clients of either version read it.
type failure struct {
	Code      any       `json:"code"`
	ErrorCode string    `json:"error_code,omitempty"`
	Msg       string    `json:"msg,omitempty"`
	Message   string    `json:"message,omitempty"`
	Weak      *weakness `json:"weak_password,omitempty"`
	// To clients of OAuth, beside the others.
	Error       string `json:"error,omitempty"`
	Description string `json:"error_description,omitempty"`
}

type weakness struct {
	Reasons []string `json:"reasons"`
}

// Refuse answers with an error.
func (d *Door) Refuse(w http.ResponseWriter, r *http.Request, err error) {
	f := d.seen(r, err)
	as := answerTo(f)
	if f.Reason == "no_authorization" {
		as = answerAs{http.StatusUnauthorized, f.Reason}
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	asks, byBasic := d.asksAsClient(r)
	if byBasic && as.reason == "invalid_credentials" {
		as.status = http.StatusUnauthorized
		w.Header().Set("WWW-Authenticate", `Basic realm="clients", charset="UTF-8"`)
	}
	body := failure{Code: as.status, ErrorCode: as.reason, Msg: f.Message}
	if r.Header.Get(versionHeader) >= versionNamed {
		w.Header().Set(versionHeader, versionNamed)
		body = failure{Code: as.reason, Message: f.Message}
	}
	if as.reason == "weak_password" {
		body.Weak = &weakness{Reasons: []string{f.Constraint}}
	}
	if asks {
		body.Error, body.Description = oauthError(as), f.Message
	}
	if as.status == http.StatusTooManyRequests || as.status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "60")
	}
	raw, err := json.Marshal(body)
	if err != nil {
		raw = []byte("{}")
	}
	_ = write(w, r, as.status, raw)
}

// Status gives the status of an answer to an error.
func Status(f *fault.Error) int { return answerTo(f).status }
