package rest

import (
	"bedplate/internal/api/apitest"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// hiddenNames are those of the world (apitest.World) that somebody does not see.
var hiddenNames = []string{
	"salary", "email", "doc", "tags", "cursor", "count", "made", "load", "boss", "reports", "token", "friend", "friends", "safe", "tagged",
	"reviewer", "reviewed", "cost", "auditor", "audited", "people_boss_fkey", "tasks_reviewer_fkey", "vault",
	"salar", "emails", "bos", "report", "revewer", "tokens",
}

// uses are requests that name H, by every way there is to name something.
var uses = []string{
	"GET /people?select=@", "GET /people?select=name,x:@", "GET /people?select=@::text", "GET /people?select=@->a",
	"GET /people?select=@->>a", "GET /people?select=@.sum()", "GET /people?select=@.min()", "GET /people?select=name,@.count()",
	"GET /people?select=@(*)", "GET /people?select=@()", "GET /people?select=x:@!inner(id)", "GET /people?select=...@(id)",
	"GET /people?select=people!@(*)", "GET /people?select=tasks!@(*)", "GET /people?select=labels!@(*)", "GET /people?select=*,@",
	"GET /people?select=owned(@)", "GET /people?select=owned(owner(@))", "GET /tasks?select=people!@(*)", "GET /tasks?select=owner(@,id)",
	"GET /tasks?select=@(*)", "GET /tasks?select=...owner(@)", "GET /tasks?select=@",
	"GET /people?@=eq.abc", "GET /people?@=eq.1", "GET /people?@=foo.1", "GET /people?@=1", "GET /people?@=in.(a,1)",
	"GET /people?@=is.null", "GET /people?@=is.true", "GET /people?@=like.*a*", "GET /people?@=match.(", "GET /people?@=cs.{1}",
	"GET /people?@=eq(any).{1,x}", "GET /people?@->a=eq.1", "GET /people?@->>a=eq.1", "GET /people?@=not.eq.abc", "GET /people?@=fts.a",
	"GET /people?@=imatch.(", "GET /people?@=cd.{1}", "GET /people?@=ov.{1}", "GET /people?@=cs.null", "GET /people?select=@::money",
	"GET /people?select=@::date", "GET /people?select=@::int.sum()::text", "GET /people?select=name,...owned(@)", "GET /people?select=...owned(x:@)",
	"PATCH /people?id=gt.0&order=@\nPrefer: return=representation\n\n{\"name\":\"x\"}",
	"GET /people?@=wfts(english).\"a", "GET /people?filter=@.search(\"a\")", "GET /people?filter=search(\"a\") && @ == 1", "GET /people?or=(@.plfts.a,name.fts.ada)",
	"GET /tasks?filter=owner.@.search(\"a\")", "GET /people?filter=owned.exists(t, t.@.search(\"a\"))",
	"GET /people?or=(@.eq.abc,name.eq.ada)", "GET /people?and=(not.@.is.null)", "GET /people?not.or=(and(@.in.(1,b)))",
	"GET /people?order=@", "GET /people?order=@.desc.nullslast", "GET /people?order=@(name)", "GET /people?order=name,@->a",
	"GET /tasks?order=owner(@)", "GET /tasks?order=@(id)", "GET /tasks?@=lt.x", "GET /tasks?@.id=eq.1",
	"GET /people?select=*,owned(id)&owned.@=eq.abc", "GET /people?select=*,owned(id)&owned.order=@", "GET /people?select=*,owned(id)&owned.or=(@.eq.1)",
	"GET /people?@.limit=1", "GET /people?@.name=eq.x", "GET /people?select=*,@(id)&@=not.is.null", "GET /people?select=*,@:owned(id)&@=eq.1",
	"GET /people?filter=@ == 1", "GET /people?filter=@ == \"abc\"", "GET /people?filter=@.name == \"ada\"", "GET /people?filter=record.@ == 1",
	"GET /people?filter=@.exists(x, x.id == 1)", "GET /people?filter=size(@) > 0", "GET /people?filter=owned.exists(t, t.@ == 1)",
	"GET /tasks?filter=owner.@ == \"1\"", "GET /people?$filter=\"a\" in @", "GET /people?$cursor=@", "GET /people?@",
	"GET /people/1?select=@", "GET /people/1?@=eq.abc", "HEAD /people?@=eq.abc", "GET /@", "GET /people/@",
	"GET /people?@=gt.1\nPrefer: count=exact", "GET /people?order=@\nAccept: application/x-ndjson",
	"POST /people\n\n{\"@\":1}", "POST /people\n\n{\"@\":\"abc\",\"id\":\"x\"}", "POST /people\n\n[{\"@\":{}},{\"@\":[],\"nosuch\":1}]",
	"POST /people\nAccept: application/problem+json\n\n[{\"@\":{}},{\"@\":[],\"nosuch\":1}]",
	"POST /people?columns=@\n\n{\"id\":7}", "POST /people?columns=\"@\",id\n\n{\"id\":7,\"@\":true}",
	"POST /people?on_conflict=@\nPrefer: resolution=merge-duplicates\n\n{\"id\":7}",
	"POST /people?on_conflict=name,@\nPrefer: resolution=ignore-duplicates\n\n{\"id\":7}",
	"POST /people?select=@\nPrefer: return=representation\n\n{\"id\":7,\"name\":\"g\"}", "PATCH /people?id=eq.1\n\n{\"@\":\"abc\"}",
	"PATCH /people?@=eq.abc\n\n{\"name\":\"x\"}", "PATCH /people/1?select=@\nPrefer: return=representation\n\n{}", "DELETE /people?@=eq.abc",
	"DELETE /people?filter=@ == 1", "PUT /people/7\n\n{\"@\":1,\"name\":\"g\"}", "PUT /people?@=eq.7\n\n{\"name\":\"g\"}",
	"POST /\n\n[{\"method\":\"GET\",\"path\":\"people?select=@\"}]", "POST /\n\n[{\"method\":\"DELETE\",\"path\":\"people?@=eq.1\"}]",
	"POST /\n\n[{\"method\":\"GET\",\"path\":\"people/1?select=id\"},{\"method\":\"PATCH\",\"path\":\"people/1\",\"body\":{\"name\":{\"$ref\":\"0.@\"}}}]",
	"POST /\n\n[{\"method\":\"GET\",\"path\":\"people/1?select=id\"},{\"method\":\"GET\",\"path\":\"people/{0.@}\"}]",
	"POST /\n\n[{\"method\":\"POST\",\"path\":\"people\",\"body\":{\"id\":7,\"name\":\"g\"}},{\"method\":\"PATCH\",\"path\":\"people/{0.id}\",\"body\":{\"@\":{\"$ref\":\"0.name\"}}}]",
	"PUT /people?id=eq.7&@=eq.1\n\n{\"name\":\"g\"}", "PATCH /people/1?columns=@\n\n{\"name\":\"x\"}",
}

// wholes are requests that name nothing hidden, and might show it all the same.
var wholes = []string{
	"GET /people", "GET /people?select=*,*", "GET /people?select=*,owned(*)", "GET /people?select=tasks(*)", "GET /people?select=people(*)",
	"GET /tasks?select=*,people(*)", "GET /tasks?select=*,owner(*)", "GET /people?select=labels(*)", "GET /people?select=vault(*)", "GET /tagged?select=*,people(*)", "GET /labels?select=*,tagged(*)", "GET /labels?select=*,tagged!inner(label)",
	"GET /people?nosuch=eq.1", "GET /people?select=nosuch(*)", "GET /", "GET /people?select=count()", "GET /people?select=name,count()",
	"GET /people?filter=search(\"ada\")", "GET /people?filter=search(\"example\")", "GET /people?filter=!search(\"example\")", "GET /people?name=fts.ada",
	"GET /tasks?filter=owner.search(\"example\")", "GET /labels?filter=search(\"a\")", "GET /people?filter=serch(\"a\")",
	"GET /people?cursor=&limit=1", "GET /tagged?order=label&limit=1", "GET /tasks?cursor=&select=id&limit=1",
	"GET /people/1", "GET /people?select=people!left(id),tasks!inner(id)", "OPTIONS /people",
}

// TestHiddenIsAbsent: whoever may not know a name is answered, byte for byte,
// as if the schema did not have it.
func TestHiddenIsAbsent(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ as, sees string }{
		{"anon", " =-"}, {"authenticated 1", " =-"}, {"staff", " ~-"}, {"service", " ~-"},
	} {
		t.Run(test.as, func(t *testing.T) {
			t.Parallel()
			hidden, absent := people(t, " ~!"), people(t, test.sees)
			compare := func(request string) {
				first, rest, _ := strings.Cut(request, "\n")
				request = strings.TrimSuffix(first+"\nAs: "+test.as+"\n"+rest, "\n")
				if want, got := ask(absent, request), ask(hidden, request); exact(want) != exact(got) {
					t.Errorf("%s\nabsent %s\nhidden %s", request, exact(want), exact(got))
				}
			}
			for _, use := range uses {
				for _, name := range hiddenNames {
					if name == "safe" && strings.Contains(use, "\n\n{") {
						continue // it is there to write, and leads nowhere
					}
					compare(strings.ReplaceAll(use, "@", name))
				}
			}
			for _, whole := range wholes {
				compare(whole)
			}
		})
	}
}

