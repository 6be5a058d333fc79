package main

import (
	"slices"
	"strconv"
	"time"

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
	b = appendTime(b, row.ColumnInt64(8))
	b = append(b, `","updated":"`...)
	b = appendTime(b, row.ColumnInt64(9))
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
	text, _ := id.MarshalText() // never fails
	return append(b, text...)
}

// appendTime writes microseconds since 1970 in RFC 3339, in UTC.
func appendTime(b []byte, micros int64) []byte {
	return time.UnixMicro(micros).UTC().AppendFormat(b, "2006-01-02T15:04:05.999999+00:00")
}

// appendText writes a column as a JSON string. Most texts need no escape, and
// stay where they were copied to.
func appendText(b []byte, row *sqlite.Stmt, column int) []byte {
	b = append(b, '"')
	start := len(b)
	b = appendColumn(b, row, column)
	for i, c := range b[start:] {
		if c < ' ' || c == '"' || c == '\\' {
			return appendEscaped(b[:start+i], string(b[start+i:]))
		}
	}
	return append(b, '"')
}

// short are the escapes of one letter.
var short = [256]byte{'\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't', '"': '"', '\\': '\\'}

// appendEscaped writes the rest of a JSON string, whose first byte needs an
// escape.
func appendEscaped(b []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		switch {
		case short[c] != 0:
			b = append(b, '\\', short[c])
		case c < ' ':
			b = append(b, `\u00`...)
			b = append(b, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
