package graphql

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"bedplate/internal/api/apitest"
	"bedplate/query"
	"bedplate/store/storetest/stores"
)

// discard is a ResponseWriter whose bytes go nowhere.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
func (d *discard) WriteHeader(int)             {}

// BenchmarkNested answers a nested query from SQLite at both doors, without the network:
// 30 posts, their authors, five newest comments of each and how many there are.
func BenchmarkNested(b *testing.B) {
	doors := board(b, stores.Embedded, Options{})
	var posts, comments []string
	for i := range 60 {
		posts = append(posts, fmt.Sprintf(`{"id":%d,"title":"post %d","status":"published","author":%d,"votes":%d}`, 100+i, i, 1+i%3, i))
		for n := range 10 {
			comments = append(comments, fmt.Sprintf(`{"id":%d,"post":%d,"author":%d,"text":"comment %d","votes":%d}`, 1000+10*i+n, 100+i, 1+n%3, n, n))
		}
	}
	for path, rows := range map[string][]string{"/posts": posts} {
		if res := doors.askREST("POST", path, "["+strings.Join(rows, ",")+"]", "service"); res.Code != http.StatusCreated {
			b.Fatal(res.Body)
		}
	}
	if res := doors.askREST("POST", "/comments", "["+strings.Join(comments, ",")+"]", "service"); res.Code != http.StatusCreated {
		b.Fatal(res.Body)
	}
	const document = `query Q($limit: Int!, $least: bigint!) { posts(limit: $limit, order_by: {votes: desc}, where: {votes: {_gt: $least}}) {
		id title votes author { id name } comments(order_by: {id: desc}, limit: 5) { id text author { name } } comments_aggregate { aggregate { count } } } }`
	body := fmt.Sprintf(`{"query":%q,"variables":{"limit":30,"least":1}}`, strings.NewReplacer("\n", " ", "\t", "").Replace(document))
	target := "/rest/v1/posts?select=" + url.QueryEscape("id,title,votes,author(id,name),comments(id,text,author(name)),total:comments(count())") +
		"&votes=gt.1&order=votes.desc&limit=30&comments.order=id.desc&comments.limit=5"
	ask := func(b *testing.B, h http.Handler, make func() *http.Request) {
		r := make()
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusOK || w.Body.Len() < 5000 {
			b.Fatal(w.Body)
		}
		b.ReportAllocs()
		for b.Loop() {
			w := discard{header: http.Header{}}
			h.ServeHTTP(&w, make())
		}
	}
	as := func(r *http.Request) *http.Request {
		return r.WithContext(query.WithPrincipal(r.Context(), &query.Principal{Role: query.RoleService}))
	}
	b.Run("graphql", func(b *testing.B) {
		ask(b, doors.graphql, func() *http.Request {
			r := as(httptest.NewRequest(http.MethodPost, "/graphql/v1", strings.NewReader(body)))
			r.Header.Set("Content-Type", "application/json")
			return r
		})
	})
	b.Run("rest", func(b *testing.B) {
		ask(b, doors.rest, func() *http.Request { return as(httptest.NewRequest(http.MethodGet, target, nil)) })
	})
	b.Run("key/graphql", func(b *testing.B) {
		text := `{"query":"query Q($id: bigint!) { posts_by_pk(id: $id) { id title votes } }","variables":{"id":100}}`
		for b.Loop() {
			r := as(httptest.NewRequest(http.MethodPost, "/graphql/v1", strings.NewReader(text)))
			r.Header.Set("Content-Type", "application/json")
			doors.graphql.ServeHTTP(&discard{header: http.Header{}}, r)
		}
		b.ReportAllocs()
	})
	b.Run("fingerprint", func(b *testing.B) {
		door := doors.graphql.(*Door)
		for b.Loop() {
			if _, _, err := door.typedFor(door.doer(), apitest.Principal("authenticated 1"), query.Source{}, false); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("key/rest", func(b *testing.B) {
		for b.Loop() {
			doors.rest.ServeHTTP(&discard{header: http.Header{}}, as(httptest.NewRequest(http.MethodGet, "/rest/v1/posts/100?select=id,title,votes", nil)))
		}
		b.ReportAllocs()
	})
}
