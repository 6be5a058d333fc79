package auth_test

// row is an endpoint as the tests ask for it.
type row struct {
	as     string // who asks; "" is nobody, once is a user made for the request
	body   string // one that is well formed
	path   string // what stands for the path's arguments, in order, with spaces
	query  string
	status int    // what becomes of it
	reason string // where it is refused
	hashes bool   // a password: it is asked less often
}

// once is a user who is made for a request, since it would sign them out.
const once = "once"

// rows are all endpoints, each with a request that is well formed. What it is
// refused with, where it is, is because of what it names.
var rows = map[string]row{
	"POST /signup":    {body: `{"email":"u$N@example.com","password":"$STRONG$"}`, status: 200, hashes: true},
	"POST /otp":       {body: `{"email":"u$N@example.com"}`, query: "redirect_to=http://app.example/in", status: 200},
	"POST /magiclink": {body: `{"email":"u$N@example.com"}`, status: 200},
	"POST /recover":   {body: `{"email":"u$N@example.com"}`, status: 200},
	"POST /resend":    {body: `{"email":"u$N@example.com","type":"signup"}`, status: 200},
	"POST /verify":    {body: `{"type":"email","email":"u$N@example.com","token":"123456"}`, status: 403, reason: "otp_expired"},
	"GET /verify":     {query: "type=signup&token=nothing", status: 303, reason: "otp_expired"},

	"POST /token?grant_type=password":           {body: `{"email":"u$N@example.com","password":"$STRONG$"}`, status: 400, reason: "invalid_credentials", hashes: true},
	"POST /token?grant_type=refresh_token":      {body: `{"refresh_token":"nothing"}`, status: 400, reason: "refresh_token_not_found"},
	"POST /token?grant_type=pkce":               {body: `{"auth_code":"nothing","code_verifier":"nothing"}`, status: 404, reason: "flow_state_not_found"},
	"POST /token?grant_type=id_token":           {body: `{"provider":"company","id_token":"a.b.c"}`, status: 400, reason: "validation_failed"},
	"POST /token?grant_type=client_credentials": {body: `{"client_id":"$NOBODY","client_secret":"nothing"}`, status: 400, reason: "invalid_credentials"},

	"GET /authorize":                 {query: "provider=company", status: 303},
	"GET /callback":                  {query: "state=nothing&code=nothing", status: 303, reason: "bad_oauth_state"},
	"POST /callback":                 {body: "state=nothing&code=nothing", status: 303, reason: "bad_oauth_state"},
	"GET /user/identities/authorize": {as: "ADA", query: "provider=company&skip_http_redirect=true", status: 200},

	"DELETE /user/identities/{identity_id}": {as: "ADA", path: "$NOBODY", status: 404, reason: "identity_not_found"},
	"GET /user":                             {as: "ADA", status: 200},
	"PUT /user":                             {as: "ADA", body: `{"data":{"n":$N}}`, status: 200},
	"GET /reauthenticate":                   {as: "ADA", status: 200},
	"POST /logout":                          {as: once, query: "scope=local", status: 204},
	"GET /sessions":                         {as: "ADA", status: 200},
	"DELETE /sessions/{session}":            {as: "ADA", path: "$NOBODY", status: 404, reason: "not_found"},

	"POST /factors":                {as: "ADA", body: `{"factor_type":"totp","friendly_name":"n$N"}`, status: 200},
	"DELETE /factors/{id}":         {as: "ADA", path: "$NOBODY", status: 404, reason: "mfa_factor_not_found"},
	"POST /factors/{id}/challenge": {as: "ADA", path: "$NOBODY", body: "{}", status: 404, reason: "mfa_factor_not_found"},
	"POST /factors/{id}/verify":    {as: "ADA", path: "$NOBODY", body: `{"challenge_id":"nothing","code":"123456"}`, status: 404, reason: "mfa_factor_not_found"},

	"GET /factors/recovery-codes":             {as: "ADA", status: 404, reason: "mfa_factor_not_found"},
	"POST /factors/recovery-codes":            {as: "ADA", body: "{}", status: 422, reason: "mfa_recovery_codes_sole_factor"},
	"DELETE /factors/recovery-codes":          {as: "ADA", status: 404, reason: "mfa_factor_not_found"},
	"POST /factors/recovery-codes/verify":     {as: "ADA", body: `{"code":"AAAA-AAAA-AAAA-AAAA"}`, status: 422, reason: "mfa_verification_failed"},
	"POST /factors/recovery-codes/regenerate": {as: "ADA", body: "{}", status: 404, reason: "mfa_factor_not_found"},

	"GET /passkeys":                         {as: "ADA", status: 200},
	"PATCH /passkeys/{id}":                  {as: "ADA", path: "$NOBODY", body: `{"friendly_name":"x"}`, status: 404, reason: "webauthn_credential_not_found"},
	"DELETE /passkeys/{id}":                 {as: "ADA", path: "$NOBODY", status: 404, reason: "webauthn_credential_not_found"},
	"POST /passkeys/registration/options":   {as: "ADA", body: "{}", status: 200},
	"POST /passkeys/registration/verify":    {as: "ADA", body: `{"challenge_id":"nothing","credential":{}}`, status: 404, reason: "webauthn_challenge_not_found"},
	"POST /passkeys/authentication/options": {body: "{}", status: 200},
	"POST /passkeys/authentication/verify":  {body: `{"challenge_id":"nothing","credential":{}}`, status: 404, reason: "webauthn_challenge_not_found"},

	"GET /settings":              {status: 200},
	"GET /health":                {status: 200},
	"GET /.well-known/jwks.json": {status: 200},

	"POST /invite":              {as: "SERVICE", body: `{"email":"i$N@example.com"}`, status: 200},
	"POST /admin/generate_link": {as: "SERVICE", body: `{"type":"magiclink","email":"ada@example.com"}`, status: 200},
	"GET /admin/users":          {as: "SERVICE", query: "page=1&per_page=2", status: 200},
	"POST /admin/users":         {as: "SERVICE", body: `{"email":"a$N@example.com"}`, status: 200},
	"GET /admin/users/{id}":     {as: "SERVICE", path: "$NOBODY", status: 404, reason: "user_not_found"},
	"PUT /admin/users/{id}":     {as: "SERVICE", path: "$EVE_ID$", body: `{"user_metadata":{"n":$N}}`, status: 200},
	"DELETE /admin/users/{id}":  {as: "SERVICE", path: "$NOBODY", status: 404, reason: "user_not_found"},

	"GET /admin/users/{id}/factors":               {as: "SERVICE", path: "$EVE_ID$", status: 200},
	"DELETE /admin/users/{id}/factors/{factor}":   {as: "SERVICE", path: "$EVE_ID$ $NOBODY", status: 404, reason: "mfa_factor_not_found"},
	"GET /admin/users/{id}/passkeys":              {as: "SERVICE", path: "$EVE_ID$", status: 200},
	"DELETE /admin/users/{id}/passkeys/{passkey}": {as: "SERVICE", path: "$EVE_ID$ $NOBODY", status: 404, reason: "webauthn_credential_not_found"},
	"GET /admin/users/{id}/sessions":              {as: "SERVICE", path: "$EVE_ID$", status: 200},
	"DELETE /admin/users/{id}/sessions":           {as: "SERVICE", path: "$NOBODY", status: 404, reason: "user_not_found"},
	"DELETE /admin/users/{id}/sessions/{session}": {as: "SERVICE", path: "$EVE_ID$ $NOBODY", status: 404, reason: "not_found"},

	"GET /admin/audit":             {as: "SERVICE", query: "page=1&per_page=2&event=login", status: 200},
	"GET /admin/keys":              {as: "SERVICE", status: 200},
	"POST /admin/keys":             {as: "SERVICE", body: `{"name":"k$N","kind":"secret"}`, status: 200},
	"DELETE /admin/keys/{id}":      {as: "SERVICE", path: "$NOBODY", status: 404, reason: "not_found"},
	"POST /admin/keys/{id}/rotate": {as: "SERVICE", path: "$NOBODY", body: `{"grace":"1h"}`, status: 404, reason: "not_found"},
}
