package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// table is what Bedplate makes of bench/app, as far as this program uses it.
const table = `CREATE TABLE posts (id BLOB PRIMARY KEY, title TEXT NOT NULL, slug TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
	status TEXT NOT NULL, author BLOB NOT NULL, tags TEXT NOT NULL, score INTEGER NOT NULL,
	created INTEGER NOT NULL, updated INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX posts_status_created_idx ON posts (status, created DESC);`

var someone = uuid.MustParse("01890000-0000-7000-8000-000000000001")

func newPosts(t testing.TB, rows int) *posts {
	path := filepath.Join(t.TempDir(), "test.db")
	conn, err := sqlite.OpenConn(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := sqlitex.ExecuteScript(conn, table, nil); err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := open(path)
	if err != nil {
		t.Fatal(err)
	}
	p := &posts{db: db}
	for i := range rows {
		post := &newPost{Title: fmt.Sprint("title ", i), Slug: fmt.Sprint("post-", i), Body: strings.Repeat("word \"x\" ", 22),
			Status: "published", Author: someone, Tags: []string{"a", "b"}, Score: int64(i)}
		if err := p.insert(post); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func (p *posts) ask(handler http.HandlerFunc, method, url, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, url, strings.NewReader(body))
	w := httptest.NewRecorder()
	handler(w, r.WithContext(context.WithValue(r.Context(), caller{}, someone)))
	return w
}

func TestCreateAndList(t *testing.T) {
	t.Parallel()
	p := newPosts(t, 3)
	const post = `{"title":"t","slug":"a-b","body":"b","status":"draft"}`
	if w := p.ask(p.create, "POST", "/", post); w.Code != http.StatusCreated {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := p.ask(p.create, "POST", "/", post); w.Code != http.StatusConflict {
		t.Errorf("a second post of one slug: %d %s", w.Code, w.Body)
	}
	w := p.ask(p.list, "GET", "/?status=eq.draft&order=created.desc&limit=2", "")
	if w.Header().Get("Content-Range") != "0-0/*" || !strings.Contains(w.Body.String(), `"slug":"a-b"`) {
		t.Errorf("%s %s", w.Header(), w.Body)
	}
}

func BenchmarkList(b *testing.B) {
	p := newPosts(b, 100)
	b.ReportAllocs()
	for b.Loop() {
		p.ask(p.list, "GET", "/?status=eq.published&order=created.desc&limit=30", "")
	}
}
