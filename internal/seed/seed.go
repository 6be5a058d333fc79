// Package seed puts the rows of an app's seed/ directory into its database,
// as the service role and through the same path as any request, so that types,
// defaults and checks hold for them too. Rows whose key exists are left as
// they are, so that seeding twice is seeding once.
//
// A file is YAML or JSON: collections, each with a list of rows; or NDJSON: rows
// of the collection that the file is named for, one a line, in any number.
// Files are read in the order of their names, and rows in theirs. They are read
// twice, first for their mistakes, and never held whole but for YAML and JSON.
package seed

import (
	"context"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// Report is what became of the rows.
type Report struct {
	Added int `json:"added"`
	Kept  int `json:"kept"` // existed before
}

// batchRows is how many rows go in one transaction.
const batchRows = 200

// row is one row of a file: the values of some fields, by their index.
type row struct {
	collection *schema.Collection
	values     map[int]value.Value
	file       string
	line       int
	column     int
}

// Run reads dir and writes its rows. Mistakes in the files are found before
// anything is written, and given all at once as schema.Problems. progress may
// be nil; it is told after each transaction how many rows of all are done.
func Run(ctx context.Context, doer query.Doer, dir string, progress func(done, all int)) (Report, error) {
	all := 0
	if err := walk(dir, doer.Schema(), func(row) error { all++; return ctx.Err() }); err != nil {
		return Report{}, err
	}
	if progress == nil {
		progress = func(done, all int) {}
	}
	s := &sower{ctx: ctx, doer: doer, all: all, progress: progress}
	if err := walk(dir, doer.Schema(), s.take); err != nil {
		return s.report, err
	}
	return s.report, s.flush()
}

// sower collects rows of one collection and writes them in batches.
type sower struct {
	ctx      context.Context
	doer     query.Doer
	all      int
	progress func(done, all int)
	waiting  []row
	report   Report
}

func (s *sower) take(next row) error {
	if n := len(s.waiting); n == batchRows || n > 0 && s.waiting[0].collection != next.collection {
		if err := s.flush(); err != nil {
			return err
		}
	}
	s.waiting = append(s.waiting, next)
	return nil
}

func (s *sower) flush() error {
	if len(s.waiting) == 0 {
		return nil
	}
	added, err := write(s.ctx, s.doer, s.waiting)
	if err != nil {
		return locate(s.ctx, s.doer, s.waiting, err)
	}
	s.report.Added += added
	s.report.Kept += len(s.waiting) - added
	s.waiting = s.waiting[:0]
	s.progress(s.report.Added+s.report.Kept, s.all)
	return nil
}

func write(ctx context.Context, doer query.Doer, rows []row) (added int, err error) {
	results, err := doer.Do(ctx, &query.Principal{Role: query.RoleService}, request(doer.Schema(), rows), nil)
	if err != nil {
		return 0, err
	}
	return int(results[0].Affected), nil
}

// request makes one upsert of rows that may give different fields.
func request(s *schema.Schema, rows []row) *query.Request {
	c := rows[0].collection
	var fields []int
	for i := range c.Stored() {
		for _, r := range rows {
			if _, given := r.values[i]; given {
				fields = append(fields, i)
				break
			}
		}
	}
	op := query.Operation{
		Kind: query.Upsert, Collection: c, Fields: fields,
		Conflict: &query.Conflict{Ignore: true},
	}
	for _, r := range rows {
		values, absent := make([]value.Value, len(fields)), make([]bool, len(fields))
		for at, field := range fields {
			v, given := r.values[field]
			values[at], absent[at] = v, !given
		}
		op.Rows = append(op.Rows, values)
		op.Absent = append(op.Absent, absent)
	}
	return &query.Request{Schema: s, Ops: []query.Operation{op}}
}

// locate finds which row of a refused batch was meant, by writing them one by
// one: what goes in before it is seeded all the same, and kept the next time.
func locate(ctx context.Context, doer query.Doer, rows []row, cause error) error {
	for _, r := range rows {
		if _, err := write(ctx, doer, []row{r}); err != nil {
			return r.refused(err)
		}
	}
	return cause
}

// refused says where the row stands that the database would not take.
func (r row) refused(err error) error {
	var all schema.Problems
	for _, e := range fault.As(err).All() {
		what := r.collection.Name
		if e.Field != "" {
			what += "." + e.Field
		}
		message := e.Message
		if e.Detail != "" {
			message += ": " + e.Detail
		}
		all = append(all, schema.Problem{
			File: r.file, Line: r.line, Column: r.column, Where: what,
			Code: e.Code, Message: what + ": " + message, Hint: e.Hint,
		})
	}
	return all
}

// Check finds the mistakes in dir's files that can be seen without a database,
// and gives them as schema.Problems.
func Check(dir string, s *schema.Schema) error {
	return walk(dir, s, func(row) error { return nil })
}
