package rest

import (
	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
	"bedplate/query"
	"bedplate/schema"
)

// atomic tells whether a call is an operation of a request, in its transaction,
// and refuses what only such a call can be asked for.
func (c *call) atomic(a *schema.Action) (bool, error) {
	bad := func(about, what string) (bool, error) {
		return false, fault.Of(fault.Unsupported, about, "%s: the action %s may do more than a transaction can hold", what, a.Name).
			WithHint("that is for actions that are declared as atomic")
	}
	switch {
	case a.Atomic && c.step != nil:
		return true, nil
	case c.step != nil:
		return bad("path", "a call is no operation of a batch")
	case a.Reads: // there is nothing to undo, or to do once
		return false, nil
	case a.Atomic:
		return true, c.retried()
	case c.prefer.rollback:
		return bad("Prefer", "a call cannot be rolled back")
	case c.prefer.strict && c.prefer.maxAffected > 0:
		return bad("Prefer", "a call cannot be bounded by max-affected")
	case len(c.r.Header[keyHeader]) > 0:
		return bad(keyHeader, "a call cannot be sent again by a key")
	}
	return false, nil
}

// act has an atomic action done, and answers with what it gives.
func (c *call) act(inv *query.Invocation, rest []grammar.Argument) error {
	op := query.Operation{Kind: query.Act, Invocation: inv}
	if c.prefer.strict {
		op.MaxAffected, c.prefer.bounds = c.prefer.maxAffected, true
	}
	r := &inv.Action.Result
	var rows *page
	var sink query.Sink
	if r.Records() {
		_, sel, err := c.wanted(inv.Action, rest)
		if err != nil {
			return err
		}
		op.Collection, op.Select, op.Single = r.Collection, sel, c.media.format == formatObject
		rows = c.newPage()
		if r.Kind == schema.RecordResult && rows.format == formatArray {
			rows.format = formatObject
		}
		sink = rows
	}
	answer := func(res *query.Result) error {
		if rows == nil {
			return c.given(r, res.Answer)
		}
		return c.givenRows(op.Select, res, rows)
	}
	if c.step != nil {
		return c.step.of.add(c.step, op, rows, answer)
	}
	if rows != nil {
		defer c.release(rows)
	}
	return c.send(c.request(op), sink, func(results []query.Result) error { return answer(&results[0]) })
}
