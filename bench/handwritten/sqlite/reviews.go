package sqlite

import (
	"bedplate/bench/handwritten/blog"
	"context"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"
)

// Who may read a review is who may read its post.
const reviewsSQL = "SELECT r.id, r.post, r.author, r.title, r.body, r.stars, r.tags, r.language, r.created, r.updated" +
	" FROM reviews r WHERE EXISTS (SELECT 1 FROM posts p WHERE p.id = r.post AND (p.status = 'published' OR p.author = +:user))" +
	" ORDER BY r.id LIMIT +:limit OFFSET +:offset"

// Reviews reads a list.
func (db *DB) Reviews(_ context.Context, b []byte, p blog.Page, user uuid.UUID) ([]byte, int, error) {
	return db.list(reviewsSQL, p, user, b, appendReview)
}

func appendReview(b []byte, row *sqlite.Stmt) []byte {
	b = append(b, `{"id":"`...)
	b = appendUUID(b, row, 0)
	b = append(b, `","post":"`...)
	b = appendUUID(b, row, 1)
	b = append(b, `","author":"`...)
	b = appendUUID(b, row, 2)
	b = append(b, `","title":`...)
	b = appendText(b, row, 3)
	b = append(b, `,"body":`...)
	b = appendText(b, row, 4)
	b = append(b, `,"stars":`...)
	b = appendInt(b, row, 5)
	b = append(b, `,"tags":`...)
	b = appendColumn(b, row, 6) // kept as JSON
	b = append(b, `,"language":`...)
	b = appendText(b, row, 7)
	b = append(b, `,"created":"`...)
	b = blog.AppendTime(b, row.ColumnInt64(8))
	b = append(b, `","updated":"`...)
	b = blog.AppendTime(b, row.ColumnInt64(9))
	return append(b, `"}`...)
}
