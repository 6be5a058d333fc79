package engine

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/internal/access"
	"bedplate/internal/deadline"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// actionTime is how long an action may take, unless Options say.
const actionTime = 15 * time.Second

// implemented sees to it that every action of the schema is done by something,
// and nothing is done that is not declared.
func implemented(s *schema.Schema, by map[string]query.ActionFunc) error {
	for _, a := range s.Actions {
		if by[a.Name] == nil {
			return fault.Of(fault.Internal, a.Name, "nothing does the action %s", a.Name)
		}
	}
	for name := range by {
		if s.Action(name) == nil {
			return fault.Of(fault.Internal, name, "the action %s is not declared", name)
		}
	}
	return atomicOn(s)
}

// Call runs an action; see query.Caller. It runs in the caller's goroutine, so
// that an action which does not heed its context keeps its place among the
// requests at work, and cannot pile up behind them.
func (e *Engine) Call(ctx context.Context, p *query.Principal, inv *query.Invocation) (*query.Answer, error) {
	a := inv.Action
	if a == nil || e.schema.Action(a.Name) != a {
		return nil, fault.New(fault.SchemaChanged, "the schema changed while the request was read").
			WithHint("send the request again")
	}
	now := e.clock()
	facts := callerOf(p, &inv.Source, now.UnixMicro())
	args, err := admit(p, &facts, inv)
	if err != nil {
		return nil, err
	}
	var within deadline.Context
	within.Begin(ctx, time.Now().Add(e.actionTime))
	defer within.End()
	ctx = &within
	d := &desk{engine: e, caller: p}
	out, err := perform(ctx, e.actions[a.Name], &query.Call{
		Action: a, Schema: e.schema, Principal: p, Source: inv.Source, Now: now, Args: args, Desk: d,
	})
	wrote(ctx, e.stores[mainStore], inv.Session, err) // an action that failed may have written, too
	if err != nil {
		return nil, ended(ctx, d.shown(err))
	}
	return outcome(a, p, &facts, out)
}

// perform does an action. What panics there is its own failure, not the server's.
func perform(ctx context.Context, do query.ActionFunc, call *query.Call) (out *query.Answer, err error) {
	defer recovered(&err)
	return do(ctx, call)
}

// recovered makes an error of a panic, with where it was, for the log.
func recovered(err *error) {
	if broke := recover(); broke != nil {
		*err = fault.Wrap(fault.Internal, fmt.Errorf("panic: %v\n%s", broke, debug.Stack()), "an action panicked")
	}
}

// ended gives an error that is the end of an action's time, or of its caller's
// patience, its name.
func ended(ctx context.Context, err error) error {
	if fault.CodeOf(err) != fault.Internal {
		return err
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil:
		return fault.Wrap(fault.Timeout, err, "the action took longer than it may")
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return fault.Wrap(fault.Canceled, err, "the request was given up")
	}
	return err
}

// arguments completes a call's arguments with their defaults and tells all that
// is wrong with them.
func arguments(inv *query.Invocation, facts *expr.Caller) ([]value.Value, error) {
	params := inv.Action.Params
	if len(inv.Args) != len(params) || len(inv.Given) != len(params) {
		return nil, fault.New(fault.Internal, "%d arguments for %d parameters", len(inv.Args), len(params))
	}
	args := make([]value.Value, len(params))
	scope := expr.Scope{Record: record(args), Facts: facts}
	var faults []*fault.Error
	for i, f := range params {
		args[i] = inv.Args[i]
		if d := f.Default; d != nil && !inv.Given[i] {
			args[i] = d.Value
			if d.Expr != nil {
				var err error
				if args[i], err = expr.Eval(d.Expr, &scope); err != nil {
					return nil, err
				}
			}
		}
		if err := f.Validate(args[i]); err != nil {
			faults = append(faults, err)
		}
	}
	if err := fault.Join(faults); err != nil {
		return nil, err
	}
	for i, f := range params {
		if f.Check == nil || args[i].IsNull() {
			continue
		}
		ok, err := expr.Test(f.Check, &scope)
		if err != nil {
			return nil, err
		}
		if !ok {
			faults = append(faults, fault.Of(fault.Check, f.Name, "%s does not pass its check", f.Name).
				WithDetail("%s must satisfy %s", f.Name, f.CheckText))
		}
	}
	if err := fault.Join(faults); err != nil {
		return nil, err
	}
	return args, nil
}

// outcome holds what an action gave to what it declares. A mistake there is the
// action's, and nothing that its caller could mend.
func outcome(a *schema.Action, p *query.Principal, facts expr.Facts, out *query.Answer) (*query.Answer, error) {
	if out == nil {
		out = &query.Answer{}
	}
	switch a.Result.Kind {
	case schema.ValueResult:
		return out, gives(a, a.Result.Value, out.Value)
	case schema.ObjectResult:
		if len(out.Object) != len(a.Result.Members) {
			return nil, fault.New(fault.Internal, "the action %s gave %d members, and declares %d", a.Name, len(out.Object), len(a.Result.Members))
		}
		for i, f := range a.Result.Members {
			if err := gives(a, f, out.Object[i]); err != nil {
				return nil, err
			}
		}
	case schema.RecordResult, schema.RecordsResult:
		seen := *out
		seen.Chosen.Order = nil
		for _, o := range out.Chosen.Order {
			if access.Sees(p, facts, a.Result.Collection, o.Expr) {
				seen.Chosen.Order = append(seen.Chosen.Order, o)
			}
		}
		return &seen, nil
	}
	return out, nil
}

func gives(a *schema.Action, f *schema.Field, v value.Value) error {
	if err := f.Validate(v); err != nil {
		return fault.Wrap(fault.Internal, err, "the action %s gave what it does not declare", a.Name)
	}
	return nil
}
