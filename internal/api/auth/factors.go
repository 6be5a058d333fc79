package auth

import "net/http"

// factors are the routes of second factors and of passkeys.
var factors = map[string]map[string]route{
	"/factors":                {http.MethodPost: {action: "auth_enroll"}},
	"/factors/{id}":           {http.MethodDelete: {action: "auth_unenroll"}},
	"/factors/{id}/challenge": {http.MethodPost: {action: "auth_challenge"}},
	"/factors/{id}/verify":    {http.MethodPost: {action: "auth_verify_factor"}},
	"/factors/recovery-codes": {
		http.MethodGet:    {action: "auth_recovery_codes"},
		http.MethodPost:   {action: "auth_make_recovery_codes"},
		http.MethodDelete: {action: "auth_drop_recovery_codes"},
	},
	"/factors/recovery-codes/verify":     {http.MethodPost: {action: "auth_verify_recovery_code"}},
	"/factors/recovery-codes/regenerate": {http.MethodPost: {action: "auth_renew_recovery_codes"}},
	"/passkeys":                          {http.MethodGet: {action: "auth_passkeys"}},
	"/passkeys/{id}": {
		http.MethodPatch:  {action: "auth_rename_passkey"},
		http.MethodDelete: {action: "auth_delete_passkey", status: http.StatusNoContent},
	},
	"/passkeys/registration/options":   {http.MethodPost: {action: "auth_passkey_options"}},
	"/passkeys/registration/verify":    {http.MethodPost: {action: "auth_add_passkey"}},
	"/passkeys/authentication/options": {http.MethodPost: {action: "auth_passkey_challenge"}},
	"/passkeys/authentication/verify":  {http.MethodPost: {action: "auth_passkey_sign_in"}},
}
