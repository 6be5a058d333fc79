package engine

import (
	"slices"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/access"
	"bedplate/internal/planner"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/plan"
	"bedplate/value"
)

// update changes the chosen records.
func (o *operation) update() error {
	if o.in.Where == nil && !o.in.All {
		return o.unfiltered()
	}
	rows, err := o.choose()
	if err != nil {
		return err
	}
	if err := o.limit(len(rows)); err != nil {
		return err
	}
	drafts := make([]draft, len(rows))
	for i, old := range rows {
		if drafts[i], err = o.change(old); err != nil {
			return err
		}
	}
	return o.settle(drafts, &o.op.Write.Update)
}

// set writes one draft over its old record.
func (o *operation) set(d *draft, up *plan.Update) error {
	if up == nil {
		return nil
	}
	args := make([]value.Value, 0, len(up.Fields)+len(o.c.Key))
	for _, f := range up.Fields {
		args = append(args, d.fresh[f])
	}
	args = append(args, keyOf(o.c, d.old)...)
	found, err := o.tx.Update(o.ctx, up, args)
	if err != nil {
		return o.explain(err, d.fresh)
	}
	if !found {
		return fault.Of(fault.Conflict, o.c.Name, "a record of %s was changed by another request", o.c.Name)
	}
	return o.reread(d, query.Update)
}

// change applies the operation's changes to an old record.
func (o *operation) change(old []value.Value) (draft, error) {
	d := o.over(old)
	for i := range o.in.Changes {
		ch := o.in.Changes[i]
		f := o.c.Fields[ch.Field]
		for _, u := range o.in.Uses {
			if !u.Param && u.Value == i {
				v, err := o.used(&u)
				if err != nil {
					return d, err
				}
				ch.Value = v
			}
		}
		v, err := changed(f, d.fresh[ch.Field], ch)
		if err != nil {
			return d, err
		}
		d.fresh[ch.Field], d.given[ch.Field] = v, true
	}
	o.touch(&d)
	return d, nil
}

// over starts a draft over an old record.
func (o *operation) over(old []value.Value) draft {
	n := len(o.c.Stored())
	d := draft{fresh: make([]value.Value, n), given: make([]bool, n), old: old}
	copy(d.fresh, old)
	return d
}

// touch sets what every change sets.
func (o *operation) touch(d *draft) {
	for f, field := range o.c.Stored() {
		if field.Set == schema.SetWrite && !d.given[f] {
			d.fresh[f] = o.now
		}
	}
}

// upsert creates each row, or changes the record that it meets.
func (o *operation) upsert() error {
	if o.in.Source != nil {
		return o.upsertAll()
	}
	if err := o.limit(len(o.in.Rows)); err != nil {
		return err
	}
	var records [][]value.Value
	for i := range o.in.Rows {
		d, err := o.draft(i)
		if err != nil {
			return err
		}
		rec, created, err := o.upsertRow(&d)
		if err != nil {
			return d.placed(err)
		}
		if rec != nil {
			records = append(records, rec)
		}
		o.results[o.number].Created = created && len(o.in.Rows) == 1
	}
	return o.answer(records)
}

// upsertRow gives the record that a draft made or changed; nil where it met one
// that is to be left as it is.
func (o *operation) upsertRow(d *draft) (rec []value.Value, created bool, err error) {
	met, err := o.meet(d)
	if err != nil {
		return nil, false, err
	}
	if met == nil {
		if err := o.demand(nil); err != nil {
			return nil, false, err
		}
		rec, err = o.settleOne(d, &o.op.Write.Create)
		return rec, true, o.overtaken(err)
	}
	w := o.op.Write
	switch {
	case w.Sees >= 0 && !met[w.Sees].Bool():
		return nil, false, conflictOf(o.c, o.in.Conflict)
	case w.If >= 0 && !met[w.If].Bool():
		return nil, false, nil
	case !o.ignores() && w.May >= 0 && !met[w.May].Bool():
		o.blame(judged{c: o.c, rule: "update"})
		return nil, false, o.denied()
	}
	if err := o.demand(met); err != nil || o.ignores() {
		return nil, false, err
	}
	over := o.over(met)
	over.line, over.row = d.line, d.row
	for _, f := range o.in.Fields {
		if d.given[f] && o.takesOver(f) {
			over.fresh[f], over.given[f] = d.fresh[f], true
		}
	}
	o.touch(&over)
	rec, err = o.settleOne(&over, &w.Update)
	return rec, false, err
}

// overtakes is how often a transaction is run again because others were faster.
// One that still does not meet the record never will: an adopted index may take
// values for the same that are not.
const overtakes = 4

// overtaken tells, of a record that was not met and yet is there, that another
// transaction made it meanwhile: run again, this one meets it.
func (o *operation) overtaken(err error) error {
	if f := fault.As(err); o.try <= overtakes && f != nil && f.Code == fault.Unique && f.Constraint == o.c.UniqueName(o.meets()) {
		return fault.Wrap(fault.Conflict, err, "another request made the same record")
	}
	return err
}

// meets are the fields by which an Upsert meets records.
func (o *operation) meets() []int {
	if o.in.Conflict != nil && len(o.in.Conflict.Fields) > 0 {
		return o.in.Conflict.Fields
	}
	return o.c.Key
}

// takesOver tells whether a record that an Upsert meets takes over a field of its row.
func (o *operation) takesOver(field int) bool {
	c := o.in.Conflict
	return c == nil || c.Update == nil || slices.Contains(c.Update, field)
}

// ignores tells an Upsert that leaves the records it meets as they are.
func (o *operation) ignores() bool { return o.in.Conflict != nil && o.in.Conflict.Ignore }

// settleOne validates, writes and judges one draft: the next row of an Upsert
// may meet it.
func (o *operation) settleOne(d *draft, j *planner.Judgement) ([]value.Value, error) {
	one := []draft{*d}
	if err := o.vet(one, j); err != nil {
		return nil, err
	}
	if err := o.put(&one[0]); err != nil {
		return nil, err
	}
	return one[0].fresh, o.judge(j, &one[0])
}

// meet looks up the record that a draft would conflict with, locked; nil for
// none. A null in the conflict's fields meets nothing.
func (o *operation) meet(d *draft) ([]value.Value, error) {
	fields := o.meets()
	for _, f := range fields {
		if d.fresh[f].IsNull() {
			return nil, nil
		}
	}
	rows, err := o.rowsOf(o.op.Write.Choose, &at{row: d.fresh})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}

// unfiltered refuses to touch every record, and says by which field to choose.
func (o *operation) unfiltered() error {
	err := fault.Of(fault.Unfiltered, o.c.Name, "a filter is needed to change %s", o.c.Name)
	for _, k := range o.c.Key {
		f := o.c.Fields[k]
		if access.Sees(o.principal, &o.caller, o.c, expr.FieldOf(expr.Self, k, f.Name, f.Type)) {
			return err.WithHint("add a filter, as in %s=eq.value", f.Name)
		}
	}
	return err.WithHint("add a filter")
}

// conflictOf is the unique error of a conflict, as any other unique error.
func conflictOf(c *schema.Collection, conflict *query.Conflict) error {
	fields, name := c.Key, c.KeyName()
	if conflict != nil && len(conflict.Fields) > 0 {
		fields = conflict.Fields
		name = c.UniqueName(fields)
	}
	e := fault.Of(fault.Unique, c.Fields[fields[0]].Name, "duplicate key value violates unique constraint %q", name)
	e.Constraint = name
	return e
}
