package engine

import (
	"slices"

	"bedplate/fault"
	"bedplate/internal/access"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// taken is what later operations may take of one that is done: its only record.
type taken struct {
	rows   int64
	record []value.Value // every field of a write's, of a read's those that are taken
}

// carry makes ready to take values from one operation to another. A
// transaction that is run again begins anew.
func (r *run) carry() {
	used, params := false, false
	for i := range r.req.Ops {
		for _, u := range r.req.Ops[i].Uses {
			used, params = true, params || u.Param
		}
	}
	if !used {
		return
	}
	r.taken = make([]taken, len(r.req.Ops))
	if params {
		r.params = slices.Clone(r.req.Params)
		r.scope.Params = r.params
	}
}

// use puts into an operation's parameters what it takes from earlier ones.
func (r *run) use(i int) error {
	for n := range r.req.Ops[i].Uses {
		u := &r.req.Ops[i].Uses[n]
		if !u.Param {
			continue
		}
		v, err := r.used(u)
		if err != nil {
			return err
		}
		f := r.req.Ops[u.Op].Collection.Fields[u.Field]
		if v.IsNull() {
			return fault.Of(fault.Body, f.Name, "%s of operation %d is null", f.Name, u.Op)
		}
		if u.Value < 0 || u.Value >= len(r.params) {
			return fault.New(fault.Internal, "parameter %d is missing", u.Value)
		}
		r.params[u.Value] = v
	}
	return nil
}

// usesOf gives what a row takes from earlier operations.
func (o *operation) usesOf(row int) []*query.Use {
	if len(o.in.Uses) == 0 {
		return nil
	}
	if o.uses == nil {
		o.uses = map[int][]*query.Use{}
		for n := range o.in.Uses {
			if u := &o.in.Uses[n]; !u.Param {
				o.uses[u.Row] = append(o.uses[u.Row], u)
			}
		}
	}
	return o.uses[row]
}

// used gives the value that an operation takes from an earlier one.
func (r *run) used(u *query.Use) (value.Value, error) {
	from := &r.taken[u.Op]
	if from.rows != 1 {
		return value.Value{}, fault.New(fault.Body, "operation %d has %d records, and a value can be taken of one alone", u.Op, from.rows)
	}
	return from.record[u.Field], nil
}

// take keeps fields of a row that was read.
func (r *run) take(op int, c *schema.Collection, outputs []int, row query.Row) {
	if r.taken == nil {
		return
	}
	record := make([]value.Value, len(c.Fields))
	for f, at := range outputs {
		if at >= 0 {
			record[f] = row.Value(at).Clone()
		}
	}
	r.taken[op].record = record
}

// wroteFirst keeps the first record that the operation wrote.
func (o *operation) wroteFirst(record []value.Value) {
	if o.taken != nil {
		o.taken[o.number].record = record
	}
}

// took notes how many records an operation has.
func (r *run) took(op int, rows int64) {
	if r.taken != nil {
		r.taken[op].rows = rows
	}
}

// placed says which of several operations an error is about.
func (r *run) placed(err error, op int) error {
	if len(r.req.Ops) == 1 {
		return err
	}
	return fault.InOperation(err, op)
}

// discreet takes out of an error what names something that is not there for
// the caller.
func (r *run) discreet(err error) error {
	if err == nil {
		return nil
	}
	op := max(fault.As(err).Operation-1, 0)
	if r.req.Ops[op].Kind == query.Act {
		return err // the desk has done so
	}
	return access.Discreet(r.principal, &r.caller, r.engine.schema, r.req.Ops[op].Collection, err)
}
