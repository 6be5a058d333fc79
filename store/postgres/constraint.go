package postgres

import (
	"errors"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/postgres/ddl"
)

// writeFault names the fields and the constraint of a refused write to a
// collection as the schema does. fields are those that were written.
func writeFault(of *schema.Collection, fields []int, deletes bool, err error) error {
	var own *pgconn.PgError
	f := fault.As(err)
	if f == nil || !errors.As(err, &own) {
		return err
	}
	switch f.Code {
	case fault.Unique:
		f.Field = uniqueFields(of, f.Constraint)
	case fault.Required, fault.TooLong, fault.OutOfRange, fault.Value:
		f.Field = fieldOf(of, own.ColumnName)
		f.Constraint = ""
	case fault.Check:
		f.Field = checkedField(of, f.Constraint)
	case fault.Reference:
		nameReference(f, of, fields, deletes)
	}
	return f
}

func fieldOf(of *schema.Collection, column string) string {
	for _, f := range of.Stored() {
		if f.Column == column {
			return f.Name
		}
	}
	return column
}

// uniqueFields gives the fields of a unique constraint or index.
func uniqueFields(of *schema.Collection, constraint string) string {
	if constraint == of.KeyName() {
		return names(of, of.Key)
	}
	for _, ix := range of.Indexes {
		if ix.Name == constraint {
			fields := make([]int, len(ix.Parts))
			for i, p := range ix.Parts {
				fields[i] = p.Field
			}
			return names(of, fields)
		}
	}
	return ""
}

func names(of *schema.Collection, fields []int) string {
	out := make([]string, len(fields))
	for i, field := range fields {
		out[i] = of.Fields[field].Name
	}
	return strings.Join(out, ", ")
}

// checkedField finds the field of one of our own checks, posts_status_check.
func checkedField(of *schema.Collection, constraint string) string {
	for _, f := range of.Stored() {
		if constraint == ddl.CheckName(of, f) {
			return f.Name
		}
	}
	return ""
}

// nameReference tells a reference that leads to nothing from a record that is
// referred to. One that leads to its own collection may be either: it is the
// first where it was written.
func nameReference(f *fault.Error, of *schema.Collection, fields []int, deletes bool) {
	for _, ref := range of.Refs {
		written := !slices.ContainsFunc(ref.Columns, func(column int) bool { return !slices.Contains(fields, column) })
		if ref.Name == f.Constraint && written && !deletes {
			f.Field = names(of, ref.Columns)
			f.Message = "there is no such record in " + ref.To.Name
			return
		}
	}
	f.Message = "the record is referred to by others"
	for _, ref := range of.Referrers {
		if ref.Name == f.Constraint {
			f.Message = "the record is referred to by " + ref.From.Name
			return
		}
	}
}
