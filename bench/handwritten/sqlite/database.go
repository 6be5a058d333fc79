// Package sqlite keeps the blog in a file of SQLite: readers beside one writer
// connection under a mutex, whose every insertion is a transaction and an fsync of
// its own.
package sqlite

import (
	"bedplate/bench/handwritten/blog"
	"runtime"
	"sync"

	"github.com/google/uuid"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// DB is a pool of readers and the one writer.
type DB struct {
	readers chan *sqlite.Conn
	mu      sync.Mutex // held while writer is used
	writer  *sqlite.Conn
}

// Open opens a database that Bedplate made.
func Open(path string) (*DB, error) {
	n := 2 * runtime.GOMAXPROCS(0)
	db := &DB{readers: make(chan *sqlite.Conn, n)}
	var err error
	if db.writer, err = connect(path); err != nil {
		return nil, err
	}
	for range n {
		conn, err := connect(path)
		if err != nil {
			return nil, err
		}
		db.readers <- conn
	}
	return db, nil
}

func connect(path string) (*sqlite.Conn, error) {
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite|sqlite.OpenWAL|sqlite.OpenURI)
	if err != nil {
		return nil, err
	}
	for _, pragma := range []string{
		"PRAGMA synchronous = FULL",
		"PRAGMA foreign_keys = ON",
		"PRAGMA trusted_schema = OFF",
		"PRAGMA mmap_size = 268435456",
	} {
		if err := sqlitex.ExecuteTransient(conn, pragma, nil); err != nil {
			return nil, err
		}
	}
	return conn, nil
}

// read lends a reader to f.
func (db *DB) read(f func(*sqlite.Conn) error) error {
	conn := <-db.readers
	defer func() { db.readers <- conn }()
	return f(conn)
}

// list writes a record for each row of a page of a list.
func (db *DB) list(sql string, p blog.Page, user uuid.UUID, b []byte, write func([]byte, *sqlite.Stmt) []byte) (_ []byte, n int, err error) {
	err = db.page(sql, p, user, func(stmt *sqlite.Stmt) error {
		for ; ; n++ {
			if more, err := stmt.Step(); err != nil || !more {
				return err
			}
			if n > 0 {
				b = append(b, ',')
			}
			b = write(b, stmt)
		}
	})
	return b, n, err
}

// page lends a statement for a page of a list.
func (db *DB) page(sql string, p blog.Page, user uuid.UUID, f func(*sqlite.Stmt) error) error {
	return db.read(func(conn *sqlite.Conn) error {
		stmt, err := conn.Prepare(sql)
		if err != nil {
			return err
		}
		defer stmt.Reset()
		stmt.SetBytes(":user", user[:])
		stmt.SetInt64(":limit", int64(p.Limit))
		stmt.SetInt64(":offset", int64(p.Offset))
		if p.Status != "" {
			stmt.SetText(":status", p.Status)
		}
		return f(stmt)
	})
}

// write lends the writer to f, which runs in a transaction.
func (db *DB) write(f func(*sqlite.Conn) error) (err error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	end, err := sqlitex.ImmediateTransaction(db.writer)
	if err != nil {
		return err
	}
	defer end(&err)
	return f(db.writer)
}
