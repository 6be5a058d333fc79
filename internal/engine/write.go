package engine

import (
	"context"
	"errors"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/planner"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/value"
)

// errRollback undoes a transaction that succeeded, for tx=rollback.
var errRollback = errors.New("rolled back as asked")

// write runs the request's operations in one transaction.
func (r *run) write(ctx context.Context) ([]query.Result, error) {
	if err := r.admitted(); err != nil {
		return nil, err
	}
	mode := r.plan.Mode
	if sourced(r.req) {
		if err := r.preview(ctx); err != nil {
			return nil, r.discreet(err)
		}
		mode.Alone = true
	}
	var done *writer
	try := 0
	mode.Epoch = r.engine.epochs[r.storeName]
	again := r.again()
	mode.Single = again == nil && r.single()
	err := r.store.Transact(ctx, mode, func(tx driver.Tx) error {
		budget := r.engine.rows
		try++
		w := &writer{run: r, ctx: ctx, tx: tx, try: try, budget: &budget, results: make([]query.Result, len(r.req.Ops)),
			keep: r.engine.intercepted()}
		done = w
		if again != nil {
			if known, err := w.answered(again); known || err != nil {
				return err
			}
		}
		if err := w.all(); err != nil {
			return err
		}
		if err := w.intercept(); err != nil {
			return err
		}
		if r.req.Rollback {
			return errRollback
		}
		if again != nil {
			return w.keepAnswer(again, again.Keep(w.results, nil))
		}
		return nil
	})
	switch err = driver.Unsettled(err); {
	case err == errRollback:
		return done.results, nil
	case err != nil:
		if fault.CodeOf(err) == fault.Unknown {
			wrote(ctx, r.store, r.req.Session, err)
		}
		if again == nil {
			return nil, r.discreet(err)
		}
		if err = r.keepFailure(ctx, mode, again, r.discreet(err)); err == nil { // another one was done meanwhile
			wrote(ctx, r.store, r.req.Session, nil)
		}
		return nil, err
	}
	wrote(ctx, r.store, r.req.Session, nil)
	if again != nil && again.Kept != nil {
		return nil, nil
	}
	for i := range r.engine.interceptors {
		if after := r.engine.interceptors[i].After; after != nil && len(done.changes) > 0 {
			after(ctx, done.changes)
		}
	}
	return done.results, nil
}

// single tells a request that creates one record, of which nothing more is asked when
// it stands: no answer, no rule or check that looks at other records, no seam.
func (r *run) single() bool {
	if len(r.req.Ops) != 1 || r.req.Rollback || r.engine.intercepted() {
		return false
	}
	in, op := &r.req.Ops[0], &r.plan.Ops[0]
	return in.Kind == query.Create && in.Source == nil && len(in.Rows) == 1 && op.Write.Create.Read == nil &&
		op.Write.Reread == nil && (op.Read == nil || r.sink == nil)
}

// writer runs operations in a transaction. A transaction that is run again has
// a new one.
type writer struct {
	*run
	ctx     context.Context
	tx      driver.Tx
	try     int  // counts from 1 how often the transaction was begun
	budget  *int // records that may still be changed
	results []query.Result
	keep    bool // changes are wanted
	changes []Change
	told    int // how many of them the inside seams know
	at      int // the operation that runs
	// refused takes down what refuses the write; nil where nobody wants to know.
	refused *judged
}

func (w *writer) all() error {
	w.carry()
	for i := range w.req.Ops {
		var err error
		w.at = i
		if i > 0 && w.ctx.Err() != nil { // nobody waits for the rest of them
			return interrupted(w.ctx.Err())
		}
		if err = w.use(i); err == nil {
			err = w.operation(i)
		}
		if err != nil {
			return w.placed(err, i)
		}
	}
	return nil
}

func (w *writer) operation(i int) error {
	in, op := &w.req.Ops[i], &w.plan.Ops[i]
	if err := onlyOne(in); err != nil {
		return err
	}
	switch in.Kind {
	case query.Read:
		return w.readOp(w.ctx, i, w.tx.Read, &w.results[i])
	case query.Act:
		return w.act(i)
	}
	if op.Read != nil && w.sink != nil {
		if err := w.sink.Begin(i, op.Read.Shape); err != nil {
			return err
		}
	}
	o := &operation{writer: w, number: i, in: in, op: op, c: in.Collection}
	var err error
	switch in.Kind {
	case query.Create:
		err = o.create()
	case query.Update:
		err = o.update()
	case query.Delete:
		err = o.delete()
	case query.Upsert:
		err = o.upsert()
	}
	if err != nil {
		return err
	}
	switch {
	case in.Single && o.affected != 1:
		return notSingle(o.affected)
	case (in.Single || in.ByKey) && o.represents() && o.given != 1:
		return notSingle(o.given)
	}
	w.results[i].Affected, w.results[i].Total = o.affected, -1
	w.took(i, o.affected)
	return nil
}

// intercept runs the inside seams.
func (w *writer) intercept() error {
	for i := range w.engine.interceptors {
		inside := w.engine.interceptors[i].Inside
		if inside == nil || len(w.changes) == w.told {
			continue
		}
		tx := &Tx{engine: w.engine, tx: w.tx, budget: w.budget}
		if err := inside(w.ctx, tx, w.changes[w.told:]); err != nil {
			return tx.outcome(err)
		}
	}
	w.told = len(w.changes)
	return nil
}

