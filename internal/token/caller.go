package token

import (
	"net/http"
	"net/url"
	"strings"

	"bedplate/fault"
	"bedplate/query"
)

// Caller tells who sends a request. Without a credential it is Anonymous;
// with one that is not good it is an error, never Anonymous.
//
// A credential is a bearer token, or an apikey as a header (x-hasura-admin-secret
// is another name of it) or in the query (event streams of browsers send no headers). Clients that are signed out send
// their key as both; then it gives its role and no person. Otherwise a bearer
// token says who it is, and an apikey beside it must merely be good.
//
// Who it is may ask in another of its roles.
func (v *Verifier) Caller(r *http.Request) (*query.Principal, error) {
	p, err := v.credited(r)
	if err != nil {
		return nil, err
	}
	return as(r, p)
}

// credited tells whose a request's credentials are.
func (v *Verifier) credited(r *http.Request) (*query.Principal, error) {
	bearer, err := bearerOf(r)
	if err != nil {
		return nil, err
	}
	apikey, err := apikeyOf(r)
	if err != nil {
		return nil, err
	}
	if err := v.addressed(r); err != nil {
		return nil, err
	}
	if bearer == "" && apikey == "" {
		return query.Anonymous, nil
	}
	if apikey == "" {
		return v.Verify(r.Context(), bearer)
	}
	found, err := v.verify(r.Context(), apikey)
	switch {
	case err != nil:
		return nil, about("apikey", err)
	case bearer == "":
		return found.principal, nil
	case bearer == apikey:
		return found.role, nil
	}
	return v.Verify(r.Context(), bearer)
}

// Identify tells who sends a request, as Caller does, and gives its raw query
// without an apikey.
func (v *Verifier) Identify(r *http.Request) (*query.Principal, string, error) {
	p, err := v.Caller(r)
	if err != nil || !strings.Contains(r.URL.RawQuery, "apikey=") {
		return p, r.URL.RawQuery, err
	}
	return p, withoutKey(r.URL.RawQuery), nil
}

// addressed refuses an address that holds a key of the service role: addresses
// are kept in logs and histories, and followed by who did not write them.
func (v *Verifier) addressed(r *http.Request) error {
	if !strings.Contains(r.URL.RawQuery, "apikey=") || len(keyPairs(r.URL.RawQuery)) == 0 {
		return nil
	}
	apikey, err := apikeyOf(r) // which is one with any header's
	if err != nil {
		return err
	}
	found, err := v.verify(r.Context(), apikey)
	if err == nil && found.principal.Service() {
		err = fault.New(fault.Token, "a key of the service role does not stand in an address").WithHint("send it as the header apikey or Authorization")
	}
	if err != nil {
		return about("apikey", err)
	}
	return nil
}

// about says which credential an error is about.
func about(field string, err error) error {
	e := *fault.As(err)
	e.Field = field
	return &e
}

func bearerOf(r *http.Request) (string, error) {
	sent, err := single("Authorization", r.Header["Authorization"])
	if err != nil || sent == "" {
		return "", err
	}
	scheme, token, _ := strings.Cut(sent, " ")
	token = strings.Trim(token, " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return "", fault.Of(fault.Token, "Authorization", "the credential must be Bearer and a token")
	}
	return token, nil
}

func apikeyOf(r *http.Request) (string, error) {
	sent := r.Header["Apikey"]
	if secret := r.Header[adminSecret]; len(secret) > 0 {
		sent = append(sent[:len(sent):len(sent)], secret...)
	}
	for _, pair := range keyPairs(r.URL.RawQuery) {
		text, err := url.QueryUnescape(pair)
		if err != nil {
			return "", fault.Of(fault.Token, "apikey", "the key in the address is not encoded as an address demands")
		}
		sent = append(sent[:len(sent):len(sent)], text)
	}
	return single("apikey", sent)
}

// single refuses a credential that is given twice with different values:
// whoever stands between could read the other one.
func single(name string, sent []string) (string, error) {
	if len(sent) == 0 {
		return "", nil
	}
	for _, s := range sent[1:] {
		if s != sent[0] {
			return "", fault.Of(fault.Token, name, "two different credentials are given")
		}
	}
	if strings.TrimSpace(sent[0]) == "" {
		return "", fault.Of(fault.Token, name, "the credential is empty")
	}
	return sent[0], nil
}

// keyPairs gives the values of apikey in a raw query, still encoded.
func keyPairs(raw string) []string {
	if !strings.Contains(raw, "apikey=") {
		return nil
	}
	var found []string
	for pair := range strings.SplitSeq(raw, "&") {
		if v, ok := strings.CutPrefix(pair, "apikey="); ok {
			found = append(found, v)
		}
	}
	return found
}

func withoutKey(raw string) string {
	var kept []string
	for pair := range strings.SplitSeq(raw, "&") {
		if !strings.HasPrefix(pair, "apikey=") {
			kept = append(kept, pair)
		}
	}
	return strings.Join(kept, "&")
}