// people is a door over the world that marks choose, with a few rows.
func people(t testing.TB, marks string) http.Handler {
	t.Helper()
	return doorTo(apitest.People(t, marks))
}

// exact is all of an answer.
func exact(res *httptest.ResponseRecorder) string {
	return fmt.Sprint(res.Code, res.Header(), res.Body)
}

// TestHiddenKey: records whose key is hidden have no addresses, and are not
// matched by it.
func TestHiddenKey(t *testing.T) {
	t.Parallel()
	h := people(t, " ~!")
	if res := ask(h, "POST /labels\nAs: service\n\n[{\"id\":1},{\"id\":2}]"); res.Code != http.StatusCreated {
		t.Fatal(res.Body)
	}
	for _, test := range []struct {
		request string
		status  int
	}{
		{"POST /tagged\nAs: service\nPrefer: return=headers-only\n\n{\"person\":1,\"label\":2}", http.StatusCreated},
		{"GET /tagged/1,2\nAs: staff", http.StatusOK},
		{"GET /tagged/1,2", http.StatusNotFound},
		{"GET /tagged/1", http.StatusNotFound},
		{"GET /tagged/x,y", http.StatusNotFound},
		{"DELETE /tagged/1,2", http.StatusNotFound},
		{"PUT /tagged/1,2\n\n{}", http.StatusNotFound},
		{"PUT /tagged?person=eq.1&label=eq.2\n\n{}", http.StatusNotFound},
		{"GET /tagged?select=*,people(*)\nAs: staff", http.StatusOK},
	} {
		res := ask(h, test.request)
		if res.Code != test.status || strings.Contains(res.Header().Get("Location")+res.Body.String(), "person") && !strings.Contains(test.request, "As: ") {
			t.Errorf("%s: %d %s", test.request, res.Code, res.Body)
		}
	}
}

