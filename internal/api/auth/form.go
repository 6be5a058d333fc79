package auth

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"bedplate/fault"
)

// unformed makes a request of a form, which is what OAuth's own clients send for
// a token, one with a JSON object and its grant_type in the address.
func unformed(w http.ResponseWriter, r *http.Request) (*http.Request, error) {
	if !isForm(r) {
		return r, nil
	}
	raw, err := whole(w, r)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(strings.TrimSpace(string(raw)), "{") { // JSON, of who did not say so
		own := *r
		own.Body = io.NopCloser(bytes.NewReader(raw))
		return &own, nil
	}
	said, err := url.ParseQuery(string(raw))
	if err != nil {
		return nil, fault.Wrap(fault.Body, err, "the form cannot be read")
	}
	args := r.URL.Query()
	members := map[string]string{}
	for name, all := range said {
		if len(all) > 1 {
			return nil, reasoned(fault.Value, "validation_failed", name+" is given more than once")
		}
		if name == "grant_type" {
			args.Set(name, all[0])
			continue
		}
		members[name] = all[0]
	}
	body, err := json.Marshal(members)
	if err != nil {
		return nil, fault.Wrap(fault.Body, err, "the form cannot be read")
	}
	own := r.Clone(r.Context())
	own.Body, own.URL.RawQuery = io.NopCloser(bytes.NewReader(body)), args.Encode()
	return own, nil
}

func isForm(r *http.Request) bool {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && media == "application/x-www-form-urlencoded"
}
