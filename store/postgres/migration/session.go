package migration

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/sqlgen"
)

// session is a driver.Session on one connection.
type session struct {
	ctx     context.Context
	conn    *pgx.Conn
	dialect sqlgen.Dialect
	large   int64
	space   string // the schema that everything stands in
	work    *work  // nil where the database is only looked at
}

// work is what one run of a migration has planned and done so far.
type work struct {
	steps   []driver.Step // as Statements was asked for them, nil before
	planner *planner      // nil before the first step
}

// exec runs a statement without a result.
func (s *session) exec(sql string, args ...any) error {
	_, err := s.conn.Exec(s.ctx, sql, args...)
	return s.classify(err, sql)
}

// row reads the one row of a statement's result.
func (s *session) row(sql string, into ...any) error {
	return s.classify(s.conn.QueryRow(s.ctx, sql).Scan(into...), sql)
}

// query runs a statement and calls row for each row of its result.
func (s *session) query(sql string, row func(pgx.Rows) error, args ...any) error {
	found, err := s.conn.Query(s.ctx, sql, args...)
	if err != nil {
		return s.classify(err, sql)
	}
	defer found.Close()
	for found.Next() {
		if err := row(found); err != nil {
			return s.classify(err, sql)
		}
	}
	return s.classify(found.Err(), sql)
}

// single gives the first column of the first row as an integer.
func (s *session) single(sql string, args ...any) (int64, error) {
	var n int64
	err := s.query(sql, func(r pgx.Rows) error { return r.Scan(&n) }, args...)
	return n, err
}

// texts gives the first column of every row.
func (s *session) texts(sql string, args ...any) ([]string, error) {
	var out []string
	err := s.query(sql, func(r pgx.Rows) error {
		var text string
		err := r.Scan(&text)
		out = append(out, text)
		return err
	}, args...)
	return out, err
}

// transaction runs f in a transaction.
func (s *session) transaction(begin string, f func() error) error {
	if err := s.exec(begin); err != nil {
		return err
	}
	if err := f(); err != nil {
		// Where the connection is gone, so is the transaction.
		_, _ = s.conn.Exec(context.WithoutCancel(s.ctx), "ROLLBACK")
		return err
	}
	tag, err := s.conn.Exec(s.ctx, "COMMIT")
	if err != nil {
		return s.classify(err, "COMMIT")
	}
	if tag.String() != "COMMIT" { // PostgreSQL undoes a transaction in which something failed
		return fault.New(fault.Internal, "the database undid the migration")
	}
	return nil
}

// pause waits, or ends with the context.
func (s *session) pause(d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-s.ctx.Done():
		return fault.Wrap(fault.Timeout, s.ctx.Err(), "the migration was ended while it waited")
	case <-timer.C:
		return nil
	}
}

// classify says what PostgreSQL said while doing what, which people who migrate
// may see.
func (s *session) classify(err error, what string) error {
	var known *fault.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return err
	case s.ctx.Err() != nil:
		return fault.Wrap(fault.Timeout, err, "the migration was ended while it waited or worked")
	}
	var said *pgconn.PgError
	switch {
	case errors.As(err, &said):
	case s.conn.IsClosed():
		return fault.Wrap(fault.Unavailable, err, "the connection to the database broke")
	default:
		return fault.Wrap(fault.Internal, err, "what the database gave cannot be read: %v", err)
	}
	return migrationError(said, what)
}

func migrationError(said *pgconn.PgError, what string) error {
	what, _, _ = strings.Cut(what, "\n")
	message := fmt.Sprintf("the database refused: %s (%s)", what, said.Message)
	switch class := said.Code[:2]; {
	case said.Code == "23505":
		return fault.Wrap(fault.Unique, said, "rows that are there do not fit: %s (%s)", what, said.Message)
	case said.Code == "23503":
		return fault.Wrap(fault.Reference, said, "rows that are there do not fit: %s (%s)", what, said.Message)
	case said.Code == "23502":
		return fault.Wrap(fault.Required, said, "rows that are there do not fit: %s (%s)", what, said.Message)
	case class == "23":
		return fault.Wrap(fault.Check, said, "rows that are there do not fit: %s (%s)", what, said.Message)
	case class == "22":
		return fault.Wrap(fault.Value, said, "rows that are there do not fit: %s (%s)", what, said.Message)
	case said.Code == lockNotAvailable, said.Code == "40P01", said.Code == "40001":
		return fault.Wrap(fault.Conflict, said, "others hold what the migration needs: %s (%s)", what, said.Message).
			WithHint("end long transactions (pg_stat_activity shows them), then try again")
	case said.Code == "2BP01":
		return fault.Wrap(fault.Check, said, "something that is not ours needs it: %s (%s)", what, strings.ReplaceAll(said.Detail, "\n", ", ")).
			WithHint("drop it first, and make it again afterwards")
	case said.Code == "25006":
		return fault.Wrap(fault.ReadOnly, said, "the database takes no writes: %s", what)
	case said.Code == "42501":
		return fault.Wrap(fault.Denied, said, "%s", message).WithHint("the user of the store must own the tables and may make new ones in its schema")
	case class == "57", class == "08", class == "53":
		return fault.Wrap(fault.Unavailable, said, "%s", message)
	}
	return fault.Wrap(fault.Internal, said, "%s", message)
}

// readOnly refuses a change while the database is only being looked at.
func (s *session) readOnly() error {
	if s.work == nil {
		return fault.New(fault.ReadOnly, "the database is only being looked at")
	}
	return nil
}

// Objects names what a collection has here. It refuses an index that PostgreSQL
// cannot keep.
func (s *session) Objects(c *schema.Collection) ([]driver.Object, error) {
	return objects(c, s.dialect)
}
