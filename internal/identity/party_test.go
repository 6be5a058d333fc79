package identity

import (
	"strings"
	"testing"
)

// Domain and origins come from the app's addresses, and fit each other.
func TestPasskeyAddresses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		given     Passkeys
		addresses []string
		domain    string
		origins   string
		bad       bool
	}{
		{addresses: []string{"https://board.example.com/home", "https://board.example.com"}, domain: "board.example.com", origins: "https://board.example.com"},
		{addresses: []string{"http://127.0.0.1:8080"}, domain: "localhost", origins: "http://localhost:8080"},
		{addresses: []string{"http://[::1]:8080"}, domain: "localhost", origins: "http://localhost:8080"},
		{addresses: []string{"http://192.0.2.1:8080"}},
		{addresses: []string{"http://board.example.com"}},
		{addresses: []string{"app://in", "https://board.example.com"}, domain: "board.example.com", origins: "https://board.example.com"},
		{given: Passkeys{Domain: "example.com"}, addresses: []string{"https://board.example.com", "https://other.example"}, domain: "example.com", origins: "https://board.example.com"},
		{given: Passkeys{Domain: "example.com", Origins: []string{"https://a.example.com:8443"}}, domain: "example.com", origins: "https://a.example.com:8443"},
		{given: Passkeys{Domain: "example.com"}, addresses: []string{"https://badexample.com"}, bad: true},
		{given: Passkeys{Domain: "example.com", Origins: []string{"https://evil.example"}}, bad: true},
		{given: Passkeys{Domain: "https://example.com"}, bad: true},
	} {
		got, err := c.given.Completed(c.addresses...)
		if (err != nil) != c.bad {
			t.Errorf("%+v: %v", c, err)
		} else if err == nil && (got.Domain != c.domain || strings.Join(got.Origins, " ") != c.origins) {
			t.Errorf("%+v: %+v", c, got)
		}
	}
}
