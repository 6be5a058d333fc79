package rest

import (
	"net/http"
	"strings"

	"bedplate/fault"
	"bedplate/internal/api/rest/grammar"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/value"
)

// rpc answers the address of an action.
func (c *call) rpc(name string) error {
	a := c.parser.Cat.Schema.Action(name)
	if a == nil {
		return c.noAction(name)
	}
	c.action = a
	allow := "OPTIONS,POST"
	if a.Reads {
		allow = "OPTIONS,GET,HEAD,POST"
	}
	switch method := c.r.Method; {
	case method == http.MethodOptions:
		c.w.Header().Set("Allow", allow)
		c.w.WriteHeader(http.StatusOK)
		return nil
	case !strings.Contains(","+allow+",", ","+method+","):
		return c.refuseMethod(allow)
	}
	err := c.accept()
	if err != nil {
		return err
	}
	if c.prefer, err = parsePrefer(c.r.Header["Prefer"]); err != nil {
		return err
	}
	conditions := c.unmatched
	if c.r.Method == http.MethodPost {
		conditions = c.unconditional
	}
	if err := conditions(); err != nil {
		return err
	}
	switch {
	case c.media.plan != planNone && (!a.Reads || !a.Result.Records()):
		// What is explained is how records are read; the action itself is called.
		return fault.New(fault.Media, "a call of %s is not explained", a.Name).
			WithHint("only actions that read, and give records, are explained")
	case !c.Rights().Callable(a):
		return fault.Of(fault.Denied, a.Name, "not allowed to call %s", a.Name)
	case !a.Result.Records() && c.media.format.streams():
		return fault.New(fault.Media, "%s gives no rows", a.Name).WithHint("accept application/json")
	}
	atomic, err := c.atomic(a)
	if err != nil {
		return err
	}
	inv, rest, err := c.invocation(a)
	if err != nil {
		return err
	}
	if atomic {
		return c.act(inv, rest)
	}
	if a.Result.Records() {
		return c.chosenRows(inv, rest)
	}
	out, err := c.run(inv)
	if err != nil {
		return err
	}
	return c.given(&a.Result, out)
}

// noAction refuses a name, with the nearest action that the caller may call.
func (c *call) noAction(name string) error {
	err := fault.Of(fault.UnknownAction, grammar.ValidText(name), "Could not find the function %s", grammar.Quote(name)).
		WithDetail("There is no action of this name.")
	var known []string
	for _, a := range c.parser.Cat.Schema.Actions {
		if c.Rights().Callable(a) {
			known = append(known, a.Name)
		}
	}
	if near := fault.Nearest(name, known); near != "" {
		err.WithHint("Perhaps you meant to call the function %s", c.parser.Cat.Schema.Action(near).Signature())
	}
	return err
}

// chosenRows calls an action that gives records, and answers with those of them
// that the caller may read and asks for. All that the caller asks is read
// before the action is called.
func (c *call) chosenRows(inv *query.Invocation, rest []grammar.Argument) error {
	root, sel, err := c.wanted(inv.Action, rest)
	if err != nil {
		return err
	}
	one := inv.Action.Result.Kind == schema.RecordResult
	out, err := c.run(inv)
	if err != nil {
		return err
	}
	narrowed := query.Request{Params: c.parser.Params}
	if err := out.Chosen.Apply(&narrowed, sel); err != nil {
		return err
	}
	c.parser.Params = narrowed.Params
	if c.r.Method != http.MethodPost && !one {
		all, err := grammar.SplitQuery(c.r.URL.RawQuery, nil) // a cursor belongs to the arguments, too
		if err == nil {
			err = c.seek(root, sel, all, root.Limit != query.Unlimited)
		}
		if err != nil {
			return err
		}
	}
	return c.rowsOf(query.Operation{Kind: query.Read, Collection: c.collection, Select: sel,
		Single: c.media.format == formatObject}, one)
}

