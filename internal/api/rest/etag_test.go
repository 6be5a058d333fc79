package rest

import (
	"bedplate/store/storetest/stores"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// etagOf reads a record for its tag.
func etagOf(t *testing.T, h http.Handler, target, header string) string {
	t.Helper()
	res := ask(h, "GET "+target+"\nAs: staff\nPrefer: etag"+header)
	if res.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", target, res.Code, res.Body)
	}
	return res.Header().Get("ETag")
}

// TestTags says what has an ETag, and what changes it.
func TestTags(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, store string) {
		h := boardOn(t, store)
		whole := etagOf(t, h, "/posts/1", "")
		if whole == "" || whole != etagOf(t, h, "/posts/1", "") {
			t.Fatalf("the tag of a record is %s and then another", whole)
		}
		if res := ask(h, "GET /posts/1"); res.Header().Get("ETag") != "" {
			t.Error("a tag that nobody asked for")
		}
		if res := ask(h, "HEAD /posts/1\nAs: staff\nPrefer: etag"); res.Header().Get("ETag") != whole || res.Header().Get("Preference-Applied") != "etag" {
			t.Errorf("HEAD: %v", res.Header())
		}
		for _, other := range []struct{ target, header string }{
			{"/posts/2", ""}, {"/posts/1?select=id", ""}, {"/posts/1?select=id::text", ""}, {"/posts/1?select=id:votes", ""},
			{"/posts/1", "\nAccept: application/json;nulls=stripped"}, {"/posts/1", "\nAccept: application/json;numbers=string"},
			{"/posts/1", "\nAccept: application/vnd.pgrst.object+json"},
		} {
			if got := etagOf(t, h, other.target, other.header); got == whole || got == "" {
				t.Errorf("%v has %q, and /posts/1 %q", other, got, whole)
			}
		}
		for _, none := range []string{"/posts?id=eq.1", "/posts/1?select=id,author(name)", "/posts/1?select=id,comments(id)"} {
			if got := etagOf(t, h, none, ""); got != "" {
				t.Errorf("%s has %s", none, got)
			}
		}
		if res := ask(h, "POST /jars\nAs: staff\n\n{\"id\":1,\"label\":\"plum\",\"amount\":20,\"post\":1}"); res.Code != http.StatusCreated {
			t.Fatal(res.Body)
		}
		if got := etagOf(t, h, "/jars/1?select=id,share", ""); got == "" {
			t.Error("no tag with a field that is computed from the record alone")
		}
		for _, none := range []string{"/jars/1", "/jars/1?select=title", "/jars/1?select=id,near"} {
			if got := etagOf(t, h, none, ""); got != "" {
				t.Errorf("%s has %s, and depends on other records", none, got)
			}
		}
		narrow := etagOf(t, h, "/posts/1?select=id", "")
		res := ask(h, "PATCH /posts/1?select=id\nAs: staff\nPrefer: return=representation, etag\n{\"title\":\"new\"}")
		after := etagOf(t, h, "/posts/1?select=id", "")
		if narrow == after {
			t.Errorf("%s: a field that is not selected changed, and the tag did not", store)
		}
		if got := res.Header().Get("ETag"); got != after {
			t.Errorf("%s: a change answers %s, a read %s", store, got, after)
		}
	})
}

