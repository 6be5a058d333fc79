package engine

import (
	"context"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
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
	tx     driver.Tx
	try    int // counts from 1 how often it was begun
	budget *int
}

// Tx runs f in one transaction on a store. f must be short, do nothing but
// through tx, and may be run more than once.
func (e *Engine) Tx(ctx context.Context, storeName string, mode driver.Mode, f func(tx *Tx) error) error {
	st := e.stores[storeName]
	if st == nil {
		return fault.New(fault.Internal, "there is no store %s", storeName)
	}
	mode.Alone, mode.Epoch = true, e.epochs[storeName]
	try := 0
	return st.Transact(ctx, mode, func(tx driver.Tx) error {
		budget := e.rows
		try++
		return f(&Tx{engine: e, tx: tx, try: try, budget: &budget})
	})
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
	r := t.engine.begin(p, req, sink)
	defer r.end()
	if err := r.planned(); err != nil {
		return nil, nil, err
	}
	w := &writer{run: r, ctx: ctx, tx: t.tx, try: t.try, budget: t.budget, results: make([]query.Result, len(req.Ops)),
		keep: told && t.engine.intercepted()}
	err := w.all()
	if err == nil {
		err = w.intercept()
	}
	return w.results, w.changes, err
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
