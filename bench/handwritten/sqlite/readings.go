package sqlite

import (
	"bedplate/bench/handwritten/blog"
	"context"
	"strconv"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"
)

const readingsSQL = "SELECT id, device, kind, value, unit, note, quality, good, tags, created" +
	" FROM readings WHERE good OR +:user IS NOT NULL ORDER BY id"

// flushed is how many bytes are collected before they are sent.
const flushed = 32 << 10

// Readings reads all.
func (db *DB) Readings(_ context.Context, user uuid.UUID, write func([]byte) error) error {
	b := make([]byte, 0, flushed+4<<10)
	err := db.read(func(conn *sqlite.Conn) error {
		stmt, err := conn.Prepare(readingsSQL)
		if err != nil {
			return err
		}
		defer stmt.Reset()
		stmt.SetBytes(":user", user[:])
		for {
			if more, err := stmt.Step(); err != nil || !more {
				return err
			}
			if b = appendReading(b, stmt); len(b) >= flushed {
				if err := write(b); err != nil {
					return err
				}
				b = b[:0]
			}
		}
	})
	if err != nil {
		return err
	}
	return write(b)
}

func appendReading(b []byte, row *sqlite.Stmt) []byte {
	b = append(b, `{"id":"`...)
	b = appendUUID(b, row, 0)
	b = append(b, `","device":`...)
	b = appendText(b, row, 1)
	b = append(b, `,"kind":`...)
	b = appendText(b, row, 2)
	b = append(b, `,"value":`...)
	b = strconv.AppendFloat(b, row.ColumnFloat(3), 'f', -1, 64)
	b = append(b, `,"unit":`...)
	b = appendText(b, row, 4)
	b = append(b, `,"note":`...)
	b = appendText(b, row, 5)
	b = append(b, `,"quality":`...)
	b = appendInt(b, row, 6)
	b = append(b, `,"good":`...)
	b = strconv.AppendBool(b, row.ColumnInt64(7) != 0)
	b = append(b, `,"tags":`...)
	b = appendColumn(b, row, 8)
	b = append(b, `,"created":"`...)
	b = blog.AppendTime(b, row.ColumnInt64(9))
	return append(b, "\"}\n"...)
}
