package sqlite

import (
	"bedplate/bench/handwritten/blog"
	"context"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"
)

// The whole answer in one statement: a row for each comment, or one for a post
// without any, with its post and the post's author beside it. SQLite's JSON
// functions would give a row for each post, but write UUIDs and times far more
// slowly than this program does.
const nestedSQL = "SELECT p.id, p.title, p.slug, p.body, p.status, p.tags, p.score, p.created, p.updated, u.id, u.name," +
	" c.id, c.author, c.body, c.created" +
	" FROM (SELECT * FROM posts WHERE (+status = 'published' OR author = +:user) ORDER BY id LIMIT +:limit OFFSET +:offset) p" +
	" JOIN users u ON u.id = p.author" +
	" LEFT JOIN comments c ON c.id IN (SELECT id FROM comments WHERE post = p.id AND (NOT hidden OR author = +:user)" +
	" ORDER BY created DESC, id LIMIT 5)" +
	" ORDER BY p.id, c.created DESC, c.id"

// Threads writes a record for each run of rows of one post.
func (db *DB) Threads(_ context.Context, b []byte, p blog.Page, user uuid.UUID) (_ []byte, n int, err error) {
	var last, id uuid.UUID
	err = db.page(nestedSQL, p, user, func(stmt *sqlite.Stmt) error {
		for {
			more, err := stmt.Step()
			if err != nil || !more {
				return err
			}
			stmt.ColumnBytes(0, id[:])
			switch {
			case n > 0 && id == last:
				b = append(b, ',')
			case n > 0:
				b = append(b, `]},`...)
				fallthrough
			default:
				last = id
				n++
				b = appendThread(b, stmt)
			}
			if stmt.ColumnType(11) != sqlite.TypeNull {
				b = appendComment(b, stmt)
			}
		}
	})
	if n > 0 {
		b = append(b, `]}`...)
	}
	return b, n, err
}

// appendThread writes a post up to its comments.
func appendThread(b []byte, row *sqlite.Stmt) []byte {
	b = append(b, `{"id":"`...)
	b = appendUUID(b, row, 0)
	b = append(b, `","title":`...)
	b = appendText(b, row, 1)
	b = append(b, `,"slug":`...)
	b = appendText(b, row, 2)
	b = append(b, `,"body":`...)
	b = appendText(b, row, 3)
	b = append(b, `,"status":`...)
	b = appendText(b, row, 4)
	b = append(b, `,"tags":`...)
	b = appendColumn(b, row, 5) // kept as JSON
	b = append(b, `,"score":`...)
	b = appendInt(b, row, 6)
	b = append(b, `,"created":"`...)
	b = blog.AppendTime(b, row.ColumnInt64(7))
	b = append(b, `","updated":"`...)
	b = blog.AppendTime(b, row.ColumnInt64(8))
	b = append(b, `","author":{"id":"`...)
	b = appendUUID(b, row, 9)
	b = append(b, `","name":`...)
	b = appendText(b, row, 10)
	return append(b, `},"comments":[`...)
}

func appendComment(b []byte, row *sqlite.Stmt) []byte {
	b = append(b, `{"id":"`...)
	b = appendUUID(b, row, 11)
	b = append(b, `","author":"`...)
	b = appendUUID(b, row, 12)
	b = append(b, `","body":`...)
	b = appendText(b, row, 13)
	b = append(b, `,"created":"`...)
	b = blog.AppendTime(b, row.ColumnInt64(14))
	return append(b, `"}`...)
}
