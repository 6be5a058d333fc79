package token_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"bedplate/fault"
	"bedplate/internal/token"
)

func TestCaller(t *testing.T) {
	t.Parallel()
	person := forge(t, secret, hs, good())
	key := forge(t, secret, hs, with(good(), "role", "service", "sub", "s"))
	old := forge(t, secret, hs, with(good(), "exp", now.Unix()-1))
	tests := map[string]struct {
		bearer []string // Authorization headers
		apikey []string // apikey headers
		query  string
		code   fault.Code
		role   string
		id     string
	}{
		"nobody":                       {role: "anon"},
		"bearer":                       {bearer: []string{"Bearer " + person}, role: "authenticated", id: "u1"},
		"bearer in small letters":      {bearer: []string{"bearer " + person}, role: "authenticated", id: "u1"},
		"apikey":                       {apikey: []string{key}, role: "service", id: "s"},
		"apikey in the query":          {query: "apikey=" + person, role: "authenticated", id: "u1"},
		"service role in the query":    {query: "apikey=" + key, code: fault.Token},
		"and in a header":              {query: "apikey=" + key, apikey: []string{key}, code: fault.Token},
		"and beside a person":          {query: "apikey=" + key, bearer: []string{"Bearer " + person}, code: fault.Token},
		"key as both":                  {bearer: []string{"Bearer " + key}, apikey: []string{key}, role: "service"},
		"key and person":               {bearer: []string{"Bearer " + person}, apikey: []string{key}, role: "authenticated", id: "u1"},
		"same header twice":            {bearer: []string{"Bearer " + person, "Bearer " + person}, role: "authenticated", id: "u1"},
		"two headers":                  {bearer: []string{"Bearer " + person, "Bearer " + key}, code: fault.Token},
		"two keys":                     {apikey: []string{key, person}, code: fault.Token},
		"header and query differ":      {apikey: []string{key}, query: "apikey=" + person, code: fault.Token},
		"two keys in the query":        {query: "apikey=" + person + "&apikey=" + key, code: fault.Token},
		"bad bearer":                   {bearer: []string{"Bearer x"}, code: fault.Token},
		"bad bearer beside a good key": {bearer: []string{"Bearer x"}, apikey: []string{key}, code: fault.Token},
		"good bearer beside a bad key": {bearer: []string{"Bearer " + person}, apikey: []string{"x"}, code: fault.Token},
		"expired bearer":               {bearer: []string{"Bearer " + old}, code: fault.TokenExpired},
		"expired as both":              {bearer: []string{"Bearer " + old}, apikey: []string{old}, code: fault.TokenExpired},
		"another scheme":               {bearer: []string{"Basic dTpw"}, code: fault.Token},
		"scheme without a token":       {bearer: []string{"Bearer "}, code: fault.Token},
		"empty header":                 {bearer: []string{""}, code: fault.Token},
		"empty key":                    {apikey: []string{""}, code: fault.Token},
		"empty key in the query":       {query: "apikey=", code: fault.Token},
		"key badly encoded":            {query: "apikey=%zz", code: fault.Token},
		"another argument's name":      {query: "myapikey=x", role: "anon"},
	}
	v := verifier(t, token.Options{Secret: secret})
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest(http.MethodGet, "/?"+tc.query, nil)
			r.Header["Authorization"] = tc.bearer
			r.Header["Apikey"] = tc.apikey
			p, err := v.Caller(r)
			if fault.CodeOf(err) != tc.code {
				t.Fatalf("error is %v", err)
			}
			if err == nil && (p.Role != tc.role || p.ID != tc.id) {
				t.Errorf("caller is %+v", p)
			}
		})
	}
}

func TestIdentifyTakesTheKeyOutOfTheQuery(t *testing.T) {
	t.Parallel()
	v := verifier(t, token.Options{Secret: secret})
	key := forge(t, secret, hs, good())
	for sent, want := range map[string]string{
		"":                             "",
		"a=1&b=2":                      "a=1&b=2",
		"apikey=" + key:                "",
		"a=1&apikey=" + key + "&b=%20": "a=1&b=%20",
		"myapikey=1":                   "myapikey=1",
	} {
		_, rest, err := v.Identify(httptest.NewRequest(http.MethodGet, "/?"+sent, nil))
		if err != nil || rest != want {
			t.Errorf("%q becomes %q, %v", sent, rest, err)
		}
	}
}

func BenchmarkRememberedToken(b *testing.B) {
	tok, err := token.Mint(secret, token.Grant{Role: "authenticated", Subject: "u1", Lifetime: time.Hour}, now)
	if err != nil {
		b.Fatal(err)
	}
	v, err := token.New(token.Options{Secret: secret, Now: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := v.Verify(b.Context(), tok); err != nil {
			b.Fatal(err)
		}
	}
}
