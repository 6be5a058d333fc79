package rest

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"bedplate/schema"
)

// world reads testdata/hidden.txt with the lines that have one of the marks.
func world(t testing.TB, marks string) *schema.Schema {
	t.Helper()
	text, err := os.ReadFile("testdata/hidden.txt")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		if strings.Contains(marks, line[:1]) {
			b.WriteString(line[1:])
		}
	}
	s, err := schema.Parse(map[string][]byte{"schema/world.yaml": []byte(b.String())})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// hiddenNames are those of testdata/hidden.txt that somebody does not see.
var hiddenNames = []string{
	"salary", "email", "doc", "tags", "cursor", "count", "made", "boss", "reports", "token", "friend", "friends", "safe", "tagged",
	"reviewer", "reviewed", "cost", "auditor", "audited", "people_boss_fkey", "tasks_reviewer_fkey", "vault",
	"salar", "emails", "bos", "report", "revewer", "tokens",
}

// uses are requests that name H, by every way there is to name something.
var uses = []string{
	"GET /people?select=H", "GET /people?select=name,x:H", "GET /people?select=H::text", "GET /people?select=H->a",
	"GET /people?select=H->>a", "GET /people?select=H.sum()", "GET /people?select=H.min()", "GET /people?select=name,H.count()",
	"GET /people?select=H(*)", "GET /people?select=H()", "GET /people?select=x:H!inner(id)", "GET /people?select=...H(id)",
	"GET /people?select=people!H(*)", "GET /people?select=tasks!H(*)", "GET /people?select=labels!H(*)", "GET /people?select=*,H",
	"GET /people?select=owned(H)", "GET /people?select=owned(owner(H))", "GET /tasks?select=people!H(*)", "GET /tasks?select=owner(H,id)",
	"GET /tasks?select=H(*)", "GET /tasks?select=...owner(H)", "GET /tasks?select=H",
	"GET /people?H=eq.abc", "GET /people?H=eq.1", "GET /people?H=foo.1", "GET /people?H=1", "GET /people?H=in.(a,1)",
	"GET /people?H=is.null", "GET /people?H=is.true", "GET /people?H=like.*a*", "GET /people?H=match.(", "GET /people?H=cs.{1}",
	"GET /people?H=eq(any).{1,x}", "GET /people?H->a=eq.1", "GET /people?H->>a=eq.1", "GET /people?H=not.eq.abc", "GET /people?H=fts.a",
	"GET /people?or=(H.eq.abc,name.eq.ada)", "GET /people?and=(not.H.is.null)", "GET /people?not.or=(and(H.in.(1,b)))",
	"GET /people?order=H", "GET /people?order=H.desc.nullslast", "GET /people?order=H(name)", "GET /people?order=name,H->a",
	"GET /tasks?order=owner(H)", "GET /tasks?order=H(id)", "GET /tasks?H=lt.x", "GET /tasks?H.id=eq.1",
	"GET /people?select=*,owned(id)&owned.H=eq.abc", "GET /people?select=*,owned(id)&owned.order=H", "GET /people?select=*,owned(id)&owned.or=(H.eq.1)",
	"GET /people?H.limit=1", "GET /people?H.name=eq.x", "GET /people?select=*,H(id)&H=not.is.null", "GET /people?select=*,H:owned(id)&H=eq.1",
	"GET /people?filter=H == 1", "GET /people?filter=H == \"abc\"", "GET /people?filter=H.name == \"ada\"", "GET /people?filter=record.H == 1",
	"GET /people?filter=H.exists(x, x.id == 1)", "GET /people?filter=size(H) > 0", "GET /people?filter=owned.exists(t, t.H == 1)",
	"GET /tasks?filter=owner.H == \"1\"", "GET /people?$filter=\"a\" in H", "GET /people?$cursor=H", "GET /people?H",
	"GET /people/1?select=H", "GET /people/1?H=eq.abc", "HEAD /people?H=eq.abc", "GET /H", "GET /H/1", "GET /people/H",
	"GET /people?H=gt.1\nPrefer: count=exact", "GET /people?order=H\nAccept: application/x-ndjson",
	"POST /people\n\n{\"H\":1}", "POST /people\n\n{\"H\":\"abc\",\"id\":\"x\"}", "POST /people\n\n[{\"H\":{}},{\"H\":[],\"nosuch\":1}]",
	"POST /people\nAccept: application/problem+json\n\n[{\"H\":{}},{\"H\":[],\"nosuch\":1}]",
	"POST /people?columns=H\n\n{\"id\":7}", "POST /people?columns=\"H\",id\n\n{\"id\":7,\"H\":true}",
	"POST /people?on_conflict=H\nPrefer: resolution=merge-duplicates\n\n{\"id\":7}",
	"POST /people?on_conflict=name,H\nPrefer: resolution=ignore-duplicates\n\n{\"id\":7}",
	"POST /people?select=H\nPrefer: return=representation\n\n{\"id\":7,\"name\":\"g\"}", "PATCH /people?id=eq.1\n\n{\"H\":\"abc\"}",
	"PATCH /people?H=eq.abc\n\n{\"name\":\"x\"}", "PATCH /people/1?select=H\nPrefer: return=representation\n\n{}", "DELETE /people?H=eq.abc",
	"DELETE /people?filter=H == 1", "PUT /people/7\n\n{\"H\":1,\"name\":\"g\"}", "PUT /people?H=eq.7\n\n{\"name\":\"g\"}",
	"PUT /people?id=eq.7&H=eq.1\n\n{\"name\":\"g\"}", "PATCH /people/1?columns=H\n\n{\"name\":\"x\"}",
}