// spend takes n records from what the request may still change.
func (w *writer) spend(c *schema.Collection, n int) error {
	if *w.budget -= n; *w.budget < 0 {
		return fault.Of(fault.TooComplex, c.Name, "the request would change more than %d records", w.engine.rows).
			WithHint("narrow the filter, or do it in several requests")
	}
	return nil
}

func (w *writer) changed(kind query.Kind, c *schema.Collection, old, fresh []value.Value) {
	if w.keep {
		w.changes = append(w.changes, Change{kind, c, old, fresh})
	}
}

// operation is one write under way.
type operation struct {
	*writer
	number   int
	in       *query.Operation
	op       *planner.Op
	c        *schema.Collection
	affected int64
	given    int64                // records that were answered with
	uses     map[int][]*query.Use // by row; nil before they are asked for
}

// wrote notes the records that the operation wrote, for its result.
func (o *operation) wrote(records [][]value.Value) {
	o.affected = int64(len(records))
	if len(records) == 0 {
		return
	}
	o.wroteFirst(records[0])
	if len(records) == 1 {
		o.results[o.number].Key = keyOf(o.c, records[0])
	}
}

// limit refuses a write that touches more records than its caller allows.
func (o *operation) limit(n int) error {
	if err := o.bounded(n); err != nil {
		return err
	}
	return o.spend(o.c, n)
}

// bounded refuses what is over its caller's own limit.
func (o *operation) bounded(n int) error {
	if o.in.MaxAffected > 0 && n > o.in.MaxAffected {
		return tooMany(int64(n))
	}
	return nil
}

func tooMany(n int64) error {
	return fault.New(fault.MaxAffected, "Query result exceeds max-affected preference constraint").
		WithDetail("The query affects %d rows", n)
}

// represent answers with a written record as it stands now, unless it has no row
// of an inner embed. A record that the caller may not read is refused: the whole
// write with it.
func (o *operation) represent(record []value.Value) error {
	if o.op.Read == nil || o.sink == nil {
		return nil
	}
	o.collectLimits(o.in.Select)
	args, err := o.bind(o.op.Read.Binds, &at{key: keyOf(o.c, record)})
	if err != nil {
		return err
	}
	seen := false
	err = o.tx.Read(o.ctx, o.op.Read.Prepared, args, func(row query.Row) error {
		seen = true
		o.given++
		if o.op.Read.Tag != nil && o.affected == 1 {
			o.results[o.number].Tag = o.tagRow(o.c, o.op.Read.Tag, row)
		}
		return o.sink.Row(o.number, row)
	})
	if err == nil && !seen && o.op.Seen != nil {
		rows, err := o.rowsOf(o.op.Seen, &at{key: keyOf(o.c, record)})
		if err != nil || len(rows) > 0 {
			return err // it lacks what it was to be answered with
		}
	}
	if err == nil && !seen {
		return fault.Of(fault.Denied, o.c.Name, "not allowed to read what was written to %s", o.c.Name).
			WithHint("ask for no representation: Prefer: return=minimal")
	}
	return err
}

// choose reads the records to change: the outputs of Write.Choose, in memory
// of their own.
func (o *operation) choose() ([][]value.Value, error) {
	rows, err := o.rowsOf(o.op.Write.Choose, nil)
	if err != nil {
		return nil, err
	}
	if !o.in.ByKey {
		return rows, nil
	}
	if len(rows) == 0 {
		return nil, notFound(o.in)
	}
	if may := o.op.Write.May; may >= 0 && !rows[0][may].Bool() {
		o.blame(judged{c: o.c, rule: kindNames[o.in.Kind]})
		return nil, o.denied()
	}
	return rows, o.demand(rows[0])
}

// rowsOf runs a read of the engine's own and keeps its rows.
func (w *writer) rowsOf(r *planner.Read, a *at) ([][]value.Value, error) {
	args, err := w.bind(r.Binds, a)
	if err != nil {
		return nil, err
	}
	var rows [][]value.Value
	width := len(r.Plan.Outputs)
	err = w.tx.Read(w.ctx, r.Prepared, args, func(row query.Row) error {
		if len(rows) > *w.budget {
			return w.spend(r.Plan.From, len(rows))
		}
		kept := make([]value.Value, width)
		for i := range kept {
			kept[i] = row.Value(i).Clone()
		}
		rows = append(rows, kept)
		return nil
	})
	return rows, err
}

// blame takes down what refuses the write, for an explanation.
func (w *writer) blame(j judged) {
	if w.refused != nil && w.refused.c == nil {
		*w.refused = j
	}
}

// denied is the refusal of this operation by a rule.
func (o *operation) denied() error {
	verb := map[query.Kind]string{query.Create: "create", query.Update: "update",
		query.Delete: "delete", query.Upsert: "write"}[o.in.Kind]
	return fault.Of(fault.Denied, o.c.Name, "not allowed to %s this record of %s", verb, o.c.Name)
}

func keyOf(c *schema.Collection, record []value.Value) []value.Value {
	key := make([]value.Value, len(c.Key))
	for i, k := range c.Key {
		key[i] = record[k]
	}
	return key
}

// record is a record in memory as expressions see it. Tests that look further
// than its own fields are the store's to answer.
type record []value.Value

// Field gives a field's value (expr.Rec).
func (r record) Field(i int) value.Value { return r[i] }

// One is never asked (expr.Rec).
func (r record) One(*expr.Relation) (expr.Rec, error) { return nil, errNotLocal }

// Each is never asked (expr.Rec).
func (r record) Each(*expr.Relation, func(expr.Rec) (bool, error)) error { return errNotLocal }

var errNotLocal = fault.New(fault.Internal, "a test was taken for one that reads no other records")
