package query

import (
	"context"
	"time"

	"bedplate/schema"
	"bedplate/value"
)

// Caller runs actions. The engine does; every Doer of doors is one.
type Caller interface {
	// Call runs an action, which must be of the Doer's Schema. It completes and
	// checks the arguments, all mistakes at once, and asks the action's rule. One
	// that is atomic can be an operation of a Request as well (Act).
	Call(ctx context.Context, p *Principal, inv *Invocation) (*Answer, error)
}

// Invocation is what a door asks of an action.
type Invocation struct {
	Action *schema.Action
	// Args are values of the parameters' types, as many as there are
	// parameters, and Given says which of them the caller gave.
	Args   []value.Value
	Given  []bool
	Source Source
	// Session learns of what the action wrote; nil is not told.
	Session *Session
}

// ActionFunc does an action. It may wait and call out, within ctx: it is not in
// a transaction, but opens one by Call.Tx. It must end when ctx does, and holds
// its request's place among those that the server works on until it returns.
//
// That of an atomic action is in a transaction from its start: it must be short,
// do nothing but by its requests, and may be run more than once. It may still be
// run outside of one, where the action only reads.
//
// A *fault.Error that it makes is shown to who called; any other error, and a
// panic, is an internal error, which is logged. Of a *fault.Error that one of
// its requests gave it, callers learn the code alone, where they may know it.
type ActionFunc func(ctx context.Context, call *Call) (*Answer, error)

// Answer is what an action gives: the member that its Result is of. Nothing,
// a null, no record or no records may be nil.
type Answer struct {
	Value  value.Value
	Object []value.Value // as Result.Members
	Chosen Chosen
}

// Call is one call of an action under way.
type Call struct {
	Action    *schema.Action
	Schema    *schema.Schema // what requests are written against
	Principal *Principal     // who called
	Source    Source
	Now       time.Time
	// Args are complete and valid, as many as Action.Params.
	Args []value.Value
	// Desk answers the call's requests.
	Desk Desk
}

// Desk is where a call's requests are answered.
type Desk interface {
	Do(ctx context.Context, p *Principal, req *Request, sink Sink) ([]Result, error)
	// Tx runs f in one transaction on the main store; see Call.Tx.
	Tx(ctx context.Context, f func(Desk) error) error
}

// Arg gives an argument by its parameter's name, null where there is no such
// parameter.
func (c *Call) Arg(name string) value.Value {
	if f := c.Action.Param(name); f != nil {
		return c.Args[f.Index]
	}
	return value.Value{}
}

// Do runs a request as who called, under the rules of theirs. It is As of the
// call's Principal.
func (c *Call) Do(ctx context.Context, req *Request, sink Sink) ([]Result, error) {
	return c.As(c.Principal).Do(ctx, req, sink)
}

// As gives a way to run requests as somebody else: query.Service passes by the
// rules.
func (c *Call) As(p *Principal) Asker { return Asker{call: c, desk: c.Desk, principal: p} }

// Tx runs f in one transaction. f must be short, do nothing but through tx, and
// may be run more than once: what it found out before counts no more then.
// While it runs, the call asks nothing outside. In an atomic action it is the
// transaction that there is.
func (c *Call) Tx(ctx context.Context, f func(tx *Tx) error) error {
	return c.Desk.Tx(ctx, func(d Desk) error { return f(&Tx{call: c, desk: d}) })
}

// Tx is a transaction of a call. It ends with the function it was given to.
type Tx struct {
	call *Call
	desk Desk
}

// Do runs a request in the transaction as who called.
func (t *Tx) Do(ctx context.Context, req *Request, sink Sink) ([]Result, error) {
	return t.As(t.call.Principal).Do(ctx, req, sink)
}

// As gives a way to run requests in the transaction as somebody else.
func (t *Tx) As(p *Principal) Asker { return Asker{call: t.call, desk: t.desk, principal: p} }

// Asker runs requests for a call, as one principal.
type Asker struct {
	call      *Call
	desk      Desk
	principal *Principal
}

// Do runs a request; see Doer. Its Schema and Source are the call's.
func (a Asker) Do(ctx context.Context, req *Request, sink Sink) ([]Result, error) {
	own := *req
	own.Schema, own.Source = a.call.Schema, a.call.Source
	return a.desk.Do(ctx, a.principal, &own, sink)
}

// Kept is a Sink that keeps the rows of a request's last operation that gives
// any. Embeds are not kept.
type Kept struct {
	Rows  [][]value.Value
	width int
}

// Begin forgets what came before.
func (k *Kept) Begin(_ int, shape *Shape) error {
	k.Rows, k.width = nil, len(shape.Members)
	return nil
}

// Row keeps one row.
func (k *Kept) Row(_ int, row Row) error {
	kept := make([]value.Value, k.width)
	for i := range kept {
		kept[i] = row.Value(i).Clone()
	}
	k.Rows = append(k.Rows, kept)
	return nil
}
