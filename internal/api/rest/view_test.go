package rest

import (
	"net/http"
	"strings"
	"testing"

	"bedplate/schema"
)

// walls is a schema with views, and one over a view.
const walls = `
collection: users
key: [id]
fields:
  id:   {type: int, required: true}
  name: text
rules: {read: "true"}
---
collection: posts
key: [id]
fields:
  id:     {type: int, required: true}
  author: {type: ref, to: users, back: posts}
  words:  int
rules: {read: "true"}
---
collection: writers
aggregates: true
view: SELECT author AS id, count(*) AS posts, sum(words) AS words FROM posts GROUP BY author
fields:
  id:    {type: ref, to: users, back: writing}
  posts: int
  words: int
  wordy: {type: bool, value: words > 10}
  mean:  {type: int, value: words / posts, read: auth.role == "staff"}
rules:
  read: posts < 3 || auth.role == "staff"
---
collection: totals
view: {sqlite: "SELECT sum(posts) AS posts, 'x' AS odd FROM writers"}
fields:
  posts: int
  odd:   int
rules: {read: "true"}
`

// TestViews reads views as any collection, and finds that nobody writes them.
func TestViews(t *testing.T) {
	t.Parallel()
	s, err := schema.Parse(map[string][]byte{"schema/walls.yaml": []byte(walls)})
	if err != nil {
		t.Fatal(err)
	}
	h := doorOn(t, "sqlite", s)
	for _, part := range []string{
		`users` + "\n" + `[{"id":1,"name":"ada"},{"id":2,"name":"bob"},{"id":3,"name":"cyd"}]`,
		`posts` + "\n" + `[{"id":1,"author":1,"words":9},{"id":2,"author":1,"words":3},{"id":3,"author":2,"words":4},` +
			`{"id":4,"author":3,"words":1},{"id":5,"author":3,"words":1},{"id":6,"author":3,"words":1}]`,
	} {
		path, body, _ := strings.Cut(part, "\n")
		if res := ask(h, "POST /"+path+"\nAs: service\n\n"+body); res.Code != http.StatusCreated {
			t.Fatalf("%d %s", res.Code, res.Body)
		}
	}
	for _, test := range []struct {
		ask  string
		code int
		want string
	}{
		{"GET /writers?order=id", 200, `[{"id":1,"posts":2,"words":12,"wordy":true},{"id":2,"posts":1,"words":4,"wordy":false}]`},
		{"GET /writers?id=eq.3\nAs: staff", 200, `[{"id":3,"posts":3,"words":3,"wordy":false,"mean":1}]`},
		{"GET /writers/1", 200, `{"id":1,"posts":2,"words":12,"wordy":true}`},
		{"GET /writers/3", 404, ""},
		{"GET /writers?select=posts,id(name)&wordy=is.true", 200, `[{"posts":2,"id":{"name":"ada"}}]`},
		{"GET /users?select=name,writing(posts)&order=id", 200,
			`[{"name":"ada","writing":{"posts":2}},{"name":"bob","writing":{"posts":1}},{"name":"cyd","writing":null}]`},
		{"GET /users?select=name,writing!inner(posts)&writing.posts=gt.1", 200, `[{"name":"ada","writing":{"posts":2}}]`},
		{"GET /users?select=name&filter=writing != null %26%26 writing.words > 10", 400, ""},
		{"GET /users?select=name&filter=writing.words > 10", 200, `[{"name":"ada"}]`},
		{"GET /posts?select=id&filter=author.writing.wordy&order=id", 200, `[{"id":1},{"id":2}]`},
		{"GET /writers?select=words.sum(),count()", 200, `[{"sum":16,"count":2}]`},
		{"GET /writers?select=id&order=words.desc&cursor=&limit=1", 200, `[{"id":1}]`},
		{"GET /writers?select=mean", 400, ""},
		{"GET /writers?mean=gt.0", 400, ""},
		{"GET /totals?select=posts", 200, `[{"posts":6}]`},
		{"GET /totals", 400, ""}, // odd holds a text
		{"GET /totals/1", 404, ""},
		{"GET /totals?cursor=&select=posts", 400, ""},
		{"POST /writers\nAs: service\n\n{\"id\":1}", 405, ""},
		{"PATCH /writers?id=eq.1\nAs: service\n\n{\"posts\":1}", 405, ""},
		{"PATCH /writers/1\nAs: service\n\n{\"posts\":1}", 405, ""},
		{"PUT /writers/1\nAs: service\n\n{\"id\":1}", 405, ""},
		{"DELETE /writers?id=eq.1\nAs: service", 405, ""},
		{"POST /writers\nAs: service\nPrefer: resolution=merge-duplicates\nContent-Type: text/csv\n\nid\n1\n", 405, ""},
	} {
		res := ask(h, test.ask)
		body := strings.TrimSpace(res.Body.String())
		if res.Code != test.code || test.want != "" && body != test.want {
			t.Errorf("%s\n got %d %s\nwant %d %s", test.ask, res.Code, body, test.code, test.want)
		}
		if allow := res.Header().Get("Allow"); test.code == 405 && allow != "OPTIONS,GET,HEAD" {
			t.Errorf("%s allows %s", test.ask, allow)
		}
	}
	// The page behind a cursor of a view.
	link := ask(h, "GET /writers?select=id&order=words.desc&cursor=&limit=1").Header().Get("Link")
	next, _, _ := strings.Cut(strings.TrimPrefix(link, "</rest/v1"), ">")
	if got := strings.TrimSpace(ask(h, "GET "+next).Body.String()); got != `[{"id":2}]` {
		t.Errorf("behind %s: %s", link, got)
	}
}
