package sqlite

import (
	"bedplate/bench/handwritten/blog"
	"errors"
	"fmt"
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

func filled(t testing.TB, posts int) *DB {
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
	db, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range posts {
		post := &blog.NewPost{Title: fmt.Sprint("title ", i), Slug: fmt.Sprint("post-", i), Body: strings.Repeat("word \"x\" ", 22),
			Status: "published", Author: someone, Tags: []string{"a", "b"}, Score: int64(i)}
		if err := db.Add(t.Context(), post); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func TestAddAndList(t *testing.T) {
	t.Parallel()
	db := filled(t, 3)
	post := &blog.NewPost{Title: "t", Slug: "a-b", Body: "b", Status: "draft", Author: someone}
	if err := db.Add(t.Context(), post); err != nil {
		t.Fatal(err)
	}
	if err := db.Add(t.Context(), post); !errors.Is(err, blog.ErrConflict) {
		t.Errorf("a second post of one slug: %v", err)
	}
	b, n, err := db.Posts(t.Context(), nil, blog.Page{Limit: 2, Status: "draft"}, someone)
	if err != nil || n != 1 || !strings.Contains(string(b), `"slug":"a-b"`) {
		t.Errorf("%d: %s %v", n, b, err)
	}
}

func BenchmarkList(b *testing.B) {
	db := filled(b, 100)
	var out []byte
	b.ReportAllocs()
	for b.Loop() {
		out, _, _ = db.Posts(b.Context(), out[:0], blog.Page{Limit: 30, Status: "published"}, someone)
	}
}
