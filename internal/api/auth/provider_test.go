package auth

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestFlowCookies: over https nobody but this host sets the cookie, and it comes
// with forms that other sites post.
func TestFlowCookies(t *testing.T) {
	t.Parallel()
	for secure, want := range map[bool]string{
		true:  "__Host-bedplate-flow=secret; Path=/; Max-Age=600; HttpOnly; Secure; SameSite=None",
		false: "bedplate-flow=secret; Path=/; Max-Age=600; HttpOnly; SameSite=Lax",
	} {
		d := New(nil, Options{Secure: secure})
		w := httptest.NewRecorder()
		d.keepBrowser(w, "secret")
		if got := w.Header().Get("Set-Cookie"); got != want {
			t.Errorf("%q", got)
		}
		for _, name := range []string{flowCookie, secureFlowCookie} {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.AddCookie(&http.Cookie{Name: name, Value: "secret"})
			if got := d.browser(r); (got == "secret") != (secure == (name == secureFlowCookie)) {
				t.Errorf("secure %v: of %s it takes %q", secure, name, got)
			}
		}
	}
}