// TestWriteOnly: what may be written and not read is there in a body, and
// nowhere else.
func TestWriteOnly(t *testing.T) {
	t.Parallel()
	h := board(t)
	for _, test := range []struct {
		request string
		status  int
	}{
		{"POST /users\n\n{\"id\":7,\"name\":\"g\",\"email\":\"g@example.org\"}", http.StatusCreated},
		{"POST /users?columns=id,name,email\n\n[{\"id\":8,\"name\":\"h\",\"email\":\"h@example.org\"}]", http.StatusCreated},
		{"PATCH /users/7\nAs: authenticated 7\n\n{\"email\":\"g@example.net\"}", http.StatusNoContent},
		{"POST /users\n\n{\"id\":9,\"name\":\"i\",\"email\":5}", http.StatusBadRequest},
		{"POST /users?on_conflict=email\nPrefer: resolution=merge-duplicates\n\n{\"id\":9,\"name\":\"i\"}", http.StatusBadRequest},
		{"POST /posts\nAs: service\n\n{\"id\":9,\"title\":\"i\",\"author\":1,\"hidden\":\"x\"}", http.StatusBadRequest},
		{"GET /users?select=name,email&id=eq.7\nAs: staff", http.StatusOK},
	} {
		if res := ask(h, test.request); res.Code != test.status {
			t.Errorf("%s: %d %s", test.request, res.Code, res.Body)
		} else if strings.Contains(test.request, "staff") && !strings.Contains(res.Body.String(), "g@example.net") {
			t.Errorf("%s: %s", test.request, res.Body)
		}
	}
}

