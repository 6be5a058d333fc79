package engine

import (
	"context"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

// Interceptor is a service's part in every request. Each seam may be nil.
type Interceptor struct {
	// Prepare comes before the transaction. It may wait, call out and change
	// the request; an error refuses it.
	Prepare func(ctx context.Context, p *query.Principal, req *query.Request) error
	// Inside comes in the transaction, after the records were written and
	// judged. It must do nothing but through tx, takes milliseconds at most, and
	// may be run again with the transaction; an error undoes it all. Of an
	// operation whose rows come from a source it is told in batches, the first
	// of them before the last row is read.
	Inside func(ctx context.Context, tx *Tx, changes []Change) error
	// After comes once the commit is durable. It cannot fail the request. Where
	// anyone has it, rows of a source count towards Options.WriteRows.
	After func(ctx context.Context, changes []Change)
}

// Change is one record's change, cascades included, in the order they were made.
type Change struct {
	Kind       query.Kind // Create, Update or Delete
	Collection *schema.Collection
	Old, New   []value.Value // every field; nil where there is none
}

// Tx is a transaction in which a service runs requests. It ends with the
// function it was given to.
type Tx struct {
	engine *Engine
	store  string
	tx     driver.Tx
	try    int // counts from 1 how often it was begun
	budget *int
	writes int // requests that wrote, or were to
	// failed is the error of a request that may have left something half done:
	// nothing more is done then, and nothing is committed.
	failed error
	// lost tells that a request lost to another transaction, as far as it was told: a
	// Conflict is a reason to run the transaction again then, and only then.
	lost bool
}

// outcome is what the transaction ends with where its owner gives err.
func (t *Tx) outcome(err error) error {
	if driver.Lost(err) && !t.lost {
		return driver.Settled(err)
	}
	return err
}

// Tx runs f in one transaction on a store. f must be short, do nothing but
// through tx, and may be run more than once.
func (e *Engine) Tx(ctx context.Context, storeName string, mode driver.Mode, f func(tx *Tx) error) error {
	st := e.stores[storeName]
	if st == nil {
		return fault.New(fault.Internal, "there is no store %s", storeName)
	}
	if err := e.know(storeName); err != nil {
		return err
	}
	mode.Alone, mode.Epoch = true, e.epochs[storeName]
	try := 0
	err := st.Transact(ctx, mode, func(tx driver.Tx) error {
		budget := e.rows
		try++
		t := &Tx{engine: e, store: storeName, tx: tx, try: try, budget: &budget}
		if err := f(t); err != nil {
			return t.outcome(err)
		}
		return t.outcome(t.failed)
	})
	return driver.Unsettled(err)
}

// Do runs a request in the transaction. Interceptors are not run: the service
// that opened the transaction speaks for itself.
func (t *Tx) Do(ctx context.Context, p *query.Principal, req *query.Request, sink query.Sink) ([]query.Result, error) {
	results, _, err := t.do(ctx, p, req, sink, false)
	return results, err
}

// do runs a request; told, the seams inside learn of its changes, which it gives.
func (t *Tx) do(ctx context.Context, p *query.Principal, req *query.Request, sink query.Sink, told bool) ([]query.Result, []Change, error) {
	if err := t.engine.takes(req); err != nil || len(req.Ops) == 0 {
		return nil, nil, err
	}
	if t.failed != nil {
		return nil, nil, t.failed
	}
	r := t.engine.begin(p, req, sink)
	defer r.end()
	if err := r.planned(); err != nil {
		return nil, nil, err
	}
	if r.storeName != t.store {
		return nil, nil, fault.New(fault.Unsupported, "a transaction on store %s was asked for something of store %s", t.store, r.storeName)
	}
	marked := &touched{Tx: t.tx}
	w := &writer{run: r, ctx: ctx, tx: marked, try: t.try, budget: t.budget, results: make([]query.Result, len(req.Ops)),
		keep: told && t.engine.intercepted()}
	err := w.all()
	if err == nil {
		err = w.intercept()
	}
	t.lost = t.lost || driver.Lost(err)
	err = driver.Unsettled(err)
	if marked.wrote {
		if t.writes++; err != nil {
			t.failed = err
		}
	}
	return w.results, w.changes, err
}

// touched is a transaction that knows whether anything was written in it, or
// was to be.
type touched struct {
	driver.Tx
	wrote bool
}

// Insert adds a row (driver.Tx).
func (t *touched) Insert(ctx context.Context, in *plan.Insert, row []value.Value) ([]value.Value, error) {
	t.wrote = true
	return t.Tx.Insert(ctx, in, row)
}

// Update changes a record (driver.Tx).
func (t *touched) Update(ctx context.Context, up *plan.Update, args []value.Value) (bool, error) {
	t.wrote = true
	return t.Tx.Update(ctx, up, args)
}

// Delete removes a record (driver.Tx).
func (t *touched) Delete(ctx context.Context, del *plan.Delete, key []value.Value) (bool, error) {
	t.wrote = true
	return t.Tx.Delete(ctx, del, key)
}

// intercepted tells whether anybody wants to know of changes.
func (e *Engine) intercepted() bool {
	for i := range e.interceptors {
		if e.interceptors[i].Inside != nil || e.interceptors[i].After != nil {
			return true
		}
	}
	return false
}

// followed tells whether anybody wants every change once it is durable.
func (e *Engine) followed() bool {
	for i := range e.interceptors {
		if e.interceptors[i].After != nil {
			return true
		}
	}
	return false
}
