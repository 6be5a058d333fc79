package auth

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"

	"bedplate/fault"
)

const clientGrant = "client_credentials"

// Introduces tells that the door reads itself what HTTP Basic says: a client at
// the address for tokens says so who it is (RFC 6749, 2.3.1).
func (d *Door) Introduces(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.TrimPrefix(r.URL.Path, d.options.Prefix) == "/token"
}

// introduced puts a client's name and secret, where HTTP Basic says them, into
// the body. It says who it is once: with a secret in the body too, nobody could
// tell which one counts.
func introduced(w http.ResponseWriter, r *http.Request) (*http.Request, error) {
	scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Basic") {
		return r, nil
	}
	if r.URL.Query().Get("grant_type") != clientGrant {
		return nil, reasoned(fault.Value, "validation_failed", "HTTP Basic is for grant_type client_credentials alone")
	}
	id, secret, ok := basicClient(r)
	if !ok {
		return nil, reasoned(fault.Token, "invalid_credentials", "the credential must be Basic and the base64 of a client_id, a colon and a client_secret, both encoded as in a form")
	}
	said, err := body(w, r)
	if err != nil {
		return nil, err
	}
	if _, twice := said["client_secret"]; twice {
		return nil, reasoned(fault.Value, "validation_failed", "client_secret stands in the body and in Authorization: give it once")
	}
	name, _ := json.Marshal(id) // texts can be written
	if other, there := said["client_id"]; there && string(other) != string(name) {
		return nil, reasoned(fault.Value, "validation_failed", "client_id in the body is another than in Authorization")
	}
	if said == nil {
		said = map[string]json.RawMessage{}
	}
	said["client_id"] = name
	said["client_secret"], _ = json.Marshal(secret)
	raw, err := json.Marshal(said)
	if err != nil {
		return nil, fault.Wrap(fault.Body, err, "the body cannot be read")
	}
	own := *r
	own.Body = io.NopCloser(bytes.NewReader(raw))
	return &own, nil
}

// basicClient reads the header as OAuth says it is written: both parts encoded
// as in a form, before the base64.
func basicClient(r *http.Request) (id, secret string, ok bool) {
	id, secret, ok = r.BasicAuth()
	if !ok {
		return "", "", false
	}
	id, err := url.QueryUnescape(id)
	if err != nil {
		return "", "", false
	}
	secret, err = url.QueryUnescape(secret)
	return id, secret, err == nil && id != "" && secret != ""
}

// asksAsClient tells a request for a token of a client that speaks OAuth, not
// GoTrue's JSON: it reads errors of that kind.
func (d *Door) asksAsClient(r *http.Request) (asks, byBasic bool) {
	if !d.Introduces(r) {
		return false, false
	}
	scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	byBasic = strings.EqualFold(scheme, "Basic")
	return byBasic || isForm(r), byBasic
}

// oauthErrors are GoTrue's reasons as OAuth has them (RFC 6749, 5.2).
var oauthErrors = map[string]string{
	"invalid_credentials": "invalid_client", "unsupported_grant_type": "unsupported_grant_type", "web3_provider_disabled": "unsupported_grant_type",
	"refresh_token_not_found": "invalid_grant", "refresh_token_already_used": "invalid_grant", "session_expired": "invalid_grant",
	"flow_state_not_found": "invalid_grant", "bad_code_verifier": "invalid_grant",
}

// oauthError is an answer's error to such a client.
func oauthError(as answerAs) string {
	if known := oauthErrors[as.reason]; known != "" {
		return known
	}
	if as.status == http.StatusTooManyRequests || as.status >= http.StatusInternalServerError {
		return "temporarily_unavailable"
	}
	return "invalid_request"
}
