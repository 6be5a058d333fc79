package sqlite

import (
	"errors"
	"slices"
	"strings"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
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

// classify gives the fault that an error of SQLite is.
func classify(err error) *fault.Error {
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
	var stored *formError
	switch {
	case errors.As(err, &stored):
		return fault.New(fault.Value, "%s", stored.message)
	case errors.Is(err, errSum):
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

// writeFault classifies an error of a write to c and names its fields and
// constraint as the schema does. args are the values of fields, first.
func (c *conn) writeFault(of *schema.Collection, fields []int, args []value.Value, err error) *fault.Error {
	f := classify(err)
	var own *fault.Error
	if errors.As(err, &own) {
		return f
	}
	names := f.Constraint
	f.Constraint = ""
	switch f.Code {
	case fault.Unique:
		f.Field, f.Constraint = uniqueNames(of, names)
	case fault.Required:
		f.Field = fieldOf(of, names)
	case fault.Check:
		f.Constraint = names
		f.Field = checkedField(of, names)
	case fault.Reference:
		c.nameReference(f, of, fields, args)
	}
	return f
}

// columnsOf splits "posts.a, posts.b" in columns.
func columnsOf(of *schema.Collection, names string) []string {
	var out []string
	for part := range strings.SplitSeq(names, ", ") {
		out = append(out, strings.TrimPrefix(part, of.Table+"."))
	}
	return out
}

func fieldOf(of *schema.Collection, name string) string {
	column := columnsOf(of, name)[0]
	for _, f := range of.Fields {
		if strings.EqualFold(f.Column, column) {
			return f.Name
		}
	}
	return column
}

// uniqueNames gives the fields and the constraint that "UNIQUE constraint
// failed" is about: columns of the table, or index 'name'.
func uniqueNames(of *schema.Collection, names string) (fields, constraint string) {
	if _, quoted, ok := strings.Cut(names, "index '"); ok {
		return "", strings.TrimSuffix(quoted, "'")
	}
	var indexes []int
	var listed []string
	for _, column := range columnsOf(of, names) {
		for _, f := range of.Fields {
			if strings.EqualFold(f.Column, column) {
				indexes = append(indexes, f.Index)
				listed = append(listed, f.Name)
			}
		}
	}
	fields = strings.Join(listed, ", ")
	return fields, of.UniqueName(indexes)
}

// checkedField finds the field of one of our own checks, posts_status_check.
func checkedField(of *schema.Collection, constraint string) string {
	for _, f := range of.Fields {
		if constraint == checkName(of, f) {
			return f.Name
		}
	}
	return ""
}

// nameReference finds which reference of the written values leads to nothing;
// where none does, it is the record that is referred to.
func (c *conn) nameReference(f *fault.Error, of *schema.Collection, fields []int, args []value.Value) {
	for _, ref := range of.Refs {
		key := make([]value.Value, len(ref.Columns))
		given := true
		for i, column := range ref.Columns {
			at := slices.Index(fields, column)
			if at < 0 || args[at].IsNull() {
				given = false
				break
			}
			key[i] = args[at]
		}
		if given && !c.rowWith(ref.To, ref.Target, key) {
			names := make([]string, len(ref.Columns))
			for i, column := range ref.Columns {
				names[i] = of.Fields[column].Name
			}
			f.Field, f.Constraint = strings.Join(names, ", "), ref.Name
			f.Message = "there is no such record in " + ref.To.Name
			return
		}
	}
	f.Message = "the record is referred to by others"
	for _, ref := range of.Referrers {
		key := make([]value.Value, len(ref.Target))
		for i, target := range ref.Target {
			// The key stands behind the values of fields.
			if at := slices.Index(of.Key, target); at >= 0 {
				key[i] = args[len(args)-len(of.Key)+at]
			}
		}
		if c.rowWith(ref.From, ref.Columns, key) {
			f.Constraint = ref.Name
			f.Message = "the record is referred to by " + ref.From.Name
			return
		}
	}
}
