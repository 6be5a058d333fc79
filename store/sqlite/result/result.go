// Package result says what SQLite's result codes mean, as faults.
package result

import (
	"errors"
	"strings"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/store/sqlite/storage"
)

// codes says what each result code means. Constraints have their own names.
var codes = map[zombiezen.ResultCode]struct {
	code    fault.Code
	message string
}{
	zombiezen.ResultBusy:      {fault.Unavailable, "the database is locked by another process"},
	zombiezen.ResultLocked:    {fault.Conflict, "the table is in use"},
	zombiezen.ResultReadOnly:  {fault.ReadOnly, "the database cannot be written: its file or directory is read-only"},
	zombiezen.ResultPerm:      {fault.Unavailable, "the database file may not be opened"},
	zombiezen.ResultFull:      {fault.Full, "the disk, or the database's limit, is full"},
	zombiezen.ResultNotADB:    {fault.Unavailable, "the file is not a database, or it is encrypted"},
	zombiezen.ResultCorrupt:   {fault.Unavailable, "the database file is damaged"},
	zombiezen.ResultCantOpen:  {fault.Unavailable, "the database file cannot be opened"},
	zombiezen.ResultIOErr:     {fault.Unavailable, "the disk failed"},
	zombiezen.ResultInterrupt: {fault.Timeout, "the work was interrupted"},
	zombiezen.ResultTooBig:    {fault.TooLarge, "a value or statement is too large for the database"},
	zombiezen.ResultNoMem:     {fault.Unavailable, "the database has no memory left"},
	zombiezen.ResultMismatch:  {fault.Value, "a value does not have its column's type"},
	zombiezen.ResultProtocol:  {fault.Unavailable, "the database is locked by another process"},
	zombiezen.ResultSchema:    {fault.Conflict, "the tables changed while the statement ran"},
}

var constraints = map[zombiezen.ResultCode]struct {
	code    fault.Code
	message string
}{
	zombiezen.ResultConstraintUnique:     {fault.Unique, "another record has this value"},
	zombiezen.ResultConstraintPrimaryKey: {fault.Unique, "another record has this key"},
	zombiezen.ResultConstraintRowID:      {fault.Unique, "another record has this key"},
	zombiezen.ResultConstraintNotNull:    {fault.Required, "a value is required"},
	zombiezen.ResultConstraintCheck:      {fault.Check, "the value is refused by a check"},
	zombiezen.ResultConstraintForeignKey: {fault.Reference, "a reference would lead to nothing"},
	zombiezen.ResultConstraintTrigger:    {fault.Check, "a trigger refused the change"},
}

// Classify gives the fault that an error of SQLite is.
func Classify(err error) *fault.Error {
	var f *fault.Error
	if err == nil || errors.As(err, &f) {
		return f
	}
	code := zombiezen.ErrCode(err)
	if c, ok := constraints[code]; ok {
		f = fault.Wrap(c.code, err, "%s", c.message)
		f.Constraint = failedNames(err)
		return f
	}
	if code.ToPrimary() == zombiezen.ResultConstraint {
		return fault.Wrap(fault.Check, err, "a constraint refused the change")
	}
	if c, ok := codes[code.ToPrimary()]; ok {
		return fault.Wrap(c.code, err, "%s", c.message)
	}
	var stored *storage.FormError
	switch {
	case errors.As(err, &stored):
		return fault.New(fault.Value, "%s", stored.Message)
	case errors.Is(err, storage.ErrSum):
		return fault.New(fault.OutOfRange, "a sum is beyond 64 bits")
	}
	if text := err.Error(); strings.Contains(text, "no such column: ") || strings.Contains(text, "no such table: ") {
		// Statements are made from the schema: another version of it has been
		// applied, or somebody altered the tables by hand.
		return fault.Wrap(fault.SchemaChanged, err, "the database's tables are not those of this server's schema").
			WithHint("restart the server with the schema files of that version")
	}
	return fault.Wrap(fault.Internal, err, "internal error")
}

// failedNames gives what SQLite names after the last "constraint failed: ".
func failedNames(err error) string {
	const before = "constraint failed: "
	text := err.Error()
	if at := strings.LastIndex(text, before); at >= 0 {
		return text[at+len(before):]
	}
	return ""
}
