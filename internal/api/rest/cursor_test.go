package rest

import (
	"bedplate/store/storetest/stores"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// nextOf gives the address of the page behind an answer, "" for none, as a
// client of RFC 8288 takes it.
func nextOf(t *testing.T, res *httptest.ResponseRecorder) string {
	t.Helper()
	link := res.Header().Get("Link")
	if link == "" {
		return ""
	}
	at, ok := strings.CutSuffix(strings.TrimPrefix(link, "<"), `>; rel="next"`)
	if !ok || strings.ContainsAny(at, "<>\" ") {
		t.Fatalf("Link: %s", link)
	}
	return strings.TrimPrefix(at, "/rest/v1")
}

// cursorOf splits an address at its cursor.
func cursorOf(address string) (before, token string) {
	before, token, _ = strings.Cut(address, "cursor=")
	return before, token
}

// TestFollowLinks gets every row by following Links, in order, while each page
// may be asked for with a limit of its own.
func TestFollowLinks(t *testing.T) {
	t.Parallel()
	stores.Each(t, func(t *testing.T, store string) {
		h := boardOn(t, store)
		for _, order := range []string{"id", "votes", "votes.desc", "votes.asc.nullsfirst,title.desc", "author(name).desc,at",
			"meta->>colour", "meta->size.desc,price", "live,ratio.desc.nullslast,id.desc", "tags,day"} {
			const head = "GET /posts?select=id,author(name)&"
			want := ask(h, head+"order="+order+"\nAs: staff").Body.String()
			var rows []string
			for at := "/posts?select=id,author(name)&cursor=&limit=1&order=" + order; at != ""; {
				res := ask(h, "GET "+at+"\nAs: staff")
				if res.Code != http.StatusOK {
					t.Fatalf("%s: %d %s", at, res.Code, res.Body)
				}
				rows = append(rows, strings.Trim(res.Body.String(), "[]"))
				if at = nextOf(t, res); len(rows) == 2 {
					at = strings.Replace(at, "limit=1", "limit=2", 1)
				}
			}
			if got := "[" + strings.Join(rows, ",") + "]"; got != want {
				t.Errorf("%s by %s:\n%s, want\n%s", store, order, got, want)
			}
		}
	})
}

// TestForeignCursors refuses what was tampered with, and what belongs to
// another query or another server.
func TestForeignCursors(t *testing.T) {
	t.Parallel()
	h := board(t)
	next := nextOf(t, ask(h, "GET /posts?select=id&status=eq.published&order=votes&limit=1"))
	before, token := cursorOf(next)
	refused := func(target string) {
		t.Helper()
		res := ask(h, "GET "+target)
		if res.Code != http.StatusBadRequest || !strings.Contains(res.Body.String(), `"34000"`) {
			t.Errorf("%s: %d %s", target, res.Code, res.Body)
		}
	}
	if res := ask(h, "GET "+next); res.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", next, res.Code, res.Body)
	}
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		t.Fatal(err)
	}
	for i := range raw {
		changed := append([]byte(nil), raw...)
		changed[i] ^= 1
		refused(before + "cursor=" + base64.RawURLEncoding.EncodeToString(changed))
	}
	for _, bad := range []string{token[1:], token + "AA", token + "=", strings.Repeat("A", 9000), "!"} {
		refused(before + "cursor=" + bad)
	}
	for _, other := range []string{
		"/posts?select=id&status=eq.published&order=votes.desc&limit=1",
		"/posts?select=id&status=eq.draft&order=votes&limit=1",
		"/posts?select=id,title&status=eq.published&order=votes&limit=1",
		"/posts?select=id&order=votes&limit=1",
		"/comments?select=id&order=votes&limit=1",
	} {
		refused(other + "&cursor=" + token)
	}
	refused(next + "&offset=1")
	if res := ask(board(t), "GET "+next); res.Code != http.StatusOK {
		t.Errorf("a server of the same secret: %d %s", res.Code, res.Body)
	}
	foreign := New(h.(*door).doer, Options{Secret: []byte("another")})
	if res := ask(foreign, "GET "+next); res.Code != http.StatusBadRequest {
		t.Errorf("another secret: %d", res.Code)
	}
}

// TestCursorsMove keeps rows that come and go from disturbing the others, also
// where the row that a cursor points behind is gone; and counts all of them.
func TestCursorsMove(t *testing.T) {
	t.Parallel()
	h := board(t)
	for i := range 6 {
		ask(h, fmt.Sprintf("POST /stock\n{\"code\":\"c\",\"shelf\":%d,\"count\":1}", i*10))
	}
	res := ask(h, "GET /stock?select=shelf&code=eq.c&order=count&limit=3\nPrefer: count=exact")
	next := nextOf(t, res)
	ask(h, "DELETE /stock/c,20")
	ask(h, "POST /stock\n{\"code\":\"c\",\"shelf\":5,\"count\":1}")
	ask(h, "POST /stock\n{\"code\":\"c\",\"shelf\":45,\"count\":1}")
	res = ask(h, "GET "+next+"\nPrefer: count=exact")
	if got := res.Body.String(); got != `[{"shelf":30},{"shelf":40},{"shelf":45}]` {
		t.Errorf("the second page is %s", got)
	}
	if res.Code != http.StatusPartialContent || res.Header().Get("Content-Range") != "*/7" {
		t.Errorf("%d %s", res.Code, res.Header())
	}
	lines := ask(h, "GET "+next+"\nAccept: application/x-ndjson")
	if got := lines.Body.String(); got != "{\"shelf\":30}\n{\"shelf\":40}\n{\"shelf\":45}\n" || lines.Header().Get("Link") != "" {
		t.Errorf("as lines: %s %s", got, lines.Header())
	}
}
