package engine

import (
	"context"
	"errors"

	"bedplate/fault"
	"bedplate/internal/planner"
	"bedplate/query"
)

// batchRows is how many rows of a source are in memory at once.
const batchRows = 1000

// sourced tells whether any of a request's rows come from a source.
func sourced(req *query.Request) bool {
	for i := range req.Ops {
		if req.Ops[i].Source != nil {
			return true
		}
	}
	return false
}

// preview finds the mistakes that rows of sources tell of by themselves, so
// that most of what must fail never takes the writer.
func (r *run) preview(ctx context.Context) error {
	w := &writer{run: r, ctx: ctx}
	for i := range r.req.Ops {
		in := &r.req.Ops[i]
		if in.Source == nil {
			continue
		}
		if in.Rows != nil || in.Absent != nil || in.Uses != nil {
			return fault.New(fault.Internal, "an operation has rows besides those of its source")
		}
		o := &operation{writer: w, number: i, in: in, op: &r.plan.Ops[i], c: in.Collection}
		if err := o.bounded(in.Source.Len()); err != nil {
			return err
		}
		vet := func(drafts []draft) error { return o.vet(drafts, &o.op.Write.Create) }
		if in.Kind == query.Upsert {
			if in.Conflict != nil && in.Conflict.Ignore {
				continue // a row that meets a record may hold anything
			}
			vet = o.vetGiven
		}
		if err := o.eachBatch(vet); err != nil {
			return err
		}
	}
	return nil
}

// vetGiven validates what the drafts of an Upsert were given, which must stand
// whether they make a record or change one.
func (o *operation) vetGiven(drafts []draft) error {
	var faults []*fault.Error
	for i := range drafts {
		d := &drafts[i]
		for f, field := range o.c.Stored() {
			if !d.given[f] {
				continue
			}
			if err := field.Validate(d.fresh[f]); err != nil {
				faults = append(faults, d.place(err))
			}
		}
		if len(faults) >= maxFaults {
			break
		}
	}
	if err := fault.Join(faults); err != nil {
		return err
	}
	return nil
}

// eachBatch reads the source from its start, and calls use with a batch of
// drafts at a time.
func (o *operation) eachBatch(use func([]draft) error) error {
	src := o.in.Source
	if err := src.Rewind(); err != nil {
		return err
	}
	drafts := make([]draft, 0, min(batchRows, src.Len()))
	for more := true; more; {
		if err := o.ctx.Err(); err != nil {
			return interrupted(err)
		}
		clear(drafts)
		drafts = drafts[:0]
		for len(drafts) < batchRows {
			row, absent, ok, err := src.Next()
			if err != nil {
				return err
			}
			if more = ok; !ok {
				break
			}
			d := o.gives(row, absent)
			d.line = src.Line()
			if err := o.complete(&d); err != nil {
				return err
			}
			drafts = append(drafts, d)
		}
		if len(drafts) == 0 {
			break
		}
		if err := use(drafts); err != nil {
			return err
		}
	}
	return nil
}

// interrupted tells why work ends whose caller waits no longer.
func interrupted(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fault.Wrap(fault.Timeout, err, "the request took too long").
			WithHint("send fewer rows in one request")
	}
	return fault.Wrap(fault.Canceled, err, "the caller went away")
}

// createAll inserts the rows of a source, in batches. It means what create
// means: what looks at other records is judged when the last row stands. Only
// the order of records that refer to each other is found within a batch.
func (o *operation) createAll() error {
	j := &o.op.Write.Create
	made := journal{c: o.c, kept: j.Read != nil || o.represents()}
	for i := range j.Tests {
		if t := &j.Tests[i]; t.Output >= 0 && t.Field != nil {
			made.tested = append(made.tested, t.Field.Index)
		}
	}
	if err := o.bounded(o.in.Source.Len()); err != nil {
		return err
	}
	err := o.eachBatch(func(drafts []draft) error {
		if err := o.vet(drafts, j); err != nil {
			return err
		}
		for _, i := range parentsFirst(o.c, drafts) {
			if err := o.put(&drafts[i]); err != nil {
				return drafts[i].placed(err)
			}
		}
		own := planner.Judgement{Tests: j.Tests}
		for i := range drafts {
			if err := o.judge(&own, &drafts[i]); err != nil {
				return drafts[i].placed(err)
			}
			if err := o.note(&made, &drafts[i]); err != nil {
				return err
			}
		}
		return o.tell(len(drafts))
	})
	if err != nil {
		return err
	}
	if j.Read != nil {
		if err := made.each(func(d *draft) error { return o.judgeLate(j, d) }); err != nil {
			return err
		}
	}
	return o.representAll(&made)
}

// judgeLate asks the store about a record that was noted.
func (o *operation) judgeLate(j *planner.Judgement, d *draft) error {
	var faults []*fault.Error
	if err := o.askStore(j, d, &faults); err != nil {
		return d.placed(err)
	}
	if err := fault.Join(faults); err != nil {
		return d.placed(err)
	}
	return nil
}

// upsertAll creates each row of a source, or changes the record that it meets.
func (o *operation) upsertAll() error {
	made := journal{c: o.c, kept: o.represents()}
	if err := o.bounded(o.in.Source.Len()); err != nil {
		return err
	}
	err := o.eachBatch(func(drafts []draft) error {
		for i := range drafts {
			d := &drafts[i]
			rec, created, err := o.upsertRow(d)
			if err != nil {
				return d.placed(err)
			}
			if rec != nil {
				if err := o.note(&made, &draft{fresh: rec, line: d.line}); err != nil {
					return err
				}
			}
			o.results[o.number].Created = created && o.in.Source.Len() == 1
		}
		return o.tell(len(drafts))
	})
	if err != nil {
		return err
	}
	return o.representAll(&made)
}

// note counts a record that was written, and keeps what is asked of it later.
func (o *operation) note(made *journal, d *draft) error {
	if o.affected++; o.affected == 1 {
		o.wroteFirst(d.fresh)
		o.results[o.number].Key = keyOf(o.c, d.fresh)
	} else {
		o.results[o.number].Key = nil
	}
	return made.add(d)
}

// represents tells whether the caller wants the records.
func (o *operation) represents() bool { return o.op.Read != nil && o.sink != nil }

func (o *operation) representAll(made *journal) error {
	if !o.represents() {
		return nil
	}
	return made.each(func(d *draft) error {
		if err := o.represent(d.fresh); err != nil {
			return d.placed(err)
		}
		return nil
	})
}

// tell gives the changes of a batch to the inside seams, and forgets them
// where nobody waits for all of them.
func (o *operation) tell(rows int) error {
	if !o.keep {
		return nil
	}
	if err := o.intercept(); err != nil {
		return err
	}
	if o.engine.followed() {
		return o.spend(o.c, rows)
	}
	o.changes, o.told = nil, 0
	return nil
}

// placed says in which line or row a draft's mistakes are, where they are not
// placed yet.
func (d *draft) placed(err error) error {
	if d.line == 0 && d.row == 0 || fault.CodeOf(err) == fault.Internal {
		return err
	}
	all := fault.As(err).All()
	for i, one := range all {
		all[i] = d.place(one)
	}
	return joined(all)
}

// place is one error with the draft's place, where it has none yet.
func (d *draft) place(err *fault.Error) *fault.Error {
	if d.line == 0 && d.row == 0 || err.Line > 0 || err.Row > 0 {
		return err
	}
	f := *err
	f.Line, f.Row = d.line, d.row
	return &f
}

// joined makes one error again of what All gave.
func joined(all []*fault.Error) *fault.Error {
	first := *all[0]
	first.Others = all[1:]
	return &first
}
