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
	nested  int // records in others
}

// step is one operation of a message, and how it is answered.
type step struct {
	operation
	op     int // its index in the request; -1 of a call that is none
	layout *layout
	inv    *query.Invocation
	key    bool   // the key is told
	record string // the element of a record
	page   *page  // of a list that can be gone through
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
	case create, createMany, upsert:
		return a.create(e, s)
	case update, remove, updateMany, removeMany:
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

// selecting is a select of all that the caller sees of a collection's records, with those
// in it that a tree of references leads to.
func (a *asking) selecting(s *step, tree branch) *query.Select {
	s.layout = a.layoutWith(s.collection, tree)
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
			tests[i] = expr.TestOf(expr.Eq, fieldOf(f), a.param(v, f.Type))
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
	var where *expr.Node
	tree := branch{}
	err := e.each("with", func(in *element) (err error) {
		switch in.name {
		case "key":
			where, err = a.keyed(s.collection, in)
		case "with":
			err = a.grow(s.collection, tree, in)
		default:
			err = stray(in, s.name)
		}
		return err
	})
	if err == nil && where == nil {
		err = missing(e, s, "key")
	}
	sel := a.selecting(s, tree)
	sel.Where = where
	a.ops = append(a.ops, query.Operation{Kind: query.Read, Collection: s.collection.Collection, Select: sel, ByKey: true})
	return err
}

func missing(e *element, s *step, name string) error {
	return at(e, fault.Of(fault.Required, name, "%s needs the element %s", s.name, name))
}

// list reads a list's filter, order, page, what is nested in its records, and whether
// they are counted.
func (a *asking) list(e *element, s *step) error {
	sel := &query.Select{Limit: query.Unlimited}
	var filter, cursor string
	tree := branch{}
	err := e.each("order with", func(in *element) (err error) {
		switch in.name {
		case "order":
			var o query.Order
			o, err = a.order(s.collection, in)
			sel.Order = append(sel.Order, o)
		case "with":
			err = a.grow(s.collection, tree, in)
		case "filter":
			filter, sel.Where, err = a.filter(s.collection, in)
		case "limit":
			sel.Limit, err = number(in, 0)
		case "cursor":
			cursor, err = in.leaf()
			cursor = strings.TrimSpace(cursor)
		case "count":
			var count bool
			if count, err = boolean(in); count {
				sel.Count = query.CountExact
			}
		default:
			err = stray(in, s.name)
		}
		return err
	})
	if err != nil {
		return err
	}
	whole := a.selecting(s, tree)
	sel.Collection, sel.Outputs = whole.Collection, whole.Outputs
	ranked := query.Rank(sel)
	if ranked != nil && cursor != "" {
		return fault.Of(fault.Unsupported, "cursor", "what is found comes best first, where no cursor can point").
			WithHint("give an order")
	}
	if ranked == nil {
		if err := a.page(s, sel, filter, cursor); err != nil {
			return err
		}
	}
	if ranked != nil {
		sel.Order = ranked
	}
	a.ops = append(a.ops, query.Operation{Kind: query.Read, Collection: s.collection.Collection, Select: sel})
	return nil
}

func noPages(s *step) error {
	return fault.Of(fault.Unsupported, "cursor", "%s has no key, so no cursor can point at its rows", s.collection.Name)
}

// number reads a whole number that is not below another one.
func number(e *element, least int) (int, error) {
	text, err := e.leaf()
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < least {
		return 0, fault.Of(fault.Range, e.name, "%s is a number from %d", e.name, least)
	}
	return n, nil
}

// filter reads a condition in the expression language.
func (a *asking) filter(c *collection, e *element) (string, *expr.Node, error) {
	text, err := e.leaf()
	if err != nil || strings.TrimSpace(text) == "" {
		return "", nil, err
	}
	n, problems := expr.Parse(text, expr.Env{Record: c.Collection, Hidden: a.hides})
	if len(problems) > 0 {
		return "", nil, problems.Fault("filter")
	}
	if a.terms += query.Terms(n); a.terms > maxTerms {
		return "", nil, tooManyTerms()
	}
	return text, query.Lift(n, a.param), nil
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
	if f := c.Field(name); f != nil {
		return hidden(a.rights, c, f)
	}
	rel := c.Relation(name)
	return rel != nil && !passable(a.rights, c, rel)
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
			f, err := a.named(c, in)
			if err != nil {
				return err
			}
			o.Expr = fieldOf(f)
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
