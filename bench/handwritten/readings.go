package main

import (
	"net/http"
	"strconv"
	"time"

	"zombiezen.com/go/sqlite"
)

// readings answers the requests about readings.
type readings struct{ db *database }

const readingsSQL = "SELECT id, device, kind, value, unit, note, quality, good, tags, created" +
	" FROM readings WHERE good OR +:user IS NOT NULL ORDER BY id"

// flushed is how many bytes are collected before they are sent.
const flushed = 32 << 10

// export streams every reading, a line each.
func (e *readings) export(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Accept") != "application/x-ndjson" {
		fail(w, http.StatusNotAcceptable, "readings are NDJSON")
		return
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Time{}) // it may take as long as it moves
	w.Header().Set("Content-Type", "application/x-ndjson; charset=utf-8")
	user := userID(r)
	b := make([]byte, 0, flushed+4<<10)
	err := e.db.read(func(conn *sqlite.Conn) error {
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
				if _, err := w.Write(b); err != nil {
					return err
				}
				b = b[:0]
			}
		}
	})
	if err != nil {
		panic(http.ErrAbortHandler) // the caller sees that the end is missing
	}
	w.Write(b)
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
	b = appendTime(b, row.ColumnInt64(9))
	return append(b, "\"}\n"...)
}
