package engine

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/store/driver"
)

// mainStore is the store on which an action's transactions are.
const mainStore = "main"

// desk answers the requests of one call of an action, and remembers what they
// failed with: such an error may name what the caller of the action cannot
// know.
type desk struct {
	engine *Engine
	caller *query.Principal
	inTx   atomic.Bool

	mu     sync.Mutex
	failed map[*fault.Error]bool // true where it was the caller's own request
}

// Do runs a request (query.Desk).
func (d *desk) Do(ctx context.Context, p *query.Principal, req *query.Request, sink query.Sink) ([]query.Result, error) {
	if d.inTx.Load() {
		return nil, errOutside
	}
	if err := d.may(req); err != nil {
		return nil, err
	}
	results, err := d.engine.Do(ctx, p, req, sink)
	return results, d.note(p, err)
}

// may refuses what writes where the scope of who called has nothing that does,
// as whomever it is asked: an action that says it only reads is held to it.
func (d *desk) may(req *query.Request) error {
	if d.caller.Scope.Writes() {
		return nil
	}
	for i := range req.Ops {
		if req.Ops[i].Kind != query.Read {
			return d.note(d.caller, fault.New(fault.Denied, "the credential is for reading alone"))
		}
	}
	return nil
}

// errOutside is given where an action would wait for itself.
var errOutside = errors.New("an action asked for something outside of its transaction, within it")

// errOver is given where an action keeps a transaction that has ended.
var errOver = errors.New("an action asked for something in a transaction that has ended")

// Tx runs f in a transaction (query.Desk).
func (d *desk) Tx(ctx context.Context, f func(query.Desk) error) error {
	if !d.inTx.CompareAndSwap(false, true) {
		return errOutside
	}
	defer d.inTx.Store(false)
	var done *deskTx
	var said *fault.Error // by f: a request's error, which is noted, or the action's own
	err := d.engine.Tx(ctx, mainStore, driver.Mode{Serializable: true}, func(tx *Tx) (err error) {
		done = &deskTx{desk: d, tx: tx}
		defer done.over.Store(true)
		defer func() {
			if said = nil; err != nil {
				errors.As(err, &said)
			}
		}()
		defer recovered(&err) // here, because the store may run it elsewhere
		return f(done)
	})
	if err != nil {
		if is := (*fault.Error)(nil); errors.As(err, &is) && is == said {
			return err
		}
		return d.note(nil, err)
	}
	for i := range d.engine.interceptors {
		if after := d.engine.interceptors[i].After; after != nil && len(done.changes) > 0 {
			after(ctx, done.changes)
		}
	}
	return nil
}

// errAct is given where an action calls an action: it has the Go function.
var errAct = errors.New("an action called another one by a request")

// errBusy is given where an action asks for several things at once of one
// transaction.
var errBusy = errors.New("an action asked for something in a transaction that is at work for it")

// deskTx answers requests within a transaction.
type deskTx struct {
	desk    *desk
	tx      *Tx
	changes []Change
	over    atomic.Bool
	busy    atomic.Bool
	// whole tells that the transaction is the whole call's, which opens no other.
	whole bool
	// most is how many records its requests may change, 0 for any number, and
	// affected how many they did.
	most, affected int64
}

// Do runs a request in the transaction (query.Desk). The seams inside and after
// learn of what it changes.
func (t *deskTx) Do(ctx context.Context, p *query.Principal, req *query.Request, sink query.Sink) ([]query.Result, error) {
	switch {
	case t.over.Load():
		return nil, errOver
	case slices.ContainsFunc(req.Ops, func(op query.Operation) bool { return op.Kind == query.Act }):
		return nil, errAct
	case !t.busy.CompareAndSwap(false, true):
		return nil, errBusy
	}
	defer t.busy.Store(false)
	if err := t.desk.may(req); err != nil {
		return nil, err
	}
	results, changes, err := t.tx.do(ctx, p, req, sink, true)
	t.changes = append(t.changes, changes...)
	if err != nil {
		return results, t.desk.note(p, err)
	}
	for i := range results {
		if req.Ops[i].Kind != query.Read {
			t.affected += results[i].Affected
		}
	}
	if t.most > 0 && t.affected > t.most {
		t.tx.failed = tooMany(t.affected)
		return nil, t.tx.failed
	}
	return results, nil
}

// Tx runs f in the transaction of the whole call, and refuses one within another
// (query.Desk).
func (t *deskTx) Tx(_ context.Context, f func(query.Desk) error) error {
	if !t.whole {
		return errOutside
	}
	before := t.tx.writes
	err := f(t)
	if err != nil && t.tx.failed == nil && t.tx.writes > before {
		t.tx.failed = err // what f wrote is to be undone
	}
	return err
}

// note remembers a request's error; p is nil where it is of no one's.
func (d *desk) note(p *query.Principal, err error) error {
	var f *fault.Error
	if err == nil || !errors.As(err, &f) {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.failed == nil {
		d.failed = map[*fault.Error]bool{}
	}
	if _, known := d.failed[f]; !known {
		d.failed[f] = p == d.caller
	}
	return err
}

// plain says of a failed request what anyone may know. What is not there is a
// mistake of the action's, and internal.
var plain = map[fault.Code]string{
	fault.Unique: "another record has the same value", fault.Reference: "a reference would lead to nothing",
	fault.Required: "a value is required", fault.Check: "a value does not pass its check",
	fault.Denied: "not allowed", fault.NotFound: "there is no such record", fault.NotSingle: "there is not exactly one such record",
	fault.Value: "a value cannot be kept", fault.TooLong: "a text is too long", fault.OutOfRange: "a number is out of range",
	fault.TooLarge: "a value is too large", fault.TooComplex: "the request would change too many records",
	fault.MaxAffected: "too many records would be changed", fault.ReadOnly: "that cannot be written",
	fault.Precondition: "the record is not as it was demanded to be",
}

// harmless are the codes of errors that say nothing of any data.
var harmless = map[fault.Code]bool{
	fault.Conflict: true, fault.Timeout: true, fault.Canceled: true, fault.Unavailable: true, fault.Full: true,
	fault.Unknown: true, fault.SchemaChanged: true, fault.Internal: true,
}

// own are the codes of errors that name only what their request gave, so that
// they are shown where that was the caller's.
var own = map[fault.Code]bool{
	fault.Value: true, fault.TooLong: true, fault.OutOfRange: true, fault.TooLarge: true,
}

// shown is an action's error as its caller may see it.
func (d *desk) shown(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err
	}
	d.mu.Lock()
	callers, asked := d.failed[f]
	d.mu.Unlock()
	if !asked || harmless[f.Code] {
		return err
	}
	if callers && own[f.Code] {
		bare := *f
		bare.Others, bare.Constraint = nil, ""
		return &bare
	}
	if said := plain[f.Code]; said != "" {
		return fault.Wrap(f.Code, f, "%s", said)
	}
	return fault.Wrap(fault.Internal, err, "a request of the action's is mistaken")
}
