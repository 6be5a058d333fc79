package token_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"bedplate/fault"
	"bedplate/internal/token"
)

// TestHasura: clients of Hasura ask by its headers and claims, and get by them nothing
// that their credential does not give.
func TestHasura(t *testing.T) {
	t.Parallel()
	claims := func(of object) object { return with(good(), "https://hasura.io/jwt/claims", of) }
	without := func(of object, names ...string) object {
		out := object{}
		for name, v := range of {
			out[name] = v
		}
		for _, name := range names {
			delete(out, name)
		}
		return out
	}
	person := forge(t, secret, hs, good())
	facts := forge(t, secret, hs, with(good(), "roles", []string{"editor", "service"}))
	editor := forge(t, secret, hs, claims(object{"x-hasura-allowed-roles": []string{"user", "editor"}, "x-hasura-default-role": "user", "x-hasura-user-id": "7"}))
	hasura := forge(t, secret, hs, without(claims(object{"x-hasura-allowed-roles": []string{"user", "editor"}, "x-hasura-default-role": "user", "x-hasura-user-id": "7"}), "sub", "role"))
	key := forge(t, secret, hs, with(good(), "role", "service", "sub", "s"))
	both := forge(t, secret, hs, with(claims(object{"x-hasura-default-role": "user", "x-hasura-user-id": "7"}), "role", "authenticated"))
	for name, tc := range map[string]struct {
		bearer, secret, role, user string
		code                       fault.Code
		as, id                     string
	}{
		"a secret":                           {secret: key, as: "service", id: "s"},
		"a secret that is none":              {secret: "x", code: fault.Token},
		"a secret of a person":               {secret: person, as: "authenticated", id: "u1"},
		"for somebody":                       {secret: key, role: "user", user: "7", as: "user", id: "7"},
		"in a role":                          {secret: key, role: "authenticated", as: "authenticated"},
		"in its own role":                    {secret: key, role: "service", as: "service", id: "s"},
		"for somebody, in no role":           {secret: key, user: "7", code: fault.Denied},
		"by a token of the service role":     {bearer: key, role: "user", user: "7", as: "user", id: "7"},
		"a person in its role":               {bearer: person, role: "authenticated", as: "authenticated", id: "u1"},
		"a person in another role":           {bearer: person, role: "editor", code: fault.Denied},
		"a person in the service role":       {bearer: person, role: "service", code: fault.Denied},
		"a person for somebody":              {bearer: person, user: "7", code: fault.Denied},
		"a person for itself":                {bearer: person, user: "u1", as: "authenticated", id: "u1"},
		"in a role that is a fact":           {bearer: facts, role: "editor", code: fault.Denied},
		"in the service role that is a fact": {bearer: facts, role: "service", code: fault.Denied},
		"own claims come first":              {bearer: both, as: "authenticated", id: "u1"},
		"in a role that is allowed":          {bearer: editor, role: "editor", as: "editor", id: "u1"},
		"in a role that is not":              {bearer: editor, role: "boss", code: fault.Denied},
		"Hasura's claims alone":              {bearer: hasura, as: "user", id: "7"},
		"Hasura's claims alone, in a role":   {bearer: hasura, role: "editor", as: "editor", id: "7"},
		"Hasura's claims alone, in another":  {bearer: hasura, role: "authenticated", code: fault.Denied},
		"claims that give the service role":  {bearer: forge(t, secret, hs, claims(object{"x-hasura-default-role": "service"})), code: fault.Token},
		"claims that allow it":               {bearer: forge(t, secret, hs, claims(object{"x-hasura-allowed-roles": []string{"service_role"}})), code: fault.Token},
		"claims that are no object":          {bearer: forge(t, secret, hs, with(good(), "https://hasura.io/jwt/claims", "user")), code: fault.Token},
		"claims that are null":               {bearer: forge(t, secret, hs, with(good(), "https://hasura.io/jwt/claims", nil)), as: "authenticated", id: "u1"},
		"nobody":                             {role: "anon", as: "anon"},
		"nobody in a role":                   {role: "user", code: fault.Denied},
		"nobody for somebody":                {user: "7", code: fault.Denied},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := verifier(t, token.Options{Secret: secret})
			for range 2 { // the second time it is remembered
				r := httptest.NewRequest(http.MethodPost, "/v1/graphql", nil)
				for header, sent := range map[string]string{"x-hasura-admin-secret": tc.secret, "x-hasura-role": tc.role, "x-hasura-user-id": tc.user} {
					if sent != "" {
						r.Header.Set(header, sent)
					}
				}
				if tc.bearer != "" {
					r.Header.Set("Authorization", "Bearer "+tc.bearer)
				}
				p, err := v.Caller(r)
				if fault.CodeOf(err) != tc.code {
					t.Fatalf("error is %v", err)
				}
				if err == nil && (p.Role != tc.as || p.ID != tc.id) {
					t.Errorf("caller is %+v", p)
				}
			}
		})
	}
	v := verifier(t, token.Options{Secret: secret})
	r := httptest.NewRequest(http.MethodPost, "/v1/graphql", nil)
	r.Header["X-Hasura-Admin-Secret"], r.Header["Apikey"] = []string{key}, []string{person}
	if _, err := v.Caller(r); fault.CodeOf(err) != fault.Token {
		t.Errorf("two keys: %v", err)
	}
}
