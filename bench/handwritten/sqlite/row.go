package sqlite

import (
	"bedplate/bench/handwritten/blog"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"
)

// columns are what appendPost reads, in its order.
const columns = "id, title, slug, body, status, author, tags, score, created, updated"

// appendPost writes the statement's row as JSON.
func appendPost(b []byte, row *sqlite.Stmt) []byte {
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
	b = append(b, `,"author":"`...)
	b = appendUUID(b, row, 5)
	b = append(b, `","tags":`...)
	b = appendColumn(b, row, 6) // kept as JSON
	b = append(b, `,"score":`...)
	b = appendInt(b, row, 7)
	b = append(b, `,"created":"`...)
	b = blog.AppendTime(b, row.ColumnInt64(8))
	b = append(b, `","updated":"`...)
	b = blog.AppendTime(b, row.ColumnInt64(9))
	return append(b, `"}`...)
}

// appendColumn copies a column's bytes as they are.
func appendColumn(b []byte, row *sqlite.Stmt, column int) []byte {
	n := row.ColumnLen(column)
	b = slices.Grow(b, n)
	return b[:len(b)+row.ColumnBytes(column, b[len(b):len(b)+n])]
}

func appendInt(b []byte, row *sqlite.Stmt, column int) []byte {
	return strconv.AppendInt(b, row.ColumnInt64(column), 10)
}

func appendUUID(b []byte, row *sqlite.Stmt, column int) []byte {
	var id uuid.UUID
	row.ColumnBytes(column, id[:])
	return blog.AppendUUID(b, id)
}

// appendText writes a column as a JSON string.
func appendText(b []byte, row *sqlite.Stmt, column int) []byte {
	b = append(b, '"')
	start := len(b)
	return blog.EscapeText(appendColumn(b, row, column), start)
}