// TestDiscreet: the error of a write says what is wrong with what is hidden, and
// does not name it.
func TestDiscreet(t *testing.T) {
	t.Parallel()
	h := people(t, " ~!")
	for _, test := range []struct{ request, code, unsaid string }{
		{"POST /people\nAs: service\n\n{\"id\":2,\"name\":\"bob\"}", "", ""},
		{"POST /tasks\nAs: service\n\n{\"id\":2,\"reviewer\":2}", "", ""},
		{"DELETE /people/2\nAs: staff", "23503", ""},
		{"DELETE /people/2", "23503", "review"},
		{"POST /people\n\n{\"id\":3,\"name\":\"c\",\"safe\":1}", "23503", "vault"},
		{"POST /forms\n\n{\"id\":1}", "23502", "seal"},
		{"POST /forms\nAccept: application/problem+json\n\n[{\"id\":1},{\"id\":2}]", "23502", "seal"},
		{"POST /tasks\n\n{\"id\":5,\"hours\":0}", "hours > 0", ""},
		{"POST /tasks\nAs: staff\n\n{\"id\":5,\"spent\":1,\"most\":0}", "23514", ""},
		{"POST /tasks\n\n{\"id\":5,\"spent\":1}", "23514", "most"},
		{"POST /forms\nAs: staff\n\n{\"id\":1}", "23502", ""},
		{"POST /forms\nAs: staff\n\n{\"id\":1,\"seal\":\"x\"}", "", ""},
		{"POST /forms\nAs: staff\n\n{\"id\":2,\"seal\":\"x\"}", "23505", ""},
	} {
		res := ask(h, test.request)
		body := res.Body.String()
		if (res.Code >= 300) != (test.code != "") || !strings.Contains(body, test.code) || test.unsaid != "" && strings.Contains(body, test.unsaid) {
			t.Errorf("%s: %d %s", test.request, res.Code, body)
		}
	}
}

// TestSightIsNotShared: what one caller was shown of a select does not decide
// what the next one is.
func TestSightIsNotShared(t *testing.T) {
	t.Parallel()
	for _, path := range []string{
		"/people?select=name,email", "/tasks?select=id,people(name)", "/people?select=name,count", "/people?select=boss(name)",
		"/labels?select=id,people(name)", "/labels?select=id,tagged(*)",
	} {
		h := people(t, " ~!")
		for range 2 {
			for _, as := range []string{"staff", "anon"} {
				request := "GET " + path + "\nAs: " + as
				if got, want := exact(ask(h, request)), exact(ask(people(t, " ~!"), request)); got != want {
					t.Errorf("%s: %s, alone %s", request, got, want)
				}
			}
		}
	}
}
