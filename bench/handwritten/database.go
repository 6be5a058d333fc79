package main

import (
	"runtime"
	"sync"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// database is a pool of readers and the one writer.
type database struct {
	readers chan *sqlite.Conn
	mu      sync.Mutex // held while writer is used
	writer  *sqlite.Conn
}

func open(path string) (*database, error) {
	n := 2 * runtime.GOMAXPROCS(0)
	db := &database{readers: make(chan *sqlite.Conn, n)}
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
func (db *database) read(f func(*sqlite.Conn) error) error {
	conn := <-db.readers
	defer func() { db.readers <- conn }()
	return f(conn)
}

// write lends the writer to f, which runs in a transaction.
func (db *database) write(f func(*sqlite.Conn) error) (err error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	end, err := sqlitex.ImmediateTransaction(db.writer)
	if err != nil {
		return err
	}
	defer end(&err)
	return f(db.writer)
}
