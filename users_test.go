package bedplate

import (
	"testing"

	"bedplate/fault"
	"bedplate/internal/api/auth"
	"bedplate/internal/identity"
)

// The door knows every reason that users' actions give, and every code.
func TestReasons(t *testing.T) {
	t.Parallel()
	for _, reason := range identity.Reasons() {
		if auth.Status(&fault.Error{Code: fault.Internal, Reason: reason}) >= 500 {
			t.Errorf("the door does not know %s", reason)
		}
	}
	for _, code := range fault.Codes() {
		if status := auth.Status(&fault.Error{Code: code}); status < 400 {
			t.Errorf("%s is answered %d", code, status)
		}
	}
}
