package access

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/value"
)

// uses refuses to carry over from an earlier operation what the caller may not
// know, and what does not fit.
func (g *granter) uses(ops []query.Operation, i int) error {
	for n := range ops[i].Uses {
		u := &ops[i].Uses[n]
		if u.Op < 0 || u.Op >= i || !gives(&ops[u.Op]) {
			return fault.New(fault.Body, "operation %d cannot take a value from operation %d", i, u.Op).
				WithHint("take it from an earlier operation that reads, creates or changes one record, or an action that gives one")
		}
		from := ops[u.Op].Collection
		if u.Field < 0 || u.Field >= len(from.Fields) {
			return fault.New(fault.Internal, "%s has no field %d", from.Name, u.Field)
		}
		if err := g.visible(from, u.Field); err != nil {
			return err
		}
		f := from.Fields[u.Field]
		if f.Value != nil {
			return fault.Of(fault.Unsupported, f.Name, "%s is computed: its value cannot be carried over to another operation", f.Name).
				WithHint("take a stored field, and compute with it")
		}
		want, err := wanted(&ops[i], u)
		if err != nil {
			return err
		}
		if f.Type != want {
			return fault.Of(fault.Value, f.Name, "%s of operation %d is of type %s, and %s is wanted", f.Name, u.Op, f.Type.Kind, want.Kind)
		}
	}
	return nil
}

// gives tells whether an operation has records to take values from.
func gives(op *query.Operation) bool {
	if op.Kind == query.Delete || op.Collection == nil {
		return false
	}
	if op.Kind == query.Act && op.Select == nil {
		return false
	}
	if op.Kind == query.Read || op.Kind == query.Act {
		for i := range op.Select.Outputs {
			if op.Select.Outputs[i].Aggregate != query.NoAggregate {
				return false
			}
		}
	}
	return true
}

// wanted gives the type of what a Use puts its value into.
func wanted(op *query.Operation, u *query.Use) (t value.Type, err error) {
	found := false
	switch {
	case u.Param:
		look := func(n *expr.Node) bool {
			if n.Op == expr.Param && n.Index == u.Value {
				t, found = n.Type, true
			}
			return !found
		}
		expr.Visit(op.Where, look)
		conditions(op.Select, look)
	case op.Kind == query.Act:
		params := op.Invocation.Action.Params
		if found = u.Value >= 0 && u.Value < len(params); found {
			t = params[u.Value].Type
		}
	case op.Kind == query.Update:
		if found = u.Value >= 0 && u.Value < len(op.Changes); found {
			t = op.Collection.Fields[op.Changes[u.Value].Field].Type
		}
	default:
		if found = u.Value >= 0 && u.Value < len(op.Fields) && u.Row >= 0; found {
			t = op.Collection.Fields[op.Fields[u.Value]].Type
		}
	}
	if !found {
		return t, fault.New(fault.Internal, "a value of an earlier operation has no place")
	}
	return t, nil
}

// conditions visits those of a select and of all that it embeds.
func conditions(s *query.Select, look func(*expr.Node) bool) {
	if s == nil {
		return
	}
	expr.Visit(s.Where, look)
	for i := range s.Outputs {
		if e := s.Outputs[i].Embed; e != nil {
			conditions(&e.Select, look)
		}
	}
}
