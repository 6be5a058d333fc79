package engine

import (
	"github.com/google/uuid"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/planner"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/plan"
	"bedplate/value"
)

// create inserts the operation's rows.
func (o *operation) create() error {
	if o.in.Source != nil {
		return o.createAll()
	}
	if err := o.limit(len(o.in.Rows)); err != nil {
		return err
	}
	drafts := make([]draft, len(o.in.Rows))
	for i := range drafts {
		var err error
		if drafts[i], err = o.draft(i); err != nil {
			return err
		}
	}
	return o.settle(drafts, &o.op.Write.Create)
}

// settle writes drafts: all of them are validated before the first is
// written, and judged when the last one stands.
func (o *operation) settle(drafts []draft, j *planner.Judgement) error {
	if err := o.vet(drafts, j); err != nil {
		return err
	}
	for _, i := range parentsFirst(o.c, drafts) {
		if err := o.put(&drafts[i]); err != nil {
			return drafts[i].placed(err)
		}
	}
	records := make([][]value.Value, len(drafts))
	for i := range drafts {
		records[i] = drafts[i].fresh
		if err := o.judge(j, &drafts[i]); err != nil {
			return drafts[i].placed(err)
		}
	}
	return o.answer(records)
}

// vet finds the mistakes of drafts that they themselves tell of, all at once.
func (o *operation) vet(drafts []draft, j *planner.Judgement) error {
	var faults []*fault.Error
	for i := range drafts {
		d, before := &drafts[i], len(faults)
		faults = append(faults, o.validate(d)...)
		if err := o.testLocal(j, d, &faults); err != nil {
			return d.placed(err)
		}
		for n := before; n < len(faults); n++ {
			faults[n] = d.place(faults[n])
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

// put writes one draft: a new record, or one over an old record.
func (o *operation) put(d *draft) error {
	if d.old == nil {
		return o.insert(d)
	}
	return o.set(d, o.op.Write.Set)
}

// answer notes what was written, and gives it to a caller who asked for it.
func (o *operation) answer(records [][]value.Value) error {
	o.wrote(records)
	records, err := o.inOrder(records)
	if err != nil {
		return err
	}
	for _, rec := range records {
		if err := o.represent(rec); err != nil {
			return err
		}
	}
	return nil
}

// maxFaults is where looking for more mistakes ends: nobody reads further.
const maxFaults = 100

// draft is a record on its way into the store.
type draft struct {
	fresh []value.Value // every field as it will stand
	given []bool        // which of them the caller gave
	old   []value.Value // outputs of Write.Choose; nil for a new record
	line  int           // where a source's row stands; 0 for a row in memory
	row   int           // which of several rows in memory it is, from 1; 0 otherwise
}

func (d *draft) isGiven(field int) bool { return d.given[field] }

// draft makes a whole record of row i: what it gives, and defaults.
func (o *operation) draft(i int) (draft, error) {
	var absent []bool
	if o.in.Absent != nil {
		absent = o.in.Absent[i]
	}
	d := o.gives(o.in.Rows[i], absent)
	if len(o.in.Rows) > 1 {
		d.row = i + 1
	}
	for _, u := range o.usesOf(i) {
		v, err := o.used(u)
		if err != nil {
			return d, err
		}
		d.fresh[o.in.Fields[u.Value]], d.given[o.in.Fields[u.Value]] = v, true
	}
	return d, o.complete(&d)
}

// gives starts a draft with the values of a row.
func (o *operation) gives(row []value.Value, absent []bool) draft {
	d := draft{fresh: make([]value.Value, len(o.c.Stored())), given: make([]bool, len(o.c.Stored()))}
	for j, f := range o.in.Fields {
		if absent != nil && absent[j] && o.in.Missing != query.MissingNull {
			continue
		}
		d.fresh[f], d.given[f] = row[j], true
	}
	return d
}

// complete gives a draft the defaults of what it was not given.
func (o *operation) complete(d *draft) error {
	for f, field := range o.c.Stored() {
		if d.given[f] {
			continue
		}
		v, err := o.defaultOf(field)
		if err != nil {
			return err
		}
		d.fresh[f] = v
	}
	return nil
}

// defaultOf gives what a field has where a new record does not say; null where
// the database makes the value.
func (w *writer) defaultOf(f *schema.Field) (value.Value, error) {
	switch {
	case f.Set != schema.SetNever:
		return w.now, nil
	case f.Default != nil && f.Default.Expr != nil:
		return expr.Eval(f.Default.Expr, &w.scope)
	case f.Default != nil:
		return f.Default.Value, nil
	case f.MakesUUID():
		id, err := uuid.NewV7()
		if err != nil {
			return value.Value{}, fault.Wrap(fault.Internal, err, "no random numbers for a new id")
		}
		return value.OfUUID(id), nil
	}
	return value.Value{}, nil
}

// insert writes a draft, and completes it with what the database made.
func (o *operation) insert(d *draft) error {
	in := o.op.Write.Insert
	if !insertFits(in, d) {
		in = planner.InsertOf(o.c, d.isGiven)
	}
	row := make([]value.Value, len(in.Fields))
	for i, f := range in.Fields {
		row[i] = d.fresh[f]
	}
	made, err := o.tx.Insert(o.ctx, in, row)
	if err != nil {
		return o.explain(err, d.fresh)
	}
	for i, f := range in.Return {
		d.fresh[f] = made[i]
	}
	return o.reread(d, query.Create)
}

// insertFits tells whether the planned insertion leaves to the database just
// what this draft does not give.
func insertFits(in *plan.Insert, d *draft) bool {
	for _, f := range in.Return {
		if d.given[f] {
			return false
		}
	}
	for _, f := range in.Fields {
		field := in.Into.Fields[f]
		byDatabase := field.Identity || field.Default != nil && field.Default.Database != ""
		if byDatabase && !d.given[f] {
			return false
		}
	}
	return true
}

// reread takes over what the database made of a written record, and notes the
// change.
func (o *operation) reread(d *draft, kind query.Kind) error {
	if r := o.op.Write.Reread; r != nil {
		rows, err := o.rowsOf(r, &at{key: keyOf(o.c, d.fresh)})
		if err != nil {
			return err
		}
		if len(rows) == 1 {
			d.fresh = rows[0]
		}
	}
	var old []value.Value
	if d.old != nil {
		old = d.old[:len(o.c.Stored())]
	}
	o.changed(kind, o.c, old, d.fresh)
	return nil
}

// parentsFirst orders drafts so that a record of the same collection stands
// before those that refer to it. Drafts in a circle keep their order, and the
// database refuses them.
func parentsFirst(c *schema.Collection, drafts []draft) []int {
	order := make([]int, 0, len(drafts))
	var self []*schema.Ref
	for _, ref := range c.Refs {
		if ref.To == c {
			self = append(self, ref)
		}
	}
	if len(self) == 0 || len(drafts) < 2 {
		for i := range drafts {
			order = append(order, i)
		}
		return order
	}
	byTarget := make([]map[string]int, len(self))
	for s, ref := range self {
		byTarget[s] = make(map[string]int, len(drafts))
		for i := range drafts {
			byTarget[s][tuple(drafts[i].fresh, ref.Target)] = i
		}
	}
	const (
		waiting = iota
		entered // its parents are being placed
		placed
	)
	state := make([]uint8, len(drafts))
	for i := range drafts {
		// An explicit stack: a chain may be as long as the request.
		for stack := []int{i}; len(stack) > 0; {
			top := stack[len(stack)-1]
			parent := -1
			if state[top] != placed {
				state[top] = entered
				for s, ref := range self {
					if p, ok := byTarget[s][tuple(drafts[top].fresh, ref.Columns)]; ok && state[p] == waiting {
						parent = p
					}
				}
			}
			if parent >= 0 {
				stack = append(stack, parent)
				continue
			}
			stack = stack[:len(stack)-1]
			if state[top] != placed {
				state[top] = placed
				order = append(order, top)
			}
		}
	}
	return order
}

// tuple is the values of some fields as one text that no other values have.
func tuple(record []value.Value, fields []int) string {
	var key []byte
	for _, f := range fields {
		key = append(record[f].AppendJSON(key), ',')
	}
	return string(key)
}
