// Package result says what PostgreSQL's errors mean, as faults.
package result

import (
	"context"
	"errors"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"bedplate/fault"
)

type meaning struct {
	code    fault.Code
	message string
}

// states says what each SQLSTATE means, and what the others of a class do.
var states = map[string]meaning{
	"23505": {fault.Unique, "another record has this value"},
	"23P01": {fault.Unique, "another record stands in the way"},
	"23502": {fault.Required, "a value is required"},
	"23514": {fault.Check, "the value is refused by a check"},
	"23503": {fault.Reference, "a reference would lead to nothing"},
	"23001": {fault.Reference, "the record is referred to by others"},
	"23":    {fault.Check, "a constraint refused the change"},
	"44000": {fault.Check, "the view refuses the change"},
	"P0001": {fault.Check, "a trigger refused the change"},

	"22001": {fault.TooLong, "a text is longer than its column"},
	"22003": {fault.OutOfRange, "a number is beyond the range of its type"},
	"22008": {fault.OutOfRange, "a time is beyond the range of its type"},
	"22021": {fault.Value, "a text has characters that the database cannot keep"},
	"22P05": {fault.Value, "a text has characters that the database cannot keep"},
	"2201B": {fault.Unsupported, "the database cannot read the pattern"},
	"22":    {fault.Value, "a value does not have its column's type"},

	"40001": {fault.Conflict, "another transaction changed the same records"},
	"40P01": {fault.Conflict, "two transactions waited for each other"},
	"40":    {fault.Conflict, "the transaction was undone"},
	"55P03": {fault.Conflict, "the table is in use"},
	"40003": {fault.Unknown, "it is unknown whether the transaction was committed"},

	"57014": {fault.Timeout, "the statement took too long"},
	"25P03": {fault.Timeout, "the transaction did nothing for too long"},
	"25006": {fault.ReadOnly, "the database can only be read at present"},
	"0A000": {fault.Unsupported, "the database does not support this"},
	"26000": {fault.Conflict, "the tables changed while the statement ran"},
	"53300": {fault.Unavailable, "the database has no connection left"},
	"53100": {fault.Full, "the database's disk is full"},
	"53":    {fault.Unavailable, "the database has no room left"},
	"54":    {fault.TooLarge, "a value or statement is too large for the database"},
	"57":    {fault.Unavailable, "the database is shutting down or starting"},
	"08":    {fault.Unavailable, "the connection to the database broke"},
	"58":    {fault.Unavailable, "the database's machine failed"},
	"XX":    {fault.Unavailable, "the database failed"},
	"28":    {fault.Unavailable, "the database refused the login"},
	"3D000": {fault.Unavailable, "there is no such database"},
	"42501": {fault.Unavailable, "the database's user lacks a right to the tables"},

	// Statements are made from the schema: another version of it has been
	// applied, or somebody altered the tables by hand.
	"42P01": {fault.SchemaChanged, "the database's tables are not those of this server's schema"},
	"42703": {fault.SchemaChanged, "the database's tables are not those of this server's schema"},
}

// Classify gives the fault that an error of PostgreSQL or of its connection is.
func Classify(ctx context.Context, err error) *fault.Error {
	var f *fault.Error
	var own *pgconn.PgError
	var network net.Error
	switch {
	case err == nil || errors.As(err, &f):
		return f
	case errors.As(err, &own):
		return ofState(own)
	case ctx.Err() != nil:
		return OfContext(ctx.Err())
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return fault.Wrap(fault.Unavailable, err, "the database does not answer in time")
	}
	return fault.Wrap(fault.Unavailable, err, "the database cannot be reached")
}

func ofState(err *pgconn.PgError) *fault.Error {
	m, ok := states[err.Code]
	if !ok && len(err.Code) == 5 {
		m, ok = states[err.Code[:2]]
	}
	if !ok {
		return fault.Wrap(fault.Internal, err, "internal error")
	}
	f := fault.Wrap(m.code, err, "%s", m.message)
	f.Constraint = err.ConstraintName
	if m.code == fault.SchemaChanged {
		f.Hint = "restart the server with the schema files of that version"
	}
	return f
}

// TooManyConnections is the SQLSTATE of a server, database or user that has no
// connection left.
const TooManyConnections = "53300"

// State gives an error's SQLSTATE, "" where the server said nothing.
func State(err error) string {
	var own *pgconn.PgError
	if errors.As(err, &own) {
		return own.Code
	}
	return ""
}

// Broken tells that a connection failed rather than the statement: it was lost, or
// the server ended it.
func Broken(err error) bool {
	var f *fault.Error
	if err == nil || errors.As(err, &f) && f.Err == nil {
		return false
	}
	switch state := State(err); {
	case state == "":
		return true
	default:
		return state == "57P01" || state == "57P02" || state == "57P03" || state[:2] == "08"
	}
}

// Undone tells that the server ended the connection at an administrator's word, and
// with it what was not committed. It listens to that word while a statement runs and
// while it waits for one, and not between a commit and its answer: who hears of it
// before the answer knows that there was no commit. The warnings with the same
// SQLSTATE say less: of an immediate shutdown, and of a commit whose replicas were not
// waited for.
func Undone(err error) bool {
	var own *pgconn.PgError
	return errors.As(err, &own) && own.Code == "57P01" && own.SeverityUnlocalized == "FATAL"
}

// OfContext gives the fault of a request that has ended.
func OfContext(err error) *fault.Error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fault.Wrap(fault.Timeout, err, "the request took too long")
	}
	return fault.Wrap(fault.Canceled, err, "the caller went away")
}
