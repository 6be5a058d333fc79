package rest

import (
	"bedplate/store/storetest/stores"
	"net/http"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// pieces of requests on posts; what does not fit together is refused, on every
// store alike.
var (
	pieceSelects = []string{"*", "id", "title", "votes", "meta->>colour", "meta->n", "price", "tags", "at",
		"author(name)", "editor(id,name)", "who:author!inner(name)", "ed:editor!inner(id,posts(id))",
		"comments(id,votes)", "c2:comments!inner(text,author(name))", "...editor(en:name)", "labels(name)",
		"l2:labels!inner(id)", "comments()", "author(*,posts(id,title,comments(id)))",
		"author(id,email)", "comments(text,post(*))", "editor(*)"}
	pieceFilters = []string{"votes=gt.1", "votes=not.gt.1", "votes=neq.3", "votes=is.null", "live=is.true",
		"live=not.is.false", "title=ilike.*S*", "price=gte.7", "price=not.in.(7,12.5)", "tags=cs.{go}", "tags=not.ov.{sql}",
		"meta->>colour=eq.red", "meta->>n=neq.5", "meta->n=gt.4", "author=eq.1", "editor=not.is.null",
		"at=gt.2026-11-02", "at=lt.2026-11-02T00:00:00Z", "day=neq.2026-11-01", "ratio=lt.1.5",
		"or=(votes.gt.5,live.is.null)", "not.and=(votes.gt.1,live.is.true)", "comments.votes=gt.1",
		"comments=is.null", "comments=not.is.null", "author.name=eq.ada", "labels.name=neq.news",
		"filter=size(comments) > 0", "filter=editor.name != \"bob\"", "filter=author.posts.exists(p, p.votes > 5)",
		"filter=\"go\" in tags", "filter=meta.colour == \"blue\"", "filter=comments.all(c, c.votes > 0)", "filter=votes in [1,3,10]", "filter=!(price in [7,12.5])",
		"filter=status in [\"published\",\"draft\"]", "filter=author.name in [\"ada\"]", "filter=meta.colour in [\"red\",\"blue\"]",
		"author.email=like.ada*", "filter=author.email.startsWith(\"a\")", "title=eq.secret"}
	pieceOrders = []string{"order=votes", "order=votes.desc,id", "order=title.desc", "order=author(name),id.desc",
		"order=meta->>colour.nullsfirst", "order=price.desc.nullslast", "comments.order=votes.desc",
		"comments.limit=1", "limit=2", "offset=1", "limit=0", "labels.order=name.desc", "order=author(email)"}
	pieceRoles = []string{"service", "staff", "anon", "authenticated 1"}
)

// TestStoresAgree: any request gives the same answer, byte for byte, on every
// store as on the one that is plain; and none shows a record or a
// field to those whom its rule keeps away.
func TestStoresAgree(t *testing.T) {
	t.Parallel()
	boards := boards(t)
	rapid.Check(t, func(t *rapid.T) {
		draw := func(from []string, most int, name string) []string {
			return rapid.SliceOfN(rapid.SampledFrom(from), 0, most).Draw(t, name)
		}
		args := append(draw(pieceFilters, 3, "filters"), draw(pieceOrders, 2, "orders")...)
		if sel := draw(pieceSelects, 4, "select"); len(sel) > 0 {
			args = append(args, "select="+strings.Join(sel, ","))
		}
		role := rapid.SampledFrom(pieceRoles).Draw(t, "role")
		request := "GET /posts?" + strings.Join(args, "&") +
			"\nAs: " + role + "\nPrefer: count=exact"
		a := ask(boards[stores.Reference], request)
		want := printAnswer(a)
		for store, h := range boards {
			if got := printAnswer(ask(h, request)); got != want {
				t.Fatalf("%s\n%s %s\n%s %s", request, store, got, stores.Reference, want)
			}
		}
		trusted := role == "service" || role == "staff"
		if body := a.Body.String(); a.Code < 300 && !trusted && (strings.Contains(body, `"secret"`) || strings.Contains(body, "example.org")) {
			t.Fatalf("%s\nshows %s", request, body)
		}
		if a.Code == http.StatusInternalServerError {
			t.Fatalf("%s\n%s", request, a.Body)
		}
	})
}
