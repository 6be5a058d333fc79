package migration

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/go-sql-driver/mysql"

	"bedplate/fault"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/definition"
)

// session is a driver.Session on one connection.
type session struct {
	ctx      context.Context
	conn     *sql.Conn
	server   ddl.Server
	patience time.Duration
	writes   bool
	// moved tells that a step was done, or a part of one, so that the database
	// is not what it was.
	moved bool
	last  remembered // of the step that runs
	// before are the books as they were when the migration began.
	before *books
	// references wait for the end of the migration, when what they lead to
	// stands.
	references []pendingReference
	// dry, where it is set, is what Statements works on instead of the database.
	dry *draft
}

// draft is the database as it would be after the steps that Statements has
// taken.
type draft struct {
	tables map[string]*definition.Table // by name; nil is gone
}

func (s *session) withContext(ctx context.Context) *session {
	c := *s
	c.ctx = ctx
	return &c
}

// exec runs a statement without a result.
func (s *session) exec(query string, args ...any) error {
	_, err := s.conn.ExecContext(s.ctx, query, args...)
	return classify(s.ctx, err, query)
}

// query runs a statement and calls row for each row of its result, whose values
// are as the server writes them, valid until row returns; nil is null.
func (s *session) query(query string, row func([]sql.RawBytes) error, args ...any) error {
	found, err := s.conn.QueryContext(s.ctx, query, args...)
	if err != nil {
		return classify(s.ctx, err, query)
	}
	defer found.Close()
	columns, err := found.Columns()
	if err != nil {
		return classify(s.ctx, err, query)
	}
	values := make([]sql.RawBytes, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for found.Next() {
		if err := found.Scan(into...); err != nil {
			return classify(s.ctx, err, query)
		}
		if err := row(values); err != nil {
			return err
		}
	}
	return classify(s.ctx, found.Err(), query)
}

// single gives the first column of the first row as an integer.
func (s *session) single(query string, args ...any) (int64, error) {
	var n sql.NullInt64
	err := s.conn.QueryRowContext(s.ctx, query, args...).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return n.Int64, classify(s.ctx, err, query)
}

// texts gives the first column of every row.
func (s *session) texts(query string, args ...any) ([]string, error) {
	var out []string
	err := s.query(query, func(values []sql.RawBytes) error {
		out = append(out, string(values[0]))
		return nil
	}, args...)
	return out, err
}

// transaction runs f in a transaction.
func (s *session) transaction(f func() error) error {
	if err := s.exec("START TRANSACTION"); err != nil {
		return err
	}
	if err := f(); err != nil {
		_, _ = s.conn.ExecContext(context.WithoutCancel(s.ctx), "ROLLBACK") // it may be gone
		return err
	}
	return s.exec("COMMIT")
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

// The server's numbers of errors that are told apart.
const (
	errDuplicate     = 1062
	errLockTimeout   = 1205
	errDeadlock      = 1213
	errQueryEnded    = 1317
	errReadOnly      = 1290
	errFull          = 1021
	errTableFull     = 1114
	errNotInPlace    = 1845
	errNotInPlaceWhy = 1846
	errNotOnline     = 1221
)

var codes = map[uint16]fault.Code{
	errDuplicate: fault.Unique, 1022: fault.Unique, 1557: fault.Unique, 1586: fault.Unique, 1761: fault.Unique, 1762: fault.Unique,
	1216: fault.Reference, 1217: fault.Reference, 1451: fault.Reference, 1452: fault.Reference,
	1048: fault.Required, 1138: fault.Required, 1364: fault.Required,
	3819: fault.Check, 4025: fault.Check,
	1264: fault.OutOfRange, 1265: fault.Value, 1292: fault.Value, 1366: fault.Value, 1406: fault.TooLong,
	errLockTimeout: fault.Conflict, errDeadlock: fault.Conflict, 1689: fault.Conflict,
	errQueryEnded: fault.Timeout, 1969: fault.Timeout, 3024: fault.Timeout,
	1044: fault.Denied, 1045: fault.Denied, 1142: fault.Denied, 1143: fault.Denied, 1227: fault.Denied, 1370: fault.Denied, 1698: fault.Denied,
	errReadOnly: fault.ReadOnly, 1792: fault.ReadOnly, 1836: fault.ReadOnly,
	errFull: fault.Full, errTableFull: fault.Full,
	1040: fault.Unavailable, 1053: fault.Unavailable, 1203: fault.Unavailable, 1049: fault.Unavailable,
}

// number gives the server's number of an error, 0 where it has none.
func number(err error) uint16 {
	var said *mysql.MySQLError
	if errors.As(err, &said) {
		return said.Number
	}
	return 0
}

// classify says what the server said while doing what, which people who migrate
// may see.
func classify(ctx context.Context, err error, what string) error {
	var known *fault.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return err
	case ctx.Err() != nil:
		return fault.Wrap(fault.Timeout, err, "the migration was ended while it waited or worked")
	}
	var lost *net.OpError
	code, listed := codes[number(err)]
	switch {
	case errors.As(err, &lost), errors.Is(err, mysql.ErrInvalidConn), errors.Is(err, io.EOF), errors.Is(err, sql.ErrConnDone):
		return fault.Wrap(fault.Unavailable, err, "the database cannot be reached: %s", err)
	case !listed:
		return fault.Wrap(fault.Internal, err, "the database refused: %s (%s)", what, err)
	}
	message := "the database refused: %s (%s)"
	switch code {
	case fault.Unique, fault.Reference, fault.Required, fault.Check, fault.OutOfRange, fault.Value, fault.TooLong:
		message = "rows that are there do not fit: %s (%s)"
	case fault.Conflict:
		message = "somebody else is at it: %s (%s)"
	}
	return fault.Wrap(code, err, "%s", fmt.Sprintf(message, what, err))
}
