package engine

import (
	"context"
	"slices"
	"time"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/access"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// admit completes the arguments of a call, and asks whether the caller may make
// it.
func admit(p *query.Principal, facts *expr.Caller, inv *query.Invocation) ([]value.Value, error) {
	if !access.RightsOf(p, facts).Callable(inv.Action) {
		return nil, access.Uncallable(inv.Action)
	}
	args, err := arguments(inv, facts)
	if err != nil {
		return nil, err
	}
	return args, access.Call(p, facts, inv.Action, record(args))
}

// admitted refuses calls that need no transaction to be refused: those whose
// arguments are all there.
func (r *run) admitted() error {
	for i := range r.req.Ops {
		in := &r.req.Ops[i]
		if in.Kind != query.Act || slices.ContainsFunc(in.Uses, func(u query.Use) bool { return !u.Param }) {
			continue
		}
		if _, err := admit(r.principal, &r.caller, in.Invocation); err != nil {
			return r.placed(err, i)
		}
	}
	return nil
}

// act runs an atomic action in the transaction, and reads the records that it
// gives.
func (w *writer) act(i int) error {
	in := &w.req.Ops[i]
	inv, err := w.invocation(in)
	if err != nil {
		return err
	}
	a := inv.Action
	args, err := admit(w.principal, &w.caller, inv)
	if err != nil {
		return err
	}
	if err := w.intercept(); err != nil { // what came before is told before
		return err
	}
	d := &desk{engine: w.engine, caller: w.principal}
	t := &deskTx{desk: d, tx: w.asTx(), whole: true, most: int64(in.MaxAffected)}
	ctx, cancel := context.WithTimeout(w.ctx, w.engine.actionTime)
	defer cancel()
	out, err := perform(ctx, w.engine.actions[a.Name], &query.Call{Action: a, Schema: w.engine.schema, Principal: w.principal,
		Source: w.req.Source, Now: time.UnixMicro(w.now.Micros()).UTC(), Args: args, Desk: t})
	t.over.Store(true)
	if err == nil {
		err = t.tx.failed // whatever the action made of it
	}
	if err != nil {
		return ended(ctx, d.shown(err))
	}
	w.changes = append(w.changes, t.changes...)
	w.told = len(w.changes)
	if out, err = outcome(a, w.principal, &w.caller, out); err != nil {
		return err
	}
	w.results[i] = query.Result{Total: -1, Answer: out}
	if !a.Result.Records() || in.Select == nil {
		w.took(i, 0)
		return nil
	}
	return w.actRows(i, out)
}

// invocation is the call of an Act, with what its arguments take from earlier
// operations.
func (w *writer) invocation(in *query.Operation) (*query.Invocation, error) {
	inv := in.Invocation
	if inv == nil || w.engine.schema.Action(inv.Action.Name) != inv.Action || !inv.Action.Atomic {
		return nil, fault.New(fault.Internal, "what is called is no atomic action of the schema")
	}
	own := *inv
	for n := range in.Uses {
		u := &in.Uses[n]
		if u.Param {
			continue
		}
		v, err := w.used(u)
		if err != nil {
			return nil, err
		}
		if &own.Args[0] == &inv.Args[0] { // the transaction may run again
			own.Args, own.Given = slices.Clone(inv.Args), slices.Clone(inv.Given)
		}
		own.Args[u.Value], own.Given[u.Value] = v, true
	}
	return &own, nil
}

// asTx is the writer's transaction as services see it.
func (w *writer) asTx() *Tx {
	return &Tx{engine: w.engine, store: w.storeName, tx: w.tx, try: w.try, budget: w.budget}
}

// actRows reads the records that an action chose, as its caller may see them
// and asks for them, and what later operations take of the one.
func (w *writer) actRows(i int, out *query.Answer) error {
	in := &w.req.Ops[i]
	sel := *in.Select
	req := query.Request{Schema: w.req.Schema, Params: w.params, Source: w.req.Source}
	if err := out.Chosen.Apply(&req, &sel); err != nil {
		return err
	}
	req.Ops = append(req.Ops, query.Operation{Kind: query.Read, Collection: in.Collection, Select: &sel, Single: in.Single})
	rows := &actSink{writer: w, number: i}
	for n := i + 1; n < len(w.req.Ops); n++ {
		for _, u := range w.req.Ops[n].Uses {
			if u.Op == i && !slices.Contains(rows.fields, u.Field) {
				rows.fields = append(rows.fields, u.Field)
			}
		}
	}
	if len(rows.fields) > 0 {
		req.Ops = append(req.Ops, query.Operation{Kind: query.Read, Collection: in.Collection, Select: only(&sel, rows.fields)})
	}
	results, err := w.asTx().Do(w.ctx, w.principal, &req, rows)
	if err != nil {
		bare := *fault.As(err)
		bare.Operation = 0 // of the two reads here
		return &bare
	}
	results[0].Answer = out
	w.results[i] = results[0]
	w.took(i, rows.count)
	return nil
}

// only is a select of some fields of the first two of the same rows: enough to
// tell whether there is one.
func only(sel *query.Select, fields []int) *query.Select {
	one := *sel
	one.Count, one.Limit, one.Offset, one.Outputs = query.NoCount, 2, 0, nil
	for _, f := range fields {
		field := sel.Collection.Fields[f]
		one.Outputs = append(one.Outputs, query.Output{Name: field.Name, Expr: expr.FieldOf(expr.Self, f, field.Name, field.Type)})
	}
	for _, o := range sel.Outputs {
		if o.Embed != nil && o.Embed.Inner {
			one.Outputs = append(one.Outputs, o)
		}
	}
	return &one
}

// actSink gives the rows of an Act to who asked, and keeps what later operations
// take.
type actSink struct {
	*writer
	number int
	fields []int
	count  int64
}

// Begin begins the rows of one of the two reads (query.Sink).
func (s *actSink) Begin(op int, shape *query.Shape) error {
	if op > 0 || s.sink == nil {
		return nil
	}
	return s.sink.Begin(s.number, shape)
}

// Row takes a row of one of the two reads (query.Sink).
func (s *actSink) Row(op int, row query.Row) error {
	switch {
	case op == 0 && s.sink == nil:
		return nil
	case op == 0:
		return s.sink.Row(s.number, row)
	}
	if s.count++; s.count > 1 {
		return nil
	}
	kept := make([]value.Value, len(s.req.Ops[s.number].Collection.Fields))
	for i, f := range s.fields {
		kept[f] = row.Value(i).Clone()
	}
	s.taken[s.number].record = kept
	return nil
}

// atomicOn refuses atomic actions that give records of another store than the
// one on which their transactions are.
func atomicOn(s *schema.Schema) error {
	for _, a := range s.Actions {
		if c := a.Result.Collection; a.Atomic && c != nil && c.Store != mainStore {
			return fault.Of(fault.Unsupported, a.Name, "the action %s is atomic, and %s is on store %s", a.Name, c.Name, c.Store).
				WithHint("a transaction is on the store %s", mainStore)
		}
	}
	return nil
}
