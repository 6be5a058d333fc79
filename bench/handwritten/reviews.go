package main

import (
	"net/http"

	"zombiezen.com/go/sqlite"
)

// reviews answers the requests about reviews.
type reviews struct{ db *database }

// Who may read a review is who may read its post.
const reviewsSQL = "SELECT r.id, r.post, r.author, r.title, r.body, r.stars, r.tags, r.language, r.created, r.updated" +
	" FROM reviews r WHERE EXISTS (SELECT 1 FROM posts p WHERE p.id = r.post AND (p.status = 'published' OR p.author = +:user))" +
	" ORDER BY r.id LIMIT +:limit OFFSET +:offset"

// list answers ?limit=N&offset=N.
func (v *reviews) list(w http.ResponseWriter, r *http.Request) {
	at, ok := pageOf(r)
	if !ok {
		fail(w, http.StatusBadRequest, "limit and offset are numbers")
		return
	}
	answerList(v.db, w, userID(r), at, reviewsSQL, func(b []byte, stmt *sqlite.Stmt) ([]byte, int, error) {
		return eachRow(b, stmt, appendReview)
	})
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
	b = appendTime(b, row.ColumnInt64(8))
	b = append(b, `","updated":"`...)
	b = appendTime(b, row.ColumnInt64(9))
	return append(b, `"}`...)
}
