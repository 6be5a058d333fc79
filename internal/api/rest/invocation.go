package rest

import (
	"net/http"
	"strings"

	"bedplate/fault"
	"bedplate/internal/api/rest/body"
	"bedplate/internal/api/rest/grammar"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// arguments are what a request gives an action, on the way.
type arguments struct {
	inv    *query.Invocation
	given  []string // the names, as they came
	faults []*fault.Error
	strays bool // a name is no parameter's
}

// The bounds of the names that an error lists: how many, and how long each.
const (
	maxGiven = 20
	maxShown = 64
)

// invocation reads a request's arguments of an action, and what of the address
// is about its rows.
func (c *call) invocation(a *schema.Action) (*query.Invocation, []grammar.Argument, error) {
	args := arguments{inv: &query.Invocation{Action: a, Source: c.source(),
		Args: make([]value.Value, len(a.Params)), Given: make([]bool, len(a.Params))}}
	asked, err := grammar.SplitQuery(c.r.URL.RawQuery, nil)
	if err != nil {
		return nil, nil, err
	}
	var rest []grammar.Argument
	for _, arg := range asked {
		filters := grammar.Filters(arg)
		switch {
		case c.r.Method != http.MethodPost && a.Param(arg.Key) != nil && !grammar.OfRows(arg.Key),
			c.r.Method != http.MethodPost && !filters:
			lent, err := c.lent(a, arg)
			if err == nil && !lent {
				err = args.text(arg.Key, arg.Val)
			} else if err == nil {
				err = args.put(arg.Key, later)
			}
			if err != nil {
				return nil, nil, err
			}
		case !a.Result.Records():
			return nil, nil, fault.Of(fault.Syntax, grammar.ValidText(arg.Key), "%s gives no rows, so %s is about nothing", a.Name, grammar.Quote(arg.Key))
		default:
			rest = append(rest, arg)
		}
	}
	if c.r.Method == http.MethodPost {
		if err := c.posted(&args); err != nil {
			return nil, nil, err
		}
	}
	if err := args.fit(); err != nil {
		return nil, nil, err
	}
	if err := fault.Join(args.faults); err != nil {
		return nil, nil, err
	}
	return args.inv, rest, nil
}

// lent tells whether an argument in an address comes from an earlier operation
// of a batch.
func (c *call) lent(a *schema.Action, arg grammar.Argument) (bool, error) {
	f := a.Param(arg.Key)
	reference, ok := c.parser.Braced(arg.Val)
	if !ok || f == nil || f.Type.Kind == value.List || f.Type.Kind == value.JSON {
		return false, nil
	}
	loan, err := c.step.of.refer(reference, arg.Key)
	c.step.uses = append(c.step.uses, body.Reference{Member: arg.Key, Loan: loan})
	return true, err
}

// later is the value of an argument that is not known yet.
func later(value.Type) (value.Value, error) { return value.Value{}, nil }

// posted reads the arguments in a body.
func (c *call) posted(args *arguments) error {
	a, most := args.inv.Action, c.door.options.MaxObject
	media, err := body.Media(c.r.Header.Get("Content-Type"))
	if err != nil {
		return err
	}
	want := "application/json"
	if a.Whole {
		switch a.Params[0].Type.Kind {
		case value.Text:
			want = "text/plain"
		case value.Bytes:
			want = "application/octet-stream"
		}
	}
	form, _ := body.ContentType(media)
	if media != want && (form != body.Pairs || a.Whole) {
		return fault.Of(fault.Body, "Content-Type", "Content-Type not acceptable: %s", grammar.ValidText(media)).
			WithHint("%s takes %s", a.Name, want)
	}
	raw, err := body.Read(c.r, most, most)
	if err == nil && c.retry != nil {
		c.retry.body().Write(raw)
	}
	switch {
	case err != nil:
		return err
	case a.Whole:
		return args.whole(raw)
	}
	split := body.Object
	if form == body.Pairs {
		split = body.Fields
	}
	sent, err := split(raw)
	if err == nil && c.step != nil {
		c.step.uses, err = sent.Resolve(c.step.of.refer)
	}
	if err != nil {
		return err
	}
	return sent.Each(args.put)
}

// whole takes a body as the one argument. No body is no argument.
func (args *arguments) whole(raw []byte) error {
	f := args.inv.Action.Params[0]
	if len(raw) == 0 && f.Type.Kind == value.JSON {
		return nil
	}
	return args.put(f.Name, func(t value.Type) (value.Value, error) {
		switch t.Kind {
		case value.JSON:
			return value.ParseJSON(t, raw)
		case value.Bytes:
			return value.OfBytes(string(raw)), nil
		}
		return value.ParseText(t, string(raw))
	})
}

// text takes an argument that is written as text.
func (args *arguments) text(name, val string) error {
	return args.put(name, func(t value.Type) (value.Value, error) { return value.ParseText(t, val) })
}

// put takes one argument. A value of another type is remembered, and told with
// all others.
func (args *arguments) put(name string, parse func(value.Type) (value.Value, error)) error {
	if len(args.given) < maxGiven {
		args.given = append(args.given, grammar.ValidText(name[:min(len(name), maxShown)]))
	}
	f := args.inv.Action.Param(name)
	if f == nil {
		args.strays = true
		return nil
	}
	if args.inv.Given[f.Index] {
		return fault.Of(fault.Syntax, f.Name, "the argument %s is given twice", f.Name)
	}
	args.inv.Given[f.Index] = true
	v, err := parse(f.Type)
	if err != nil {
		args.faults = append(args.faults, fault.As(grammar.About(f.Name, err)))
		return nil
	}
	args.inv.Args[f.Index] = v
	return nil
}

// fit refuses arguments that are not the action's parameters, as a function of
// other parameters would be looked for and not found.
func (args *arguments) fit() error {
	a := args.inv.Action
	misses := args.strays
	for i, f := range a.Params {
		misses = misses || f.Needed() && !args.inv.Given[i]
	}
	if !misses {
		return nil
	}
	with := "without parameters"
	if len(args.given) > 0 {
		with = "with parameters " + strings.Join(args.given, ", ")
	}
	return fault.Of(fault.UnknownAction, a.Name, "Could not find the function %s(%s)", a.Name, strings.Join(args.given, ", ")).
		WithDetail("Searched for the function %s %s; its parameters are others.", a.Name, with).
		WithHint("Perhaps you meant to call the function %s", a.Signature())
}
