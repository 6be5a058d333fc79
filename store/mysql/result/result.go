// Package result says what the errors of MySQL and MariaDB mean, as faults.
package result

import (
	"context"
	sqldriver "database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/go-sql-driver/mysql"

	"bedplate/fault"
)

// codes says what each of the servers' error numbers means.
var codes = map[uint16]struct {
	code    fault.Code
	message string
}{
	1022: {fault.Unique, "another record has this value"},
	1062: {fault.Unique, "another record has this value"},
	1169: {fault.Unique, "another record has this value"},
	1586: {fault.Unique, "another record has this value"},
	1048: {fault.Required, "a value is required"},
	1364: {fault.Required, "a value is required"},
	3819: {fault.Check, "the value is refused by a check"},
	4025: {fault.Check, "the value is refused by a check"},
	1644: {fault.Check, "a trigger refused the change"},
	1216: {fault.Reference, "a reference would lead to nothing"},
	1217: {fault.Reference, "the record is referred to by others"},
	1451: {fault.Reference, "the record is referred to by others"},
	1452: {fault.Reference, "a reference would lead to nothing"},
	1406: {fault.TooLong, "the value is longer than its column"},
	1264: {fault.OutOfRange, "the number is beyond the range of its column"},
	1690: {fault.OutOfRange, "a result is beyond the range of its type"},
	1265: {fault.Value, "the value does not have its column's type"},
	1292: {fault.Value, "the value does not have its column's type"},
	1366: {fault.Value, "the value does not have its column's type"},
	1205: {fault.Conflict, "the transaction waited too long for another one"},
	1213: {fault.Conflict, "the transaction lost to another one"},
	1020: {fault.Conflict, "the transaction lost to another one"},
	1412: {fault.Conflict, "the tables changed while the transaction ran"},
	1615: {fault.Conflict, "the tables changed while the statement ran"},
	3572: {fault.Conflict, "another transaction holds the record"},
	1290: {fault.ReadOnly, "the database cannot be written: the server is read-only"},
	1792: {fault.ReadOnly, "the database cannot be written: the transaction is read-only"},
	1836: {fault.ReadOnly, "the database cannot be written: the server is read-only"},
	1021: {fault.Full, "the disk of the server is full"},
	1114: {fault.Full, "the table or the disk of the server is full"},
	1040: {fault.Unavailable, "the server has no connections left"},
	1203: {fault.Unavailable, "the server has no connections left for this user"},
	1226: {fault.Unavailable, "the server has no connections left for this user"},
	1461: {fault.Unavailable, "the server keeps no more prepared statements"},
	1053: {fault.Unavailable, "the server is being shut down"},
	1927: {fault.Unavailable, "the connection was ended by the server"},
	3168: {fault.Unavailable, "the server is not ready"},
	1037: {fault.Unavailable, "the server has no memory left"},
	1041: {fault.Unavailable, "the server has no memory left"},
	1969: {fault.Timeout, "the statement took longer than it may"},
	3024: {fault.Timeout, "the statement took longer than it may"},
	1317: {fault.Timeout, "the statement was interrupted"},
	3699: {fault.Timeout, "the pattern took longer than it may"},
	1153: {fault.TooLarge, "a value or statement is too large for the server"},
	1301: {fault.TooLarge, "a result is too large for the server"},
	1118: {fault.TooLarge, "the record is too large for the server"},
	1045: {fault.Unavailable, "the server refuses the user or the password"},
	1044: {fault.Unavailable, "the user may not use this database"},
	1049: {fault.Unavailable, "there is no such database"},
	1698: {fault.Unavailable, "the server refuses the user or the password"},
	// Statements are made from the schema: another version of it has been
	// applied, or somebody altered the tables by hand.
	1054: {fault.SchemaChanged, "the database's tables are not those of this server's schema"},
	1146: {fault.SchemaChanged, "the database's tables are not those of this server's schema"},
}

// Number gives the server's number of an error, 0 where it is none of the server's.
func Number(err error) uint16 {
	var of *mysql.MySQLError
	if errors.As(err, &of) {
		return of.Number
	}
	return 0
}

// Waited tells that a statement waited for another transaction for as long as it may.
func Waited(err error) bool { return Number(err) == 1205 }

// Lost tells that the connection broke: nobody knows whether the server did what
// it was asked for.
func Lost(err error) bool {
	var network net.Error
	switch Number(err) {
	case 0:
	case 1053, 1927, 2006, 2013, 4031:
		return true
	default:
		return false
	}
	return errors.Is(err, sqldriver.ErrBadConn) || errors.Is(err, mysql.ErrInvalidConn) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || errors.As(err, &network) ||
		errors.Is(err, mysql.ErrMalformPkt) || errors.Is(err, mysql.ErrPktSync) || errors.Is(err, mysql.ErrPktSyncMul)
}

// Classify gives the fault that an error of the server or of the way to it is.
func Classify(err error) *fault.Error {
	var f *fault.Error
	if err == nil || errors.As(err, &f) {
		return f
	}
	switch {
	case errors.Is(err, context.Canceled):
		return fault.Wrap(fault.Canceled, err, "the caller has gone")
	case errors.Is(err, context.DeadlineExceeded):
		return fault.Wrap(fault.Timeout, err, "the time is up")
	case errors.Is(err, mysql.ErrPktTooLarge):
		return fault.Wrap(fault.TooLarge, err, "a value or statement is too large for the server")
	}
	number := Number(err)
	if c, ok := codes[number]; ok {
		f = fault.Wrap(c.code, err, "%s", c.message)
		switch {
		case c.code == fault.SchemaChanged:
			return f.WithHint("restart the server with the schema files of that version")
		case number == 1290 && !strings.Contains(err.Error(), "read"): // another option than --read-only
			return fault.Wrap(fault.Internal, err, "internal error")
		}
		return f
	}
	if Lost(err) {
		return fault.Wrap(fault.Unavailable, err, "the database cannot be reached")
	}
	return fault.Wrap(fault.Internal, err, "internal error")
}

// Key gives the name of the index or constraint that an error is about: what it
// quotes last, without a table's name.
func Key(err error) string {
	var of *mysql.MySQLError
	if !errors.As(err, &of) {
		return ""
	}
	text := of.Message
	for _, quote := range []byte("'`") {
		end := strings.LastIndexByte(text, quote)
		if end <= 0 {
			continue
		}
		if start := strings.LastIndexByte(text[:end], quote); start >= 0 {
			return text[start+1 : end]
		}
	}
	return ""
}

// Constraint gives the name of the constraint that an error is about.
func Constraint(err error) string {
	var of *mysql.MySQLError
	if !errors.As(err, &of) {
		return ""
	}
	if _, rest, found := strings.Cut(of.Message, "CONSTRAINT `"); found {
		name, _, _ := strings.Cut(strings.ReplaceAll(rest, "``", "\x00"), "`")
		return strings.ReplaceAll(name, "\x00", "`")
	}
	return Key(err)
}

// Refused gives the fault of an address that the server does not let in, which is
// no reason to wait for it.
func Refused(err error) *fault.Error {
	f := Classify(err)
	switch Number(err) {
	case 1044, 1045, 1049, 1698, 1251, 2059:
		return fault.Wrap(fault.Value, err, "%s", f.Message).WithHint("mend the user, the password or the database in the address")
	}
	return f
}
