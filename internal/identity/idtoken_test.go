package identity

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"
)

func TestIDTokens(t *testing.T) {
	onEveryStoreLinked(t, nil, func(t *testing.T, a linked) {
		sum := sha256.Sum256([]byte("a nonce"))
		claims := a.company.Claims(profileOf("ada", "ada@example.com", true))
		claims["nonce"] = hex.EncodeToString(sum[:])
		token := a.company.Token(claims)
		session := a.must("auth_id_token", args{"provider": "company", "id_token": token, "nonce": "a nonce"})
		u := a.userOf(session)
		if u.Email != "ada@example.com" || !session["provider_token"].IsNull() {
			t.Errorf("%+v", u)
		}
		bad := []args{{"provider": "company", "id_token": token}, {"provider": "company", "id_token": token, "nonce": "another"},
			{"provider": "other", "id_token": token, "nonce": "a nonce"}, {"provider": "nobody", "id_token": token, "nonce": "a nonce"},
			{"provider": "company", "id_token": "nonsense"}, {"provider": "company", "id_token": a.other.Token(a.other.Claims(profileOf("ada", "", false)))},
			{"provider": "company", "id_token": a.other.Token(a.company.Claims(profileOf("ada", "", false)))}}
		for _, given := range bad {
			_, err := a.call("auth_id_token", given)
			a.refused(err, validationFailed)
		}
		more := a.other.Token(a.other.Claims(profileOf("ada-2", "", false)))
		if _, err := a.call("auth_id_token", args{"provider": "other", "id_token": more, "link_identity": true}); err == nil {
			t.Error("nobody links")
		}
		out, err := a.as(holder(t, session), "auth_id_token", args{"provider": "other", "id_token": more, "link_identity": true})
		if err != nil {
			t.Fatal(err)
		}
		if linked := a.userOf(out); linked.ID != u.ID || len(linked.Identities) != 2 {
			t.Errorf("%+v", linked)
		}
		a.clock.pass(time.Hour)
		_, err = a.call("auth_id_token", args{"provider": "company", "id_token": token, "nonce": "a nonce"})
		a.refused(err, validationFailed)
	})
}

// TestStrangeProfiles: whatever a provider says of somebody, it is kept or
// refused, and nothing breaks.
func TestStrangeProfiles(t *testing.T) {
	onEveryStoreLinked(t, nil, func(t *testing.T, a linked) {
		long := strings.Repeat("ü\x00\n", 5000)
		for _, who := range []map[string]any{
			{"sub": "1", "email": long + "@example.com", "email_verified": true}, {"sub": "2", "email": "a\x00b@example.com", "email_verified": true},
			{"sub": "3", "email": 5, "name": []string{"x"}, "picture": map[string]any{}}, {"sub": "4", "name": long, "picture": "javascript:alert(1)", "preferred_username": long},
			{"sub": "5", "email": "ﬁ@example.com", "email_verified": true}, {"sub": "6", "email": "name", "email_verified": true},
			{"sub": strings.Repeat("x", 255), "email_verified": true},
		} {
			session := a.comes("company", who)
			if session["user"].IsNull() {
				t.Errorf("%.100v: %v", who, session["redirect_to"])
				continue
			}
			u := a.userOf(session)
			if u.Email != "" || u.EmailConfirmedAt != "" || len(u.UserMetadata) > maxData || strings.Contains(string(u.UserMetadata), "javascript") {
				t.Errorf("%v: %+v", who, u)
			}
		}
		for _, who := range []map[string]any{{"sub": ""}, {"sub": "a\x00"}, {"sub": long}, {"sub": map[string]any{}}} {
			if said := ledTo(t, a.comes("company", who)); said.Get("error") == "" {
				t.Errorf("%v: %v", who, said)
			}
		}
	})
}
