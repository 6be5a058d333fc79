package engine

import (
	"encoding/binary"

	"bedplate/expr"
	"bedplate/query"
)

// appendShape appends what distinguishes a request's plan from others': all
// of it but the values. Two requests of one schema have the same shape only if
// a plan made for one answers the other; every part is therefore written with
// its length or an end, so that no two run into each other.
func appendShape(dst []byte, req *query.Request) []byte {
	for i := range req.Ops {
		dst = appendOperation(dst, &req.Ops[i])
	}
	return append(dst, 0xff)
}

func appendOperation(dst []byte, op *query.Operation) []byte {
	dst = append(dst, byte(op.Kind), flags(op.All, op.ByKey, op.Select != nil, op.Where != nil, op.Conflict != nil, op.Tagged))
	if op.Collection != nil {
		dst = appendName(dst, op.Collection.Name)
	} else {
		dst = appendName(dst, "")
	}
	if op.Select != nil {
		dst = appendSelect(dst, op.Select)
	}
	if op.Where != nil {
		dst = expr.AppendShape(dst, op.Where)
	}
	dst = appendInts(dst, op.Fields)
	if op.Conflict != nil {
		dst = append(dst, flags(op.Conflict.Ignore, op.Conflict.Update != nil))
		dst = appendInts(dst, op.Conflict.Update)
		dst = appendInts(dst, op.Conflict.Fields)
	}
	dst = binary.AppendUvarint(dst, uint64(len(op.Changes)))
	for i := range op.Changes {
		dst = binary.AppendUvarint(dst, uint64(op.Changes[i].Field))
		dst = append(dst, byte(op.Changes[i].Op))
	}
	return appendUses(dst, op.Uses)
}

// appendUses appends what is taken from where, once for all rows that do alike.
func appendUses(dst []byte, uses []query.Use) []byte {
	if len(uses) == 0 {
		return append(dst, 0)
	}
	known := make(map[query.Use]bool)
	for _, u := range uses {
		u.Row = 0
		if known[u] {
			continue
		}
		known[u] = true
		dst = append(dst, 1, flags(u.Param))
		dst = binary.AppendUvarint(dst, uint64(u.Value))
		dst = binary.AppendUvarint(dst, uint64(u.Op))
		dst = binary.AppendUvarint(dst, uint64(u.Field))
	}
	return append(dst, 0)
}

func appendSelect(dst []byte, s *query.Select) []byte {
	dst = appendName(dst, s.Collection.Name)
	dst = append(dst, byte(s.Count), flags(s.Where != nil, s.Stream, s.Paged, s.Chosen != nil, s.Near, s.Offset != 0))
	dst = binary.AppendUvarint(dst, uint64(len(s.After)))
	for i := range s.After {
		dst = append(dst, flags(s.After[i].IsNull()))
	}
	if s.Where != nil {
		dst = expr.AppendShape(dst, s.Where)
	}
	if s.Chosen != nil {
		dst = expr.AppendShape(dst, s.Chosen)
	}
	if w := s.Within; w != nil {
		dst = append(dst, flags(true, w.Limit != query.Unlimited, w.Offset != 0))
		dst = binary.AppendUvarint(dst, uint64(w.By))
		dst = appendOrder(dst, w.Order)
	} else {
		dst = append(dst, 0)
	}
	dst = appendOrder(dst, s.Order)
	dst = binary.AppendUvarint(dst, uint64(len(s.Outputs)))
	for i := range s.Outputs {
		dst = appendOutput(dst, &s.Outputs[i])
	}
	return dst
}

func appendOrder(dst []byte, order []query.Order) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(order)))
	for i := range order {
		dst = append(dst, flags(order[i].Desc, order[i].NullsFirst))
		dst = expr.AppendShape(dst, order[i].Expr)
	}
	return dst
}

func appendOutput(dst []byte, o *query.Output) []byte {
	dst = append(dst, flags(o.Expr != nil, o.Embed != nil, o.Implied), byte(o.Aggregate))
	dst = appendName(dst, o.Name)
	dst = appendName(dst, o.Cast)
	if o.Expr != nil {
		dst = expr.AppendShape(dst, o.Expr)
	}
	if e := o.Embed; e != nil {
		dst = append(dst, flags(e.Inner, e.Spread))
		dst = appendName(dst, e.Relation.Base.RecordName())
		dst = appendName(dst, e.Relation.Name)
		dst = appendName(dst, e.Relation.Constraint)
		dst = appendSelect(dst, &e.Select)
	}
	return dst
}

func appendName(dst []byte, s string) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(s)))
	return append(dst, s...)
}

func appendInts(dst []byte, list []int) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(list)))
	for _, n := range list {
		dst = binary.AppendUvarint(dst, uint64(n))
	}
	return dst
}

func flags(bits ...bool) byte {
	var b byte
	for i, on := range bits {
		if on {
			b |= 1 << i
		}
	}
	return b
}
