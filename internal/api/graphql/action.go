package graphql

import (
	"context"

	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// action reads a root field that is an action. One that is atomic is an operation of
// the request; any other is called before it, by itself.
func (t *translator) action(a *action, p *picked, out *piece) error {
	inv := &query.Invocation{Action: a.Action, Args: make([]value.Value, len(a.Params)), Given: make([]bool, len(a.Params)), Source: t.conversation.source,
		Session: t.conversation.session}
	t.enter("args")
	for _, arg := range p.field.Arguments {
		v := t.resolved(arg.Value)
		f := a.Param(arg.Name)
		if v == nil || f == nil {
			continue
		}
		t.enter(arg.Name)
		val, err := t.scalar(f.Type, v)
		if err != nil {
			return err
		}
		inv.Args[f.Index], inv.Given[f.Index] = val, true
		t.leave()
	}
	t.leave()
	op := query.Operation{Kind: query.Act, Invocation: inv}
	var l *layout
	if a.Result.Records() {
		var err error
		if op.Select, l, err = t.answering(t.of[a.Result.Collection], p.sets, assumed); err != nil {
			return err
		}
		op.Collection = a.Result.Collection
		if out.kind = pieceList; a.Result.Kind == schema.RecordResult {
			out.kind, op.Select.Limit = pieceOne, 1
		}
	}
	inner, err := t.asksOf(a, p)
	if err != nil {
		return err
	}
	if a.Atomic && !a.Reads {
		at := t.add(op, l)
		if l != nil {
			out.ops = []int{at}
		}
		t.acts = append(t.acts, act{at: at, piece: out, inner: inner, action: a})
		return nil
	}
	c := &call{inv: inv, op: -1, piece: out, inner: inner, action: a}
	if l != nil {
		op.Kind, op.Invocation = query.Read, nil
		c.op = t.add(op, l)
		out.ops = []int{c.op}
	}
	t.calls = append(t.calls, c)
	return nil
}

// act is an operation that is an action, whose answer becomes a piece.
type act struct {
	at     int
	piece  *piece
	inner  []picked
	action *action
}

// call is an action that is run before the request.
type call struct {
	inv    *query.Invocation
	op     int // the operation whose records it chooses, -1 where it gives none
	piece  *piece
	inner  []picked
	action *action
}

// asksOf are what is asked of the object that an action gives.
func (t *translator) asksOf(a *action, p *picked) ([]picked, error) {
	if a.Result.Kind != schema.ObjectResult {
		return nil, nil
	}
	return t.collect(a.output, p.sets)
}

// calls runs the actions that are called before the request.
func (c *conversation) calls(ctx context.Context, t *translator, req *query.Request) error {
	for _, call := range t.calls {
		if !call.action.Reads && (len(t.calls) > 1 || len(t.ops) > 1 || call.op < 0 && len(t.ops) > 0) {
			return placed(fault.New(fault.Unsupported, "%s cannot be undone, so nothing else can stand in its request", call.action.name).
				WithHint("send it by itself"), nil, "$.selectionSet")
		}
	}
	for _, call := range t.calls {
		got, err := c.doer.Call(ctx, c.principal, call.inv)
		if err != nil {
			return err
		}
		if call.op >= 0 {
			if got == nil {
				got = &query.Answer{}
			}
			if err := got.Chosen.Apply(req, req.Ops[call.op].Select); err != nil {
				return err
			}
			continue
		}
		call.piece.text = t.given(call.action, got, call.inner)
	}
	return nil
}

// acted writes what actions gave that were operations of the request.
func (t *translator) acted(results []query.Result) {
	for _, a := range t.acts {
		if !a.action.Result.Records() {
			a.piece.text = t.given(a.action, results[a.at].Answer, a.inner)
		}
	}
}

// given writes what an action gave that is no record.
func (t *translator) given(a *action, got *query.Answer, inner []picked) []byte {
	if got == nil {
		got = &query.Answer{}
	}
	switch a.Result.Kind {
	case schema.NoResult:
		return []byte("true")
	case schema.ValueResult:
		return t.leaf(nil, got.Value, a.Result.Value.Type)
	}
	if got.Object == nil {
		return []byte("null")
	}
	dst := []byte{'{'}
	for i, p := range inner {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, keyOf(p.key)...)
		if p.field.Name == "__typename" {
			dst = value.AppendQuoted(dst, a.output)
			continue
		}
		for n, f := range a.Result.Members {
			if f.Name == p.field.Name && n < len(got.Object) {
				dst = t.leaf(dst, got.Object[n], f.Type)
			}
		}
	}
	return append(dst, '}')
}

func (t *translator) leaf(dst []byte, v value.Value, typ value.Type) []byte {
	if t.conversation.door.options.NumbersAsText {
		return v.AppendJSONStrings(dst, typ)
	}
	return v.AppendJSON(dst)
}
