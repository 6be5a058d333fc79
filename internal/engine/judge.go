package engine

import (
	"slices"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/planner"
	"bedplate/schema"
	"bedplate/value"
)

// validate checks what the schema says of each field; of a record that was
// there before, only the fields that are given.
func (o *operation) validate(d *draft) []*fault.Error {
	var faults []*fault.Error
	for i, f := range o.c.Stored() {
		if d.old != nil && !d.given[i] {
			continue
		}
		byDatabase := f.Identity || f.Generated || f.Default != nil && f.Default.Database != ""
		if d.fresh[i].IsNull() && byDatabase && !d.given[i] {
			continue
		}
		if err := f.Validate(d.fresh[i]); err != nil {
			faults = append(faults, err)
		}
	}
	return faults
}

// testLocal runs the tests that a record's own fields decide. A rule that fails
// ends the request at once; failed checks are added to faults.
func (o *operation) testLocal(j *planner.Judgement, d *draft, faults *[]*fault.Error) error {
	if o.op.Write.Reread != nil {
		return nil // the database may change it yet: judge does it afterwards
	}
	return o.testRecord(j, d, faults)
}

func (o *operation) testRecord(j *planner.Judgement, d *draft, faults *[]*fault.Error) error {
	scope := o.scope
	scope.Record = record(d.fresh)
	if d.old != nil {
		scope.Old = record(d.old)
	}
	for i := range j.Tests {
		t := &j.Tests[i]
		if t.Output >= 0 || t.Field != nil && d.fresh[t.Field.Index].IsNull() {
			continue
		}
		ok, err := expr.Test(t.Node, &scope)
		if err != nil {
			return err
		}
		if err := o.verdict(t, ok, faults); err != nil {
			return err
		}
	}
	return nil
}

// judge asks the store for the tests that look at other records, by the new
// record's key, inside the transaction.
func (o *operation) judge(j *planner.Judgement, d *draft) error {
	var faults []*fault.Error
	if o.op.Write.Reread != nil {
		if err := o.testRecord(j, d, &faults); err != nil {
			return err
		}
	}
	if j.Read != nil {
		if err := o.askStore(j, d, &faults); err != nil {
			return err
		}
	}
	if err := fault.Join(faults); err != nil {
		return err
	}
	return nil
}

// askStore judges by what the store says. Of the draft it needs the key, and
// which of the tested fields are null.
func (o *operation) askStore(j *planner.Judgement, d *draft, faults *[]*fault.Error) error {
	a := &at{key: keyOf(o.c, d.fresh), old: d.old, parts: o.op.Write.Parts}
	rows, err := o.rowsOf(j.Read, a)
	if err != nil {
		return err
	}
	for i := range j.Tests {
		t := &j.Tests[i]
		if t.Output < 0 || t.Field != nil && d.fresh[t.Field.Index].IsNull() {
			continue
		}
		ok := len(rows) == 1 && rows[0][t.Output].Bool()
		if err := o.verdict(t, ok, faults); err != nil {
			return err
		}
	}
	return nil
}

// verdict makes an error of a failed test: a rule's is final, a check's is one
// of many. A check is about a value: null passes (required forbids it).
func (o *operation) verdict(t *planner.Test, ok bool, faults *[]*fault.Error) error {
	if ok {
		return nil
	}
	o.blame(judged{c: o.c, node: t.Node, field: t.Field})
	if t.Field == nil {
		return o.denied()
	}
	name := o.c.Table + "_" + t.Field.Column + "_check"
	e := fault.Of(fault.Check, t.Field.Name, "new row for %q violates check constraint %q", o.c.Name, name).
		WithDetail("%s must satisfy %s", t.Field.Name, t.Field.CheckText)
	e.Constraint = name
	*faults = append(*faults, e)
	return nil
}

// explain tells every broken reference of a record at once, where the database
// names the first at best.
func (o *operation) explain(err error, fresh []value.Value) error {
	if fault.CodeOf(err) != fault.Reference {
		return err
	}
	var faults []*fault.Error
	for _, ref := range o.c.Refs {
		if ref.Unchecked || anyNull(fresh, ref.Columns) || o.leadsToItself(ref, fresh) {
			continue
		}
		row := make([]value.Value, len(ref.To.Stored()))
		for i, target := range ref.Target {
			row[target] = fresh[ref.Columns[i]]
		}
		rows, lookErr := o.lookup(ref.To, ref.Target, row, 1)
		if lookErr != nil {
			return err
		}
		if len(rows) == 0 {
			faults = append(faults, brokenRef(ref, fresh))
		}
	}
	if joined := fault.Join(faults); joined != nil {
		return joined
	}
	return err
}

// leadsToItself tells that a record refers to itself, which it may.
func (o *operation) leadsToItself(ref *schema.Ref, fresh []value.Value) bool {
	return ref.To == o.c && slices.EqualFunc(ref.Columns, ref.Target, func(from, to int) bool {
		return value.Equal(fresh[from], fresh[to])
	})
}

func anyNull(record []value.Value, fields []int) bool {
	for _, f := range fields {
		if record[f].IsNull() {
			return true
		}
	}
	return false
}
