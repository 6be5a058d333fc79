package auth

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
)

// paging is what every list takes in the address.
var paging = []string{"page", "per_page"}

// administration is what only the service role may, and what users may with
// their own sessions. Its actions say so: the door does not.
var administration = map[string]map[string]route{
	"/invite":              {http.MethodPost: {action: "auth_invite", query: flow}},
	"/admin/generate_link": {http.MethodPost: {action: "auth_generate_link", query: flow}},
	"/admin/users": {
		http.MethodGet:  {action: "auth_admin_users", query: append([]string{"email"}, paging...), list: "users"},
		http.MethodPost: {action: "auth_admin_create_user"},
	},
	"/admin/users/{id}": {
		http.MethodGet:    {action: "auth_admin_user"},
		http.MethodPut:    {action: "auth_admin_update_user"},
		http.MethodDelete: {action: "auth_admin_delete_user"},
	},
	"/admin/users/{id}/factors":            {http.MethodGet: {action: "auth_admin_factors"}},
	"/admin/users/{id}/factors/{factor}":   {http.MethodDelete: {action: "auth_admin_delete_factor"}},
	"/admin/users/{id}/passkeys":           {http.MethodGet: {action: "auth_admin_passkeys"}},
	"/admin/users/{id}/passkeys/{passkey}": {http.MethodDelete: {action: "auth_admin_delete_passkey", status: http.StatusNoContent}},
	"/admin/users/{id}/sessions": {
		http.MethodGet:    {action: "auth_admin_sessions"},
		http.MethodDelete: {action: "auth_admin_end_sessions"},
	},
	"/admin/users/{id}/sessions/{session}": {http.MethodDelete: {action: "auth_admin_end_sessions"}},
	"/admin/audit":                         {http.MethodGet: {action: "auth_admin_audit", query: append([]string{"user", "event"}, paging...), list: "entries", bare: true}},
	"/admin/keys": {
		http.MethodGet:  {action: "auth_list_keys", query: paging, list: "keys"},
		http.MethodPost: {action: "auth_create_key"},
	},
	"/admin/keys/{id}":        {http.MethodDelete: {action: "auth_revoke_key"}},
	"/admin/keys/{id}/rotate": {http.MethodPost: {action: "auth_rotate_key"}},
	"/sessions":               {http.MethodGet: {action: "auth_own_sessions"}},
	"/sessions/{session}":     {http.MethodDelete: {action: "auth_end_session"}},
}

// absent are the paths of parts of GoTrue that are not here, with the reason
// that its clients know.
var absent = []struct{ prefix, reason, message string }{
	{"/sso", "saml_provider_disabled", "SAML 2.0 is disabled"},
	{"/saml", "saml_provider_disabled", "SAML 2.0 is disabled"},
	{"/admin/sso", "saml_provider_disabled", "SAML 2.0 is disabled"},
	{"/admin/custom-providers", "feature_disabled", "providers are configured in bedplate.yaml"},
	{"/admin/oauth", "feature_disabled", "OAuth 2.1 server is disabled"},
	{"/oauth", "feature_disabled", "OAuth 2.1 server is disabled"},
	{"/user/oauth", "feature_disabled", "OAuth 2.1 server is disabled"},
}

// nothing is the error of a path that leads nowhere.
func nothing(path string) error {
	for _, a := range absent {
		if rest, ok := strings.CutPrefix(path, a.prefix); ok && (rest == "" || rest[0] == '/') {
			return reasoned(fault.Path, a.reason, a.message)
		}
	}
	return fault.New(fault.Path, "there is nothing at this address")
}

// writePage writes a page of a list: how many there are and where the next page
// stands in headers, since clients look for them there.
func (d *Door) writePage(w http.ResponseWriter, r *http.Request, to route, a *schema.Action, out *query.Answer) error {
	total, number, size := member(a, out, "total").Int(), member(a, out, "page").Int(), member(a, out, "per_page").Int()
	last := max(1, (total+size-1)/size)
	var links []string
	link := func(page int64, rel string) {
		// The page comes first and rel in quotes: clients count on both.
		args := url.Values{}
		for _, name := range to.query {
			if v := r.URL.Query().Get(name); v != "" && name != "page" && name != "per_page" {
				args.Set(name, v)
			}
		}
		more := args.Encode()
		if more != "" {
			more = "&" + more
		}
		links = append(links, fmt.Sprintf(`<%s?page=%d&per_page=%d%s>; rel="%s"`, r.URL.Path, page, size, strings.ReplaceAll(more, ",", "%2C"), rel))
	}
	if number < last {
		link(number+1, "next")
	}
	link(last, "last")
	w.Header().Set("X-Total-Count", strconv.FormatInt(total, 10))
	w.Header().Set("Link", strings.Join(links, ", "))
	list := member(a, out, to.list).AppendJSON(nil)
	if to.bare {
		return write(w, r, http.StatusOK, list)
	}
	body := append([]byte(`{"`+to.list+`":`), list...)
	body = append(body, `,"aud":`...)
	return write(w, r, http.StatusOK, append(member(a, out, "aud").AppendJSON(body), '}'))
}