// TestConditions goes through every condition, on what is there and what is
// not. TAG stands for the record's tag, OLD for one that it had.
func TestConditions(t *testing.T) {
	t.Parallel()
	const patch, put = "{\"votes\":5}", "{\"count\":5}"
	boards := boards(t)
	for i, test := range []struct {
		ask, header, body string
		want              int
	}{
		{"GET /posts/1", "If-None-Match: TAG", "", 304},
		{"HEAD /posts/1", "If-None-Match: TAG", "", 304},
		{"GET /posts/1", "If-None-Match: \"x\", W/TAG", "", 304},
		{"GET /posts/1", "If-None-Match: *", "", 304},
		{"GET /posts/1", "If-None-Match: OLD", "", 200},
		{"GET /posts/1?select=id", "If-None-Match: TAG", "", 200},
		{"GET /posts/1?select=id,author(name)", "If-None-Match: TAG", "", 200},
		{"GET /posts/99", "If-None-Match: *", "", 404},
		{"GET /posts?id=eq.1", "If-None-Match: TAG", "", 200},
		{"GET /posts/1", "If-Match: TAG", "", 200},
		{"GET /posts/1", "If-Match: OLD", "", 412},
		{"GET /posts/1?select=id,author(name)", "If-Match: OLD", "", 412},
		{"GET /posts/1?select=id,author(name)", "If-Match: TAG", "", 200},

		{"PATCH /posts/1", "If-Match: TAG", patch, 204},
		{"PATCH /posts/1", "If-Match: \"x\", TAG", patch, 204},
		{"PATCH /posts/1", "If-Match: *", patch, 204},
		{"PATCH /posts/1", "If-Match: OLD", patch, 412},
		{"PATCH /posts/1", "If-Match: W/TAG", patch, 412},
		{"PATCH /posts/1", "If-Match: \"*\"", patch, 412},
		{"PATCH /posts/1", "If-Match: ", patch, 412},
		{"PATCH /posts/1", "If-Match: \"", patch, 412},
		{"PATCH /posts/1", "If-None-Match: TAG", patch, 412},
		{"PATCH /posts/1", "If-None-Match: OLD", patch, 204},
		{"PATCH /posts/1", "If-Match: OLD", "{}", 412},
		{"PATCH /posts/1", "If-Match: TAG", "{}", 204},
		{"PATCH /posts/1?select=id,author(name)", "If-Match: TAG\nPrefer: return=representation", patch, 200},
		{"PATCH /posts/99", "If-Match: TAG", patch, 404},
		{"PATCH /posts?id=eq.1", "If-Match: TAG", patch, 400},
		{"DELETE /posts/1", "If-Match: OLD", "", 412},
		{"DELETE /stock/old,1", "If-Match: STOCK", "", 204},
		{"DELETE /posts/99", "If-Match: *", "", 404},
		{"DELETE /posts?id=eq.1", "If-None-Match: *", "", 400},
		{"POST /posts", "If-None-Match: *", "{\"id\":7}", 400},

		{"PUT /stock/new,1", "If-None-Match: *", put, 204},
		{"PUT /stock/old,1", "If-None-Match: *", put, 412},
		{"PUT /stock?code=eq.old&shelf=eq.1", "If-None-Match: *", put, 412},
		{"PUT /stock/new,1", "If-Match: *", put, 412},
		{"PUT /stock/new,1", "If-Match: TAG", put, 412},
		{"PUT /stock/old,1", "If-Match: *", put, 204},
		{"PUT /stock/old,1", "If-Match: OLD", put, 412},
		{"PUT /stock/old,1", "If-Match: STOCK\nPrefer: return=representation", put, 200},
	} {
		for store, h := range boards {
			ask(h, "DELETE /stock?shelf=eq.1")
			ask(h, "POST /stock\n{\"code\":\"old\",\"shelf\":1}")
			old := etagOf(t, h, "/posts/1", "")
			ask(h, fmt.Sprintf("PATCH /posts/1\nAs: staff\n{\"votes\":%d}", 100+i))
			tags := map[string]string{"TAG": etagOf(t, h, "/posts/1", ""), "OLD": old, "STOCK": etagOf(t, h, "/stock/old,1", "")}
			header := test.header
			for name, tag := range tags {
				header = strings.ReplaceAll(header, name, tag)
			}
			res := ask(h, test.ask+"\nAs: staff\nX: y\n"+header+"\n"+test.body)
			if res.Code != test.want {
				t.Errorf("%s: %s, %s: %d, want %d: %s", store, test.ask, test.header, res.Code, test.want, res.Body)
			}
			if res.Code == 304 && (res.Body.Len() > 0 || res.Header().Get("ETag") != tags["TAG"] || res.Header().Get("Vary") == "") {
				t.Errorf("%s: 304 with %v %s", test.ask, res.Header(), res.Body)
			}
		}
	}
}

// TestHiddenConditions lets nobody learn by a condition of a record that is
// hidden, and puts what may not be changed before what was not demanded.
func TestHiddenConditions(t *testing.T) {
	t.Parallel()
	h := board(t)
	ask(h, "POST /posts\nAs: staff\n{\"id\":50,\"title\":\"draft\",\"author\":1,\"status\":\"draft\"}")
	for _, header := range []string{"If-Match: *", "If-None-Match: *", "If-Match: \"x\""} {
		if res := ask(h, "PATCH /posts/50\n"+header+"\n{\"votes\":1}"); res.Code != 404 {
			t.Errorf("hidden, %s: %d", header, res.Code)
		}
		if res := ask(h, "PUT /posts/50\n"+header+"\n{\"title\":\"x\",\"author\":1}"); res.Code != 409 {
			t.Errorf("hidden, %s: %d %s", header, res.Code, res.Body)
		}
		if res := ask(h, "PATCH /posts/1\nAs: authenticated 2\n"+header+"\n{\"votes\":1}"); res.Code != 403 {
			t.Errorf("forbidden, %s: %d", header, res.Code)
		}
	}
}

// TestRacingWriters lets exactly one of many writers win who saw the same
// record, and exactly one of many who would create it.
func TestRacingWriters(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, store string) {
		h := boardOn(t, store)
		for round := range 5 {
			tag := etagOf(t, h, "/posts/1", "")
			for _, request := range []string{
				"PATCH /posts/1\nAs: staff\nIf-Match: " + tag + "\n{\"title\":\"%d\"}",
				fmt.Sprintf("PUT /stock/race,%d\nAs: staff\nIf-None-Match: *\n", round) + "{\"count\":%d}",
			} {
				var won, lost atomic.Int32
				var all sync.WaitGroup
				for i := range 8 {
					all.Go(func() {
						switch res := ask(h, fmt.Sprintf(request, round*8+i+100)); res.Code {
						case http.StatusNoContent:
							won.Add(1)
						case http.StatusPreconditionFailed:
							lost.Add(1)
						default:
							t.Errorf("%d %s", res.Code, res.Body)
						}
					})
				}
				all.Wait()
				if won.Load() != 1 || lost.Load() != 7 {
					t.Errorf("%s: %d won and %d lost", store, won.Load(), lost.Load())
				}
			}
		}
	})
}
