package sqlite

import (
	"errors"
	"slices"
	"strings"

	"bedplate/fault"
	"bedplate/schema"
	"bedplate/store/sqlite/ddl"
	"bedplate/store/sqlite/result"
	"bedplate/value"
)

// writeFault classifies an error of a write to c and names its fields and
// constraint as the schema does. args are the values of fields, first.
func (c *conn) writeFault(of *schema.Collection, fields []int, args []value.Value, err error) *fault.Error {
	f := result.Classify(err)
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
	for _, f := range of.Stored() {
		if strings.EqualFold(f.Column, column) {
			return f.Name
		}
	}
	return column
}

// uniqueNames gives the fields and the constraint that "UNIQUE constraint
// failed" is about: columns of the table, or index 'name' where that is over more
// than columns. Of indexes that only conditions tell apart none is named.
func uniqueNames(of *schema.Collection, names string) (fields, constraint string) {
	var indexes []int
	if _, quoted, ok := strings.Cut(names, "index '"); ok {
		constraint = strings.TrimSuffix(quoted, "'")
		if at := slices.IndexFunc(of.Indexes, func(ix *schema.Index) bool { return ix.Name == constraint }); at >= 0 {
			indexes = fieldsOf(of.Indexes[at])
		}
		return fieldNames(of, indexes), constraint
	}
	for _, column := range columnsOf(of, names) {
		for _, f := range of.Stored() {
			if strings.EqualFold(f.Column, column) {
				indexes = append(indexes, f.Index)
			}
		}
	}
	if constraint = of.UniqueName(indexes); constraint == "" {
		var partial []string
		for _, ix := range of.Indexes {
			if ix.Unique && ix.Where != nil && slices.Equal(fieldsOf(ix), indexes) {
				partial = append(partial, ix.Name)
			}
		}
		if len(partial) == 1 {
			constraint = partial[0]
		}
	}
	return fieldNames(of, indexes), constraint
}

func fieldsOf(ix *schema.Index) []int {
	fields := make([]int, len(ix.Parts))
	for i, p := range ix.Parts {
		fields[i] = p.Field
	}
	return fields
}

func fieldNames(of *schema.Collection, fields []int) string {
	names := make([]string, len(fields))
	for i, field := range fields {
		names[i] = of.Fields[field].Name
	}
	return strings.Join(names, ", ")
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
			f.Field, f.Constraint = fieldNames(of, ref.Columns), ref.Name
			f.Message = "there is no such record in " + ref.To.Name
			return
		}
	}
	f.Message = "the record is referred to by others"
	for _, ref := range of.Referrers {
		if ref.From.View {
			continue
		}
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