// wanted reads what is asked of the records that an action gives.
func (c *call) wanted(a *schema.Action, rest []grammar.Argument) (*grammar.Level, *query.Select, error) {
	c.collection = a.Result.Collection
	root, err := c.parser.Read(c.collection, rest)
	if err != nil {
		return nil, nil, err
	}
	one := a.Result.Kind == schema.RecordResult
	if root.Paged && (one || c.r.Method == http.MethodPost) {
		return nil, nil, badCursor("only the rows of a GET have pages")
	}
	ranged := *root // root keeps the limit as it was said, for cursors
	if err := ranged.ApplyRange(c.r.Header); err != nil {
		return nil, nil, err
	}
	sel := ranged.Build(&c.parser)
	if sel.Stream = c.media.format.streams() && c.r.Method == http.MethodGet; sel.Stream {
		c.prefer.count = query.NoCount // its headers are gone before the rows are counted
	}
	sel.Count = c.prefer.count
	if one && sel.Limit != 0 {
		sel.Limit = 1
	}
	return root, &sel, nil
}

// rowsOf answers with the rows of a read, or with the one row, null where there
// is none.
func (c *call) rowsOf(op query.Operation, one bool) error {
	if op.Select.Stream {
		return c.stream(op)
	}
	rows := c.newPage()
	defer c.release(rows)
	if one && rows.format == formatArray {
		rows.format = formatObject
	}
	results, err := c.ask(c.request(op), rows)
	if err != nil {
		return err
	}
	return c.givenRows(op.Select, &results[0], rows)
}

// givenRows answers with the rows that an action gives.
func (c *call) givenRows(sel *query.Select, res *query.Result, rows *page) error {
	status, err := c.readHeaders(sel, res, grammar.Address{})
	if err != nil {
		return err
	}
	if c.unwanted() {
		return nil
	}
	content := rows.end()
	if rows.format == formatObject && rows.rows == 0 {
		content = append(content, "null"...)
	}
	return c.write(status, c.media.header, content)
}

// unwanted answers a POST that wants nothing back, and tells whether it did.
func (c *call) unwanted() bool {
	if c.r.Method != http.MethodPost || c.prefer.returning != returnMinimal {
		return false
	}
	c.w.Header().Set("Preference-Applied", c.prefer.applied(true, false, false))
	c.w.WriteHeader(http.StatusNoContent)
	return true
}

// given answers with what an action gives that is no record.
func (c *call) given(r *schema.Result, out *query.Answer) error {
	vary(c.w.Header())
	if applied := c.prefer.applied(false, false, false); applied != "" {
		c.w.Header().Set("Preference-Applied", applied)
	}
	if c.unwanted() {
		return nil
	}
	enc := c.media.enc
	enc.Most = c.door.options.MaxPage
	var content []byte
	switch r.Kind {
	case schema.NoResult:
		c.w.WriteHeader(http.StatusNoContent)
		return nil
	case schema.ObjectResult:
		members := make([]query.Member, len(r.Members))
		for i, f := range r.Members {
			members[i] = query.Member{Name: f.Name, Type: f.Type}
		}
		var err error
		if content, err = query.AppendRow(nil, query.NewShape(members), object(out.Object), enc); err != nil {
			return err
		}
	default:
		content = out.Value.AppendJSON(nil)
		if enc.NumbersAsText {
			content = out.Value.AppendJSONStrings(nil, r.Value.Type)
		}
		if len(content) > enc.Most {
			return fault.New(fault.TooLarge, "the answer has more than %d bytes", enc.Most)
		}
	}
	return c.write(http.StatusOK, c.media.header, content)
}

// object is an object that an action gives, as a row.
type object []value.Value

// Value gives a member (query.Row).
func (o object) Value(i int) value.Value { return o[i] }

// Nested is never asked: objects hold no rows (query.Row).
func (o object) Nested(int, func(query.Row) error) error { return nil }
