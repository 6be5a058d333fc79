// Package migration inspects and alters a database file for internal/migrate,
// and describes one that was made elsewhere. What to change, and whether it may
// be, is decided above; here it is done, in one transaction that leaves all of
// the database whole, what is not ours included.
package migration

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"bedplate/fault"
	"bedplate/store/driver"
	"bedplate/store/sqlite/ddl"
	"bedplate/store/sqlite/file"
	"bedplate/store/sqlite/result"
	"bedplate/store/sqlite/script"
	"bedplate/store/sqlite/statistics"
	"bedplate/store/sqlite/storage"
)

// Migrator inspects and migrates the database file at a path, on connections
// of its own. It implements driver.Migrator. A Look at a file that is not
// there sees an empty database and makes no file.
type Migrator struct {
	path string
}

var _ driver.Migrator = (*Migrator)(nil)

// New makes a Migrator; nothing is opened yet.
func New(path string) *Migrator { return &Migrator{path: path} }

// Format is that of package ddl.
func (m *Migrator) Format() int { return ddl.Format }

// Atomic is true: a migration is one transaction.
func (m *Migrator) Atomic() bool { return true }

// Stamp reads which schema the database was last brought to.
func (m *Migrator) Stamp(ctx context.Context) (driver.Stamp, error) {
	var stamp driver.Stamp
	err := m.look(ctx, func(s *session) (err error) {
		stamp, err = s.stamp()
		return err
	})
	return stamp, err
}

// Look runs f in a read transaction.
func (m *Migrator) Look(ctx context.Context, f func(driver.Session) error) error {
	return m.look(ctx, func(s *session) error { return f(s) })
}

func (m *Migrator) look(ctx context.Context, f func(*session) error) error {
	path, flags := m.path, zombiezen.OpenReadOnly
	if _, err := os.Stat(m.path); errors.Is(err, fs.ErrNotExist) {
		path, flags = inMemory, zombiezen.OpenReadWrite|zombiezen.OpenCreate
	} else if err := file.LookAt(m.path, true); err != nil {
		return err
	}
	return openSession(ctx, path, flags, "BEGIN", func(s *session) error {
		if err := f(s); err != nil {
			return err
		}
		return s.exec("ROLLBACK")
	})
}

// Migrate runs f in the one write transaction that there can be. Foreign keys
// are not enforced within, as SQLite's procedure for altering tables demands;
// references, views and triggers are checked before the commit instead.
func (m *Migrator) Migrate(ctx context.Context, f func(driver.Session) error) error {
	if err := file.LookAt(m.path, false); err != nil {
		return err
	}
	flags := zombiezen.OpenReadWrite | zombiezen.OpenCreate
	return openSession(ctx, m.path, flags, "BEGIN IMMEDIATE", func(s *session) error {
		if err := s.change(func() error { return f(s) }); err != nil {
			return err
		}
		if err := s.exec("COMMIT"); err != nil {
			return err
		}
		statistics.Refresh(s.conn, 0)
		return nil
	})
}

// inMemory is the path of an empty database that no file holds.
const inMemory = ":memory:"

// openSession opens a connection, begins a transaction, and runs f, which ends
// it where it succeeds. A transaction that is left open is undone by closing.
func openSession(ctx context.Context, path string, flags zombiezen.OpenFlags, begin string, f func(*session) error) (err error) {
	name := path
	if path != inMemory {
		if name, err = filepath.Abs(path); err != nil {
			return fault.Wrap(fault.Unavailable, err, "the path of the database cannot be read")
		}
		name = file.URI(name)
	}
	conn, err := zombiezen.OpenConn(name, flags|zombiezen.OpenURI)
	if err != nil {
		return file.OpenFault(path, err)
	}
	defer func() {
		conn.SetInterrupt(nil)
		if closing := conn.Close(); err == nil && closing != nil {
			err = file.OpenFault(path, closing)
		}
	}()
	conn.SetBlockOnBusy() // until ctx ends
	conn.SetInterrupt(ctx.Done())
	s := &session{ctx: ctx, conn: conn}
	if err := s.prepare(begin != "BEGIN"); err != nil {
		return file.OpenFault(path, err)
	}
	if err := s.exec(begin); err != nil {
		return err
	}
	return f(s)
}

