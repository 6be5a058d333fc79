// Package script runs single statements that no plan is behind: pragmas, and
// questions about the database itself.
package script

import (
	"context"
	"strings"
	"time"

	zombiezen "zombiezen.com/go/sqlite"
)

// Quote writes a name.
func Quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Run runs a statement that gives nothing of interest.
func Run(db *zombiezen.Conn, sql string) error {
	for sql != "" {
		stmt, trailing, err := db.PrepareTransient(sql)
		if err != nil {
			return err
		}
		for {
			more, err := stmt.Step()
			if err != nil {
				stmt.Finalize()
				return err
			}
			if !more {
				break
			}
		}
		if err := stmt.Finalize(); err != nil {
			return err
		}
		sql = strings.TrimSpace(sql[len(sql)-trailing:])
	}
	return nil
}

// UseWAL switches the database to a write-ahead log, which stays. Another
// connection that does so at the same moment makes SQLite give up at once,
// without the wait that every other statement is granted: so it is tried again
// until ctx ends.
func UseWAL(ctx context.Context, db *zombiezen.Conn) error {
	for {
		err := Run(db, "PRAGMA journal_mode = WAL")
		if err == nil || zombiezen.ErrCode(err).ToPrimary() != zombiezen.ResultBusy {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// Ask runs a statement with text arguments, and calls row for each row.
func Ask(db *zombiezen.Conn, sql string, row func(*zombiezen.Stmt), args ...string) error {
	stmt, _, err := db.PrepareTransient(sql)
	if err != nil {
		return err
	}
	defer stmt.Finalize()
	for i, a := range args {
		stmt.BindText(i+1, a)
	}
	for {
		more, err := stmt.Step()
		if err != nil || !more {
			return err
		}
		row(stmt)
	}
}

// Number runs a statement that gives one integer, 0 where there is no row. The
// connection keeps it prepared.
func Number(db *zombiezen.Conn, sql string) (n int64, err error) {
	stmt, err := db.Prepare(sql)
	if err != nil {
		return 0, err
	}
	more, err := stmt.Step()
	if err == nil && more {
		n = stmt.ColumnInt64(0)
	}
	if reset := stmt.Reset(); err == nil {
		err = reset
	}
	if err != nil {
		return 0, err
	}
	return n, nil
}
