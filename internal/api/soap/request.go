package soap

import (
	"strconv"
	"strings"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// The bounds of what a message asks.
const (
	maxTerms = 100 // conditions and sort keys
)

// asking makes one request of a message.
type asking struct {
	door    *Door
	catalog *catalog
	rights  query.Rights
	source  query.Source
	ops     []query.Operation
	params  []value.Value
	steps   []*step
	terms   int
}

// step is one operation of a message, and how it is answered.
type step struct {
	operation
	op     int // its index in the request; -1 of a call that is none
	layout *layout
	inv    *query.Invocation
	key    bool   // the key is told
	record string // the element of a record
	digest [digestSize]byte
}

// read reads an operation by its element.
func (a *asking) read(e *element) error {
	o, ok := a.catalog.operations[e.name]
	if !ok {
		return a.noOperation(e)
	}
	s := &step{operation: o, op: len(a.ops), record: "record"}
	a.steps = append(a.steps, s)
	switch o.verb {
	case get:
		return a.get(e, s)
	case list:
		return a.list(e, s)
	case create, createMany:
		return a.create(e, s)
	case update, remove:
		return a.change(e, s)
	case call:
		return a.call(e, s)
	}
	return at(e, fault.New(fault.Body, "a batch cannot stand in another"))
}

func (a *asking) noOperation(e *element) error {
	f := fault.Of(fault.UnknownAction, excerpt(e.name), "there is no operation %s", excerpt(e.name)).
		WithHint("the WSDL names those that there are")
	return at(e, f)
}

// batch reads the operations of a batch.
func (a *asking) batch(e *element) error {
	return e.each("operation", func(in *element) error {
		if in.name != "operation" {
			return stray(in, verbs[batch])
		}
		if len(a.steps) == a.door.options.MaxBatch {
			return fault.New(fault.TooComplex, "a batch has at most %d operations", a.door.options.MaxBatch)
		}
		if len(in.inner) != 1 || in.inner[0].space != namespace {
			return fault.Of(fault.Body, "operation", "an operation of a batch holds one element, which names it")
		}
		if err := a.read(in.inner[0]); err != nil {
			return fault.InOperation(err, max(0, len(a.steps)-1))
		}
		if last := a.steps[len(a.steps)-1]; last.op < 0 {
			return fault.InOperation(fault.Of(fault.Unsupported, last.name, "%s is no operation of a batch: it may do more than a transaction can hold", last.name).
				WithHint("call it by itself"), len(a.steps)-1)
		}
		return nil
	})
}

// param keeps a value of the caller's as a parameter.
func (a *asking) param(v value.Value, t value.Type) *expr.Node {
	a.params = append(a.params, v)
	return expr.ParamOf(len(a.params)-1, t)
}

// selecting is a select of all that the caller sees of a collection's records.
func (a *asking) selecting(s *step) *query.Select {
	s.layout = s.collection.layoutFor(a.rights)
	return &query.Select{Collection: s.collection.Collection, Outputs: s.layout.outputs, Limit: query.Unlimited}
}

// keyed reads the key of a record, as a condition.
func (a *asking) keyed(c *collection, e *element) (*expr.Node, error) {
	key := c.keyFor(a.rights)
	if key == nil {
		return nil, fault.New(fault.Denied, "no record of %s can be named: its key is hidden", c.Name)
	}
	tests := make([]*expr.Node, len(key))
	err := e.each("", func(in *element) error {
		for i, f := range key {
			if f.Name != in.name {
				continue
			}
			v, err := field(in, f)
			if err == nil && v.IsNull() {
				err = fault.Of(fault.Required, f.Name, "a key cannot be null")
			}
			tests[i] = expr.TestOf(expr.Eq, expr.FieldOf(expr.Self, f.Index, f.Name, f.Type), a.param(v, f.Type))
			return err
		}
		return stray(in, "the key of "+c.Name)
	})
	if err != nil {
		return nil, err
	}
	for i, f := range key {
		if tests[i] == nil {
			return nil, fault.Of(fault.Required, f.Name, "the key needs %s", f.Name)
		}
	}
	return expr.AndOf(tests...), nil
}

func (a *asking) get(e *element, s *step) error {
	sel := a.selecting(s)
	err := e.each("", func(in *element) error {
		if in.name != "key" {
			return stray(in, s.name)
		}
		var err error
		sel.Where, err = a.keyed(s.collection, in)
		return err
	})
	if err == nil && sel.Where == nil {
		err = missing(e, s, "key")
	}
	a.ops = append(a.ops, query.Operation{Kind: query.Read, Collection: s.collection.Collection, Select: sel, ByKey: true})
	return err
}

func missing(e *element, s *step, name string) error {
	return at(e, fault.Of(fault.Required, name, "%s needs the element %s", s.name, name))
}

// list reads a list's filter, order, page and whether its rows are counted.
func (a *asking) list(e *element, s *step) error {
	sel := a.selecting(s)
	var filter, cursor string
	err := e.each("order", func(in *element) error {
		text, err := in.text, error(nil)
		if in.name != "order" {
			text, err = in.leaf()
		}
		if err != nil {
			return err
		}
		switch in.name {
		case "filter":
			filter = text
			sel.Where, err = a.filter(s.collection, text)
		case "order":
			var o query.Order
			o, err = a.order(s.collection, in)
			sel.Order = append(sel.Order, o)
		case "limit":
			n, parsed := strconv.Atoi(strings.TrimSpace(text))
			if parsed != nil || n < 0 {
				return fault.Of(fault.Range, "limit", "a limit is a number from 0")
			}
			sel.Limit = n
		case "cursor":
			cursor = strings.TrimSpace(text)
		case "count":
			var count bool
			if count, err = boolean(in); count {
				sel.Count = query.CountExact
			}
		default:
			return stray(in, s.name)
		}
		return err
	})
	if err != nil {
		return err
	}
	ranked := query.Rank(sel)
	if sel.Paged = ranked == nil && len(s.collection.keyFor(a.rights)) > 0; sel.Paged {
		s.digest = digestOf(sel, filter)
	}
	if cursor != "" {
		if ranked != nil {
			return fault.Of(fault.Unsupported, "cursor", "what is found comes best first, where no cursor can point").
				WithHint("give an order")
		}
		if !sel.Paged {
			return fault.Of(fault.Unsupported, "cursor", "%s has no key, so no cursor can point at its rows", s.collection.Name)
		}
		if err := a.door.opened(cursor, s.digest, sel); err != nil {
			return err
		}
	}
	if ranked != nil {
		sel.Order = ranked
	}
	a.ops = append(a.ops, query.Operation{Kind: query.Read, Collection: s.collection.Collection, Select: sel})
	return nil
}

// filter reads a condition in the expression language.
func (a *asking) filter(c *collection, text string) (*expr.Node, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	n, problems := expr.Parse(text, expr.Env{Record: c.Collection, Hidden: a.hides})
	if len(problems) > 0 {
		return nil, problems.Fault("filter")
	}
	if a.terms += query.Terms(n); a.terms > maxTerms {
		return nil, tooManyTerms()
	}
	return query.Lift(n, a.param), nil
}

func tooManyTerms() error {
	return fault.New(fault.TooComplex, "the request has more than %d conditions and sort keys", maxTerms)
}

// hides tells whether a name of an expression is not there for the caller.
func (a *asking) hides(rec expr.Record, name string) bool {
	c, ok := rec.(*schema.Collection)
	if !ok || c.Internal {
		return true
	}
	hidden := func(f *schema.Field, of *schema.Collection) bool {
		return f.Internal || f.Read != nil && a.rights.Hidden(of, f.Name)
	}
	if f := c.Field(name); f != nil {
		return hidden(f, c)
	}
	rel := c.Relation(name)
	if rel == nil {
		return false
	}
	target := schema.Of(rel)
	if target.Internal {
		return true
	}
	for i := range rel.Local {
		if hidden(c.Fields[rel.Local[i]], c) || hidden(target.Fields[rel.Remote[i]], target) {
			return true
		}
	}
	return false
}

// order reads one key of an order. Nulls come last, or first where it is descending,
// unless it says otherwise.
func (a *asking) order(c *collection, e *element) (query.Order, error) {
	var o query.Order
	var nulls string
	if a.terms++; a.terms > maxTerms {
		return o, tooManyTerms()
	}
	err := e.each("", func(in *element) error {
		text, err := in.leaf()
		if err != nil {
			return err
		}
		switch text = strings.TrimSpace(text); in.name {
		case "field":
			f := c.Field(text)
			if f == nil || a.hides(c.Collection, text) {
				return fault.Of(fault.UnknownField, excerpt(text), "%s has no field %s", c.Name, excerpt(text))
			}
			o.Expr = expr.FieldOf(expr.Self, f.Index, f.Name, f.Type)
		case "descending":
			o.Desc, err = boolean(in)
		case "nulls":
			if nulls = text; nulls != "first" && nulls != "last" {
				return fault.Of(fault.Value, "nulls", "nulls come first or last")
			}
		default:
			return stray(in, "an order")
		}
		return err
	})
	if err == nil && o.Expr == nil {
		err = fault.Of(fault.Required, "field", "an order needs the element field")
	}
	o.NullsFirst = nulls == "first" || nulls == "" && o.Desc
	return o, err
}