// prepare sets what a migration's connection needs: one that writes fires the
// triggers of full-text indexes, which call a function of ours.
func (s *session) prepare(write bool) error {
	pragmas := []string{
		"PRAGMA foreign_keys = OFF",
		"PRAGMA trusted_schema = " + map[bool]string{true: "ON", false: "OFF"}[write],
		"PRAGMA synchronous = FULL",
	}
	if write {
		if err := script.UseWAL(s.ctx, s.conn); err != nil {
			return err
		}
	}
	for _, pragma := range pragmas {
		if err := s.exec(pragma); err != nil {
			return err
		}
	}
	return s.registerFunctions()
}

// session is a driver.Session on one connection.
type session struct {
	ctx    context.Context
	conn   *zombiezen.Conn
	writes bool
	log    *[]string       // where set, statements are noted here
	failed storage.Failure // of a function in the statement that runs
	// broken are the views and triggers that could not be run before.
	broken map[object]bool
	// dangling counts the references to nothing that were there before rows
	// were touched; nil where they have not been.
	dangling map[string]int64
}

// exec runs a statement without a result.
func (s *session) exec(sql string, args ...any) error {
	return s.query(sql, nil, args...)
}

// change lets f change the database, and makes sure that it stayed whole.
func (s *session) change(f func() error) (err error) {
	if s.broken, err = s.examine(); err != nil {
		return err
	}
	s.writes = true
	if err := f(); err != nil {
		return err
	}
	return s.verify()
}

// do runs a statement that is part of a migration.
func (s *session) do(sql string) error {
	if !s.writes {
		return fault.New(fault.ReadOnly, "the database is only being looked at")
	}
	if s.log != nil {
		*s.log = append(*s.log, sql)
	}
	return s.exec(sql)
}

// query runs a statement and calls row for each row of its result.
func (s *session) query(sql string, row func(*zombiezen.Stmt) error, args ...any) error {
	err := s.ctx.Err()
	if err == nil {
		err = sqlitex.ExecuteTransient(s.conn, sql, &sqlitex.ExecOptions{Args: args, ResultFunc: row})
		if s.failed.Err != nil {
			err, s.failed.Err = s.failed.Err, nil
		}
	}
	switch {
	case err == nil:
		return nil
	case s.ctx.Err() != nil:
		return fault.Wrap(fault.Timeout, err, "the migration was ended while it waited or worked")
	}
	return migrationError(err, sql)
}

// single gives the first column of the first row as an integer.
func (s *session) single(sql string, args ...any) (int64, error) {
	var n int64
	err := s.query(sql, func(stmt *zombiezen.Stmt) error {
		n = stmt.ColumnInt64(0)
		return nil
	}, args...)
	return n, err
}

// texts gives the first column of every row.
func (s *session) texts(sql string, args ...any) ([]string, error) {
	var out []string
	err := s.query(sql, func(stmt *zombiezen.Stmt) error {
		out = append(out, stmt.ColumnText(0))
		return nil
	}, args...)
	return out, err
}

// migrationError classifies what SQLite said while doing what, which people
// who migrate may see.
func migrationError(err error, what string) error {
	var known *fault.Error
	if errors.As(err, &known) {
		return err
	}
	f := *result.Classify(err)
	switch f.Code {
	case fault.Internal, fault.SchemaChanged:
		f.Hint = ""
		f.Message = fmt.Sprintf("the database refused: %s (%v)", what, err)
	case fault.Check, fault.Unique, fault.Required, fault.Value, fault.Reference:
		f.Message = fmt.Sprintf("rows that are there do not fit: %s (%v)", what, err)
	}
	return &f
}
