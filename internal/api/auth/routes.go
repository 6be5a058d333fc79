package auth

import (
	"maps"
	"net/http"
)

// route is what a method at a path does.
type route struct {
	action string
	fixed  string   // the answer, where there is no action
	query  []string // arguments that stand in the address
	grants bool     // the action is that of grant_type
	link   bool     // a browser follows it: it is led on
	status int      // 200 unless given
	list   string   // the member of the answer that a page is of
	bare   bool     // which stands alone
	// own answers in the place of the door, where browsers go to providers.
	own func(d *Door, w http.ResponseWriter, r *http.Request, to route) error
}

// flow is what many paths take in the address.
var flow = []string{"redirect_to"}

// grants are the actions of /token by grant_type.
var grants = map[string]string{"password": "auth_sign_in", "refresh_token": "auth_refresh", "pkce": "auth_exchange",
	"client_credentials": "auth_client_token", "id_token": "auth_id_token"}

// table is all that there is at the door, by path and method. A segment {name}
// of a path is the action's argument of that name.
var table = joined(accounts, factors, administration)

func joined(parts ...map[string]map[string]route) map[string]map[string]route {
	all := map[string]map[string]route{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

// accounts are the routes of ways in, of sessions and of who calls.
var accounts = map[string]map[string]route{
	"/signup":         {http.MethodPost: {action: "auth_sign_up", query: flow}},
	"/token":          {http.MethodPost: {grants: true}},
	"/otp":            {http.MethodPost: {action: "auth_otp", query: flow}},
	"/magiclink":      {http.MethodPost: {action: "auth_otp", query: flow}},
	"/recover":        {http.MethodPost: {action: "auth_recover", query: flow}},
	"/resend":         {http.MethodPost: {action: "auth_resend", query: flow}},
	"/reauthenticate": {http.MethodGet: {action: "auth_reauthenticate"}},
	"/verify": {
		http.MethodPost: {action: "auth_verify"},
		http.MethodGet:  {action: "auth_verify", query: []string{"type", "token"}, link: true},
	},
	"/authorize": {http.MethodGet: {action: "auth_authorize", own: depart}},
	"/callback": {
		http.MethodGet:  {action: "auth_callback", own: comeBack, link: true},
		http.MethodPost: {action: "auth_callback", own: comeBack, link: true},
	},
	"/user/identities/authorize":     {http.MethodGet: {action: "auth_link_identity", own: depart}},
	"/user/identities/{identity_id}": {http.MethodDelete: {action: "auth_unlink_identity"}},
	"/user": {
		http.MethodGet: {action: "auth_user"},
		http.MethodPut: {action: "auth_update_user", query: flow},
	},
	"/logout":                {http.MethodPost: {action: "auth_sign_out", query: []string{"scope"}, status: http.StatusNoContent}},
	"/settings":              {http.MethodGet: {action: "auth_settings"}},
	"/health":                {http.MethodGet: {fixed: `{"name":"Bedplate","description":"Bedplate keeps the users of this app"}`}},
	"/.well-known/jwks.json": {http.MethodGet: {action: "auth_jwks"}},
}
