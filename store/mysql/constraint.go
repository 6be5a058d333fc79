package mysql

import (
	"context"
	"regexp"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/result"
	"bedplate/store/plan"
	"bedplate/value"
)

// byKey reads the fields that an insertion returns, of the record with a key.
func byKey(in *plan.Insert) *plan.Read {
	r := &plan.Read{From: in.Into, Limit: plan.None, Offset: plan.None}
	field := func(i int) *expr.Node {
		f := in.Into.Fields[i]
		return expr.FieldOf(expr.Self, i, f.Name, f.Type)
	}
	for _, i := range in.Return {
		r.Outputs = append(r.Outputs, plan.Output{Expr: field(i)})
	}
	var parts []*expr.Node
	for i, k := range in.Into.Key {
		t := in.Into.Fields[k].Type
		parts = append(parts, expr.TestOf(expr.Eq, field(k), &expr.Node{Op: expr.Bind, Type: t, Index: i}))
		r.Binds = append(r.Binds, t)
	}
	r.Where = expr.AndOf(parts...)
	return r
}

// refused classifies an error of a write to a collection, and names its fields and
// constraint as the schema does.
func (t *tx) refused(ctx context.Context, of *schema.Collection, w *write, args []value.Value, err error) error {
	if err == nil {
		return nil
	}
	f := result.Classify(err)
	if f.Code == fault.Reference {
		err = t.otherwise(ctx, w, args, f)
		f = result.Classify(err)
	}
	cause := error(f)
	if f.Err != nil {
		cause = f.Err
	}
	switch f.Code {
	case fault.Unique:
		f.Field, f.Constraint = uniqueNames(of, result.Key(cause))
	case fault.Required, fault.TooLong, fault.OutOfRange, fault.Value:
		if name := column(cause); name != "" {
			f.Field = fieldOf(of, name)
		}
	case fault.Check:
		f.Constraint = result.Constraint(cause)
		f.Field = checkedField(of, f.Constraint)
	case fault.Reference:
		nameReference(f, of, result.Constraint(cause))
	}
	return t.check(ctx, f)
}

// otherwise tells what else is wrong with a write that failed by a reference: the
// servers look at references before they have looked at all unique indexes, others
// behind them. It tries the write without references, and takes it back.
func (t *tx) otherwise(ctx context.Context, w *write, args []value.Value, reference *fault.Error) error {
	begin := []string{"SAVEPOINT otherwise", "SET foreign_key_checks = 0"}
	end := []string{"SET foreign_key_checks = 1", "ROLLBACK TO SAVEPOINT otherwise"}
	for _, sql := range begin {
		if err := t.conn.exec(ctx, sql); err != nil {
			t.conn.broken = true // it may be left without references
			return err
		}
	}
	// One that returns what it made is read: executed again, it would wait for what
	// the server does not say twice.
	_, err := t.conn.read(ctx, w.statement, args, func(query.Row) error { return nil })
	for _, sql := range end {
		if err := t.conn.exec(context.WithoutCancel(ctx), sql); err != nil {
			t.conn.broken = true
			return err
		}
	}
	if result.Classify(err) != nil && result.Classify(err).Code == fault.Unique {
		return err
	}
	return reference
}

// quotedColumn finds the column in what the servers say of a value.
var quotedColumn = regexp.MustCompile("(?:[Cc]olumn|Field) ['`]((?:[^'`]|``)+)['`](?:\\.['`]((?:[^'`]|``)+)['`])?(?:\\.['`]((?:[^'`]|``)+)['`])?")

func column(err error) string {
	parts := quotedColumn.FindStringSubmatch(err.Error())
	for i := len(parts) - 1; i > 0; i-- {
		if parts[i] != "" {
			return strings.ReplaceAll(parts[i], "``", "`")
		}
	}
	return ""
}

func fieldOf(of *schema.Collection, column string) string {
	for _, f := range of.Stored() {
		if strings.EqualFold(f.Column, column) {
			return f.Name
		}
	}
	return column
}

// uniqueNames gives the fields and the constraint that a key of the table stands
// for. Some servers say the table before it.
func uniqueNames(of *schema.Collection, key string) (fields, constraint string) {
	named := func(indexes []int) string {
		names := make([]string, len(indexes))
		for i, field := range indexes {
			names[i] = of.Fields[field].Name
		}
		return strings.Join(names, ", ")
	}
	is := func(name string) bool { return key == name || strings.HasSuffix(key, "."+name) }
	if is("PRIMARY") {
		return named(of.Key), of.UniqueName(of.Key)
	}
	for _, ix := range of.Indexes {
		if !is(ix.Name) {
			continue
		}
		indexes := make([]int, len(ix.Parts))
		for i, p := range ix.Parts {
			indexes[i] = p.Field
		}
		return named(indexes), ix.Name
	}
	return "", key
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

// nameReference says which reference leads to nothing, or who refers to the record.
func nameReference(f *fault.Error, of *schema.Collection, constraint string) {
	child := result.Number(f.Err) == 1452 || result.Number(f.Err) == 1216
	f.Constraint = constraint
	if child {
		f.Message = "there is no such record"
		for _, ref := range of.Refs {
			if ref.Name != constraint {
				continue
			}
			names := make([]string, len(ref.Columns))
			for i, column := range ref.Columns {
				names[i] = of.Fields[column].Name
			}
			f.Field = strings.Join(names, ", ")
			f.Message = "there is no such record in " + ref.To.Name
		}
		return
	}
	f.Message = "the record is referred to by others"
	for _, ref := range of.Referrers {
		if ref.Name == constraint {
			f.Message = "the record is referred to by " + ref.From.Name
		}
	}
}