// wholes are requests that name nothing hidden, and might show it all the same.
var wholes = []string{
	"GET /people", "GET /people?select=*,*", "GET /people?select=*,owned(*)", "GET /people?select=tasks(*)", "GET /people?select=people(*)",
	"GET /tasks?select=*,people(*)", "GET /tasks?select=*,owner(*)", "GET /people?select=labels(*)", "GET /people?select=vault(*)", "GET /tagged?select=*,people(*)",
	"GET /people?nosuch=eq.1", "GET /people?select=nosuch(*)", "GET /", "GET /people?select=count()", "GET /people?select=name,count()",
	"GET /people/1", "GET /people?select=people!left(id),tasks!inner(id)", "OPTIONS /people",
}

// TestHiddenIsAbsent: whoever may not know a name is answered, byte for byte,
// as if the schema did not have it.
func TestHiddenIsAbsent(t *testing.T) {
	t.Parallel()
	full := open2(t, world(t, " ~!"), `,"salary":5,"email":"ada@example.org","doc":{"a":1},"boss":1,"tags":["a"],"count":3`)
	for as, marks := range map[string]string{"anon": " =", "authenticated 1": " =", "staff": " ~=", "service": " ~="} {
		bare := full
		if marks == " =" {
			bare = open2(t, world(t, marks), "")
		} else {
			marks = strings.Replace(marks, "=", "", 1)
			bare = open2(t, staffWorld(t), `,"salary":5,"email":"ada@example.org","doc":{"a":1},"boss":1,"tags":["a"],"count":3`)
		}
		compare := func(use, name string) {
			first, rest, _ := strings.Cut(strings.ReplaceAll(use, "H", name), "\n")
			first = strings.Replace(first, strings.ReplaceAll("HEAD", "H", name), "HEAD", 1)
			request := first + "\nAs: " + as + "\n" + rest
			if rest == "" {
				request = strings.TrimSuffix(request, "\n")
			}
			want, got := ask(bare, request), ask(full, request)
			if a, b := exact(want.Code, want.Header(), want.Body.String()), exact(got.Code, got.Header(), got.Body.String()); a != b {
				t.Errorf("%s\nabsent %s\nhidden %s", request, a, b)
			}
		}
		for _, use := range uses {
			for _, name := range hiddenNames {
				compare(use, name)
			}
		}
		for _, use := range wholes {
			compare(use, "H")
		}
	}
}
