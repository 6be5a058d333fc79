package query

import (
	"bedplate/expr"
	"bedplate/fault"
	"bedplate/schema"
	"bedplate/value"
)

// Chosen says which records of its collection an action gives. A door reads
// them as it reads any: under the caller's rules, with the caller's select,
// filters and limit. The zero Chosen are none; Keys and Where both narrow.
type Chosen struct {
	All bool
	// Keys are the records' keys, at most MaxKeys.
	Keys [][]value.Value
	// Where may speak of what the caller cannot see, and walk past the rules.
	// Its parameters are Params.
	Where  *expr.Node
	Params []value.Value
	// Order is that of the records where the caller asks for none. What of it
	// the caller cannot see does not count.
	Order []Order
}

// MaxKeys is the most records that an action can choose by their keys.
const MaxKeys = 1000

// Apply narrows a request's select to what is chosen. It must be called once,
// when all else of the select is there.
func (c *Chosen) Apply(req *Request, sel *Select) error {
	var conditions []*expr.Node
	params := c.Params
	if c.Keys != nil {
		byKey, values, err := keyed(sel.Collection, c.Keys, len(params))
		if err != nil {
			return err
		}
		conditions, params = append(conditions, byKey), append(params[:len(params):len(params)], values...)
	}
	if c.Where != nil {
		conditions = append(conditions, c.Where)
	}
	if len(conditions) == 0 && !c.All {
		conditions = append(conditions, expr.False)
	}
	first := len(req.Params)
	req.Params = append(req.Params[:first:first], params...)
	sel.Chosen = moved(expr.AndOf(conditions...), first)
	if len(sel.Order) == 0 {
		for _, o := range c.Order {
			o.Expr = moved(o.Expr, first)
			sel.Order = append(sel.Order, o)
		}
	}
	return nil
}

// moved is an expression whose parameters stand further back.
func moved(n *expr.Node, by int) *expr.Node {
	if by == 0 {
		return n
	}
	return expr.Rewrite(n, func(n *expr.Node) *expr.Node {
		if n.Op != expr.Param {
			return n
		}
		m := *n
		m.Index += by
		return &m
	})
}

// keyed is the condition that a record has one of the keys, with the values of
// its parameters, the first of which is number first.
func keyed(c *schema.Collection, keys [][]value.Value, first int) (*expr.Node, []value.Value, error) {
	if len(c.Key) == 0 {
		return nil, nil, fault.New(fault.Internal, "%s has no key, so no record can be chosen by it", c.Name)
	}
	if len(keys) > MaxKeys {
		return nil, nil, fault.New(fault.Internal, "%d keys are chosen; at most %d can be", len(keys), MaxKeys)
	}
	for _, key := range keys {
		if len(key) != len(c.Key) {
			return nil, nil, fault.New(fault.Internal, "a key of %s has %d values, not %d", c.Name, len(c.Key), len(key))
		}
		for i, v := range key {
			if f := c.Fields[c.Key[i]]; v.Kind() != f.Type.Kind {
				return nil, nil, fault.New(fault.Internal, "%s.%s is of type %s, not %s", c.Name, f.Name, f.Type.Kind, v.Kind())
			}
		}
	}
	if len(keys) == 0 {
		return expr.False, nil, nil
	}
	fields := make([]*expr.Node, len(c.Key))
	for i, k := range c.Key {
		fields[i] = expr.FieldOf(expr.Self, k, c.Fields[k].Name, c.Fields[k].Type)
	}
	if len(fields) == 1 {
		items := make([]value.Value, len(keys))
		for i := range keys {
			items[i] = keys[i][0]
		}
		t := fields[0].Type
		list := value.Type{Kind: value.List, Elem: t.Kind, Precision: t.Precision, Scale: t.Scale}
		return expr.TestOf(expr.In, fields[0], expr.ParamOf(first, list)), []value.Value{value.OfList(items)}, nil
	}
	var params []value.Value
	among := make([]*expr.Node, len(keys))
	for i, key := range keys {
		tests := make([]*expr.Node, len(key))
		for j, v := range key {
			tests[j] = expr.TestOf(expr.Eq, fields[j], expr.ParamOf(first+len(params), fields[j].Type))
			params = append(params, v)
		}
		among[i] = expr.AndOf(tests...)
	}
	return anyOf(among), params, nil
}

// anyOf is the disjunction of many nodes as a tree, because databases bound the
// depth of a chain.
func anyOf(nodes []*expr.Node) *expr.Node {
	const width = 32
	for len(nodes) > width {
		var next []*expr.Node
		for len(nodes) > 0 {
			n := min(width, len(nodes))
			next, nodes = append(next, expr.OrOf(nodes[:n:n]...)), nodes[n:]
		}
		nodes = next
	}
	return expr.OrOf(nodes...)
}
