package main

import (
	"net/http"
	"strconv"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"
)

// page is which rows of a list are answered.
type page struct{ limit, offset int }

// pageOf reads limit and offset.
func pageOf(r *http.Request) (page, bool) {
	q := r.URL.Query()
	limit, ok1 := number(q, "limit", 1000)
	offset, ok2 := number(q, "offset", 0)
	return page{limit, offset}, ok1 && ok2
}

// answerList answers with a list. rows steps through the statement, and gives
// what it wrote and how many records that are.
func answerList(db *database, w http.ResponseWriter, user uuid.UUID, at page, sql string,
	rows func(b []byte, stmt *sqlite.Stmt) ([]byte, int, error)) {
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	b, n := append((*buffer)[:0], '['), 0
	err := db.read(func(conn *sqlite.Conn) error {
		stmt, err := conn.Prepare(sql)
		if err != nil {
			return err
		}
		defer stmt.Reset()
		stmt.SetBytes(":user", user[:])
		stmt.SetInt64(":limit", int64(min(at.limit, 1000)))
		stmt.SetInt64(":offset", int64(at.offset))
		b, n, err = rows(b, stmt)
		return err
	})
	b = append(b, ']')
	*buffer = b
	if err != nil {
		internal(w, err)
		return
	}
	span := "*/*"
	if n > 0 {
		span = strconv.Itoa(at.offset) + "-" + strconv.Itoa(at.offset+n-1) + "/*"
	}
	w.Header().Set("Content-Range", span)
	answer(w, b)
}

// eachRow writes a record for each row.
func eachRow(b []byte, stmt *sqlite.Stmt, write func([]byte, *sqlite.Stmt) []byte) ([]byte, int, error) {
	for n := 0; ; n++ {
		if more, err := stmt.Step(); err != nil || !more {
			return b, n, err
		}
		if n > 0 {
			b = append(b, ',')
		}
		b = write(b, stmt)
	}
}
